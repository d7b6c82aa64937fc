"""A whole document: text in, hub rows out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.facts.document import Document
from baozhang.facts.record import replace
from baozhang.facts.records import BROKEN_OFF, BlockRow, DocumentRow, FactRow, UnrecognisedRow
from baozhang.reading.blocks import blocks_of
from baozhang.reading.claims import bind_to_indicators, read_claims
from baozhang.reading.doubt import guessed_tables, untorn_forms, with_doubt
from baozhang.reading.ending import another_begins, broken_off
from baozhang.reading.formats import Transcript, TranscriptLine, transcribe
from baozhang.reading.formats.places import places_of
from baozhang.reading.formats.transcript import Inferred
from baozhang.reading.forms import read_forms
from baozhang.reading.identity import belonging_to, identify
from baozhang.reading.loose import loose_figures, nothing_read
from baozhang.reading.precision import sharpen_claims, sharpen_facts, sharpen_fundings
from baozhang.reading.recognition import recognise_layout
from baozhang.reading.sources import Source
from baozhang.reading.statements.captions import statement_of_title
from baozhang.reading.statements.reader import read_statements
from baozhang.reading.text import folded_lines, lines_of
from baozhang.reading.wording import read_wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.model import Block


def read_file(path: Path | str) -> Document:
    """Read a file of any known format; raises InputError (what, where, what to do) when it is not one."""
    return read_source(Source(Path(path)))


def read_source(source: Source) -> Document:
    """Read a file or a member of an archive; raises InputError (what, where, what to do) when it is not a document."""
    raw = source.read()
    return read_transcript(transcribe(raw, source.name), source.name, hashlib.sha256(raw).hexdigest())


def read_text(text: str, file: str = "", document_id: str = "") -> Document:
    """Read decoded text; `document_id` defaults to the hash of the text."""
    transcript = Transcript("文本", tuple(TranscriptLine(line) for line in lines_of(text)))
    return read_transcript(transcript, file, document_id or hashlib.sha256(text.encode()).hexdigest())


def read_accounts(source: Source) -> tuple[Document, ...]:
    """All documents of a file, one behind the other: a department's may hold those of its units. Lines are those of the file.

    Raises InputError (what, where, what to do) when the file is not a document.
    """
    raw = source.read()
    transcript, document_id = transcribe(raw, source.name), hashlib.sha256(raw).hexdigest()
    found: list[Document] = []
    begin: int | None = 0
    while begin is not None and len(found) < _MOST_ACCOUNTS:
        own = f"{document_id}-{len(found) + 1}" if found else document_id
        document, begin = _read(transcript, source.name, own, begin)
        found.append(document)
    return tuple(found) if begin is None else (*found[:-1], _with_note(found[-1], begin))


def read_transcript(transcript: Transcript, file: str, document_id: str) -> Document:
    """Read what a format gave; raises InputError when there is nothing to read in it. Of several documents only the first is read."""
    document, end = _read(transcript, file, document_id, 0)
    return document if end is None else _with_note(document, end)


def _with_note(document: Document, end: int) -> Document:
    why = "从这里起是同一文件中的另一份文本，未纳入核对，请分开核对"
    note = UnrecognisedRow(document.about.document_id, end + 1, why)
    return replace(document, unrecognised=tuple(sorted((*document.unrecognised, note), key=lambda row: row.line)))


def _read(transcript: Transcript, file: str, document_id: str, begin: int) -> tuple[Document, int | None]:
    """The document that begins behind so many lines of a transcript, and behind how many the next one does, or None."""
    lines = folded_lines([line.text for line in transcript.lines])[begin:]
    pages = _pages(transcript)
    blocks = blocks_of(lines)
    if not blocks:
        raise InputError(file, "文件里没有文字", "请重新导出后再检查。")
    other = another_begins(blocks)
    behind = blocks[other].line_from - 1 if other else None
    blocks = blocks[:other]
    draft = identify(blocks, ())
    guessed = guessed_tables(blocks, lines)
    inferred = (*transcript.inferred, *[Inferred(block.line_from, block.line_to, sure=True, aligned=True) for block in guessed])
    forms = untorn_forms(read_forms(blocks, document_id, draft.fiscal_year, inferred))
    tables = read_statements(blocks, forms.used, document_id, draft.stage)
    about = belonging_to(draft, tables.departments)
    match = recognise_layout(tables.statements, tables.facts, about.stage)
    claims = bind_to_indicators(read_claims(blocks, tables.facts, document_id, about.fiscal_year, about.stage), forms, blocks)
    own = lines if behind is None else lines[: behind - begin]
    source = (*[""] * begin, *[line.source for line in own])
    loose = loose_figures(own, [block for block in blocks if block.index not in forms.used], document_id)
    unread = [UnrecognisedRow(document_id, part.line, part.why) for part in transcript.unread if begin < part.line <= len(source)]
    tables, doubts = with_doubt(tables, guessed)
    unread += doubts
    end = broken_off(blocks)
    ends = [UnrecognisedRow(document_id, *end, BROKEN_OFF)] if end else []
    bound = tables.figures_bound + forms.figures_bound + claims.figures_bound
    unknown = [*ends, *tables.unrecognised, *forms.unrecognised, *claims.unbound, *loose.unrecognised, *unread]
    if not bound and not tables.tables:
        unknown += nothing_read(blocks, document_id, silent=not unknown)
    document = Document(
        about=DocumentRow(
            document_id, file, about.title, about.department, about.region, about.fiscal_year, about.stage, about.scope, match.layout,
            _unit(tables.statements), len(source), tables.figures + forms.figures + claims.figures + loose.figures,
            bound,
        ),
        source=source,
        blocks=tuple([_block_row(block, document_id, pages.get(block.line_from)) for block in blocks]),
        statements=tables.statements,
        facts=_paged(sharpen_facts(tables.facts, tables.statements), pages),
        claims=sharpen_claims(claims.claims),
        evaluations=forms.evaluations,
        fundings=sharpen_fundings(forms.fundings),
        indicators=forms.indicators,
        wording=tuple(read_wording(blocks, source, about.fiscal_year, about.stage, document_id)),
        unrecognised=tuple(sorted(unknown, key=lambda row: row.line)),
        places=places_of(transcript, document_id),
        tables_found=tables.tables,
        layout_distance=match.distance,
    )  # fmt: skip
    return document, behind


def _unit(statements: Sequence[object]) -> str:
    units = [str(getattr(statement, "unit", "")) for statement in statements]
    return max(set(units), key=units.count) if units else ""


def _pages(transcript: Transcript) -> Mapping[int, int]:
    """The page of every line that is on one."""
    lines = enumerate(transcript.lines, start=1) if transcript.pages else ()
    return {number: line.page for number, line in lines if line.page is not None}


def _paged(facts: Sequence[FactRow], pages: Mapping[int, int]) -> tuple[FactRow, ...]:
    """The facts with the page that each line stands on."""
    return tuple(replace(fact, page=pages.get(fact.line)) for fact in facts) if pages else tuple(facts)


def _block_row(block: Block, document_id: str, page: int | None) -> BlockRow:
    return BlockRow(
        document_id, block.index, block.kind, block.level, block.part, block.section, _statement_named(block), block.text or _listed(block),
        block.line_from, block.line_to, page,
    )  # fmt: skip


def _listed(block: Block) -> str:
    """The cells of a table in the first part: there stand the units a department comprises."""
    return "|".join(cell for row in block.rows for cell in row.filled) if block.part == "overview" else ""


def _statement_named(block: Block) -> str:
    titled = (
        block.kind in {"contents", "heading", "caption", "paragraph"} and block.text.endswith("表") and len(block.text) <= _LONGEST_TITLE
    )
    return statement_of_title(block.text) if titled else ""


_LONGEST_TITLE: Final = 60
_MOST_ACCOUNTS: Final = 60
"""Documents that are read from one file; more of them is a book of something else."""
