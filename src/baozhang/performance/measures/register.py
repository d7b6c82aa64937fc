"""The register of datasets: what a bureau measures from, declared in one dated TOML file.

    [register]
    title = "…"
    source = "…"
    valid_from = 2024-01-01

    [[dataset]]
    name = "persons"                # as measures call it
    title = "参保登记人员"
    source = "…"                    # where the data comes from
    location = "persons.parquet"    # a Parquet or CSV file, or a folder of Parquet files, beside this file or by its full path
    key = ["person"]                # no two rows have the same

    [[dataset.column]]
    name = "person"
    title = "人员编号"
    field = "psn_no"                # its name in the file or table, where it is another
    type = "text"                   # text, integer, money, decimal, date, timestamp, boolean
    nullable = false
    allowed = ["职工", "居民"]        # only these values
    values = { 310 = "职工" }        # the source has codes: what each stands for; other codes are refused
    drop_time = true                # of a date: the source has a time of day, which is dropped

    [[dataset.check]]
    title = "终止日期不早于起始日期"
    sql = "select source_row from persons where ends < starts"
    advice = "…"

A table of a database has `url` (a SQLAlchemy URL without a password) or `url_env` (the environment variable that holds the URL), and
`table`. Money names the `unit` it is stored in and becomes whole fen; a decimal names its `decimals`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import InputError
from baozhang.facts.amounts import FEN_PER

if TYPE_CHECKING:
    from pathlib import Path

TYPES: Final = ("text", "integer", "money", "decimal", "date", "timestamp", "boolean")
ROW: Final = "source_row"
"""The column every loaded dataset has beside its own: the row as a spreadsheet counts it, the header being row 1."""
MOST_DECIMALS: Final = 8

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_ADVICE: Final = "写法见 docs/guide/measures.md 的“登记数据集”。"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called here and in the source, and which values it may hold."""

    name: str
    title: str
    type: str
    field: str
    nullable: bool
    allowed: tuple[str, ...]
    unit: str
    """Of a figure: of money the unit it is stored in (元, 万元 …)."""
    decimals: int
    """Decimals that a source may have without being refused."""
    values: tuple[tuple[str, str], ...] = ()
    """Codes of the source and what they stand for; empty where the source has the values themselves."""
    drop_time: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of a dataset: a query for the rows (`source_row`) that break it."""

    title: str
    sql: str
    advice: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A declared dataset: a file, or a table of a database."""

    name: str
    title: str
    source: str
    location: Path | None
    url: str
    url_env: str
    table: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...]

    @property
    def place(self) -> str:
        """Where the data lies, to be shown: never with a password."""
        return str(self.location) if self.location else f"{self.name}（数据库表 {self.table}）"


@dataclass(frozen=True, slots=True)
class Register:
    """The datasets of a file, by name."""

    path: Path
    title: str
    source: str
    valid_from: date
    datasets: dict[str, Dataset]


def read_register(path: Path) -> Register:
    """The register of a file; InputError says which entry is wrong and how it is written."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), f"数据集登记文件不能读取（{error}）", "应为 UTF-8 编码的 TOML 文件。") from error
    try:
        about = _Entry(raw.get("register", {}), "[register]")
        entries = [_dataset(_Entry(one, f"第 {at} 个 [[dataset]]"), path.parent) for at, one in enumerate(raw.get("dataset", []), 1)]
        register = Register(path, about.text("title"), about.text("source"), about.day("valid_from"), {one.name: one for one in entries})
        about.finish()
        _unless(len(register.datasets) == len(entries), "有两个数据集同名")
        _unless(bool(entries), "没有 [[dataset]]")
    except (AttributeError, TypeError, ValueError) as error:
        raise InputError(str(path), f"数据集登记有误：{error}", _ADVICE) from error
    return register


class _Entry:
    """A TOML table that is read key by key; what nobody read is a mistake of writing."""

    def __init__(self, raw: dict[str, Any], place: str) -> None:
        self._raw = dict(raw)
        self.place = place

    def take(self, key: str, kind: type, default: Any = None) -> Any:  # noqa: ANN401  # whatever TOML holds
        if key not in self._raw:
            _unless(default is not None, f"{self.place} 缺少 {key}")
            return default
        value = self._raw.pop(key)
        _unless(type(value) is kind, f"{self.place} 的 {key} 类型不对")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self.take(key, str, default).strip()
        _unless(bool(value) or default == "", f"{self.place} 的 {key} 是空的")
        return value

    def name(self) -> str:
        value = self.text("name")
        _unless(bool(_NAME.fullmatch(value)) and value != ROW, f"{self.place} 的 name“{value}”应以小写字母开头，只含小写字母、数字和下划线")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.take(key, list, [])
        _unless(all(isinstance(one, str) for one in values), f"{self.place} 的 {key} 应为文字的列表")
        return tuple(values)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        values = self.take(key, dict, {})
        _unless(all(isinstance(one, str) for one in values.values()), f"{self.place} 的 {key} 的值应为文字")
        return tuple(values.items())

    def day(self, key: str) -> date:
        value: date = self.take(key, date)
        return value

    def entries(self, key: str) -> list[_Entry]:
        return [_Entry(one, f"{self.place} 的第 {at} 个 {key}") for at, one in enumerate(self.take(key, list, []), 1)]

    def finish(self) -> None:
        _unless(not self._raw, f"{self.place} 有不认识的键 {'、'.join(sorted(self._raw))}")


def _unless(holds: bool, why: str) -> None:  # noqa: FBT001  # reads as a sentence
    if not holds:
        raise ValueError(why)


def _dataset(entry: _Entry, folder: Path) -> Dataset:
    name = entry.name()
    entry.place = f"数据集 {name}"
    location, url, url_env = entry.text("location", ""), entry.text("url", ""), entry.text("url_env", "")
    table = entry.text("table", "")
    columns = tuple(map(_column, entry.entries("column")))
    checks = tuple(Check(one.text("title"), one.text("sql"), one.text("advice")) for one in entry.entries("check"))
    made = Dataset(
        name, entry.text("title"), entry.text("source"), folder / location if location else None, url, url_env, table, entry.texts("key"),
        columns, checks,
    )  # fmt: skip
    entry.finish()
    names = [one.name for one in columns]
    _unless(bool(columns) and len(set(names)) == len(names), f"{entry.place} 没有列，或有两列同名")
    _unless(set(made.key) <= set(names), f"{entry.place} 的 key 不是它的列")
    _unless([bool(location), bool(url), bool(url_env)].count(True) == 1, f"{entry.place} 应写明 location、url、url_env 三者之一")
    _unless(bool(table) != bool(location), f"{entry.place} 的数据库表应写明 table，文件不写")
    return made


def _column(entry: _Entry) -> Column:
    name = entry.name()
    kind = entry.text("type")
    _unless(kind in TYPES, f"{entry.place} 的 type“{kind}”应为 {'、'.join(TYPES)} 之一")
    unit = entry.text("unit", "")
    _unless(kind != "money" or unit in FEN_PER, f"{entry.place} 是金额，unit 应为 {'、'.join(FEN_PER)} 之一")
    decimals = entry.take("decimals", int, 0)
    _unless(0 <= decimals <= MOST_DECIMALS and bool(decimals) == (kind == "decimal"), f"{entry.place}：decimals 为 1 至 8，只用于 decimal")
    made = Column(
        name, entry.text("title"), kind, entry.text("field", name), entry.take("nullable", bool, default=False), entry.texts("allowed"),
        unit, len(str(FEN_PER[unit])) - 1 if kind == "money" else decimals, entry.pairs("values"),
        entry.take("drop_time", bool, default=False),
    )  # fmt: skip
    _unless(kind == "date" or not made.drop_time, f"{entry.place} 的 drop_time 只用于 date")
    entry.finish()
    return made
