"""Codes as small integers: 0 is a blank, then come unknown codes, then every code that the scheme uses or names.

Unknown codes differ only by the prefixes that the scheme asks for, so that one number for each combination of prefixes is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import InputError
from baozhang.operations.grouping.case import normal_code
from baozhang.operations.grouping.conditions import InList, OfClass, StartsWith, atoms_of
from baozhang.operations.grouping.holding import subject_of
from baozhang.operations.grouping.scheme import is_procedure_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from baozhang.operations.grouping.conditions import Atom, Valid
    from baozhang.operations.grouping.scheme import Scheme

    Ids: TypeAlias = NDArray[np.int32]
    Flags: TypeAlias = NDArray[np.bool_]

BLANK: Final = 0
_MOST_PREFIXES: Final = 8


class Lexicon:
    """The numbers of one kind of codes (diagnoses or procedures) in a scheme."""

    def __init__(self, scheme: Scheme, *, procedures: bool) -> None:
        """Number the codes of the scheme."""
        self._scheme = scheme
        self.prefixes = sorted(
            {prefix for atom in _atoms(scheme, procedures=procedures) if isinstance(atom, StartsWith) for prefix in atom.prefixes}
        )
        if len(self.prefixes) > _MOST_PREFIXES:
            raise InputError(scheme.identity.label, f"方案用到{len(self.prefixes)}种编码前缀，超过{_MOST_PREFIXES}种", "请改用编码表。")
        self._unknown = 1 << len(self.prefixes)
        self.codes = sorted(_codes(scheme, procedures=procedures))
        self._ids = {code: 1 + self._unknown + number for number, code in enumerate(self.codes)}
        self._values = pa.array(self.codes, pa.string())
        renamed = scheme.procedure_map if procedures else scheme.diagnosis_map
        self._renamed = np.arange(self.size, dtype=np.int32)
        for old, new in renamed.items():
            self._renamed[self._ids[old]] = self._ids[new]
        self._is_renaming = bool(renamed)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return 1 + self._unknown + len(self.codes)

    def id_of(self, code: str) -> int:
        """The number of one code in any spelling."""
        normal = normal_code(code)
        if not normal:
            return BLANK
        known = self._ids.get(normal)
        return known if known is not None else 1 + sum(1 << bit for bit, prefix in enumerate(self.prefixes) if normal.startswith(prefix))

    def encode(self, values: pa.Array) -> Ids:
        """The numbers of many codes; those not spelled as in the catalogue are looked at once each."""
        found = pc.index_in(values, value_set=self._values)
        ids: Ids = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False) + np.int32(1 + self._unknown)
        strange = np.flatnonzero(ids == self._unknown)
        if len(strange):
            encoded = values.take(pa.array(strange)).dictionary_encode()
            numbers = np.array([self.id_of(code) for code in encoded.dictionary.to_pylist()] or [BLANK], dtype=np.int32)
            indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
            ids[strange] = np.where(indices < 0, BLANK, numbers[indices])
        return self._renamed[ids] if self._is_renaming else ids

    def flags(self, codes: Iterable[str]) -> Flags:
        """For each number, whether it is one of the codes."""
        made = np.zeros(self.size, dtype=np.bool_)
        made[[self._ids[code] for code in codes]] = True
        return made

    def satisfying(self, atom: InList | StartsWith | Valid | OfClass) -> Flags:
        """For each number, whether its code satisfies the atom."""
        if isinstance(atom, InList):
            return self.flags(self._scheme.lists[atom.list].codes)
        if isinstance(atom, OfClass):
            return self.flags(code for code, value in self._scheme.lists[atom.list].classes.items() if value == atom.value)
        if isinstance(atom, StartsWith):
            made = self.flags(code for code in self.codes if code.startswith(atom.prefixes))
            mine = sum(1 << bit for bit, prefix in enumerate(self.prefixes) if prefix in atom.prefixes)
            made[1 : 1 + self._unknown] = np.arange(self._unknown) & mine != 0
            return made
        return self.flags(self._scheme.valid_procedures)

    def numbers(self, values: Mapping[str, int], otherwise: int) -> Ids:
        """For each number, the value of its code."""
        made = np.full(self.size, otherwise, dtype=np.int32)
        made[[self._ids[code] for code in values]] = list(values.values())
        return made


def conditions_of(scheme: Scheme) -> Iterator[Atom]:
    """Every atom of every condition of a scheme."""
    for mdc in scheme.mdcs:
        yield from atoms_of(mdc.entry)
        for adrg in mdc.adrgs:
            yield from atoms_of(adrg.condition)
            for drg in adrg.drgs:
                yield from atoms_of(drg.condition)
    for check in scheme.checks:
        yield from atoms_of(check.condition)


def _atoms(scheme: Scheme, *, procedures: bool) -> Iterator[Atom]:
    for atom in conditions_of(scheme):
        if isinstance(atom, InList | StartsWith | OfClass) and subject_of(atom).of_procedures is procedures:
            yield atom


def _codes(scheme: Scheme, *, procedures: bool) -> set[str]:
    lists = {key for key in scheme.lists if is_procedure_list(key.name) is procedures}
    lists |= {atom.list for atom in _atoms(scheme, procedures=procedures) if isinstance(atom, InList | OfClass)}
    found = set[str]().union(*(scheme.lists[key].codes for key in lists))
    if procedures:
        found |= scheme.valid_procedures | scheme.procedure_names.keys() | scheme.procedure_map.keys() | set(scheme.procedure_map.values())
    else:
        found |= scheme.known_diagnoses | scheme.diagnosis_map.keys() | set(scheme.diagnosis_map.values())
    return found - {""}
