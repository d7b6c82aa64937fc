"""A total whose parts no row prints: a column of the table was lost, or the account does not tell them; blank they are not zero."""

from __future__ import annotations

from baozhang.auditing.audit import audit_documents
from baozhang.reading import read_text

_TABLE = """某县医疗保障局2024年部门预算
某县医疗保障局2024年项目支出表
单位：万元
项目名称\t合计\t一般公共预算拨款\t政府性基金预算拨款
参保登记宣传\t6.00\t{0}\t
结算系统维护\t11.50\t{1}\t
基金监管巡查\t8.25\t{2}\t
合计\t25.75\t{3}\t
"""


def _columns(text: str) -> set[str]:
    return {fact.column for fact in read_text(text).facts}


def _findings(text: str) -> list[str]:
    (audit,) = audit_documents([read_text(text)])
    return [finding.rule for finding in audit.findings if finding.rule == "TAB-192"]


def test_parts_that_are_printed_make_blank_ones_zero() -> None:
    told = _TABLE.format("6.00", "11.50", "8.25", "25.75")
    assert _columns(told) == {"total", "general_public", "government_fund"}
    assert not _findings(told)
    assert _findings(told.replace("8.25\t\n", "3.25\t\n")) == ["TAB-192"]


def test_parts_that_no_row_prints_are_not_known() -> None:
    untold = _TABLE.format("", "", "", "")
    assert _columns(untold) == {"total"}
    assert not _findings(untold)


def test_one_row_without_its_parts_does_not_add_up() -> None:
    assert _findings(_TABLE.format("6.00", "", "8.25", "14.25")) == ["TAB-192"] * 2  # and the total row
