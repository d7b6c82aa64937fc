"""What is doubtful in a scheme: groups nobody can reach, severities in the wrong order, codes doubled, unknown or of the wrong kind.

A finding never keeps a scheme from being used; what could not be used at all was refused by the import.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.grouping.conditions import Always, And, InList, ListId, Severity, Subject, atoms_of
from baozhang.operations.grouping.holding import SEVERITIES, reaches
from baozhang.operations.grouping.paths import alternatives_of
from baozhang.operations.grouping.scheme import is_procedure_list

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from baozhang.operations.grouping.conditions import Condition
    from baozhang.operations.grouping.paths import Literal
    from baozhang.operations.grouping.scheme import Adrg, Scheme
    from baozhang.operations.grouping.tables import Tables


class Kind(StrEnum):
    """What a finding is about."""

    AFTER_ALWAYS = "after_always"
    SEVERITY_ORDER = "severity_order"
    SWALLOWED = "swallowed"
    NO_DRG = "no_drg"
    NO_ELSE = "no_else"
    NO_ADRG = "no_adrg"
    DUPLICATE_GROUP = "duplicate_group"
    DUPLICATE_CODE = "duplicate_code"
    UNKNOWN_CODE = "unknown_code"
    WRONG_KIND = "wrong_kind"
    UNUSED_LIST = "unused_list"
    OUTSIDE_MDC = "outside_mdc"
    NO_RATE = "no_rate"
    RATE_WITHOUT_GROUP = "rate_without_group"


KIND_NAMES: Final[dict[Kind, str]] = {
    Kind.AFTER_ALWAYS: "“其余”（不伴并发症）排在MCC、CC等条件之前，后面的DRG到不了（分组时移到最后）",
    Kind.SEVERITY_ORDER: "较轻的并发症程度排在较重的之前（分组时按 MCC、MCC或CC、CC 的次序）",
    Kind.SWALLOWED: "规则永远到不了：前面的规则已全部包含",
    Kind.NO_DRG: "ADRG下没有DRG",
    Kind.NO_ELSE: "ADRG下没有“其余”的DRG",
    Kind.NO_ADRG: "MDC下没有ADRG",
    Kind.DUPLICATE_GROUP: "同一规则下DRG重复",
    Kind.DUPLICATE_CODE: "编码表内编码重复",
    Kind.UNKNOWN_CODE: "编码不在编码名称表内",
    Kind.WRONG_KIND: "编码种类不符（诊断与手术混放）",
    Kind.UNUSED_LIST: "编码表没有规则使用",
    Kind.OUTSIDE_MDC: "ADRG诊断不在所属MDC的诊断表内，不会起作用",
    Kind.NO_RATE: "DRG没有费率（权重）",
    Kind.RATE_WITHOUT_GROUP: "费率表中的DRG不在方案内",
}


class Finding(NamedTuple):
    """One doubtful place: what kind, which group or list, and the particulars."""

    kind: Kind
    where: str
    text: str


def validate(scheme: Scheme, tables: Tables, rates: Collection[str] | None = None) -> list[Finding]:
    """Every finding, in the order of the kinds; `rates` are the DRG codes that have a rate, if the question is asked."""
    found = [finding for check in _CHECKS for finding in check(scheme)]
    found += _duplicate_codes(tables)
    if rates is not None:
        found += _rates(scheme, rates)
    order = list(Kind)
    return sorted(found, key=lambda finding: order.index(finding.kind))


def severity_order(scheme: Scheme) -> Iterator[Finding]:
    """ADRGs whose DRGs the source tries in an order that leaves some of them without cases."""
    for _, adrg in scheme.steps:
        conditions = [drg.condition for drg in adrg.drgs]
        if conditions == [drg.condition for drg in adrg.ordered]:
            continue
        written = "、".join(drg.code for drg in adrg.drgs)
        tried = "、".join(drg.code for drg in adrg.ordered)
        kind = Kind.AFTER_ALWAYS if Always() in conditions[:-1] else Kind.SEVERITY_ORDER
        yield Finding(kind, adrg.rule, f"方案次序 {written}，实际判断次序 {tried}")


def _drg_rows(scheme: Scheme) -> Iterator[Finding]:
    yield from (Finding(Kind.NO_ADRG, mdc.code, "没有规则") for mdc in scheme.mdcs if not mdc.adrgs)
    for adrg in (adrg for _, adrg in scheme.steps if not adrg.ambiguous):
        if not adrg.drgs:
            yield Finding(Kind.NO_DRG, adrg.rule, "符合时" + _rest(adrg))
        elif not _exhaustive(adrg):
            yield Finding(Kind.NO_ELSE, adrg.rule, "都不符合时" + _rest(adrg))
        for code, count in Counter(drg.code for drg in adrg.drgs).items():
            if count > 1:
                yield Finding(Kind.DUPLICATE_GROUP, adrg.rule, f"{code} 有{count}行")


def _rest(adrg: Adrg) -> str:
    return "继续判断后面的规则" if adrg.otherwise == "next" else f"停在 {adrg.code}"


def _exhaustive(adrg: Adrg) -> bool:
    """Whether every case finds a DRG: there is a rest, or the severities cover everything."""
    levels = {drg.condition.level for drg in adrg.drgs if isinstance(drg.condition, Severity)}
    covered = all(any(reaches(level, *severity) for level in levels) for severity in SEVERITIES)
    return covered or any(drg.condition == Always() for drg in adrg.drgs)


def _swallowed(scheme: Scheme) -> Iterator[Finding]:
    """A rule that earlier rules of the same MDC leave no case: one of them alone, or their lists together."""
    for mdc in scheme.mdcs:
        keeping: list[tuple[str, list[tuple[Literal, ...]]]] = []
        taken: dict[Subject, set[str]] = {}
        for adrg in mdc.adrgs:
            mine = alternatives_of(adrg.condition)
            whole = next((rule for rule, earlier in keeping if _all_contained(mine, earlier, scheme)), None)
            alone = _only_list(mine)
            if whole is not None:
                yield Finding(Kind.SWALLOWED, adrg.rule, f"符合 {adrg.rule} 的病例都已在 {whole}")
            elif alone is not None and scheme.lists[alone.list].codes <= taken.get(alone.subject, set()):
                yield Finding(Kind.SWALLOWED, adrg.rule, f"编码表 {alone.list.name} 的编码都已在前面各规则的表内")
            if adrg.otherwise == "adrg" or _exhaustive(adrg):
                keeping.append((adrg.rule, mine))
                if alone is not None:
                    taken.setdefault(alone.subject, set()).update(scheme.lists[alone.list].codes)


def _all_contained(mine: list[tuple[Literal, ...]], earlier: list[tuple[Literal, ...]], scheme: Scheme) -> bool:
    return all(any(_contains(wide, narrow, scheme) for wide in earlier) for narrow in mine)


def _only_list(alternatives: list[tuple[Literal, ...]]) -> InList | None:
    """The list of a rule that asks for one code of one place of the case and for nothing else."""
    if len(alternatives) == 1 and len(alternatives[0]) == 1 and alternatives[0][0].positive:
        atom = alternatives[0][0].atom
        if isinstance(atom, InList) and atom.subject in {Subject.PDX, Subject.MAINPROC}:
            return atom
    return None


def _contains(wide: tuple[Literal, ...], narrow: tuple[Literal, ...], scheme: Scheme) -> bool:
    """Whether each literal of the wide conjunction follows from one of the narrow one."""
    return all(any(_follows(literal, given, scheme) for given in narrow) for literal in wide)


_FROM: Final = {
    Subject.ANYDX: {Subject.ANYDX, Subject.PDX, Subject.OTHERDX},
    Subject.ANYPROC: {Subject.ANYPROC, Subject.MAINPROC},
}
"""A code of which subject is also a code of the wider one."""


def _follows(literal: Literal, given: Literal, scheme: Scheme) -> bool:
    if literal == given:
        return True
    atom, other = literal.atom, given.atom
    if not (literal.positive and given.positive and isinstance(atom, InList) and isinstance(other, InList)):
        return False
    if other.subject not in _FROM.get(atom.subject, {atom.subject}):
        return False
    return scheme.lists[other.list].codes <= scheme.lists[atom.list].codes


def _codes(scheme: Scheme) -> Iterator[Finding]:
    diagnoses, procedures = scheme.diagnosis_names, scheme.procedure_names
    if not diagnoses and not procedures:
        return
    for key, codes in scheme.lists.items():
        mine, other = (procedures, diagnoses) if is_procedure_list(key.name) else (diagnoses, procedures)
        for code in sorted(codes.codes):
            if mine and code not in mine:
                kind = Kind.WRONG_KIND if code in other else Kind.UNKNOWN_CODE
                yield Finding(kind, f"{key.owner} {key.name}", code)


def _unused(scheme: Scheme) -> Iterator[Finding]:
    conditions = [mdc.entry for mdc in scheme.mdcs] + [adrg.condition for _, adrg in scheme.steps]
    conditions += [drg.condition for _, adrg in scheme.steps for drg in adrg.drgs]
    used = {atom.list for condition in conditions for atom in atoms_of(condition) if hasattr(atom, "list")}
    for key in scheme.lists.keys() - used:
        yield Finding(Kind.UNUSED_LIST, f"{key.owner} {key.name}", f"{len(scheme.lists[key].codes)}个编码")


def _outside(scheme: Scheme) -> Iterator[Finding]:
    """Principal diagnoses of a rule that its MDC does not let in."""
    for mdc, adrg in scheme.steps:
        entry = _principal_lists(mdc.entry)
        rule = _principal_lists(adrg.condition)
        if len(entry) == 1 and rule:
            stray = scheme.lists[rule[0]].codes - scheme.lists[entry[0]].codes
            if stray:
                shown = "、".join(sorted(stray)[:5])
                yield Finding(Kind.OUTSIDE_MDC, adrg.rule, f"{len(stray)}个：{shown}{' 等' if len(stray) > 5 else ''}")


def _principal_lists(condition: Condition) -> list[ListId]:
    """The lists in which the principal diagnosis must stand; not those of alternatives."""
    parts = condition.parts if isinstance(condition, And) else (condition,)
    return [part.list for part in parts if isinstance(part, InList) and part.subject is Subject.PDX]


def _duplicate_codes(tables: Tables) -> Iterator[Finding]:
    counted = Counter(row[:3] for row in tables["code_list"].rows())
    for (owner, name, code), count in counted.items():
        if count > 1:
            yield Finding(Kind.DUPLICATE_CODE, f"{owner} {name}", f"{code} 有{count}行")
    levels: dict[str, set[str]] = {}
    for code, level, _ in tables["complication"].rows() if "complication" in tables else ():
        levels.setdefault(code, set()).add(level)
    for code, both in levels.items():
        if len(both) > 1:
            yield Finding(Kind.DUPLICATE_CODE, "并发症与合并症", f"{code} 既是MCC又是CC，按MCC计")


def _rates(scheme: Scheme, rates: Collection[str]) -> Iterator[Finding]:
    groups = {drg.code: adrg.rule for _, adrg in scheme.steps for drg in adrg.drgs}
    for code, rule in groups.items():
        if code not in rates:
            yield Finding(Kind.NO_RATE, rule, code)
    for code in sorted(set(rates) - groups.keys()):
        yield Finding(Kind.RATE_WITHOUT_GROUP, "费率表", code)


_CHECKS: Final[tuple[Callable[[Scheme], Iterator[Finding]], ...]] = (severity_order, _swallowed, _drg_rows, _codes, _unused, _outside)
