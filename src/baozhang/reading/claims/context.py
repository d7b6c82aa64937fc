"""What stays in force from block to block: the section, its heading's subject, a project, the whole before 其中."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import subjects as binding
from baozhang.reading.claims.tokens import scan

if TYPE_CHECKING:
    from baozhang.reading.claims.subjects import Names, Resolver, Subject
    from baozhang.reading.model import Block

_SUMMARY: Final = re.compile(r"^(?:\d{1,2}[.、]|\(\d{1,2}\)|\d{1,2}\)|[一二三四五六七八九十]+、)?(?P<name>[^。;:]{2,60}?)(?:项目)?(?:支出)?绩效自评(?:综述|情况综述|情况):")
_QUOTED: Final = re.compile(r"^(?:\d{1,2}[.、]|\(\d{1,2}\)|\d{1,2}\))?[“\"](?P<name>[^”\"]{2,60})[”\"]项目[。:]?")
_PART_OF_PROJECT: Final = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}\)|[①-⑩])")
_FINISHED: Final = ("。", ";", ":", "!", "?", ")", "”")


@dataclass(slots=True)
class Context:
    """The state between blocks. `rest` says that the paragraph before broke off inside a description of results."""

    names: Names
    resolver: Resolver
    fiscal_year: int | None
    stage: str
    section: str = ""
    heading: Subject | None = None
    project: Subject | None = None
    whole: Subject | None = None
    carried: tuple[Subject, ...] = ()
    rest: bool = False
    unfinished: bool = False

    def enter(self, block: Block) -> None:
        """Take note of a block before it is read: a new section or heading ends what the one before left in force."""
        if block.section != self.section or block.kind == "heading":
            self.section = block.section
            self.heading = self.project = self.whole = None
            self.carried, self.rest, self.unfinished = (), False, False
        if block.kind == "heading":
            self.heading = self._named_by(block)
        found = _SUMMARY.match(block.text) or _QUOTED.match(block.text)
        if found:
            self.project = binding.project(found["name"])
        elif not (self.unfinished or _PART_OF_PROJECT.match(block.text)):
            self.project = None
        if not self.unfinished:
            self.carried, self.rest = (), False

    def leave(self, block: Block, subjects: tuple[Subject, ...], *, rest: bool) -> None:
        """Remember what a paragraph left open when it broke off in the middle of a sentence."""
        self.unfinished = block.kind != "heading" and not block.text.endswith(_FINISHED)
        self.carried, self.rest = (subjects, rest) if self.unfinished else ((), False)

    def opening(self) -> tuple[Subject, ...]:
        """What the first figure of a paragraph speaks of unless something before it says otherwise."""
        if self.carried:
            return self.carried
        subject = self.project or self.heading or self.resolver.default(self.section)
        return (subject,) if subject else ()

    def _named_by(self, block: Block) -> Subject | None:
        named = [t for t in scan(block.text, block.section, self.stage) if t.words is not None and not t.words.bare]
        last = named[-1] if named else None
        return self.resolver.phrase(last.words, last.text, "total", "") if last and last.words else None
