"""The documents in the files a user names, read one by one; what cannot be read is told and counted, and stops nothing."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING

from baozhang.cli.files import sources_of
from baozhang.cli.progress import with_progress
from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from baozhang.facts.document import Document
    from baozhang.reading import Source


def documents_of(paths: Sequence[str], unreadable: list[InputError]) -> Iterator[Document]:
    """Documents of files, folders and archives, with progress on standard error; `unreadable` grows by what could not be read.

    Raises:
        UsageError: The paths name no file at all; raised at once, not when the first document is asked for.

    """
    sources = sources_of(paths)
    if not sources:
        raise UsageError("给出的文件夹或压缩包里没有可读的文件。")
    return read_documents(sources, unreadable)


def read_documents(sources: Sequence[Source], unreadable: list[InputError]) -> Iterator[Document]:
    """Documents of `sources` in order, as `documents_of`."""
    from baozhang.cli.outcomes import read_outcomes  # noqa: PLC0415  # the reader loads only when something is read

    return _readable(with_progress(map(read_outcomes, sources), len(sources), "已读取"), unreadable)


def _readable(outcomes: Iterable[Sequence[Document | InputError]], unreadable: list[InputError]) -> Iterator[Document]:
    for outcome in chain.from_iterable(outcomes):
        if isinstance(outcome, InputError):
            unreadable.append(outcome)
            sys.stderr.write(f"无法读取 {outcome}\n")
        else:
            yield outcome
