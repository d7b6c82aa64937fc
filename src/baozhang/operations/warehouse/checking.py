"""From text to values: what each kind of field accepts, as expressions of SQL; what they do not accept is a problem of a row.

No message repeats what stands in a cell: it is about a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.warehouse.datasets import Kind, values_of
from baozhang.operations.warehouse.incoming import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.operations.warehouse.datasets import Dataset, Field


class Problem(NamedTuple):
    """A cell or row that cannot be loaded: file, number of the row (the header is row 1), field, what is wrong, what to do (Chinese)."""

    file: str
    row: int
    field: str
    what: str
    advice: str


_DAY: Final = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_CLOCK: Final = r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
MOST_TEXT: Final = 500
MOST_KEY: Final = 64


def value(field: Field) -> str:
    """What a cell means, NULL if it cannot be taken, as an expression; keys and codes stay text here."""
    return _VALUES[field.kind].replace("{x}", f'"{field.name}"')


def _if(pattern: str, then: str) -> str:
    return f"(case when regexp_full_match({{x}}, '{pattern}') then {then} end)"


def _number(whole: int, decimals: int, kind: str) -> str:
    """An exact figure with so many decimals at most (and zeros behind them), as an integer of its last decimal."""
    pattern = rf"[+-]?[0-9,]{{1,{whole}}}(\.[0-9]{{0,{decimals}}}0*)?"
    return _if(pattern, f"try_cast(try_cast(replace({{x}}, ',', '') as decimal(28,8)) * {10**decimals} as {kind})")


def _moment(kind: str) -> str:
    """Days and seconds, written together or apart; a day is its beginning."""
    day = "replace(replace(regexp_extract({x}, '^[^ T]+'), '/', '-'), '.', '-')"
    clock = "regexp_extract({x}, '[0-9]+:[0-9]+(:[0-9]+)?')"
    seconds = f"(case when length({clock}) - length(replace({clock}, ':', '')) = 1 then ':00' else '' end)"
    usual = "try_cast({x} as timestamp)"  # by far the fastest, and what exports have
    ways = [
        _if(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", usual),
        _if(r"\d{8}", "try_strptime({x}, '%Y%m%d')"),
        _if(r"\d{14}", "try_strptime({x}, '%Y%m%d%H%M%S')"),
        _if(_DAY, f"try_strptime({day}, '%Y-%m-%d')"),
        _if(f"{_DAY}[ T]{_CLOCK}", f"try_strptime({day} || ' ' || {clock} || {seconds}, '%Y-%m-%d %H:%M:%S')"),
    ]
    return f"try_cast(coalesce({', '.join(ways)}) as {kind})"


_WHOLE: Final = r"[0-9]{1,9}(\.0*)?"

_VALUES: Final[dict[Kind, str]] = {
    Kind.KEY: f"(case when length({{x}}) <= {MOST_KEY} then {{x}} end)",
    Kind.CODE: f"(case when length({{x}}) <= {MOST_KEY} then {{x}} end)",
    Kind.CHOICE: _if(_WHOLE, "try_cast(try_cast({x} as decimal(18,3)) as smallint)"),
    Kind.DATE: _moment("date"),
    Kind.TIME: _moment("timestamp_ms"),
    Kind.FEN: _number(16, 2, "bigint"),
    Kind.PRICE: _number(12, 6, "bigint"),
    Kind.SCALED: _number(12, 4, "bigint"),
    Kind.COUNT: _if(_WHOLE, "try_cast(try_cast({x} as decimal(18,3)) as integer)"),
    Kind.TEXT: f"(case when length({{x}}) <= {MOST_TEXT} then {{x}} end)",
}

_WRONG: Final[dict[Kind, tuple[str, str]]] = {
    Kind.KEY: (f"编号超过 {MOST_KEY} 个字符", "请核对是否列错位。"),
    Kind.CODE: (f"编码超过 {MOST_KEY} 个字符", "请核对是否列错位。"),
    Kind.CHOICE: ("不是代码表“{list}”的值", "可以取：{values}；见 docs/reference/warehouse.md 的代码表。"),
    Kind.DATE: ("不是日期", "请写成 2024-03-01 或 20240301。"),
    Kind.TIME: ("不是时间", "请写成 2024-03-01 08:30:00 或 20240301083000。"),
    Kind.FEN: ("不是至多两位小数的金额", "请写成元，例如 1234.50。"),
    Kind.PRICE: ("不是至多六位小数的单价", "请写成元，例如 0.1234。"),
    Kind.SCALED: ("不是至多四位小数的数", "请写成数字，例如 1.5。"),
    Kind.COUNT: ("不是不小于零的整数", "请写成整数。"),
    Kind.TEXT: (f"文字超过 {MOST_TEXT} 个字符", "请核对是否列错位。"),
}


class Check(NamedTuple):
    """A condition under which a cell is wrong (SQL), and what to say."""

    field: str
    condition: str
    what: str
    advice: str


def checks(dataset: Dataset) -> Iterator[Check]:
    """Every way in which a row of text can be wrong by itself."""
    for field in dataset.fields:
        what, advice = _WRONG[field.kind]
        accepted = value(field)
        if field.kind is Kind.CHOICE:
            allowed = sorted(values_of(field.of))
            what = what.format(list=field.of)
            advice = advice.format(values="、".join(map(str, allowed)))
            refused = f"({accepted} is null or {accepted} not in ({', '.join(map(str, allowed))}))"
        else:
            refused = f"{accepted} is null"
        yield Check(field.name, f'"{field.name}" is not null and {refused}', what, advice)
        if not field.optional:
            yield Check(field.name, f'"{field.name}" is null', "是空的", "请补上，这一列不能为空。")


def typed(dataset: Dataset) -> str:
    """The rows of the table `text` as values (keys and codes still text), with their file and row, and whether they are wrong."""
    columns = ", ".join(f'{value(field)} as "{field.name}"' for field in dataset.fields)
    wrong = " or ".join(f"({check.condition})" for check in checks(dataset))
    return f'select "__file", "{ROW}", {columns}, coalesce({wrong}, false) as "__wrong" from "text"'  # noqa: S608  # names and expressions are ours
