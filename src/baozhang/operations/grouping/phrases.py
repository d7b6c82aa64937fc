"""Conditions in Chinese, as they stand for one case: what was looked at and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from baozhang.operations.grouping.conditions import (
    Always,
    And,
    Compare,
    Field,
    InDepartment,
    InList,
    Invalid,
    Level,
    Missing,
    Not,
    OfClass,
    Or,
    Severity,
    Sites,
    StartsWith,
    Subject,
    Valid,
)
from baozhang.operations.grouping.holding import codes_of_subject, members, severity_of, subject_of, tester

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.operations.grouping.case import Case
    from baozhang.operations.grouping.conditions import Condition
    from baozhang.operations.grouping.holding import Vocabulary

SUBJECT_NAMES: Final = {
    Subject.PDX: "主要诊断",
    Subject.ANYDX: "某一诊断",
    Subject.OTHERDX: "某一其他诊断",
    Subject.MAINPROC: "主要手术",
    Subject.ANYPROC: "某一手术",
}
FIELD_NAMES: Final = {
    Field.GENDER: "性别",
    Field.AGE: "年龄",
    Field.AGE_DAYS: "年龄天数",
    Field.WEIGHT: "体重",
    Field.DAYS: "住院天数",
    Field.DISCHARGE: "离院方式",
}
FIELD_UNITS: Final = {
    Field.GENDER: "",
    Field.AGE: "岁",
    Field.AGE_DAYS: "天",
    Field.WEIGHT: "克",
    Field.DAYS: "天",
    Field.DISCHARGE: "",
}
LEVEL_NAMES: Final = {
    Level.MCC: "伴严重并发症或合并症（MCC）",
    Level.MCC_OR_CC: "伴并发症或合并症（MCC或CC）",
    Level.CC: "伴一般并发症或合并症（CC）",
    Level.NONE: "不伴并发症或合并症",
}
_SIGNS: Final = {"==": "等于", "!=": "不等于", "<=": "不大于", ">=": "不小于", "<": "小于", ">": "大于"}


def reasons(condition: Condition, case: Case, words: Vocabulary) -> list[str]:
    """Why a condition holds for the case, or why it does not: the parts that decide."""
    if isinstance(condition, And):
        holds = [tester(part, words)(case) for part in condition.parts]
        deciding = [part for part, held in zip(condition.parts, holds, strict=True) if all(holds) or not held]
        return [reason for part in deciding for reason in reasons(part, case, words)]
    if isinstance(condition, Or):
        holds = [tester(part, words)(case) for part in condition.parts]
        deciding = [part for part, held in zip(condition.parts, holds, strict=True) if held or not any(holds)]
        return [reason for part in deciding[: 1 if any(holds) else None] for reason in reasons(part, case, words)]
    atom = condition.part if isinstance(condition, Not) else condition
    return [_PHRASES[type(atom)](atom, case, words)]


def _codes(atom: InList | StartsWith | Valid | OfClass, case: Case, words: Vocabulary) -> str:
    subject = subject_of(atom)
    codes = codes_of_subject(case, subject)
    found = next(filter(members(atom, words), codes), "")
    where = _WHERE[type(atom)](atom)
    if found:
        named = SUBJECT_NAMES[subject].removeprefix("某一")
        return f"{named} {found} {where}"
    if subject in {Subject.PDX, Subject.MAINPROC}:
        code = codes[0] if codes else ""
        return f"{SUBJECT_NAMES[subject]} {code} 不{where}" if code else f"没有{SUBJECT_NAMES[subject]}"
    return f"没有{SUBJECT_NAMES[subject].removeprefix('某一')}{where}"


_WHERE: Final[dict[type, Callable[[Any], str]]] = {
    InList: lambda atom: f"在 {atom.list.owner} 的编码表 {atom.list.name} 内",
    StartsWith: lambda atom: f"以 {'、'.join(atom.prefixes)} 开头",
    Valid: lambda _: "属于有效手术操作",
    OfClass: lambda atom: f"在 {atom.list.owner} 的编码表 {atom.list.name} 内属第{atom.value}类",
}


def _compare(atom: Compare, case: Case, words: Vocabulary) -> str:
    value = getattr(case, atom.field.value)
    name, unit = FIELD_NAMES[atom.field], FIELD_UNITS[atom.field]
    if value is None:
        return f"没有{name}"
    shown = f"{name} {value}{unit}"
    sign = _SIGNS[atom.operator]
    verdict = f"{sign}{atom.value}{unit}" if tester(atom, words)(case) else f"不符合“{sign}{atom.value}{unit}”"
    return f"{shown}，{verdict}"


def _sites(atom: Sites, case: Case, words: Vocabulary) -> str:
    classes = words.lists[atom.list].classes
    found = sorted({classes[code] for code in case.diagnoses if code in classes})
    return f"诊断涉及 {len(found)} 个部位{'（' + '、'.join(found) + '）' if found else ''}，须有 {atom.number} 个"


def _department(atom: InDepartment, case: Case, _: Vocabulary) -> str:
    return f"科室{'是' if case.department == atom.name else '不是'} {atom.name}"


def _missing(atom: Missing, case: Case, words: Vocabulary) -> str:
    name = FIELD_NAMES[atom.field] if atom.field else "主要诊断"
    return f"{'没有' if tester(atom, words)(case) else '有'}{name}"


def _invalid(atom: Invalid, case: Case, _: Vocabulary) -> str:
    return f"{FIELD_NAMES[atom.field]}{'无效' if atom.field in case.invalid else '有效'}"


def _severity(atom: Severity, case: Case, words: Vocabulary) -> str:
    found = severity_of(case, words)
    return ("" if tester(atom, words)(case) else "不符合：") + LEVEL_NAMES[atom.level] + ("" if any(found) else "；没有计入的MCC、CC")


_PHRASES: Final[dict[type, Callable[[Any, Case, Vocabulary], str]]] = {
    Always: lambda _, __, ___: "没有其他条件",
    InList: _codes,
    StartsWith: _codes,
    Valid: _codes,
    OfClass: _codes,
    Sites: _sites,
    Compare: _compare,
    InDepartment: _department,
    Missing: _missing,
    Invalid: _invalid,
    Severity: _severity,
}
