"""Marks of damaged writing: what is marked, and what looks alike and must not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from baozhang.reading.blocks import read_blocks
from baozhang.reading.wording import read_wording
from baozhang.reading.wording_years import shown

SEEDS = Path("/work/shared/seeds")
HEAD = "第三部分\n2024年度部门决算情况说明\n一、收入支出决算总体情况说明\n2024年度本部门收入总计100.00万元。\n"


def _marks(text: str, stage: str = "final", *, year: int | None = 2024) -> list[tuple[str, int]]:
    whole = HEAD + text
    return [(row.kind, row.line) for row in read_wording(read_blocks(whole), whole.splitlines(), year, stage)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2022年结转2023年的支出金额大。。", "doubled_mark"),
        ("比上年增加，，主要是人员增加。", "doubled_mark"),
        ("比上年增加5.00万元，。主要是人员增加。", "doubled_mark"),
        ("参保群众群众满意度达到99.54%。", "doubled_word"),
        ("主要是按规定保留的公务用车的按规定保留的公务用车的燃料费。", "doubled_word"),
        ("燃料费、保险费等支出等支出。", "doubled_word"),
        ("2024年度部门部门预算包括局本级预算。", "doubled_word"),
        ("基本支出支出5.00万元。", "doubled_word"),
        ("严格控制三公支出，严格控制三公支出，减少接待。", "doubled_word"),
        ("比上年增加XX万元。", "template"),
        ("比上年增加×××万元。", "template"),
        ("主要原因是{{原因}}。", "template"),
        ("（此处填写增减原因）。", "template"),
        ("无此项支出的仍需保留该表格式。", "template"),
        ("比上年增加（减少）5.00万元。", "choice"),
        ("决算数小于预算数（或与预算数持平）的主要原因是压减开支。", "choice"),
        ("决算数大小于预算数的主要原因是压减开支。", "choice"),
        ("支出5.00万元</b>，主要是人员增加。", "markup"),
        ("支出5.00万元，&nbsp;主要是人员增加。", "markup"),
        ("包括住宿费、保险费用辆。", "counting_word"),
        ("2024一般公共预算拨款支出100.00万元。", "missing_year_word"),
        ("20224年度收入100.00万元。", "impossible_year"),
        ("2023年度本部门支出总计100.00万元。", "year"),
        ("与2021年度相比，增加5.00万元。", "year"),
        ("按规定缴纳的職業年金支出。", "traditional"),
        ("财政拨款“三公经费支出5.00万元。", "dangling"),
    ],
)
def test_damage_is_marked(text: str, kind: str) -> None:
    """One kind of damage in one paragraph gives that mark, on its line."""
    assert (kind, 5) in _marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "本部门部门预算按规定公开。",
        "一步一步推进，逐项逐项核对，常常沟通。",
        "机关事业单位医疗保险保险费由单位缴纳。",
        "项目支出支出决算为5.00万元。",
        "政府采购采购计划按本年度年度预算编制，行政运行运行经费不变。",
        "政府性基金收入0.00万元、事业收入0.00万元、事业单位经营收入0.00万元。",
        "等次为“优”“良”“中”“差”的项目分别是5个、0个、0个、0个。",
        "医保信息系统正常运行，医保信息系统正常运行率100%。",
        "2023年较2022年减少了死亡抚恤金项目。",
        "补发2021--2023年度的工资，自2019年起执行。",
        "2023年度决算数据仅包含部分月份。",
        "与2023年度相比，增加5.00万元，与2024年预算基本持平。",
        "与2024年度预算相比，减少0.28万元。",
        "2080501行政单位离退休5.00万元。",
        "（1）人员经费5.00万元；2）公用经费3.00万元。",
        "增长0.00%，与上年持平；增长0.00%，与上年持平。",
        "使用OCR智能识别、DRG付费，目的的确定。",
        "反映“医保”（含生育保险）支出1,200.00万元，增长5%。",
    ],
)
def test_what_looks_alike_is_not_marked(text: str) -> None:
    """Grammar, terms that meet, and years of other things are left alone."""
    assert _marks(text) == []


def test_emphasis_of_a_converter_is_no_residue() -> None:
    """Balanced emphasis and whole tables in tags are the file's format."""
    assert _marks("<b>支出5.00万元</b>，<br>主要是人员增加。") == []
    assert _marks("<table><tr><td>支出</td></tr></table>") == []


def test_copied_paragraph_names_both_places() -> None:
    """A paragraph that repeats the end of the one before it points back at it."""
    tail = "全年支出涉及因公出国团组1个，累计1人次。开支内容包括国际旅费、住宿费、伙食费。"
    whole = f"{HEAD}1、因公出国费支出4.70万元，完成预算的100%。{tail}\n\n{tail}\n"
    (row,) = [row for row in read_wording(read_blocks(whole), whole.splitlines(), 2024, "final") if row.kind == "doubled_paragraph"]
    assert (row.line, row.other_line) == (7, 5)


def test_closing_date_depends_on_the_kind_of_document() -> None:
    """Final accounts close with their own year, budgets with the year before."""
    text = "十二、国有资产占用情况说明\n截至{}年12月31日，本部门共有车辆2辆。"
    assert [kind for kind, _ in _marks(text.format(2023))] == ["year"]
    assert _marks(text.format(2024)) == []
    assert _marks(text.format(2023), "budget") == []


def test_years_are_not_judged_without_a_sure_year() -> None:
    """Where the account's year is unknown or hardly mentioned, no year is called wrong."""
    assert _marks("2023年度本部门支出总计100.00万元。", year=None) == []
    assert _marks("2023年度本部门支出总计100.00万元。", year=2030) == []


def test_quotes_get_their_full_width_marks_back() -> None:
    """Marks inside figures stay."""
    assert shown("增加1,200.00万元,(含结转)") == "增加1,200.00万元，（含结转）"


def test_rows_are_numbered_in_order_of_line() -> None:
    """Keys follow the document and carry its id."""
    whole = HEAD + "增加，，原因。\n\n减少。。原因。\n"
    rows = read_wording(read_blocks(whole), whole.splitlines(), 2024, "final", "abc")
    assert [(row.mark, row.document_id) for row in rows] == [(1, "abc"), (2, "abc")]
    assert rows[0].line < rows[1].line


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not on this machine")
def test_real_documents_have_few_marks() -> None:
    """Five documents of thousands of lines: a handful of marks, none of them of years."""
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        blocks = read_blocks(text)
        title = next(
            year for year in (2023, 2024, 2025) if f"{year}年度" in blocks[0].text + blocks[1].text + "".join(b.text for b in blocks[:4])
        )
        rows = read_wording(blocks, text.splitlines(), title, "budget" if "部门预算" in "".join(b.text for b in blocks[:4]) else "final")
        assert len(rows) <= 14, path.name
        assert not [row for row in rows if row.kind in {"year", "impossible_year", "template", "dangling"}], path.name
