"""From text to typed values, in SQL: every conversion is exact or there is a row-level message.

A cell is trimmed, and an empty one is no value. Figures may have thousands separators; decimals beyond what the column allows are
refused unless they are zeros. Dates are `2024-03-01`, `2024/3/1`, `20240301`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.performance.measures.register import Column

SQL_TYPES: Final = {
    "text": "varchar",
    "integer": "bigint",
    "money": "bigint",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
}
"""DuckDB's type by a column's; a decimal's has its decimals."""

FIGURES: Final = frozenset({"integer", "money", "decimal"})
_TRUE: Final = ("是", "1", "true", "y", "yes", "有")
_FALSE: Final = ("否", "0", "false", "n", "no", "无")
_DAY: Final = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
_MIDNIGHT: Final = r"([ T]0?0:00(:00(\.0+)?)?)?"
_CLOCK: Final = r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"

MEANT: Final = {
    "text": "文字",
    "integer": "整数",
    "date": "日期，例如 2024-03-01",
    "timestamp": "日期和时间，例如 2024-03-01 08:30",
    "boolean": "是或否",
}
"""What a cell should be, by the type of its column."""


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def sql_type(column: Column) -> str:
    """The type a column has once it is loaded."""
    return f"decimal(18, {column.decimals})" if column.type == "decimal" else SQL_TYPES[column.type]


def cell(column: Column) -> str:
    """The text of the cell, a figure without thousands separators; NULL when there is nothing in it."""
    text = f"nullif(trim({quoted(column.name)}, ' \t　'), '')"
    if column.type not in FIGURES:
        return text
    grouped = f"contains({text}, ',') and regexp_full_match({text}, '-?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]*)?')"
    return f"case when {grouped} then replace({text}, ',', '') else {text} end"


def decoded(column: Column, text: str) -> str:
    """What a code stands for; NULL for a code that is not declared."""
    if not column.values:
        return text
    return f"case {text} {' '.join(f'when {literal(code)} then {literal(value)}' for code, value in column.values)} end"


def typed(column: Column, text: str) -> str:
    """The value of a text (where it stands, made by `cell`); NULL when there is none or it is no value of this type."""
    text = decoded(column, text)
    if column.type in FIGURES:
        return _figure(column, text)
    if column.type == "date":
        return _moment(text, f"{_DAY}({_CLOCK})?" if column.drop_time else _DAY + _MIDNIGHT, "date")
    if column.type == "timestamp":
        return _moment(text, f"{_DAY}({_CLOCK})?", "timestamp")
    if column.type == "boolean":
        true, false = (", ".join(map(literal, words)) for words in (_TRUE, _FALSE))
        return f"case when lower({text}) in ({true}) then true when lower({text}) in ({false}) then false end"
    return text


def _figure(column: Column, text: str) -> str:
    """Digits before the point and as many behind it as are allowed, as one whole number; of a decimal as a decimal."""
    digits, places = 18 - column.decimals, column.decimals
    whole, rest = f"split_part({text}, '.', 1)", f"rtrim(split_part({text}, '.', 2), '0')"
    if not places:
        return f"case when regexp_full_match({text}, '-?[0-9]{{1,{digits}}}([.]0*)?') then cast({whole} as bigint) end"
    fits = f"regexp_full_match({text}, '-?[0-9]{{1,{digits}}}([.][0-9]{{0,{places}}}0*)?')"
    point = "." if column.type == "decimal" else ""
    joined = f"{whole} || '{point}' || rpad({rest}, {places}, '0')"
    return f"case when {fits} then cast({joined} as {sql_type(column)}) end"


def _moment(text: str, pattern: str, kind: str) -> str:
    dashed = f"regexp_replace({text}, '^([0-9]{{4}})[./]([0-9]{{1,2}})[./]([0-9]{{1,2}})', '\\1-\\2-\\3')"
    packed = f"regexp_replace({text}, '^([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})$', '\\1-\\2-\\3')"
    return (
        f"case when regexp_full_match({text}, '[0-9]{{8}}') then try_cast({packed} as {kind}) "
        f"when regexp_full_match({text}, '{pattern}') then try_cast({dashed} as {kind}) end"
    )


def meant(column: Column) -> str:
    """What a cell of the column should be, in Chinese."""
    if column.values:
        return f"登记的代码（{'、'.join(code for code, _ in column.values)}）"
    if column.type == "money":
        return f"以{column.unit}为单位、精确到分的金额"
    if column.type == "decimal":
        return f"至多 {column.decimals} 位小数的数"
    return MEANT[column.type]


def exact_type(column: Column) -> str:
    """The Arrow type of a source whose values need no conversion; empty where there is none."""
    if column.values:
        return ""
    return {"integer": "int64", "date": "date32[day]", "boolean": "bool"}.get(
        column.type, "int64" if column.type == "money" and not column.decimals else ""
    )


def faults(column: Column, text: str, value: str) -> list[tuple[str, str, str]]:
    """Conditions under which a cell is refused, each with what is wrong and what to do; `text` and `value` are where the two stand."""
    found = [(f"{text} is not null and {value} is null", f"不是{meant(column)}", "请改正这一格，或在登记文件中改列的类型。")]
    if not column.nullable:
        found.append((f"{text} is null", "缺少值", "请补上；允许没有值的列在登记文件中写 nullable = true。"))
    if column.allowed:
        allowed = ", ".join(map(literal, column.allowed))
        found.append(
            (
                f"{decoded(column, text)} not in ({allowed})",
                f"不在允许的取值内（{'、'.join(column.allowed)}）",
                "请改正，或在登记文件中补充取值。",
            )
        )
    return found
