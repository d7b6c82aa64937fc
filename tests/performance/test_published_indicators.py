"""Every indicator that the five documents publish with a quantity stands in the model, and the committed list is theirs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from baozhang.performance.library import match
from baozhang.reading import read_file
from tools.published_indicators import KINDS, Published, of_document, published

SEEDS: Final = Path("/work/shared/seeds")
_QUANTITY: Final = re.compile(r"\d+(?:\.\d+)?\s*(?:%|万?元|万?人次|万?人|次|家|个|种|件|项|天|分钟|场|卷|条|份|辆|起)")


def test_every_quantity_stands_in_the_model() -> None:
    """A figure with its direction, comparable with the actual value where both are printed."""
    assert len(published()) > 350
    assert [one for one in published() if not one.expressed] == []


def test_a_quantity_in_words_does_not() -> None:
    """The check can fail: words on both sides, or units that cannot be compared."""
    one = Published("某市 2024 决算", "培训", "产出指标", "数量指标", ">=", "多次", "", "数次", "")
    assert not one.expressed
    assert not Published("某市 2024 决算", "培训", "产出指标", "数量指标", ">=", "3", "次", "200", "元").expressed


def test_typical_indicators_have_measures() -> None:
    """Those that the documents share."""
    names = {one.name for one in published()}
    for name, measure in {
        "基本医保参保率": "enrolment-rate",
        "“一趟不用跑”服务事项占比": "no-visit-share",
        "医疗费用即时结算率(%)": "instant-settlement",
        "定点医药机构监督检查覆盖率": "inspection-coverage",
        "医保信息系统正常运行率": "system-availability",
        "服务对象满意度": "satisfaction-share",
        "处理投诉举报件完结率": "complaint-closing",
        "DIP支付医疗机构覆盖率": "case-payment-institutions",
        "医疗救助门诊和住院救助人次": "aid-person-times",
        "违规使用医保基金及时追缴率": "recovery-rate",
    }.items():
        assert name in names
        assert (found := match(name)) is not None
        assert found.indicator.measure == measure


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published documents are not here")
def test_the_list_is_what_the_documents_print() -> None:
    """Made anew it is the same, and no quantity of a form is left out of it."""
    documents = [read_file(file) for file in sorted(SEEDS.glob("*.txt"))]
    assert [row for document in documents for row in of_document(document)] == [one for one in published() if not one.within]
    listed = {one.name for one in published()} | {one.within for one in published()}
    forms = [{one.form for one in document.evaluations if one.kind in KINDS and one.copy_of is None} for document in documents]
    rows = [row for document, wanted in zip(documents, forms, strict=True) for row in document.indicators if row.form in wanted]
    left = [row.name for row in rows if row.name not in listed and _QUANTITY.search(f"{row.target_text} {row.actual_text}")]
    assert left == []
