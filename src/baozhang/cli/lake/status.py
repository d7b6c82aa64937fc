"""`baozhang lake status`: what is in the lake."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.facts.lake.status import Status

NAME: Final = "status"
HELP: Final = "数据湖里有什么：按年度、种类、版式的文档数，版本，无法读取的文件，占用空间"

_REFUSED_SHOWN: Final = 20
_MB: Final = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")


def run(arguments: argparse.Namespace) -> int:
    """Show the figures; returns the exit status."""
    from baozhang.facts.lake import Lake  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.facts.lake.status import status_of  # noqa: PLC0415

    status = status_of(Lake(arguments.lake))
    if arguments.format == "json":
        sys.stdout.write(json.dumps(asdict(status), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _shown(status))
    return 0


def _shown(status: Status) -> Iterator[str]:
    from baozhang.auditing.reports.shown import STAGES  # noqa: PLC0415
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415
    from baozhang.reading.version import reader_version  # noqa: PLC0415
    from baozhang.taxonomy.layouts import layouts  # noqa: PLC0415

    yield f"文档 {status.documents} 份，来自 {status.sources} 个文件、{status.versions} 个版本；已被新版本取代的文档 {status.superseded} 份"
    small = f"；其中 {status.small} 段可用 lake compact 合并" if status.small else ""
    yield f"数据 {status.segments} 段 {status.files} 个文件，{status.bytes / _MB:.1f} MB{small}"
    if status.retired:
        yield f"待删除的旧文件 {status.retired / _MB:.1f} MB"
    if status.gone:
        yield f"已不在原处的文件 {status.gone} 个（其文档仍在数据湖中）"
    outdated = sum(count for reader, count in status.readers.items() if reader != reader_version())
    if outdated:
        yield f"由其他版本的程序读入的文档 {outdated} 份；可用 lake add --reread 重新读取"
    yield f"已核对的文档 {status.audited} 份"
    if status.groups:
        known = layouts()
        rows = [
            ("不详" if one.fiscal_year is None else str(one.fiscal_year), STAGES.get(one.stage, "不详"),
             known[one.layout].title if one.layout in known else one.layout, one.documents)
            for one in status.groups
        ]  # fmt: skip
        yield ""
        yield from tabulated(("年度", "种类", "版式", "文档"), rows)
    yield from _refused(status)


def _refused(status: Status) -> Iterator[str]:
    if not status.refused:
        return
    yield ""
    yield f"无法读取的文件 {len(status.refused)} 个："
    for why, count in Counter(one.why for one in status.refused).most_common():
        yield f"     {count:>5}  {why}"
    yield from (f"     {one.path}" for one in status.refused[:_REFUSED_SHOWN])
    if len(status.refused) > _REFUSED_SHOWN:
        yield f"     另有 {len(status.refused) - _REFUSED_SHOWN} 个，见 --format json"
