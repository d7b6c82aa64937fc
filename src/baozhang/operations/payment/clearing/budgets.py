"""Payment and clearing by budget: per head with a global budget, packages of county communities, retention for volume procurement."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import rounded, shares, yuan
from baozhang.operations.payment.clearing.ledger import FUND, Account, Clearing, Entry, Kind, Writer, after_reserve
from baozhang.operations.payment.engine import engine
from baozhang.operations.payment.pricing import coefficients, ten_thousandths, terms_table
from baozhang.operations.payment.sharing import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baozhang.operations.payment.clearing.ledger import Accounts
    from baozhang.operations.payment.parameters import Capitation, Package, Procurement


def price_capitation(enrolled: pa.Table, declared: pa.Table, parameters: Capitation, *, scheme: str) -> pa.Table:
    """Quota and payment of every institution and month.

    Raises UsageError for a category without a standard, and for institutions that stand in one of the files only.
    """
    _same(enrolled["category"], parameters.heads, "参数文件 heads 没有这些人员类别")
    _same(declared["hospital"], enrolled["hospital"].to_pylist(), "各月申报里有没有签约人数的机构")
    _same(enrolled["hospital"], declared["hospital"].to_pylist(), "签约人数里有没有申报的机构（没有费用也应申报 0）")
    relations = {
        "enrolled": enrolled,
        "heads": _heads("category", parameters.heads),
        "declared": declared,
        "terms": terms_table(share=ten_thousandths(parameters.prepaid_share), scheme=scheme, parameters=parameters.header.label),
    }
    with engine(relations) as run:
        return run.ask("capitation")


def clear_capitation(months: pa.Table, parameters: Capitation, budget: int, accounts: Accounts | None = None, *, scheme: str) -> Clearing:
    """Clear a year of payment per head: quotas kept or shared by the bands, all cut in proportion where they exceed the budget."""
    writer = Writer(scheme, parameters.header.label)
    with engine({"months": months}) as run:
        rows = run.rows(
            "select hospital, max(quota)::bigint, sum(declared)::bigint, sum(paid)::bigint from months group by hospital order by hospital"
        )
    left, entries = after_reserve(budget, parameters.reserve, writer, "")
    worked = [shared(declared, Fraction(quota), parameters.sharing) for _, quota, declared, _ in rows]
    dues = [rounded(each.value) for each in worked]
    kept = shares(left, dues) if sum(dues) > left else dues
    for (hospital, quota, _, paid), due, each, part in zip(rows, dues, worked, kept, strict=True):
        account = (accounts or {}).get(("", hospital), Account())
        change = due - quota
        trail = f"应付合计 {yuan(sum(dues))} 超过总额 {yuan(left)}，按比例核减"
        lines = [
            (Kind.QUOTA, quota, f"年度定额 {yuan(quota)}"),
            (Kind.SHARED if change > 0 else Kind.RETURNED, change, each.trail),
            (Kind.CUT, part - due, trail),
            (Kind.PREPAID, -paid - account.prepaid, f"减各月已付 {yuan(paid + account.prepaid)}"),
            *account.lines[1:],
        ]
        entries += writer.lines(("", hospital), lines)
    quotas = sum(row[1] for row in rows)
    entries.append(
        writer.entry(("", FUND), Kind.BALANCE, left - quotas + sum(dues) - sum(kept), f"总额 {yuan(left)} − 定额合计 {yuan(quotas)} + 核减")
    )
    entries += writer.against(entries, "")
    return Clearing({"": budget}, tuple(entries))


def price_packages(insured: pa.Table, used: pa.Table, parameters: Package, *, scheme: str) -> pa.Table:
    """Package, use, balance, retention and sharing of every community.

    Raises UsageError for a kind of insurance without a standard, communities that stand in one of the files only, and packages below zero.
    """
    _same(insured["insurance"], parameters.heads, "参数文件 heads 没有这些险种")
    _same(used["community"], insured["community"].to_pylist(), "使用情况里有没有参保人数的医共体")
    _same(insured["community"], used["community"].to_pylist(), "参保人数里有没有使用情况的医共体")
    kept = {
        "score_from": pa.array([each.score for each in parameters.kept], pa.int64()),
        "share": pa.array([ten_thousandths(each.kept) for each in parameters.kept], pa.int64()),
    }
    relations = {
        "insured": insured,
        "heads": _heads("insurance", parameters.heads),
        "used": used,
        "kept": pa.table(kept),
        "terms": terms_table(
            reserve=ten_thousandths(parameters.reserve),
            fund_share=ten_thousandths(parameters.fund_share),
            share_cap=ten_thousandths(parameters.share_cap),
            scheme=scheme,
            parameters=parameters.header.label,
        ),
    }
    with engine(relations) as run:
        found = run.ask("package")
    below = [row["community"] for row in found.to_pylist() if row["budget"] < 0]
    if below:
        raise UsageError(f"包干额小于零：{'、'.join(below)}；请核对人头标准和包外项目。")
    return found


def clear_packages(packages: pa.Table, parameters: Package, members: pa.Table | None = None, *, scheme: str) -> Clearing:
    """Clear packages of communities: the budget is what all persons bring.

    What a community keeps or bears is divided among its members by points of work where `members` (community, hospital, points) are given.
    """
    writer = Writer(scheme, parameters.header.label)
    entries: list[Entry] = []
    teams: dict[str, list[tuple[str, int]]] = {}
    for row in members.to_pylist() if members is not None else []:
        teams.setdefault(row["community"], []).append((row["hospital"], row["points"]))
    rows = packages.to_pylist()
    if members is not None:
        _same(members["community"], [row["community"] for row in rows], "成员单位里有没有包干的医共体")
    for row in rows:
        name = row["community"]
        entries += writer.lines(
            ("", name),
            [
                (Kind.PACKAGE_USE, row["used"], f"县内 {yuan(row['inside'])} + 县外 {yuan(row['outside'])} − 豁免 {yuan(row['exempt'])}"),
                (Kind.PREPAID, -row["used"], "各机构平时已结算"),
            ],
        )
        entries += _divided(writer, name, teams.get(name, [(name, 1)]), row)
    for kind, key in ((Kind.RESERVE, "reserve"), (Kind.EXCLUDED, "excluded")):
        total = sum(row[key] for row in rows)
        entries += [writer.entry(("", FUND), kind, total, f"各医共体合计 {yuan(total)}")] if total else []
    kept_by_fund = sum(max(0, row["balance"]) - row["retained"] - row["fund_adds"] for row in rows)
    entries.append(writer.entry(("", FUND), Kind.BALANCE, kept_by_fund, "各医共体结余未留用部分 − 基金分担的超支"))
    return Clearing({"": sum(row["gross"] for row in rows)}, tuple(entries))


def _divided(writer: Writer, community: str, team: list[tuple[str, int]], row: Mapping[str, int | str]) -> list[Entry]:
    retained, borne = int(row["retained"]), int(row["borne"])
    kind, fen, sign = (Kind.RETAINED, retained, 1) if retained else (Kind.BORNE, borne, -1)
    trail = f"包干 {yuan(int(row['budget']))} − 支出 {yuan(int(row['used']))} = {yuan(int(row['balance']))}；{row['trail']}：{yuan(fen)}"
    parts = shares(fen, [points for _, points in team])
    inner = "" if team == [(community, 1)] else f"；{community}内按工作量点数分配"
    return [writer.entry(("", hospital), kind, sign * part, trail + inner) for (hospital, _), part in zip(team, parts, strict=True) if part]


def price_procurement(agreed: pa.Table, parameters: Procurement, *, scheme: str) -> pa.Table:
    """What every hospital saved and retains of every batch."""
    relations = {
        "agreed": agreed,
        "assessed": coefficients(parameters.assessed),
        "terms": terms_table(kept=ten_thousandths(parameters.kept), scheme=scheme, parameters=parameters.header.label),
    }
    with engine(relations) as run:
        return run.ask("procurement")


def clear_procurement(retained: pa.Table, parameters: Procurement, accounts: Accounts | None = None, *, scheme: str) -> Clearing:
    """The ledger of retention: the budget is what was saved; what no hospital retains stays with the fund."""
    writer = Writer(scheme, parameters.header.label)
    rows = retained.to_pylist()
    sums: Counter[str] = Counter()
    entries: list[Entry] = []
    for row in rows:
        sums[row["hospital"]] += row["retained"]
        entries.append(writer.entry(("", row["hospital"]), Kind.PROCUREMENT, row["retained"], f"{row['batch']}：{row['trail']}"))
    for hospital in sums:
        account = (accounts or {}).get(("", hospital), Account())
        entries += [writer.entry(("", hospital), kind, fen, trail) for kind, fen, trail in account.lines if fen]
    entries += writer.others("", sums, accounts or {}, Kind.PROCUREMENT)
    saved = sum(row["saved"] for row in rows)
    entries.append(writer.entry(("", FUND), Kind.BALANCE, saved - sum(sums.values()), f"结余合计 {yuan(saved)} − 留用合计"))
    entries += writer.against(entries, "")
    entries.sort(key=lambda entry: (entry.account == FUND, entry.account))
    return Clearing({"": saved}, tuple(entries))


def _heads(name: str, heads: Mapping[str, int]) -> pa.Table:
    return pa.table({name: pa.array(heads, pa.string()), "fen": pa.array(heads.values(), pa.int64())})


def _same(found: pa.ChunkedArray, known: Iterable[str], what: str) -> None:
    strange = sorted(set(found.to_pylist()) - set(known))
    if strange:
        raise UsageError(f"{what}：{'、'.join(strange[:5])}；请核对后重算。")
