"""A DIP catalogue made of its tables; cells that cannot be used become problems, and with any problem there is no catalogue."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from baozhang.operations.grouping.building import SchemeBuilder
from baozhang.operations.grouping.case import normal_code
from baozhang.operations.grouping.dip.catalogue import (
    CRITERIA,
    Auxiliary,
    Catalogue,
    DipGroup,
    Parameters,
    Tier,
    Treatment,
    diagnosis_range,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.operations.grouping.scheme import Identity
    from baozhang.operations.grouping.tables import Problem, Table, Tables

AUXILIARY_OWNER: Final = "auxiliary"


class BuiltCatalogue(NamedTuple):
    """The catalogue, or the problems that keep it from being one."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]


def build_catalogue(identity: Identity, tables: Tables) -> BuiltCatalogue:
    """Put the tables together."""
    builder = _Builder(tables)
    made = builder.catalogue(identity)
    return BuiltCatalogue(None if builder.problems else made, tuple(builder.problems))


class _Builder(SchemeBuilder):
    """Adds groups, coefficients and parameters to what DRG schemes have too."""

    def catalogue(self, identity: Identity) -> Catalogue:
        groups = self._groups()
        known = {group.code for group in groups}
        return Catalogue(
            identity=identity,
            groups=groups,
            procedure_classes=self._classes(),
            auxiliaries=self._auxiliaries(known),
            mean_costs=self._mean_costs(known),
            parameters=self._parameters(),
            checks=self.checks(),
            lists=self.lists,
            complications=self.complications(),
            exclusions=self.pairs("exclusion", "code", "table"),
            names=self.kind("code_name", "diagnosis", "code", "name") | self.kind("code_name", "procedure", "code", "name"),
        )

    def _groups(self) -> tuple[DipGroup, ...]:
        made: dict[str, DipGroup] = {}
        for table, index, (code, name, tier, treatment, diagnosis, procedures, _, _) in self.rows("group"):
            found = diagnosis_range(normal_range(diagnosis))
            if found is None or (found.width == 3) is not (tier == Tier.COMPREHENSIVE):
                self.problem(table, index, "diagnosis", f"“{diagnosis}”不是{'前3位或范围' if tier == Tier.COMPREHENSIVE else '前5位'}")
            if tier not in set(Tier) or treatment not in set(Treatment):
                self.problem(
                    table, index, "tier", f"层次应为核心、基层、综合，治疗方式应为手术、治疗、诊断、保守，不能是“{tier}{treatment}”"
                )
            wants = tier != Tier.COMPREHENSIVE and treatment != Treatment.CONSERVATIVE
            if bool(procedures) is not wants:
                self.problem(table, index, "procedures", "应写手术操作" if wants else "综合病种、保守治疗不写手术操作")
            if code in made:
                self.problem(table, index, "code", f"病种编码“{code}”重复")
            score, mean = self._amount(table, index, "score"), self._fen(table, index, "mean_cost")
            if found is not None and tier in set(Tier) and treatment in set(Treatment):
                made[code] = DipGroup(code, name, Tier(tier), Treatment(treatment), found, terms_of(procedures), score, mean)
        return tuple(made.values())

    def _amount(self, table: Table, index: int, column: str) -> Decimal:
        text = table.columns[column][index].replace(",", "")
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or value < 0:
            self.problem(table, index, column, f"“{text}”不是非负的数")
            return Decimal(0)
        return value

    def _fen(self, table: Table, index: int, column: str) -> int | None:
        if not table.columns[column][index]:
            return None
        fen = self._amount(table, index, column) * 100
        if fen != int(fen):
            self.problem(table, index, column, "金额最多两位小数")
        return int(fen)

    def _classes(self) -> dict[str, Treatment]:
        made: dict[str, Treatment] = {}
        for table, index, (code, name) in self.rows("procedure_class"):
            if name not in set(Treatment) - {Treatment.CONSERVATIVE}:
                self.problem(table, index, "class", f"类别应为手术、治疗、诊断，不能是“{name}”")
            else:
                made[normal_code(code)] = Treatment(name)
        return made

    def _auxiliaries(self, known: set[str]) -> tuple[Auxiliary, ...]:
        made = []
        for table, index, (kind, level, group, _, _) in self.rows("auxiliary"):
            self._known(table, index, "group", group, known | {""})
            condition = self.condition(table, index, "condition", AUXILIARY_OWNER)
            made.append(Auxiliary(kind, level, group, condition, self._amount(table, index, "coefficient")))
        return tuple(made)

    def _known(self, table: Table, index: int, column: str, group: str, known: set[str]) -> None:
        if group not in known:
            self.problem(table, index, column, f"病种目录中没有“{group}”")

    def _mean_costs(self, known: set[str]) -> dict[tuple[str, str], int]:
        made: dict[tuple[str, str], int] = {}
        for table, index, (group, level, _) in self.rows("mean_cost"):
            self._known(table, index, "group", group, known)
            made[group, level] = self._fen(table, index, "mean_cost") or 0
        return made

    def _parameters(self) -> Parameters:
        named: dict[str, Any] = {}
        for table, index, (name, value, _) in self.rows("parameter"):
            try:
                named[name] = _PARAMETERS[name](value)
            except KeyError:
                self.problem(table, index, "name", f"没有参数“{name}”；可以有：{'、'.join(_PARAMETERS)}")
            except (ValueError, InvalidOperation):
                self.problem(table, index, "value", f"“{value}”不能作 {name} 的值")
        return Parameters(**named)


def _ratio(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or value < 0:
        raise ValueError(text)
    return value


def _decimals(text: str) -> int:
    if text not in {str(number) for number in range(11)}:
        raise ValueError(text)
    return int(text)


def _criteria(text: str) -> tuple[str, ...]:
    named = tuple(text.replace(",", "、").split("、"))
    if set(named) - CRITERIA:
        raise ValueError(text)
    return named


def _kinds(text: str) -> tuple[str, ...]:
    named = tuple(part for part in text.replace(",", "、").split("、") if part)
    if set(named) - set(Treatment):
        raise ValueError(text)
    return named


_PARAMETERS: Final[dict[str, Callable[[str], object]]] = {
    "deviation_low": _ratio,
    "deviation_high": _ratio,
    "review_above": _ratio,
    "score_decimals": _decimals,
    "selection": _criteria,
    "conservative_tolerates": _kinds,
}
assert set(_PARAMETERS) == {each.name for each in fields(Parameters)}  # noqa: S101  # a parameter that cannot be set would be a number in code


def normal_range(text: str) -> str:
    """A diagnosis range in catalogue spelling.

    >>> normal_range("j18—j22")
    'J18-J22'
    """
    return "-".join(normal_code(part) for part in text.replace("—", "-").replace("–", "-").replace("~", "-").split("-"))


def terms_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The procedures of a cell: terms joined by `+`, each with alternatives joined by `/`.

    >>> terms_of("36.07/36.06+88.55")
    (('36.07', '36.06'), ('88.55',))
    """
    return tuple(tuple(normal_code(code) for code in term.split("/") if code.strip()) for term in text.split("+") if term.strip())
