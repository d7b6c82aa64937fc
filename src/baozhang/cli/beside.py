"""A process that reads a file beside this one, which loads the query engine in the meantime.

For one document loading the reader and reading take as long as loading the engine and parsing the rules' queries: side by side, half.
The process lives for one answer. Where none can be started, or it fails, the file is read in this process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    from baozhang.errors import InputError
    from baozhang.facts.document import Document
    from baozhang.reading import Source

    Outcomes = Sequence[Document | InputError]

_PIPE: Final = 1 << 20
"""Bytes of an answer that can be on their way, where the system lets us say so: a document in one piece."""
_READER: Final = "baozhang.reading.document"
"""Where this is loaded already, nothing is gained by another process."""


class ReadingBeside:
    """Another process that loads the reader from the moment this is made, and reads the one file it is asked for."""

    def __init__(self) -> None:
        """Start it."""
        self._asked: tuple[tuple[Source, ...], bool] = ((), True)
        self._answer = b""
        self._process = _started()
        self._waiting = Thread(target=self._wait, daemon=True)

    def ask(self, source: Source, *, every: bool) -> None:
        """Have a file read; with `every` one that holds several documents gives an outcome for each. Called once."""
        self._asked = ((source,), every)
        if self._process is not None:
            self._waiting.start()

    @property
    def pending(self) -> bool:
        """Whether the other process has not answered yet."""
        return self._waiting.is_alive()

    def outcomes(self) -> Outcomes:
        """The outcomes, in order; waits for them."""
        if self._process is not None:
            self._waiting.join()
            if self._answer and self._process.wait() == 0:
                outcomes: Outcomes = pickle.loads(self._answer)  # noqa: S301 -- written by a process of ours
                return outcomes
        from baozhang.cli.outcomes import read_all  # noqa: PLC0415  # the reader loads only where the other process gave no answer

        sources, every = self._asked
        return read_all(sources, every=every)

    def _wait(self) -> None:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return
        try:
            pickle.dump(self._asked, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()  # but not closed: that would tell the reader that nobody waits
            received = partial(os.read, self._process.stdout.fileno(), _PIPE)  # as few steps as possible: each waits for its turn
            self._answer = b"".join(iter(received, b""))
        except OSError:  # it has ended; the file is read here
            self._answer = b""

    def __enter__(self) -> Self:
        """The same."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let nothing outlive this process."""
        if self._process is not None:
            self._process.kill()
            if self._waiting.ident is not None:
                self._waiting.join()
            with suppress(OSError), self._process:  # closes the pipes, of which one may be broken
                pass


def reading_beside(paths: Sequence[str], jobs: int) -> AbstractContextManager[ReadingBeside | None]:
    """Another process to read what the paths name, where it is worth its start: one file, a second processor, a reader not loaded yet."""
    wanted = len(paths) == 1 and jobs > 1 and _READER not in sys.modules and not Path(paths[0]).is_dir()
    return ReadingBeside() if wanted else nullcontext()


def _started() -> subprocess.Popen[bytes] | None:
    # -P: nothing in the working folder may stand for a module
    command = [sys.executable, "-P", "-m", __name__]
    for size in (_PIPE, -1):
        try:
            return subprocess.Popen(command, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, pipesize=size)  # noqa: S603 -- ourselves
        except OSError:  # a pipe of that size is refused, or any process
            continue
    return None


def _answer() -> None:
    """In the other process: read what is asked for and write the outcomes; leave at once when nobody waits for them any more."""
    from baozhang.cli.outcomes import read_all  # noqa: PLC0415  # loaded beside, not by whoever asks
    from baozhang.facts.record import uncollected  # noqa: PLC0415

    try:
        sources, every = pickle.load(sys.stdin.buffer)  # noqa: S301 -- written by a process of ours
    except EOFError:
        return
    Thread(target=_leave_when_unwanted, daemon=True).start()
    with uncollected():
        answer = pickle.dumps(read_all(sources, every=every), pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)  # whoever waits for the end of the answer should not wait for memory to be tidied up


def _leave_when_unwanted() -> None:
    os.read(sys.stdin.fileno(), 1)  # nothing is sent any more: it ends with whoever asked
    os._exit(1)


if __name__ == "__main__":
    _answer()
