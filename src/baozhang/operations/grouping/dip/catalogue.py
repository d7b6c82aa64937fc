"""A DIP catalogue in memory, and the tables it is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.grouping.tables import DRG_FORMS, Column, Form, form_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baozhang.operations.grouping.conditions import Condition, ListId
    from baozhang.operations.grouping.holding import CodeList, Complication
    from baozhang.operations.grouping.scheme import Check, Identity


class Tier(StrEnum):
    """核心病种, 基层病种 (the same price in every hospital), 综合病种 (whatever has no core group)."""

    CORE = "核心"
    BASIC = "基层"
    COMPREHENSIVE = "综合"


class Treatment(StrEnum):
    """How the disease was treated; procedures have the first three as their class."""

    OPERATION = "手术"
    THERAPY = "治疗"
    DIAGNOSTIC = "诊断"
    CONSERVATIVE = "保守"


RANKING: Final = (
    (Tier.CORE, Treatment.OPERATION), (Tier.BASIC, Treatment.OPERATION), (Tier.CORE, Treatment.THERAPY), (Tier.BASIC, Treatment.THERAPY),
    (Tier.CORE, Treatment.DIAGNOSTIC), (Tier.BASIC, Treatment.DIAGNOSTIC), (Tier.COMPREHENSIVE, Treatment.OPERATION),
    (Tier.COMPREHENSIVE, Treatment.THERAPY), (Tier.COMPREHENSIVE, Treatment.DIAGNOSTIC), (Tier.CORE, Treatment.CONSERVATIVE),
    (Tier.BASIC, Treatment.CONSERVATIVE), (Tier.COMPREHENSIVE, Treatment.CONSERVATIVE),
)  # fmt: skip
"""Which of several candidates is preferred when nothing else decides."""


class DiagnosisRange(NamedTuple):
    """Codes that begin with `first` … `last`, compared in their first `width` characters: `I21.0` is five wide, `J18-J22` three."""

    first: str
    last: str

    @property
    def width(self) -> int:
        """How many characters of a code decide."""
        return len(self.first)

    def holds(self, code: str) -> bool:
        """Whether a principal diagnosis falls into the range."""
        return self.first <= code[: self.width] <= self.last and len(code) >= self.width


@dataclass(frozen=True, slots=True)
class DipGroup:
    """One group of the catalogue.

    `terms` are the procedures that must all be there, each with its alternatives: `36.07/36.06+88.55` has two terms.
    """

    code: str
    name: str
    tier: Tier
    treatment: Treatment
    diagnosis: DiagnosisRange
    terms: tuple[tuple[str, ...], ...]
    score: Decimal
    mean_cost: int | None
    """Last year's mean cost in fen, over hospitals of all levels."""


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """A line of the auxiliary catalogue: cases that fulfil the condition weigh `coefficient`; `group` empty means every group."""

    kind: str
    level: str
    group: str
    condition: Condition
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a pool sets itself; the defaults are those of the technical specification."""

    deviation_low: Decimal = Decimal("0.5")
    deviation_high: Decimal = Decimal(2)
    review_above: Decimal = Decimal(5)
    score_decimals: int = 4
    selection: tuple[str, ...] = ("terms", "matched", "cost", "rank")
    conservative_tolerates: tuple[str, ...] = ("诊断",)


CRITERIA: Final = frozenset(Parameters().selection)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is needed to score cases; satisfies `Vocabulary` for the conditions of the auxiliary catalogue."""

    identity: Identity
    groups: tuple[DipGroup, ...]
    procedure_classes: Mapping[str, Treatment]
    auxiliaries: tuple[Auxiliary, ...]
    mean_costs: Mapping[tuple[str, str], int]
    """Group and hospital level, and last year's mean cost in fen."""
    parameters: Parameters
    checks: tuple[Check, ...]
    lists: Mapping[ListId, CodeList]
    complications: Mapping[str, Complication]
    exclusions: Mapping[str, str]
    valid_procedures: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


DIP_FORMS: Final = (
    Form("group", "病种目录", (
        Column("code", "病种编码", "病种编码"),
        Column("name", "病种名称", "名称", optional=True),
        Column("tier", "层次", "核心、基层、综合"),
        Column("treatment", "治疗方式", "手术、治疗、诊断、保守"),
        Column("diagnosis", "诊断", "核心、基层病种写诊断编码前5位（I21.0），综合病种写前3位（J18）或范围（J18-J22）"),
        Column("procedures", "手术操作", "/ 表示任选其一，+ 表示都要有；编码不足7位时包括其下各细目。综合、保守不写", optional=True),
        Column("score", "分值", "病种分值"),
        Column("mean_cost", "次均费用", "上年次均费用（元）", optional=True),
    )),
    Form("procedure_class", "操作类别", (
        Column("code", "编码", "手术操作编码"),
        Column("class", "类别", "手术、治疗、诊断"),
    ), optional=True),
    Form("auxiliary", "辅助目录", (
        Column("kind", "种类", "例如 年龄、严重程度、肿瘤"),
        Column("level", "档次", "例如 Ⅰ-A"),
        Column("group", "病种编码", "不写时适用于全部病种", optional=True),
        Column("condition", "条件", "写法与DRG方案相同"),
        Column("coefficient", "系数", "符合几档时取最高"),
    ), optional=True),
    Form("mean_cost", "各级次均费用", (
        Column("group", "病种编码", "病种编码"),
        Column("level", "医院级别", "与病例文件的 level 一列对应"),
        Column("mean_cost", "次均费用", "上年次均费用（元）"),
    ), optional=True),
    Form("parameter", "参数", (
        Column("name", "参数", "deviation_low、deviation_high、review_above、score_decimals、selection、conservative_tolerates"),
        Column("value", "取值", "取值；几项以顿号隔开"),
        Column("source", "依据", "文件名称、文号", optional=True),
    ), optional=True),
    *(form_named(DRG_FORMS, name) for name in ("complication", "exclusion", "code_name", "check")),
    Form("code_list", "编码表", form_named(DRG_FORMS, "code_list").columns, optional=True),
)  # fmt: skip
"""The tables of a DIP catalogue. The guide lists them all; the lists of the auxiliary catalogue belong to the owner `auxiliary`."""

_RANGE: Final = re.compile(r"([A-Z][0-9]{2})(?:-([A-Z][0-9]{2}))?|([A-Z][0-9]{2}\.[0-9x])")


def diagnosis_range(text: str) -> DiagnosisRange | None:
    """The range written in a cell, None if it is none.

    >>> diagnosis_range("J18-J22"), diagnosis_range("I10.x").width
    (DiagnosisRange(first='J18', last='J22'), 5)
    """
    read = _RANGE.fullmatch(text)
    if read is None:
        return None
    first, last = (read[3], read[3]) if read[3] else (read[1], read[2] or read[1])
    return DiagnosisRange(first, last) if first <= last else None
