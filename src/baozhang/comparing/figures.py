"""What a comparison consists of: figures with their places, per department and year."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import FEN_PER, SCALE
from baozhang.facts.file_names import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MONEY: Final = "万元"
_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: file, line, page (where there are pages), the words there, and which figure it is (表·项·栏).

    `original` is the place in Chinese where a line means nothing to a reader (Word, workbook, web page).
    """

    file: str
    line: int
    page: int | None
    text: str
    what: str = ""
    original: str = ""

    def __str__(self) -> str:
        """The place as a reader looks it up."""
        return f"{short_name(self.file)} {self.where}".strip()

    @property
    def where(self) -> str:
        """The place in its file."""
        page = f"第 {self.page} 页" if self.page else ""
        return self.original or page or (f"第 {self.line} 行" if self.line else "")

    @property
    def quoted(self) -> str:
        """The words there, behind what they are."""
        return f"{self.what} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one department and year, exact; `value` None means there is none, `why` says why."""

    department: str
    year: int
    value: Fraction | None
    places: tuple[Place, ...]
    why: str = ""
    unit: bool = False
    """Whether it is of a single unit: those are the peers of each other, not of departments."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a figure stands out among its peers of the year."""

    figure: Figure
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One subject side by side: `figures` by department and year; `marks` the outliers, `unjudged` why a year was not judged."""

    title: str
    term: str
    unit: str
    source: str
    stage: str
    figures: tuple[Figure, ...]
    marks: tuple[Mark, ...] = ()
    unjudged: tuple[str, ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        """Departments that have a figure in some year, in the order given: those side by side."""
        return tuple(dict.fromkeys(figure.department for figure in self.figures if figure.value is not None))

    @property
    def absent(self) -> tuple[str, ...]:
        """Departments that have no figure in any year; `missing` says why."""
        having = set(self.departments)
        return tuple(dict.fromkeys(figure.department for figure in self.figures if figure.department not in having))

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """Why figures are missing, and where: reasons with departments and years (“甲局 2023、2024 年”)."""
        found: dict[str, dict[str, list[str]]] = {}
        for figure in self.figures:
            if figure.value is None:
                found.setdefault(figure.why, {}).setdefault(figure.department, []).append(str(figure.year))
        return {why: tuple(f"{name} {'、'.join(years)} 年" for name, years in named.items()) for why, named in found.items()}

    @property
    def years(self) -> tuple[int, ...]:
        """Years, ascending."""
        return tuple(sorted({figure.year for figure in self.figures}))

    @property
    def grid(self) -> dict[tuple[str, int], Figure]:
        """The figures by department and year."""
        return {(one.department, one.year): one for one in self.figures}

    @property
    def marked(self) -> dict[tuple[str, int], str]:
        """What is said of the outliers, by department and year."""
        return {(mark.figure.department, mark.figure.year): mark.words for mark in self.marks}

    def of_year(self, year: int) -> Iterator[tuple[Figure, Fraction]]:
        """The figures of a year that have a value."""
        for figure in self.figures:
            if figure.year == year and figure.value is not None:
                yield figure, figure.value


def printed(value: Fraction | None) -> str:
    """A figure with thousands separators and two decimals, half away from zero; a dash where there is none.

    >>> printed(Fraction(1234567, 100)), printed(Fraction(-1, 3)), printed(None)
    ('12,345.67', '−0.33', '—')
    """
    if value is None:
        return "—"
    count = rounded(abs(value) * 10**_DECIMALS)
    sign = "−" if value < 0 and count else ""
    return f"{sign}{count // 100:,}.{count % 100:02d}"


def plain(value: Fraction) -> str:
    """A figure for programs: no separators, a plain minus sign."""
    return printed(value).replace(",", "").replace("−", "-")


def rounded(value: Fraction) -> int:
    """The nearest integer of a figure that is not negative, half up.

    >>> rounded(Fraction(5, 2))
    3
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def in_wan(fen: int) -> Fraction:
    """Fen as 万元."""
    return Fraction(fen, FEN_PER[MONEY])


def in_ones(scaled: int) -> Fraction:
    """Ten-thousandths as a plain figure."""
    return Fraction(scaled, SCALE)
