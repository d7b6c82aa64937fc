"""The DIP catalogues of this machine: imported and loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.operations.grouping.building import normalised
from baozhang.operations.grouping.dip.building import build_catalogue
from baozhang.operations.grouping.dip.catalogue import DIP_FORMS
from baozhang.operations.grouping.importing import read_source
from baozhang.operations.grouping.schemes import Imported, identity_of
from baozhang.operations.grouping.storing import Store

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.grouping.dip.catalogue import Catalogue

DIP_STORE: Final = Store("dip", DIP_FORMS)


def import_catalogue(path: Path, name: str, about: dict[str, str] | None = None) -> Imported:
    """Read a catalogue from a folder or workbook and keep it in the data folder; with any problem nothing is kept."""
    source = read_source(path, name, DIP_FORMS)
    if source.problems:
        return Imported(None, new=False, problems=source.problems)
    identity, problems = identity_of(name, {**source.about, **(about or {})})
    tables = normalised(source.tables)
    problems += build_catalogue(identity, tables).problems
    if problems:
        return Imported(None, new=False, problems=problems)
    stored, new = DIP_STORE.keep(identity, tables)
    return Imported(stored, new, ())


def load_catalogue(wanted: str) -> Catalogue:
    """The catalogue `NAME` (newest version) or `NAME@VERSION` of the data folder; UsageError when there is none."""
    stored = DIP_STORE.find(wanted)
    built = build_catalogue(stored.identity, DIP_STORE.tables(stored))
    if built.catalogue is None:
        place, reason = built.problems[0]
        raise InputError(str(stored.folder), f"{place}：{reason}", "这个版本不完整，请重新导入。")
    return built.catalogue
