"""One case explained: what it was compared with, its points by the formulas, and its money where the year is cleared."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import equal, rounded, shown, yuan
from baozhang.operations.payment.bed_days import by_days, by_segments
from baozhang.operations.payment.clearing.bed_days import rule_of
from baozhang.operations.payment.counting import Case, Counted, Standard, Step, count, weight_of
from baozhang.operations.payment.relations import WHOLE

if TYPE_CHECKING:
    import pyarrow as pa

    from baozhang.operations.payment.clearing.cases import ClearedCases
    from baozhang.operations.payment.parameters import BedDays
    from baozhang.operations.payment.pricing import Priced


def row_of(table: pa.Table, case: str) -> dict[str, Any]:
    """The row of a case; UsageError where there is none."""
    found = table.filter(pc.equal(table["id"], case)).to_pylist()
    if not found:
        raise UsageError(f"没有编号为“{case}”的病例；请核对 --id。")
    row: dict[str, Any] = found[0]
    return row


def standard_of(priced: Priced, code: str, level: str, hospital: str = "") -> Standard:
    """What a case of a group is compared with at a level, and in a hospital."""
    rows = priced.groups.filter(pc.equal(priced.groups["code"], code)).to_pylist()
    scope = level if priced.parameters.mean_by_level else ""
    mine = next((row for row in rows if row["scope"] == scope), rows[0] if rows else None)
    mean_of_all = pc.max(priced.groups["mean_all"]).as_py()
    if mine is None:
        return Standard(None, None, mean_of_all, priced.constant)
    mean = mine["mean"] if mine["scope"] == scope and mine["mean"] is not None else mine["code_mean"]
    weight = None if mine["weight"] is None else Fraction(mine["weight"], WHOLE)
    adjusted = {(row["code"], row["scope"]): Fraction(row["coefficient"], WHOLE) for row in priced.adjustments.to_pylist()}
    adjustment = adjusted.get((code, hospital if priced.parameters.adjust_by == "机构" else level))
    return Standard(weight, mean, mean_of_all, priced.constant, adjustment)


def count_row(priced: Priced, given: dict[str, Any]) -> Counted:
    """A case of the input counted by the formulas (the query's answer is in `priced`)."""
    reviewed = row_of(priced.cases, given["id"])["kind"] == "特例单议"
    case = Case(
        given["hospital"],
        given["code"],
        given["cost"],
        given["days"],
        Fraction(given["auxiliary"], WHOLE),
        basic=given["basic"] == 1,
        reviewed=reviewed,
    )
    return count(case, standard_of(priced, given["code"], given["level"], given["hospital"]), priced.parameters)


def explain(priced: Priced, given: dict[str, Any], cleared: ClearedCases | None = None) -> list[Step]:
    """Every step from the case to its points, and to its money where a clearing is given."""
    counted = count_row(priced, given)
    header = priced.parameters.header
    steps = [
        Step("参数", f"{header.title}（{header.label}），{header.validity}；分组方案 {priced.scheme}"),
        Step("病例", f"{_named(given)}，病组 {given['code'] or '（未入组）'}，费用 {yuan(given['cost'])}"),
        *_compared(priced, given),
        *counted.steps,
    ]
    if cleared is not None and counted.kind != "不纳入":
        steps += _money(cleared, given, counted)
    return [*steps, Step("结果", f"{counted.kind}，{'按实际费用' if counted.at_cost else f'计 {shown(counted.points)}'}")]


def _named(given: dict[str, Any]) -> str:
    return f"{given['id']}，{given['hospital']}（{given['level']}）"


def _compared(priced: Priced, given: dict[str, Any]) -> list[Step]:
    standard = standard_of(priced, given["code"], given["level"])
    group = priced.groups.filter(pc.equal(priced.groups["code"], given["code"]))
    cases = pc.max(group["cases"]).as_py() if group.num_rows else 0
    if standard.mean is None:
        return [Step("历史", f"病组 {given['code']} 没有历史病例；全部病例例均 {yuan(standard.mean_of_all)}")]
    level = f"（{given['level']}）" if priced.parameters.mean_by_level else ""
    told = f"病组 {given['code']} 历史 {cases:,} 例，例均{level} {yuan(standard.mean)}；全部病例例均 {yuan(standard.mean_of_all)}"
    return [Step("历史", told), *_weighed(standard, pc.max(group["code_mean"]).as_py())]


def _weighed(standard: Standard, mean_of_group: int) -> list[Step]:
    """Where the weight comes from."""
    if standard.weight is None:
        return []
    if standard.weight != weight_of(mean_of_group, standard.mean_of_all):
        return [Step("权重由来", "公布的权重（分值）表")]
    product = f"{yuan(mean_of_group)} ÷ {yuan(standard.mean_of_all)} {equal(standard.weight)}"
    return [Step("权重由来", f"病组例均 ÷ 全部例均 = {product}（四舍五入到四位小数）")]


def _money(cleared: ClearedCases, given: dict[str, Any], counted: Counted) -> list[Step]:
    row = row_of(cleared.amounts, given["id"])
    standard, fund, hospital = row["standard"], row["fund"], row["hospital"]
    claim = next(each for each in cleared.claims if (each.pool, each.hospital) == (row["pool"], hospital))
    if counted.at_cost:
        divided = f"按实际费用，{yuan(standard)}"
    elif "rate" in row:
        divided = f"权重 {shown(counted.points)} × 费率 {yuan(row['rate'])} = {yuan(standard)}"
    else:
        divided = f"按点数从 {hospital} 的分配额中得 {shown(counted.points)} ÷ {shown(claim.points)}，尾差按最大余额分配：{yuan(standard)}"
    pooled = fund != standard or not given["patient"]
    off = f" − 个人负担 {yuan(given['patient'])} = {yuan(fund)}" if pooled else "，个人负担不在可分配总额内，不减"
    return [Step("支付标准", divided), Step("基金应付", f"{yuan(standard)}{off}")]


def explain_bed_days(parameters: BedDays, given: dict[str, Any], *, scheme: str) -> tuple[list[Step], int]:
    """A stay by bed-days: its steps and its standard, whole fen."""
    rule = rule_of(parameters, given["class"], given["level"])
    if rule is None or given["days"] is None:
        raise UsageError(f"病例 {given['id']} 缺少住院天数，或类别“{given['class']}”没有床日标准。")
    days = given["days"] - given["leave"]
    if isinstance(rule, tuple):
        worked = by_segments(given["days"], given["leave"], rule, actual=given["cost"] if parameters.at_most_cost else None)
    else:
        worked = by_days(days, Fraction(given["cost"], max(days, 1)), rule)
    standard = rounded(worked.value)
    if parameters.at_most_cost:
        standard = min(standard, given["cost"])
    header = parameters.header
    told = (
        f"{given['id']}，{given['hospital']}（{given['level']}），类别 {given['class']}，住院 {given['days']} 天、请假 {given['leave']} 天"
    )
    steps = [
        Step("参数", f"{header.title}（{header.label}），{header.validity}；{scheme}"),
        Step("病例", f"{told}，费用 {yuan(given['cost'])}"),
        Step("床日", worked.trail),
        Step("基金应付", f"{yuan(standard)} − 个人负担 {yuan(given['patient'])} = {yuan(standard - given['patient'])}"),
    ]
    return steps, standard
