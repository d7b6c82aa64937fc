"""What-if as a page: the change of every hospital as bars, and tables by hospital, by group, and by both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.operations.payment.comparing import summed
from baozhang.publishing.payment.charts import Bar, bars
from baozhang.publishing.payment.figures import money, per_cent, signed
from baozhang.publishing.payment.page import cards, page, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.operations.payment.comparing import Difference

_MOST: Final = 300


def comparison_page(differences: list[Difference], labels: Sequence[str]) -> str:
    """The page of a comparison; `labels` name the two sides."""
    hospitals = summed(differences, lambda each: each.hospital)
    groups = summed(differences, lambda each: each.code)
    (total,) = summed(differences, lambda _: "合计")
    gained = sum(1 for each in hospitals if each.change > 0)
    header = ("病例数", f"{labels[0]}（元）", f"{labels[1]}（元）", "差异（元）", "变动")
    shown = sorted(differences, key=lambda each: (-abs(each.change), each.hospital, each.code))[:_MOST]
    body = [
        cards(
            [
                ("病例", f"{total.cases:,}"),
                ("支付标准合计（元）", money(total.before)),
                ("换算后合计（元）", money(total.after)),
                ("增加的机构", f"{gained:,}"),
                ("减少的机构", f"{sum(1 for each in hospitals if each.change < 0):,}"),
                ("换了病组的病例", f"{total.regrouped:,}"),
            ]
        ),
        "<h2>各医疗机构的差异（元）</h2>\n",
        bars(_bars(sorted(hospitals, key=lambda one: -one.change)), "各医疗机构的差异"),
        table(("医疗机构", *header), [_row([each.hospital], each) for each in (*hospitals, total)], summed=True),
        "<h2>各病组的差异（元）</h2>\n",
        bars(_bars(groups), "差异最大的病组"),
        table(("病组", *header), [_row([_named(each.code)], each) for each in groups[:_MOST]], caption=_counted(len(groups), "个病组")),
        "<h2>医疗机构和病组</h2>\n",
        table(
            ("医疗机构", "病组", *header),
            [_row([each.hospital, _named(each.code)], each) for each in shown],
            words=(0, 1),
            caption=_counted(len(differences), "项"),
        ),
    ]
    about = (f"同一批病例，先按 {labels[0]}，再按 {labels[1]}；差异 = 后者 − 前者，金额为支付标准（含个人负担）。",)
    return page("付费测算比较", about, body)


def _bars(found: Sequence[Difference]) -> list[Bar]:
    return [Bar(_named(each.hospital), each.change, signed(each.change)) for each in found]


def _counted(count: int, unit: str) -> str:
    return f"共 {count:,} {unit}，按差异由大到小" + (f"，列出前 {_MOST} {unit}，其余见工作簿" if count > _MOST else "")


def _named(code: str) -> str:
    return code or "（未入组）"


def _row(names: list[str], each: Difference) -> list[str]:
    share = "—" if each.before <= 0 else f"{'-' if each.change < 0 else '+'}{per_cent(abs(each.change), each.before)}"
    return [*names, f"{each.cases:,}", money(each.before), money(each.after), signed(each.change), share]
