"""Web pages: the article as a browser shows it, and nothing of the site around it."""

from __future__ import annotations

import pytest

from baozhang.errors import InputError
from baozhang.reading.document import read_transcript
from baozhang.reading.formats import transcribe

SITE = """<!DOCTYPE html><html><head><meta charset="{charset}"><meta name="ArticleTitle" content="某市医疗保障局2024年度部门决算">
<title>某市医疗保障局2024年度部门决算_部门决算_某市人民政府</title><style>p {{color: red}}</style></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">网站地图</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/c">部门决算</a></div>
<table class="info"><tr><td>索引号：XX-2025-001</td><td>发布日期：2025-09-01</td></tr></table>
<div class="main"><div id="zoom">{article}</div></div>
<div class="foot">主办单位：某市人民政府　ICP备12345678号</div><script>var a = "<p>脚本</p>";</script></body></html>"""
PROSE = "<p>" + "本部门2024年度收入总计2637.62万元，与上年相比增加12.00万元。" * 20 + "</p>"


def lines(article: str, *, site: bool = False, charset: str = "utf-8") -> list[str]:
    """The lines with words of a page with this article, in the middle of a site or alone."""
    page = SITE.format(article=article, charset=charset) if site else f"<html><body>{article}</body></html>"
    return [line.text for line in transcribe(page.encode(charset), "页.html").lines if line.text]


def test_the_site_around_an_article_is_left_out() -> None:
    found = lines("<h2>第一部分 概况</h2>" + PROSE, site=True)
    assert found[:2] == ["某市医疗保障局2024年度部门决算", "## 第一部分 概况"]
    assert found[2].startswith("本部门2024年度")
    assert len(found) == 3


def why_unread(article: str) -> list[str]:
    """What is named as unread of a page with this article in the middle of a site."""
    return [one.why for one in transcribe(SITE.format(article=article, charset="utf-8").encode(), "页.html").unread]


def test_a_page_that_only_links_to_the_document_says_so() -> None:
    """Otherwise an account without a table would be one without an error."""
    links = '<p>附件：<a href="../P01.pdf">2024年度部门决算</a></p><p><a href="b.XLSX?down=1">附表</a><a href="/">返回</a></p>'
    (why,) = why_unread("<p>现将部门决算公开如下。</p>" + links)
    assert "“2024年度部门决算”、“附表”共 2 个" in why
    assert why_unread("<p>附件</p>" + links + '<iframe src="viewer/P01.pdf"></iframe>') == [why]
    (why,) = why_unread('<p>现将部门决算公开如下。</p><iframe src="viewer/%E5%86%B3%E7%AE%97.pdf"></iframe>')
    assert "“决算.pdf”共 1 个" in why
    table = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>收入</td><td>1.00</td></tr><tr><td>合计</td><td>1.00</td></tr></table>"
    assert not why_unread(PROSE + table + links)
    assert not why_unread(PROSE + '<a href="[">附件</a>')


def test_a_title_that_the_article_has_itself_is_not_repeated() -> None:
    assert lines("<h1>某市医疗保障局2024年度部门决算</h1>" + PROSE, site=True)[0] == "# 某市医疗保障局2024年度部门决算"


def test_parts_of_the_document_beside_its_largest_one_are_kept() -> None:
    page = f"<div>2024年度部门决算</div><div>目录</div><div>{PROSE}</div><div>附件：名词解释</div>"
    assert [line[:8] for line in lines(page)] == ["2024年度部门", "目录", "本部门2024年", "附件：名词解释"]


def test_blocks_lines_and_blanks() -> None:
    article = (
        "<p>一、收入<br>二、支出</p><div>甲<span>乙</span>\n<b>丙</b><p>丁</p>戊</div><pre>己\n庚</pre><ul><li>辛<li>壬</ul>&nbsp;&emsp;癸"
    )
    assert lines(article) == ["一、收入", "二、支出", "甲乙 丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]


def test_hidden_elements_are_left_out() -> None:
    article = (
        '<p style="display: none">一</p><p hidden>二</p><div style="VISIBILITY:hidden"><p>三</p></div><noscript>四</noscript>'
        '<select><option>五</option></select><!-- 六 --><p>显<span style="display:none">七</span>示</p>'
    )
    assert lines(article) == ["显示"]


def test_tables_with_merged_cells() -> None:
    article = """<table><caption>收入决算表</caption><thead>
    <tr><th rowspan=2>项目<th colspan=2>金额</tr><tr><th>预算</th><th>决算</th></tr></thead>
    <tbody><tr><td>一般公共<br>预算</td><td><p>1,234.00</p></td><td>2</td></tr></tbody></table>"""
    assert lines(article) == ["收入决算表", "项目\t金额\t", "\t预算\t决算", "一般公共预算\t1,234.00\t2"]


def test_a_table_that_only_places_others_is_no_table() -> None:
    inner = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>1</td></tr></table>"
    assert lines(f"<table><tr><td><p>部门决算</p>{inner}</td></tr></table>") == ["部门决算", "项目\t金额", "甲\t1"]


def test_site_lines_inside_an_article_are_left_out() -> None:
    article = "<p>发布日期：2025-09-01</p><p>【字体：大 中 小】</p>" + PROSE + "<p>来源的说明</p><p>打印本页</p>"
    assert [line[:5] for line in lines(article)] == ["本部门20", "来源的说明"]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030", "utf-16"])
def test_encodings(charset: str) -> None:
    assert lines(PROSE, site=True, charset=charset)[0] == "某市医疗保障局2024年度部门决算"


def test_a_page_that_declares_the_wrong_encoding_is_decoded_all_the_same() -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>收入决算情况说明</p></body></html>'.encode("gb18030")
    assert transcribe(page, "页.html").lines[0].text == "收入决算情况说明"


@pytest.mark.parametrize(
    "page", ["<html></html>", "<!DOCTYPE html>", "<html><body></body></html>", "<html><body><nav>首页</nav></body></html>"]
)
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(InputError, match="没有"):
        read_transcript(transcribe(page.encode(), "页.html"), "页.html", "")


def test_deep_and_wide_pages_end() -> None:
    assert lines("<div>" * 20_000 + "深" + "</div>" * 20_000)[:1] in ([], ["深"])
    wide = "<table>" + "<tr><td colspan=1000 rowspan=99999>宽</td><td>1</td></tr>" * 3000 + "</table>"
    assert lines(wide)


GRIDS = (
    ('<div style="display: table">{}</div>', '<div style="display:table-row">{}</div>', '<div style="display:table-cell">{}</div>'),
    ('<div role="table"><div role="rowgroup">{}</div></div>', '<div role="row">{}</div>', '<span role="cell">{}</span>'),
    ('<ul class="table data">{}</ul>', "<li>{}</li>", "<p><b>{}</b></p>"),
)


@pytest.mark.parametrize(("table", "row", "cell"), GRIDS)
def test_tables_of_other_elements(table: str, row: str, cell: str) -> None:
    rows = [["项目", "金额"], ["一、事业收入", "12.50"], ["二、其他收入", "0.75"]]
    inside = "".join(row.format("".join(cell.format(text) for text in each)) for each in rows)
    assert lines(f"<div><p>收入表</p>{table.format(inside)}</div>") == ["收入表", *("\t".join(each) for each in rows)]


def test_an_uneven_list_is_no_table() -> None:
    page = '<div class="grid"><div><p>甲单位的职责</p></div><div><p>一</p><p>二</p></div><div><p>三</p><p>四</p><p>五</p></div></div>'
    assert lines(page) == ["甲单位的职责", "一", "二", "三", "四", "五"]


def test_soft_breaks_at_the_end_of_full_lines_part_no_paragraph() -> None:
    page = (
        "<p>2024年度收入总计1,234.56万元，比上年增加4.56万元，增长0.<br>37%。</p>"
        "<p>（一）一般公共预算财政拨款支出决算总体情况<br>支出1.00万元。<br>其中：基本支出1.00万元。</p>"
    )
    whole = "2024年度收入总计1,234.56万元，比上年增加4.56万元，增长0.37%。"
    assert lines(page) == [whole, "（一）一般公共预算财政拨款支出决算总体情况", "支出1.00万元。", "其中：基本支出1.00万元。"]
