"""How a layout prints its statements: the part of a layout file that only the compiler needs (keys in docs/guide/extending.md)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from baozhang.errors import UsageError

_DIGITS: Final = "一二三四五六七八九"
ORDINALS: Final = tuple(
    (_DIGITS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")
    for tens in range(10)
    for ones in range(10)
    if tens or ones
)
"""Chinese numerals of lists, 一 to 九十九."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How one statement is printed; everything has a usual value, so that a layout states only what is special.

    `labels` are printed in place of the taxonomy's first label (with any ordinal), `headers` in place of the first header.
    `groups` put a header over several columns. `aligned` are pairs of a left and a right item that share a row of a two-sided
    statement, the rows above being filled with blanks. `lists` are the classes of each list side by side (basic spending).
    `names` are the headers of the columns of words of a named list, the first being the name (and `label` which it is).
    `ordinal` is how function classes are numbered, with `1` for the numeral. `across` prints the three public expenses in one row.
    """

    labels: dict[str, str]
    headers: dict[str, str]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    aligned: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    ordinal: str
    across: bool
    item_header: str
    note: str
    empty: str


PRINTING_KEYS: Final = frozenset(one.name for one in fields(Printing))


@dataclass(frozen=True, slots=True)
class Page:
    """How a layout prints all its statements.

    `title` and `caption` are patterns with {year}, {department} and {title}, {unit}; `caption` has the parts at the left and at the
    right of the line above the table, parted by `|`. `code_levels` are the levels of codes that have rows (1 类, 2 款, 3 项),
    `total_last` whether the total row comes last, `index_row` whether columns are numbered (栏次), `line_numbers` whether the rows
    of two-sided statements are (行次), `trim_zeros` whether zeros behind the point are left away.
    """

    title: str
    caption: str
    numbered: bool
    code_headers: tuple[str, str]
    code_levels: tuple[int, ...]
    total_last: bool
    index_row: bool
    line_numbers: bool
    trim_zeros: bool


def parse_printing(entry: dict[str, object], file: str) -> Printing:
    """The printing part of a statement's entry; UsageError names the file and the key that has the wrong form."""
    try:
        return Printing(
            labels=_texts(entry.get("labels", {})),
            headers=_texts(entry.get("headers", {})),
            groups=tuple((str(group["header"]), _words(group["columns"])) for group in _tables(entry.get("groups", []))),
            aligned=tuple(_pair(pair) for pair in _list(entry.get("aligned", []))),
            lists=tuple(_words(codes) for codes in _list(entry.get("lists", []))),
            names=_words(entry.get("names", [])),
            ordinal=str(entry.get("ordinal", "1、")),
            across=bool(entry.get("across", False)),
            item_header=str(entry.get("item_header", "项目")),
            note=str(entry.get("note", "")),
            empty=str(entry.get("empty", "")),
        )
    except (TypeError, KeyError, ValueError) as error:
        raise UsageError(f"版式文件 {file} 中表 {entry.get('id')} 的印制方式有误：{error}") from error


def parse_page(entry: dict[str, object], file: str) -> Page:
    """The `[page]` part of a layout; UsageError names an unknown key."""
    unknown = set(entry) - {one.name for one in fields(Page)}
    if unknown:
        raise UsageError(f"版式文件 {file} 的 [page] 有不认识的键 {sorted(unknown)}")
    headers = _words(entry.get("code_headers", ["科目编码", "科目名称"]))
    return Page(
        title=str(entry.get("title", "{title}")),
        caption=str(entry.get("caption", "部门：{department}|单位：{unit}")),
        numbered=bool(entry.get("numbered", True)),
        code_headers=(headers[0], headers[1]),
        code_levels=tuple(int(str(level)) for level in _list(entry.get("code_levels", [1, 2, 3]))),
        total_last=bool(entry.get("total_last", False)),
        index_row=bool(entry.get("index_row", False)),
        line_numbers=bool(entry.get("line_numbers", False)),
        trim_zeros=bool(entry.get("trim_zeros", False)),
    )


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        msg = f"{value!r} 应为列表"
        raise TypeError(msg)
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in _list(value))


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        msg = f"{value!r} 应为表"
        raise TypeError(msg)
    return {str(key): str(word) for key, word in value.items()}


def _tables(value: object) -> list[dict[str, object]]:
    found = [one for one in _list(value) if isinstance(one, dict)]
    if len(found) != len(_list(value)):
        msg = f"{value!r} 应为表的列表"
        raise TypeError(msg)
    return found


def _pair(value: object) -> tuple[str, str]:
    left, right = _words(value)
    return left, right
