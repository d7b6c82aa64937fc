"""The parts of an Office package and how they refer to each other. What lies outside the package is never followed."""

from __future__ import annotations

from posixpath import dirname, join
from typing import TYPE_CHECKING

from baozhang.errors import InputError
from baozhang.reading.formats.markup import attribute, tree_of
from baozhang.reading.formats.packages import inner_path

if TYPE_CHECKING:
    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.packages import Package


def main_part(package: Package, usual: str) -> str:
    """The name of the main document part; `usual` where the package does not say."""
    named = [target for kind, target in relations(package, "").values() if kind == "officeDocument" and target in package]
    name = named[0] if named else usual
    if name not in package:
        raise InputError(package.file, f"文件已损坏，缺少“{usual}”", "请用原来的软件打开，重新保存后再检查。")
    return name


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id → (kind, e.g. `styles`; member name). External targets are left out."""
    folder = dirname(part)
    name = join(folder, "_rels", part[len(folder) :].lstrip("/") + ".rels")
    if name not in package:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in tree_of(package.stream(name), package.file, name):
        if attribute(relation, "TargetMode") == "External":
            continue
        target = attribute(relation, "Target") or ""
        inside = inner_path(target if target.startswith("/") else join(folder, target))
        found[attribute(relation, "Id") or ""] = ((attribute(relation, "Type") or "").rpartition("/")[2], inside)
    return found


def related(package: Package, part: str, kind: str) -> Element:
    """The root of the part of this kind that `part` refers to, or None."""
    for named, target in relations(package, part).values():
        if named == kind and target in package:
            return tree_of(package.stream(target), package.file, target)
    return None
