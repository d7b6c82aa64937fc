"""The few elements of WordprocessingML (ECMA-376) that a publication needs, built directly: python-docx is slow for cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any  # python-docx and lxml ship no types


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element such as `w:tcW` with attributes of the same namespace (`w=100` is `w:w="100"`)."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def run(text: str, *properties: Element) -> Element:
    """A run of text; `properties` go into its `w:rPr`."""
    words = element("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return element("w:r", element("w:rPr", *properties) if properties else None, words)


def paragraph(style: str, *runs: Element, **properties: str | int) -> Element:
    """A paragraph in a style; `jc` aligns it."""
    inside = [element("w:pStyle", val=style)]
    if "jc" in properties:
        inside.append(element("w:jc", val=properties["jc"]))
    return element("w:p", element("w:pPr", *inside), *runs)


def field(instruction: str, shown: str = "") -> Iterator[Element]:
    """The runs of a field; Word fills it anew when the document is opened, `shown` stands there until then."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        if kind == "code":
            code = element("w:instrText")
            code.text = instruction
            code.set(qn("xml:space"), "preserve")
            yield element("w:r", code)
        elif kind == "shown":
            yield run(shown)
        else:
            yield element("w:r", element("w:fldChar", fldCharType=kind))


def bookmarked(number: int, name: str, content: Element) -> tuple[Element, Element, Element]:
    """`content` between the marks of a bookmark."""
    return element("w:bookmarkStart", id=number, name=name), content, element("w:bookmarkEnd", id=number)
