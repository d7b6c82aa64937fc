"""Progress on the error stream: a line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

_EVERY: Final = 0.2
_SELDOM: Final = 5.0


def with_progress(results: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """Pass `results` on and say how many of `total` are done; silent for a single file."""
    if total < 2:
        yield from results
        return
    terminal = sys.stderr.isatty()
    started = last = monotonic()
    done = 0
    for result in results:
        done = min(done + 1, total)  # what compares documents comes behind the last of them
        now = monotonic()
        if now - last >= (_EVERY if terminal else _SELDOM):
            last = now
            left = (now - started) / done * (total - done)
            sys.stderr.write(f"{chr(13) if terminal else ''}{doing} {done}/{total}，约剩 {left:.0f} 秒{'  ' if terminal else chr(10)}")
            sys.stderr.flush()
        yield result
    sys.stderr.write(f"{chr(13) if terminal else ''}{doing} {done}/{total}，用时 {monotonic() - started:.1f} 秒        \n")
