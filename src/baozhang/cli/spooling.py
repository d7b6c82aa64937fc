"""Files read by several processes; what is compared of their documents is kept on disk, batch by batch, so that memory stays flat."""

from __future__ import annotations

import sys
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Final

from baozhang.cli.processes import FEWEST_FILES, shared_out
from baozhang.cli.progress import with_progress
from baozhang.errors import InputError
from baozhang.facts.record import uncollected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from baozhang.reading import Source

    Task = tuple[Sequence[Source], Path]
    """Files, and the folder that what is kept of them goes into."""

_BATCH: Final = 64


def spool_files(files: Sequence[Source], folder: Path, jobs: int) -> int:
    """Read files with `jobs` processes and keep below `folder` what is compared, in the order of the files.

    Shows progress, names on standard error what cannot be read, and returns how many files that were.
    """
    size = min(_BATCH, max(FEWEST_FILES, ceil(len(files) / jobs)))
    tasks = [(files[at : at + size], folder / f"{number:06d}") for number, at in enumerate(range(0, len(files), size))]
    unreadable = 0
    read = chain.from_iterable(shared_out(spool_batch, tasks, min(jobs, len(tasks))))
    for errors in with_progress(read, len(files), "已读取"):
        unreadable += bool(errors)
        sys.stderr.writelines(f"无法读取 {error}\n" for error in errors)
    return unreadable


def spool_batch(task: Task) -> list[list[InputError]]:
    """Read and keep one batch; of every file why it, or a part of it, could not be read."""
    from baozhang.auditing.across import keep  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.cli.outcomes import read_outcomes  # noqa: PLC0415

    files, folder = task
    with uncollected():
        outcomes = [read_outcomes(file) for file in files]
        documents = [one for one in chain.from_iterable(outcomes) if not isinstance(one, InputError)]
        if documents:
            keep(documents, folder)
    return [[one for one in several if isinstance(one, InputError)] for several in outcomes]
