"""`baozhang payment`: cases priced, a year cleared, two sets of parameters compared."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations
from baozhang.cli.output import UNREADABLE, print_table, write_csv
from baozhang.errors import EvaluationError, InputError, UsageError

if TYPE_CHECKING:
    import argparse

    import pyarrow as pa

    from baozhang.operations.payment.parameters import Parameters

NAME: Final = "payment"
HELP: Final = "付费：按 DRG 点数或 DIP 分值计算病例，年终清算，比较两套参数"


_MONEY: Final = "#,##0.00"
_FOUR: Final = "#,##0.0000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the operations of the verb."""
    operations = Operations(parser)
    priced = operations.add("run", "计算每个病例的点数（分值），逐例写出算式", _run)
    cleared = operations.add("clear", "年终清算：按点数分配预算，写出台账，各机构之和等于预算", _clear)
    compared = operations.add("compare", "同一年病例换一套参数，按医疗机构和病组比较", _compare)
    for operation in (priced, cleared, compared):
        operation.add_argument(
            "--input", required=True, metavar="FILE", help="已分组病例（CSV、Parquet）：id、hospital、level、code、cost、patient，金额为分"
        )
        operation.add_argument("--history", metavar="FILE", help="计算权重和均费的历史病例，列与病例相同；不写时用病例本身")
        operation.add_argument("--scheme", required=True, metavar="NAME", help="分组方案名和版本，记入每一行")
    for operation in (priced, cleared):
        operation.add_argument("--parameters", required=True, metavar="FILE", help="参数文件（TOML）")
        operation.add_argument("--output", required=True, metavar="FILE", help="结果文件（.csv、.xlsx）")
    compared.add_argument("--parameters", required=True, action="append", metavar="FILE", help="参数文件（TOML），写两次：原来的、新的")
    compared.add_argument("--output", metavar="FILE", help="把按机构和病组的差异写成文件（.csv、.xlsx）")
    for operation in (cleared, compared):
        operation.add_argument("--budget", required=True, metavar="YUAN", help="基金年度预算（元，未扣调剂金）")
    cleared.add_argument("--accounts", metavar="FILE", help="各机构（id）已预付、扣减、奖励：prepaid、deducted、rewarded，金额为分")


def run(arguments: argparse.Namespace) -> int:
    """Run one operation; what cannot be read or computed ends with its message."""
    try:
        status: int = arguments.operate(arguments)
    except (InputError, EvaluationError) as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    return status


def _priced(arguments: argparse.Namespace, *files: str) -> list[tuple[Parameters, pa.Table]]:
    from baozhang.operations.payment.case_files import read_cases  # noqa: PLC0415
    from baozhang.operations.payment.parameters import read_parameters  # noqa: PLC0415
    from baozhang.operations.payment.pricing import price  # noqa: PLC0415

    cases = read_cases(Path(arguments.input))
    history = read_cases(Path(arguments.history)) if arguments.history else cases
    found = [read_parameters(Path(file)) for file in files]
    return [(parameters, price(cases, history, parameters, scheme=arguments.scheme)) for parameters in found]


def _run(arguments: argparse.Namespace) -> int:
    [(parameters, priced)] = _priced(arguments, arguments.parameters)
    lines = [[_cell(*named) for named in row.items()] for row in priced.to_pylist()]
    _write(arguments.output, priced.column_names, lines, {4: "#,##0", 5: "#,##0", 7: _FOUR, 8: _FOUR, 9: _FOUR})
    sys.stdout.write(f"{parameters.title}（{parameters.label}）：{priced.num_rows:,} 例，写入 {arguments.output}\n")
    return 0


def _write(path: str, header: list[str], lines: list[list[str]], figures: dict[int, str]) -> None:
    from baozhang.cli.workbook import write_workbook  # noqa: PLC0415

    if path.lower().endswith(".xlsx"):
        write_workbook(path, header, lines, figures)
    else:
        write_csv(path, header, lines)


def _cell(name: str, value: object) -> str:
    """A cell of a priced case; what the query counts in ten-thousandths is shown with four decimals.

    >>> _cell("points", 12345), _cell("weight", None), _cell("cost", 100)
    ('1.2345', '', '100')
    """
    if value is None:
        return ""
    if name in {"weight", "coefficient", "points"}:
        return str(Decimal(str(value)).scaleb(-4))
    return str(value)


def _clear(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415
    from baozhang.operations.payment.case_files import with_accounts  # noqa: PLC0415
    from baozhang.operations.payment.clearing import clear  # noqa: PLC0415
    from baozhang.operations.payment.pricing import claims_of  # noqa: PLC0415

    [(parameters, priced)] = _priced(arguments, arguments.parameters)
    budget = _after_reserve(arguments.budget, parameters)
    claims = claims_of(priced)
    if arguments.accounts:
        claims = with_accounts(claims, Path(arguments.accounts))
    cleared = clear(budget, claims, scheme=arguments.scheme, parameters=parameters.label, patients_in_pool=parameters.patients_in_pool)
    header = ["医疗机构", "项目", "金额（元）", "分组方案", "参数", "算式"]
    lines = [[each.hospital, each.kind, _plain(each.fen), each.scheme, each.parameters, each.trail] for each in cleared.entries]
    _write(arguments.output, header, lines, {2: _MONEY})
    owed = cleared.owed()
    sys.stdout.write(f"{parameters.title}（{parameters.label}）：扣除调剂金后的预算 {yuan(budget)}，可分配 {yuan(cleared.distributed)}\n\n")
    rows = [[hospital, yuan(fen)] for hospital, fen in owed.items()]
    print_table([["医疗机构", "清算应付"], *rows, ["合计", yuan(sum(owed.values()))]], right=[1])
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415
    from baozhang.operations.payment.comparing import compare  # noqa: PLC0415

    if len(arguments.parameters) != 2:
        raise UsageError("请写两次 --parameters：原来的参数文件和新的参数文件。")
    (before, old), (after, new) = _priced(arguments, *arguments.parameters)
    differences = compare(old, new, (_pool(arguments.budget, before, old), _pool(arguments.budget, after, new)))
    if arguments.output:
        header = ["医疗机构", "病组", "病例数", f"{before.label}（元）", f"{after.label}（元）", "差异（元）"]
        lines = [
            [each.hospital, each.code, str(each.cases), _plain(each.before), _plain(each.after), _plain(each.after - each.before)]
            for each in differences
        ]
        _write(arguments.output, header, lines, {2: "#,##0", 3: _MONEY, 4: _MONEY, 5: _MONEY})
    hospitals = sorted({each.hospital for each in differences})
    rows = []
    for hospital in hospitals:
        mine = [each for each in differences if each.hospital == hospital]
        sums = sum(each.before for each in mine), sum(each.after for each in mine)
        rows.append([hospital, f"{sum(each.cases for each in mine):,}", yuan(sums[0]), yuan(sums[1]), yuan(sums[1] - sums[0])])
    print_table([["医疗机构", "病例数", before.label, after.label, "差异"], *rows], right=[1, 2, 3, 4])
    return 0


def _pool(budget: str, parameters: Parameters, priced: pa.Table) -> int:
    """The money that the points divide, fen."""
    return _after_reserve(budget, parameters) + (sum(priced["patient"].to_pylist()) if parameters.patients_in_pool else 0)


def _after_reserve(budget: str, parameters: Parameters) -> int:
    try:
        fen = Decimal(budget.replace(",", "")) * 100
    except InvalidOperation:
        fen = Decimal("NaN")
    if not fen.is_finite() or fen < 0 or fen != int(fen):
        raise UsageError(f"--budget 应为不小于零、至多两位小数的金额（元），不能是 {budget}。")
    return int(int(fen) * (1 - parameters.reserve))


def _plain(fen: int) -> str:
    """Fen as a figure of yuan for a cell.

    >>> _plain(-1205)
    '-12.05'
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
