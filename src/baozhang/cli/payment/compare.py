"""`baozhang payment compare`: the same year under other parameters or another scheme."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.cli.output import print_table
from baozhang.cli.payment.inputs import accounts_of, add_accounts, add_budget, add_files, budgets_of, scheme_of, sources_of
from baozhang.cli.payment.results import MONEY, plain, write_lines
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations
    from baozhang.operations.payment.clearing.ledger import Accounts
    from baozhang.operations.payment.comparing import Difference
    from baozhang.operations.payment.years import CasesYear, Year


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("compare", "同一年病例换一套参数或另一分组方案，按医疗机构和病组比较", _run)
    add_files(parser, output=None)
    parser.add_argument(
        "--parameters", required=True, action="append", metavar="FILE", help="参数文件，写两次：原来的、新的；只换方案写一次"
    )
    parser.add_argument("--other-input", metavar="FILE", help="同一批病例按另一方案分组的文件")
    parser.add_argument("--other-scheme", default="", metavar="NAME", help="另一分组方案名和版本")
    parser.add_argument("--other-history", metavar="FILE", help="按另一方案分组的历史病例")
    add_budget(parser)
    add_accounts(parser)
    parser.add_argument("--output", metavar="FILE", help="按机构和病组的差异（.csv、.xlsx），或带图的网页（.html）")


def _run(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.comparing import compare, summed  # noqa: PLC0415
    from baozhang.operations.payment.years import CasesYear  # noqa: PLC0415

    if len(arguments.parameters) > 2 or (len(arguments.parameters) == 1 and not arguments.other_input):
        raise UsageError("请写两次 --parameters（原来的、新的参数文件），或者用 --other-input 给出另一方案的分组。")
    budgets = budgets_of(arguments.budget)
    accounts = accounts_of(arguments, budgets)
    before, after = _year(arguments, 0), _year(arguments, 1)
    if not isinstance(before, CasesYear) or not isinstance(after, CasesYear):
        return _ledgers(arguments, (before, after), budgets, accounts)
    differences = compare((before.priced, before.cleared(budgets, accounts)), (after.priced, after.cleared(budgets, accounts)))
    labels = _labels(before, after)
    if arguments.output:
        _write(arguments.output, differences, labels)
    by_hospital = sorted(summed(differences, lambda each: each.hospital), key=lambda each: each.hospital)
    columns = ["病例数", *labels, "差异", "变动"]
    print_table([["医疗机构", *columns], *map(_line, [*by_hospital, _total(differences)])], right=[1, 2, 3, 4, 5])
    groups = summed(differences, lambda each: each.code)[:10]
    sys.stdout.write("\n差异最大的病组\n")
    print_table([["病组", *columns], *map(_line, groups)], right=[1, 2, 3, 4, 5])
    regrouped = sum(each.regrouped for each in differences)
    if arguments.other_input:
        sys.stdout.write(f"\n换了病组的病例 {regrouped:,} 例\n")
    return 0


def _ledgers(arguments: argparse.Namespace, years: tuple[Year, Year], budgets: dict[str, int], accounts: Accounts) -> int:
    """Methods without groups, or two methods: what each account gets by kind of entry."""
    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415
    from baozhang.operations.payment.comparing import compare_ledgers  # noqa: PLC0415

    differences = compare_ledgers(*(year.clear(budgets, accounts) for year in years))
    labels = [str(year.rows["parameters"][0].as_py()) if year.rows.num_rows else "—" for year in years]
    header = ["账户", "项目", f"{labels[0]}（元）", f"{labels[1]}（元）", "差异（元）"]
    if arguments.output:
        if arguments.output.lower().endswith(".html"):
            raise UsageError("不按病例付费的方式按账户比较，结果请写成 .csv 或 .xlsx。")
        lines = [[each.account, each.kind, plain(each.before), plain(each.after), plain(each.change)] for each in differences]
        write_lines(arguments.output, header, lines, {2: MONEY, 3: MONEY, 4: MONEY})
    rows = [[each.account, each.kind, yuan(each.before), yuan(each.after), yuan(each.change)] for each in differences]
    print_table([["账户", "项目", *labels, "差异"], *rows], right=[2, 3, 4])
    return 0


def _year(arguments: argparse.Namespace, side: int) -> Year:
    from baozhang.operations.payment.parameters import read_parameters  # noqa: PLC0415
    from baozhang.operations.payment.years import calculate  # noqa: PLC0415

    parameters = read_parameters(Path(arguments.parameters[min(side, len(arguments.parameters) - 1)]))
    sources = sources_of(arguments)
    scheme = scheme_of(arguments.scheme, parameters)
    if side and arguments.other_input:
        history = Path(arguments.other_history) if arguments.other_history else None
        sources = replace(sources, input=Path(arguments.other_input), history=history)
        scheme = arguments.other_scheme
        if not scheme:
            raise UsageError("请用 --other-scheme 写明另一分组方案名和版本。")
    return calculate(parameters, sources, scheme=scheme, dated=False)


def _labels(before: CasesYear, after: CasesYear) -> list[str]:
    """What the two sides are called: by parameters where they differ, else by scheme."""
    labels = [year.priced.parameters.header.label for year in (before, after)]
    return labels if labels[0] != labels[1] else [before.priced.scheme, after.priced.scheme]


def _line(each: Difference) -> list[str]:
    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415

    return [each.hospital or "（未入组）", f"{each.cases:,}", yuan(each.before), yuan(each.after), yuan(each.change), _share(each)]


def _share(each: Difference) -> str:
    from baozhang.cli.output import share  # noqa: PLC0415

    if not each.before:
        return "—"
    return f"{'-' if each.change < 0 else '+'}{share(abs(each.change), abs(each.before))}"


def _total(differences: list[Difference]) -> Difference:
    from baozhang.operations.payment.comparing import summed  # noqa: PLC0415

    found = summed(differences, lambda _: "合计")
    if not found:
        raise UsageError("没有病例可以比较。")
    return found[0]


def _write(path: str, differences: list[Difference], labels: list[str]) -> None:
    if path.lower().endswith(".html"):
        from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415
        from baozhang.publishing.payment.comparison import comparison_page  # noqa: PLC0415

        with whole_file(Path(path)) as out:
            out.write(comparison_page(differences, labels).encode())
        return
    header = ["医疗机构", "病组", "病例数", f"{labels[0]}（元）", f"{labels[1]}（元）", "差异（元）", "换组病例数"]
    lines = [
        [each.hospital, each.code, str(each.cases), plain(each.before), plain(each.after), plain(each.change), str(each.regrouped)]
        for each in differences
    ]
    write_lines(path, header, lines, {2: "#,##0", 3: MONEY, 4: MONEY, 5: MONEY, 6: "#,##0"})
