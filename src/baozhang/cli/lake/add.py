"""`baozhang lake add`: read files and folders into the lake; what is there already is not read again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.files import sources_of
from baozhang.cli.processes import add_jobs, jobs_of
from baozhang.cli.progress import with_progress
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from baozhang.cli.ingestion import Entered, Survey, Unreadable
    from baozhang.facts.lake import Lake

NAME: Final = "add"
HELP: Final = "把文件或文件夹读入数据湖；已读入且未改动的不再读，改动了的成为新版本；中断后再次运行即继续"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="文件，或存放它们的文件夹")
    parser.add_argument("--reread", action="store_true", help="由旧版本程序读入的、无法读取的，都重新读取")
    add_jobs(parser)
    add_no_wait(parser)


def add_no_wait(parser: argparse.ArgumentParser) -> None:
    """The option of every action that writes."""
    parser.add_argument("--no-wait", action="store_true", help="另一个进程正在写数据湖时不等待，以状态 2 退出")


def run(arguments: argparse.Namespace) -> int:
    """Bring the lake up to date with the files; returns the exit status."""
    from baozhang.cli.ingestion import ingest, survey  # noqa: PLC0415  # Arrow loads only when needed
    from baozhang.facts.lake import Lake  # noqa: PLC0415

    jobs = jobs_of(arguments)
    lake = Lake(arguments.lake)
    files = [source for source in sources_of(arguments.paths) if not source.path.absolute().is_relative_to(lake.root)]
    folders = [path for path in map(Path, arguments.paths) if path.is_dir()]
    if not files and not folders:
        raise UsageError("没有可读的文件。")
    lake.create()
    with lake.writer(None if arguments.no_wait else say_waiting) as writer:
        found = survey(with_progress(files, len(files), "已清点"), folders, lake.known(), reread=arguments.reread)
        entered = ingest(lake, writer, found, jobs)
        counts = _Counts(found)
        counts.take(with_progress(entered, len(found.unread), "已读入"))
    counts.tell(lake)
    return 3 if counts.unreadable else 0


def say_waiting() -> None:
    """Tell that another process has the lock."""
    sys.stderr.write("另一个进程正在写这个数据湖，等它结束……（Ctrl-C 放弃）\n")


class _Counts:
    """What came of the files."""

    def __init__(self, found: Survey) -> None:
        self._found = found
        self.read = self.changed = 0
        self.unreadable = 0
        for one in found.unreadable:
            self._refuse(one)

    def take(self, entered: Iterable[Entered]) -> None:
        for one in entered:
            if one.unreadable is not None:
                self._refuse(one.unreadable)
            elif one.changed:
                self.changed += 1
                sys.stderr.write(f"{one.file}：读取期间文件有改动，下次运行时再读。\n")
            else:
                self.read += 1

    def _refuse(self, one: Unreadable) -> None:
        self.unreadable += 1
        known = "（文件未变，不再重试）" if one.before else ""
        sys.stderr.write(f"无法读取 {one.file}：{one.why}。{one.advice}{known}\n")

    def tell(self, lake: Lake) -> None:
        parts = [
            f"读入 {self.read} 份",
            f"未变 {self._found.unchanged} 份",
            f"内容相同的文件 {self._found.copies} 个" if self._found.copies else "",
            f"无法读取 {self.unreadable} 个" if self.unreadable else "",
            f"待重读 {self.changed} 个" if self.changed else "",
            f"已不在原处 {len(self._found.gone)} 个" if self._found.gone else "",
        ]
        total = lake.snapshot().documents
        sys.stdout.write(f"{'，'.join(part for part in parts if part)}；数据湖现有 {total} 份文档。\n")
