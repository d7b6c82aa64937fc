"""Messages say what they speak of: nothing stands between quotation marks that has no name."""

from __future__ import annotations

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.messages import parse_message
from baozhang.auditing.rule import load_rules
from baozhang.reading.document import read_text
from tests.examples.test_examples import audits
from tests.reading.forms.form_texts import FUNDS, HEAD, INDICATORS

EMPTY = ("“”", "《》")


@pytest.mark.parametrize(
    ("template", "row", "said"),
    [
        ("“{subject}”的“{name}”得分", {"subject": "", "name": "参保人数"}, "本表的“参保人数”得分"),
        ("《{title}》合计", {"title": ""}, "本表合计"),
        ("文字称“{name}”为", {"name": None}, "文字称（未写名称）为"),
        ("“{subject}”{name}", {"subject": "甲", "name": ""}, "“甲”"),
    ],
)
def test_what_has_no_name_is_called_by_what_it_is(template: str, row: dict[str, str | None], said: str) -> None:
    assert parse_message(template, "x.sql").fill(row) == said


def test_no_message_quotes_an_empty_name() -> None:
    nameless = INDICATORS.replace("\t12\t20\t20\t", "\t12\t20\t25\t").replace("\t72\t30\t27\t", "\t72\t30\t30\t")
    forms = [read_text(head + FUNDS.replace("门诊统筹宣传经费", "") + nameless) for head in (HEAD, "")]
    found = [*evaluate(forms, load_rules()), *audits().values()]
    said = [finding.message for audit in found for finding in audit.findings]
    said += [row.why for audit in found for row in audit.document.unrecognised]
    assert any(message.startswith("本表") for message in said)
    assert [message for message in said if any(empty in message for empty in EMPTY)] == []
