"""Vouchers as XML (DA/T 95—2022 表C.1) and payments as JSON come in like any other table; what is said for a whole table fills its gaps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.errors import InputError
from baozhang.ledger.exchange.audit_interface import audit_rows
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.exchange.intake import import_files
from tests.ledger.samples import OFFICE, journal_in

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.ledger.store import Store

VOUCHER: Final = f"""<?xml version="1.0" encoding="GB18030"?>
<VOUCHERS xmlns="urn:x"><VOUCHER>
  <AGENCY_CODE>{OFFICE}</AGENCY_CODE><ACCT_PERIOD>3</ACCT_PERIOD><VOUCHER_NO>记1</VOUCHER_NO><VOUCHER_DATE>20240301</VOUCHER_DATE>
  <VOU_DETS>
  <VOU_DET><VOU_DET_ID>V1</VOU_DET_ID><VOU_DET_DESC>办公费</VOU_DET_DESC><GOV_ACCT_CLS_CODE>7101</GOV_ACCT_CLS_CODE><DR_CR>1</DR_CR>
    <AMT>88.80</AMT><PRO_CODE>T1</PRO_CODE><EXP_FUNC_CODE>2101502</EXP_FUNC_CODE><DEP_BGT_ECO_CODE>30201</DEP_BGT_ECO_CODE>
    <FUND_TYPE_CODE>111</FUND_TYPE_CODE></VOU_DET>
  <VOU_DET><VOU_DET_ID>V2</VOU_DET_ID><GOV_ACCT_CLS_CODE>8001.02</GOV_ACCT_CLS_CODE><DR_CR>-1</DR_CR><AMT>88.80</AMT></VOU_DET>
  </VOU_DETS>
</VOUCHER></VOUCHERS>"""


def test_a_voucher_as_xml_has_its_head_on_every_line(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    (tmp_path / "凭证").mkdir()
    (tmp_path / "凭证" / "0001.xml").write_bytes(VOUCHER.encode("gb18030"))
    other = VOUCHER.replace("V1", "V3").replace("V2", "V4").replace("记1", "记2")
    (tmp_path / "凭证" / "0002.xml").write_bytes(other.encode("gb18030"))
    import_files(journal, [tmp_path / "凭证"])
    rows = holdings(sqlite, journal.book)["vouchers"]
    assert [(row["voucher_no"], row["gov_acct_cls_code"], row["dr_cr"], row["amt"], row["vou_det_desc"]) for row in rows] == [
        ("记1", "7101", "借", 8880, "办公费"), ("记1", "800102", "贷", 8880, None),
        ("记2", "7101", "借", 8880, "办公费"), ("记2", "800102", "贷", 8880, None),
    ]  # fmt: skip


def test_payments_as_json_are_audited_where_there_are_no_vouchers(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    line = {"agencyCode": OFFICE, "proCode": "T1", "expFuncCode": "2101502", "depBgtEcoCode": "30201", "fundTypeCode": "111"}
    paid = {"payCertId": "C1", "payCertNo": "P1", "xpayAmt": 100.10, "xpayDate": "2024-03-12", "useDes": "办公费", "isDeleted": 2, **line}
    waiting = {**paid, "payCertId": "C2", "payCertNo": "P2", "xpayAmt": 7, "isDeleted": 1}
    (tmp_path / "支付.json").write_text(json.dumps({"code": 0, "data": {"rows": [paid, waiting]}}), encoding="utf-8")
    import_files(journal, [tmp_path / "支付.json"])
    rows = audit_rows(journal.book, holdings(sqlite, journal.book))["payment"]
    assert [(row["number"], row["amount"], row["words"], row["project_name"]) for row in rows] == [("P1", 10_010, "办公费", "基金监管项目")]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.xml", "<a><b>", "不是完整的 XML"),
        ("x.json", '{"a": [', "不是完整的 JSON"),
        ("y.json", "[" * 3000 + "]" * 3000, "没有|不是完整"),
        ("y.xml", "<a>" * 200 + "<b/><b/>" + "</a>" * 200, "嵌套过深"),
        ("z.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b><c>&x;</c><d>1</d></b></a>', "看不出是哪一种台账"),
    ],
)
def test_what_is_no_table_is_named(sqlite: Store, tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=why) as caught:
        import_files(journal_in(sqlite), [tmp_path / name])
    assert "root:" not in str(caught.value)


PURCHASES: Final = f"单位编码,采购项目,采购类型,资金性质,采购金额\n{OFFICE},台式计算机,货物,111,5000\n"


def test_what_is_said_for_a_whole_table_fills_the_columns_it_lacks(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    (tmp_path / "政府采购预算.csv").write_text(PURCHASES, encoding="utf-8")
    with pytest.raises(InputError, match="缺少必填列"):
        import_files(journal, [tmp_path / "政府采购预算.csv"])
    import_files(journal, [tmp_path / "政府采购预算.csv"], said={"编报阶段": "批复"})
    assert [(row["bgt_stage"], row["pur_amt"]) for row in holdings(sqlite, journal.book)["procurement"]] == [("批复", 500_000)]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"编报阶段": "三审"}, "--set 编报阶段=三审：应为以下之一"),
        ({"编报阶段": "批复", "采购类型": "货物"}, "--set 采购类型=货物：表里已有这一栏"),
        ({"编报阶段": "批复", "厨师": "甲"}, "--set 厨师=甲：表里已有这一栏，或没有这样的栏目"),
    ],
)
def test_what_is_said_and_cannot_be_is_named(sqlite: Store, tmp_path: Path, said: dict[str, str], why: str) -> None:
    (tmp_path / "政府采购预算.csv").write_text(PURCHASES, encoding="utf-8")
    with pytest.raises(InputError, match=why):
        import_files(journal_in(sqlite), [tmp_path / "政府采购预算.csv"], said=said)
