"""Satisfaction surveys: one row a questionnaire, one column a question; out come the answers' count, mean and confidence interval.

Answers are words of a scale (data/satisfaction_scales.toml) or figures from 0 to 100. Columns that are neither (numbers of
questionnaires, places) are left out. Nobody's answers are kept here: only what they come to.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.facts.amounts import parse_number
from baozhang.performance.measures.surveys import mean_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CONFIDENCE: Final = 95
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_MOST: Final = 2_000_000
"""Questionnaires beyond this are no survey but a register."""
_BLANK: Final = frozenset({"", "—", "-", "/", "未答", "拒答"})
_NUMBERS: Final = ("编号", "序号", "电话", "年龄")
"""Headers of columns of figures that are no answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one question came to: mean and bounds in points out of a hundred, `satisfied` a share from 0 to 1.

    `low` and `high` are None where fewer than two answered. `answers` counts the words, the most satisfied first.
    """

    name: str
    count: int
    mean: Fraction
    low: Fraction | None
    high: Fraction | None
    satisfied: Fraction
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey: how many questionnaires, its questions in order, and all answers together."""

    questionnaires: int
    questions: tuple[Question, ...]
    overall: Question


def read_survey(content: bytes, name: str) -> Survey:
    """The survey in a CSV file; InputError when it has no question that can be read."""
    rows = _rows(content, name)
    heads, answers = rows[0], rows[1:]
    columns = [
        [row[at].strip() for row in answers if at < len(row) and row[at].strip() not in _BLANK] if not _is_number(head) else []
        for at, head in enumerate(heads)
    ]
    scored = [(head, column, scale) for head, column in zip(heads, columns, strict=True) if column and (scale := _scale(column))]
    if not scored:
        words = "、".join(word for one in _scales() for word in one.points)
        raise InputError(name, "没有一列是满意度的回答", f"请用以下选项或 0 至 100 的分数：{words}。")
    questions = tuple(_question(head, column, scale) for head, column, scale in scored)
    together = [answer for _, column, _ in scored for answer in column]
    whole = _Scale(
        {word: points for _, _, scale in scored for word, points in scale.points.items()}, min(s.satisfied_from for *_, s in scored)
    )
    return Survey(len(answers), questions, _overall(questions, _question("全部问题", together, whole)))


def _overall(questions: Sequence[Question], together: Question) -> Question:
    """Answers of one person are not independent: the interval is that of the question whose is the widest."""
    known = [one.high - one.low for one in questions if one.low is not None and one.high is not None]
    if not known:
        return together
    half = max(known) / 2
    low, high = max(Fraction(0), together.mean - half), min(Fraction(100), together.mean + half)
    return Question(together.name, together.count, together.mean, low, high, together.satisfied, together.answers)


def _is_number(head: str) -> bool:
    return any(word in head for word in _NUMBERS)


def _rows(content: bytes, name: str) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
        if not 1 < len(rows) <= _MOST:
            raise InputError(name, "没有问卷，或问卷过多", "请用第一行写问题、一行一份问卷的 CSV。")
        return rows
    raise InputError(name, "文字编码不是 UTF-8 或 GB18030", "请用 UTF-8 编码另存后再导入。")


@dataclass(frozen=True, slots=True)
class _Scale:
    """Points by answer; figures stand for themselves when there are no words."""

    points: Mapping[str, int]
    satisfied_from: int

    def of(self, answer: str) -> Fraction:
        if answer in self.points:
            return Fraction(self.points[answer])
        number = parse_number(answer)
        return Fraction(number.value if number else Decimal(0))


@cache
def _scales() -> tuple[_Scale, ...]:
    text = (files("baozhang.performance") / "data" / "satisfaction_scales.toml").read_text(encoding="utf-8")
    return tuple(_Scale(one["words"], one["satisfied_from"]) for one in tomllib.loads(text)["scale"])


def _scale(column: Sequence[str]) -> _Scale | None:
    """The scale all answers belong to; None when the column is no question."""
    words = set(column)
    found = next((one for one in _scales() if words <= one.points.keys()), None)
    if found is not None:
        return found
    figures = [number.value if (number := parse_number(word)) else None for word in words]
    return _Scale({}, 60) if all(value is not None and 0 <= value <= 100 for value in figures) else None


def _question(name: str, column: Sequence[str], scale: _Scale) -> Question:
    points = [scale.of(answer) for answer in column]
    count, total = len(points), sum(points, Fraction(0))
    low = high = None
    if count > 1:
        low, high = mean_interval(count, total, sum((one * one for one in points), Fraction(0)), CONFIDENCE)
        low, high = max(Fraction(0), low), min(Fraction(100), high)
    satisfied = Fraction(sum(one >= scale.satisfied_from for one in points), count)
    return Question(name, count, total / count, low, high, satisfied, _counted(column, scale))


def _counted(column: Iterable[str], scale: _Scale) -> tuple[tuple[str, int], ...]:
    counted = Counter(column)
    return tuple(sorted(((word, counted[word]) for word in counted if word in scale.points), key=lambda one: -scale.points[one[0]]))
