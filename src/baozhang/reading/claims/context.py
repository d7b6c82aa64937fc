"""What stays in force from block to block: the section, its heading's subject, a project, the whole before 其中."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.claims import subjects as binding
from baozhang.reading.outline import section_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.claims.subjects import Names, Resolver, Subject
    from baozhang.reading.claims.tokens import Token
    from baozhang.reading.model import Block

_SUMMARY: Final = re.compile(
    r"^(?:[①-⑳]|\d{1,2}[.、]|\(\d{1,2}\)|\d{1,2}\)|[一二三四五六七八九十]+、)?"
    r"(?P<name>[^。;:]{2,60}?)(?:项目)?(?:支出)?绩效自评(?:综述|情况综述|情况):"
)
_QUOTED: Final = re.compile(r"^(?:[①-⑳]|\d{1,2}[.、]|\(\d{1,2}\)|\d{1,2}\))?[“\"](?P<name>[^”\"]{2,60})[”\"]项目[。:]?")
_TITLED: Final = re.compile(
    r"\d{1,2}[.、](?P<name>(?![^。]*(?:绩效|评价|部门|重点|情况|预算|支出))[^。;:,“”\"]{3,40}?)(?:项目|(?<=经费)|(?<=资金))[。:]?"
)
"""A project's name alone on a numbered line."""
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
    why: str = ""
    """Why the numbered heading above names no subject; then its paragraph has none either."""
    project: Subject | None = None
    whole: Subject | None = None
    carried: tuple[Subject, ...] = ()
    rest: bool = False
    unfinished: bool = False
    inline: str = ""
    """The section that a numbered paragraph of a mixed section names in its first words."""
    inline_rank: int = 0
    """How deep its number stands."""
    last: tuple[Subject, ...] = ()
    """What the paragraph before ended with, for one that only goes on with it (“较上年增加 …” on a line of its own)."""
    listed: int = 0
    """How many numbered paragraphs stand in a row that compare nothing: what is compared behind them is their whole."""
    parts_of: str = ""
    """The prefix of the classes that the whole is parted into, as long as nothing but such classes is named."""
    half: bool = False
    """Whether the paragraph before ended with a semicolon."""
    titled: bool = False
    """Whether the heading in force is an item's title that stands as a paragraph of its own (“1、…(项)。”)."""

    def placed(self, block: Block) -> Block:
        """The block in the section its first words name, where a section of many subjects has no headings of its own.

        “(三)国有资产占用情况。截至 …” under 其他重要事项 belongs to the assets, and so do the paragraphs behind it.
        """
        if block.section not in _MIXED and not (block.kind == "paragraph" and self._below_inline(block)):
            self.inline = ""
            return block
        title = _INLINE_TITLE.match(block.text)
        if block.kind == "heading" or (_NUMBERING.match(block.text) and not self._below_inline(block)):
            self.inline = section_of(title["title"]) if title else ""
            self.inline_rank = _rank(block.text)
        return replace(block, section=self.inline) if self.inline else block

    def _below_inline(self, block: Block) -> bool:
        """Whether a numbered paragraph is a point of the one that named the section: “1.财政拨款收入 …” behind “(一)收入决算情况。…:”."""
        return bool(self.inline) and _rank(block.text) > self.inline_rank and not _names_section(block.text)

    def enter(self, block: Block, tokens: Sequence[Token]) -> None:
        """Take note of a block and its words before it is read: a new section or heading ends what the one before left in force."""
        self.resolver.year_only = (self.resolver.year_only and block.section == self.section) or (
            block.kind == "heading" and block.section == "general" and "当年" in block.text
        )
        if block.section != self.section or block.kind == "heading":
            self.section = block.section
            self.heading = self.project = self.whole = None
            self.why = self.parts_of = ""
            self.carried, self.rest, self.unfinished, self.titled = (), False, False, False
            self.last, self.listed = (), 0
        if self.titled and _NUMBERING.match(block.text):
            self.heading, self.why, self.titled = None, "", False
        if block.kind == "heading":
            self.heading, self.why = self._named_by(block, tokens)
        found = ("绩效自评" in block.text and _SUMMARY.match(block.text)) or _QUOTED.match(block.text) or _TITLED.fullmatch(block.text)
        if found:
            self.project = binding.project(found["name"])
        elif not (self.unfinished or _PART_OF_PROJECT.match(block.text)):
            self.project = None
        self._go_on(block)

    def _go_on(self, block: Block) -> None:
        """Carry the subject of the paragraph before into one that only says more of it."""
        goes_on = _GOES_ON.match(block.text) is not None
        if not self.unfinished:
            self.carried, self.rest = self.last if goes_on and (self.listed <= 1 or self.half) else (), False
        self.half = block.text.endswith(";")
        if goes_on or block.kind == "heading":
            self.listed = 0
        elif _NUMBERING.match(block.text):
            self.listed = 0 if _COMPARES.search(block.text) else self.listed + 1

    def leave(self, block: Block, subjects: tuple[Subject, ...], *, rest: bool) -> None:
        """Remember what a paragraph left open when it broke off in the middle of a sentence."""
        self.unfinished = block.kind != "heading" and not block.text.endswith(_FINISHED)
        self.carried, self.rest = (subjects, rest) if self.unfinished else ((), False)
        if block.kind != "heading":
            self.last = subjects

    def leave_title(self, block: Block, tokens: Sequence[Token], subjects: tuple[Subject, ...], why: str) -> None:
        """A paragraph without a figure that is numbered, or nothing but 类, 款 and 项, names the subject of those behind it."""
        item = [token.role for token in tokens[:1]] == ["path"] and tokens[0].text == block.text.rstrip("。:")
        titles = item or (len(block.text) <= _TITLE_LENGTH and _NUMBERING.match(block.text) is not None)
        if block.kind != "heading" and titles and (why or subjects):
            self.heading, self.why, self.titled = (subjects[0] if subjects else None), why, True

    def opening(self) -> tuple[Subject, ...]:
        """What the first figure of a paragraph speaks of unless something before it says otherwise."""
        if self.carried:
            return self.carried
        subject = self.project or self.heading or (None if self.why else self.resolver.default(self.section))
        return (subject,) if subject else ()

    @property
    def statement(self) -> str:
        """The statement whose rows the names and codes of this section mean."""
        return "overview" if self.section == "overall" else self.section if self.section in binding.NAMED_COLUMN else "general"

    def _named_by(self, block: Block, tokens: Sequence[Token]) -> tuple[Subject | None, str]:
        """The subject a heading names, or why an item's heading names none."""
        if block.section in _TWO_SIDED or "收入支出" in block.text or "收支" in block.text:
            return None, ""
        for token in reversed(tokens):  # of class, section and item the last one is meant
            code, why = (token.text, "") if token.role == "code" else (None, "")
            if token.names:
                code, why = self.names.path(self.statement, token.names)
            if code is not None:
                return self.resolver.code(self.statement, code, _NUMBERING.sub("", block.text)), ""
            if why:
                return None, why
        named = [token for token in tokens if token.words is not None and not token.words.bare]
        if named and named[-1].words is not None:
            subject = self.resolver.phrase(named[-1].words, named[-1].text, "total", "")
            return (None if _is_on_targets(subject) else subject), ""
        title = _NUMBERING.sub("", block.text)
        name = title.rstrip("。:")
        code = self.names.one(self.statement, name) or self.names.in_a_row(self.statement, name)
        if code is not None:
            return self.resolver.code(self.statement, code, title), ""
        return None, f"“{title}”不是已知的科目或项目" if block.level in _ITEM_LEVELS else ""


def _is_on_targets(subject: Subject) -> bool:
    """Whether a heading is on targets of performance: the money told below it is that of projects (绩效目标分解下达情况)."""
    return any(target.item.startswith("performance.target") for target in subject.money)


_NUMBERING: Final = re.compile(r"^(?:\d{1,2}[.、)]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、)")


def _rank(text: str) -> int:
    """How deep a number stands: 一、 before (一) before 1. before (1)."""
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.match(text)), len(_RANKS))


_RANKS: Final = tuple(map(re.compile, (r"[一二三四五六七八九十]{1,3}、", r"\([一二三四五六七八九十]{1,3}\)", r"\d{1,2}[.、]")))


def _names_section(text: str) -> bool:
    """Whether the first words of a numbered paragraph name a section of their own."""
    title = _INLINE_TITLE.match(text)
    return title is not None and bool(section_of(title["title"]))


_COMPARES: Final = re.compile(r"(?:年初|全年|调整|完成)预算|(?:与|较|比|同)(?:上年|去年|上一年|20\d\d年)|同比|持平")
_GOES_ON: Final = re.compile(
    r"(?:(?:与|较|比|同)(?:上年|去年|上一年|20\d\d年)|同比|完成(?:年初|全年|调整)?预算|(?:当年|支出|本年)?决算数?(?:大于|小于|等于|高于|低于))"
)
"""How a paragraph begins that says more of what the one before spoke of."""
_MIXED: Final = frozenset({"other", ""})
_INLINE_TITLE: Final = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、)(?P<title>[^。:,;]{3,24})[。:]"
)
_TITLE_LENGTH: Final = 90
_TWO_SIDED: Final = frozenset({"overall", "fiscal"})
"""Sections on income and spending together: their headings name no single subject."""
_ITEM_LEVELS: Final = frozenset({4, 5})
