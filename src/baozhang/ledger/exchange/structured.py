"""XML and JSON in: records of any nesting become rows, so that a voucher and its lines (DA/T 95—2022 表C.1) read like any other table.

What repeats innermost is a record; what stands beside and above it (the head of the voucher, the area of the message) is told on each of
its rows. Nothing is guessed from the names: they are headers, and are bound as those of a sheet are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from baozhang.errors import InputError
from baozhang.ledger.exchange.sheets import MAX_CELLS, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SAFE: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False}
_DEEPEST: Final = 50
_AGAIN: Final = "请重新导出后再导入。"
_WORDS: Final = {True: "是", False: "否", None: ""}


@dataclass(slots=True)
class _Node:
    """A thing with its own values and the things below it."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    below: list[_Node] = field(default_factory=list)


def structured(raw: bytes, path: Path) -> list[Sheet]:
    """The records of an XML or JSON file, one sheet per kind; InputError says why a file cannot be read."""
    root = _from_xml(raw, str(path)) if path.suffix.lower() == ".xml" else _from_json(raw, path)
    kinds: dict[str, list[dict[str, str]]] = {}
    for name, row in _records(root, {}):
        kinds.setdefault(name, []).append(row)
    return [_sheet(f"{path.stem}/{name}", rows, str(path)) for name, rows in kinds.items()]


def _records(node: _Node, above: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    told = {**above, **node.values}
    if not node.below:
        yield node.name, told
    for one in node.below:
        yield from _records(one, told)


def _sheet(name: str, rows: list[dict[str, str]], file: str) -> Sheet:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    if len(headers) * len(rows) > MAX_CELLS:
        raise InputError(file, "内容过大", "请拆分后再导入。")
    return Sheet(file, name, (tuple(headers), *(tuple(row.get(header, "") for header in headers) for row in rows)))


def _from_xml(raw: bytes, file: str) -> _Node:
    try:
        root = etree.fromstring(raw, etree.XMLParser(**_SAFE, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        raise InputError(file, f"不是完整的 XML（{error.msg}）", _AGAIN) from error
    return _element(root, file, 0)


def _element(element: Any, file: str, depth: int) -> _Node:  # noqa: ANN401  # lxml ships no types
    """An element: children that hold only words, and attributes, are its values; the others stand below it."""
    if depth > _DEEPEST:
        raise InputError(file, "嵌套过深", _AGAIN)
    node = _Node(etree.QName(element).localname, {etree.QName(name).localname: words for name, words in element.attrib.items()})
    for child in element.iterchildren(etree.Element):
        if len(child) or child.attrib:
            node.below.append(_element(child, file, depth + 1))
        else:
            node.values[etree.QName(child).localname] = (child.text or "").strip()
    return node


def _from_json(raw: bytes, path: Path) -> _Node:
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_float=str, parse_int=str)
        return _node(path.stem, found)
    except (ValueError, RecursionError) as error:
        raise InputError(str(path), "不是完整的 JSON（UTF-8）", _AGAIN) from error


def _node(name: str, value: object) -> _Node:
    """A value of JSON: words and figures are values, objects and lists of them stand below."""
    node = _Node(name)
    for key, one in value.items() if isinstance(value, dict) else ((name, one) for one in value) if isinstance(value, list) else ():
        if isinstance(one, dict):
            node.below.append(_node(key, one))
        elif isinstance(one, list):
            node.below += [_node(key, inner) for inner in one if isinstance(inner, dict | list)]
        else:
            node.values[key] = one.strip() if isinstance(one, str) else _WORDS.get(one, str(one))
    return node
