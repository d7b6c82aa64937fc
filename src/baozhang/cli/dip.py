"""`baozhang dip`: DIP catalogues imported and shown; cases put into groups, scored and explained."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.case_options import about_of, add_about, add_case, add_files, row_from
from baozhang.cli.operations import Operations, run_operation
from baozhang.cli.output import (
    counting,
    list_stored,
    print_table,
    share,
    tell_identity,
    tell_ignored,
    tell_problems,
    tell_steps,
)
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "dip"
HELP: Final = "DIP 按病种分值：导入病种目录，对病例入组、计分、说明"

run = run_operation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the operations of the verb."""
    operations = Operations(parser)
    imported = operations.add("import", "导入病种目录到本机数据目录；同名目录内容有变时成为新版本", _import)
    imported.add_argument("path", metavar="DIR", help="目录所在文件夹，或一个工作簿（xlsx、xls）")
    imported.add_argument("--scheme", required=True, metavar="NAME", help="目录名")
    add_about(imported)
    grouped = operations.add("group", "对 CSV 或 Parquet 文件中的病例入组、计分", _group)
    grouped.add_argument("--scheme", required=True, metavar="NAME", help="目录名，或 目录名@版本")
    add_files(grouped)
    explained = operations.add("explain", "逐步说明一个病例如何入组、计分", _explain)
    explained.add_argument("--scheme", required=True, metavar="NAME", help="目录名，或 目录名@版本")
    add_case(explained)
    explained.add_argument("--cost", metavar="YUAN", help="病例费用（元）")
    explained.add_argument("--level", metavar="LEVEL", help="医院级别，与目录中各级次均费用的级别对应")
    operations.add("list", "列出已导入的目录", _list)
    shown = operations.add("show", "显示一个目录，或其中一个诊断、病种", _show)
    shown.add_argument("--scheme", required=True, metavar="NAME", help="目录名，或 目录名@版本")
    shown.add_argument("code", nargs="?", metavar="CODE", help="诊断编码的开头，或病种编码；不写时列出各层次的数目")


def _import(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.dip import import_catalogue  # noqa: PLC0415  # Arrow is not needed to fail on a wrong call

    imported = import_catalogue(Path(arguments.path), arguments.scheme, about_of(arguments))
    if imported.stored is None:
        return tell_problems(imported.problems)
    identity = imported.stored.identity
    sys.stdout.write(f"{'已导入' if imported.new else '内容没有变化，仍是'} {identity.label}：{identity.title}\n")
    sys.stdout.write(f"病种 {imported.stored.rows['group']:,} 个，辅助目录 {imported.stored.rows.get('auxiliary', 0):,} 档\n")
    return 0


def _group(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.dip import Scorer, load_catalogue  # noqa: PLC0415
    from baozhang.operations.grouping.dip.scoring import DIP_STATUS_NAMES, score_file  # noqa: PLC0415

    catalogue = load_catalogue(arguments.scheme)
    counts, ignored = score_file(Scorer(catalogue), Path(arguments.input), Path(arguments.output), counting("已入组"))
    tell_ignored(ignored)
    total = counts.total()
    sys.stdout.write(f"{catalogue.identity.title}（{catalogue.identity.label}）  {total:,} 例，结果在 {arguments.output}\n")
    rows = [[DIP_STATUS_NAMES[status], status, f"{count:,}", share(count, total)] for status, count in counts.most_common()]
    print_table([["状态", "status", "例数", "占比"], *rows], right=[2, 3])
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.dip import Scorer, load_catalogue  # noqa: PLC0415
    from baozhang.operations.grouping.dip.scoring import dip_case_of, result_row  # noqa: PLC0415

    row = row_from(arguments, welcome=("cost", "level"))
    result = Scorer(load_catalogue(arguments.scheme)).explain(dip_case_of(row))
    tell_steps(result.steps, result_row(result), arguments.format)
    return 0


def _list(_: argparse.Namespace) -> int:
    from baozhang.operations.grouping.dip.catalogues import DIP_STORE  # noqa: PLC0415

    list_stored(DIP_STORE.all(), DIP_STORE.folder)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.dip import Tier, Treatment, load_catalogue  # noqa: PLC0415

    catalogue = load_catalogue(arguments.scheme)
    if arguments.code is None:
        tell_identity(catalogue.identity)
        kinds = [(group.tier, group.treatment) for group in catalogue.groups]
        rows = [[tier, *(f"{kinds.count((tier, treatment)):,}" for treatment in Treatment)] for tier in Tier]
        print_table([["层次", *Treatment], *rows], right=[1, 2, 3, 4])
        return 0
    found = [group for group in catalogue.groups if group.code == arguments.code or group.diagnosis.first.startswith(arguments.code)]
    if not found:
        raise UsageError(f"目录 {catalogue.identity.label} 中没有 {arguments.code}。")
    rows = [
        [group.code, group.name, f"{group.tier}{group.treatment}", "+".join("/".join(term) for term in group.terms), str(group.score)]
        for group in found
    ]
    print_table([["病种编码", "名称", "层次", "手术操作", "分值"], *rows], right=[4])
    return 0
