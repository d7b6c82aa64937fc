"""Surveys: means, intervals and shares of answers; what is no question is left out; wrong files are told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import InputError
from baozhang.performance.survey import read_survey

WORDS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
POINTS = (100, 80, 60, 20, 0)


def csv(rows: list[str], head: str = "问卷编号,地点,服务态度") -> bytes:
    """A questionnaire file: numbered rows with a place and an answer."""
    return "\n".join([head, *(f"{at},大厅,{answer}" for at, answer in enumerate(rows, start=1))]).encode()


def test_a_question_has_its_mean_interval_and_share() -> None:
    """Four answers: mean 85, standard error 9.574, half of the interval 1.96 of it; all four at least basically satisfied."""
    survey = read_survey(csv(["非常满意", "满意", "非常满意", "基本满意", "", "拒答"]), "x.csv")
    (question,) = survey.questions
    assert (survey.questionnaires, question.name, question.count, question.mean, question.satisfied) == (
        6,
        "服务态度",
        4,
        Fraction(85),
        Fraction(1),
    )
    assert question.low is not None
    assert (round(question.low, 2), question.high) == (Fraction("66.23"), Fraction(100))  # 85 + 18.77 is more than anybody can be
    assert question.answers == (("非常满意", 2), ("满意", 1), ("基本满意", 1))


def test_figures_stand_for_themselves_and_numbers_of_forms_do_not() -> None:
    """A column of points out of a hundred is a question, a column of numbers of questionnaires is none."""
    survey = read_survey(csv(["90", "80.5"]), "x.csv")
    assert [(one.name, one.mean) for one in survey.questions] == [("服务态度", Fraction("85.25"))]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (csv(["好", "坏"]), "没有一列是满意度"),
        ("表头\n".encode(), "没有问卷"),
        (b"\xff\xfe\x00\x81\x82", "文字编码"),
        (csv(["满意", "101"]), "没有一列"),
    ],
)
def test_what_is_no_survey_is_told(content: bytes, words: str) -> None:
    """With the words that could have been used."""
    with pytest.raises(InputError, match=words):
        read_survey(content, "x.csv")


@given(st.lists(st.sampled_from(range(5)), min_size=2, max_size=40))
def test_the_mean_lies_within_its_interval_and_the_scale(chosen: list[int]) -> None:
    """Whatever was answered; the mean is that of the points."""
    (question,) = read_survey(csv([WORDS[at] for at in chosen]), "x.csv").questions
    assert question.mean == Fraction(sum(POINTS[at] for at in chosen), len(chosen))
    assert question.low is not None
    assert question.high is not None
    assert 0 <= question.low <= question.mean <= question.high <= 100
