"""The indicators of a year as a page with charts, and as the sheets of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.operations.payment.indicators import SEPARATOR
from baozhang.publishing.payment.charts import Bar, Parts, Point, bars, quadrants, stacked
from baozhang.publishing.payment.figures import index, money, per_cent
from baozhang.publishing.payment.page import cards, page, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.operations.payment.indicators import Coverage, Indicators, Line

FIGURES: Final = (
    "病例数",
    "病组数",
    "CMI",
    "费用消耗指数",
    "时间消耗指数",
    "例均费用（元）",
    "平均住院日",
    "低倍率",
    "高倍率",
    "不稳定病组",
    "特例单议",
    "总费用（元）",
    "支付标准（元）",
    "盈亏（元）",
)
_MOST: Final = 200
"""Groups in the page; the workbook has all."""
NOTE: Final = (
    "CMI = 有权重病例的权重合计 ÷ 例数。费用（时间）消耗指数 = Σ（本院该组例均费用（住院日）÷ 全部机构该组例均）× 本院该组例数 ÷ 本院例数，"
    "小于 1 表示治疗同类疾病用得较少。盈亏 = 支付标准 − 总费用。"
)


def cells(line: Line) -> list[str]:
    """The figures of a line, as `FIGURES` names them."""
    return [
        f"{line.cases:,}",
        f"{line.groups:,}",
        index(line.cmi),
        index(line.cost_index),
        index(line.time_index),
        money(line.mean_cost),
        index(line.mean_days, 1),
        per_cent(line.low, line.cases),
        per_cent(line.high, line.cases),
        per_cent(line.unstable, line.cases),
        f"{line.special:,}",
        money(line.cost),
        money(line.standard),
        money(line.balance),
    ]


def indicator_page(found: Indicators, title: str, about: Sequence[str]) -> str:
    """The page: figures to be seen first, coverage, charts and tables by hospital, department, month and group."""
    total = found.total
    if total is None:
        return page(title, about, ['<p class="note">没有按本方法付费的病例。</p>'])
    body = [
        cards(
            [
                ("病例", f"{total.cases:,}"),
                ("医疗机构", f"{len(found.hospitals):,}"),
                ("病组", f"{total.groups:,}"),
                ("CMI", index(total.cmi)),
                ("例均费用（元）", money(total.mean_cost)),
                ("平均住院日", index(total.mean_days, 1)),
                ("低倍率病例", per_cent(total.low, total.cases)),
                ("高倍率病例", per_cent(total.high, total.cases)),
            ]
        ),
        "<h2>覆盖情况</h2>\n",
        table(("指标", "比率", "分子", "分母", "口径"), [_covered(each) for each in found.coverage], words=(0, 4)),
        "<h2>医疗机构</h2>\n",
        quadrants(
            [Point(line.owner, line.cost_index, line.time_index) for line in found.hospitals if line.cost_index and line.time_index],
            ("费用消耗指数", "时间消耗指数"),
            "各医疗机构费用消耗指数和时间消耗指数",
        ),
        f'<p class="note">{NOTE}</p>\n',
        table(("医疗机构", *FIGURES), [[line.owner, *cells(line)] for line in (*found.hospitals, total)], summed=True),
        "<h2>病例组合指数（CMI）</h2>\n",
        bars(
            [Bar(line.owner, line.cmi, index(line.cmi)) for line in sorted(found.hospitals, key=lambda each: -(each.cmi or 0)) if line.cmi],
            "各医疗机构CMI由高到低",
        ),
        "<h2>低倍率、高倍率和不稳定病组病例</h2>\n",
        stacked(
            [Parts(line.owner, _outliers(line)) for line in sorted(found.hospitals, key=lambda each: (-_odd(each), each.owner))],
            (("low", "低倍率"), ("high", "高倍率"), ("unstable", "不稳定病组")),
            "各医疗机构异常病例占比由高到低",
        ),
        "<h2>科室</h2>\n",
        table(("医疗机构", "科室", *FIGURES), [[*hospital_and_department(line), *cells(line)] for line in found.departments], words=(0, 1)),
        *_months(found.months),
        "<h2>病组</h2>\n",
        table(
            ("病组", *FIGURES),
            [[line.owner or "（未入组）", *cells(line)] for line in _largest(found.groups)],
            caption=_counted(found.groups),
        ),
    ]
    return page(title, about, body)


def hospital_and_department(line: Line) -> list[str]:
    """The two names of a department's line."""
    hospital, _, department = line.owner.partition(SEPARATOR)
    return [hospital, department or "（未填）"]


def _months(months: Sequence[Line]) -> list[str]:
    """A table by month, where there is more than one."""
    rows = [[line.owner or "（未填）", *cells(line)] for line in months]
    return ["<h2>月份</h2>\n", table(("月份", *FIGURES), rows)] if len(rows) > 1 else []


def _largest(groups: Sequence[Line]) -> list[Line]:
    return sorted(groups, key=lambda line: (-line.cost, line.owner))[:_MOST]


def _counted(groups: Sequence[Line]) -> str:
    shown = f"，列出费用最多的 {_MOST} 个，其余见工作簿" if len(groups) > _MOST else ""
    return f"共 {len(groups):,} 个病组，按总费用由高到低{shown}"


def _covered(each: Coverage) -> list[str]:
    sides = [money(each.covered), money(each.whole)] if each.money else [f"{each.covered:,}", f"{each.whole:,}"]
    return [each.name, per_cent(each.covered, each.whole), *sides, each.what]


def _odd(line: Line) -> int:
    return (line.low + line.high + line.unstable) * 10_000 // line.cases


def _outliers(line: Line) -> list[tuple[str, int, str]]:
    kinds = (("low", line.low, "低"), ("high", line.high, "高"), ("unstable", line.unstable, "不稳定"))
    return [(kind, count * 10_000 // line.cases, f"{words} {per_cent(count, line.cases)}") for kind, count, words in kinds]
