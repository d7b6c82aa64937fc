"""Parts and sections: which part of the document a block stands in, and which section of the explanation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.model import Block

_PARTS: Final = (
    ("explanation", re.compile(r"情况说明$|(?:决算|预算)(?:情况)?说明|情况的(?:总体)?说明")),
    ("statements", re.compile(r"(?:决算|预算)(?:公开)?(?:报)?表(?:格)?$")),
    ("glossary", re.compile(r"名词解释|名词说明")),
    ("annex", re.compile(r"^附件|^附表|附件$")),
    ("overview", re.compile(r"概况|基本情况$|部门简介")),
)
_SECTIONS: Final = (
    # the order matters: the narrower subject first
    ("other", re.compile(r"一般性支出")),
    ("three_public", re.compile(r"三公")),
    ("other", re.compile(r"会议费|培训费|差旅费")),
    ("fund", re.compile(r"政府性基金")),
    ("capital", re.compile(r"国有资本经营")),
    ("operating_expenses", re.compile(r"(?:机关|机构)运行(?:经)?费")),
    ("services", re.compile(r"购买服务")),
    ("procurement", re.compile(r"政府采购")),
    ("assets", re.compile(r"国有资产|资产占")),
    ("performance", re.compile(r"绩效")),
    ("basic", re.compile(r"基本支出")),
    ("general", re.compile(r"一般公共预算.*支出|一般公共预算(?:当年(?:财政)?拨款|(?:财政)?拨款情况)")),
    ("fiscal", re.compile(r"财政拨款(?:收|支|预算|决算|总)")),
    ("projects", re.compile(r"项目支出")),
    (
        "overall",
        re.compile(
            r"收支总体|收入支出(?:决算|预算)?(?:总体|总表)|收、支|收支(?:总表|预算总|决算总)|预算收支|收入支出总体|收支(?:预算|决算)(?:总体)?情况|收支增减|(?:预算|决算)数据(?:变动|增减)"
        ),
    ),
    ("income", re.compile(r"收入")),
    ("spending", re.compile(r"支出")),
    ("other", re.compile(r"其他重要事项|其他.*说明")),
    ("overall", re.compile(r"(?:预算|决算)(?:安排)?的?总体")),
)
_PART_HEADING: Final = re.compile(r"^第[一二三四五六七八九十]{1,2}部分")
_NUMBER: Final = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])")


@lru_cache(maxsize=1024)
def part_of(title: str) -> str:
    """Canonical part named by a part heading, or empty.

    >>> part_of("2024年度部门决算情况说明")
    'explanation'
    """
    bare = title.rstrip("。:")
    return next((part for part, pattern in _PARTS if pattern.search(bare)), "")


@lru_cache(maxsize=1024)
def section_of(title: str) -> str:
    """Canonical section of the explanation named by a heading, or empty.

    >>> section_of("七、一般公共预算财政拨款“三公”经费支出决算情况说明")
    'three_public'
    """
    return next((section for section, pattern in _SECTIONS if pattern.search(title)), "")


def assign_sections(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks numbered, with `part` and, within the explanation, `section` filled in from the headings before them."""
    chapters = not any(block.kind == "heading" and block.level == 1 for block in blocks)
    titles = [block.text for block in blocks if _entitles(block)] if chapters else []
    outline = _Outline(chapters=chapters, entitled=titles[0] if titles else "")
    assigned = [outline.place(index, block) for index, block in enumerate(blocks)]
    if any(block.part == "explanation" for block in assigned):
        return tuple(assigned)
    untitled = _Outline(chapters=True, untitled=True)
    found = [untitled.place(index, block) for index, block in enumerate(blocks)]
    explains = any(block.part == "explanation" and block.kind == "paragraph" and STATES_MONEY.search(block.text) for block in found)
    return tuple(found) if explains else tuple(_without_headings(assigned))


class _Outline:
    """Where the reading of the headings stands; with `chapters` the chapters 一、 are the parts of the document.

    In an `untitled` document no heading says 情况说明: the first chapter that names one of its sections begins the explanation.
    In one that is `entitled` so itself the first chapter on its money does, or any if the title names “三公”经费.
    """

    def __init__(self, *, chapters: bool, untitled: bool = False, entitled: str = "") -> None:
        self._chapters = chapters
        self._untitled = untitled
        self._entitled = bool(entitled)
        self._whole = "three_public" if "三公" in entitled and "预算公开" not in entitled and "部门预算" not in entitled else ""
        """The section that all of the document is."""
        self._part = self._section = self._chapter = ""
        self._expecting = False
        """A heading 第一部分 has come whose title, on a line of its own, is still to come."""

    def place(self, index: int, block: Block) -> Block:
        """The block in the part and section that the headings up to it have opened."""
        if block.kind == "cover" and self._whole and _SENTENCE_ENDS.search(block.text):  # before the first chapter
            self._part = "explanation" if STATES_MONEY.search(block.text) else self._part
            if self._part == "explanation":
                self._section = self._whole
                return replace(block, kind="paragraph").placed(index, self._part, self._whole)
        if block.kind in {"contents", "cover"}:
            return block.placed(index, "", "")
        self._open_part(block)
        explained = self._part == "explanation"
        if explained and block.kind == "heading" and block.level == _ITEM and self._section in _OVERALL:
            self._section = _side_of(block.text) or self._section
        if explained and block.kind == "heading" and block.level in {2, 3, 6} and not _PART_HEADING.match(block.text):
            self._open_section(block)
        section = self._section or _named_by_words(block)
        return block.placed(index, self._part, section if explained else "")

    def _open_part(self, block: Block) -> None:
        title = _NUMBER.sub("", block.text) if block.kind == "heading" else ""
        if self._chapters and self._part != "explanation" and _titles_explanation(block):
            self._part, self._section = "explanation", section_of(block.text)
        elif block.level == _CHAPTER and self._explains(title):
            self._part, self._section = "explanation", section_of(title) or self._whole or "overall"
        elif block.kind == "heading" and block.level == 1:
            self._part = part_of(block.text)
            self._section = "performance" if section_of(block.text) == "performance" else ""  # a part of its own in some provinces
            self._expecting = not self._part
        elif self._expecting and block.kind in {"heading", "paragraph", "caption"}:
            named = part_of(block.text)
            if named:
                self._part, self._expecting = named, False
        elif block.kind == "heading" and (named := _part_named(block, title, self._part, chapters=self._chapters)):
            self._part, self._section = named, ""
            self._chapters = self._chapters and block.level == _CHAPTER and (named == "statements" or not section_of(title))

    def _explains(self, title: str) -> bool:
        """Whether a chapter begins the explanation in a document none of whose headings says so before it."""
        section = section_of(title)
        if self._entitled and self._part in {"", "overview"} and (section in _ON_MONEY or self._whole or _ON_BUDGET.search(title)):
            return True
        return self._untitled and self._part != "explanation" and bool(section) and not title.endswith("表")

    def _open_section(self, block: Block) -> None:
        if block.level != _SUBHEADING:
            self._chapter = section_of(_NUMBER.sub("", block.text)) or self._chapter
        self._section = _next_section(block, self._section, free=self._chapters or self._chapter == "other")


def _named_by_words(block: Block) -> str:
    """The section a paragraph of money names before its first amount, where no heading above it names one; or empty."""
    before, *money = STATES_MONEY.split(block.text, maxsplit=1) if block.kind == "paragraph" else (block.text,)
    named = section_of(before) if money and len(before) <= _LONGEST_TITLE else ""
    return named if named in _PUBLIC_MONEY else ""


def _side_of(title: str) -> str:
    """The side that an item of a chapter on both is about (“1、收入说明”), or empty."""
    found = _SIDE.fullmatch(_NUMBER.sub("", title).rstrip("。:"))
    return "" if found is None else "income" if found[1] == "收入" else "spending"


def _titles_explanation(block: Block) -> bool:
    """Whether a line without a number is the title of the explanation (“关于……决算情况说明”)."""
    plain = block.kind in {"paragraph", "caption"} and len(block.text) <= _LONGEST_TITLE and not _IN_SENTENCE.search(block.text)
    return plain and bool(_EXPLANATION_TITLE.search(block.text))


def _entitles(block: Block) -> bool:
    """Whether a line of the cover calls the document an explanation (“某某中心2024年单位预算情况说明”)."""
    return block.kind == "cover" and len(block.text) <= _LONGEST_TITLE and bool(_EXPLANATION_TITLE.search(block.text))


def _part_named(block: Block, title: str, part: str, *, chapters: bool) -> str:
    """The part that a heading opens which is no 第一部分: the first one, or a chapter where the chapters are the parts."""
    named = part_of(title)
    if not part:
        return named if block.level in {_CHAPTER, _UNNUMBERED} or (block.level == _SUBHEADING and named == "explanation") else ""
    if named == "glossary" and part == "explanation" and block.level == _CHAPTER:
        return named  # the last chapter of an explanation, where no 第N部分 parts the document
    if not chapters or block.level != _CHAPTER:
        return ""
    return named if not section_of(title) or (part == "statements" and named == "explanation") else ""


def _without_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Where no heading opens an explanation, sentences that state public money are one (a page of a few sentences on “三公”经费)."""
    section = ""
    for block in blocks:
        if not section and block.kind == "cover" and _MONEY_TITLE.search(block.text):
            named = section_of(block.text)
            section = named if named in _PUBLIC_MONEY else ""
        elif section and not block.part and block.kind == "heading" and block.level in {_CHAPTER, _SUBHEADING}:
            section = section_of(_NUMBER.sub("", block.text)) or section
            yield replace(block, part="explanation", section=section)
            continue
        if block.part or block.kind not in {"cover", "paragraph"} or not _SENTENCE_ENDS.search(block.text):
            yield block
            continue
        before, *money = STATES_MONEY.split(block.text, maxsplit=1)
        named = section_of(before) if money else ""
        if named in _PUBLIC_MONEY or (section != "three_public" and _NUMBER.match(block.text)):
            section = named if named in _PUBLIC_MONEY else ""  # the next item of a list is of something else
        yield replace(block, kind="paragraph", part="explanation", section=section) if section else block


_LOOSE: Final = frozenset({"other", "operating_expenses", "procurement", "assets", "projects"})
"""Sections in which a heading (一) may open the next one."""
_OVERALL: Final = frozenset({"overall", "income", "spending"})
"""Sections that are often three headings (一) to (三) of one chapter."""
_GATHERED: Final = frozenset({*_OVERALL, "fiscal", "fund", "capital"})
"""Sections that some provinces gather, with all that follows them, in the one chapter 收支情况说明."""
_OF_THEIR_OWN: Final = frozenset({"three_public", "operating_expenses", "procurement", "assets"})
"""Sections that a heading (一) names unmistakably, whatever it stands in."""
_BY_BUDGET: Final = {"fiscal": ("general",), "general": ("fund", "capital")}
"""Sections that some provinces gather in one chapter on all that is paid from the budget."""
_BEHIND_PERFORMANCE: Final = frozenset({"operating_expenses", "procurement", "assets"})


def _next_section(block: Block, current: str, *, free: bool) -> str:
    """A heading 一、 opens a section; a heading (一) opens one inside 其他重要事项 (`free`) or the overall section.

    Where the parts of the document are the chapters 一、 themselves, every heading (一) opens a section (`free`, too).
    """
    named = section_of(_NUMBER.sub("", block.text))
    if not named or block.level != _SUBHEADING:
        return named or current
    opens = (
        free or not current or current in _LOOSE or (current in _GATHERED and named in _GATHERED | _BEHIND_PERFORMANCE | {"performance"})
    )
    opens = (
        opens
        or named in _OF_THEIR_OWN
        or (named in _BY_BUDGET.get(current, ()) and block.text.rstrip("。:").endswith("说明"))
        or (current in _OVERALL and named in _OVERALL)
        or (current == "performance" and named in _BEHIND_PERFORMANCE)
    )
    return named if opens else current


_PUBLIC_MONEY: Final = frozenset({"three_public", "fund", "capital", "operating_expenses", "procurement", "general", "fiscal", "overall"})
"""Sections that a sentence can name as surely as a heading does."""
_ON_BUDGET: Final = re.compile(r"(?:预算|决算)(?:安排|编制|收支)?(?:情况|说明)$")
"""A chapter on all of the budget or account (二、2024年汇总预算情况)."""
_ON_MONEY: Final = frozenset({"overall", "income", "spending", "fiscal", "general"})
"""Sections that a chapter of an explanation begins with; others are also spoken of in what a department does."""
STATES_MONEY: Final = re.compile(r"\d(?:万|亿)?元")
"""An amount in a sentence."""
_SENTENCE_ENDS: Final = re.compile(r"[。:;](?:\([^()]*\))?$")
"""How a sentence ends, perhaps before a remark in brackets."""
_MONEY_TITLE: Final = re.compile(r"(?:支出|决算|预算|经费)(?:(?:19|20)\d\d年)?(?:公开)?的?(?:情况的?)?(?:说明|公开)$|情况如下:?$")
"""The title of a page that tells of one kind of public money: “…年‘三公’经费支出说明”."""
_EXPLANATION_TITLE: Final = re.compile(r"(?:决算|预算)(?:公开)?(?:的)?(?:情况)?说明$")
_IN_SENTENCE: Final = re.compile(r"[,。;:]|详见|见附")
_LONGEST_TITLE: Final = 60
_SIDE: Final = re.compile(r"(?:部门|单位|本年)?(?:预算|决算)?(收入|支出)(?:预算|决算)?(?:情况)?(?:说明|情况)?")
_ITEM: Final = 4
_CHAPTER: Final = 2
_UNNUMBERED: Final = 6
_SUBHEADING: Final = 3
