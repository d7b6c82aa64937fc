"""Whatever the words: no figure is lost, every claim has its place, and reading twice gives the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.reading.claims.explanations import SECTION_TITLES, read

WORDS = [
    "2024年度",
    "2023年",
    "收入总计",
    "支出总计",
    "收、支总计",
    "基本支出",
    "项目支出",
    "财政拨款收入",
    "“三公”经费支出",
    "公务接待费",
    "因公出国(境)费",
    "政府采购支出总额",
    "授予中小企业合同金额",
    "2101501-行政运行",
    "卫生健康支出（类）",
    "医疗保障管理事务（款）",
    "行政运行（项）",
    "10.00万元",
    "3.5%",
    "2辆",
    "1个",
    "7批次",
    "25人次",
    "0台（套）",
    "80分",
    "比上年决算数",
    "与年初预算数",
    "全年预算数为",
    "支出决算为",
    "增加",
    "减少",
    "下降",
    "各增加",
    "分别为",
    "持平",
    "相同",
    "完成年初预算的",
    "占",
    "其中：",
    "主要原因是",
    "主要用于",
    "大于年初预算数",
    "单价100万元以上设备",
    "共有车辆",
    "购置公务用车",
    "单位自评",
    "“优”",
    "绩效自评综述：",
    "，",
    "。",
    "；",
    "、",
    "（",
    "）",
    "一是",
    "二、",
    "1.",
]


@given(
    st.sampled_from(sorted(SECTION_TITLES)), st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.sampled_from(["final", "budget"])
)
def test_any_run_of_words_is_read_without_losing_a_figure(section: str, words: list[str], stage: str) -> None:
    text = "本部门" + "".join(words)
    reading = read(section, text, stage)
    assert reading.figures - reading.figures_bound == len(reading.unbound)
    for claim in reading.claims:
        assert claim.start < claim.end
        assert claim.value >= 0
        assert claim.direction in {-1, 0, 1}
        assert bool(claim.unbound) != bool(claim.item)
        assert "@" not in claim.column
    assert read(section, text, stage) == reading
