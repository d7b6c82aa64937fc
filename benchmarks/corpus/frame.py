"""What every document has around its figures: cover, contents, the department, the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.corpus.printing import numeral

if TYPE_CHECKING:
    from baozhang.taxonomy.layouts import Layout
    from benchmarks.corpus.books import Counts, Plan, Year
    from benchmarks.corpus.printing import Manner, Sheet

_TERMS: Final = (
    ("财政拨款收入", "本级财政当年拨付的资金，含一般公共预算、政府性基金预算和国有资本经营预算三部分"),
    ("财政专户管理资金收入", "纳入财政专户管理的收费等资金"),
    ("上级补助收入", "主管部门和上级单位拨入的非财政补助资金"),
    ("事业收入", "事业单位从事专业活动得到的收入"),
    ("经营收入", "事业单位非独立核算的经营活动得到的收入"),
    ("附属单位上缴收入", "附属的独立核算单位按规定上缴的资金"),
    ("其他收入", "前述各项以外的收入"),
    ("使用非财政拨款结余", "用往年积累的非财政资金弥补当年收支差额的数额"),
    ("年初结转和结余", "往年结转到本年继续使用的资金和已完成项目剩余的资金"),
    ("上年结转结余", "上年没有用完、本年继续使用的资金"),
    ("结余分配", "事业单位缴纳所得税和从结余中提取各类基金的数额"),
    ("年末结转和结余", "年底结转到以后年度使用的资金和已完成项目剩余的资金"),
    ("基本支出", "机构正常运转、完成日常工作所需的支出"),
    ("项目支出", "为完成专门任务在基本支出以外发生的支出"),
    ("经营支出", "非独立核算经营活动的支出"),
    ("上缴上级支出", "下级单位上缴上级单位的资金"),
    ("对附属单位补助支出", "用非财政资金补助附属单位的支出"),
    ("“三公”经费", "财政拨款安排的因公出国（境）费、公务用车购置及运行维护费、公务接待费"),
    ("机关运行经费", "行政单位和参照公务员法管理的事业单位为运转购买货物和服务的资金"),
)


@dataclass(frozen=True, slots=True)
class Issue:
    """One document to be written: whose, which year, by which layout, and the figures it is to show.

    `prior` is the year it compares with: its account for an account, its budget for a budget. `members` are the units it comprises.
    """

    department: str
    layout: Layout
    manner: Manner
    scope: str
    year: Year
    prior: Plan
    kept: Counts
    """What there was at the end of the year before: a budget tells of these vehicles."""
    members: tuple[str, ...]
    agency: str
    step: bool
    seed: int
    partners: frozenset[str]
    """Which other documents of the department there are: last year's of this kind (`last`), this year's budget (`budget`)."""

    @property
    def plan(self) -> Plan:
        """What the document accounts for or plans."""
        return self.year.budget if self.layout.stage == "budget" else self.year.account

    @property
    def body(self) -> str:
        """部门 or 单位."""
        return "单位" if self.scope == "unit" else "部门"

    @property
    def kind(self) -> str:
        """决算 or 预算."""
        return "预算" if self.layout.stage == "budget" else "决算"

    @property
    def name(self) -> str:
        """The name as the cover prints it."""
        return f"{self.department}（汇总）" if self.scope == "consolidated" else self.department


def title_of(issue: Issue, title: str) -> str:
    """A table's title; budgets put the year in front."""
    return f"{issue.year.year}年度{title}" if issue.layout.stage == "budget" else title


def open_document(sheet: Sheet, issue: Issue, sections: list[str]) -> None:
    """Cover, contents, what the department does and which units it has."""
    year, what = issue.year.year, f"{issue.body}{issue.kind}"
    sheet.area("cover")
    sheet.add(f"{year}年度", issue.name, what, "目 录")
    parts = [
        (f"第一部分 {issue.body}概况", ["主要职责", f"{issue.body}{issue.kind}单位构成"]),
        (f"第二部分 {year}年度{what}表", [shown.title for shown in issue.layout.statements]),
        (f"第三部分 {year}年度{what}情况说明", sections),
        ("第四部分 名词解释", []),
    ]
    if issue.layout.stage == "final":
        parts.append(("第五部分 附件", []))
    for part, entries in parts:
        sheet.lines.append(part)
        sheet.lines += [f"{numeral(at)}、{entry}" for at, entry in enumerate(entries, 1)]
    sheet.lines.append("")
    sheet.add(f"第一部分 {issue.body}概况", "一、主要职责")
    sheet.add(
        f"（一）执行与本{issue.body}有关的法规和政策，拟订实施办法。",
        "（二）办理职责范围内的行政许可和公共服务。",
        "（三）监督检查所管理的事项。",
    )
    sheet.add(f"二、{issue.body}{issue.kind}单位构成")
    _members(sheet, issue)


def _members(sheet: Sheet, issue: Issue) -> None:
    if len(issue.members) < 2:
        sheet.add(f"纳入{issue.year.year}年度{issue.kind}编制范围的只有{issue.department}本级，没有其他单位。")
        return
    sheet.add(f"纳入{issue.year.year}年度{issue.body}{issue.kind}编制范围的单位共{len(issue.members)}个，名单如下：")
    manner = issue.manner
    rows = [manner.row(["序号", "单位名称"]), *(manner.row([str(at), name]) for at, name in enumerate(issue.members, 1))]
    sheet.block([rows[0], manner.row(["---", "---"]), *rows[1:]] if manner.bars else rows)


def tables(sheet: Sheet, issue: Issue) -> None:
    """Every statement of the layout with its caption."""
    from benchmarks.corpus.tables import Statements  # noqa: PLC0415  # frame is what tables' users stand in

    sheet.area("tables")
    sheet.add(f"第二部分 {issue.year.year}年度{issue.body}{issue.kind}表")
    printer = Statements(issue.plan, issue.layout, issue.manner, issue.year.year, issue.year.budget)
    for shown in issue.layout.statements:
        numbered = not shown.number.isascii() and len(shown.number) <= 2 and bool(shown.number)
        sheet.add(f"{shown.number}、{shown.title}" if numbered else shown.title)
        if issue.layout.stage == "budget":
            sheet.add(title_of(issue, shown.title))
        if shown.number and not numbered:
            sheet.lines.append(shown.number)
        sheet.lines += [f"{issue.body}：{issue.name}", f"单位：{issue.layout.unit}", ""]
        sheet.block(printer.lines(shown))


def glossary(sheet: Sheet) -> None:
    """The terms."""
    sheet.area("cover")
    sheet.add("第四部分 名词解释")
    for at, (term, meaning) in enumerate(_TERMS, 1):
        sheet.add(f"{numeral(at)}、{term}：{meaning}。")
