"""The same content gives the same facts and findings, whatever file it comes in and however it is printed."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.reading.document import read_text, read_transcript
from baozhang.reading.formats import transcribe
from tests.reading.formats.packing import p, tbl, tr, word
from tests.reading.formats.parts import Paragraph, Table, parts_of
from tests.reading.formats.pdf.test_invariance import printed
from tests.reading.formats.rendering import FORMATS

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit
    from baozhang.facts.document import Document

EXAMPLES: Final = Path(__file__).parents[3] / "examples"
NAMES: Final = tuple(path.name for path in sorted(EXAMPLES.glob("*.*")) if path.suffix in {".txt", ".md"} and path.stem != "README")
FULL_WIDTH: Final = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *map(ord, ".,:()%-"))}
LABELS: Final = (
    "一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "四、上级补助收入", "五、事业收入", "六、经营收入", "八、其他收入",
)  # fmt: skip


def facts(document: Document) -> Counter[tuple[object, ...]]:
    """What the figures of the statements say."""
    return Counter((fact.statement, fact.item, fact.column, fact.value) for fact in document.facts)


def rest(document: Document) -> tuple[object, ...]:
    """What prose and forms say."""
    claims = Counter((claim.statement, claim.item, claim.column, claim.kind, claim.value) for claim in document.claims)
    indicators = Counter(
        (indicator.name, indicator.target, indicator.actual, indicator.weight, indicator.score) for indicator in document.indicators
    )
    return claims, indicators, Counter((form.kind, form.initial, form.executed, form.total) for form in document.evaluations)


@cache
def audits(name: str) -> dict[str, DocumentAudit]:
    """The audits of an example as text and in every other format."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    parts = parts_of(text)
    documents = {"text": read_text(text, name)}
    for ending, write in FORMATS.items():
        documents[ending] = read_transcript(transcribe(write(parts), f"{name}.{ending}"), f"{name}.{ending}", ending)
    return dict(zip(documents, evaluate(list(documents.values()), load_rules()), strict=True))


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_same_facts_and_findings(name: str, ending: str) -> None:
    text, other = audits(name)["text"], audits(name)[ending]
    assert facts(text.document)
    assert facts(other.document) == facts(text.document)
    assert rest(other.document) == rest(text.document)
    assert Counter((finding.rule, finding.message) for finding in other.findings) == Counter(
        (finding.rule, finding.message) for finding in text.findings
    )
    about, same = other.document.about, text.document.about
    assert (about.department, about.fiscal_year, about.stage, about.layout) == (same.department, same.fiscal_year, same.stage, same.layout)


def rows_of(hundreds: list[int], *, yuan: bool, separated: bool) -> list[tuple[str, str]]:
    """The rows of an overview with these amounts (in hundreds of yuan), printed in yuan or in 万元 with two decimals."""
    printed = [f"{100 * amount:.2f}" if yuan else f"{amount // 100}.{amount % 100:02}" for amount in (*hundreds, sum(hundreds))]
    if separated:
        printed = [f"{int(text.partition('.')[0]):,}.{text.partition('.')[2]}" for text in printed]
    return list(zip((*LABELS, "本年收入合计"), printed, strict=True))


def head(*, yuan: bool) -> list[str]:
    """The lines above the table."""
    return ["2024年度部门决算", "收入支出决算总表", "公开01表", f"金额单位：{'元' if yuan else '万元'}"]


def as_text(rows: list[tuple[str, str]], breaks: set[int], *, yuan: bool) -> str:
    """The table as text with page breaks in front of some rows."""
    lines = [("\n" if at in breaks else "") + "\t".join(row) for at, row in enumerate(rows)]
    return "\n\n".join(head(yuan=yuan)) + "\n\n项目\t金额\n" + "\n".join(lines) + "\n"


def as_word(rows: list[tuple[str, str]], breaks: set[int], *, yuan: bool) -> bytes:
    """The table as Word tables, one behind the other where a page breaks."""
    cuts = sorted({0, *breaks, len(rows)})
    tables = [
        tbl(*([tr("项目", "金额")] if one == 0 else []), *(tr(*row) for row in rows[one:other])) for one, other in itertools.pairwise(cuts)
    ]
    broken = p('<w:r><w:br w:type="page"/></w:r>').join(tables)
    return word("".join(p(line) for line in head(yuan=yuan)) + broken)


AMOUNTS: Final = st.lists(st.integers(min_value=1, max_value=10**8), min_size=len(LABELS), max_size=len(LABELS))


@given(AMOUNTS, st.sets(st.integers(min_value=1, max_value=len(LABELS))), st.sets(st.sampled_from(["yuan", "separated", "wide"])))
@settings(max_examples=60)
def test_facts_do_not_change_with_breaks_separators_units_or_widths(amounts: list[int], breaks: set[int], how: set[str]) -> None:
    yuan, separated, wide = "yuan" in how, "separated" in how, "wide" in how
    plain = facts(read_text(as_text(rows_of(amounts, yuan=False, separated=False), set(), yuan=False)))
    assert sorted(value for *_, value in plain.elements() if isinstance(value, int)) == sorted(
        10_000 * each for each in (*amounts, sum(amounts))
    )
    rows = rows_of(amounts, yuan=yuan, separated=separated)
    text = as_text(rows, breaks, yuan=yuan)
    assert facts(read_text(text.translate(FULL_WIDTH) if wide else text)) == plain
    assert facts(read_transcript(transcribe(as_word(rows, breaks, yuan=yuan), "a.docx"), "a.docx", "")) == plain


def as_parts(rows: list[tuple[str, str]], breaks: set[int], *, yuan: bool, wide: bool) -> list[Paragraph | Table]:
    """The same as parts for the writers of every format: a table behind the other where a page breaks."""
    cuts = sorted({0, *breaks, len(rows)})
    whole = [(("项目", "金额"), *rows[:other]) if one == 0 else tuple(rows[one:other]) for one, other in itertools.pairwise(cuts)]
    shown = [tuple(tuple(cell.translate(FULL_WIDTH) if wide else cell for cell in row) for row in table) for table in whole]
    return [*(Paragraph(line) for line in head(yuan=yuan)), *(Table(table) for table in shown)]


WAYS: Final = st.sets(st.sampled_from(["yuan", "separated", "wide"]))
BREAKS: Final = st.sets(st.integers(min_value=1, max_value=len(LABELS)))


@pytest.mark.parametrize("ending", FORMATS)
@given(amounts=AMOUNTS, breaks=BREAKS, how=WAYS)
@settings(max_examples=12, deadline=None)
def test_nor_in_any_format(ending: str, amounts: list[int], breaks: set[int], how: set[str]) -> None:
    plain = facts(read_text(as_text(rows_of(amounts, yuan=False, separated=False), set(), yuan=False)))
    rows = rows_of(amounts, yuan="yuan" in how, separated="separated" in how)
    raw = FORMATS[ending](as_parts(rows, breaks, yuan="yuan" in how, wide="wide" in how))
    assert facts(read_transcript(transcribe(raw, f"a.{ending}"), f"a.{ending}", "")) == plain


@given(amounts=AMOUNTS, breaks=BREAKS, how=WAYS)
@settings(max_examples=5, deadline=None)
def test_nor_in_print(amounts: list[int], breaks: set[int], how: set[str]) -> None:
    plain = facts(read_text(as_text(rows_of(amounts, yuan=False, separated=False), set(), yuan=False)))
    text = as_text(rows_of(amounts, yuan="yuan" in how, separated="separated" in how), breaks, yuan="yuan" in how)
    raw = printed(text.translate(FULL_WIDTH) if "wide" in how else text, "portrait")
    assert facts(read_transcript(transcribe(raw, "a.pdf"), "a.pdf", "")) == plain
