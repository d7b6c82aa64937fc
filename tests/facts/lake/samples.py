"""Small documents of our own, and lakes made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from baozhang.cli.files import sources_of
from baozhang.cli.ingestion import ingest, survey
from baozhang.facts.lake import Lake
from baozhang.facts.lake.tables import READ_TABLES, documents_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from baozhang.cli.ingestion import Entered, Survey
    from baozhang.facts.document import Document
    from baozhang.facts.lake import Snapshot


def tiny(number: int, year: int = 2024, *, amount: str = "3.00") -> str:
    """A final account of one table, of a department of its own; with an `amount` other than 3.00 it does not add up."""
    return (
        f"{year}年度第{number}号局部门决算\n\n# 支出决算表\n\n公开03表\n\n单位：万元\n\n"
        "| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n"
        f"| 合计 | | 3.00 | 1.00 | 2.00 |\n| 210 | 卫生健康支出 | {amount} | 1.00 | 2.00 |\n"
    )


def write_folder(folder: Path, count: int, years: Sequence[int] = (2023, 2024, 2025)) -> list[Path]:
    """`count` different documents; the years take turns."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04d}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(tiny(number, years[number % len(years)]), encoding="utf-8")
    return paths


def add(lake: Lake, *paths: Path, jobs: int = 1, reread: bool = False) -> tuple[Survey, list[Entered]]:
    """What `baozhang lake add` does, without the words."""
    files = [source for source in sources_of(list(map(str, paths))) if not source.path.is_relative_to(lake.root)]
    lake.create()
    with lake.writer() as writer:
        found = survey(files, [path for path in paths if path.is_dir()], lake.known(), reread=reread)
        return found, list(ingest(lake, writer, found, jobs))


def lake_of(folder: Path, *paths: Path) -> Lake:
    """A new lake with what is at the paths."""
    lake = Lake(folder)
    add(lake, *paths)
    return lake


def documents_in(snapshot: Snapshot) -> dict[str, Document]:
    """The documents of a snapshot by id, whole."""
    with duckdb.connect(":memory:") as connection:
        tables = {name: connection.sql(snapshot.select(name)).to_arrow_table() for name in READ_TABLES}
    return {document.about.document_id: document for document in documents_of(tables)}


def files_with(lake: Lake, table: str) -> list[Path]:
    """The files of a table on the disk, listed or not."""
    return sorted((lake.root / "data" / table).rglob("*.parquet"))
