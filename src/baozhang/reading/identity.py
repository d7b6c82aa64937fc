"""Whose document it is: title, department, region, fiscal year, stage and scope, from the cover and the captions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block

_YEAR: Final = re.compile(r"(20[0-4]\d)年(?:度)?")
_FUND: Final = "一般公共|政府性基金|国有资本经营"
_OF_FUND: Final = "".join(f"(?<!{fund})" for fund in _FUND.split("|"))
_SUBJECT: Final = re.compile(rf"(?:部门|单位)?(?:收支)?(?:决算|{_OF_FUND}预算)")
_TITLE: Final = re.compile(rf".*?(?:决算|{_OF_FUND}预算)(?:公开)?(?:报告|说明|情况说明|信息公开|草案)?")
_BEHIND_DEPARTMENT: Final = re.compile(rf"{_SUBJECT.pattern}|{_FUND}|财政拨款|“?三公”?经费")
_REGION: Final = re.compile(
    r"^(?:中共)?((?:[一-鿿]{2,8}?(?:省|自治区))?(?:[一-鿿]{2,6}?(?:市|自治州|盟|地区))?(?:[一-鿿]{1,6}?(?:县|区|旗|市))?)"
)
_INDEX_NUMBER: Final = re.compile(r"^监督索引号:?\d+")
"""Printed above the title for supervision; no part of it."""
_BOTH: Final = "预决算"
"""The column of a web page that holds documents of both kinds."""
_SENTENCE: Final = re.compile(r"[。;,]$|其中:$|\d[万亿]?元")
"""What ends like this or names an amount is no title: a piece of a document begins with its middle."""
_CONSOLIDATED: Final = re.compile(r"\(汇总\)|汇总")
_LONGEST_TITLE: Final = 60
"""Characters of a title, in one line or joined of several: more of them are the beginning of a text."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document says it is; unknown words are empty, an unknown year is None."""

    title: str
    department: str
    region: str
    fiscal_year: int | None
    stage: str
    scope: str


def identify(blocks: Sequence[Block], departments: Sequence[str]) -> Identity:
    """Identity of a document; `departments` are the names printed above its tables."""
    title = _title(blocks)
    told = Identity(title, "", "", _fiscal_year(title, blocks), _stage(title, blocks), "")
    return belonging_to(told, departments)


def belonging_to(told: Identity, departments: Sequence[str]) -> Identity:
    """The identity with department, region and scope as the names printed above the tables say, else as the title does."""
    title = told.title
    department = _department(title, departments)
    scope = (
        "consolidated"
        if _CONSOLIDATED.search(title + "".join(departments[:1]))
        else "unit"
        if re.search(r"单位(?:决算|预算)", title)
        else "department"
    )
    return Identity(title, department, _region(department), told.fiscal_year, told.stage, scope if title or departments else "")


def stage_of(blocks: Sequence[Block]) -> str:
    """`final` or `budget` of a document, or empty when neither word decides."""
    return _stage(_title(blocks), blocks)


def _title(blocks: Sequence[Block]) -> str:
    front = [block.text for block in _front(blocks) if len(block.text) <= _LONGEST_TITLE and _BOTH not in block.text]
    cover = [_INDEX_NUMBER.sub("", text) for text in front if not _SENTENCE.search(text)][:6]
    joined = "".join(cover)
    if _SUBJECT.search(joined):
        found = _TITLE.match(joined)
        return found[0] if found else joined
    heads = [
        block.text
        for block in blocks[:40]
        if block.kind in {"heading", "caption", "cover", "paragraph"}
        and len(block.text) <= _LONGEST_TITLE
        and _SUBJECT.search(block.text)
        and not _SENTENCE.search(block.text)
    ]
    untold = joined if len(joined) <= _LONGEST_TITLE else cover[0]
    return next((text for text in heads if _YEAR.search(text)), untold)


def _front(blocks: Sequence[Block]) -> list[Block]:
    """The cover, also where a converter made its lines headings: what stands before the contents or the first numbered heading."""
    front: list[Block] = []
    for block in blocks:
        if block.kind == "cover" or (block.kind in {"heading", "caption", "paragraph"} and block.level in {0, 6}):
            front.append(block)
        else:
            break
    return front if any(block.kind == "cover" for block in front) or len(front) < len(blocks) else []


def _stage(title: str, blocks: Sequence[Block]) -> str:
    for text in (title, "".join(block.text for block in blocks[:60] if block.kind in {"contents", "heading", "caption", "cover"})):
        final, budget = text.replace(_BOTH, "").count("决算"), text.count("预算")
        # a final account speaks of 预算 all the time (一般公共预算…), a budget never speaks of 决算 in its titles
        if final:
            return "final"
        if budget:
            return "budget"
    whole = "".join(block.text for block in blocks)
    if not whole:
        return ""
    return "final" if whole.count("决算") > 5 else "budget" if whole.count("预算") > 5 else ""


def _fiscal_year(title: str, blocks: Sequence[Block]) -> int | None:
    found = _YEAR.search(title)
    if found:
        return int(found[1])
    years = Counter(
        int(year) for block in blocks if block.kind in {"heading", "caption", "contents", "cover"} for year in _YEAR.findall(block.text)
    )
    if not years:
        years = Counter(int(year) for block in blocks for year in _YEAR.findall(block.text))
    return years.most_common(1)[0][0] if years else None


def _department(title: str, departments: Sequence[str]) -> str:
    usual = Counter(departments).most_common(1)
    name = usual[0][0] if usual else _BEHIND_DEPARTMENT.split(_YEAR.sub("", title))[0]
    return re.sub(r"\(汇总\)|\(本级\)|^附件\d?[:：]?", "", name).strip()


def _region(department: str) -> str:
    found = _REGION.match(department)
    return found[1] if found else ""
