"""How a case came to its group, step by step in Chinese.

The explanation walks through the scheme as it is written, MDC by MDC and rule by rule, and shares neither indexes nor masks with
the groupers; a test holds its answer to theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.grouping.case import STATUS_NAMES, Grouping, Status
from baozhang.operations.grouping.conditions import Always, InList, Severity, Subject
from baozhang.operations.grouping.holding import tester
from baozhang.operations.grouping.phrases import LEVEL_NAMES, reasons
from baozhang.operations.grouping.scalar import mapped, remainder

if TYPE_CHECKING:
    from baozhang.operations.grouping.case import Case
    from baozhang.operations.grouping.conditions import Condition
    from baozhang.operations.grouping.scheme import Adrg, Drg, Mdc, Scheme

_SHOWN: Final = 12
"""Codes listed in one line; the rest are counted."""


class Step(NamedTuple):
    """One step: its topic (输入、校验、MDC …) and what was found."""

    topic: str
    text: str


class Explanation(NamedTuple):
    """The answer, and the steps that lead to it."""

    answer: Grouping
    steps: tuple[Step, ...]


def explain(case: Case, scheme: Scheme) -> Explanation:
    """Group a case and tell every step."""
    return _Walk(case, scheme).explanation()


class _Walk:
    """One case on its way through one scheme."""

    def __init__(self, case: Case, scheme: Scheme) -> None:
        self.given = case
        self.case = mapped(case, scheme) if scheme.diagnosis_map or scheme.procedure_map else case
        self.scheme = scheme
        self.steps: list[Step] = []

    def explanation(self) -> Explanation:
        self._say("方案", f"{self.scheme.identity.title}（{self.scheme.identity.label}）")
        self._input()
        answer = self._checked() or self._grouped() or self._ungrouped()
        self._say("结果", self._verdict(answer))
        return Explanation(answer, tuple(self.steps))

    def _say(self, topic: str, text: str) -> None:
        self.steps.append(Step(topic, text))

    def _holds(self, condition: Condition) -> bool:
        return tester(condition, self.scheme)(self.case)

    def _why(self, condition: Condition) -> str:
        return "，且".join(reasons(condition, self.case, self.scheme))

    def _input(self) -> None:
        for topic, given, used, names in (
            ("诊断", self.given.diagnoses, self.case.diagnoses, self.scheme.diagnosis_names),
            ("手术操作", self.given.procedures, self.case.procedures, self.scheme.procedure_names),
        ):
            for number, (code, mapped_code) in enumerate(zip(given, used, strict=True)):
                rank = "主要" if number == 0 else "其他"
                name = names.get(mapped_code, "方案中没有这个编码的名称") if mapped_code else "（空）"
                renamed = f"（按编码对照换为 {mapped_code}）" if mapped_code != code else ""
                self._say(f"{rank}{topic}", f"{code}{renamed} {name}")

    def _checked(self) -> Grouping | None:
        for check in self.scheme.checks:
            if self._holds(check.condition):
                self._say("校验", check.message)
                return Grouping(check.status)
        self._say("校验", "通过")
        return None

    def _grouped(self) -> Grouping | None:
        barred: list[str] = []
        for mdc in self.scheme.mdcs:
            if not self._holds(mdc.entry):
                if _is_plain(mdc.entry):
                    barred.append(mdc.code)
                else:
                    self._say("MDC", f"不进入 {_named(mdc.code, mdc.name)}：{self._why(mdc.entry)}")
                continue
            if barred:
                self._say("MDC", f"主要诊断不在 {_listed(barred)} 的诊断表内，不进入")
                barred = []
            self._say("MDC", f"进入 {_named(mdc.code, mdc.name)}：{self._why(mdc.entry)}")
            answer = self._within(mdc)
            if answer is not None:
                return answer
            self._say("MDC", f"{mdc.code} 的各条规则都不符合，继续判断后面的大类")
        if barred:
            self._say("MDC", f"主要诊断不在 {_listed(barred)} 的诊断表内，不进入")
        return None

    def _within(self, mdc: Mdc) -> Grouping | None:
        missed: list[str] = []
        for adrg in mdc.adrgs:
            if not self._holds(adrg.condition):
                missed.append(adrg.rule)
                continue
            if missed:
                self._say("ADRG", f"不符合 {_listed(missed)} 的条件")
                missed = []
            self._say("ADRG", f"符合 {_named(adrg.rule, adrg.name)}：{self._why(adrg.condition)}")
            answer = self._below(mdc, adrg)
            if answer is not None:
                return answer
            self._say("ADRG", f"{adrg.rule} 下没有符合的DRG，继续判断后面的规则")
        if missed:
            self._say("ADRG", f"不符合 {_listed(missed)} 的条件")
        return None

    def _below(self, mdc: Mdc, adrg: Adrg) -> Grouping | None:
        if any(isinstance(drg.condition, Severity) for drg in adrg.drgs):
            self._severity()
        for drg in adrg.ordered:
            if self._holds(drg.condition):
                self._say("DRG", f"入 {_named(drg.code, drg.name)}：{self._condition(drg)}")
                return Grouping(Status.GROUPED, mdc.code, adrg.code, drg.code)
            self._say("DRG", f"不入 {_named(drg.code, drg.name)}：{self._why(drg.condition)}")
        if not adrg.drgs and not adrg.ambiguous:
            self._say("DRG", f"{adrg.code} 下没有DRG")
        return remainder(mdc, adrg)

    def _condition(self, drg: Drg) -> str:
        if isinstance(drg.condition, Severity):
            return LEVEL_NAMES[drg.condition.level]
        return "以上条件都不符合" if isinstance(drg.condition, Always) else self._why(drg.condition)

    def _severity(self) -> None:
        principal = self.case.principal
        table = self.scheme.exclusions.get(principal)
        if table is not None:
            self._say("并发症", f"主要诊断 {principal} 在排除表 {table} 内，同表的诊断不计")
        for code in self.case.diagnoses[1:]:
            weight = self.scheme.complications.get(code)
            if weight is None:
                self._say("并发症", f"{code} 不是MCC、CC")
                continue
            level = "MCC" if weight.major else "CC"
            excluded = weight.table == table
            self._say("并发症", f"{code} 是{level}（排除表 {weight.table}），" + ("与主要诊断同表，被排除" if excluded else "计入"))

    def _ungrouped(self) -> Grouping:
        known = self.case.principal in self.scheme.known_diagnoses
        return Grouping(Status.UNGROUPED if known else Status.INVALID_PRINCIPAL)

    def _verdict(self, answer: Grouping) -> str:
        codes = " → ".join(code for code in answer[1:] if code)
        return f"{STATUS_NAMES[answer.status]}" + (f"：{codes}" if codes else "")


def _is_plain(entry: Condition) -> bool:
    """Whether an MDC asks for nothing but a principal diagnosis of its list."""
    return isinstance(entry, InList) and entry.subject is Subject.PDX


def _named(code: str, name: str) -> str:
    return f"{code} {name}".rstrip()


def _listed(codes: list[str]) -> str:
    shown = "、".join(codes[:_SHOWN])
    return shown if len(codes) <= _SHOWN else f"{shown} 等{len(codes)}个"
