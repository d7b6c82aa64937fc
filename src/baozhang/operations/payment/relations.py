"""The tables that payment reads: columns, types, units, and what stands in a column that a file does not have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

WHOLE: Final = 10_000
"""Weights, coefficients, ratios and points in tables are ten-thousandths."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: `kind` is text, count, fen or factor (at most four decimals); `default` None: it must be there.

    `nullable`: a figure that may be unknown; `blank`: a text that must be there and may be empty.
    """

    name: str
    meaning: str
    kind: str = "text"
    default: str | int | None = None
    nullable: bool = False
    blank: bool = False

    @property
    def type(self) -> pa.DataType:
        """How the column is held: whole numbers, factors as ten-thousandths."""
        return pa.string() if self.kind == "text" else pa.int64()

    @property
    def required(self) -> bool:
        """Whether a file must have it."""
        return self.default is None and not self.nullable


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of file: its Chinese name, its columns, and those that tell its rows apart."""

    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema that the queries read."""
        return pa.schema([(column.name, column.type) for column in self.columns])


CASES: Final = Relation(
    "病例",
    (
        Column("id", "病例编号"),
        Column("hospital", "医疗机构编码"),
        Column("level", "机构级别", blank=True),
        Column("code", "病组（DRG）或病种（DIP）编码，没有入组的为空", blank=True),
        Column("cost", "总费用，分", "fen"),
        Column("patient", "个人负担，分", "fen"),
        Column("department", "科室", default=""),
        Column("class", "床日类别（按床日付费必填）", default=""),
        Column("month", "结算月份，如 2024-03", default=""),
        Column("insurance", "险种（各险种分别清算时必填）", default=""),
        Column("days", "住院天数", "count", nullable=True),
        Column("leave", "请假天数", "count", default=0),
        Column("auxiliary", "辅助目录系数（DIP），至多四位小数", "factor", default=WHOLE),
        Column("basic", "基层病种为 1，否则 0", "count", default=0),
    ),
    ("id",),
)
ACCOUNTS: Final = Relation(
    "往来",
    (
        Column("hospital", "医疗机构编码"),
        Column("prepaid", "本年已预付，分", "fen", default=0),
        Column("deducted", "扣减，分", "fen", default=0),
        Column("rewarded", "奖励，分", "fen", default=0),
        Column("insurance", "险种（各险种分别清算时必填）", default=""),
        Column("month", "月份；月度预付文件有此列，同一机构各月相加", default=""),
    ),
    ("insurance", "hospital", "month"),
)
WEIGHTS: Final = Relation(
    "权重（分值）表",
    (
        Column("code", "病组或病种编码"),
        Column("weight", "DRG 写权重，DIP 写分值（已含常数），至多四位小数", "factor"),
    ),
    ("code",),
)
REVIEWS: Final = Relation("特例单议", (Column("id", "病例编号"), Column("result", "同意、不同意")), ("id",))
ENROLLED: Final = Relation(
    "签约人数",
    (
        Column("hospital", "医疗机构编码"),
        Column("category", "人员类别，与参数文件 heads 的键一致"),
        Column("persons", "签约人数", "count"),
        Column("base", "基数，分", "fen", default=0),
    ),
    ("hospital", "category"),
)
DECLARED: Final = Relation(
    "各月申报",
    (Column("hospital", "医疗机构编码"), Column("month", "月份，如 2024-03"), Column("declared", "申报基金支付额，分", "fen")),
    ("hospital", "month"),
)
INSURED: Final = Relation(
    "参保人数",
    (Column("community", "医共体"), Column("insurance", "险种，与参数文件 heads 的键一致"), Column("persons", "参保人数", "count")),
    ("community", "insurance"),
)
USED: Final = Relation(
    "使用情况",
    (
        Column("community", "医共体"),
        Column("year", "年度", "count", default=0),
        Column("excluded", "大病保险、医疗救助等包外项目，分", "fen"),
        Column("inside", "县域内基金支出，分", "fen"),
        Column("outside", "参保人县域外基金支出，分", "fen"),
        Column("exempt", "向下转诊等豁免，分", "fen", default=0),
        Column("score", "考核得分", "count"),
        Column("reasonable", "超支经评估合理为 1，否则 0", "count", default=0),
    ),
    ("community",),
)
MEMBERS: Final = Relation(
    "成员单位",
    (Column("community", "医共体"), Column("hospital", "成员单位编码"), Column("points", "工作量点数", "count")),
    ("community", "hospital"),
)
AGREED: Final = Relation(
    "集采约定",
    (
        Column("hospital", "医疗机构编码"),
        Column("batch", "集采批次"),
        Column("item", "品种"),
        Column("price", "集采前价格，分", "fen"),
        Column("volume", "约定采购量", "count"),
        Column("actual", "实际使用金额，分", "fen"),
    ),
    ("hospital", "batch", "item"),
)
