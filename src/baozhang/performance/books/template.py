"""The workbook to fill in: what the books hold already, and a row for every project of the ledger that has no goals yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.ledger.books import records_of
from baozhang.ledger.derivations import derivations
from baozhang.ledger.exchange.exporting import workbook
from baozhang.ledger.registers import registers
from baozhang.performance.books.programme import DEPARTMENT, PROJECT

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row

_EVIDENCE: Final = "performance_evidence"
"""Files are kept by their content; a name alone could not be imported again."""
_DEPARTMENT_CODE: Final = "整体"


def template(connection: Connection, book: Book) -> bytes:
    """An XLSX workbook with a sheet per register of the performance books, ready to be filled in and imported."""
    wanted = [one for one in registers().values() if one.performance]
    batch: dict[str, list[Row]] = {one.id: list(records_of(connection, book, one.id)) for one in wanted if one.id != _EVIDENCE}
    linked = {str(row["pro_code"]) for row in batch["performance_links"]}
    for row in records_of(connection, book, "projects"):
        code, nature = str(row["pro_code"]), derivations().natures[str(row["pro_cat_code"])]
        if nature == "project" and code not in linked:
            batch["performance_programmes"].append({"programme_code": code, "programme_name": row["pro_name"], "programme_kind": PROJECT})
            batch["performance_links"].append({"programme_code": code, "pro_code": code})
    if not any(row["programme_kind"] == DEPARTMENT for row in batch["performance_programmes"]):
        batch["performance_programmes"].append(
            {"programme_code": _DEPARTMENT_CODE, "programme_name": f"{book.department}整体支出", "programme_kind": DEPARTMENT}
        )
    return workbook(batch, wanted, book.fiscal_year)
