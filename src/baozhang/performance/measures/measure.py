"""A measure: one SQL file with a header that says what it means and how its value is formed.

    -- title: 基本医保参保率
    -- kind: ratio                 count (column value), ratio (numerator, denominator), mean (answers, total, squares)
    -- unit: %                     or the name of a parameter in braces
    -- multiply: 100               optional: the figure is multiplied, or by `divide` divided, to be in the unit
    -- money: numerator            optional: columns that are fen and are shown in yuan
    -- decimals: 2                 rounded half up to so many decimals; 0 unless it is said
    -- direction: up               up, down, or none where neither is better
    -- timing: stock               flow (adds up over periods), span (distinct over the period), stock (as of its last day)
    -- meaning: …
    -- formula: …
    -- parameter: 分母口径 choice(应参保人口|常住人口|户籍人口) 哪些人算应参保
    -- parameter: 置信度 choice(90|95|99)=95 置信区间的置信度（%）
    -- needs: persons, coverage    datasets
    -- source: …                   the regulation or standard behind it
    -- answers: 参保率, 基本医保参保率
    --
    select … where day between $start and $end

A parameter is called in Chinese, as it is printed; without a default it must be named: a rate whose denominator is not named is no
rate. Its type is `choice(…)`, `integer`, `date`, `text`, or `text(dataset.column)`, which must stand in that column. `$start` and `$end`
are the first and last day of the period. Further columns of the row are the parts, called as they are printed. Every figure is an
integer or a DECIMAL.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "count": ("value",),
    "ratio": ("numerator", "denominator"),
    "mean": ("answers", "total", "squares"),
}
"""Kinds of measure and the columns that their query returns."""
DIRECTIONS: Final = ("up", "down", "none")
TIMINGS: Final = ("flow", "span", "stock")
INTERVALS: Final = ("", "wilson")
CONFIDENCE: Final = "置信度"
"""The parameter that a survey's interval is computed with."""

_REQUIRED: Final = frozenset(
    {"title", "kind", "unit", "direction", "timing", "meaning", "formula", "needs", "source", "answers"}
)  # fmt: skip
_OPTIONAL: Final = frozenset({"decimals", "multiply", "divide", "parameter", "interval", "money"})
_LINE: Final = re.compile(r"--\s*(?P<key>\w+)\s*:\s*(?P<value>.*)")
_PARAMETER: Final = re.compile(
    r"(?P<name>\w+) (?P<type>choice\((?P<choices>[^)]+)\)|integer|date|text(?:\((?P<column>[a-z_]+\.[a-z_]+)\))?)"
    r"(?:=(?P<default>\S+))? (?P<meaning>.+)"
)
_ID: Final = re.compile(r"[a-z][a-z0-9-]*")
_MOST_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a measure must be told: a choice, a whole number, a day or a text. `default` is None when it has to be named."""

    name: str
    type: str
    choices: tuple[str, ...]
    default: str | None
    meaning: str
    column: str = ""
    """Of a text: `dataset.column` that must hold it, unless it is the default."""

    def value(self, text: str) -> object:
        """The value as the query takes it; UsageError when the text is none."""
        try:
            return self._parsed(text)
        except ValueError as error:
            allowed = f"应为 {'、'.join(self.choices)} 之一" if self.choices else f"应为{'日期' if self.type == 'date' else '整数'}"
            raise UsageError(f"参数 {self.name}（{self.meaning}）{allowed}，不能是“{text}”。") from error

    def _parsed(self, text: str) -> object:
        if self.choices and text not in self.choices:
            raise ValueError(text)
        if self.type == "integer":
            return int(text)
        return date.fromisoformat(text) if self.type == "date" else text


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `answers` are names of indicators whose actual value it is."""

    id: str
    title: str
    kind: str
    unit: str
    decimals: int
    multiply: int
    divide: int
    interval: str
    money: tuple[str, ...]
    direction: str
    timing: str
    meaning: str
    formula: str
    parameters: tuple[Parameter, ...]
    needs: tuple[str, ...]
    source: str
    answers: tuple[str, ...]
    sql: str

    @property
    def digest(self) -> str:
        """SHA-256 of everything that decides the value: the query and how the value is formed from its row."""
        formed = f"{self.kind}|{self.unit}|{self.decimals}|{self.multiply}|{self.divide}|{self.interval}|{','.join(self.money)}"
        return hashlib.sha256(f"{formed}\n{self.sql}".encode()).hexdigest()

    @property
    def shown_unit(self) -> str:
        """The unit for a list of measures, where no parameter is given yet."""
        return "由参数定" if "{" in self.unit else self.unit

    def unit_with(self, texts: Mapping[str, str]) -> str:
        """The unit, which may be a parameter (`{unit}`)."""
        return self.unit.format_map(texts)

    def bound(self, given: Mapping[str, str]) -> dict[str, str]:
        """Texts of all parameters in order, defaults filled in; UsageError for one that is missing, unknown or of the wrong kind."""
        known = {one.name for one in self.parameters}
        if unknown := sorted(given.keys() - known):
            raise UsageError(f"测算 {self.id} 没有参数 {'、'.join(unknown)}；它的参数：{'、'.join(sorted(known)) or '没有'}。")
        texts = {one.name: given.get(one.name, one.default) for one in self.parameters}
        for one in self.parameters:
            text = texts[one.name]
            if text is None:
                choices = f"，可取 {'、'.join(one.choices)}" if one.choices else ""
                raise UsageError(f"测算 {self.id} 须写明参数 {one.name}（{one.meaning}{choices}），例如 --set {one.name}={_example(one)}。")
            one.value(text)
        return {name: text for name, text in texts.items() if text is not None}


def _example(parameter: Parameter) -> str:
    return parameter.choices[0] if parameter.choices else "…"


def parse_measure(name: str, text: str) -> Measure:
    """Read one measure file; InputError names the file and what is wrong with it."""
    try:
        return _made(name.removesuffix(".sql"), *_split(text))
    except (KeyError, ValueError) as error:
        raise InputError(name, f"测算文件有误：{error}", "写法见 docs/guide/measures.md 的“测算文件”。") from error


def _split(text: str) -> tuple[dict[str, list[str]], str]:
    """The header ends at the first line that is no comment, or at an empty comment."""
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    end = next((at for at, line in enumerate(lines) if not line.startswith("--") or line.strip() == "--"), len(lines))
    header: dict[str, list[str]] = {}
    for number, line in enumerate(lines[:end], 1):
        match = _LINE.fullmatch(line.strip())
        if match is None or (match["key"] in header and match["key"] != "parameter"):
            raise ValueError(f"第 {number} 行不是“-- 键: 值”，或这个键重复")
        header.setdefault(match["key"], []).append(match["value"].strip())
    missing, unknown = sorted(_REQUIRED - header.keys()), sorted(header.keys() - _REQUIRED - _OPTIONAL)
    if missing or unknown:
        raise ValueError(f"缺少 {'、'.join(missing) or '—'}，不认识 {'、'.join(unknown) or '—'}")
    return header, "\n".join(line.rstrip() for line in lines[end:] if line.strip() and not line.startswith("--"))


def _made(name: str, header: dict[str, list[str]], sql: str) -> Measure:
    value = {key: lines[0] for key, lines in header.items()}
    for key, allowed in (("kind", tuple(KINDS)), ("direction", DIRECTIONS), ("timing", TIMINGS), ("interval", INTERVALS)):
        if value.get(key, "") not in {*allowed, *([""] if key == "interval" else [])}:
            raise ValueError(f"{key} 应为 {'、'.join(filter(None, allowed))} 之一，不能是“{value[key]}”")
    if not _ID.fullmatch(name):
        raise ValueError("文件名应以小写字母开头，只含小写字母、数字和连字符")
    made = Measure(
        name, value["title"], value["kind"], value["unit"], _whole(value, "decimals", 0), _whole(value, "multiply", 1),
        _whole(value, "divide", 1), value.get("interval", ""), _listed(value.get("money", "")), value["direction"], value["timing"],
        value["meaning"], value["formula"], tuple(map(_parameter, header.get("parameter", []))), _listed(value["needs"]), value["source"],
        _listed(value["answers"]), sql,
    )  # fmt: skip
    surveyed = made.kind == "mean" or bool(made.interval)
    if surveyed != any(one.name == CONFIDENCE for one in made.parameters):
        raise ValueError(f"有置信区间的测算应有参数 {CONFIDENCE}，没有的不写")
    if made.decimals > _MOST_DECIMALS or not made.multiply or not made.divide or not made.needs or not sql:
        raise ValueError("decimals 至多为 4，multiply、divide 不能为 0，needs 和查询语句不能为空")
    return made


def _whole(value: Mapping[str, str], key: str, default: int) -> int:
    text = value.get(key, str(default))
    if not text.isdecimal():
        raise ValueError(f"{key} 应为整数")
    return int(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _parameter(text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if match is None:
        raise ValueError(f"参数“{text}”应写作：名称 类型=默认值 含义")
    choices = tuple(match["choices"].split("|")) if match["choices"] else ()
    kind = "choice" if choices else match["type"].partition("(")[0]
    made = Parameter(match["name"], kind, choices, match["default"], match["meaning"], match["column"] or "")
    if made.default is not None:
        made.value(made.default)
    return made


@cache
def shipped_measures() -> Mapping[str, Measure]:
    """The measures of this package, by id."""
    return _catalogue((files("baozhang.performance.measures") / "data").iterdir())


def measures_in(folder: Path) -> Mapping[str, Measure]:
    """The measures of a folder of `.sql` files, by id; InputError when it is no folder or a file is wrong."""
    if not folder.is_dir():
        raise InputError(str(folder), "没有这个测算目录", "请写存放 .sql 测算文件的文件夹。")
    return _catalogue(folder.iterdir())


def _catalogue(entries: Iterable[Traversable]) -> Mapping[str, Measure]:
    found = sorted((one for one in entries if one.name.endswith(".sql")), key=lambda one: one.name)
    return {one.id: one for one in (parse_measure(each.name, each.read_text(encoding="utf-8")) for each in found)}
