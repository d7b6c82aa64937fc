"""The report of a clearing, as a document: what it rests on, the fund's money, every hospital, statements to be signed by both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.compiling.pieces import Align, Cell, Form, Heading, PageBreak, Paragraph, Publication, StatementTable, Table
from baozhang.operations.payment.clearing.ledger import FUND, Kind
from baozhang.operations.payment.methods import METHODS
from baozhang.publishing.payment.figures import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.compiling.pieces import Piece
    from baozhang.operations.payment.clearing.ledger import Clearing, Entry
    from baozhang.operations.payment.parameters import Header

_COLUMNS: Final = 7
"""Kinds of entries beside the sum that stand in columns of their own; more would not be readable on a page."""
_DAY: Final = "日期：　　年　　月　　日"
_UNIT: Final = "单位：元"


def about_clearing(cleared: Clearing, header: Header, rows: int, scheme: str) -> list[tuple[str, str]]:
    """What a clearing rests on, in words."""
    about = METHODS[header.method]
    budget = "；".join(f"{pool or '合计'} {money(fen)} 元" for pool, fen in cleared.budget.items())
    return [
        ("付费方式", about.title),
        ("计算公式", about.formula),
        ("参数文件", f"{header.title}（{header.label}），{header.validity}有效"),
        ("参数依据", header.source),
        ("参数摘要", header.digest),
        *([("分组方案", scheme)] if scheme != header.method else []),
        ("年度预算", budget),
        *(("点值", each) for each in cleared.values),
        ("计算行数", f"{rows:,}"),
        ("台账", f"{len(cleared.entries):,} 笔，摘要 {cleared.digest}"),
    ]


def clearing_report(cleared: Clearing, title: str, about: Sequence[tuple[str, str]]) -> Publication:
    """The document: basis, fund, hospitals, rules of rounding, a statement for every hospital."""
    pieces: list[Piece] = [
        Heading(1, title),
        Heading(2, "一、清算依据"),
        Form("", _plain(("事项", "内容"), about, (22, 78))),
        Heading(2, "二、基金账户"),
        Form("", _fund(cleared)),
        *_agreement(cleared),
        Heading(2, "三、计算口径"),
        Paragraph(
            "金额精确到分。按点数（分值、权重）分配时先按比例向下取整，余下的分依次分给余数最大的机构，余数相同的按名称次序，因此各机构之和恰等于可分配总额。"
        ),
        Paragraph(
            "正数为医保基金应付医疗机构，负数为医疗机构应退回。个人负担计入可分配总额的，再从机构应得中减去；月度预付为本年已拨付的金额。"
        ),
        Paragraph("扣减、奖励、结余上缴、超支分担在医保基金账户各有一笔反向分录；全部账户（月度预付除外）相加等于年度预算。"),
        _hospitals(cleared),
    ]
    for account in cleared.accounts:
        pieces += [PageBreak(), *_statement(cleared, account, title)]
    return Publication(title, (title,), tuple(pieces))


def _fund(cleared: Clearing) -> Table:
    """The fund's money by kind of entry, one column per pool."""
    pools = list(cleared.budget)
    sums = {pool: _by_kind([entry for entry in cleared.entries if entry.pool == pool]) for pool in pools}
    rows = [("年度预算", [cleared.budget[pool] for pool in pools])]
    for fund, before in ((True, "基金账户："), (False, "各机构：")):
        kinds = [kind for kind in Kind if any((fund, kind) in sums[pool] for pool in pools)]
        rows += [(f"{before}{kind}", [sums[pool].get((fund, kind), 0) for pool in pools]) for kind in kinds]
    rows.append(("全部账户合计（月度预付除外）", [cleared.accounted()[pool] for pool in pools]))
    names = [pool or "金额（元）" for pool in pools]
    several = len(pools) > 1
    head = _head(("项目（单位：元）" if several else "项目", *names, *(["合计"] if several else [])))
    body = tuple((Cell(name), *map(_figure, figures), *([_figure(sum(figures))] if several else [])) for name, figures in rows)
    return Table("fund", (head,), body, (40, *(30 for _ in head[1:])))


def _by_kind(entries: Sequence[Entry]) -> dict[tuple[bool, Kind], int]:
    sums: dict[tuple[bool, Kind], int] = {}
    for entry in entries:
        key = (entry.account == FUND, entry.kind)
        sums[key] = sums.get(key, 0) + entry.fen
    return sums


def _agreement(cleared: Clearing) -> list[Piece]:
    """Whether all accounts are the budget again, in words."""
    wrong = [pool or "合计" for pool, fen in cleared.accounted().items() if fen != cleared.budget[pool]]
    told = f"全部账户合计与年度预算不符：{'、'.join(wrong)}，请查明原因。" if wrong else "全部账户合计与年度预算相符，分毫不差。"
    return [Paragraph(f"核对：{told}")]


def _hospitals(cleared: Clearing) -> StatementTable:
    kinds = list(cleared.sums())
    shown, others = kinds[:_COLUMNS], kinds[_COLUMNS:]
    owed = cleared.owed()
    header = ("医疗机构", *map(str, shown), *(["其他"] if others else []), "清算应付")
    body = []
    for name in cleared.accounts:
        sums = cleared.sums(name)
        figures = [sums.get(kind, 0) for kind in shown] + ([sum(sums.get(kind, 0) for kind in others)] if others else []) + [owed[name]]
        body.append((Cell(name), *map(_figure, figures)))
    totals = cleared.sums()
    last = [totals[kind] for kind in shown] + ([sum(totals[kind] for kind in others)] if others else []) + [sum(owed.values())]
    body.append((Cell("合计", Align.CENTER), *map(_figure, last)))
    widths = (18, *(14 for _ in header[1:]))
    return StatementTable("各医疗机构清算表", "", "", _UNIT, Table("hospitals", (_head(header),), tuple(body), widths), ())


def _statement(cleared: Clearing, account: str, title: str) -> list[Piece]:
    entries = [entry for entry in cleared.entries if entry.account == account]
    rows = [(Cell(f"{entry.kind}{f'（{entry.pool}）' if entry.pool else ''}"), _figure(entry.fen), Cell(entry.trail)) for entry in entries]
    rows.append((Cell("清算应付", Align.CENTER), _figure(sum(entry.fen for entry in entries)), Cell("正数为应付，负数为应退回")))
    table = Table("statement", (_head(("项目", "金额（元）", "算式")),), tuple(rows), (24, 22, 54))
    signed = [
        ("医疗保障经办机构（盖章）", "医疗机构（盖章）"),
        ("审核人：", "负责人："),
        ("经办人：", "经办人："),
        ("日期：　　年　　月　　日", "日期：　　年　　月　　日"),
    ]
    return [
        Heading(2, f"{account}清算对账单"),
        Paragraph(f"依据《{title}》，{account}本年清算结果如下，请核对；有异议的，请在规定期限内书面提出。"),
        Form("", table),
        Form("", _plain(("", ""), signed, (50, 50))),
    ]


def _plain(header: tuple[str, str], rows: Sequence[tuple[str, str]], widths: tuple[int, int]) -> Table:
    head = (_head(header),) if any(header) else ()
    return Table("plain", head, tuple((Cell(left), Cell(right)) for left, right in rows), widths)


def _head(names: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(name, Align.CENTER) for name in names)


def _figure(fen: int) -> Cell:
    return Cell(money(fen), Align.RIGHT)
