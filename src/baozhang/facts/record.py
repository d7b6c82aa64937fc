"""Records that are cheap to make and to change: `record` and `replace` stand for those of `dataclasses` where a document needs thousands.

A frozen dataclass sets every field by a call of its own. A document takes 80,000 fields, and those calls were an eighth of the time
of reading it. For the type checker, which sees all our code and tests, `record` is `dataclass`, and `frozen` means frozen; at run
time nothing watches over the fields.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from dataclasses import dataclass as record
    from dataclasses import replace

    T = TypeVar("T")
else:

    def record(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """A dataclass decorator: equal and hashed by its fields, as a frozen one is."""
        return dataclass(slots=slots, unsafe_hash=frozen)

    @cache
    def _fields(kind: type) -> tuple[dict[str, int], Callable[[object], tuple[object, ...]]]:
        names = [field.name for field in fields(kind)]
        return {name: at for at, name in enumerate(names)}, attrgetter(*names)

    def replace(one: T, **changes: object) -> T:
        """The record with some fields changed; it has more than one, and its constructor takes them in order."""
        places, values_of = _fields(type(one))
        values = [*values_of(one)]
        for name, value in changes.items():
            values[places[name]] = value
        return type(one)(*values)


__all__ = ["record", "replace", "uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """While many records are made: they make no cycles, and looking for some again and again would take a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
