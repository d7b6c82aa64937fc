"""Choosing among the readings of damaged rows: the reading under which most sums of the statement hold.

Rows of one page are often damaged alike, so they are first read alike; then each for itself, a row together with the rows that repeat
its figures one level below, and all the rows of one sum together. Where two readings of a row hold equally many sums, what they
place differently stays open: no arithmetic of the table says where it belongs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.sums import families_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from baozhang.reading.statements.rows import CodedRow, Slot
    from baozhang.reading.statements.sums import Judge

_MOST_TOGETHER: Final = 256
"""Readings of the rows of one sum that are tried together."""
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """The alignment chosen for each row, and the columns (by place) that stay open in rows (by place) whose readings are equally good."""

    picks: tuple[int, ...]
    open_columns: Mapping[int, frozenset[int]]


def choose(rows: Sequence[CodedRow], held: Judge, families: Mapping[str, Sequence[str]] | None = None) -> Choice:
    """Choose an alignment for every row that has several; `families` names the parts of items, by default those their codes tell."""
    if not any(len(row.choices) > 1 for row in rows):  # most tables are sound
        return Choice((0,) * len(rows), {})
    choosing = _Choosing(rows, held, families)
    choosing.read_alike()
    choosing.refine()
    return Choice(tuple(choosing.picks), choosing.open_columns())


class _Choosing:
    """The rows with the alignments picked so far, and which rows stand in one sum."""

    def __init__(self, rows: Sequence[CodedRow], held: Judge, families: Mapping[str, Sequence[str]] | None) -> None:
        self._rows = rows
        self._held = held
        self.picks = [0] * len(rows)
        self._at = {row.item: at for at, row in enumerate(rows) if row.item and row.choices}
        families = families_of(self._at) if families is None else families
        self._parts = {self._at[item]: [self._at[part] for part in parts] for item, parts in families.items()}
        self._whole = {part: whole for whole, parts in self._parts.items() for part in parts}
        self._damaged = [at for at, row in enumerate(rows) if len(row.choices) > 1]
        self._options = {at: self._plausible(at) for at in self._damaged}

    def _plausible(self, at: int) -> list[int]:
        """The alignments of a row that differ in their values: those that add up by themselves if any does."""
        seen: dict[tuple[Decimal, ...], int] = {}
        for option, slots in enumerate(self._rows[at].choices):
            seen.setdefault(tuple([slot.number.value for slot in slots]), option)
        adding = [option for option in seen.values() if self._held.row_adds_up(self._rows[at].choices[option])]
        return adding or list(seen.values())

    def _slots(self, at: int) -> tuple[Slot, ...]:
        return self._rows[at].choices[self.picks[at]]

    def _score(self, changed: Mapping[int, int]) -> int:
        """The sums around some rows that hold when they are read otherwise."""
        kept = {at: self.picks[at] for at in changed}
        self._read(changed)
        wholes = {at for at in changed if at in self._parts} | {self._whole[at] for at in changed if at in self._whole}
        score = sum(self._held.row_sums(self._slots(at)) for at in changed) + sum(
            self._held.family(self._slots(whole), [self._slots(part) for part in self._parts[whole]]) for whole in wholes
        )
        self._read(kept)
        return score

    def _read(self, picks: Mapping[int, int]) -> None:
        for at, option in picks.items():
            self.picks[at] = option

    def _better(self, changes: Iterator[dict[int, int]]) -> bool:
        """Take the best of some changes if it is better than what is; all must change the same rows."""
        best: dict[int, int] = {}
        most = -1
        for change in changes:
            if most < 0:
                most = self._score({at: self.picks[at] for at in change})
            if (score := self._score(change)) > most:
                best, most = change, score
        self._read(best)
        return bool(best)

    def _alike(self) -> list[list[int]]:
        """The damaged rows by page and shape of the damage."""
        groups: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at in self._damaged:
            row = self._rows[at]
            groups[row.segment, f"{row.shape}{at if row.odd else ''}"].append(at)  # an odd row is damaged by itself
        return list(groups.values())

    def read_alike(self) -> None:
        """Give rows of one page that are damaged in the same way the same alignment."""
        for members in sorted(self._alike(), key=len, reverse=True):
            if self._rows[members[0]].odd:
                continue  # it stands in its place: only when it does not add up, or with the others, is it read otherwise
            most = min(len(self._rows[at].choices) for at in members)
            self._better(dict.fromkeys(members, option) for option in range(most))

    def refine(self) -> None:
        """Read rows otherwise as long as more sums hold, those first that do not add up themselves."""
        for _ in range(_ROUNDS):
            order = sorted(self._damaged, key=lambda at: self._held.row_adds_up(self._slots(at)))
            changed = [self._better(iter([change])) for at in order for change in self._changes(at)]
            changed += [self._better(self._together(whole)) for whole in self._parts]
            if not any(changed):
                return

    def _changes(self, at: int) -> Iterator[dict[int, int]]:
        """Other alignments of a row, alone and with the damaged rows below that repeat its figures."""
        for option in self._options[at]:
            if option != self.picks[at]:
                yield {at: option}
                below = self._repeated(at, option)
                if below:
                    yield {at: option, **below}

    def _repeated(self, at: int, option: int) -> dict[int, int]:
        """The alignments under which the only part of a row, and the only part of that, has the figures the row has."""
        found: dict[int, int] = {}
        meant = self._values(at, option)
        parts = self._parts.get(at, [])
        while len(parts) == 1 and parts[0] in self._options:
            part = parts[0]
            same = [one for one in self._options[part] if self._values(part, one) == meant]
            if not same:
                break
            found[part] = same[0]
            parts = self._parts.get(part, [])
        return found

    def _together(self, whole: int) -> Iterator[dict[int, int]]:
        """All readings of the damaged rows of one sum."""
        members = [at for at in (whole, *self._parts[whole]) if at in self._options]
        if len(members) > 1 and prod(len(self._options[at]) for at in members) <= _MOST_TOGETHER:
            for picks in product(*[self._options[at] for at in members]):
                yield dict(zip(members, picks, strict=True))

    def open_columns(self) -> dict[int, frozenset[int]]:
        """The columns in which readings of a row differ that hold as many sums, or all of its readings where none adds up."""
        found: dict[int, set[int]] = defaultdict(set)
        for change in (*self._none_adding(), *self._as_good()):
            for at, option in change.items():
                found[at] |= self._differing(at, option)
        return {at: frozenset(columns) for at, columns in found.items()}

    def _none_adding(self) -> Iterator[dict[int, int]]:
        """All readings of rows that lost cells and do not add up, unless most rows damaged alike add up as this one is read."""
        for members in self._alike():
            adding = [at for at in members if self._held.row_adds_up(self._slots(at))]
            read = {self.picks[at] for at in adding}
            for at in members:
                trusted = self._rows[at].odd or (len(read) == 1 and self.picks[at] in read and 2 * len(adding) > len(members))
                if at not in adding and not trusted:
                    yield from ({at: option} for option in self._options[at])

    def _as_good(self) -> Iterator[dict[int, int]]:
        """Other readings under which as many sums hold."""
        free = [at for at in self._damaged if not self._rows[at].from_left]
        for change in (*(change for at in free for change in self._changes(at)), *self._columns_exchanged(free)):
            if self._score(change) >= self._score({at: self.picks[at] for at in change}):
                yield change

    def _columns_exchanged(self, free: Sequence[int]) -> Iterator[dict[int, int]]:
        """The readings under which all of some rows have the figures of two columns the other way round."""
        for one, other in combinations(range(len(self._slots(free[0])) if free else 0), 2):
            change: dict[int, int] = {}
            for at in free:
                values = self._values(at, self.picks[at])
                values[one], values[other] = values[other], values[one]
                exchanged = [option for option in self._options[at] if self._values(at, option) == values]
                if exchanged and values[one] != values[other]:
                    change[at] = exchanged[0]
            if change:
                yield change

    def _values(self, at: int, option: int) -> list[Decimal]:
        return [slot.number.value for slot in self._rows[at].choices[option]]

    def _differing(self, at: int, option: int) -> set[int]:
        here, there = self._slots(at), self._rows[at].choices[option]
        return {place for place in range(len(here)) if here[place].number.value != there[place].number.value}
