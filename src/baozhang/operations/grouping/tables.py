"""The tables of a scheme as they are written down: names, columns, what each column means, and the problems of single cells.

A scheme is a handful of tables, whatever file they come from: a folder of CSV files, a workbook with a sheet per table, the
neutral JSON and Parquet files, or the Parquet files of the user's data folder. Every reader makes `Table`s; `building` makes a
scheme of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Column(NamedTuple):
    """A column: its name in files, its Chinese heading, what it means, and whether a cell may be empty."""

    name: str
    heading: str
    meaning: str
    optional: bool = False


class Form(NamedTuple):
    """A kind of table: name in files, name of its sheet, its columns, and whether a scheme may do without it."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    optional: bool = False


class Problem(NamedTuple):
    """A cell that cannot be used: where it stands and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one form, column by column; `file` and `first_row` say where a row was read from."""

    form: Form
    columns: Mapping[str, list[str]]
    file: str
    first_row: int = 2

    def __len__(self) -> int:
        """How many rows."""
        return len(self.columns[self.form.columns[0].name])

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows, cells in the order of the form."""
        return zip(*(self.columns[column.name] for column in self.form.columns), strict=True)

    def place(self, index: int, column: str) -> str:
        """Where a cell stands, as a person looks for it."""
        heading = next(each.heading for each in self.form.columns if each.name == column)
        return f"{self.file} 第{self.first_row + index}行“{heading}”"


Tables: TypeAlias = "Mapping[str, Table]"

DRG_FORMS: Final = (
    Form("mdc", "MDC", (
        Column("mdc", "MDC", "主要诊断大类编码；各行的次序就是判断的次序"),
        Column("name", "名称", "名称", optional=True),
        Column("entry", "入组条件", "进入本大类的条件，写法见“条件”"),
    )),
    Form("adrg", "ADRG", (
        Column("mdc", "MDC", "所属大类"),
        Column("rule", "规则号", "规则编号，也是编码表的“所属”；一个ADRG可有几条规则，次序就是判断的次序"),
        Column("adrg", "ADRG", "核心DRG编码"),
        Column("name", "名称", "名称", optional=True),
        Column("condition", "入组条件", "入组条件"),
        Column("otherwise", "无DRG时", "没有符合的DRG时：adrg（或空）停在ADRG，next 判断后面的规则；qy 为歧义组", optional=True),
    )),
    Form("drg", "DRG", (
        Column("rule", "规则号", "所属规则"),
        Column("drg", "DRG", "DRG编码"),
        Column("name", "名称", "名称", optional=True),
        Column("condition", "入组条件", "细分条件，例如 mcc、mcc_or_cc、always"),
    )),
    Form("code_list", "编码表", (
        Column("owner", "所属", "MDC编码或规则号"),
        Column("list", "表名", "诊断表以 zd 开头，手术表以 ss 开头"),
        Column("code", "编码", "诊断或手术操作编码"),
        Column("class", "类别", "部位或手术类别，供 anydx_sites、anyproc_class 使用", optional=True),
    )),
    Form("complication", "并发症与合并症", (
        Column("code", "编码", "诊断编码"),
        Column("level", "级别", "MCC 或 CC"),
        Column("table", "排除表", "所属的排除表编号", optional=True),
    ), optional=True),
    Form("exclusion", "排除表", (
        Column("code", "编码", "主要诊断编码"),
        Column("table", "排除表", "主要诊断在表内时，同号的MCC、CC不算"),
    ), optional=True),
    Form("valid_procedure", "有效手术操作", (
        Column("code", "编码", "算作手术的手术操作编码"),
    ), optional=True),
    Form("code_name", "编码名称", (
        Column("kind", "种类", "diagnosis 诊断，procedure 手术操作"),
        Column("code", "编码", "编码"),
        Column("name", "名称", "名称"),
    ), optional=True),
    Form("code_map", "编码对照", (
        Column("kind", "种类", "diagnosis 诊断，procedure 手术操作"),
        Column("from", "原编码", "病案所用编码"),
        Column("to", "分组编码", "方案所用编码"),
    ), optional=True),
    Form("check", "校验", (
        Column("status", "状态", "missing_data 数据缺失，invalid_data 数据无效"),
        Column("condition", "条件", "成立时不予分组"),
        Column("message", "说明", "给用户看的说明"),
    ), optional=True),
)  # fmt: skip
"""The tables of a DRG scheme. The guide lists them all."""


def form_named(forms: tuple[Form, ...], name: str) -> Form:
    """The form with this name."""
    return next(form for form in forms if form.name == name)
