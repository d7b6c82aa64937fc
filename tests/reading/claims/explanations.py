"""A small explanatory part around some sentences, and its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.facts.records import FactRow
from baozhang.reading.blocks import read_blocks
from baozhang.reading.claims import ClaimsReading, read_claims

if TYPE_CHECKING:
    from baozhang.facts.records import ClaimRow

SECTION_TITLES = {
    "overall": "收入支出决算总体情况说明",
    "income": "收入决算情况说明",
    "spending": "支出决算情况说明",
    "fiscal": "财政拨款收入支出决算总体情况说明",
    "general": "一般公共预算财政拨款支出决算情况说明",
    "basic": "一般公共预算财政拨款基本支出决算情况说明",
    "three_public": "财政拨款“三公”经费支出决算情况说明",
    "fund": "政府性基金预算财政拨款支出决算情况说明",
    "capital": "国有资本经营预算财政拨款支出决算情况说明",
    "operating_expenses": "机关运行经费支出说明",
    "procurement": "政府采购支出说明",
    "assets": "国有资产占用情况说明",
    "performance": "预算绩效情况说明",
    "projects": "关于项目支出表的说明",
    "other": "其他重要事项情况说明",
}


def read(section: str, text: str, stage: str = "final", year: int | None = 2024, facts: tuple[FactRow, ...] = ()) -> ClaimsReading:
    """Claims of `text` standing in a section of an explanatory part."""
    title = SECTION_TITLES[section]
    return read_claims(read_blocks(f"第三部分 部门决算情况说明\n\n一、{title}\n\n{text}\n"), facts, "d", year, stage)


def told(reading: ClaimsReading) -> list[str]:
    """Claims in short: kind, target, value in thousandths of what is printed, sign and base."""
    return [short(claim) for claim in reading.claims]


def short(claim: ClaimRow) -> str:
    """One claim in short, e.g. `change overview[income.year].amount 20 +prior_final`."""
    scale = 1_000_000 if claim.unit == "元" else 10_000
    target = f"{claim.statement}[{claim.item}].{claim.column}" if claim.statement else "?"
    sign = {1: "+", -1: "-", 0: ""}[claim.direction]
    return f"{claim.kind} {target} {claim.value / scale:g} {sign}{claim.base}".strip()


def fact(statement: str, item: str, column: str, label: str = "", value: int = 0) -> FactRow:
    """A cell as the reader of statements would hand it on."""
    return FactRow("d", 1, statement, item, label, "total", 3, column, value, 5000, "", 1, 1, 1, 1, None, repaired=False)
