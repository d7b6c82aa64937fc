"""A budget in words: what is planned, against last year's budget."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.corpus.books import EARNED, SPENT
from benchmarks.corpus.forms import target_form
from benchmarks.corpus.frame import glossary, open_document, tables
from benchmarks.corpus.printing import Sheet, decimal, hundredths, numeral
from benchmarks.corpus.prose import Prose, listed
from benchmarks.corpus.tables import name_of, path_of
from benchmarks.corpus.words import USES, VEHICLES

if TYPE_CHECKING:
    from benchmarks.corpus.frame import Issue

_SECTIONS: Final = (
    "预算收支总体情况",
    "一般公共预算拨款支出情况",
    "政府性基金预算拨款支出情况",
    "国有资本经营预算拨款支出情况",
    "一般公共预算拨款基本支出情况",
    "一般公共预算“三公”经费支出情况",
    "预算绩效目标情况",
    "其他重要事项说明",
)
_GENERAL: Final = ("staff", "office", "project")
_SOURCES: Final = {
    "superior": "上级补助收入", "institution": "事业收入", "operating": "经营收入", "affiliate": "附属单位上缴收入", "other": "其他收入",
}  # fmt: skip


class Budget:
    """Writes one budget."""

    def __init__(self, issue: Issue) -> None:
        """Nothing is written yet."""
        self._issue = issue
        self._random = Random(issue.seed)
        self._prose = Prose(self._random, issue.manner)
        self._year = issue.year.year
        self._now, self._then = issue.year.budget, issue.prior

    def sheet(self) -> Sheet:
        """The whole document."""
        sheet = Sheet()
        issue = self._issue
        open_document(sheet, issue, list(_SECTIONS))
        tables(sheet, issue)
        sheet.area("prose")
        sheet.add(f"第三部分 {self._year}年度{issue.body}预算情况说明")
        written = (self._overview, self._general, self._fund, self._capital, self._basic, self._three_public)
        for at, (title, write) in enumerate(zip(_SECTIONS, written, strict=False), 1):
            sheet.add(f"{numeral(at)}、{title}", *write())
        self._targets(sheet)
        sheet.area("prose")
        sheet.add(f"八、{_SECTIONS[-1]}", *self._further())
        glossary(sheet)
        return sheet

    def _overview(self) -> list[str]:
        now, then = self._now.total(*SPENT), self._then.total(*SPENT)
        say = self._prose.money
        parts = [("一般公共预算拨款收入", self._now.total(*_GENERAL)), ("政府性基金预算拨款收入", self._now.total("fund")),
                 ("国有资本经营预算拨款收入", self._now.total("capital"))]  # fmt: skip
        parts += [(_SOURCES[kind], self._now.total(kind)) for kind in EARNED]
        sources = "、".join(f"{name}{say(amount)}" for name, amount in parts if amount)
        basic, project = self._now.total("staff", "office", "own_basic"), self._now.total("project", "fund", "capital", "own_project")
        return [
            f"{self._year}年，{self._issue.department}部门收入预算为{say(now)}，{self._prose.change(now, then, '上年预算数')}。"
            f"其中：{sources}。",
            f"相应安排支出预算{say(now)}，{self._prose.change(now, then, '上年预算数')}。"
            f"其中：基本支出{say(basic)}、项目支出{say(project)}。",
        ]

    def _general(self) -> list[str]:
        now, then = self._now.total(*_GENERAL), self._then.total(*_GENERAL)
        lines = [
            f"{self._year}年度一般公共预算拨款支出{self._prose.money(now)}，{self._prose.change(now, then, '上年预算数')}。具体安排如下："
        ]
        codes = sorted({code for plan in (self._now, self._then) for code in plan.items if plan.spent(code, *_GENERAL)})
        compared = self._issue.layout.blank_is_zero
        for at, code in enumerate(codes, 1):
            amount, before, use = self._now.spent(code, *_GENERAL), self._then.spent(code, *_GENERAL), self._random.choice(USES)
            if compared:
                path = path_of(code)
                lines.append(
                    f"{at}.{path}{self._year}年预算{self._prose.money(amount)}，{self._prose.change(amount, before, '上年预算数')}。"
                )
            elif amount:
                lines.append(f"（{numeral(at)}）{code}-{name_of(code)}{self._prose.money(amount)}，用于{use}。")
        return lines

    def _fund(self) -> list[str]:
        return [self._part("fund", "政府性基金预算拨款")]

    def _capital(self) -> list[str]:
        return [self._part("capital", "国有资本经营预算拨款")]

    def _part(self, kind: str, name: str) -> str:
        now, then = self._now.total(kind), self._then.total(kind)
        said = self._prose.change(now, then, "上年预算数")
        return f"{self._year}年度{name}支出{self._prose.money(now)}，{said}。" if now else f"{self._year}年度没有使用{name}安排的支出。"

    def _basic(self) -> list[str]:
        staff, office = self._now.total("staff"), self._now.total("office")
        return [
            f"{self._year}年度一般公共预算拨款基本支出{self._prose.money(staff + office)}，其中：",
            f"（一）人员经费{self._prose.money(staff)}，主要包括：{listed(self._now, staff=True)}。",
            f"（二）公用经费{self._prose.money(office)}，主要包括：{listed(self._now, staff=False)}。",
        ]

    def _three_public(self) -> list[str]:
        now, then = self._now.three_public, self._then.three_public
        say, change = self._prose.money, self._prose.change
        return [
            f"{self._year}年“三公”经费预算安排{say(sum(now.values()))}，{change(sum(now.values()), sum(then.values()), '上年预算数')}。",
            "（一）因公出国（境）经费",
            f"{self._year}年预算安排{say(now['abroad'])}，{change(now['abroad'], then['abroad'], '上年预算数')}。",
            "（二）公务接待费",
            f"{self._year}年预算安排{say(now['reception'])}，{change(now['reception'], then['reception'], '上年预算数')}。",
            "（三）公务用车购置及运行费",
            f"{self._year}年预算安排{say(now['purchase'] + now['running'])}，其中：公务用车运行费{say(now['running'])}，"
            f"{change(now['running'], then['running'], '上年预算数')}；公务用车购置费{say(now['purchase'])}，"
            f"{change(now['purchase'], then['purchase'], '上年预算数')}。",
        ]

    def _targets(self, sheet: Sheet) -> None:
        projects = self._now.projects
        money = sum(hundredths(project.initial) for project in projects)
        sheet.add(
            f"七、{_SECTIONS[-2]}",
            "（一）绩效目标设置情况",
            f"{self._year}年，本{self._issue.body}对{len(projects)}个项目设置了绩效目标，涉及财政拨款{decimal(money)}万元。",
            "（二）绩效目标表及说明",
        )
        sheet.area("forms")
        for project in projects:
            sheet.block(target_form(project, self._issue.manner, plain=not self._issue.layout.blank_is_zero))

    def _further(self) -> list[str]:
        issue, counts, say = self._issue, self._issue.year.counts, self._prose.money
        own = f"{issue.agency}01"
        office, before = self._now.spent(own, "office"), self._then.spent(own, "office")
        total = counts.goods + counts.works + counts.services
        kinds = "、".join(f"{name}{count}辆" for name, count in zip(VEHICLES, issue.kept.vehicles, strict=True))
        bought = 1 if self._now.three_public["purchase"] else 0
        return [
            "（一）机关运行经费",
            f"{self._year}年一般公共预算拨款安排的机关运行经费支出{say(office)}，{self._prose.change(office, before, '上年预算数')}。",
            "（二）政府采购情况",
            f"{self._year}年政府采购预算总额{say(total)}，其中：货物预算{say(counts.goods)}、工程预算{say(counts.works)}、服务预算{say(counts.services)}。",
            "（三）国有资产占用使用情况",
            f"截至{self._year - 1}年12月31日，本{issue.body}共有车辆{sum(issue.kept.vehicles)}辆，其中：{kinds}；"
            f"单价100万元（含）以上设备（不含车辆）{issue.kept.equipment}台（套）。",
            f"{self._year}年安排购置车辆{bought}辆，安排购置单价100万元（含）以上设备0台（套）。",
        ]
