"""`baozhang drg`: DRG schemes imported, checked and shown; cases grouped, explained and compared."""

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
    write_csv,
)
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from baozhang.operations.grouping.scheme import Scheme

NAME: Final = "drg"
HELP: Final = "DRG 分组：导入、检查分组方案，对病例分组、说明、比较"

run = run_operation

_FOUND: Final = 1
_SHOWN: Final = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the operations of the verb."""
    operations = Operations(parser)
    imported = operations.add("import", "导入分组方案到本机数据目录；同名方案内容有变时成为新版本", _import)
    imported.add_argument("path", metavar="DIR", help="方案所在目录，或一个工作簿（xlsx、xls）")
    imported.add_argument("--scheme", required=True, metavar="NAME", help="方案名")
    add_about(imported)
    checked = operations.add("validate", "检查方案：到不了的组、次序有误、编码重复或不存在、没有费率的组", _validate)
    checked.add_argument("--scheme", required=True, metavar="NAME", help="方案名，或 方案名@版本")
    checked.add_argument("--rates", metavar="FILE", help="费率（权重）表，CSV，有 drg 一列；用来检查没有费率的组")
    checked.add_argument("--all", action="store_true", help=f"列出全部，不限于每类{_SHOWN}条")
    checked.add_argument("--output", metavar="FILE", help="把全部结果写成 CSV")
    grouped = operations.add("group", "对 CSV 或 Parquet 文件中的病例分组", _group)
    grouped.add_argument("--scheme", required=True, metavar="NAME", help="方案名，或 方案名@版本")
    add_files(grouped)
    explained = operations.add("explain", "逐步说明一个病例如何入组", _explain)
    explained.add_argument("--scheme", required=True, metavar="NAME", help="方案名，或 方案名@版本")
    add_case(explained)
    compared = operations.add("compare", "比较两个方案对同一批病例的分组", _compare)
    compared.add_argument("--scheme", required=True, action="append", metavar="NAME", help="方案名，写两次")
    compared.add_argument("--input", required=True, metavar="FILE", help="病例文件（CSV、Parquet）")
    compared.add_argument("--output", metavar="FILE", help="把全部变化写成 CSV")
    operations.add("list", "列出已导入的方案", _list)
    shown = operations.add("show", "显示一个方案，或其中一个MDC、ADRG、DRG", _show)
    shown.add_argument("--scheme", required=True, metavar="NAME", help="方案名，或 方案名@版本")
    shown.add_argument("code", nargs="?", metavar="CODE", help="MDC、ADRG 或 DRG 编码；不写时列出各MDC")


def _import(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.schemes import import_scheme, load_scheme  # noqa: PLC0415
    from baozhang.operations.grouping.validating import severity_order  # noqa: PLC0415

    imported = import_scheme(Path(arguments.path), arguments.scheme, about_of(arguments))
    if imported.stored is None:
        return tell_problems(imported.problems)
    identity = imported.stored.identity
    sys.stdout.write(f"{'已导入' if imported.new else '内容没有变化，仍是'} {identity.label}：{identity.title}\n")
    rows = imported.stored.rows
    sys.stdout.write(f"MDC {rows['mdc']} 个，ADRG 规则 {rows['adrg']:,} 条，DRG {rows['drg']:,} 行，编码表 {rows['code_list']:,} 行\n")
    scheme = load_scheme(identity.label)
    wrong = sum(1 for _ in severity_order(scheme))
    if wrong:
        sys.stderr.write(f"注意：{wrong} 个ADRG的并发症程度次序有误，分组时按 MCC、MCC或CC、CC、无 的次序判断。\n")
    sys.stdout.write(f"请用 baozhang drg validate --scheme {identity.name} 检查方案。\n")
    return 0


def _validate(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.schemes import DRG_STORE, load_scheme  # noqa: PLC0415
    from baozhang.operations.grouping.validating import KIND_NAMES, Kind, validate  # noqa: PLC0415

    scheme = load_scheme(arguments.scheme)
    findings = validate(scheme, DRG_STORE.tables(DRG_STORE.find(arguments.scheme)), _rates(arguments.rates))
    sys.stdout.write(f"{scheme.identity.title}（{scheme.identity.label}）  {len(findings):,} 处\n\n")
    kinds = [(kind, [finding for finding in findings if finding.kind is kind]) for kind in Kind]
    print_table([["问题", "处数"], *([KIND_NAMES[kind], f"{len(mine):,}"] for kind, mine in kinds if mine)], right=[1])
    for kind, mine in kinds:
        shown = mine if arguments.all else mine[:_SHOWN]
        if shown:
            sys.stdout.write(f"\n{KIND_NAMES[kind]}\n")
            print_table([f"  {finding.where}", finding.text] for finding in shown)
            if len(shown) < len(mine):
                sys.stdout.write(f"  ……另有 {len(mine) - len(shown):,} 处，用 --all 列出\n")
    if arguments.output:
        write_csv(arguments.output, ["种类", "问题", "位置", "内容"], ([f.kind, KIND_NAMES[f.kind], f.where, f.text] for f in findings))
    return _FOUND if findings else 0


def _rates(path: str | None) -> set[str] | None:
    from baozhang.operations.grouping.files import CaseFile  # noqa: PLC0415

    if path is None:
        return None
    found: set[str] = set()
    for batch in CaseFile(Path(path), ("drg",)).batches():
        found.update(str(code).strip() for code in batch.column("drg").to_pylist() if code)
    return found


def _group(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.batches import group_file  # noqa: PLC0415
    from baozhang.operations.grouping.case import STATUS_NAMES  # noqa: PLC0415
    from baozhang.operations.grouping.schemes import load_scheme  # noqa: PLC0415
    from baozhang.operations.grouping.vectorised import VectorisedGrouper  # noqa: PLC0415

    scheme = load_scheme(arguments.scheme)
    summary = group_file(VectorisedGrouper(scheme), Path(arguments.input), Path(arguments.output), counting("已分组"))
    tell_ignored(summary.ignored)
    sys.stdout.write(f"{scheme.identity.title}（{scheme.identity.label}）  {summary.cases:,} 例，结果在 {arguments.output}\n")
    statuses = summary.statuses
    rows = [[STATUS_NAMES[status], status, f"{count:,}", share(count, summary.cases)] for status, count in statuses.most_common()]
    print_table([["状态", "status", "例数", "占比"], *rows], right=[2, 3])
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.case import case_of  # noqa: PLC0415
    from baozhang.operations.grouping.explaining import explain  # noqa: PLC0415
    from baozhang.operations.grouping.schemes import load_scheme  # noqa: PLC0415

    explanation = explain(case_of(row_from(arguments)), load_scheme(arguments.scheme))
    tell_steps(explanation.steps, explanation.answer._asdict(), arguments.format)
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.batches import compare_file  # noqa: PLC0415
    from baozhang.operations.grouping.schemes import load_scheme  # noqa: PLC0415
    from baozhang.operations.grouping.vectorised import VectorisedGrouper  # noqa: PLC0415

    if len(arguments.scheme) != 2:
        raise UsageError("请写两个方案：--scheme 甲 --scheme 乙。")
    before, after = map(load_scheme, arguments.scheme)
    comparison = compare_file(VectorisedGrouper(before), VectorisedGrouper(after), Path(arguments.input), counting("已比较"))
    tell_ignored(comparison.ignored)
    sys.stdout.write(f"{before.identity.label} → {after.identity.label}  {comparison.cases:,} 例\n")
    parts = (("status", "状态"), ("mdc", "MDC"), ("adrg", "ADRG"), ("drg", "DRG"))
    counts = [(heading, comparison.changed(part)) for part, heading in parts]
    print_table(
        [["不同的", "例数", "占比"], *([heading, f"{count:,}", share(count, comparison.cases)] for heading, count in counts)], right=[1, 2]
    )
    for part, heading in parts:
        found = comparison.by(part)
        if found:
            sys.stdout.write(f"\n{heading}的变化（前{min(len(found), _SHOWN)}种，共{len(found):,}种）\n")
            print_table(([old or "—", "→", new or "—", f"{count:,}"] for old, new, count in found[:_SHOWN]), right=[3])
    if arguments.output:
        rows = [[heading, old, new, str(count)] for part, heading in parts for old, new, count in comparison.by(part)]
        write_csv(arguments.output, ["层次", before.identity.label, after.identity.label, "例数"], rows)
    return 0


def _list(_: argparse.Namespace) -> int:
    from baozhang.operations.grouping.schemes import DRG_STORE  # noqa: PLC0415

    list_stored(DRG_STORE.all(), DRG_STORE.folder)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from baozhang.operations.grouping.schemes import load_scheme  # noqa: PLC0415

    scheme = load_scheme(arguments.scheme)
    if arguments.code is None:
        _show_scheme(scheme)
        return 0
    lines = list(_lines_about(scheme, arguments.code.strip()))
    if not lines:
        raise UsageError(f"方案 {scheme.identity.label} 中没有 {arguments.code}。")
    print_table(lines)
    return 0


def _show_scheme(scheme: Scheme) -> None:
    tell_identity(scheme.identity)
    rows = [
        [mdc.code, mdc.name, str(len({adrg.code for adrg in mdc.adrgs})), str(len({d.code for a in mdc.adrgs for d in a.drgs}))]
        for mdc in scheme.mdcs
    ]
    print_table([["MDC", "名称", "ADRG", "DRG"], *rows], right=[2, 3])


def _lines_about(scheme: Scheme, code: str) -> Iterable[Sequence[str]]:
    from baozhang.operations.grouping.conditions import written  # noqa: PLC0415

    for mdc in scheme.mdcs:
        if mdc.code == code:
            yield [mdc.code, mdc.name, written(mdc.entry)]
        for adrg in mdc.adrgs:
            if code in {mdc.code, adrg.rule, adrg.code}:
                yield [f"  {adrg.rule}", adrg.name, written(adrg.condition)]
            for drg in adrg.ordered:
                if code in {adrg.rule, adrg.code, drg.code}:
                    yield [f"    {drg.code}", drg.name, written(drg.condition)]
