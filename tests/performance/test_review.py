"""Review of targets: each fault is found by its kind, a sound form has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from baozhang.cli import main
from baozhang.performance.evaluation import Evaluation, FundsLine, Line
from baozhang.performance.forms import Indicator
from baozhang.performance.review import review

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
POINT: Final = 10_000
SESSIONS: Final = Indicator("培训场次", "产出指标", "数量指标", ">=", "≥12场", 12 * POINT, "场", "", None, "", 0)
SHARE: Final = Indicator("资料合格率", "产出指标", "质量指标", ">=", "≥95%", 95 * POINT, "%", "", None, "", 0)
COST: Final = Indicator("项目总成本", "成本指标", "经济成本指标", "<=", "≤20万元", 20 * POINT, "万元", "", None, "", 0)


def target(*indicators: Indicator) -> Evaluation:
    """A target form of 200,000 yuan."""
    return Evaluation("宣传经费", funds=(FundsLine("total", 20_000_000),), lines=tuple(map(Line, indicators)))


def test_a_sound_form_has_no_remark() -> None:
    """Measurable, right way round, within the money; nothing is said of last year without last year."""
    assert review(target(SESSIONS, SHARE, COST)) == ()


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (replace(SESSIONS, target=None, target_text="有所提高", operator=""), "measurable"),
        (replace(SHARE, operator="<=", target_text="≤95%"), "direction"),
        (replace(COST, operator=">=", target_text="≥20万元"), "direction"),
        (replace(SHARE, level1="成本指标", level2="经济成本指标"), "level"),
        (replace(SHARE, name="资金保障比例", level1="成本指标", level2="经济成本指标"), "level"),
        (replace(SHARE, name="窗口服务满意度", level2="质量指标"), "level"),
        (replace(SHARE, name="系统故障率", operator=">=", level2="质量指标"), "direction"),
        (replace(COST, target=21 * POINT, target_text="≤21万元"), "cost"),
        (replace(COST, target=200_001 * POINT, target_unit="元", target_text="≤200001元"), "cost"),
        (replace(SESSIONS, weight=80 * POINT), "weights"),
    ],
)
def test_each_fault_is_found(one: Indicator, kind: str) -> None:
    """One fault, one remark of its kind."""
    assert [remark.kind for remark in review(target(one))] == [kind]


@pytest.mark.parametrize(("actual", "words"), [(12, ["没有体现提高"]), (20, ["60%"]), (14, []), (10, [])])
def test_last_year_is_compared(actual: int, words: list[str]) -> None:
    """Equal to what was reached, far below it, or fair."""
    before = replace(SESSIONS, actual=actual * POINT, actual_text=f"{actual}场", actual_unit="场", target=8 * POINT)
    reasons = [one.reason for one in review(target(SESSIONS), {("宣传经费", "培训场次"): before})]
    assert len(reasons) == len(words)
    assert all(word in reason for word, reason in zip(words, reasons, strict=True))


def test_the_command_reads_budgets(capsys: pytest.CaptureFixture[str]) -> None:
    """Every target form of a document is named, with how many remarks there are."""
    assert main(["performance", "review", str(EXAMPLES / "budget-clean.md")]) in {0, 1}
    assert "条意见" in capsys.readouterr().out
