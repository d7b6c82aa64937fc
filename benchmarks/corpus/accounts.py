"""A final account in words: what became of the budget, against last year and against the plan."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.corpus.books import SPENT
from benchmarks.corpus.forms import execution, grade_of, money_of, points_of, self_form
from benchmarks.corpus.frame import glossary, open_document, tables
from benchmarks.corpus.printing import Sheet, decimal, hundredths, numeral
from benchmarks.corpus.prose import Prose, listed
from benchmarks.corpus.tables import income_row, name_of, path_of, spending_row
from benchmarks.corpus.words import VEHICLES

if TYPE_CHECKING:
    from benchmarks.corpus.books import Plan
    from benchmarks.corpus.frame import Issue

_SECTIONS: Final = (
    "收入支出决算总体情况说明",
    "收入决算情况说明",
    "支出决算情况说明",
    "财政拨款收入支出决算总体情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明",
    "政府性基金预算财政拨款收入支出决算情况说明",
    "国有资本经营预算财政拨款支出决算情况说明",
    "“三公”经费支出决算情况说明",
    "机关运行经费支出说明",
    "政府采购支出说明",
    "国有资产占用情况说明",
    "预算绩效情况说明",
)
_INCOME: Final = (
    ("财政拨款收入", "fiscal"), ("上级补助收入", "superior"), ("事业收入", "institution"), ("经营收入", "operating"),
    ("附属单位上缴收入", "affiliate"), ("其他收入", "other"),
)  # fmt: skip
_SPENDING: Final = (
    ("基本支出", "basic"), ("项目支出", "project"), ("上缴上级支出", "to_superior"), ("经营支出", "operating"),
    ("对附属单位补助支出", "to_affiliate"),
)  # fmt: skip
_FISCAL: Final = ("staff", "office", "project", "fund", "capital")
_GENERAL: Final = ("staff", "office", "project")


class Account:
    """Writes one final account."""

    def __init__(self, issue: Issue) -> None:
        """Nothing is written yet."""
        self._issue = issue
        self._random = Random(issue.seed)
        self._prose = Prose(self._random, issue.manner)
        self._year = issue.year.year
        self._now, self._then, self._budget = issue.year.account, issue.prior, issue.year.budget

    def sheet(self) -> Sheet:
        """The whole document."""
        sheet = Sheet()
        issue = self._issue
        open_document(sheet, issue, list(_SECTIONS))
        tables(sheet, issue)
        sheet.area("prose")
        sheet.add(f"第三部分 {self._year}年度{issue.body}决算情况说明")
        written = (
            self._overview, self._income, self._spending, self._fiscal, self._general, self._basic, self._fund, self._capital,
            self._three_public, self._office, self._procurement, self._assets, self._performance,
        )  # fmt: skip
        for at, (title, write) in enumerate(zip(_SECTIONS, written, strict=True), 1):
            sheet.add(f"{numeral(at)}、{title}", *write())
        glossary(sheet)
        sheet.area("forms")
        sheet.add("第五部分 附件")
        for project in self._now.projects:
            sheet.block(self_form(project, issue.manner, self._year, issue.department, step=issue.step))
        return sheet

    def _overview(self) -> list[str]:
        now, then = _grand_total(self._now), _grand_total(self._then)
        said = self._prose.change(now, then, "上年决算数", each=True)
        return [f"{self._year}年度收入总计{self._prose.money(now)}，支出总计{self._prose.money(now)}。收、支总计{said}。"]

    def _income(self) -> list[str]:
        now, then = _sums(self._now, "income"), _sums(self._then, "income")
        parts = [(name, now[column]) for name, column in _INCOME if now[column] or column == "fiscal"]
        return [
            f"{self._year}年度收入合计{self._prose.money(now['total'])}，{self._prose.change(now['total'], then['total'], '上年决算数')}。",
            f"其中：{self._prose.shares(parts, now['total'])}。",
        ]

    def _spending(self) -> list[str]:
        now, then = _sums(self._now, "spending"), _sums(self._then, "spending")
        parts = [(name, now[column]) for name, column in _SPENDING if now[column] or column in {"basic", "project"}]
        lines = [
            f"{self._year}年度支出合计{self._prose.money(now['total'])}，{self._prose.change(now['total'], then['total'], '上年决算数')}。",
            f"其中：{self._prose.shares(parts, now['total'])}。",
        ]
        return [*lines, *(f"{at}.{name}{self._prose.money(now[column])}，{self._prose.change(now[column], then[column], '上年决算数')}。"
                          for at, (name, column) in enumerate(_SPENDING[:2], 1))]  # fmt: skip

    def _fiscal(self) -> list[str]:
        now, then = _fiscal_total(self._now), _fiscal_total(self._then)
        said = self._prose.change(now, then, "上年决算数", each=True)
        return [f"{self._year}年度财政拨款收入总计{self._prose.money(now)}，支出总计{self._prose.money(now)}。财政拨款收、支总计{said}。"]

    def _general(self) -> list[str]:
        now, then, planned = (plan.total(*_GENERAL) for plan in (self._now, self._then, self._budget))
        whole = self._now.total(*SPENT)
        lines = [
            f"（一）总体情况。{self._year}年度一般公共预算财政拨款支出{self._prose.money(now)}，"
            f"占本年支出合计的{self._prose.percent(now, whole)}。"
            f"{self._prose.change(now, then, '上年决算数')}。",
            f"（二）结构情况。一般公共预算财政拨款支出主要用于以下方面：{self._prose.shares(self._classes(), now)}。",
            f"（三）具体情况。一般公共预算财政拨款支出年初预算{self._prose.money(planned)}，支出决算{self._prose.money(now)}，"
            f"{self._prose.completed(now, planned, '年初预算')}。其中：",
        ]
        codes = sorted({code for plan in (self._now, self._budget, self._then) for code in plan.items if plan.spent(code, *_GENERAL)})
        by_code = self._issue.layout.three_public_basis == "general_public"
        return lines + [self._compared(at, code) if by_code else self._planned(at, code) for at, code in enumerate(codes, 1)]

    def _classes(self) -> list[tuple[str, int]]:
        classes: dict[str, int] = {}
        for code, amounts in sorted(self._now.items.items()):
            spent = sum(amounts[kind] for kind in _GENERAL)
            if spent:
                classes[code[:3]] = classes.get(code[:3], 0) + spent
        return [(f"{name_of(code)}（类）", amount) for code, amount in classes.items()]

    def _compared(self, at: int, code: str) -> str:
        now, then = self._now.spent(code, *_GENERAL), self._then.spent(code, *_GENERAL)
        name = name_of(code)
        return f"（{numeral(at)}）{code}-{name}{self._prose.money(now)}，{self._prose.change(now, then, '上年决算数')}。"

    def _planned(self, at: int, code: str) -> str:
        now, planned = self._now.spent(code, *_GENERAL), self._budget.spent(code, *_GENERAL)
        return (
            f"{at}.{path_of(code)}。年初预算{self._prose.money(planned)}，支出决算{self._prose.money(now)}，"
            f"{self._prose.completed(now, planned, '年初预算')}。"
        )

    def _basic(self) -> list[str]:
        staff, office = self._now.total("staff"), self._now.total("office")
        return [
            f"{self._year}年度一般公共预算财政拨款基本支出{self._prose.money(staff + office)}，其中：",
            f"人员经费{self._prose.money(staff)}，主要包括：{listed(self._now, staff=True)}。",
            f"公用经费{self._prose.money(office)}，主要包括：{listed(self._now, staff=False)}。",
        ]

    def _fund(self) -> list[str]:
        return [self._part("fund", "政府性基金预算财政拨款")]

    def _capital(self) -> list[str]:
        return [self._part("capital", "国有资本经营预算财政拨款")]

    def _part(self, kind: str, name: str) -> str:
        now, then = self._now.total(kind), self._then.total(kind)
        said = self._prose.change(now, then, "上年决算数")
        return f"{self._year}年度{name}支出{self._prose.money(now)}，{said}。" if now else f"{self._year}年度没有使用{name}安排的支出。"

    def _three_public(self) -> list[str]:
        now, plan, counts = self._now.three_public, self._budget.three_public, self._issue.year.counts
        total, planned = sum(now.values()), sum(plan.values())
        vehicles, budget = now["purchase"] + now["running"], plan["purchase"] + plan["running"]
        kept = sum(counts.vehicles)
        say, done = self._prose.money, self._prose.completed

        def against(amount: int, of: int) -> str:
            return (
                f"全年预算{say(of)}，支出决算{say(amount)}，{done(amount, of, '全年预算')}"
                if hundredths(of)
                else f"没有安排预算，支出决算{say(amount)}"
            )

        return [
            f"{self._year}年度“三公”经费支出{against(total, planned)}。具体情况如下：",
            f"（一）因公出国（境）费{against(now['abroad'], plan['abroad'])}。"
            f"全年安排因公出国（境）团组{counts.groups}个，累计{counts.travellers}人次。",
            f"（二）公务用车购置及运行维护费{against(vehicles, budget)}。其中：",
            f"公务用车购置费支出{say(now['purchase'])}，全年购置公务用车{counts.bought}辆。",
            f"公务用车运行维护费支出{say(now['running'])}，截至{self._year}年12月31日，公务用车保有量为{kept}辆。",
            f"（三）公务接待费{against(now['reception'], plan['reception'])}。其中：国内接待费支出{say(now['reception'])}，"
            f"共接待{counts.batches}批次、{counts.guests}人次；国（境）外接待费支出{say(0)}，接待0批次、0人次。",
        ]

    def _office(self) -> list[str]:
        issue = self._issue
        now = self._now.spent(f"{issue.agency}01", "office")
        base, before = ("年初预算数", self._budget) if issue.layout.operating_comparison == "initial_budget" else ("上年决算数", self._then)
        said = self._prose.change(now, before.spent(f"{issue.agency}01", "office"), base)
        return [f"{self._year}年度机关运行经费支出{self._prose.money(now)}，{said}。"]

    def _procurement(self) -> list[str]:
        counts, say, percent = self._issue.year.counts, self._prose.money, self._prose.percent
        total, given = counts.goods + counts.works + counts.services, sum(counts.small_medium)
        of_small = (given, "授予中小企业合同金额") if self._issue.layout.small_share_of == "sme" else (total, "政府采购支出总额")
        parts = zip(("货物", "工程", "服务"), (counts.goods, counts.works, counts.services), counts.small_medium, strict=True)
        shares = "，".join(
            f"{name}采购授予中小企业合同金额占{name}支出金额的{percent(sme, amount)}" for name, amount, sme in parts if amount
        )
        return [
            f"{self._year}年度政府采购支出总额{say(total)}，其中：政府采购货物支出{say(counts.goods)}、政府采购工程支出{say(counts.works)}、"
            f"政府采购服务支出{say(counts.services)}。授予中小企业合同金额{say(given)}，占政府采购支出总额的{percent(given, total)}，"
            f"其中：授予小微企业合同金额{say(counts.small)}，占{of_small[1]}的{percent(counts.small, of_small[0])}；{shares}。"
        ]

    def _assets(self) -> list[str]:
        counts = self._issue.year.counts
        kinds = "、".join(f"{name}{count}辆" for name, count in zip(VEHICLES, counts.vehicles, strict=True))
        return [
            f"截至{self._year}年12月31日，本{self._issue.body}共有车辆{sum(counts.vehicles)}辆，其中：{kinds}；"
            f"单价100万元（含）以上设备（不含车辆）{counts.equipment}台（套）。"
        ]

    def _performance(self) -> list[str]:
        projects = self._now.projects
        _, adjusted = money_of(self._now)
        lines = [
            f"按照预算绩效管理要求，本{self._issue.body}对{self._year}年度{len(projects)}个项目开展绩效自评，涉及资金{decimal(adjusted)}万元。",
            "自评结果如下：",
        ]
        for at, project in enumerate(projects, 1):
            _, _, total = points_of(project, step=self._issue.step)
            lines.append(
                f"{at}.{project.name}项目绩效自评综述：项目自评得分为{decimal(total)}分，等级为“{grade_of(total)}”。"
                f"全年预算{decimal(hundredths(project.adjusted))}万元，执行{decimal(hundredths(project.executed))}万元，"
                f"完成预算的{decimal(execution(project))}%。"
            )
        return lines


def _sums(plan: Plan, statement: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for amounts in plan.items.values():
        row = spending_row(amounts) if statement == "spending" else income_row(amounts, "final")
        for column, amount in row.items():
            sums[column] = sums.get(column, 0) + amount
    return sums


def _grand_total(plan: Plan) -> int:
    return plan.total(*SPENT, "close_general", "close_fund", "close_capital", "close_own", "distributed")


def _fiscal_total(plan: Plan) -> int:
    return plan.total(*_FISCAL, "close_general", "close_fund", "close_capital")
