"""A scheme made of its tables; cells that cannot be used become problems, and with any problem there is no scheme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.grouping.case import Status, normal_code
from baozhang.operations.grouping.conditions import ConditionError, ListId, atoms_of, parse_condition
from baozhang.operations.grouping.holding import CodeList, Complication
from baozhang.operations.grouping.scheme import Adrg, Check, Drg, Mdc, Scheme, usual_checks
from baozhang.operations.grouping.tables import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from baozhang.operations.grouping.conditions import Condition
    from baozhang.operations.grouping.scheme import Identity, Otherwise
    from baozhang.operations.grouping.tables import Table, Tables


class Built(NamedTuple):
    """The scheme, or the problems that keep it from being one."""

    scheme: Scheme | None
    problems: tuple[Problem, ...]


def build_scheme(identity: Identity, tables: Tables) -> Built:
    """Put the tables together."""
    builder = SchemeBuilder(tables)
    parts = builder.parts(identity)
    return Built(None if builder.problems else parts, tuple(builder.problems))


_LEVELS: Final = {"MCC": True, "CC": False}
_KINDS: Final = {"diagnosis", "procedure"}
_OTHERWISE: Final[dict[str, Otherwise]] = {"": "adrg", "adrg": "adrg", "next": "next", "qy": "adrg"}


class SchemeBuilder:
    """Makes the parts of a scheme and collects problems on the way."""

    def __init__(self, tables: Tables) -> None:
        """Take the tables; the code lists are made at once, since conditions refer to them."""
        self.tables = tables
        self.problems: list[Problem] = []
        self.lists = self._lists()

    def parts(self, identity: Identity) -> Scheme:
        """A DRG scheme of the tables."""
        return Scheme(
            identity=identity,
            mdcs=self._mdcs(),
            lists=self.lists,
            complications=self.complications(),
            exclusions=self.pairs("exclusion", "code", "table"),
            valid_procedures=frozenset(self._column("valid_procedure", "code")),
            checks=self.checks(),
            diagnosis_names=self.kind("code_name", "diagnosis", "code", "name"),
            procedure_names=self.kind("code_name", "procedure", "code", "name"),
            diagnosis_map=self.kind("code_map", "diagnosis", "from", "to"),
            procedure_map=self.kind("code_map", "procedure", "from", "to"),
        )

    def problem(self, table: Table, index: int, column: str, reason: str) -> None:
        """Note a cell that cannot be used."""
        self.problems.append(Problem(table.place(index, column), reason))

    def _column(self, table: str, column: str) -> list[str]:
        return self.tables[table].columns[column] if table in self.tables else []

    def rows(self, name: str) -> Iterator[tuple[Table, int, tuple[str, ...]]]:
        """The rows of a table, each with the table and its number for problems; none if the scheme lacks the table."""
        table = self.tables.get(name)
        if table is not None:
            for index, row in enumerate(table.rows()):
                yield table, index, row

    def pairs(self, table: str, key: str, value: str) -> dict[str, str]:
        """Two columns as a mapping."""
        return dict(zip(self._column(table, key), self._column(table, value), strict=True))

    def kind(self, table: str, kind: str, key: str, value: str) -> dict[str, str]:
        """Two columns as a mapping, for the rows of one kind of code."""
        kinds = self._column(table, "kind")
        for index, each in enumerate(kinds):
            if each not in _KINDS:
                self.problem(self.tables[table], index, "kind", f"种类应为 diagnosis 或 procedure，不能是“{each}”")
        rows = zip(kinds, self._column(table, key), self._column(table, value), strict=True)
        return {code: text for each, code, text in rows if each == kind}

    def _lists(self) -> dict[ListId, CodeList]:
        codes: dict[ListId, set[str]] = {}
        classes: dict[ListId, dict[str, str]] = {}
        for _, _, (owner, name, code, value) in self.rows("code_list"):
            key = ListId(owner, name)
            codes.setdefault(key, set()).add(code)
            if value:
                classes.setdefault(key, {}).setdefault(code, value)
        return {key: CodeList(frozenset(found), classes.get(key, {})) for key, found in codes.items()}

    def complications(self) -> dict[str, Complication]:
        """What weighs as MCC or CC; a code that is both is an MCC."""
        found: dict[str, Complication] = {}
        for table, index, (code, level, number) in self.rows("complication"):
            if level not in _LEVELS:
                self.problem(table, index, "level", f"级别应为 MCC 或 CC，不能是“{level}”")
            elif code not in found or _LEVELS[level]:
                found[code] = Complication(_LEVELS[level], number)
        return found

    def condition(self, table: Table, index: int, column: str, owner: str) -> Condition:
        """The condition in a cell; one that cannot be read is a problem and counts as always."""
        text = table.columns[column][index]
        try:
            condition = parse_condition(text, owner)
        except ConditionError as error:
            self.problem(table, index, column, str(error))
            return parse_condition("always", owner)
        missing = {atom.list for atom in atoms_of(condition) if hasattr(atom, "list")} - self.lists.keys()
        for key in sorted(missing):
            self.problem(table, index, column, f"编码表中没有“{key.owner}”的“{key.name}”")
        return condition

    def _mdcs(self) -> tuple[Mdc, ...]:
        adrgs = self._adrgs()
        made: dict[str, Mdc] = {}
        for table, index, (code, name, _) in self.rows("mdc"):
            if code in made:
                self.problem(table, index, "mdc", f"MDC“{code}”重复")
            made[code] = Mdc(code, name, self.condition(table, index, "entry", code), tuple(adrgs.get(code, ())))
        for table, index, (code, *_) in self.rows("adrg"):
            if code not in made:
                self.problem(table, index, "mdc", f"没有MDC“{code}”")
        return tuple(made.values())

    def _adrgs(self) -> dict[str, list[Adrg]]:
        drgs = self._drgs()
        made: dict[str, list[Adrg]] = {}
        seen: set[str] = set()
        for table, index, (mdc, rule, code, name, _, otherwise) in self.rows("adrg"):
            if rule in seen:
                self.problem(table, index, "rule", f"规则号“{rule}”重复")
            if otherwise not in _OTHERWISE:
                self.problem(table, index, "otherwise", f"应为 adrg、next 或 qy，不能是“{otherwise}”")
            seen.add(rule)
            condition = self.condition(table, index, "condition", rule)
            below = tuple(drgs.get(rule, ()))
            made.setdefault(mdc, []).append(
                Adrg(rule, code, name, condition, below, _OTHERWISE.get(otherwise, "adrg"), ambiguous=otherwise == "qy")
            )
        for table, index, (rule, *_) in self.rows("drg"):
            if rule not in seen:
                self.problem(table, index, "rule", f"没有规则“{rule}”")
        return made

    def _drgs(self) -> dict[str, list[Drg]]:
        made: dict[str, list[Drg]] = {}
        for table, index, (rule, code, name, _) in self.rows("drg"):
            made.setdefault(rule, []).append(Drg(code, name, self.condition(table, index, "condition", rule)))
        return made

    def checks(self) -> tuple[Check, ...]:
        """The checks of the scheme, or the usual ones."""
        if not any(True for _ in self.rows("check")):
            return usual_checks()
        made = []
        for table, index, (status, _, message) in self.rows("check"):
            if status not in {Status.MISSING_DATA, Status.INVALID_DATA}:
                self.problem(table, index, "status", f"状态应为 missing_data 或 invalid_data，不能是“{status}”")
                continue
            made.append(Check(Status(status), self.condition(table, index, "condition", ""), message))
        return tuple(made)


CODE_COLUMNS: Final = {
    "code_list": ("code",), "complication": ("code",), "exclusion": ("code",), "valid_procedure": ("code",), "code_name": ("code",),
    "code_map": ("from", "to"),
}  # fmt: skip
"""Columns that hold diagnosis or procedure codes."""


def normalised(tables: dict[str, Table], normal: Callable[[str], str] = normal_code) -> dict[str, Table]:
    """The tables with every code in catalogue spelling, as cases have them."""

    def made(name: str, table: Table) -> Table:
        columns = {column: [normal(cell) for cell in table.columns[column]] for column in CODE_COLUMNS.get(name, ())}
        return replace(table, columns={**table.columns, **columns})

    return {name: made(name, table) for name, table in tables.items()}
