"""The options that `drg` and `dip` have in common: what an imported scheme is, files of cases, one case to explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse


def add_about(parser: argparse.ArgumentParser) -> None:
    """The options that say what an imported scheme is."""
    parser.add_argument("--title", metavar="TEXT", help="方案的全称")
    parser.add_argument("--valid-from", metavar="DATE", help="生效日期，例如 2024-01-01")
    parser.add_argument("--valid-to", metavar="DATE", help="失效日期")
    parser.add_argument("--source", metavar="TEXT", help="来源（文件名称、文号）")


def about_of(arguments: argparse.Namespace) -> dict[str, str]:
    """What the options say about a scheme."""
    named = {key: getattr(arguments, key) for key in ("title", "valid_from", "valid_to", "source")}
    return {key: value for key, value in named.items() if value}


def add_files(parser: argparse.ArgumentParser) -> None:
    """Where cases come from and results go."""
    parser.add_argument("--input", required=True, metavar="FILE", help="病例文件（CSV、Parquet）")
    parser.add_argument("--output", required=True, metavar="FILE", help="结果文件（.csv、.parquet）")


def add_case(parser: argparse.ArgumentParser) -> None:
    """The case to explain: from a file, or written as options."""
    parser.add_argument("--input", metavar="FILE", help="病例文件；与 --id 同用")
    parser.add_argument("--id", metavar="ID", help="病例编号")
    for option, meaning in (
        ("gender", "性别，1 男，2 女"),
        ("age", "年龄（岁）"),
        ("age-days", "不足1周岁的年龄（天）"),
        ("weight", "新生儿出生或入院体重（克）"),
        ("department", "出院科室"),
        ("days", "住院天数"),
        ("discharge", "离院方式"),
        ("diagnoses", "诊断编码，以 | 连接，第一个是主要诊断"),
        ("procedures", "手术操作编码，以 | 连接，第一个是主要手术"),
    ):
        parser.add_argument(f"--{option}", metavar=option.upper().replace("-", "_"), help=meaning)
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")


def row_from(arguments: argparse.Namespace, welcome: tuple[str, ...] = ()) -> dict[str, object]:
    """The row of the case that the options name, with the `welcome` columns if it has them; UsageError when they name none."""
    from baozhang.operations.grouping.case import COLUMNS  # noqa: PLC0415
    from baozhang.operations.grouping.files import CaseFile  # noqa: PLC0415

    if arguments.input is None:
        if arguments.diagnoses is None:
            raise UsageError("请用 --input 和 --id 指定文件中的一例，或用 --diagnoses 等选项写出一例。")
        return {name: getattr(arguments, name) for name in (*COLUMNS, *welcome)}
    if arguments.id is None:
        raise UsageError("请用 --id 指定病例编号。")
    for batch in CaseFile(Path(arguments.input), welcome=welcome).batches():
        ids = [str(value) for value in batch.column("id").to_pylist()]
        if arguments.id in ids:
            row: dict[str, object] = batch.slice(ids.index(arguments.id), 1).to_pylist()[0]
            return row
    raise UsageError(f"{arguments.input} 中没有编号为“{arguments.id}”的病例。")
