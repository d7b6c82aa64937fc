"""Scoring schemes: how points for budget execution follow from the rate, points for satisfaction from a survey, grades from the total.

A scheme is one TOML file in `data/schemes` with its source. Rules do not read the files: they join the reference tables
that `reference_tables` makes of them, so a new scheme needs no code.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, cast

from baozhang.errors import UsageError
from baozhang.taxonomy.indicator_words import load_indicator_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Cell = str | int | bool
"""What a field of a reference table holds."""

SCALE: Final = 10_000
"""Rates and points stand in ten-thousandths, as everywhere in the hub."""

OPEN_END: Final = 10**15
"""The upper bound of a band that has none; far above every rate and total."""

_TASKS: Final = frozenset({"complete", "incomplete", "any"})
_SCHEME_KEYS: Final = frozenset({"id", "title", "source", "valid_from", "certain", "order"})
_BAND_KEYS: Final = {
    "funds": frozenset({"task", "from", "to", "share", "proportional"}),
    "grade": frozenset({"grade", "from", "to"}),
    "satisfaction": frozenset({"from", "to", "share"}),
}


@dataclass(frozen=True, slots=True)
class FundsBand:
    """One band of a scheme for the points of budget execution.

    Rates are ten-thousandths of a percent (60 % = 600000), `to_value` is excluded; `points_share` is the share of the weight
    in ten-thousandths, to be multiplied with the rate (at most 100 %) when `proportional`. Points are multiples of `step`
    ten-thousandths, rounded half up or, with `rounds_down`, cut off.
    """

    scheme: str
    title: str
    priority: int
    task: str
    from_value: int
    to_value: int
    points_share: int
    proportional: bool
    step: int
    rounds_down: bool


@dataclass(frozen=True, slots=True)
class GradeBand:
    """One grade of a scheme: totals in ten-thousandths of a point from `from_value` up to but without `to_value`.

    `certain` is false where the bounds have not been seen in a source: no finding may rest on them.
    """

    scheme: str
    title: str
    priority: int
    certain: bool
    grade: str
    from_value: int
    to_value: int


@dataclass(frozen=True, slots=True)
class SatisfactionBand:
    """What a satisfaction that missed its target is worth.

    Rates (ten-thousandths of a percent) from `from_value` up to but without `to_value` get `points_share` of the weight, in
    ten-thousandths.
    """

    scheme: str
    title: str
    priority: int
    from_value: int
    to_value: int
    points_share: int


Band = FundsBand | GradeBand | SatisfactionBand


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of every scheme, in order of priority."""

    funds: tuple[FundsBand, ...]
    grades: tuple[GradeBand, ...]
    satisfaction: tuple[SatisfactionBand, ...]


def reference_tables() -> dict[str, list[dict[str, Cell]]]:
    """The data rules join: `scheme_bands` (points for execution), `satisfaction_bands`, `grade_bands` (by total), `indicator_words`."""
    bands = load_schemes()
    return {
        "scheme_bands": [asdict(band) for band in bands.funds],
        "grade_bands": [asdict(band) for band in bands.grades],
        "satisfaction_bands": [asdict(band) for band in bands.satisfaction],
        "indicator_words": [asdict(word) for word in load_indicator_words()],
    }


@cache
def load_schemes() -> Bands:
    """Every scheme of the taxonomy; UsageError names the file that is not understood."""
    folder = files("baozhang.taxonomy") / "data" / "schemes"
    found = [band for file in folder.iterdir() if file.name.endswith(".toml") for band in parse_scheme(file.name, file.read_text("utf-8"))]
    found.sort(key=lambda band: (band.priority, band.scheme, band.task if isinstance(band, FundsBand) else "", -band.from_value))
    return Bands(
        tuple(band for band in found if isinstance(band, FundsBand)),
        tuple(band for band in found if isinstance(band, GradeBand)),
        tuple(band for band in found if isinstance(band, SatisfactionBand)),
    )


def parse_scheme(name: str, text: str) -> tuple[Band, ...]:
    """Read one scheme file; UsageError says which file and which key is wrong."""
    data = tomllib.loads(text)
    scheme = cast("Mapping[str, Cell]", data.get("scheme", {}))
    _check_keys(name, "scheme", scheme.keys(), _SCHEME_KEYS, required=_SCHEME_KEYS)
    _check_keys(name, "", data.keys(), frozenset({"scheme", *_BAND_KEYS}), required=frozenset({"scheme"}))
    bands: list[Band] = [*_funds_bands(name, scheme, data.get("funds", {}))]
    bands.extend(_grade_bands(name, scheme, data.get("grade", {})))
    bands.extend(_satisfaction_bands(name, scheme, data.get("satisfaction", {})))
    if not bands:
        msg = f"{name}：评分办法没有任何分档"
        raise UsageError(msg)
    return tuple(bands)


def _funds_bands(name: str, scheme: Mapping[str, Cell], section: Mapping[str, object]) -> Iterator[FundsBand]:
    for band in _bands(name, "funds", section):
        task = str(band.get("task", "any"))
        if task not in _TASKS:
            msg = f"{name}：task 应为 {'、'.join(sorted(_TASKS))} 之一，而不是“{task}”"
            raise UsageError(msg)
        yield FundsBand(
            scheme=str(scheme["id"]),
            title=str(scheme["title"]),
            priority=int(scheme["order"]),
            task=task,
            from_value=_scaled(band["from"]),
            to_value=_scaled(band["to"]) if "to" in band else OPEN_END,
            points_share=_scaled(band["share"]),
            proportional=bool(band.get("proportional", False)),
            step=SCALE // 10 ** int(str(section.get("decimals", 2))),
            rounds_down=section.get("round") == "down",
        )


def _grade_bands(name: str, scheme: Mapping[str, Cell], section: Mapping[str, object]) -> Iterator[GradeBand]:
    for band in _bands(name, "grade", section):
        yield GradeBand(
            scheme=str(scheme["id"]),
            title=str(scheme["title"]),
            priority=int(scheme["order"]),
            certain=bool(scheme["certain"]),
            grade=str(band["grade"]),
            from_value=_scaled(band["from"]),
            to_value=_scaled(band["to"]) if "to" in band else OPEN_END,
        )


def _satisfaction_bands(name: str, scheme: Mapping[str, Cell], section: Mapping[str, object]) -> Iterator[SatisfactionBand]:
    for band in _bands(name, "satisfaction", section):
        yield SatisfactionBand(
            scheme=str(scheme["id"]),
            title=str(scheme["title"]),
            priority=int(scheme["order"]),
            from_value=_scaled(band["from"]),
            to_value=_scaled(band["to"]) if "to" in band else OPEN_END,
            points_share=_scaled(band["share"]),
        )


def _bands(name: str, kind: str, section: Mapping[str, object]) -> Iterator[Mapping[str, Cell]]:
    required = frozenset({"from", "grade" if kind == "grade" else "share"})
    for band in cast("list[Mapping[str, Cell]]", section.get("bands", [])):
        _check_keys(name, f"{kind}.bands", band.keys(), _BAND_KEYS[kind], required=required)
        yield band


def _check_keys(name: str, where: str, keys: object, allowed: frozenset[str], *, required: frozenset[str]) -> None:
    found = frozenset(cast("Iterator[str]", keys))
    if found - allowed or required - found:
        msg = f"{name}：{where} 缺少 {sorted(required - found)}，不认识 {sorted(found - allowed)}"
        raise UsageError(msg)


def _scaled(value: Cell) -> int:
    return int(Decimal(str(value)) * SCALE)
