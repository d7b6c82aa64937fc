"""The HTML form: self-contained, nothing of the document taken for markup, every link with a target, without a browser."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.reports.html import write_html
from baozhang.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit

_VOID = {"meta", "input", "rect", "br"}


class _Page(HTMLParser):
    """Elements of a page with their attributes, its text, and whether the elements nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.inline: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"style", "script"}:
            self.inline[self._open[-1]] = self.inline.get(self._open[-1], "") + data
        else:
            self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def text(self) -> str:
        return "".join(self.words)


def _written(*outcomes: DocumentAudit | InputError) -> str:
    out = io.StringIO()
    write_html(outcomes, out)
    return out.getvalue()


def _page(*outcomes: DocumentAudit | InputError) -> _Page:
    return _Page(_written(*outcomes))


def test_links_have_targets_and_ids_are_unique(audits: list[DocumentAudit]) -> None:
    page = _page(*audits)
    assert len(page.ids) == len(set(page.ids))
    links = [attributes["href"] for attributes in page.of("a")]
    assert links
    assert {link[1:] for link in links} <= set(page.ids)
    assert all(link.startswith("#") for link in links)


def test_evidence_leads_to_its_cell_and_back(audit: DocumentAudit) -> None:
    page = _page(audit)
    marks = {attributes["href"]: attributes["id"] for attributes in page.of("a") if attributes.get("class", "").startswith("m ")}
    assert "#d1-f1" in marks
    assert f"#{marks['#d1-f1']}" in [attributes["href"] for attributes in page.of("a")]
    assert "d1-f4" in page.ids
    assert 'data-n="1">10420.92</a>' in _written(audit)
    assert ">120.00 万元</a>" in _written(audit)


def test_nothing_is_loaded_from_elsewhere(audit: DocumentAudit) -> None:
    page = _page(audit)
    assert {tag for tag, _ in page.elements}.isdisjoint({"link", "img", "iframe", "object", "embed", "form", "base", "i"})
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on") or name in {"src", "style"}]
    assert not re.search(r"url\(|@import|https?:", page.inline["style"] + page.inline["script"])


def test_policy_admits_only_the_inline_style_and_script(audit: DocumentAudit) -> None:
    page = _page(audit)
    policy = next(meta["content"] for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.inline[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert len(page.of("script")) == len(page.of("style")) == 1
    assert "unsafe" not in policy


def test_source_is_text_not_markup(audit: DocumentAudit) -> None:
    page = _page(audit)
    assert "<script>alert(1)</script>收入" in page.text
    assert "<b>208</b>" in page.text
    assert "onerror=alert(1)" in page.text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", _written(audit))


def test_every_line_is_there(audit: DocumentAudit) -> None:
    assert {f"d1-L{line}" for line in range(1, len(audit.document.source) + 1)} <= set(_page(audit).ids)


def test_amounts_are_flush_right_and_codes_are_not(audit: DocumentAudit) -> None:
    document = replace(audit.document, source=("208\t社会保障\t660.16\t12\t无偏差",), blocks=())
    text = _written(replace(audit, document=document))
    assert '<td>208</td><td>社会保障</td><td class="r">660.16</td><td class="r">12</td><td>无偏差</td>' in text


def test_a_very_long_line_is_cut_and_says_so(audit: DocumentAudit) -> None:
    assert "（本行余下 30000 字略）" in _page(audit).text


def test_arithmetic_is_shown_with_separators(audit: DocumentAudit) -> None:
    text = _written(audit)
    assert '<tr><th>文中</th><td class="r">10,420.92</td></tr>' in text
    assert '<tr class="d"><th>相差</th><td class="r">−0.01</td></tr>' in text


def test_filters_name_every_level_and_family(audit: DocumentAudit) -> None:
    boxes = [box for box in _page(audit).of("input") if box["type"] == "checkbox"]
    assert {box["data-s"] for box in boxes if "data-s" in box} == {"e", "w", "t"}
    assert {box["data-f"] for box in boxes if "data-f" in box} == {"TAB", "TXT", "DIS"}
    assert "hidden" in next(block for block in _page(audit).of("div") if block.get("class") == "filters")


def test_reasons_and_unrecognised_are_listed(audit: DocumentAudit) -> None:
    text = _page(audit).text
    assert "没有上年文档" in text
    assert "缺少一张表" in text


def test_several_documents_open_with_an_overview(audits: list[DocumentAudit]) -> None:
    page = _page(*audits, InputError("<坏>.pdf", "这是PDF", "请另存"))
    assert "2 份文档审核报告" in page.text
    assert "<坏>.pdf" in page.text
    sections = [block for block in page.of("details") if block.get("class") == "audit"]
    assert ["open" in block for block in sections] == [False, False]
    assert "open" in next(block for block in _page(audits[0]).of("details") if block.get("class") == "audit")


def test_the_overview_adds_up(audits: list[DocumentAudit]) -> None:
    errors = [sum(finding.severity == "error" for finding in audit.findings) for audit in audits]
    assert sum(errors) > 0
    overview = _written(*audits).split("</header>")[0]
    assert f'<li class="e"><b>{sum(errors)}</b><span>错误</span><small>见于 {sum(map(bool, errors))} 份</small></li>' in overview
    assert '<form class="sieve" hidden>' in overview
    assert "sieve" not in [element.get("class") for element in _page(audits[0]).of("form")]


def test_each_of_very_many_documents_waits_deflated_until_it_is_opened(audit: DocumentAudit) -> None:
    few, many = _written(*[audit] * 60), _written(*[audit] * 61)
    assert ('class="waiting"' in few, "<noscript>" in few) == (False, False)
    waiting = re.findall(r'<script type="text/plain" class="waiting">([A-Za-z0-9+/=]+)</script></details>', many)
    assert (len(waiting), many.count("<noscript>")) == (61, 1)
    body = zlib.decompress(base64.b64decode(waiting[6]), wbits=-zlib.MAX_WBITS).decode()
    assert body in few, "section 7 is the same section 7"
    assert len(many) < len(few) / 3


def test_no_document_at_all() -> None:
    assert "坏.pdf" in _page(InputError("坏.pdf", "这是PDF", "请另存")).text


def test_script_is_valid_and_parses_nothing_but_sections_that_wait(audit: DocumentAudit, tmp_path: Path) -> None:
    script = _page(audit).inline["script"]
    assert script.count("DOMParser") == 1
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|</script", script)
    bare = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|/\\s\+/", "", script, flags=re.DOTALL)
    opened: list[str] = []
    pairs = {")": "(", "]": "[", "}": "{"}
    for ch in bare:
        if ch in "([{":
            opened.append(ch)
        elif ch in pairs:
            assert opened.pop() == pairs[ch]
    assert opened == []
    node = shutil.which("node")
    if node is None:
        pytest.skip("没有 node，只查了括号")
    file = tmp_path / "report.js"
    file.write_text(script, encoding="utf-8")
    subprocess.run([node, "--check", str(file)], check=True)  # noqa: S603 -- a fixed command on our own file


def test_places_with_the_same_words_are_shown_once(audit: DocumentAudit) -> None:
    finding = audit.findings[0]
    first = finding.evidence[0]
    thrice = replace(finding, evidence=(first, replace(first, side="against"), replace(first, line=first.line + 1, side="against")))
    card = _written(replace(audit, findings=(thrice,))).split('<ul class="ev">')[1].split("</ul>")[0]
    assert card.count("<q>") == 2
