"""XML from a stranger: parsed without network, entities or document types, element by element where it may be large."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from baozhang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Element = Any
"""An lxml element; lxml ships no types."""

_SAFE: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False}
_ADVICE: Final = "请重新导出后再检查。"


def tree_of(chunks: Iterable[bytes], file: str, part: str) -> Element:
    """The root of an XML part; InputError when it is damaged, holds too much, or declares a document type (as entity bombs do)."""
    parser = _Parser(("start",), file, part)
    marks = 0
    for chunk in chunks:
        marks += chunk.count(b"<") + chunk.count(b"=")
        if marks > MOST_MARKS:
            raise _too_many(file, part)
        parser.feed(chunk)
        parser.events()
    return parser.close()


def _too_many(file: str, part: str) -> InputError:
    return InputError(file, f"其中的“{part}”内容太多，超过 {MOST_MARKS // 1_000_000} 百万个标记的上限", "请拆分后再检查。")


def elements_of(chunks: Iterable[bytes], tags: frozenset[str], file: str, part: str, begun: str = "") -> Iterator[tuple[Element, bool]]:
    """The elements with these local names as they end, in document order, each emptied before the next, so memory stays flat.

    Gives (element, True) for each, and (element, False) where an element called `begun` begins, with its attributes only.
    """
    parser = _Parser(("start", "end"), file, part, [f"{{*}}{tag}" for tag in tags])
    kept = 0
    for chunk in chunks:
        kept += chunk.count(b"<")
        if kept > MOST_MARKS:
            raise _too_many(file, part)
        parser.feed(chunk)
        for event, element in parser.events():
            kept = max(0, kept - _EMPTIED)
            if event == "end":
                yield element, True
                _forget(element)
            elif local(element.tag) == begun:
                yield element, False
    parser.close()


class _Parser:
    """A parser fed in chunks that says in Chinese what is wrong."""

    def __init__(self, events: tuple[str, ...], file: str, part: str, tags: Sequence[str] | None = None) -> None:
        self._parser = etree.XMLPullParser(events=events, tag=tags, remove_comments=True, remove_pis=True, **_SAFE)
        self._file, self._part = file, part
        self._root: Element = None

    def feed(self, chunk: bytes) -> None:
        """The next bytes."""
        if chunk.count(b"=") > _MOST_ATTRIBUTES * (chunk.count(b"<") + _MOST_ATTRIBUTES):
            raise self._damaged()
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            raise self._damaged() from error

    def events(self) -> Iterator[tuple[str, Element]]:
        """What began and ended since the last call; the first element tells whether there is a document type.

        A part without any of the elements asked for is not looked into further, whatever it declares.
        """
        events = list(self._parser.read_events())
        if events and self._root is None:
            self._root = events[0][1]
            if self._root.getroottree().docinfo.internalDTD is not None:
                raise InputError(self._file, f"其中的“{self._part}”带有文档类型声明（DTD），可能有害，不予读取", _ADVICE)
        return iter(events)

    def close(self) -> Element:
        """The root, when everything was fed."""
        try:
            return self._parser.close()
        except etree.XMLSyntaxError as error:
            raise self._damaged() from error

    def _damaged(self) -> InputError:
        return InputError(self._file, f"其中的“{self._part}”已损坏，不是完整的 XML", _ADVICE)


MOST_MARKS: Final = 3_000_000
"""Tags and attributes of a part that is held as a tree, counted by their `<` and `=`; each costs about a hundred bytes."""
_EMPTIED: Final = 8
"""Tags that go when an element is emptied, about; what is left over are elements that nobody asked for."""
_MOST_ATTRIBUTES: Final = 64
"""Attributes per tag; more are an attack on memory."""


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
    if element is not None:
        for each in element:
            if local(each.tag) == name:
                return each
    return None


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of this local name."""
    return (each for each in (element if element is not None else ()) if local(each.tag) == name)


def whole(text: str | None, default: int = 0) -> int:
    """An attribute that should be a whole number; `default` for anything else, so that damage costs a detail and not the document."""
    try:
        return int(text) if text and len(text) < 12 else default
    except ValueError:
        return default
