"""Taking files into a book: read, check, control and enter them, whole or not at all."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from baozhang.errors import InputError, LedgerError
from baozhang.ledger.books import records, records_of
from baozhang.ledger.control import CODE_NOT_IN_FORCE, Notice, enforce, exceeding, modes
from baozhang.ledger.crosschecks import carry_over_differences
from baozhang.ledger.exchange.final_workbook import is_final_workbook, take_workbook
from baozhang.ledger.exchange.foreign import origins_of
from baozhang.ledger.exchange.importing import in_words, take_in
from baozhang.ledger.exchange.sheets import bytes_of, sheets_of
from baozhang.ledger.exchange.structured import structured
from baozhang.ledger.exchange.syncing import synced
from baozhang.ledger.exchange.values import Known
from baozhang.ledger.registers import registers
from baozhang.ledger.tables import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row
    from baozhang.ledger.exchange.importing import Inspect, Intake
    from baozhang.ledger.exchange.sheets import Sheet
    from baozhang.ledger.journal import Event, Journal

_SUFFIXES: Final = {".csv", ".xlsx", ".xls", ".xlsm", ".xml"}
"""Files of a folder that are taken; JSON is taken where it is named, as folders of open data hold other JSON too."""
_STRUCTURED: Final = {".xml", ".json"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import came to: its event, and what the user should know."""

    event: Event
    warnings: tuple[str, ...]
    left_out: tuple[str, ...]
    told: tuple[str, ...] = ()
    """How rows of other systems compare with what the book already had from there."""


def files_in(paths: Sequence[str | Path]) -> list[Path]:
    """The files of an import: those named, and the tables inside folders that are named."""
    found: list[Path] = []
    for path in map(Path, paths):
        inside = (
            sorted(one for one in path.iterdir() if one.suffix.lower() in _SUFFIXES and one.name[:1] not in "._~")
            if path.is_dir()
            else [path]
        )
        found.extend(inside)
    if not found:
        raise InputError("、".join(map(str, paths)), "文件夹里没有 CSV、Excel 或 XML 文件", "请指定要导入的文件。")
    return found


def known_of(connection: Connection, book: Book) -> Known:
    """What cells may refer to in a book as it stands."""
    units = frozenset(str(row["agency_code"]) for row in records_of(connection, book, "units"))
    projects = frozenset(str(row["pro_code"]) for row in records_of(connection, book, "projects"))
    referred = {name for register in registers().values() for name in register.refers}
    keys = {name: frozenset(records(connection, book, registers()[name])) for name in sorted(referred)}
    origins = origins_of(records_of(connection, book, "indicators"), records_of(connection, book, "payments"))
    return Known(book.fiscal_year, units, projects, keys, origins=origins)


@dataclass(frozen=True, slots=True)
class Domain:
    """What a domain above the ledger adds to imports of its registers: more to check, and what its files become."""

    inspect: Inspect
    complete: Callable[[Mapping[str, list[Row]]], Mapping[str, list[Row]]]


def import_files(
    journal: Journal,
    paths: Sequence[str | Path],
    register_id: str = "",
    *,
    again: bool = False,
    domain: Domain | None = None,
    said: Mapping[str, str] | None = None,
) -> Taken:
    """Import files as one event. InputError names every bad cell, LedgerError what a control refuses; then nothing is entered.

    The same content is entered once: a second time is refused unless `again` says that it is meant. Registers of performance need
    their `domain`. `said` are values for columns that the files lack.
    """
    files = files_in(paths)
    sheets = [sheet for file in files for sheet in (_structured(file) if file.suffix.lower() in _STRUCTURED else sheets_of(file))]
    source = "、".join(file.name for file in files)
    stamp = _stamp(sheets)
    with journal.writing() as connection:
        _not_before(connection, journal.book, stamp, again=again)
        intake = _taken(sheets, connection, journal.book, register_id, domain, said)
        _accept(intake, source)
        compared = synced(connection, journal.book, _completed(intake.batch, source, domain), intake.withdrawn)
        if not compared.batch:
            raise InputError(source, f"没有新的内容：{'；'.join(compared.told)}", "请导入有变动的表。")
        event = journal.append_within(connection, compared.batch, f"{source} #{stamp}", kind="import")
        notices = [Notice(CODE_NOT_IN_FORCE, str(doubt)) for doubt in intake.doubts]
        notices += exceeding(connection, journal.book, compared.batch)
        warnings = enforce(notices, modes(connection, journal.book))
        if "carryovers" in compared.batch:
            warnings += carry_over_differences(connection, journal.book)
    return Taken(event, tuple(warnings), tuple(intake.left_out), (*intake.told, *compared.told))


def _structured(path: Path) -> list[Sheet]:
    return structured(bytes_of(path), path)


def _completed(batch: Mapping[str, list[Row]], source: str, domain: Domain | None) -> Mapping[str, list[Row]]:
    if domain is not None:
        return domain.complete(batch)
    theirs = [registers()[name].title for name, rows in batch.items() if rows and registers()[name].performance]
    if theirs:
        raise InputError(source, f"“{'”、“'.join(theirs)}”属于绩效账", "请用 baozhang performance import 导入。")
    return batch


def _taken(
    sheets: Sequence[Sheet],
    connection: Connection,
    book: Book,
    register_id: str,
    domain: Domain | None,
    said: Mapping[str, str] | None,
) -> Intake:
    """What the sheets hold: those of a final-accounts workbook for the unit it names, the others by register."""
    forms = [sheet for sheet in sheets if is_final_workbook(sheet)]
    others = [sheet for sheet in sheets if not is_final_workbook(sheet)]
    intake = take_in(others, known_of(connection, book), register_id, domain.inspect if domain else None, said)
    if forms:
        found = take_workbook(forms, _unit_of(forms, records_of(connection, book, "units")))
        intake.batch = {**intake.batch, **found.batch}
        intake.bad += found.bad
        intake.left_out += found.left_out
    return intake


def _unit_of(sheets: Sequence[Sheet], units: Sequence[Row]) -> str:
    """The unit whose name stands behind 编制单位, or the only one there is."""
    cells = [cell for sheet in sheets for row in sheet.rows[:6] for cell in row]
    named = [match[1].strip() for cell in cells if (match := re.search(r"编制单位[:：](.+)", cell))]
    for name in named:
        code = next((str(unit["agency_code"]) for unit in units if unit["agency_name"] == name), None)
        if code is not None:
            return code
    if len(units) == 1:
        return str(units[0]["agency_code"])
    said = f"编制单位“{named[0]}”" if named else "编制单位"
    raise InputError(sheets[0].file, f"{said}没有登记", "请先在“单位”中登记同名单位，再导入决算报表。")


def _accept(intake: Intake, source: str) -> None:
    if intake.bad:
        listed = "\n".join(in_words(intake))
        raise InputError(source, f"有 {len(intake.bad)} 处不能导入，一行也没有导入：\n{listed}\n", "请更正后重新导入。")
    if not intake.rows and not any(intake.withdrawn.values()):
        told = "".join(f"\n{line}" for line in intake.left_out)
        raise InputError(source, f"没有可以导入的行{told}", "请填写后再导入。")


def _stamp(sheets: Sequence[Sheet]) -> str:
    """A short fingerprint of the content, whatever the files are called."""
    made = hashlib.sha256(repr(sorted((sheet.name, sheet.rows) for sheet in sheets)).encode())
    return made.hexdigest()[:16]


def _not_before(connection: Connection, book: Book, stamp: str, *, again: bool) -> None:
    query = select(EVENTS.c.number, EVENTS.c.entered_by, EVENTS.c.entered_at).where(
        EVENTS.c.book_id == book.id, EVENTS.c.kind == "import", EVENTS.c.source.endswith(f"#{stamp}")
    )
    before = connection.execute(query).first()
    if before is not None and not again:
        raise LedgerError(
            f"同样的内容已由 {before.entered_by} 于 {before.entered_at} 导入（第 {before.number} 号记录），没有重复导入。"
            "确需再次导入的，请加 --again。"
        )
