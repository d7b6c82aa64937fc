"""The performance annex: whatever the books hold, it reads back equal, and no rule on performance finds anything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.compiling.formats.text import to_text
from baozhang.compiling.forms import usual_layout
from baozhang.compiling.pieces import Heading, Paragraph, Publication
from baozhang.errors import PublishingError
from baozhang.facts.amounts import fen_to_text
from baozhang.publishing.annex import Annex, annex_of, layout_of, self_evaluations
from baozhang.reading import read_text
from tests.compiling.test_forms import plain, read_back
from tests.performance.books.samples import book, kept

if TYPE_CHECKING:
    from baozhang.compiling.pieces import Piece
    from baozhang.performance.evaluation import Evaluation
    from baozhang.publishing.annex import Kept

LEAN: Final = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def document(made: Annex, stage: str) -> str:
    """A document with nothing but what performance adds to it."""
    details = made.details or {}
    count, amount = details[f"performance.{stage}_projects"], fen_to_text(details[f"performance.{stage}_amount"])
    said = {"self": f"2024年度本部门对{count}个项目开展绩效自评，涉及预算资金{amount}万元。", "target": f"设置绩效目标的项目{count}个。"}
    prose: list[Piece] = [Heading(2, "八、预算绩效情况说明"), *(Paragraph(text) for text in (said[stage], *made.paragraphs))]
    words = "决算" if stage == "self" else "预算"
    cover = ("2024年度", f"某市医疗保障局部门{words}")
    return to_text(Publication("附件", cover, (Heading(1, "第三部分 情况说明"), *prose, Heading(1, "第五部分 附件"), *made.pieces)))


@pytest.mark.parametrize("layout", ["fujian-final", "shandong-final"])
@LEAN
@given(data=st.data())
def test_evaluations_read_back_and_pass_the_audit(layout: str, data: st.DataObject) -> None:
    """Forms of projects, transfers and the department, their list and what the explanation says of them."""
    held: list[Kept] = [data.draw(kept(layout)) for _ in range(3)]
    documents = []
    for at, one in enumerate(held):
        made = annex_of(one)
        assert made.missing == ()
        read = read_text(document(made, "self"), f"{at}.txt", f"{at}")
        assert [each.why for each in read.unrecognised] == []
        evaluations = self_evaluations(one)
        projects: list[Evaluation] = [each.evaluation for each in evaluations.projects]
        assert read_back(read, layout_of(one.book, "self").id) == [plain(each, layout_of(one.book, "self").id) for each in projects]
        whole = layout_of(one.book, "department").id
        assert evaluations.department is not None
        assert read_back(read, whole) == [plain(evaluations.department.evaluation, whole)]
        documents.append(read)
    audits = evaluate(documents, [rule for rule in load_rules() if rule.id.startswith("PER-")])
    assert [(one.rule, one.message) for audit in audits for one in audit.findings] == []


@pytest.mark.parametrize("layout", ["fujian-budget", "anhui-budget"])
@LEAN
@given(data=st.data())
def test_targets_read_back(layout: str, data: st.DataObject) -> None:
    """A budget publishes goals: of projects, with the money approved and no actual values."""
    held: Kept = data.draw(kept(layout))
    made = annex_of(held)
    read = read_text(document(made, "target"), "预算.txt")
    targets = [one for one in read.evaluations if one.kind == "target"]
    assert [one.project for one in targets] == [one.name for one in held.programmes[:-1]]
    assert all(one.initial for one in targets)
    audits = evaluate([read], [rule for rule in load_rules() if rule.id.startswith("PER-")])
    assert [(one.rule, one.message) for audit in audits for one in audit.findings] == []


def test_a_book_without_a_known_layout_of_forms_says_so() -> None:
    """The forms of a province that nobody described."""
    assert usual_layout("national-final", "self") is None
    with pytest.raises(PublishingError, match="没有相应的绩效表版式"):
        layout_of(book("national-final"), "self")
    assert layout_of(book("national-final"), "self", "fujian-special").id == "fujian-special"
