"""The language of conditions: what is written means what it says, and what is not in the language is refused in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.operations.grouping.conditions import (
    OPERATORS,
    Always,
    And,
    Compare,
    Condition,
    ConditionError,
    Field,
    InDepartment,
    InList,
    Invalid,
    Level,
    ListId,
    Missing,
    Not,
    OfClass,
    Or,
    Severity,
    Sites,
    StartsWith,
    Subject,
    Valid,
    all_of,
    parse_condition,
    written,
)

if TYPE_CHECKING:
    from baozhang.operations.grouping.conditions import Atom

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(lambda name: name not in {"and", "or", "not"})
LISTS = st.builds(ListId, st.just("R1"), NAMES)
CODES = st.one_of(
    st.builds(InList, st.sampled_from(Subject), LISTS),
    st.builds(
        StartsWith,
        st.sampled_from(Subject),
        st.lists(st.from_regex(r"[A-Z][0-9]{2}\.?", fullmatch=True), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Valid, st.sampled_from([Subject.MAINPROC, Subject.ANYPROC])),
    st.builds(OfClass, LISTS, st.sampled_from(["1", "2", "头颈部"])),
)
ATOMS = st.one_of(
    CODES,
    CODES.map(Not),
    st.builds(Sites, LISTS, st.integers(1, 9)),
    st.builds(Compare, st.sampled_from(Field), st.sampled_from(OPERATORS), st.integers(-9, 99999)),
    st.builds(InDepartment, st.sampled_from(["ICU", "内科"])),
    st.builds(Missing, st.sampled_from([None, *Field])),
    st.builds(Invalid, st.sampled_from(Field)),
    st.builds(Severity, st.sampled_from(Level)),
)


def _joined(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(children, min_size=2, max_size=4)
    either = parts.map(lambda found: Or(tuple(part for each in found for part in (each.parts if isinstance(each, Or) else (each,)))))
    return st.one_of(parts.map(lambda found: all_of(*found)), either)


CONDITIONS = st.recursive(cast("st.SearchStrategy[Condition]", ATOMS), _joined, max_leaves=8)


@given(CONDITIONS)
def test_what_is_written_reads_back_the_same(condition: Condition) -> None:
    assert parse_condition(written(condition), "R1") == condition


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("always", Always()),
        ("pdx_in(zd)", InList(Subject.PDX, ListId("R1", "zd"))),
        ("no_valid_proc", Not(Valid(Subject.ANYPROC))),
        ("anyproc_in(ss, ss1)", And((InList(Subject.ANYPROC, ListId("R1", "ss")), InList(Subject.ANYPROC, ListId("R1", "ss1"))))),
        ("weight >= 1500 and weight < 2000", And((Compare(Field.WEIGHT, ">=", 1500), Compare(Field.WEIGHT, "<", 2000)))),
        ("mcc 或 days<=7", Or((Severity(Level.MCC), Compare(Field.DAYS, "<=", 7)))),
        ("pdx_not_in(zd)", Not(InList(Subject.PDX, ListId("R1", "zd")))),
        ("missing(pdx)", Missing(None)),
    ],
)
def test_short_forms(text: str, meant: Atom | And | Or | Not) -> None:
    assert parse_condition(text, "R1") == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空的"),
        ("pdx_inn(zd)", "没有“pdx_inn”"),
        ("pdx_in zd", "缺少“(”"),
        ("pdx_in(zd", "缺少“)”"),
        ("age <= 十七", "应为整数"),
        ("height > 3", "不是可以比较的项目"),
        ("mcc cc", "处无法理解"),
        ("not age > 3", "not 只能用于"),
        ("not (mcc or cc)", "not 只能用于"),
        ("age = 3", "不认识的符号"),
        ("mcc and", "不完整"),
        ("anydx_sites(zd)", "anydx_sites"),
        ("anyproc_class(ss)", "anyproc_class"),
        ("missing(height)", "不是可以检查的项目"),
    ],
)
def test_what_is_not_in_the_language_is_named(text: str, said: str) -> None:
    with pytest.raises(ConditionError, match=said.replace("(", r"\(").replace(")", r"\)")):
        parse_condition(text, "R1")
