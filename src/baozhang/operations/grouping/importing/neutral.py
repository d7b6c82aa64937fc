"""The neutral files of published schemes: `{scheme}.json` with atoms, Parquet tables of lists and names, base tables with overrides.

The conversion is strict: an atom that is not known here stops the import and is named.
"""

from __future__ import annotations

import csv
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.errors import InputError
from baozhang.operations.grouping.tables import Problem, Table, form_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from baozhang.operations.grouping.tables import Form

VALID: Final = "VALID"
LITERAL_LIST: Final = "ss_main"
"""The list that holds the procedures which an MDC names one by one."""


def read_neutral(folder: Path, name: str, forms: tuple[Form, ...]) -> tuple[dict[str, Table], dict[str, str], tuple[Problem, ...]]:
    """The tables of scheme `name`, and the rules that cannot be converted."""
    reader = _Reader(folder, name, forms)
    tables = reader.tables()
    return tables, {"title": name, "source": f"{folder.name}/{name}.json"}, tuple(reader.problems)


class _UnknownAtomError(ValueError):
    """An atom that the conversion does not know."""


class _Reader:
    """Reads the files of one scheme."""

    def __init__(self, folder: Path, name: str, forms: tuple[Form, ...]) -> None:
        self.folder = folder
        self.name = name
        self.forms = forms
        self.problems: list[Problem] = []
        file = folder / f"{name}.json"
        try:
            self.rules: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            self.adrgs = {each["adrg_file"]: each for each in self.rules["adrg"]}
            self.mdcs = {each["mdc"]: each for each in self.rules["mdc"]}
            self.order: list[str] = self.rules["mdc_order"]
            self.conditions: dict[str, list[Any]] = self.rules["drg_cond"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(str(file), "不是分组方案的 JSON 文件", "应有 mdc_order、mdc、adrg、drg_cond 四项。") from error

    def tables(self) -> dict[str, Table]:
        names = dict(zip(*self._columns("drg", "code", "val"), strict=True))
        return {
            "mdc": self._table("mdc", self._mdc_rows()),
            "adrg": self._table("adrg", self._adrg_rows()),
            "drg": self._table("drg", self._drg_rows(names)),
            "code_list": self._code_lists(),
            "complication": self._complications(),
            "exclusion": self._read("exclusion", "cce", {"code": "code", "table": "val"}),
            "valid_procedure": self._read("valid_procedure", "ss_valid", {"code": "code"}),
            "code_name": self._names(),
        }

    def _table(self, form: str, rows: Iterable[tuple[str, ...]]) -> Table:
        found = form_named(self.forms, form)
        columns = list(zip(*rows, strict=True)) or [()] * len(found.columns)
        return Table(
            found, {column.name: list(cells) for column, cells in zip(found.columns, columns, strict=True)}, f"{self.name}.json", 1
        )

    def _file(self, table: str) -> Path | None:
        own, base = self.folder / f"{self.name}_{table}.parquet", self.folder / f"base_{table}.parquet"
        return own if own.is_file() else base if base.is_file() else None

    def _columns(self, table: str, *columns: str) -> tuple[list[str], ...]:
        file = self._file(table)
        if file is None:
            return tuple([] for _ in columns)
        try:
            read = pq.read_table(file, columns=list(columns))
        except (OSError, pa.ArrowException) as error:
            raise InputError(str(file), "不能读取", f"应为有 {'、'.join(columns)} 列的 Parquet 文件。") from error
        return tuple(["" if cell is None else str(cell).strip() for cell in read[column].to_pylist()] for column in columns)

    def _read(self, form: str, table: str, columns: dict[str, str]) -> Table:
        read = self._columns(table, *columns.values())
        return Table(form_named(self.forms, form), dict(zip(columns, read, strict=True)), f"{table}.parquet", 1)

    def _code_lists(self) -> Table:
        columns = dict(zip(("owner", "list", "code", "class"), self._columns("lists", "owner", "list", "code", "cls"), strict=True))
        for mdc in self.mdcs.values():
            for kind, *arguments in mdc["entry"]:
                if kind == "anyvalid_or_main_in":
                    for code in arguments[0]:
                        for column, cell in zip(columns, (mdc["mdc"], LITERAL_LIST, code, ""), strict=True):
                            columns[column].append(cell)
        return Table(form_named(self.forms, "code_list"), columns, f"{self.name}_lists.parquet", 1)

    def _complications(self) -> Table:
        levels = [(level, *row) for level in ("MCC", "CC") for row in zip(*self._columns(level.lower(), "code", "val"), strict=True)]
        return self._table("complication", ((code, level, table) for level, code, table in levels))

    def _names(self) -> Table:
        kinds = (("diagnosis", "zd_info"), ("procedure", "ss_info"))
        return self._table(
            "code_name", ((kind, *row) for kind, table in kinds for row in zip(*self._columns(table, "code", "val"), strict=True))
        )

    def _mdc_rows(self) -> Iterable[tuple[str, str, str]]:
        names = mdc_names()
        for code in self.order:
            mdc = self.mdcs[code]
            atoms = [*mdc["entry"], *([["multi_site", "zd", 2]] if mdc.get("multi_site") else [])]
            yield code, names.get(code, ""), self._converted(code, atoms)

    def _adrg_rows(self) -> Iterable[tuple[str, str, str, str, str, str]]:
        for code in self.order:
            mdc = self.mdcs[code]
            for position, step in enumerate(mdc["steps"]):
                if mdc.get("qy", "off") != "off" and position == mdc.get("qy_pos"):
                    yield code, f"{code[-1]}QY", f"{code[-1]}QY", "歧义组", "anyproc_valid", "qy"
                adrg = self.adrgs[step]
                fallback = adrg.get("fallback", "")
                yield code, step, fallback or step.split("_")[0], "", self._converted(step, adrg["rule"]), "adrg" if fallback else "next"

    def _drg_rows(self, names: dict[str, str]) -> Iterable[tuple[str, str, str, str]]:
        for step, adrg in self.adrgs.items():
            for drg in adrg["drgs"]:
                condition = self.conditions[drg]
                yield step, drg, names.get(drg, ""), self._converted(drg, condition if isinstance(condition[0], list) else [condition])

    def _converted(self, owner: str, atoms: list[Any]) -> str:
        """The condition as text; `always` and a problem for an atom that is not known."""
        try:
            parts = [part for atom in atoms if (part := _text_of(atom))]
        except _UnknownAtomError as error:
            self.problems.append(Problem(f"{self.name}.json {owner}", str(error)))
            return "always"
        return " and ".join(parts) or "always"


def mdc_names() -> dict[str, str]:
    """The names of the national MDCs, for sources that bring codes only."""
    text = resources.files("baozhang.operations.grouping").joinpath("data/mdc_names.csv").read_text(encoding="utf-8")
    return {row["mdc"]: row["name"] for row in csv.DictReader(text.splitlines())}


def _text_of(atom: list[Any]) -> str:
    kind, *arguments = atom
    if kind not in _ATOMS:
        raise _UnknownAtomError(f"不认识的条件“{kind}”")
    return _ATOMS[kind](*arguments)


def _in(kind: str) -> Callable[..., str]:
    return lambda *lists: f"{kind.removesuffix('_in')}_valid" if lists == (VALID,) else f"{kind}({', '.join(lists)})"


def _any_of(parts: list[str]) -> str:
    return f"({' or '.join(parts)})" if len(parts) > 1 else parts[0]


def _classes(alternatives: list[list[str]]) -> str:
    return _any_of([" and ".join(f"anyproc_class(ss, {value})" for value in each) for each in alternatives])


_EXPRESSION: Final = re.compile(r"record\.(\w+)\s*(<=|>=|==|<|>)\s*'?(\w+)'?")
_FIELDS: Final = {
    "age": "age",
    "ageDay": "age_days",
    "weight": "weight",
    "inHospitalTime": "days",
    "leavingType": "discharge",
    "dept": "department",
    "gender": "gender",
}


def _expression(text: str) -> str:
    parts = []
    for each in re.split(r"\s+and\s+", text.strip().strip("()")):
        read = _EXPRESSION.fullmatch(each.strip().strip("()"))
        if read is None or read[1] not in _FIELDS:
            raise _UnknownAtomError(f"不认识的细分条件“{text}”")
        parts.append(f"{_FIELDS[read[1]]} {read[2]} {read[3]}")
    return " and ".join(parts)


_LISTS: Final = ("pdx_in", "pdx_not_in", "anydx_in", "otherdx_in", "mainproc_in", "anyproc_in")
_PLAIN: Final = ("mainproc_valid", "anyproc_valid", "no_valid_proc", "no_valid_mainproc", "always", "mcc", "mcc_or_cc", "cc", "no_cc")
_ATOMS: Final[dict[str, Callable[..., str]]] = {
    **{kind: _in(kind) for kind in _LISTS},
    **{kind: lambda kind=kind: kind for kind in _PLAIN},
    "else": lambda: "always",
    "anyvalid_or_main_in": lambda _: f"(anyproc_valid or mainproc_in({LITERAL_LIST}))",
    "pdx_in_or_anydx_prefix": lambda name, prefix: f"(pdx_in({name}) or anydx_starts({prefix}))",
    "procclass": _classes,
    "multi_site": lambda name, number: f"anydx_sites({name}, {number})",
    "gender": lambda value, *_: f"gender == {value}",
    "age_eq": lambda value: f"age == {value}",
    "ageday_notnull": lambda: "",  # a comparison is false without a value
    "ageday_le": lambda days: f"age == 0 and age_days <= {days}",
    "weight_truthy": lambda: "",
    "weight": lambda operator, grams: f"weight {operator} {grams}",
    "expr": _expression,
}
