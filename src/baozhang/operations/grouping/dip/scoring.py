"""Cases scored by a catalogue, one at a time or a whole file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.operations.grouping.case import Case, case_of
from baozhang.operations.grouping.dip.factors import case_score, deviation_of, rounded
from baozhang.operations.grouping.dip.selecting import Selector
from baozhang.operations.grouping.explaining import Step
from baozhang.operations.grouping.files import CaseFile, written
from baozhang.operations.grouping.holding import tester

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from baozhang.operations.grouping.dip.catalogue import Auxiliary, Catalogue, DipGroup
    from baozhang.operations.grouping.dip.factors import Deviation
    from baozhang.operations.grouping.dip.selecting import Candidate


class DipStatus(StrEnum):
    """How scoring a case ended."""

    GROUPED = "grouped"
    MISSING_DATA = "missing_data"
    INVALID_DATA = "invalid_data"
    UNGROUPED = "ungrouped"
    UNREADABLE = "unreadable"


DIP_STATUS_NAMES: Final[dict[DipStatus, str]] = {
    DipStatus.GROUPED: "入组",
    DipStatus.MISSING_DATA: "数据缺失",
    DipStatus.INVALID_DATA: "数据无效",
    DipStatus.UNGROUPED: "未入组",
    DipStatus.UNREADABLE: "行格式有误，无法读取",
}


class DipCase(NamedTuple):
    """A case with what it cost (fen, None if not known) and the level of its hospital."""

    case: Case
    cost: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class DipResult:
    """The group of a case, the factors, and the score that the hospital coefficient is still to multiply (it is 1 here)."""

    status: DipStatus
    group: DipGroup | None = None
    deviation: Deviation | None = None
    auxiliary: Auxiliary | None = None
    score: Decimal | None = None
    steps: tuple[Step, ...] = ()


def dip_case_of(row: Mapping[str, object]) -> DipCase:
    """The case in a row; `cost` in yuan and `level` may be missing, a cost that is no amount counts as missing."""
    return DipCase(case_of(row), _fen(row.get("cost")), str(row.get("level") or "").strip())


def _fen(value: object) -> int | None:
    if value is None:
        return None
    try:
        fen = Decimal(str(value).replace(",", "").strip()) * 100
        return int(fen) if fen.is_finite() and fen >= 0 and fen == int(fen) else None
    except (InvalidOperation, OverflowError):
        return None


class Scorer:
    """Scores cases by a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index the catalogue."""
        self.catalogue = catalogue
        self._selector = Selector(catalogue)
        self._checks = [(tester(check.condition, catalogue), check) for check in catalogue.checks]
        lines = sorted(catalogue.auxiliaries, key=lambda line: -line.coefficient)
        self._auxiliaries = [(tester(line.condition, catalogue), line) for line in lines]

    def score(self, given: DipCase) -> DipResult:
        """The result for a case, without an explanation."""
        for fails, check in self._checks:
            if fails(given.case):
                return DipResult(DipStatus(check.status.value), steps=(Step("校验", check.message),))
        candidates = self._selector.candidates(given.case, given.cost)
        if not candidates:
            return DipResult(DipStatus.UNGROUPED)
        group = candidates[0].group
        mean = self.catalogue.mean_costs.get((group.code, given.level), group.mean_cost)
        deviation = deviation_of(given.cost, mean, self.catalogue.parameters) if given.cost is not None and mean else None
        auxiliaries = self.auxiliaries(given.case, group)
        score = case_score(
            group.score,
            deviation.factor if deviation else Fraction(1),
            auxiliaries[0].coefficient if auxiliaries else Decimal(1),
            Decimal(1),
            self.catalogue.parameters.score_decimals,
        )
        return DipResult(DipStatus.GROUPED, group, deviation, auxiliaries[0] if auxiliaries else None, score)

    def auxiliaries(self, case: Case, group: DipGroup) -> list[Auxiliary]:
        """The lines of the auxiliary catalogue that the case fulfils, the highest coefficient first: that one counts."""
        return [line for holds, line in self._auxiliaries if line.group in {"", group.code} and holds(case)]

    def explain(self, given: DipCase) -> DipResult:
        """The result for a case, with every step in Chinese."""
        result = self.score(given)
        names = self.catalogue.names
        steps = [Step("目录", f"{self.catalogue.identity.title}（{self.catalogue.identity.label}）")]
        steps += [
            Step("主要诊断" if n == 0 else "其他诊断", f"{code} {names.get(code, '')}".rstrip())
            for n, code in enumerate(given.case.diagnoses)
        ]
        for code in given.case.procedures:
            kind = self.catalogue.procedure_classes.get(code)
            steps.append(Step("手术操作", f"{code} {names.get(code, '')}".rstrip() + f"（{kind or '未列类别'}）"))
        candidates = [] if result.steps else self._selector.candidates(given.case, given.cost)
        steps += result.steps or [Step("校验", "通过"), *(self._candidate(candidate) for candidate in candidates)]
        steps += self._factors(result, given) if result.group else []
        steps.append(Step("结果", _verdict(result)))
        return DipResult(result.status, result.group, result.deviation, result.auxiliary, result.score, tuple(steps))

    def _candidate(self, candidate: Candidate) -> Step:
        group = candidate.group
        cost = f"，与次均费用相差 {candidate.distance / Decimal(100):,.2f} 元" if candidate.distance is not None else ""
        fits = f"并列条件 {candidate.terms} 项，匹配手术操作 {candidate.matched} 个{cost}"
        return Step("候选病种", f"{group.code} {group.name}（{group.tier}{group.treatment}）：{fits}")

    def _factors(self, result: DipResult, given: DipCase) -> list[Step]:
        group = result.group
        if group is None:
            return []
        order = "、".join(_CRITERIA[name] for name in self.catalogue.parameters.selection)
        steps = [Step("选择", f"依次比较{order}，入 {group.code}，分值 {group.score}")]
        if result.deviation is None:
            steps.append(Step("偏差", "没有病例费用或次均费用，按1计"))
        else:
            review = "，超过评议倍数，须专家评议" if result.deviation.review else ""
            ratio, factor = rounded(result.deviation.ratio, 4), rounded(result.deviation.factor, 4)
            steps.append(Step("偏差", f"费用为上年次均费用的 {ratio} 倍，偏差系数 {factor}{review}"))
        for line in self.auxiliaries(given.case, group):
            chosen = "，取此档" if line is result.auxiliary else "，系数不是最高"
            steps.append(Step("辅助目录", f"{line.kind} {line.level}：系数 {line.coefficient}{chosen}"))
        return steps


_CRITERIA: Final = {"terms": "并列条件多者", "matched": "匹配操作多者", "cost": "费用最近者", "rank": "层次和治疗方式的先后"}


def _verdict(result: DipResult) -> str:
    if result.group is None:
        return DIP_STATUS_NAMES[result.status]
    return f"入组：{result.group.code} {result.group.name}，病例分值 {result.score}（未乘医院系数）"


RESULT_COLUMNS: Final = ("id", "status", "group", "tier", "treatment", "score", "deviation", "review", "auxiliary", "case_score")
"""The columns of a file of results; `case_score` is not yet multiplied by the coefficient of the hospital."""


def result_row(result: DipResult, decimals: int = 4) -> dict[str, str]:
    """A result as text, as a file of results has it; without its id."""
    group, deviation = result.group, result.deviation
    if group is None:
        return {"status": result.status}
    return {
        "status": result.status,
        "group": group.code,
        "tier": group.tier,
        "treatment": group.treatment,
        "score": str(group.score),
        "deviation": str(rounded(deviation.factor, decimals)) if deviation else "",
        "review": "1" if deviation and deviation.review else "0",
        "auxiliary": str(result.auxiliary.coefficient) if result.auxiliary else "1",
        "case_score": str(result.score),
    }


def score_file(
    scorer: Scorer, source: Path, target: Path, progress: Callable[[int], None] = lambda _: None
) -> tuple[Counter[DipStatus], list[str]]:
    """Score the cases of a CSV or Parquet file, chunk by chunk; answers the cases per status and the columns that nobody used."""
    if target.exists() and source.exists() and target.samefile(source):
        raise UsageError("输出文件不能就是输入文件。")
    file = CaseFile(source, welcome=("cost", "level"))
    counts: Counter[DipStatus] = Counter()
    schema = pa.schema([(name, pa.string()) for name in RESULT_COLUMNS])
    with written(target, schema) as writer:
        for batch in file.batches():
            results = [(row, scorer.score(dip_case_of(row))) for row in batch.to_pylist()]
            rows = [{"id": "" if row["id"] is None else str(row["id"]), **result_row(result)} for row, result in results]
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))
            counts.update(result.status for _, result in results)
            progress(counts.total())
        if file.unreadable:
            unread = [{"id": each, "status": DipStatus.UNREADABLE} for each in file.unreadable]
            writer.write_batch(pa.RecordBatch.from_pylist(unread, schema=schema))
            counts[DipStatus.UNREADABLE] += len(unread)
    return counts, file.ignored
