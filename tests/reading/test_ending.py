"""Documents that break off before their contents end, and files that hold several."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.reading.blocks import read_blocks
from baozhang.reading.document import read_accounts, read_text
from baozhang.reading.ending import BROKEN_OFF, another_begins, broken_off
from baozhang.reading.sources import Source

TEXT: Final = (Path(__file__).parents[2] / "examples" / "final-account-clean.txt").read_text(encoding="utf-8")
LINES: Final = TEXT.split("\n")


def until(words: str, more: int = 0) -> str:
    """The example up to the first line behind its contents with these words, and some lines more."""
    return "\n".join(LINES[: next(at for at, line in enumerate(LINES) if at > 60 and words in line) + 1 + more])


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        (until("20805"), "第三部分2024年度部门决算情况说明"),
        (until("2080501", 3), "第三部分2024年度部门决算情况说明"),
        (until("四、财政拨款收入支出决算总体情况说明", 2), "五、一般公共预算财政拨款支出决算情况说明"),
    ],
)
def test_a_document_that_breaks_off_says_so_and_is_not_blamed_for_it(text: str, listed: str) -> None:
    document = read_text(text)
    reasons = [row.why for row in document.unrecognised if row.why.startswith(BROKEN_OFF)]
    assert reasons == [f"{BROKEN_OFF}：目录还列有“{listed}”，后面都没有"]
    (audit,) = evaluate([document], load_rules())
    assert not [finding.message for finding in audit.findings if finding.severity == "error"]


def test_a_whole_document_and_one_without_contents_break_off_nowhere() -> None:
    assert broken_off(read_blocks(TEXT)) is None
    assert broken_off(read_blocks("\n".join(LINES[60:200]))) is None


def test_several_documents_in_one_file_are_read_one_by_one(tmp_path: Path) -> None:
    budget = (Path(__file__).parents[2] / "examples" / "budget-clean.md").read_text(encoding="utf-8").rstrip("\n")
    path = tmp_path / "预算和决算.txt"
    path.write_text(f"{budget}\n{TEXT}", encoding="utf-8")
    before = len(budget.split("\n"))
    both = read_accounts(Source(path))
    assert [(one.about.stage, one.about.document_id.partition("-")[2]) for one in both] == [("budget", ""), ("final", "2")]
    for document, alone, shift in zip(both, (read_text(budget), read_text(TEXT)), (0, before), strict=True):
        assert [(fact.line, fact.item, fact.value) for fact in document.facts] == [
            (fact.line + shift, fact.item, fact.value) for fact in alone.facts
        ]
        assert [(claim.line, claim.text) for claim in document.claims] == [(claim.line + shift, claim.text) for claim in alone.claims]
        assert document.source[-1] == alone.source[-1]
        assert len(document.unrecognised) == len(alone.unrecognised)
    audits = evaluate(list(both), load_rules())
    assert not [finding.message for audit in audits for finding in audit.findings if finding.severity == "error"]


def test_where_one_document_is_asked_for_the_others_are_named() -> None:
    budget = (Path(__file__).parents[2] / "examples" / "budget-clean.md").read_text(encoding="utf-8").rstrip("\n")
    document = read_text(f"{budget}\n{TEXT}")
    assert document.about.stage == "budget"
    assert [(row.line, row.why) for row in document.unrecognised if "另一份" in row.why] == [
        (len(budget.split("\n")) + 1, "从这里起是同一文件中的另一份文本，未纳入核对，请分开核对")
    ]


def test_contents_that_are_not_known_as_such_are_no_document_of_their_own() -> None:
    body = TEXT.split("\n目 录\n", 1)[1]
    assert another_begins(read_blocks(f"2024年度某市医疗保障局部门决算公开目录\n{body}")) is None
