"""How a published form is laid out: blocks of rows with words and fields, as data with its source.

A file has `[form]` (id, title, stage `self`, `department`, `target`, `transfer` or `monitoring`, source, valid_from, widths, sources,
`layouts` of documents that print it unless they choose another, `scheme` that scores it unless a programme names another) and blocks:

    group    words of a cell that stands left of all rows of the block, [columns, text]; may be missing
    rows     rows printed once; a cell is [columns, text] or [columns, text, align], align being left, center, right
    each     `funds`, `indicators`, or a block of rows that an evaluation brings (`tasks`, `aspects`, `spending`, `progress`): `row` is
             printed for every one of them
    row      the row of one; a cell with align `merge` is printed once for equal neighbours below each other
    when     the block is left out when this field is empty

Fields stand in braces: {project}, {supervisor}, {unit}, {year}, {goal}, {result}, {summary}, {effects}, {problems}, {advice}, {weights},
{total}, {grade}, {low_reason}; of a source of money {label}, {initial}, {adjustment}, {adjusted}, {executed}, {rate}, {balance},
{balance_rate}, {weight}, {score}, {method}; of an indicator {level1}, {level2}, {name}, {target}, {actual}, {weight}, {score}, {reason};
of the other rows the fields that the evaluation gives them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ABOUT: Final = frozenset({"id", "title", "stage", "source", "valid_from", "widths", "sources", "layouts", "scheme"})
_BLOCK: Final = frozenset({"group", "rows", "each", "row", "when"})
_ALIGNS: Final = frozenset({"left", "center", "right", "merge"})


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a layout: how many columns it covers, its words with fields, where they stand, whether equal neighbours merge."""

    columns: int
    text: str
    align: str
    merges: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a layout, with the cell left of them all."""

    group: Place | None
    rows: tuple[tuple[Place, ...], ...]
    each: str
    row: tuple[Place, ...]
    when: str


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A layout of forms; `sources` are its words for sources of money, in the order it prints them."""

    id: str
    title: str
    stage: str
    source: str
    valid_from: int
    widths: tuple[int, ...]
    sources: Mapping[str, str]
    blocks: tuple[Block, ...]
    layouts: tuple[str, ...]
    scheme: str


def parse_form_layout(text: str, file: str) -> FormLayout:
    """A layout from its TOML; UsageError names the file and what is unknown, missing or does not fill the width."""
    data = tomllib.loads(text)
    about, blocks = data.get("form", {}), data.get("block", [])
    wrong = (set(about) ^ _ABOUT) | (set(data) ^ {"form", "block"}) | {key for block in blocks for key in block if key not in _BLOCK}
    if wrong:
        raise UsageError(f"绩效表版式 {file} 缺少或不认识 {sorted(wrong)}")
    made = tuple(_block(block) for block in blocks)
    for at, block in enumerate(made, start=1):
        for row in (*block.rows, *([block.row] if block.each else [])):
            columns = sum(place.columns for place in row) + (block.group.columns if block.group else 0)
            if columns != len(about["widths"]):
                raise UsageError(f"绩效表版式 {file} 第 {at} 块有一行占 {columns} 栏，应为 {len(about['widths'])} 栏")
    return FormLayout(
        about["id"], about["title"], about["stage"], about["source"], about["valid_from"], tuple(about["widths"]),
        MappingProxyType(dict(about["sources"])), made, tuple(about["layouts"]), about["scheme"],
    )  # fmt: skip


def _block(data: Mapping[str, Any]) -> Block:  # Any: a table of a TOML file; its keys were checked
    group = data.get("group")
    return Block(
        _place([*group, "center"]) if group else None,
        tuple(tuple(_place(cell) for cell in row) for row in data.get("rows", [])),
        data.get("each", ""),
        tuple(_place(cell) for cell in data.get("row", [])),
        data.get("when", ""),
    )


def _place(cell: Sequence[Any]) -> Place:  # Any: a number and words of a TOML file
    columns, text, *rest = cell
    align = rest[0] if rest else "left"
    if align not in _ALIGNS:
        raise UsageError(f"绩效表版式中不认识的对齐方式 {align}，应为 left、center、right 或 merge")
    return Place(columns, text, "center" if align == "merge" else align, align == "merge")


@cache
def form_layouts() -> Mapping[str, FormLayout]:
    """Every layout of forms, by id."""
    folder = files("baozhang.compiling") / "data" / "forms"
    found = [parse_form_layout(one.read_text(encoding="utf-8"), one.name) for one in folder.iterdir() if one.name.endswith(".toml")]
    return MappingProxyType({one.id: one for one in sorted(found, key=lambda one: one.id)})


def form_layout(name: str) -> FormLayout:
    """The layout of an id; UsageError lists the known ones."""
    if name not in form_layouts():
        raise UsageError(f"没有绩效表版式 {name}。可用的有：{'、'.join(form_layouts())}。")
    return form_layouts()[name]


def usual_layout(document: str, stage: str) -> FormLayout | None:
    """The layout of forms that documents of a layout print at a stage; None when nothing is known of it."""
    return next((one for one in form_layouts().values() if one.stage == stage and document in one.layouts), None)
