"""Results as files: CSV and Parquet with fen for programs, workbooks with yuan for people."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.cli.output import write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa


class _Shown(NamedTuple):
    heading: str
    kind: str = "text"


_COLUMNS: Final = {
    "id": _Shown("病例"),
    "hospital": _Shown("医疗机构"),
    "department": _Shown("科室"),
    "level": _Shown("级别"),
    "code": _Shown("病组"),
    "class": _Shown("床日类别"),
    "month": _Shown("月份"),
    "insurance": _Shown("险种"),
    "pool": _Shown("险种"),
    "community": _Shown("医共体"),
    "batch": _Shown("批次"),
    "kind": _Shown("类型"),
    "scheme": _Shown("分组方案"),
    "parameters": _Shown("参数"),
    "trail": _Shown("算式"),
    "review": _Shown("应评审"),
    "at_cost": _Shown("按实际费用"),
    "days": _Shown("住院天数", "count"),
    "counted": _Shown("计费天数", "count"),
    "cases": _Shown("例数", "count"),
    "year": _Shown("年度"),
    "persons": _Shown("人数", "count"),
    "items": _Shown("品种数", "count"),
    "score": _Shown("考核得分", "count"),
    "reasonable": _Shown("超支合理", "count"),
    "weight": _Shown("权重", "factor"),
    "coefficient": _Shown("系数", "factor"),
    "auxiliary": _Shown("辅助系数", "factor"),
    "points": _Shown("点数（分值）", "factor"),
    "mean": _Shown("例均费用（元）", "fen"),
    "cost": _Shown("总费用（元）", "fen"),
    "patient": _Shown("个人负担（元）", "fen"),
    "standard": _Shown("支付标准（元）", "fen"),
    "fund": _Shown("基金应付（元）", "fen"),
    "rate": _Shown("费率（元）", "fen"),
    "base": _Shown("基数（元）", "fen"),
    "quota": _Shown("年度定额（元）", "fen"),
    "month_limit": _Shown("月度限额（元）", "fen"),
    "declared": _Shown("申报（元）", "fen"),
    "paid": _Shown("付费（元）", "fen"),
    "applied": _Shown("申报额（元）", "fen"),
    "prepaid": _Shown("预付（元）", "fen"),
    "gross": _Shown("人头总额（元）", "fen"),
    "reserve": _Shown("风险金（元）", "fen"),
    "excluded": _Shown("包外项目（元）", "fen"),
    "budget": _Shown("包干额（元）", "fen"),
    "inside": _Shown("县内支出（元）", "fen"),
    "outside": _Shown("县外支出（元）", "fen"),
    "exempt": _Shown("豁免（元）", "fen"),
    "used": _Shown("支出（元）", "fen"),
    "balance": _Shown("结余（元）", "fen"),
    "retained": _Shown("留用（元）", "fen"),
    "fund_adds": _Shown("基金分担（元）", "fen"),
    "borne": _Shown("自担（元）", "fen"),
    "actual": _Shown("实际使用（元）", "fen"),
    "saved": _Shown("结余（元）", "fen"),
}
MONEY: Final = "#,##0.00"
_FORMATS: Final = {"fen": MONEY, "factor": "#,##0.0000", "count": "#,##0"}


def write_table(path: str, table: pa.Table) -> None:
    """Write a calculated table; the suffix chooses the format. Raises InputError where the file cannot be written."""
    suffix = Path(path).suffix.lower()
    if suffix == ".parquet":
        _write_parquet(Path(path), table)
        return
    rows = [[_cell(name, value, yuan=suffix == ".xlsx") for name, value in row.items()] for row in table.to_pylist()]
    if suffix == ".xlsx":
        shown = [_COLUMNS.get(name, _Shown(name)) for name in table.column_names]
        figures = {at: _FORMATS[each.kind] for at, each in enumerate(shown) if each.kind in _FORMATS}
        write_workbook_of(path, [each.heading for each in shown], rows, figures)
    else:
        write_csv(path, table.column_names, rows)


def _write_parquet(path: Path, table: pa.Table) -> None:
    """Money as whole fen, factors as decimals with four places."""
    import pyarrow as pa  # noqa: PLC0415  # Arrow loads only when needed
    import pyarrow.compute as pc  # noqa: PLC0415

    from baozhang.operations.grouping.files import written  # noqa: PLC0415

    for at, name in enumerate(table.column_names):
        if _COLUMNS.get(name, _Shown(name)).kind == "factor":
            places = pc.multiply(pc.cast(table[name], pa.decimal128(23, 4)), pa.scalar(Decimal("0.0001"), pa.decimal128(4, 4)))
            table = table.set_column(at, name, pc.cast(places, pa.decimal128(18, 4)))
    with written(path, table.schema) as writer:
        for batch in table.to_batches():
            writer.write_batch(batch)


def write_lines(path: str, header: Sequence[str], lines: Sequence[Sequence[str]], figures: dict[int, str]) -> None:
    """Write lines of text and figures, as a workbook or as CSV."""
    if path.lower().endswith(".xlsx"):
        write_workbook_of(path, header, lines, figures)
    else:
        write_csv(path, header, lines)


def write_workbook_of(path: str, header: Sequence[str], lines: Sequence[Sequence[str]], figures: dict[int, str]) -> None:
    """One sheet."""
    from baozhang.cli.workbook import write_workbook  # noqa: PLC0415

    write_workbook(path, header, lines, figures)


def plain(fen: int) -> str:
    """Fen as a figure of yuan for a cell.

    >>> plain(-1205)
    '-12.05'
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _cell(name: str, value: object, *, yuan: bool) -> str:
    """A cell: ten-thousandths with four decimals, fen as fen or yuan, yes and no as 是 and 否.

    >>> _cell("points", 12345, yuan=False), _cell("cost", 100, yuan=True), _cell("review", True, yuan=True)
    ('1.2345', '1.00', '是')
    """
    kind = _COLUMNS.get(name, _Shown(name)).kind
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind == "factor":
        return str(Decimal(str(value)).scaleb(-4))
    return plain(int(str(value))) if yuan and kind == "fen" else str(value)
