"""Performance forms: what is written is read back, scored forms pass the audit, published forms survive being written anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.compiling.formats.text import to_text
from baozhang.compiling.formats.word import to_docx
from baozhang.compiling.forms import filled, form_layout, form_layouts
from baozhang.compiling.forms.layout import parse_form_layout
from baozhang.compiling.pieces import Heading, Publication
from baozhang.errors import UsageError
from baozhang.facts.amounts import scaled_to_text
from baozhang.performance.evaluation import Evaluation, FundsLine, Line, Particulars, evaluation_of, evaluations_of
from baozhang.performance.forms import Form, Indicator
from baozhang.performance.schemes import schemes
from baozhang.performance.scoring import score_form
from baozhang.reading import read_file, read_text
from baozhang.reading.forms.folding import words
from baozhang.reading.text import fold
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from baozhang.compiling.forms.layout import FormLayout
    from baozhang.facts.document import Document

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = ROOT.parent / "shared" / "seeds"
POINT: Final = 10_000
FEN: Final = 1_000_000
"""A ten-thousand of yuan in fen."""
LEVELS: Final = (
    ("成本指标", "经济成本指标", "<=", "项目成本", "万元", 10),
    ("产出指标", "数量指标", ">=", "培训场次", "场", 20),
    ("产出指标", "数量指标", ">=", "检查机构数", "家", 10),
    ("产出指标", "质量指标", ">=", "资料合格率", "%", 10),
    ("效益指标", "社会效益指标", ">=", "群众知晓率", "%", 30),
    ("满意度指标", "服务对象满意度指标", ">=", "参保人满意度", "%", 10),
)
SIGNS: Final = {">=": "≥", "<=": "≤"}


def figure(value: int) -> str:
    """A figure as it is printed."""
    return scaled_to_text(value, 0)


@st.composite
def scored(draw: st.DrawFn) -> Evaluation:
    """A form that an officer filled in with care: money by source, actual values near the targets, a reason for what is missed."""
    scheme = draw(st.sampled_from(tuple(schemes().values())))
    budget, carried = draw(st.integers(20_000, 900_000)), draw(st.integers(0, 5_000))
    spent = budget * draw(st.integers(65, 100)) // 100
    indicators = []
    for level1, level2, operator, name, unit, weight in LEVELS:
        target = (budget + carried) * 100 if unit == "万元" else draw(st.integers(80, 100)) * POINT
        most = target if operator == "<=" else 100 * POINT if unit == "%" else target + target // 10
        least = target - target // 5
        actual = (spent + carried) * 100 if unit == "万元" else draw(st.integers(least // 100, most // 100)) * 100
        text = f"{SIGNS[operator]}{figure(target)}{unit}"
        indicators.append(
            Indicator(name, level1, level2, operator, text, target, unit, figure(actual) + unit, actual, unit, weight * POINT)
        )
    form = Form("宣传培训经费", (budget + carried) * FEN // 100, (spent + carried) * FEN // 100, 10 * POINT, tuple(indicators))
    score = score_form(form, scheme)
    sources = (
        FundsLine("fiscal", budget * FEN // 100, budget * FEN // 100, spent * FEN // 100),
        FundsLine("other", 0, 0, 0),
        FundsLine("carryover", carried * FEN // 100, carried * FEN // 100, carried * FEN // 100),
    )
    reasons = {at: "因部分单位人员调整未能参加，下一年度分批补训。" for at, one in enumerate(score.indicators) if one.reached is False}
    reasons.setdefault(0, "场次压缩，支出相应减少。")  # where every indicator is reached, low spending must be explained all the same
    about = Particulars(
        "某市医疗保障局",
        "某市医疗保障基金中心",
        2024,
        "办好宣传和培训。",
        "宣传和培训已办好。",
        sources,
        reasons,
        "因场次压缩，来年提前安排。",
    )
    return evaluation_of(form, score, scheme, about)


def publication(layout: str, *evaluations: Evaluation) -> Publication:
    """An annex with forms in a layout."""
    cover = ("2024年度", "某市医疗保障局部门决算")
    return Publication("附件", cover, (Heading(1, "第五部分 附件"), *(filled(form_layout(layout), one) for one in evaluations)))


PRINTED: Final = ("project", "supervisor", "unit", "goal", "result", "low_reason")


def funds_block(layout: FormLayout) -> str:
    """The block of money of a layout."""
    return str([block for block in layout.blocks if block.each == "funds"])


def plain(evaluation: Evaluation, layout: str) -> Evaluation:
    """What can be read from a form: sources in its order, words as reading folds them, fields it does not have empty."""
    made = form_layout(layout)
    order = list(made.sources)
    named = [one for one in evaluation.funds if one.source in order or one.label]
    funds = sorted(named, key=lambda one: order.index(one.source) if one.source in order else len(order))
    texts = str([block for block in made.blocks if block.each != "tasks"])
    project, supervisor, unit, goal, result, low = (
        words(fold(getattr(evaluation, name))) if f"{{{name}}}" in texts + made.title else "" for name in PRINTED
    )
    weight, score = (evaluation.funds_weight, evaluation.funds_score) if "text='{weight}'" in funds_block(made) else (None, None)
    second = "{level2}" in texts
    lines = tuple(
        replace(
            one, reason=words(fold(one.reason)), indicator=one.indicator if second else replace(one.indicator, level2=""),
        )
        for one in evaluation.lines
    )  # fmt: skip
    return replace(
        evaluation, project=project, funds=tuple(replace(one, label="") for one in funds), lines=lines, missing=(), supervisor=supervisor,
        unit=unit, goal=goal, result=result, low_reason=low, funds_weight=weight, funds_score=score, words={}, rows={},
        grade=evaluation.grade if "{grade}" in texts else "",
    )  # fmt: skip


def read_back(document: Document, layout: str) -> list[Evaluation]:
    """The forms of a document, sources without their printed words."""
    return [plain(one, layout) for one in evaluations_of(document, form_layout(layout).stage)]


SELF: Final = ("fujian-self", "fujian-special", "shandong-self")
LEAN: Final = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
"""Few examples of many forms each: reading and auditing a batch costs hardly more than one."""


@LEAN
@given(made=st.lists(scored(), min_size=6, max_size=10))
def test_scored_forms_read_back_and_pass_the_audit(made: list[Evaluation]) -> None:
    """Everything written is read, and no rule on performance finds anything in forms that our schemes scored."""
    documents = []
    for layout in SELF:
        read = [read_text(to_text(publication(layout, one)), f"{layout}{at}.txt", f"{layout}{at}") for at, one in enumerate(made)]
        assert [read_back(one, layout) for one in read] == [[plain(one, layout)] for one in made]
        documents += read
    assert [one.missing for one in made] == [()] * len(made)
    rules = [rule for rule in load_rules() if rule.id.startswith("PER-")]
    audits = evaluate(documents, rules)
    assert len(audits) == len(SELF) * len(made)
    assert [(one.rule, one.message) for audit in audits for one in audit.findings] == []


@LEAN
@given(made=st.lists(scored(), min_size=2, max_size=4))
def test_word_reads_back(made: list[Evaluation], tmp_path: Path) -> None:
    """The same in a Word document of several projects, with its merged cells."""
    made = [replace(one, project=f"{number}号项目经费") for number, one in zip("一二三四", made, strict=False)]
    for layout in SELF:
        target = tmp_path / "附件.docx"
        target.write_bytes(to_docx(publication(layout, *made), layouts()["fujian-final"], date(2025, 8, 1)))
        assert read_back(read_file(target), layout) == [plain(one, layout) for one in made]


def test_a_form_that_contradicts_its_scheme_is_found() -> None:
    """The audit that finds nothing above finds a total that was changed afterwards."""
    one = evaluations_of(read_file(ROOT / "examples" / "final-account-clean.txt"), "self")
    assert one
    changed = replace(one[0], total=(one[0].total or 0) - POINT)
    (audit,) = evaluate(
        [read_text(to_text(publication("fujian-self", changed)))], [rule for rule in load_rules() if rule.id.startswith("PER-")]
    )
    assert audit.findings


@pytest.mark.parametrize("layout", ["fujian-target", "anhui-target"])
@LEAN
@given(whole=scored())
def test_target_forms_read_back(layout: str, whole: Evaluation) -> None:
    """Targets have the year's money and no actual values, points or total."""
    lines = tuple(Line(replace(one.indicator, actual_text="", actual=None, actual_unit="", weight=0)) for one in whole.lines)
    funds = tuple(FundsLine(one.source, one.initial) for one in whole.funds if one.source in form_layout(layout).sources)
    target = Evaluation(whole.project, whole.supervisor, whole.unit, 2024, whole.goal, funds=funds, lines=lines)
    document = read_text(to_text(publication(layout, target)), "附件.txt")
    assert read_back(document, layout) == [plain(target, layout)]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_published_forms_written_anew_read_back_equal(path: Path) -> None:
    """Every form of a published document, with all its irregular targets and words, through every layout of its stage."""
    document = read_file(path)
    for layout in form_layouts().values():
        before = [replace(one, year=2024) for one in evaluations_of(document, layout.stage)]
        again = read_text(to_text(publication(layout.id, *before)), "附件.txt")
        assert read_back(again, layout.id) == [plain(one, layout.id) for one in before]


def test_a_label_without_value_does_not_take_the_next_label() -> None:
    """A form that does not say its supervisor."""
    one = Evaluation("项目", unit="某中心", year=2024, goal="办好。", funds=(FundsLine("total", FEN),), lines=(
        Line(Indicator("场次", "产出指标", "数量指标", ">=", "≥2次", 2 * POINT, "次", "", None, "", 0)),
    ))  # fmt: skip
    (read,) = evaluations_of(read_text(to_text(publication("anhui-target", one))), "target")
    assert (read.supervisor, read.unit) == ("", "某中心")


def test_what_is_owed_is_listed() -> None:
    """A missed target without reason, a low total without measures; money that does not add up is refused."""
    scheme = schemes()["linear-and-ratio"]
    missed = Indicator("场次", "产出指标", "数量指标", ">=", "≥10次", 10 * POINT, "次", "5次", 5 * POINT, "次", 90 * POINT)
    form = Form("项目", FEN, FEN // 2, 10 * POINT, (missed,))
    about = Particulars("局", "中心", 2024, "办好。", "已办。", (FundsLine("fiscal", FEN, FEN, FEN // 2),))
    missing = evaluation_of(form, score_form(form, scheme), scheme, about).missing
    assert [any(word in line for line in missing) for word in ("场次", "执行率50.00%", "总分50分")] == [True, True, True]
    with pytest.raises(UsageError, match="各来源之和"):
        evaluation_of(replace(form, budget=2 * FEN), score_form(form, scheme), scheme, about)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("stage =", "stages =", "stages"), ('[4, "{goal}"]', '[3, "{goal}"]', "栏"), ('"merge"', '"middle"', "middle")],
)
def test_wrong_layouts_are_refused(old: str, new: str, words: str) -> None:
    """A file that does not hold together is told with what is wrong."""
    text = (ROOT / "src/baozhang/compiling/data/forms/anhui-target.toml").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        parse_form_layout(text.replace(old, new, 1), "试.toml")
    with pytest.raises(UsageError, match="fujian-self"):
        form_layout("nowhere")


def test_every_layout_has_its_source() -> None:
    """Every stage is there, each with where it comes from."""
    assert {one.stage for one in form_layouts().values()} == {"self", "department", "target", "transfer", "monitoring"}
    assert all(one.source and one.valid_from > 2000 for one in form_layouts().values())
