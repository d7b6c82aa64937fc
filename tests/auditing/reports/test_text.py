"""The text form: what a user sees in a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from baozhang.auditing.reports.shown import width_of
from baozhang.auditing.reports.text import TextStyle, write_text
from baozhang.errors import InputError

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit


def _written(*outcomes: DocumentAudit | InputError, style: TextStyle | None = None) -> str:
    out = io.StringIO()
    write_text(outcomes, out, style or TextStyle())
    return out.getvalue()


def test_coverage_comes_before_findings(audit: DocumentAudit) -> None:
    lines = _written(audit).splitlines()
    assert lines[0].endswith("  表 1/3  表单 1  金额 8/9 已对应")
    assert lines[1] == "错误 2  提示 1  备注 1  通过 187  未核对 9"
    assert lines[3] == "错误 TAB-201  第 5 行   合计 10420.92，按各项相加应为 10420.93"
    assert lines[4] == "     依据 公开03表"
    assert lines[5] == "     建议 将“10420.92”改为“10420.93”"


def test_what_is_missing_has_no_line(audit: DocumentAudit) -> None:
    assert "提示 DIS-003  全文  未公开某表" in _written(audit)


def test_reasons_are_summarised(audit: DocumentAudit) -> None:
    text = _written(audit)
    assert "未核对 9 项，原因：" in text
    assert "         7  没有上年文档（YOY-001）" in text
    assert "未识别 2 处" in text


def test_no_control_character_reaches_the_terminal(audit: DocumentAudit) -> None:
    assert not [ch for ch in _written(audit, InputError("\x1b]0;坏\x07", "坏\x9b", "")) if (ord(ch) < 32 and ch != "\n") or ch == "\x9b"]


def test_colour_only_where_wanted(audit: DocumentAudit) -> None:
    assert "\x1b[31m错误" in _written(audit, style=TextStyle(colour=True))


def test_lines_keep_to_the_width(audit: DocumentAudit) -> None:
    lines = _written(audit, style=TextStyle(width=80)).splitlines()
    assert max(width_of(line) for line in lines[2:]) <= 82  # closing punctuation may hang over


def test_several_documents_end_with_an_aligned_table(audits: list[DocumentAudit]) -> None:
    *_, title, header, first, second = _written(*audits, InputError("坏.pdf", "这是PDF", "请另存")).splitlines()
    assert title == "汇总：2 份文档，另有 1 个文件无法读取"
    assert header.startswith("文档")
    assert width_of(header) == width_of(first) == width_of(second)
    assert "错误" in header


def test_unreadable_alone() -> None:
    assert _written(InputError("坏.pdf", "这是PDF", "请另存。")) == "无法读取 坏.pdf：这是PDF。请另存。\n"
