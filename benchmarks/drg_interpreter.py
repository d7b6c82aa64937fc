"""A plain interpreter of the published JSON files, row by row, which shares nothing with the project: what the groupers are held against.

Severities are tried MCC, MCC-or-CC, rest, whatever order the source has; the source's fallback decides about ADRGs without a DRG.
"""

from __future__ import annotations

import json
import operator
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Row = Mapping[str, Any]

_RANK: Final = {"expr": 0, "mcc": 1, "mcc_or_cc": 2, "else": 3}
_OPERATORS: Final = {"<": operator.lt, ">=": operator.ge}
_NAMES: Final = {"age": "age", "inHospitalTime": "days"}


class Interpreter:
    """One published scheme."""

    def __init__(self, folder: Path, name: str) -> None:
        """Read its files."""
        rules = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        self.order, self.conditions = rules["mdc_order"], rules["drg_cond"]
        self.mdcs = {each["mdc"]: each for each in rules["mdc"]}
        self.adrgs = {each["adrg_file"]: each for each in rules["adrg"]}

        def rows(table: str) -> list[dict[str, Any]]:
            own = folder / f"{name}_{table}.parquet"
            read: list[dict[str, Any]] = pq.read_table(own if own.exists() else folder / f"base_{table}.parquet").to_pylist()
            return read

        self.lists: dict[tuple[str, str], set[str]] = {}
        self.classes: dict[tuple[str, str, str], str] = {}
        for row in rows("lists"):
            self.lists.setdefault((row["owner"], row["list"]), set()).add(row["code"])
            if row["cls"]:
                self.classes.setdefault((row["owner"], row["list"], row["code"]), row["cls"])
        self.mcc, self.cc, self.cce = ({row["code"]: row["val"] for row in rows(table)} for table in ("mcc", "cc", "cce"))
        self.valid = {row["code"] for row in rows("ss_valid")}

    def group(self, row: Row) -> tuple[str, str, str]:
        """MDC, ADRG, DRG; empty when there is none. `diagnoses` and `procedures` are lists here."""
        for code in self.order:
            mdc = self.mdcs[code]
            if not all(self._holds(code, atom, row) for atom in mdc["entry"]) or (mdc.get("multi_site") and self._sites(code, row) < 2):
                continue
            for step in mdc["steps"]:
                adrg = self.adrgs[step]
                if all(self._holds(step, atom, row) for atom in adrg["rule"]):
                    found = self._drg(adrg, row)
                    if found:
                        return code, found[:3], found
        return "", "", ""

    def _sites(self, owner: str, row: Row) -> int:
        return len({self.classes[owner, "zd", code] for code in row["diagnoses"] if (owner, "zd", code) in self.classes})

    def _drg(self, adrg: dict[str, Any], row: Row) -> str:
        for drg in sorted(adrg["drgs"], key=lambda drg: _RANK[self.conditions[drg][0]]):
            if self._chosen(self.conditions[drg], row):
                return str(drg)
        return str(adrg.get("fallback", ""))

    def _chosen(self, condition: list[str], row: Row) -> bool:
        kind = condition[0]
        if kind == "expr":
            name, bound = condition[1].removeprefix("record.").split(" <= ")
            value = row[_NAMES[name]]
            return value is not None and value <= int(bound)
        excluded = self.cce.get(row["diagnoses"][0])
        others = row["diagnoses"][1:]
        major = any(code in self.mcc and self.mcc[code] != excluded for code in others)
        minor = any(code in self.cc and self.cc[code] != excluded for code in others)
        return {"else": True, "mcc": major, "mcc_or_cc": major or minor}[kind]

    def _holds(self, owner: str, atom: list[Any], row: Row) -> bool:
        kind, *arguments = atom
        return _ATOMS[kind](self, owner, row, *arguments)

    def named(self, owner: str, name: str) -> set[str]:
        """A list by the name that an atom uses."""
        return self.valid if name == "VALID" else self.lists.get((owner, name), set())


def _procclass(of: Interpreter, owner: str, row: Row, alternatives: list[list[str]]) -> bool:
    present = {of.classes.get((owner, "ss", code)) for code in row["procedures"]}
    return any(set(wanted) <= present for wanted in alternatives)


_ATOMS: Final[dict[str, Callable[..., bool]]] = {
    "pdx_in": lambda of, owner, row, name: row["diagnoses"][0] in of.named(owner, name),
    "anydx_in": lambda of, owner, row, name: bool(of.named(owner, name).intersection(row["diagnoses"])),
    "otherdx_in": lambda of, owner, row, name: bool(of.named(owner, name).intersection(row["diagnoses"][1:])),
    "mainproc_in": lambda of, owner, row, name: bool(of.named(owner, name).intersection(row["procedures"][:1])),
    "anyproc_in": lambda of, owner, row, name: bool(of.named(owner, name).intersection(row["procedures"])),
    "gender": lambda _, __, row, value, *___: row["gender"] == value,
    "age_eq": lambda _, __, row, value: row["age"] == value,
    "ageday_notnull": lambda _, __, row: row["age_days"] is not None,
    "ageday_le": lambda _, __, row, value: row["age_days"] is not None and row["age_days"] <= value,
    "weight_truthy": lambda _, __, row: bool(row["weight"]),
    "weight": lambda _, __, row, sign, value: bool(row["weight"]) and _OPERATORS[sign](row["weight"], value),
    "no_valid_proc": lambda of, _, row: not of.valid.intersection(row["procedures"]),
    "anyvalid_or_main_in": lambda of, _, row, names: bool(
        of.valid.intersection(row["procedures"]) or set(names).intersection(row["procedures"][:1])
    ),
    "pdx_in_or_anydx_prefix": lambda of, owner, row, name, prefix: (
        row["diagnoses"][0] in of.named(owner, name) or any(code.startswith(prefix) for code in row["diagnoses"])
    ),
    "procclass": _procclass,
}
