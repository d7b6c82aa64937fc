"""The report of a department's own evaluation of a project, in the chapters that 财预〔2020〕10号 asks for, with its tables and charts.

Sentences about indicators are written as the reader of documents knows them, so that what the report says can be checked against the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.compiling.pieces import Align, Cell, Chart, Form, Heading, Paragraph, Publication, Slice, Table
from baozhang.errors import BaozhangError
from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.performance.departmental import DepartmentEvaluation, evaluate_department
from baozhang.performance.evaluation import TOTAL, FundsLine
from baozhang.performance.framework import framework
from baozhang.performance.measures.measured import measured_in
from baozhang.performance.scoring import rounded_points
from baozhang.performance.survey import CONFIDENCE, read_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from baozhang.compiling.pieces import Piece
    from baozhang.performance.books.evaluating import Evaluated
    from baozhang.performance.books.programme import Evidence
    from baozhang.performance.departmental import Judged
    from baozhang.performance.survey import Question, Survey

SURVEY: Final = "调查问卷"
MEASURED: Final = "测算结果"
_LEVELS: Final = ("决策", "过程", "产出", "效益")
_WRITTEN: Final = (("五", "主要经验及做法", "主要经验"), ("六", "存在的问题及原因分析", "存在问题"), ("七", "有关建议", "有关建议"))
_DIRECTIONS: Final = {
    ">=": ("正向", "大于等于"),
    ">": ("正向", "大于"),
    "<=": ("反向", "小于等于"),
    "<": ("反向", "小于"),
    "=": ("正向", "等于"),
}
_DEFAULTS: Final = {
    "评价范围": "本次评价的对象是该项目全年预算的安排、使用和效果",
    "评价方法": "评价按照科学规范、客观公正的原则，用比较法等方法，以年初批复的绩效目标和年中批准的调整为标准",
    "评价过程": "评价组审阅项目材料和会计凭证，核对完成值的来源，按指标体系分别打分，取平均数",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report as a publication, with the evaluation it tells of; `publication.missing` says what it still lacks."""

    evaluation: DepartmentEvaluation
    publication: Publication


def evaluation_report(made: Evaluated, department: str, content: Callable[[str], bytes]) -> Report:
    """The report of a programme; `content` gives an evidence file by its digest (LedgerError when it is gone)."""
    found = evaluate_department(made)
    missing = list(found.missing)
    surveys: list[tuple[Evidence, Survey]] = []
    noted: dict[str, str] = {}
    for one in (each for each in made.programme.evidence if each.kind in {SURVEY, MEASURED}):
        try:
            if one.kind == SURVEY:
                surveys.append((one, read_survey(content(one.digest), one.name)))
            else:
                noted[one.number] = measured_in(content(one.digest), one.name)[0].evidence
        except BaozhangError as error:
            missing.append(f"{made.programme.name}部门评价：{error}")
    teller = _Teller(made, found, [survey for _, survey in surveys], noted)
    missing += teller.owed()
    for one, survey in surveys:
        missing += _disagreeing(made, one.indicator_no, survey)
    title = f"{made.programme.name}项目支出绩效评价报告"
    year = made.evaluation.year
    cover = (f"{year}年度", f"{made.programme.name}", "项目支出绩效评价报告", department)
    return Report(found, Publication(title, cover, tuple(teller.pieces(title)), tuple(missing)))


def _disagreeing(made: Evaluated, number: str, survey: Survey) -> Iterator[str]:
    """A survey that does not give the actual value it is evidence of."""
    mean, share = _scaled(survey.overall.mean), _scaled(survey.overall.satisfied * 100)
    for goal, one in zip(made.programme.goals, made.form.indicators, strict=True):
        if goal.number == number and one.actual is not None and min(abs(one.actual - mean), abs(one.actual - share)) > _TOLERANCE:
            found = f"问卷的满意度是{scaled_to_text(mean)}%，满意率是{scaled_to_text(share)}%"
            yield f"{made.programme.name}部门评价：“{one.name}”完成值{one.actual_text}，{found}。"


_TOLERANCE: Final = 500
"""Half of the last digit of a percentage printed with one decimal, in ten-thousandths."""


def _scaled(value: Fraction) -> int:
    return rounded_points(value * 10_000)


def _percent(value: Fraction) -> str:
    return scaled_to_text(_scaled(value))


def _points(value: int | None) -> str:
    return "" if value is None else scaled_to_text(value, 0)


class _Teller:
    """Tells a report, chapter by chapter."""

    def __init__(self, made: Evaluated, found: DepartmentEvaluation, surveys: Sequence[Survey], noted: Mapping[str, str]) -> None:
        self.made, self.found, self.surveys, self.noted = made, found, surveys, noted
        self.programme = made.programme
        self.money = next((line for line in made.evaluation.funds if line.source == TOTAL), FundsLine(TOTAL))

    def owed(self) -> Iterator[str]:
        """Chapters that only people can write."""
        for place in ("主要经验", "存在问题", "有关建议"):
            if not self.programme.told(place):
                yield f"{self.programme.name}部门评价：没有写“{place}”。"

    def pieces(self, title: str) -> Iterator[Piece]:
        """The whole report."""
        yield Heading(1, title)
        yield from self.basics()
        yield from self.work()
        yield from self.conclusion()
        yield from self.analysis()
        for number, heading, place in _WRITTEN:
            yield Heading(2, f"{number}、{heading}")
            yield from self.written(place)
        yield from self.others()

    def written(self, place: str) -> Iterator[Piece]:
        """What staff wrote, numbered where there is more than one paragraph; a gap where there is nothing."""
        notes = self.programme.notes.get(place, ())
        for at, note in enumerate(notes, start=1):
            text = note.content if note.content.endswith("。") else f"{note.content}。"
            yield Paragraph(f"{at}．{text}" if len(notes) > 1 else text)
        if not notes:
            yield Paragraph(f"{_DEFAULTS[place]}。" if place in _DEFAULTS else "〔待补充〕")

    def basics(self) -> Iterator[Piece]:
        """Chapter one, with the money as a chart."""
        yield Heading(2, "一、基本情况")
        yield Heading(3, "（一）项目概况")
        if self.programme.summary:
            yield Paragraph(self.programme.summary)
        if self.programme.basis:
            yield Paragraph(f"立项依据：{self.programme.basis}。")
        yield Paragraph(f"主管部门是{self.programme.supervisor}，实施单位是{self.programme.unit}。")
        yield Heading(3, "（二）资金情况")
        views = (("年初预算数", self.money.initial), ("全年预算数", self.money.adjusted), ("全年执行数", self.money.executed))
        said = "，".join(f"{name}{fen_to_text(fen or 0, grouped=True)}万元" for name, fen in views)
        yield Paragraph(f"{said}，预算执行率{scaled_to_text(self.money.rate or 0)}%。")
        yield Chart(f"{self.programme.name}资金情况（万元）", "bars", tuple(Slice(name, fen or 0) for name, fen in views))
        yield Heading(3, "（三）绩效目标")
        yield Paragraph(self.programme.goal)
        for goal in self.programme.goals:
            yield from (Paragraph(f"“{goal.indicator.name}”{one.said.rstrip('。')}。") for one in goal.changes)

    def work(self) -> Iterator[Piece]:
        """Chapter two: object, method, framework, how it was done."""
        yield Heading(2, "二、绩效评价工作开展情况")
        for numeral, heading, place in (("一", "评价对象和范围", "评价范围"), ("二", "评价原则、方法和标准", "评价方法")):
            yield Heading(3, f"（{numeral}）{heading}")
            yield from self.written(place)
        yield Heading(3, "（三）评价指标体系")
        sums = "、".join(f"{name}{_points(self._sum(name)[0])}分" for name in _LEVELS)
        yield Paragraph(f"指标体系依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附框架设置，其中{sums}，满分100分。")
        yield self._framework()
        yield Heading(3, "（四）评价工作过程")
        yield from self.written("评价过程")
        if self.found.assessors:
            yield Paragraph(f"参加打分的评价人员{self.found.assessors}人，决策、过程各项取平均分。")

    def conclusion(self) -> Iterator[Piece]:
        """Chapter three: the score, by level, as a table and a chart."""
        yield Heading(2, "三、综合评价情况及评价结论")
        if self.found.total is None:
            yield Paragraph("评价得分待定。")
        else:
            yield Paragraph(
                f"经评价，{self.programme.name}项目绩效评价得分为{_points(self.found.total)}分，评价结果为“{self.found.grade}”。"
            )
        said = "，".join(f"{name}{_points(self._sum(name)[0])}分得{_points(self._sum(name)[1])}分" for name in _LEVELS)
        yield Paragraph(f"各类指标的得分：{said}。")
        slices = tuple(Slice(name, self._rate(name), f"{scaled_to_text(self._rate(name), 0)}%") for name in _LEVELS)
        if any(one.fen for one in slices):
            yield Chart("各类指标的得分率", "bars", slices)

    def analysis(self) -> Iterator[Piece]:
        """Chapter four: every item with its points and why; surveys with their sample and interval."""
        yield Heading(2, "四、绩效评价指标分析")
        for numeral, name in zip("一二三四", _LEVELS, strict=True):
            items, (weight, points) = self.found.level(name), self._sum(name)
            yield Heading(3, f"（{numeral}）项目{name}情况")
            rate = scaled_to_text(self._rate(name))
            yield Paragraph(f"本类指标得{_points(points)}分，占满分{_points(weight)}分的{rate}%。")
            yield self._scores(f"项目{name}指标得分表", items)
            yield from (Paragraph(_sentence(one)) for one in items if one.indicator is not None and one.points is not None)
        for survey in self.surveys:
            yield Heading(3, "（五）满意度调查")
            yield from _survey(survey)

    def others(self) -> Iterator[Piece]:
        """Chapter eight: what the evaluation rests on."""
        yield Heading(2, "八、其他需要说明的问题")
        if self.programme.evidence:
            yield Paragraph("完成值和评分依据的佐证材料如下，校验值是文件内容的SHA-256前12位。")
            rows = [
                (f"材料{one.number}", one.name, one.kind, one.digest[:12], self.noted.get(one.number, one.note))
                for one in self.programme.evidence
            ]
            yield Form("佐证材料清单", _table("evidence", ("编号", "材料", "类型", "校验值", "说明"), rows, (6, 24, 10, 18, 32)))
        else:
            yield Paragraph("没有登记佐证材料。")

    def _sum(self, level: str) -> tuple[int, int]:
        items = self.found.level(level)
        return sum(one.weight for one in items), sum(one.points or 0 for one in items)

    def _rate(self, level: str) -> int:
        """Points earned of a level, in ten-thousandths of a percent."""
        weight, points = self._sum(level)
        return rounded_points(Fraction(points, weight) * 1_000_000) if weight else 0

    def _framework(self) -> Form:
        rows = [(one.level1, one.level2, one.name, one.asks, _points(one.weight)) for one in self.found.items]
        return Form(
            framework().title, _table("framework", ("一级指标", "二级指标", "三级指标", "评价要点", "分值"), rows, (10, 11, 20, 40, 7))
        )

    def _scores(self, title: str, items: Sequence[Judged]) -> Form:
        rows = [(one.level2, one.name, _points(one.weight), _points(one.points), _why(one)) for one in items]
        return Form(title, _table("scores", ("二级指标", "三级指标", "分值", "得分", "评分依据"), rows, (12, 22, 7, 7, 40)))


def _why(one: Judged) -> str:
    return "；".join(said.rstrip("。") for said in one.why)


def _sentence(one: Judged) -> str:
    """An indicator of the project, as readers of such reports expect it."""
    indicator = one.indicator
    assert indicator is not None  # noqa: S101  # asked for before
    direction, word = _DIRECTIONS.get(indicator.operator, ("定性", ""))
    target = indicator.target_text.lstrip("≥≤=<>")
    return (
        f"{indicator.level2 or indicator.level1}-{indicator.name}，{direction}，目标为{word}{target}，满分{_points(one.weight)}分。"
        f"实际完成{indicator.actual_text}，得{_points(one.points)}分。"
    )


def _survey(survey: Survey) -> Iterator[Piece]:
    whole = survey.overall
    bounds = "" if whole.low is None or whole.high is None else f"，{CONFIDENCE}%置信区间为{_percent(whole.low)}%至{_percent(whole.high)}%"
    yield Paragraph(
        f"收回问卷{survey.questionnaires}份，{len(survey.questions)}个问题；各问题平均满意度{_percent(whole.mean)}%{bounds}，"
        f"“基本满意”及以上的占{_percent(whole.satisfied * 100)}%。"
    )
    rows = [_question(one) for one in survey.questions]
    heads = ("问题", "有效回答", "满意度均值", f"{CONFIDENCE}%置信区间", "满意率")
    yield Form("满意度调查结果", _table("survey", heads, rows, (26, 12, 14, 22, 12)))
    if whole.answers:
        yield Chart("回答的分布", "shares", tuple(Slice(word, count, f"{count}") for word, count in whole.answers))


def _question(one: Question) -> tuple[str, ...]:
    bounds = "—" if one.low is None or one.high is None else f"{_percent(one.low)}%～{_percent(one.high)}%"
    return (one.name, f"{one.count}份", f"{_percent(one.mean)}%", bounds, f"{_percent(one.satisfied * 100)}%")


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: tuple[int, ...]) -> Table:
    header = tuple(Cell(word, Align.CENTER) for word in heads)
    return Table(name, (header,), tuple(tuple(map(_cell, row)) for row in rows), widths)


def _cell(text: str) -> Cell:
    figure = text.rstrip("份%").replace(".", "", 1).replace(",", "")
    return Cell(text, Align.RIGHT if figure.isdigit() else Align.LEFT)
