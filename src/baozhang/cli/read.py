"""`baozhang read`: published accounts as data – statements, facts, claims, forms and indicators."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.documents import documents_of
from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import IO

    from baozhang.facts.document import Document

NAME: Final = "read"
HELP: Final = "把部门预算、部门决算文本读成数据（报表、金额、文字说法、绩效表和指标）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="文件（文本、PDF、OFD、Word、Excel、网页），或存放它们的文件夹、ZIP 压缩包"
    )
    parser.add_argument("--format", choices=["json", "csv", "parquet"], default="json", help="数据格式，默认 json")
    parser.add_argument("--output", metavar="DIR", help="把数据写到这个文件夹，一张表一个文件；json 可以不写，直接输出到屏幕")


def run(arguments: argparse.Namespace) -> int:
    """Read the files and write their data; returns the exit status."""
    if arguments.format != "json" and not arguments.output:
        raise UsageError(f"{arguments.format} 数据要用 --output 指定文件夹。")
    unreadable: list[InputError] = []
    documents = documents_of(arguments.paths, unreadable)
    if not arguments.output:
        write_json(documents, unreadable, sys.stdout)
    else:
        folder = Path(arguments.output)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"无法使用文件夹 {folder}：{error.strerror}。") from error
        _save(documents, unreadable, folder, arguments.format)
        sys.stderr.write(f"数据已写入 {folder}\n")
    return 3 if unreadable else 0


def write_json(documents: Iterable[Document], unreadable: list[InputError], out: IO[str]) -> None:
    """Write one JSON object with `documents`, one per line as they come, and `unreadable`."""
    from baozhang.facts.export import document_values  # noqa: PLC0415

    out.write('{"documents": [')
    before = "\n"
    for document in documents:
        out.write(before + json.dumps(document_values(document), ensure_ascii=False))
        before = ",\n"
    named = [{"file": error.file, "why": error.why} for error in unreadable]
    out.write('\n],\n"unreadable": ' + json.dumps(named, ensure_ascii=False) + "}\n")


def _save(documents: Iterable[Document], unreadable: list[InputError], folder: Path, form: str) -> None:
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415

    if form == "json":
        import io  # noqa: PLC0415

        with whole_file(folder / "documents.json") as out:
            text = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
            write_json(documents, unreadable, text)
            text.detach()
        return
    if form == "csv":
        _save_csv(documents, folder)
    else:
        _save_parquet(documents, folder)


def _save_csv(documents: Iterable[Document], folder: Path) -> None:
    from contextlib import ExitStack  # noqa: PLC0415

    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415
    from baozhang.facts.export import csv_text  # noqa: PLC0415
    from baozhang.facts.schemas import HUB  # noqa: PLC0415

    with ExitStack() as stack:
        outs = {name: stack.enter_context(whole_file(folder / f"{name}.csv")) for name in HUB}
        for name, out in outs.items():
            out.write(("﻿" + csv_text(name, ())).encode())
        for document in documents:
            for name, out in outs.items():
                out.write(csv_text(name, document.rows(name), header=False).encode())


def _save_parquet(documents: Iterable[Document], folder: Path) -> None:
    from contextlib import ExitStack  # noqa: PLC0415

    import pyarrow.parquet as pq  # noqa: PLC0415

    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415
    from baozhang.facts.schemas import HUB, hub_tables, schema_of  # noqa: PLC0415

    with ExitStack() as stack:
        writers = {}
        for name in HUB:
            out = stack.enter_context(whole_file(folder / f"{name}.parquet"))
            writers[name] = stack.enter_context(pq.ParquetWriter(out, schema_of(name), compression="zstd"))
        for document in documents:
            for name, table in hub_tables(document).items():
                writers[name].write_table(table)
