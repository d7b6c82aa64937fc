"""The methods of payment for a reader: what each pays for, its formula, where that comes from, and the files it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.operations.payment.parameters.header import Method
from baozhang.operations.payment.relations import AGREED, CASES, DECLARED, ENROLLED, INSURED, MEMBERS, REVIEWS, USED, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baozhang.operations.payment.relations import Relation


@dataclass(frozen=True, slots=True)
class About:
    """A method in words; `files` are its options and what stands in them, the first is --input."""

    title: str
    formula: str
    source: str
    files: Mapping[str, Relation]


_CASE_FILES: Final = {"--input": CASES, "--history": CASES, "--weights": WEIGHTS, "--reviews": REVIEWS}

METHODS: Final[Mapping[Method, About]] = {
    Method.DRG_POINTS: About(
        "按DRG付费（点数法）",
        "病例点数 = 100 × 权重 × 机构系数 × 倍率系数；点值 = 可分配总额 ÷ 全部点数",
        "公开的DRG点数法细则",
        _CASE_FILES,
    ),
    Method.DRG_RATE: About(
        "按DRG付费（费率法）",
        "支付标准 = 权重 × 费率 × 机构系数 × 倍率系数；基金应付 = 支付标准 − 个人负担",
        "公开的DRG费率法办法",
        _CASE_FILES,
    ),
    Method.DIP: About(
        "按病种分值付费（DIP）",
        "病例分值 = 病种分值 × 偏差系数 × 机构系数 × 辅助系数；点值 = 可分配总额 ÷ 全部分值",
        "国家医疗保障按病种分值付费（DIP）技术规范",
        _CASE_FILES,
    ),
    Method.BED_DAYS: About(
        "按床日付费（康复、长期住院、长期护理）",
        "支付标准 = Σ 分段天数 × 该段床日标准；长期护理 = min（费用 × 比例，每日封顶 × 天数）",
        "公开的按床日付费办法、长期护理保险支付规定",
        {"--input": CASES},
    ),
    Method.CAPITATION: About(
        "按人头付费（总额加人头）",
        "年度定额 = 签约人数 × 人头标准 + 基数；月度付费 = min（申报，定额 ÷ 12 × 比例）；年终结余留用、超支分担",
        "公开的门诊统筹按人头付费办法",
        {"--input": ENROLLED, "--use": DECLARED},
    ),
    Method.PACKAGE: About(
        "县域医共体总额包干",
        "包干额 = Σ 参保人数 × 人头标准 − 风险金 − 包外项目；结余留用 = 结余 × 留用比例；合理超支由基金分担并封顶",
        "“总额预算、结余留用、合理超支分担”的政策表述",
        {"--input": INSURED, "--use": USED, "--members": MEMBERS},
    ),
    Method.PROCUREMENT: About(
        "集采结余留用",
        "留用 =（集采前价格 × 约定采购量 − 实际使用）× 不高于50%的比例 × 考核系数",
        "国家组织药品集中采购医保资金结余留用政策",
        {"--input": AGREED},
    ),
}
"""Every method; a test holds that none is left out."""
