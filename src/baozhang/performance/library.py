"""The indicator library: indicators of medical-security work, what each means and how it is called in forms, as dated data.

    valid_from = 2024
    area = "…"

    [[indicator]]
    name = "基本医保参保率"
    aliases = ["参保率", …]          # other names, compared as a whole
    heads = ["基本医保参保率"]        # an indicator whose name ends so is this one …
    unless = ["困难", "低保"]         # … unless its name has one of these words
    meaning, formula, unit, direction  # taken from the measure where there is one
    levels = ["产出/数量", …]         # where forms may list it, level 1 / level 2
    data = "…"                       # where its figures come from
    target = "≥95%"                  # typical
    regulation = "…"
    measure = "enrolment-rate"       # the measure whose value it is, if there is one

A free name is matched by the whole, else by its end: in Chinese the head of a name stands last. A wrong match costs more than none.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError
from baozhang.performance.measures.measure import DIRECTIONS, shipped_measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baozhang.performance.forms import Indicator

_REQUIRED: Final = frozenset({"name", "levels", "data", "target", "regulation"})
_TOLD: Final = frozenset({"meaning", "formula", "unit", "direction"})
"""What the measure tells where there is one."""
_OPTIONAL: Final = frozenset({"aliases", "heads", "unless", "measure"})
LEVELS: Final = frozenset({"成本", "产出", "效益", "满意度", "过程", "一般性支出"})
"""First parts of `levels`: what level 1 of a form begins with."""
_MARKS: Final = re.compile(r"[\s“”\"'‘’《》。.]|\((?:%|元|个|人|家|万元)\)$")
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class LibraryIndicator:
    """One indicator of the library; `levels` are pairs of level 1 and level 2."""

    name: str
    area: str
    valid_from: int
    aliases: tuple[str, ...]
    heads: tuple[str, ...]
    unless: tuple[str, ...]
    meaning: str
    formula: str
    unit: str
    direction: str
    levels: tuple[tuple[str, str], ...]
    data: str
    target: str
    regulation: str
    measure: str
    """Id of a measure; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which indicator a name is, and the words that told it; `whole` when they are all of the name."""

    indicator: LibraryIndicator
    words: str
    whole: bool


@cache
def library() -> Mapping[str, LibraryIndicator]:
    """Every indicator by name; UsageError when a file is wrong or two indicators answer to the same words."""
    folder = files("baozhang.performance") / "data" / "library"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return parse_library({name: (folder / name).read_text(encoding="utf-8") for name in names})


def parse_library(texts: Mapping[str, str]) -> Mapping[str, LibraryIndicator]:
    """The indicators of several files, by file name."""
    found: dict[str, LibraryIndicator] = {}
    owners: dict[tuple[str, str], str] = {}
    for file, text in texts.items():
        raw = tomllib.loads(text)
        for entry in raw["indicator"]:
            one = _indicator(file, entry, raw["area"], raw["valid_from"])
            keys = {("whole", plain(word)) for word in (one.name, *one.aliases)} | {("head", plain(word)) for word in one.heads}
            for key in sorted(keys):
                if owners.setdefault(key, one.name) != one.name:
                    raise UsageError(f"{file}：“{key[1]}”既是“{owners[key]}”又是“{one.name}”")
            found[one.name] = one
    return found


def _indicator(file: str, entry: dict[str, Any], area: str, valid_from: int) -> LibraryIndicator:
    place = f"{file}：{entry.get('name', '没有名称的指标')}"
    measure = shipped_measures().get(entry.get("measure", ""))
    if entry.get("measure") and measure is None:
        raise UsageError(f"{place} 的测算 {entry['measure']} 不存在")
    told = {} if measure is None else {key: getattr(measure, "shown_unit" if key == "unit" else key) for key in _TOLD}
    given = told | entry
    missing, unknown = (_REQUIRED | _TOLD) - given.keys(), entry.keys() - _REQUIRED - _TOLD - _OPTIONAL
    if missing or unknown or (told and entry.keys() & _TOLD):
        raise UsageError(f"{place}：缺少 {sorted(missing)}，不认识 {sorted(unknown)}，或与测算重复")
    levels = tuple((first, second) for first, _, second in (level.partition("/") for level in given["levels"]))
    if not levels or any(first not in LEVELS or not second for first, second in levels) or given["direction"] not in DIRECTIONS:
        raise UsageError(f"{place}：levels 或 direction 有误")
    if any(len(plain(head)) < _SHORTEST for head in given.get("heads", [])):
        raise UsageError(f"{place}：heads 至少 {_SHORTEST} 个字")
    return LibraryIndicator(
        given["name"], area, valid_from, tuple(given.get("aliases", [])), tuple(given.get("heads", [])), tuple(given.get("unless", [])),
        given["meaning"], given["formula"], given["unit"], given["direction"], levels, given["data"], given["target"], given["regulation"],
        given.get("measure", ""),
    )  # fmt: skip


def plain(name: str) -> str:
    """A name without quotation marks, blanks and a unit in brackets; full-width signs as usual ones.

    >>> plain("医疗费用即时结算率（%）"), plain("“一趟不用跑” 占比")
    ('医疗费用即时结算率', '一趟不用跑占比')
    """
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", name))
    return folded.removesuffix("指标") if len(folded) > _SHORTEST else folded


def match(name: str, indicators: Iterable[LibraryIndicator] | None = None) -> Match | None:
    """The indicator of the library that a free name is; None where none is sure.

    >>> match("全市参保居民满意度").indicator.name
    '服务对象满意度'
    >>> match("经济发展水平") is None
    True
    """
    known, wanted = tuple(library().values()) if indicators is None else tuple(indicators), plain(name)
    for one in known:
        if any(plain(word) == wanted for word in (one.name, *one.aliases)):
            return Match(one, name, whole=True)
    ends = [
        (len(plain(head)), Match(one, head, whole=False))
        for one in known
        for head in one.heads
        if wanted.endswith(plain(head)) and not any(word in wanted for word in one.unless)
    ]
    return max(ends, key=lambda found: found[0])[1] if ends else None


def level_of(indicator: Indicator) -> str:
    """Level 1 of a form's indicator as the library calls it; costs under 产出, as before 2021, are costs."""
    if "成本" in indicator.level1 or "成本" in indicator.level2:
        return "成本"
    return next((level for level in LEVELS if indicator.level1.startswith(level)), indicator.level1)
