"""Progress on the error stream: a line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

T = TypeVar("T")

_EVERY: Final = 0.2
_SELDOM: Final = 5.0
_READING: Final = 0.55
"""The part of the work on a file that is done once it is read."""
_SURE: Final = 0.02
"""The part of all work behind which the time that is left can be told."""


def with_progress(results: Iterable[T], total: int, doing: str, read: Callable[[], int] = lambda: 0) -> Iterator[T]:
    """Pass `results` on and say how many of `total` are done; silent for a single file.

    Where results come many at a time, `read` tells how many files were read for those that have not come yet.
    """
    if total < 2:
        yield from results
        return
    with _Meter(total, doing, read) as meter:
        for result in results:
            meter.done = min(meter.done + 1, total)  # what compares documents comes behind the last of them
            yield result


class _Meter:
    """Tells the progress from a thread of its own: the work may take minutes for the next result."""

    def __init__(self, total: int, doing: str, read: Callable[[], int]) -> None:
        self._total, self._doing, self._read = total, doing, read
        self._terminal = sys.stderr.isatty()
        self._started = monotonic()
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self.done = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        if kind is None:
            self._tell(f"用时 {monotonic() - self._started:.1f} 秒        \n")

    def _run(self) -> None:
        while not self._over.wait(_EVERY if self._terminal else _SELDOM):
            read = max(0, min(self._read(), self._total) - self.done)
            share = (self.done + _READING * read) / self._total
            left = f"约剩 {(monotonic() - self._started) * (1 / share - 1):.0f} 秒" if share > _SURE else "……"
            self._tell(f"{f'已读取 {self.done + read}，' if read else ''}{left}" + ("        " if self._terminal else "\n"))

    def _tell(self, words: str) -> None:
        try:
            sys.stderr.write(f"{chr(13) if self._terminal else ''}{self._doing} {self.done}/{self._total}，{words}")
            sys.stderr.flush()
        except (OSError, ValueError):  # nobody listens any more
            self._over.set()
