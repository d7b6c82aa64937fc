"""The word list: how phrases expand, and that a malformed or ambiguous list is refused."""

from __future__ import annotations

import re

import pytest

from baozhang.errors import UsageError
from baozhang.taxonomy.claim_words import claim_words, expand, parse_claim_words

SUBJECT = '[[subject]]\nwords = ["{word}"]\nin = {sections}\nmoney = ["a:b:c"]\n'


def test_a_phrase_stands_for_all_its_spellings() -> None:
    assert set(expand("[“]三公[”]经费{支出|开支}")) == {
        f"{left}三公{right}经费{last}" for left in ("", "“") for right in ("", "”") for last in ("支出", "开支")
    }


def test_a_phrase_without_choices_stands_for_itself() -> None:
    assert expand("因公出国(境)费") == ("因公出国(境)费",)


def test_a_bracket_left_open_is_refused() -> None:
    with pytest.raises(UsageError, match="不配对"):
        expand("公用[经费")


def test_a_phrase_may_mean_two_things_in_two_sections() -> None:
    words = parse_claim_words(SUBJECT.format(word="收入", sections='["income"]') + SUBJECT.format(word="收入", sections='["fund"]'))
    assert len(words.subjects["收入"]) == 2


def test_a_phrase_claimed_twice_for_a_section_is_refused() -> None:
    text = SUBJECT.format(word="收入", sections='["income", "fund"]') + SUBJECT.format(word="收入", sections='["fund"]')
    with pytest.raises(UsageError, match="对应两个项目"):
        parse_claim_words(text)


def test_a_marker_with_two_roles_is_refused() -> None:
    with pytest.raises(UsageError, match="既是"):
        parse_claim_words('[markers]\nup = ["增加"]\ndown = ["增加"]\n')


def test_a_subject_without_a_target_is_refused() -> None:
    with pytest.raises(UsageError, match="没有 money"):
        parse_claim_words('[[subject]]\nwords = ["收入"]\n')


def test_every_target_of_the_list_is_well_formed() -> None:
    for entries in claim_words().subjects.values():
        for entry in entries:
            for spec in (*entry.money, *entry.counts.values()):
                assert all(1 <= part.count(":") <= 2 for part in spec.split("|")), spec


def test_no_word_reaches_over_a_figure_or_a_clause() -> None:
    """A paragraph is searched stretch by stretch, so a word may hold neither a digit nor one of the marks ,。; unless it is the mark."""
    known = claim_words()
    assert not [word for word in {*known.markers, *known.subjects} if len(word) > 1 and re.search(r"[\d,。;]", word)]
