"""What became of reading a file: its documents, or why it could not be read. The outermost boundary, where nothing may stop the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.errors import InputError
from baozhang.reading import Source, read_accounts, read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from baozhang.facts.document import Document


def read_outcome(source: Source | Path) -> Document | InputError:
    """The document in a file or archive, or why it could not be read."""
    return _read(source if isinstance(source, Source) else Source(source), _first)[0]


def read_outcomes(source: Source) -> Sequence[Document | InputError]:
    """As `read_outcome`, with every document that the file holds: a department's may hold those of its units."""
    return _read(source, read_accounts)


def read_all(sources: Iterable[Source], *, every: bool, tell: Callable[[], None] | None = None) -> list[Document | InputError]:
    """The outcomes of several files in order: every document of each, or only its first; `tell` is called after each file."""
    outcomes: list[Document | InputError] = []
    for source in sources:
        outcomes += read_outcomes(source) if every else [read_outcome(source)]
        if tell is not None:
            tell()
    return outcomes


def _first(source: Source) -> Sequence[Document]:
    return (read_source(source),)


def _read(source: Source, read: Callable[[Source], Sequence[Document]]) -> Sequence[Document | InputError]:
    try:
        return read(source)
    except InputError as error:
        return (error,)
    except Exception as error:  # noqa: BLE001  # a defect of ours on one file must not lose the other files
        return (InputError(source.name, f"读取时程序出错（{type(error).__name__}）", "请把这个文件报告给开发者。"),)
