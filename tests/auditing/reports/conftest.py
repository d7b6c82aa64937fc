"""A small audited document, made by hand, that every report format is tested on."""

from __future__ import annotations

import pytest

from baozhang.auditing.findings import DocumentAudit, Evidence, Finding, NotEvaluated, RuleCount, Severity
from baozhang.facts.document import Document
from baozhang.facts.records import BlockRow, ClaimRow, DocumentRow, EvaluationRow, FactRow, StatementRow, UnrecognisedRow

SOURCE = (
    "2024 年度部门决算",
    "",
    "| 项目 | 合计 | 基本支出 |",
    "|------|------|------|",
    "| 合计 | 10420.92 | 5704.74 |",
    "| <b>208</b> | 660.16 | 640.16 |",
    "本年\t收入\t支出",
    "合计\t1,200.00\t－1,200.00",
    "<script>alert(1)</script>收入 120.00 万元，比上年增加 20.00 万元，增长 30.00%；支出 120.00 万元。",
    "<p>目标1：完成</p> & \"引号\" '单引号' \x1b[31m红\x00",
    "长" * 50_000,
)
"""Tables of both kinds, markup, control characters and a very long line."""

HOSTILE = "<img src=x onerror=alert(1)>\"'><!--</script></style>\x1b]0;x\x07\u202e"
"""Words no report may take for anything but words."""


def _fact(key: int, line: int, col: int, text: str, value: int) -> FactRow:
    place = {"block": 1, "row": line, "col": col, "line": line, "page": None, "repaired": key == 2}
    return FactRow("d", key, "spending", "total", "合计", "", 0, "total", value, 5000, text, **place)  # type: ignore[arg-type]  # a dict of mixed fields


def _document(file: str, source: tuple[str, ...]) -> Document:
    about = DocumentRow("d", file, "", "某市医疗保障局", "", 2024, "final", "department", "fujian-final", "万元", len(source), 9, 8)
    blocks = (
        BlockRow("d", 0, "cover", 0, "", "", "", "2024年度部门决算", 1, 1, None),
        BlockRow("d", 1, "table", 0, "statements", "", "", "", 3, 6, None),
        BlockRow(
            "d",
            2,
            "paragraph",
            0,
            "explanation",
            "income",
            "",
            "收入120.00万元，比上年增加20.00万元，增长30.00%；支出120.00万元。",
            9,
            9,
            None,
        ),
    )
    text = blocks[2].text
    at = text.rindex("120.00万元")
    claim = ClaimRow(
        "d", 7, 1, "income", 2, 9, at, at + 8, "120.00万元", text, "amount", "spending", "total", "total", "支出", 120_000_000, 5000,
        "元", 0, "", "", "",
    )  # fmt: skip
    form = EvaluationRow(
        "d", 1, "self", "自评表", "<i>项目</i>", "", "", 2024, None, None, None, None, None, None, None, "", "", "", "", None, None, None,
        "万元", 2, 9, 10, None, None,
    )  # fmt: skip
    return Document(
        about=about,
        source=source,
        blocks=blocks,
        statements=(
            StatementRow(
                "d", "spending", "支出决算表", "公开03表", "万元", 2, 1, 2, 3, empty=False, note="", line_from=3, line_to=6, repaired=1
            ),
        ),
        facts=(
            _fact(1, 5, 1, "10420.92", 10_420_920_000),
            _fact(2, 6, 1, "660.16", 660_160_000),
            _fact(3, 8, 2, "-1,200.00", -1_200_000_000),
        ),
        claims=(claim,),
        evaluations=(form,),
        fundings=(),
        indicators=(),
        wording=(),
        places=(),
        unrecognised=(UnrecognisedRow("d", 7, f"表头 {HOSTILE} 无法识别"), UnrecognisedRow("d", 0, "缺少一张表")),
        tables_found=3,
        layout_distance="",
    )


def _findings() -> tuple[Finding, ...]:
    total = Evidence(5, "《支出决算表》合计·合计 = 10420.92", "F1", "suspect")
    part = Evidence(6, "《支出决算表》208·合计 = 660.16", "F2", "against")
    prose = Evidence(9, "支出120.00万元", "C7", "against")
    line = Evidence(10, "<p>目标1：完成</p>", "I4", "suspect")
    missing = Evidence(0, "全文", "", "suspect")
    shifted = Evidence(8, "x", "F3", "suspect")
    return (
        Finding(
            "TAB-201", "合计应等于各项之和", Severity.ERROR, "合计 10420.92，按各项相加应为 10420.93", "10420.93", "10420.92", "-0.01",
            "公开03表", "将“10420.92”改为“10420.93”", (total, part, prose),
        ),
        Finding("TXT-112", HOSTILE, Severity.ERROR, f"=cmd|{HOSTILE}", "=1+1", HOSTILE, "", HOSTILE, HOSTILE, (line, total)),
        Finding("DIS-003", "应公开某表", Severity.WARNING, "未公开某表", "", "", "", "@SUM(A1)", "", (missing,)),
        Finding("TAB-202", "尾数", Severity.NOTE, "尾数相差 0.01", "1200.00", "-1200.00", "-2400.00", "", "", (shifted,)),
    )  # fmt: skip


def build_audit(file: str = "示例.txt") -> DocumentAudit:
    """The sample under a file name of choice."""
    counts = (RuleCount("TAB-201", 186, 2, 0), RuleCount("DIS-003", 1, 1, 9))
    missing = (NotEvaluated("YOY-001", "没有上年文档", 7), NotEvaluated("PER-009", HOSTILE, 2))
    return DocumentAudit(_document(file, SOURCE), _findings(), counts, missing)


@pytest.fixture
def audit() -> DocumentAudit:
    """The sample: 4 findings, one of them hostile in every field."""
    return build_audit()


@pytest.fixture
def audits() -> list[DocumentAudit]:
    """Two documents of different names."""
    return [build_audit("甲.txt"), build_audit("乙.txt")]
