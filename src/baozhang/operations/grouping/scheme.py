"""A grouping scheme in memory: MDCs in the order in which they are tried, their ADRG rules, and the DRGs below them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from baozhang.operations.grouping.case import Status
from baozhang.operations.grouping.conditions import Always, Level, Severity, parse_condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from baozhang.operations.grouping.conditions import Condition, ListId
    from baozhang.operations.grouping.holding import CodeList, Complication

Otherwise = Literal["adrg", "next"]
"""What happens to a case that fulfils an ADRG rule but none of its DRG conditions: the ADRG is the answer, or the next rule is tried."""


@dataclass(frozen=True, slots=True)
class Drg:
    """A DRG and the condition that leads from its ADRG to it."""

    code: str
    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Adrg:
    """One rule of an ADRG; an ADRG that can be reached in several ways has several rules.

    `drgs` stand in the order of the source, `ordered` in the order in which they are tried.
    """

    rule: str
    code: str
    name: str
    condition: Condition
    drgs: tuple[Drg, ...]
    otherwise: Otherwise = "adrg"
    ambiguous: bool = False
    """A QY step: the case stays in an ambiguous group of its own."""

    @property
    def ordered(self) -> tuple[Drg, ...]:
        """The DRGs with MCC before MCC-or-CC before CC before none, and the rest last, whatever order the source had."""
        return in_severity_order(self.drgs)


@dataclass(frozen=True, slots=True)
class Mdc:
    """A major diagnostic category: who enters it, and its ADRG rules in order."""

    code: str
    name: str
    entry: Condition
    adrgs: tuple[Adrg, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A reason not to group a case at all; the first one that holds gives the status."""

    status: Status
    condition: Condition
    message: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Which scheme, in which version, valid when, taken from where; `digest` is the SHA-256 of all its tables."""

    name: str
    title: str
    version: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    digest: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the scheme is in force on a day; open ends hold for ever."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def label(self) -> str:
        """Name and version, as results carry them."""
        return f"{self.name}@{self.version}" if self.version else self.name


@dataclass(frozen=True, slots=True)
class Scheme:
    """Everything a grouper needs to know; satisfies `Vocabulary`."""

    identity: Identity
    mdcs: tuple[Mdc, ...]
    lists: Mapping[ListId, CodeList]
    complications: Mapping[str, Complication]
    exclusions: Mapping[str, str]
    valid_procedures: frozenset[str]
    checks: tuple[Check, ...]
    diagnosis_names: Mapping[str, str] = field(default_factory=dict)
    procedure_names: Mapping[str, str] = field(default_factory=dict)
    diagnosis_map: Mapping[str, str] = field(default_factory=dict)
    """Codes of another edition and the codes of the scheme that stand for them."""
    procedure_map: Mapping[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> Iterator[tuple[Mdc, Adrg]]:
        """Every ADRG rule with its MDC, in the order in which they are tried."""
        return ((mdc, adrg) for mdc in self.mdcs for adrg in mdc.adrgs)

    @property
    def known_diagnoses(self) -> frozenset[str]:
        """Diagnoses that the scheme names or uses; any other code is no valid principal diagnosis."""
        used = {code for (_, name), codes in self.lists.items() if not is_procedure_list(name) for code in codes.codes}
        return frozenset(used | self.diagnosis_names.keys() | self.complications.keys() | self.exclusions.keys())


def is_procedure_list(name: str) -> bool:
    """Whether a list of this name holds procedures: their names begin with `ss` (手术), those of diagnoses with `zd` (诊断)."""
    return name.startswith("ss")


_RANKS: Final = {Severity(level): rank for rank, level in enumerate(Level)}


def in_severity_order(drgs: Sequence[Drg]) -> tuple[Drg, ...]:
    """The DRGs in the only order in which each can be reached.

    Plain severities change places among themselves, whatever always holds goes last, every other condition stays where the source has it.
    """
    conditional = [drg for drg in drgs if drg.condition != Always()]
    rest = [drg for drg in drgs if drg.condition == Always()]
    ranked = iter(sorted((drg for drg in conditional if _rank(drg) is not None), key=lambda drg: _rank(drg) or 0))
    return (*(drg if _rank(drg) is None else next(ranked) for drg in conditional), *rest)


def _rank(drg: Drg) -> int | None:
    return _RANKS.get(drg.condition) if isinstance(drg.condition, Severity) else None


USUAL_CHECKS: Final = (
    (Status.MISSING_DATA, "missing(pdx)", "主要诊断为空"),
    (Status.MISSING_DATA, "missing(gender)", "性别为空"),
    (Status.INVALID_DATA, "invalid(gender) or gender < 1 or gender > 2", "性别应为1（男）或2（女）"),
    (Status.MISSING_DATA, "missing(age)", "年龄为空（不足1周岁可只填年龄天数）"),
    (Status.INVALID_DATA, "invalid(age) or age > 150", "年龄不是0至150的整数"),
)
"""The checks of a scheme that brings none: status, condition, message."""


def usual_checks() -> tuple[Check, ...]:
    """The usual checks, parsed."""
    return tuple(Check(status, parse_condition(text, ""), message) for status, text, message in USUAL_CHECKS)
