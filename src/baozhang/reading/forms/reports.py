"""Evaluation reports in prose: their score and grade, and the indicators they speak of in fixed sentences.

Two kinds of sentences are known: numbered items “1) 名称(单位),目标值 x,完成值 y,分值 a,得分 b” under headings that name the
levels, and “数量指标-名称,正向,目标为等于 100%,满分 10 分。实际完成 100%,得 10 分。”
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.draft import FormDraft, empty_evaluation, empty_indicator
from baozhang.reading.forms.folding import key, same, words
from baozhang.reading.forms.levels import Levels
from baozhang.reading.forms.titles import bare_title, is_title, project_in
from baozhang.reading.forms.told import figures_of, tells_points, told_money, told_points
from baozhang.reading.forms.values import grade, points, quantity
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.facts.records import EvaluationRow, IndicatorRow
    from baozhang.reading.model import Block

_LONGEST_TITLE: Final = 60
_FEWEST_LEVELS: Final = 2
_START: Final = r"(?:^|(?<=[\n。;]))\s*(?:\(?\d{1,2}[).、])?\s*"
_POINTS: Final = r"\d+(?:\.\d+)?"
_ITEM: Final = re.compile(
    _START
    + r"(?P<name>[^\n,;。]{1,80}?)\s*(?:\((?P<unit>[^()\n]{1,12})\))?\s*,\s*(?:年度)?(?:目标|指标)值(?:为|:)?\s*"
    + r"(?P<target>[^;。]{1,120}?),\s*(?:实际)?完成值(?:为|:)?\s*(?P<actual>[^;。]{1,120}?),\s*"
    + rf"分值(?:为|:)?\s*(?P<weight>{_POINTS})分?,\s*得分(?:为|:)?\s*(?P<score>{_POINTS})"
)
_SENTENCE: Final = re.compile(
    _START
    + r"(?:(?P<level2>[^\n,;。-]{2,16})-)?(?P<name>[^\n,;。]{1,80}?),\s*(?:正向|反向|逆向|定性|定量)(?:指标)?,\s*目标(?:值)?为?"
    + r"(?P<op>大于等于|小于等于|不低于|不高于|不超过|不少于|等于|大于|小于|[≥≤=<>])?,?\s*(?P<target>[^,;。\n]{1,60}),\s*"
    + rf"满分\s*(?P<weight>{_POINTS})\s*分[。,;]\s*实际完成(?:值)?(?:为)?\s*(?P<actual>[^,;。\n]{{1,60}}),\s*得\s*(?P<score>{_POINTS})\s*分"
)
_HEADING: Final = re.compile(
    r"(?:^|\n)[ ]*(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.]|[一二三四五六七八九十]{1,3}、)\s*"
    r"(?P<head>[^\n,。:;]{2,14}?)(?:情况|分析|情况分析)?(?=\n|$)"
)
_TOTAL: Final = re.compile(
    r"(?:(?:自评|评价|综合|总体|最终|总|项目)得分|自评分|综合评分|评价分|(?:项目|部门|整体|综合)自评)(?:为|是|:)?\s*(?P<total>\d+(?:\.\d+)?)\s*分"
)
_GRADE: Final = re.compile(r"(?:等级|等次|评价结果|自评结果|评价结论|评定)(?:为|是|:)?\s*[“\"]?(?P<grade>[优良中差一二三四][秀好等]?)")
_STATED: Final = re.compile(r"设(?:置|定)(?:了)?(?:绩效)?(?:目标|指标)\s*(?P<targets>\d+)\s*个,?\s*(?:实际)?完成\s*(?P<reached>\d+)\s*个")
_YEAR: Final = re.compile(r"\(20\d\d年度?\)")
_STEP: Final = re.compile(r"\(?\d{1,2}[).、]")
_SENTENCE_MARKS: Final = re.compile(r"[。;]|详见")
_LOOKS_LIKE_ITEM: Final = re.compile(r"目标值.*分值.*得分|满分[\d.]+分.*得[\d.]+分")


@dataclass(slots=True)
class _Region:
    """The prose of one report as one stream, block by block, so that sentences cut by blocks can be matched."""

    title: Block
    blocks: list[Block] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    text: str = ""
    line_to: int = 0
    """Last line of the last table that belongs to the report."""

    def add(self, block: Block) -> None:
        self.starts.append(len(self.text))
        self.blocks.append(block)
        self.text += block.text + "\n"

    def line_at(self, offset: int) -> int:
        at = max(index for index, start in enumerate(self.starts) if start <= offset)
        return self.blocks[at].line_at(offset - self.starts[at])

    def touched(self, start: int, end: int) -> Iterator[int]:
        for block, at in zip(self.blocks, self.starts, strict=True):
            if at < end and start < at + len(block.text):
                yield block.index


@lru_cache(maxsize=4096)
def is_report_title(text: str) -> bool:
    """Whether a line is the title of an evaluation report (or of the part that holds them)."""
    if len(text) > _LONGEST_TITLE or not ("绩效" in text or "项目" in text):
        return False
    return not (_STEP.match(text) or _SENTENCE_MARKS.search(text)) and bare_title(text).endswith(performance_words().report_ends)


@dataclass(slots=True)
class ReportsReading:
    """The reports with their indicators, the points by levels that sentences tell, and the indexes of the blocks that were read."""

    reports: list[FormDraft]
    told: list[FormDraft]
    used: frozenset[int]


def read_reports(blocks: Sequence[Block], tables: frozenset[int], fiscal_year: int | None) -> ReportsReading:
    """Read every evaluation report, and what paragraphs of the performance part tell of points by levels."""
    reports: list[FormDraft] = []
    told: list[FormDraft] = []
    used: set[int] = set()
    for region in _regions(blocks, tables):
        draft, read = _report(region, fiscal_year)
        if draft is not None:
            reports.append(draft)
            used |= read
            told += _points_told(region, draft.evaluation, counted=True)
    for block in blocks:
        if (
            block.section == "performance"
            and block.kind == "paragraph"
            and block.index not in used
            and ("分" in block.text or "整体" in block.text)
        ):
            region = _Region(block)
            region.add(block)
            told += _points_told(region, _in_passing(block, fiscal_year), counted=False)
    return ReportsReading(reports, told, frozenset(used))


def _empty() -> EvaluationRow:
    return empty_evaluation("scores", [], "万元")


def _in_passing(block: Block, fiscal_year: int | None) -> EvaluationRow:
    """What a paragraph of the explanation tells: its total, and the money of the department as a whole."""
    total = _TOTAL.search(block.text)
    money = told_money(block.text) if "整体" in _MONEY.split(block.text, maxsplit=1)[0] else None
    about = replace(_empty(), fiscal_year=fiscal_year, total=points(total["total"]) if total else None, block=block.index)
    if money is not None:
        about = replace(about, initial=money.initial, adjusted=money.adjusted, executed=money.executed, rate=money.rate)
    return replace(about, line=block.line_from, line_to=block.line_to)


_MONEY: Final = re.compile(r"\d[\d,.]*(?:亿元|万元|元)")
"""An amount; the words before the first one say whose money a paragraph tells."""


def _points_told(region: _Region, about: EvaluationRow, *, counted: bool) -> list[FormDraft]:
    """Points of several first levels as a form of their own; `counted` where their figures are not counted as claims."""
    rows = told_points(region.text, region.line_at)
    if len({row.level1 for row in rows}) < _FEWEST_LEVELS:
        rows = []
    if not rows and (counted or about.executed is None):
        return []
    scores = replace(_empty(), title=about.title, project=about.project, fiscal_year=about.fiscal_year, total=about.total)
    scores = replace(scores, block=about.block, line=about.line, line_to=about.line_to, total_line=about.total_line)
    if not counted:
        scores = replace(scores, initial=about.initial, adjusted=about.adjusted, executed=about.executed, rate=about.rate)
    draft = FormDraft(scores, indicators=rows)
    draft.tally.bind(figures_of(rows) if counted else 0)
    return [draft]


def _regions(blocks: Sequence[Block], tables: frozenset[int]) -> list[_Region]:
    regions: list[_Region] = []
    current: _Region | None = None
    for block in blocks:
        if block.kind == "contents":
            continue
        if block.kind == "table":
            current = current if block.index in tables else None
            if current is not None:
                current.line_to = block.line_to
        elif is_report_title(block.text):
            current = _Region(block)
            regions.append(current)
        elif (is_title(block.text) and not _heads_sheet(block.text)) or block.level == 1:
            current = None
        elif current is not None:
            current.add(block)
    return regions


def _heads_sheet(text: str) -> bool:
    """Whether a title heads the points or the indicator system of the report it stands in, not a form of its own."""
    title = bare_title(text)
    return any(word in title for word in performance_words().sheet_titles) and "自评" not in title and "目标表" not in title


def _report(region: _Region, fiscal_year: int | None) -> tuple[FormDraft | None, set[int]]:
    total = _TOTAL.search(region.text)
    items = [*_ITEM.finditer(region.text), *_SENTENCE.finditer(region.text)]
    if not total and not items:
        return None, set()
    draft = FormDraft(empty_evaluation("report", [], "万元"))
    stated, graded = _STATED.search(region.text), _GRADE.search(region.text, total.start() if total else 0)
    matches = [match for match in (total, stated, graded if total else None, *items) if match]
    draft.indicators = _indicators(region, items, draft)
    used = {region.title.index, *(index for match in matches for index in region.touched(match.start(), match.end()))}
    project, named = _project(region)
    if named:
        used.add(region.blocks[0].index)
    money = told_money(region.text)
    draft.tally.bind((1 if total else 0) + (2 if stated else 0) + (sum(value is not None for value in astuple(money)) if money else 0))
    year = re.search(r"(20\d\d)年", region.title.text)
    draft.evaluation = replace(
        draft.evaluation,
        title=bare_title(region.title.text),
        project=project,
        fiscal_year=int(year[1]) if year else fiscal_year,
        initial=money.initial if money else None,
        adjusted=money.adjusted if money else None,
        executed=money.executed if money else None,
        rate=money.rate if money else None,
        total=points(total["total"]) if total else None,
        grade=grade(graded["grade"]) if graded and total else "",
        stated_targets=int(stated["targets"]) * 10_000 if stated else None,
        stated_reached=int(stated["reached"]) * 10_000 if stated else None,
        block=region.title.index,
        line=region.title.line_from,
        line_to=max(region.line_to, *(block.line_to for block in region.blocks)),
        total_line=region.line_at(total.start("total")) if total else None,
    )
    _list_missed(region, items, draft)
    return draft, used


def _project(region: _Region) -> tuple[str, bool]:
    """The project: the bracketed line under the title that is no year, else what the title itself names."""
    below = words(region.blocks[0].text) if region.blocks else ""
    if below.startswith("(") and below.endswith(")") and not _YEAR.fullmatch(below):
        return below[1:-1], True
    return project_in(bare_title(region.title.text)), False


def _indicators(region: _Region, items: Sequence[re.Match[str]], draft: FormDraft) -> list[IndicatorRow]:
    known = performance_words()
    marks = sorted([*_HEADING.finditer(region.text), *items], key=lambda match: match.start())
    levels = Levels()
    found: list[IndicatorRow] = []
    for mark in marks:
        groups = mark.groupdict()
        if "head" in groups:
            head = key(groups["head"])
            if head in known.level1 and (head not in known.level2 or head in known.level1.values()):
                levels.enter(groups["head"], "")
            elif head in known.level2:
                levels.enter(levels.level1 if known.decides.get(known.level2[head]) == levels.level1 else "", groups["head"])
            continue
        if groups.get("level2"):
            levels.enter(levels.level1, groups["level2"])
        elif "op" in groups:
            levels.enter(levels.level1, groups["name"] if key(groups["name"]) in known.level2 else "")
        found.append(_indicator(region, mark, levels, draft))
    return found


def _indicator(region: _Region, mark: re.Match[str], levels: Levels, draft: FormDraft) -> IndicatorRow:
    groups = mark.groupdict()
    target = quantity((groups.get("op") or "") + groups["target"])
    actual = quantity(groups["actual"])
    weight, score = points(groups["weight"]), points(groups["score"])
    draft.tally.bind(sum(1 for value in (target.value, actual.value, weight, score) if value is not None))
    unit = groups.get("unit") or ""
    return replace(
        empty_indicator(words(groups["name"].replace("\n", "")), region.line_at(mark.start("name"))),
        level1=levels.level1,
        level2=levels.level2,
        operator=target.operator,
        target_text=words((groups.get("op") or "") + groups["target"].replace("\n", "")),
        target=target.value,
        target_unit=target.unit or (unit if target.value is not None else ""),
        actual_text=words(groups["actual"].replace("\n", "")),
        actual=actual.value,
        actual_unit=actual.unit or (unit if actual.value is not None else ""),
        weight=weight,
        score=score,
    )


def _list_missed(region: _Region, items: Sequence[re.Match[str]], draft: FormDraft) -> None:
    """A block that looks like an indicator sentence but was not matched is listed."""
    for block, start in zip(region.blocks, region.starts, strict=True):
        end = start + len(block.text)
        if tells_points(block.text):
            continue
        if _LOOKS_LIKE_ITEM.search(block.text) and not any(item.start() < end and start < item.end() for item in items):
            draft.tally.figures += 1
            draft.tally.unplaced.append((block.line_from, "评价报告中的指标句无法识别"))


def merge_scores(drafts: Sequence[FormDraft], reports: Sequence[FormDraft]) -> list[FormDraft]:
    """Put the indicator system of a report and its score tables together, under the report's project.

    A score table repeats indicators of the system with their weight, score and actual value; the line of an
    indicator is then where its figures stand. What the system does not name is added to it.
    """
    kept: list[FormDraft] = []
    bases: dict[int, FormDraft] = {}
    for draft in drafts:
        owner = _owner(draft, reports) if draft.evaluation.kind in {"framework", "scores"} else None
        if owner is None:
            kept.append(draft)
        elif draft.evaluation.kind == "scores":
            draft.evaluation = replace(draft.evaluation, project=reports[owner].evaluation.project)
            kept.append(draft)
        elif owner not in bases:
            bases[owner] = draft
            about = reports[owner].evaluation
            draft.evaluation = replace(draft.evaluation, project=about.project, title=draft.evaluation.title or about.title)
            kept.append(draft)
        else:
            _merge(bases[owner], draft)
    return [*kept, *reports]


def _owner(draft: FormDraft, reports: Sequence[FormDraft]) -> int | None:
    line = draft.evaluation.line
    return next((at for at, report in enumerate(reports) if report.evaluation.line <= line <= report.evaluation.line_to), None)


def _merge(base: FormDraft, scores: FormDraft) -> None:
    at_name = {same(row.name): at for at, row in enumerate(base.indicators)}
    for row in scores.indicators:
        at = at_name.get(same(row.name))
        if at is None or base.indicators[at].weight is not None or base.indicators[at].score is not None:
            base.indicators.append(row)
            continue
        listed = base.indicators[at]
        base.indicators[at] = replace(row, level1=listed.level1, level2=listed.level2)
    base.tally.figures += scores.tally.figures
    base.tally.bound += scores.tally.bound
    base.tally.unplaced.extend(scores.tally.unplaced)
    base.evaluation = replace(base.evaluation, line_to=max(base.evaluation.line_to, scores.evaluation.line_to))
