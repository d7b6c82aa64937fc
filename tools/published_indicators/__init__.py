"""The indicators that the five documents publish with a quantity, as facts: names, targets, actual values.

`indicators.csv` is made from the documents by `python -m tools.published_indicators SEEDS`. `split.csv` is written by hand: quantities that
a document prints inside a sentence, one row each, with the indicator they stand in (`within`).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import parse_number, scaled_to_text, to_scaled
from baozhang.performance.attainment import attain
from baozhang.performance.forms import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.facts.document import Document
    from baozhang.facts.records import IndicatorRow

HERE: Final = Path(__file__).parent
KINDS: Final = frozenset({"target", "self", "department"})
_PLACES: Final = re.compile(r"^(?P<place>.{2,8}?)(?:市|县|区)?医疗保障局")
_DIGIT: Final = re.compile(r"\d")
_NO_SENTENCE: Final = 20
"""Longer targets are sentences; what is counted in them stands in `split.csv`."""


@dataclass(frozen=True, slots=True)
class Published:
    """One indicator as a document prints it. Figures are decimal texts without unit; words stand in place of a figure that is none."""

    document: str
    name: str
    level1: str
    level2: str
    operator: str
    target: str
    target_unit: str
    actual: str
    actual_unit: str
    within: str = ""

    @property
    def indicator(self) -> Indicator:
        """The same in the model."""
        target, actual = scaled(self.target), scaled(self.actual)
        wanted, got = f"{self.operator}{self.target}{self.target_unit}", f"{self.actual}{self.actual_unit}"
        return Indicator(
            self.name, self.level1, self.level2, self.operator, wanted, target, self.target_unit, got, actual, self.actual_unit, 0
        )

    @property
    def expressed(self) -> bool:
        """Whether the model holds its quantity: a figure on one side at least, comparable where both are printed."""
        one = self.indicator
        if one.target is None and one.actual is None:
            return False
        return not self.target or not self.actual or (one.target is None) != (one.actual is None) or attain(one).reached is not None


def scaled(text: str) -> int | None:
    """Ten-thousandths of a decimal text; None for words."""
    number = parse_number(text)
    return None if number is None else to_scaled(number.value)


def published() -> tuple[Published, ...]:
    """All of them, in the order of the documents."""
    return (*_read("indicators.csv"), *_read("split.csv"))


def _read(name: str) -> Iterator[Published]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        yield from (Published(**row) for row in csv.DictReader(stream))


def of_document(document: Document) -> list[Published]:
    """The indicators of a document's forms whose target or actual value is a quantity; each spelling with its figures once."""
    about = document.about
    place = _PLACES.match(about.department)
    label = f"{place['place'] if place else about.department} {about.fiscal_year} {'决算' if about.stage == 'final' else '预算'}"
    wanted = {one.form for one in document.evaluations if one.kind in KINDS and one.copy_of is None}
    rows = (row for row in document.indicators if row.form in wanted and _has_quantity(row))
    return list(dict.fromkeys(_published(label, row) for row in rows))


def _has_quantity(row: IndicatorRow) -> bool:
    """A figure that is one, not a digit in a sentence and not a date."""
    return (row.target is not None and len(row.target_text) < _NO_SENTENCE) or (
        row.actual is not None and len(row.actual_text) < _NO_SENTENCE
    )


def _published(label: str, row: IndicatorRow) -> Published:
    target = scaled_to_text(row.target, 0) if row.target is not None else _words(row.target_text)
    actual = scaled_to_text(row.actual, 0) if row.actual is not None else _words(row.actual_text)
    return Published(label, row.name, row.level1, row.level2, row.operator, target, row.target_unit, actual, row.actual_unit)


def _words(text: str) -> str:
    """What stands in place of a figure; long words are sentences and are left out."""
    return text if len(text) < _NO_SENTENCE and not _DIGIT.search(text) else ""


def write(rows: list[Published]) -> None:
    """Write `indicators.csv`."""
    with (HERE / "indicators.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        names = [one.name for one in fields(Published)]
        writer.writerow(names)
        writer.writerows([getattr(row, name) for name in names] for row in rows)
