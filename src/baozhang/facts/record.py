"""Records that are cheap to make: `record` stands for `dataclass` where a document needs thousands of them.

A frozen dataclass sets every field by a call of its own. A document takes 80,000 fields, and those calls were an eighth of the time
of reading it. For the type checker, which sees all our code and tests, `record` is `dataclass`, and `frozen` means frozen; at run
time nothing watches over the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as record

    T = TypeVar("T")
else:

    def record(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """A dataclass decorator: equal and hashed by its fields, as a frozen one is."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
