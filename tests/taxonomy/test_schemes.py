"""Scoring schemes and indicator words: bands cover everything once, bad files are refused by name."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from baozhang.errors import UsageError
from baozhang.taxonomy.indicator_words import load_indicator_words, parse_indicator_words
from baozhang.taxonomy.schemes import OPEN_END, FundsBand, GradeBand, load_schemes, parse_scheme, reference_tables

HEAD = '[scheme]\nid = "x"\ntitle = "例"\nsource = "R-PF-005"\nvalid_from = 2021\ncertain = true\norder = 1\n'


def _covered(spans: list[tuple[int, int]]) -> bool:
    """Whether the spans lie end to end from 0 to the open end."""
    ordered = sorted(spans)
    joined = all(one[1] == two[0] for one, two in pairwise(ordered))
    return ordered[0][0] == 0 and ordered[-1][1] == OPEN_END and joined


def test_every_rate_has_points_in_every_scheme() -> None:
    """For a finished and for an unfinished task the bands of a scheme leave no gap and do not overlap."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for band in load_schemes().funds:
        for task in ("complete", "incomplete") if band.task == "any" else (band.task,):
            spans[band.scheme, task].append((band.from_value, band.to_value))
    assert len(spans) >= 8
    assert all(_covered(listed) for listed in spans.values())


def test_every_total_has_a_grade_in_every_scheme() -> None:
    """Grades cover all totals once."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for band in load_schemes().grades:
        spans[band.scheme].append((band.from_value, band.to_value))
    assert all(_covered(listed) for listed in spans.values())


def test_every_satisfaction_has_points() -> None:
    """Bands of satisfaction cover every rate once."""
    assert _covered([(band.from_value, band.to_value) for band in load_schemes().satisfaction])


def test_reads_bands_in_ten_thousandths() -> None:
    """Percent and points become ten-thousandths; a band without an end is open."""
    text = HEAD + '[[funds.bands]]\ntask = "any"\nfrom = "60"\nshare = "0.5"\n[[grade.bands]]\ngrade = "优"\nfrom = "90"\n'
    funds, grade = parse_scheme("x.toml", text)
    assert isinstance(funds, FundsBand)
    assert isinstance(grade, GradeBand)
    assert (funds.from_value, funds.to_value, funds.points_share, funds.step) == (600000, OPEN_END, 5000, 100)
    assert (grade.grade, grade.from_value) == ("优", 900000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "分档"),
        (HEAD.replace("title", "titel"), "titel"),
        (HEAD + '[[funds.bands]]\nfrom = "0"\n', "share"),
        (HEAD + '[[funds.bands]]\nfrom = "0"\nshare = "1"\ntask = "half"\n', "half"),
        (HEAD + "[other]\n", "other"),
    ],
)
def test_refuses_a_wrong_scheme(text: str, said: str) -> None:
    """The error names the file and what is wrong."""
    with pytest.raises(UsageError, match=said) as caught:
        parse_scheme("x.toml", text)
    assert "x.toml" in str(caught.value)


def test_reference_tables_have_rows() -> None:
    """The rules join these by name."""
    tables = reference_tables()
    assert tables.keys() == {"scheme_bands", "grade_bands", "satisfaction_bands", "indicator_words"}
    assert all(tables.values())


def test_each_word_of_a_topic_stands_once() -> None:
    """Rules join words by topic; a word that stood twice would double their cases."""
    words = [(word.topic, word.word) for word in load_indicator_words()]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[words]]\ntopic = "t"\npattern = "("\nsource = "s"\nvalid_from = 2020', "pattern"),
        (2 * '[[words]]\ntopic = "t"\nwords = ["a"]\nsource = "s"\nvalid_from = 2020\n', "两次"),
    ],
)
def test_refuses_wrong_words(text: str, said: str) -> None:
    """A key that is not known, or a topic that stands twice."""
    with pytest.raises(UsageError, match=said):
        parse_indicator_words(text)
