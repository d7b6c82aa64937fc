"""Every taxonomy file is loaded and held against what the accounts need."""

from __future__ import annotations

from itertools import pairwise

import pytest

from baozhang.errors import UsageError
from baozhang.taxonomy.codes import code_names, economic_codes, former_names, function_codes, level_of
from baozhang.taxonomy.layouts import Layout, layouts, parse_layout
from baozhang.taxonomy.statements import RowAxis, statements


def test_every_code_has_its_parent_one_level_up_and_a_source() -> None:
    for codes in (function_codes(), economic_codes()):
        known = {code.code: code for code in codes}
        assert len(known) == len(codes)
        for code in codes:
            assert code.name
            assert code.source
            assert level_of(code.code) == code.level
            assert (code.level == 1) == (not code.parent)
            if code.parent:
                assert known[code.parent].level == code.level - 1
                assert code.code.startswith(code.parent)


def test_years_in_force_do_not_end_before_they_begin() -> None:
    assert all(code.year_from <= code.year_to for code in function_codes() if code.year_from and code.year_to)


def test_former_names_are_of_known_codes_and_ended_before_the_present_name() -> None:
    known = {code.code: code for code in function_codes()}
    for former in former_names():
        present = known[former.code]
        assert (former.level, former.parent) == (present.level, present.parent)
        assert former.name != present.name
        assert former.source
        assert former.year_to is not None
        assert present.year_from is None or present.level > 1 or former.year_to <= present.year_from


def test_function_and_economic_codes_do_not_overlap() -> None:
    assert len(code_names()) == len(function_codes()) + len(economic_codes())


def test_titles_headers_and_labels_are_folded_and_unambiguous() -> None:
    seen: dict[str, str] = {}
    for statement in statements().values():
        for title in statement.titles:
            assert seen.setdefault(title, statement.id) == statement.id
            assert not set(title) & set(" （）：，０１２")
        for words in (*(column.headers for column in statement.columns), *(item.labels for item in (*statement.left, *statement.right))):
            assert words
            assert all(not set(word) & set(" （）：，") for word in words)


@pytest.mark.parametrize("layout", layouts().values(), ids=lambda layout: str(layout.id))
def test_a_layout_prints_known_statements_with_known_items(layout: Layout) -> None:
    assert layout.stage in {"budget", "final"}
    assert layout.source
    ids = [printed.id for printed in layout.statements]
    assert len(set(ids)) == len(ids)
    numbers = [printed.number for printed in layout.statements if printed.number]
    assert len(set(numbers)) == len(numbers)
    for printed in layout.statements:
        definition = statements()[printed.id]
        assert printed.columns
        assert any(title == printed.title for title in definition.titles)
        if definition.axis is RowAxis.TWO_SIDED:
            classes = [item for item in printed.right if item.isdigit()]
            assert classes == sorted(classes)
            assert len(classes) >= 26
            known = {item.id for item in (*definition.left, *definition.right)} | {code.code for code in function_codes()}
            assert all(item in known or item.rpartition(".")[0] in known for item in (*printed.left, *printed.right))


def test_final_layouts_number_their_tables_in_order() -> None:
    for layout in layouts().values():
        digits = ["".join(ch for ch in printed.number if ch.isdigit()) for printed in layout.statements]
        numbers = [int(digit) for digit in digits if digit]
        assert all(before < after for before, after in pairwise(numbers))


def test_a_wrong_layout_file_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="坏版式"):
        parse_layout('[layout]\nid = "x"\ntypo = 1\n[[statement]]\nid = "income"\n', "坏版式.toml")
