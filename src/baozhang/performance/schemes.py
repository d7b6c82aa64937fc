"""Scoring schemes: how points follow from figures, as dated data with their source (data/schemes/*.toml).

A scheme joins three parts: points for execution and grades, which are bands of the taxonomy (`taxonomy.schemes`), and what an
indicator gets when it is missed. The keys of `[indicator]`:

    missed_at_least   ratio: weight × actual ÷ target; zero
    missed_at_most    ratio: weight × target ÷ actual; zero
    nothing_below     percent of the target below which an indicator gets nothing (0: no such mark)
    grades            bands of a person's judgement for words: reached, partly, poorly (percent of the weight, from and to)
    satisfaction      the bands of a satisfaction that missed its target (`taxonomy.schemes`); empty: as any other rate
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError
from baozhang.taxonomy.schemes import SCALE, load_schemes

if TYPE_CHECKING:
    from baozhang.taxonomy.schemes import FundsBand, GradeBand, SatisfactionBand

_KEYS: Final = frozenset({"id", "title", "source", "valid_from", "funds", "grades", "reasons_below", "order"})
_INDICATOR_KEYS: Final = frozenset({"missed_at_least", "missed_at_most", "nothing_below", "grades", "satisfaction"})
_MISSED: Final = frozenset({"ratio", "zero"})


@dataclass(frozen=True, slots=True)
class JudgedBand:
    """What a judgement in words is worth: from and to in ten-thousandths of the weight."""

    name: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scoring scheme; `reasons_below` is the total (ten-thousandths of a point) below which reasons and measures are owed."""

    id: str
    title: str
    source: str
    valid_from: int
    order: int
    reasons_below: int
    missed_at_least: str
    missed_at_most: str
    nothing_below: int
    judged: tuple[JudgedBand, ...]
    satisfaction: tuple[SatisfactionBand, ...]
    funds: tuple[FundsBand, ...]
    grades: tuple[GradeBand, ...]


def parse_scheme(text: str, file: str) -> Scheme:
    """A scheme from its TOML; UsageError names the file and the key that is unknown, missing or wrong."""
    data = tomllib.loads(text)
    about, indicator = data.get("scheme", {}), data.get("indicator", {})
    wrong = (set(about) ^ _KEYS) | (set(indicator) ^ _INDICATOR_KEYS) | (set(data) ^ {"scheme", "indicator"})
    if wrong:
        raise UsageError(f"评分办法 {file} 缺少或不认识 {sorted(wrong)}")
    if {indicator["missed_at_least"], indicator["missed_at_most"]} - _MISSED:
        raise UsageError(f"评分办法 {file} 中未完成指标的得分应为 ratio 或 zero")
    known, named = load_schemes(), indicator["satisfaction"]
    funds = tuple(band for band in known.funds if band.scheme == about["funds"])
    grades = tuple(band for band in known.grades if band.scheme == about["grades"])
    satisfaction = tuple(band for band in known.satisfaction if band.scheme == named)
    if not funds or not grades or bool(named) != bool(satisfaction):
        raise UsageError(f"评分办法 {file} 所引的分档 {about['funds']}、{about['grades']}、{named or '（无）'} 不存在")
    return Scheme(
        id=about["id"],
        title=about["title"],
        source=about["source"],
        valid_from=about["valid_from"],
        order=about["order"],
        reasons_below=_scaled(about["reasons_below"]),
        missed_at_least=indicator["missed_at_least"],
        missed_at_most=indicator["missed_at_most"],
        nothing_below=_scaled(indicator["nothing_below"]),
        judged=tuple(JudgedBand(one["name"], _scaled(one["from"]) // 100, _scaled(one["to"]) // 100) for one in indicator["grades"]),
        satisfaction=satisfaction,
        funds=funds,
        grades=grades,
    )


def _scaled(value: Any) -> int:  # noqa: ANN401  # a figure of a TOML file, printed as text or as a number
    return int(Decimal(str(value)) * SCALE)


@cache
def schemes() -> dict[str, Scheme]:
    """Every scheme by id, in the order they are tried."""
    folder = files("baozhang.performance") / "data" / "schemes"
    found = [parse_scheme(one.read_text(encoding="utf-8"), one.name) for one in folder.iterdir() if one.name.endswith(".toml")]
    return {one.id: one for one in sorted(found, key=lambda one: (one.order, one.id))}


def scheme_of(name: str) -> Scheme:
    """The scheme of a name; UsageError lists the known ones."""
    if name not in schemes():
        raise UsageError(f"没有评分办法 {name}。可用的有：{'、'.join(schemes())}。")
    return schemes()[name]
