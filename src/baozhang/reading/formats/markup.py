"""XML from a stranger: parsed without network, entities or document types, element by element where it may be large."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from baozhang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Element = Any
"""An lxml element; lxml ships no types."""

_SAFE: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False}
_ADVICE: Final = "请重新导出后再检查。"


def tree_of(chunks: Iterable[bytes], file: str, part: str) -> Element:
    """The root of an XML part; InputError when it is damaged or declares a document type (as entity bombs do)."""
    parser = etree.XMLPullParser(events=("start",), remove_comments=True, remove_pis=True, **_SAFE)
    checked = False
    try:
        for chunk in chunks:
            parser.feed(chunk)
            if not checked:
                checked = _checked(parser, file, part)
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise _damaged(file, part) from error


def _checked(parser: Any, file: str, part: str) -> bool:  # noqa: ANN401  # a parser of lxml, which ships no types
    for _, element in parser.read_events():
        _refuse_document_type(element, file, part)
        return True
    return False


def _refuse_document_type(root: Element, file: str, part: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(file, f"其中的“{part}”带有文档类型声明（DTD），可能有害，不予读取", _ADVICE)


def _damaged(file: str, part: str) -> InputError:
    return InputError(file, f"其中的“{part}”已损坏，不是完整的 XML", _ADVICE)


def elements_of(chunks: Iterable[bytes], tags: frozenset[str], file: str, part: str) -> Iterator[Element]:
    """The elements with these local names as they end, in document order; each is emptied before the next, so memory stays flat.

    Elements of these names must not be nested in each other.
    """
    parser = etree.XMLPullParser(events=("start", "end"), remove_comments=True, remove_pis=True, **_SAFE)
    root = None
    try:
        for chunk in chunks:
            parser.feed(chunk)
            for event, element in parser.read_events():
                if root is None:
                    root = element
                    _refuse_document_type(root, file, part)
                if event == "end" and local(element.tag) in tags:
                    yield element
                    _forget(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _damaged(file, part) from error


def _forget(element: Element) -> None:
    """Empty an element and drop those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(tag: object) -> str:
    """The name of an element or attribute without its namespace: editions of a format differ in namespaces only.

    >>> local("{http://www.ofdspec.org/2016}Page")
    'Page'
    """
    return _local(tag) if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """The attribute of this local name, or None."""
    if element is None:
        return None
    found = element.get(name)
    if found is None:
        found = next((value for key, value in element.attrib.items() if local(key) == name), None)
    return found if found is None else str(found)


def child(element: Element, name: str) -> Element:
    """The first child of this local name, or None."""
    if element is None:
        return None
    return next((each for each in element if local(each.tag) == name), None)


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of this local name."""
    return (each for each in (element if element is not None else ()) if local(each.tag) == name)


def whole(text: str | None, default: int = 0) -> int:
    """An attribute that should be a whole number; `default` for anything else, so that damage costs a detail and not the document."""
    try:
        return int(text) if text and len(text) < 12 else default
    except ValueError:
        return default
