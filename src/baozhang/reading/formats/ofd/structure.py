"""The structure of an OFD package: from its root to the pages in order, each with its size and the templates printed under it."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, join
from typing import TYPE_CHECKING, Final

from numpy import float64

from baozhang.errors import InputError
from baozhang.reading.formats.markup import attribute, child, children, local, tree_of
from baozhang.reading.formats.packages import inner_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.packages import Package

MOST_PAGES: Final = 2_000
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_ADVICE: Final = "请重新导出，或用原来的 Word、Excel 文件检查。"


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its physical box in millimetres (x, y, width, height), its layers from the bottom up, and drawings that layers may name."""

    box: tuple[float, float, float, float]
    layers: tuple[Element, ...]
    composites: dict[str, Element]


def pages_of(package: Package) -> Iterator[OfdPage]:
    """The pages of all documents in the package, one after the other; InputError when a part is missing or damaged."""
    root_name = next((name for name in package.names if name.lower() == "ofd.xml"), "OFD.xml")
    root = _part(package, root_name)
    count = 0
    for body in children(root, "DocBody"):
        where = child(body, "DocRoot")
        if where is None or not where.text:
            continue
        for page in _document(package, _located(root_name, where.text)):
            count += 1
            if count > MOST_PAGES:
                raise InputError(package.file, f"OFD 文件超过 {MOST_PAGES} 页的上限", "请拆分后再检查。")
            yield page
    if not count:
        raise InputError(package.file, "OFD 文件没有一页可读，文件可能已损坏", _ADVICE)


def _document(package: Package, name: str) -> Iterator[OfdPage]:
    document = _part(package, name)
    common = child(document, "CommonData")
    box = _box(child(common, "PageArea"), _A4)
    templates = {attribute(each, "ID"): _located(name, attribute(each, "BaseLoc") or "") for each in children(common, "TemplatePage")}
    composites: dict[str, Element] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for each in children(common, kind):
            composites |= _composites(package, _located(name, each.text or ""))
    drawn: dict[str, tuple[Element, ...]] = {}
    for page in children(child(document, "Pages"), "Page"):
        part = _part(package, _located(name, attribute(page, "BaseLoc") or ""))
        below: list[Element] = []
        above: list[Element] = []
        for template in children(part, "Template"):
            where = templates.get(attribute(template, "TemplateID"), "")
            if where and where not in drawn:
                drawn[where] = _layers(_part(package, where))
            (above if attribute(template, "ZOrder") == "Foreground" else below).extend(drawn.get(where, ()))
        yield OfdPage(_box(child(part, "Area"), box), (*below, *_layers(part), *above), composites)


def _layers(page: Element) -> tuple[Element, ...]:
    return tuple(children(child(page, "Content"), "Layer"))


def _composites(package: Package, name: str) -> dict[str, Element]:
    """Drawings kept among the resources, which pages name by their id."""
    if name not in package:
        return {}
    units = (each for each in _part(package, name).iter() if local(each.tag) == "CompositeGraphicUnit")
    return {attribute(each, "ID") or "": content for each in units if (content := child(each, "Content")) is not None}


def _part(package: Package, name: str) -> Element:
    if name not in package:
        raise InputError(package.file, f"文件已损坏，缺少“{name}”", _ADVICE)
    return tree_of(package.stream(name), package.file, name)


def _located(where: str, path: str) -> str:
    """A path as a part of the package names it: from the root of the package with a slash in front, else from the part's folder."""
    path = path.strip()
    return inner_path(path if path.startswith("/") else join(dirname(where), path))


def _box(area: Element, default: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    physical = child(area, "PhysicalBox")
    numbers = figures(physical.text if physical is not None else None)
    if len(numbers) != 4 or not (0 < numbers[2] < 10_000 and 0 < numbers[3] < 10_000):
        return default
    return numbers[0], numbers[1], numbers[2], numbers[3]


def figures(text: str | None) -> list[float]:
    """The figures of an attribute, parted by blanks; empty when one of them is none."""
    return [figure for part in (text or "").split() if (figure := millimetres(part)) is not None] if text else []


def millimetres(text: str) -> float | None:
    """A length as it is written; None for anything else."""
    try:
        figure: float = float64(text).item()
    except ValueError:
        return None
    return figure if abs(figure) < _FAR else None


_FAR: Final = 1e6
"""Millimetres; nothing is printed a kilometre away."""
