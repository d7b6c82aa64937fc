"""The glossary of a document: the terms that occur in it (data/glossary.toml), and every function item it spends on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Paragraph
from baozhang.taxonomy.printing import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its meaning; `words` show that it occurs, `stages` limit it to budgets or final accounts (empty: both)."""

    name: str
    meaning: str
    words: tuple[str, ...]
    stages: tuple[str, ...]


@cache
def terms() -> tuple[Term, ...]:
    """Every term known, in the order they are explained."""
    text = (resources.files("baozhang.compiling") / "data" / "glossary.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["term"]
    return tuple(Term(one["name"], one["meaning"], tuple(one.get("words", [one["name"]])), tuple(one.get("stages", []))) for one in entries)


def glossary(text: str, stage: str) -> Iterator[Paragraph]:
    """The terms that occur in `text`, numbered."""
    found = [term for term in terms() if (not term.stages or stage in term.stages) and any(word in text for word in term.words)]
    for number, term in enumerate(found):
        yield Paragraph(f"{ORDINALS[number]}、{term.name}：{term.meaning}")
