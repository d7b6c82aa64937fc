"""An audit of many documents in figures: by rule, by year, and the documents with most to put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from baozhang.facts.lake import Snapshot


@dataclass(frozen=True, slots=True)
class OfRule:
    """One rule: its findings of one severity, and the documents they are in."""

    rule: str
    severity: str
    title: str
    findings: int
    documents: int


@dataclass(frozen=True, slots=True)
class OfYear:
    """One year (None: not known): documents, findings by severity, and checks."""

    fiscal_year: int | None
    documents: int
    errors: int
    warnings: int
    notes: int
    passed: int
    not_evaluated: int


@dataclass(frozen=True, slots=True)
class OfDocument:
    """One document and its findings by severity."""

    document_id: str
    file: str
    title: str
    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What an audit of the lake found. Rules and years are complete; `worst` are the documents with most errors, then warnings."""

    rules: tuple[OfRule, ...]
    years: tuple[OfYear, ...]
    worst: tuple[OfDocument, ...]

    @property
    def severities(self) -> frozenset[str]:
        """The severities that occur."""
        return frozenset(one.severity for one in self.rules)


_RULES: Final = """
    select rule, severity, min(findings.title), count(*), count(distinct document_id) from findings join documents using (document_id)
    group by rule, severity
    order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, count(*) desc, rule"""

_SEVERITIES: Final = """
    count(*) filter (where severity = 'error') as errors, count(*) filter (where severity = 'warning') as warnings,
    count(*) filter (where severity = 'note') as notes"""

_YEARS: Final = f"""
    with f as (select document_id, {_SEVERITIES} from findings group by document_id),
    c as (select document_id, sum(passed) as passed, sum(not_evaluated) as not_evaluated from checks group by document_id)
    select fiscal_year, count(*), coalesce(sum(errors), 0)::bigint, coalesce(sum(warnings), 0)::bigint, coalesce(sum(notes), 0)::bigint,
      sum(passed)::bigint, sum(not_evaluated)::bigint
    from documents join c using (document_id) left join f using (document_id) group by fiscal_year order by fiscal_year"""  # noqa: S608

_WORST: Final = f"""
    with f as (select document_id, {_SEVERITIES} from findings group by document_id)
    select document_id, file, title, errors, warnings, notes from f join documents using (document_id) where errors + warnings > 0
    order by errors desc, warnings desc, file limit ?"""  # noqa: S608


def summarise(read: Snapshot, found: Snapshot, *, worst: int) -> Summary:
    """The figures of the audit in `found`, of the documents in `read`."""
    with open_engine(files=True) as connection:
        connection.execute(f"create table documents as select document_id, file, title, fiscal_year from ({read.select('documents')})")  # noqa: S608
        for table in ("findings", "checks"):
            connection.execute(f'create view "{table}" as {found.select(table)}')
        return Summary(
            rules=tuple(OfRule(*row) for row in connection.execute(_RULES).fetchall()),
            years=tuple(OfYear(*row) for row in connection.execute(_YEARS).fetchall()),
            worst=tuple(OfDocument(*row) for row in connection.execute(_WORST, [worst]).fetchall()),
        )
