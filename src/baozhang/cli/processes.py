"""Worker processes that share out a list of tasks: how many, a bounded queue, results as they come, and none outlives this process."""

from __future__ import annotations

import os
import signal
from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

FEWEST_FILES: Final = 8
"""Fewer files than this are not worth a process of their own."""
_AHEAD: Final = 2
"""Tasks in the making per process, so that none waits and none piles up."""


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Declare `--jobs`."""
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="同时使用的进程数，默认按处理器个数")


def jobs_of(arguments: argparse.Namespace) -> int:
    """How many processes are asked for: as many as there are processors unless it is said; UsageError for less than none."""
    if arguments.jobs < 0:
        raise UsageError("--jobs 应为不小于 0 的整数。")
    return arguments.jobs or os.cpu_count() or 1


def shared_out(function: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Generator[R, None, None]:
    """`function` of every task, by `jobs` processes, each result as soon as it is there; in this process when `jobs` is 1.

    `function` and the tasks must be picklable. When the caller stops early or is killed, the workers end at once, whatever they do.
    """
    if jobs <= 1:
        yield from map(function, tasks)
        return
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait  # noqa: PLC0415  # takes its time to load
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)  # nobody writes to it: it ends when our end is closed, by us or with this process
    with theirs, ProcessPoolExecutor(jobs, context, _stay_while, (theirs,)) as pool, ours:
        waiting: set[Future[R]] = set()
        for task in tasks:
            waiting.add(pool.submit(function, task))
            if len(waiting) >= jobs * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (one.result() for one in done)


def _stay_while(lifeline: Connection) -> None:
    """In a worker: leave Ctrl-C to the parent, and leave when the parent lets go of its end of the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_watch, args=(lifeline,), daemon=True).start()


def _watch(lifeline: Connection) -> None:
    try:
        lifeline.recv()
    except (EOFError, OSError):
        os._exit(1)  # whatever is being computed has nobody to wait for it
