"""The options that name the files of a year and its budget, and what they mean."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from baozhang.operations.payment.clearing.ledger import Accounts
    from baozhang.operations.payment.parameters import Parameters
    from baozhang.operations.payment.years import Sources, Year


def add_files(parser: argparse.ArgumentParser, *, output: str | None = "结果文件（.csv、.xlsx、.parquet）") -> None:
    """The files of a year; which of them a method reads, `payment methods` tells."""
    parser.add_argument("--input", required=True, metavar="FILE", help="病例、签约人数、参保人数或集采约定（CSV、Parquet），金额为分")
    parser.add_argument("--history", metavar="FILE", help="计算权重和均费的历史病例，列与病例相同；不写时用病例本身")
    parser.add_argument("--weights", metavar="FILE", help="公布的权重（分值）表：code、weight；写了就不再由历史病例计算权重")
    parser.add_argument("--reviews", metavar="FILE", help="特例单议结果：id、result（同意、不同意）")
    parser.add_argument("--use", metavar="FILE", help="按人头付费为各月申报，包干为各医共体使用情况")
    parser.add_argument("--members", metavar="FILE", help="包干：医共体成员单位和工作量点数")
    parser.add_argument("--scheme", default="", metavar="NAME", help="分组方案名和版本，记入每一行；按病例付费必填")
    if output:
        parser.add_argument("--output", required=True, metavar="FILE", help=output)


def add_parameters(parser: argparse.ArgumentParser) -> None:
    """The one set of parameters of an operation."""
    parser.add_argument("--parameters", required=True, metavar="FILE", help="参数文件（TOML），付费方式由文件决定")


def add_budget(parser: argparse.ArgumentParser) -> None:
    """The budget of the year."""
    parser.add_argument(
        "--budget",
        action="append",
        default=[],
        metavar="YUAN",
        help="基金年度预算（元，未扣调剂金）；各险种分别清算时写成 险种=金额，可以写几次",
    )


def add_accounts(parser: argparse.ArgumentParser) -> None:
    """What passed between the fund and the hospitals."""
    parser.add_argument(
        "--accounts",
        action="append",
        default=[],
        metavar="FILE",
        help="各机构已预付、扣减、奖励：hospital、prepaid、deducted、rewarded，金额为分；可以写几次，也可用 payment prepay 的结果",
    )


def sources_of(arguments: argparse.Namespace) -> Sources:
    """The files that the options name."""
    from baozhang.operations.payment.years import Sources  # noqa: PLC0415  # Arrow and DuckDB load only when needed

    names = ("history", "weights", "reviews", "use", "members")
    files = {name: Path(value) for name in names if (value := getattr(arguments, name))}
    return Sources(Path(arguments.input), **files)


def year_of(arguments: argparse.Namespace) -> tuple[Parameters, Year]:
    """The parameters and the year that the options name."""
    from baozhang.operations.payment.parameters import read_parameters  # noqa: PLC0415
    from baozhang.operations.payment.years import calculate  # noqa: PLC0415

    parameters = read_parameters(Path(arguments.parameters))
    return parameters, calculate(parameters, sources_of(arguments), scheme=scheme_of(arguments.scheme, parameters))


def scheme_of(scheme: str, parameters: Parameters) -> str:
    """The scheme that rows carry: named for cases in groups, the method itself where there are no groups."""
    from baozhang.operations.payment.parameters import Cases  # noqa: PLC0415

    if scheme:
        return scheme
    if isinstance(parameters, Cases):
        raise UsageError("按病例付费要用 --scheme 写明分组方案名和版本，例如 --scheme 方案@1。")
    return str(parameters.header.method)


def budgets_of(texts: Sequence[str]) -> dict[str, int]:
    """Budgets by kind of insurance, fen; {"": fen} for one of all."""
    budgets: dict[str, int] = {}
    for text in texts:
        pool, _, amount = text.rpartition("=")
        if pool in budgets:
            raise UsageError(f"--budget {pool} 写了两次；每个险种一次。")
        budgets[pool.strip()] = _fen(amount)
    if "" in budgets and len(budgets) > 1:
        raise UsageError("--budget 或者只写一个金额，或者每个都写成 险种=金额。")
    return budgets


def accounts_of(arguments: argparse.Namespace, budgets: dict[str, int]) -> Accounts:
    """What the files say was prepaid, deducted and rewarded."""
    from baozhang.operations.payment.years import read_accounts  # noqa: PLC0415

    return read_accounts([Path(file) for file in arguments.accounts], by_insurance=bool(budgets) and set(budgets) != {""})


def _fen(text: str) -> int:
    try:
        fen = Decimal(text.replace(",", "").strip()) * 100
    except InvalidOperation:
        fen = Decimal("NaN")
    if not fen.is_finite() or fen < 0 or fen != int(fen):
        raise UsageError(f"--budget 应为不小于零、至多两位小数的金额（元），不能是 {text}。")
    return int(fen)
