"""Rules that need more than one document: last year's, the year's budget, the units' (family YOY).

`partners_of` finds which documents belong together, `audit_across` runs the rules on hub tables, `Spool` keeps what they need of a
folder that is read in batches.
"""

from baozhang.auditing.across.evaluation import asked_of_all, audit_across, bare_document, in_duckdb, partners_table
from baozhang.auditing.across.partners import Partner, partners_of
from baozhang.auditing.across.spool import Spool, keep, keeping

__all__ = [
    "Partner", "Spool", "asked_of_all", "audit_across", "bare_document", "in_duckdb", "keep", "keeping", "partners_of", "partners_table",
]  # fmt: skip
