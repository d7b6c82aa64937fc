"""How the reports that this program writes are told from documents: they lie in the folders that are audited again, and are none.

What a publication is compiled into – an account as a page or a workbook – bears none of these marks: that is a document.
"""

from __future__ import annotations

import re
from typing import Final

PAGE_MARK: Final = '<meta name="generator" content="baozhang-report">'
"""In the head of a page, before anything long."""
BOOK_CATEGORY: Final = "保障报账报告"
"""The category among the properties of a workbook."""
LIST_HEADS: Final = ("文件,文档,单位,年度,级别,规则,", "比较内容,部门,年度,数值,")
"""How lists (CSV) begin, behind the byte-order mark."""
DATA_HEADS: Final = ('{"documents":', '{\n "documents":', '{"comparisons":', '{\n "comparisons":')
"""How JSON begins."""
_TEXT: Final = re.compile(r"[^\n]*已对应\n错误 \d+  提示 \d+  备注 \d+")


def begins_report(head: str) -> bool:
    """Whether a text that begins like this is one of the program's own pages, lists, data or texts."""
    return head.startswith((*LIST_HEADS, *DATA_HEADS)) or PAGE_MARK in head or bool(_TEXT.match(head))
