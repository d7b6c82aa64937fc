"""A table taken apart into lines is listed as not recognised, never passed over."""

from __future__ import annotations

from baozhang.reading.document import read_text


def test_cells_printed_one_to_a_line_are_listed() -> None:
    cells = "\n\n".join(f"科目{n}\n\n{n}2.3{n}" for n in range(1, 9))
    document = read_text("某局2023年度部门决算\n\n第二部分 部门决算表\n\n收入决算表\n\n" + cells)
    assert [row.why for row in document.unrecognised] == ["第9至37行有8个数既不在表格里也不成句（可能是表格被拆散），未识别"]
    assert (document.about.amounts, document.about.amounts_bound) == (8, 0)
    assert not document.facts
