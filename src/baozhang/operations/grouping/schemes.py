"""The DRG schemes of this machine: imported, listed, loaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.errors import InputError
from baozhang.operations.grouping.building import build_scheme, normalised
from baozhang.operations.grouping.importing import read_source
from baozhang.operations.grouping.scheme import Identity
from baozhang.operations.grouping.storing import Store
from baozhang.operations.grouping.tables import DRG_FORMS, Problem

if TYPE_CHECKING:
    from baozhang.operations.grouping.scheme import Scheme
    from baozhang.operations.grouping.storing import Stored

DRG_STORE: Final = Store("drg", DRG_FORMS)


class Imported(NamedTuple):
    """What came of an import: the stored version (None when there are problems), whether it is new, and the cells that cannot be used."""

    stored: Stored | None
    new: bool
    problems: tuple[Problem, ...]


def import_scheme(path: Path, name: str, about: dict[str, str] | None = None) -> Imported:
    """Read a scheme from a folder or workbook and keep it in the data folder; with any problem nothing is kept.

    `about` (title, valid_from, valid_to, source) overrides what the source says of itself.
    """
    source = read_source(path, name, DRG_FORMS)
    if source.problems:
        return Imported(None, new=False, problems=source.problems)
    identity, problems = identity_of(name, {**source.about, **(about or {})})
    tables = normalised(source.tables)
    built = build_scheme(identity, tables)
    problems += built.problems
    if problems:
        return Imported(None, new=False, problems=problems)
    stored, new = DRG_STORE.keep(identity, tables)
    return Imported(stored, new, ())


def identity_of(name: str, about: dict[str, str]) -> tuple[Identity, tuple[Problem, ...]]:
    """The identity of a scheme, and what is wrong with its dates."""
    problems: list[Problem] = []
    dates: dict[str, date | None] = {}
    for key, heading in (("valid_from", "生效日期"), ("valid_to", "失效日期")):
        text = about.get(key, "")
        try:
            dates[key] = date.fromisoformat(text) if text else None
        except ValueError:
            problems.append(Problem(heading, f"“{text}”不是日期，应写作 2024-01-01"))
            dates[key] = None
    since, until = dates["valid_from"], dates["valid_to"]
    if since and until and until < since:
        problems.append(Problem("失效日期", "早于生效日期"))
    return Identity(name, about.get("title") or name, valid_from=since, valid_to=until, source=about.get("source", "")), tuple(problems)


EXAMPLE: Final = "example"
"""The name of the small scheme of our own making in the data folder."""


def import_example() -> Scheme:
    """The small scheme that comes with the program, kept in the data folder as `example`."""
    packaged = Path(__file__).parent / EXAMPLE  # of an installed program; in a clone it stands among the examples
    imported = import_scheme(packaged if packaged.is_dir() else Path(__file__).parents[4] / "examples" / "drg", EXAMPLE)
    if imported.stored is None:
        place, reason = imported.problems[0]
        raise InputError(place, reason, "随程序提供的示例方案已损坏，请重新安装。")
    return load_scheme(imported.stored.identity.label)


def load_scheme(wanted: str) -> Scheme:
    """The scheme `NAME` (newest version) or `NAME@VERSION` of the data folder; UsageError when there is none."""
    stored = DRG_STORE.find(wanted)
    built = build_scheme(stored.identity, DRG_STORE.tables(stored))
    if built.scheme is None:
        place, reason = built.problems[0]
        raise InputError(str(stored.folder), f"{place}：{reason}", "这个版本不完整，请重新导入。")
    return built.scheme
