"""Lines that meet make tables; nothing else does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baozhang.reading.formats.paged.geometry import Ruling
from baozhang.reading.formats.paged.lattice import Lattice, lattices

ACROSS = [Ruling(y, 0, 300) for y in (0, 20, 40)]
DOWN = [Ruling(x, 0, 40) for x in (0, 100, 200, 300)]


def regions(lattice: Lattice) -> set[tuple[int, int]]:
    return {place for row in lattice.cell for place in row}


def test_a_grid_has_all_its_cells() -> None:
    (lattice,) = lattices(ACROSS, DOWN)
    assert (lattice.xs, lattice.ys) == ((0, 100, 200, 300), (0, 20, 40))
    assert len(regions(lattice)) == 6
    assert lattice.at(150, 30) == (1, 1)
    assert lattice.area_of(1, 1) == (100, 20, 200, 40)


def test_where_no_line_is_drawn_cells_are_one() -> None:
    """The first column over both rows, the others of the first row together."""
    (lattice,) = lattices([ACROSS[0], Ruling(20, 100, 300), ACROSS[2]], [DOWN[0], DOWN[1], Ruling(200, 20, 40), DOWN[3]])
    assert lattice.cell == (((0, 0), (0, 1), (0, 1)), ((0, 0), (1, 1), (1, 2)))
    assert lattice.area_of(0, 0) == (0, 0, 100, 40)
    assert lattice.area_of(0, 1) == (100, 0, 300, 20)


def test_lines_drawn_in_pieces_and_twice_are_one() -> None:
    pieces = [Ruling(y + shift, x, x + 99) for y in (0, 20, 40) for x in (0, 100, 200) for shift in (0, 1.5)]
    (lattice,) = lattices(pieces, DOWN)
    assert len(lattice.ys) == 3
    assert len(regions(lattice)) == 6


def test_two_tables_one_below_the_other_are_two() -> None:
    below = [Ruling(y, 0, 300) for y in (100, 120)], [Ruling(x, 100, 120) for x in (0, 150, 300)]
    found = lattices(ACROSS + below[0], DOWN + below[1])
    assert [len(regions(one)) for one in found] == [6, 2]


def test_frames_underlines_and_drawings_are_no_tables() -> None:
    assert not lattices([Ruling(0, 0, 100), Ruling(50, 0, 100)], [Ruling(0, 0, 50), Ruling(100, 0, 50)])
    assert not lattices([Ruling(10, 0, 100), Ruling(30, 0, 100)], [])
    assert not lattices([Ruling(4 * n, 0, 9000) for n in range(5000)], [Ruling(0, 0, 20000), Ruling(9, 0, 20000)])


def test_a_continued_table_takes_over_the_columns_it_draws_only_some_of() -> None:
    (part,) = lattices(ACROSS, [DOWN[0], DOWN[2], DOWN[3]])
    whole = part.continuing((0, 100, 200, 300))
    assert whole.xs == (0, 100, 200, 300)
    assert whole.cell[1] == ((1, 0), (1, 0), (1, 2))
    assert part.continuing((0, 90, 310)) is part


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(1, 300)), max_size=30),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(1, 300)), max_size=30),
)
def test_any_lines_give_cells_that_are_rectangles(across: list[tuple[int, int, int]], down: list[tuple[int, int, int]]) -> None:
    for lattice in lattices([Ruling(at, start, start + length) for at, start, length in across],
                            [Ruling(at, start, start + length) for at, start, length in down]):  # fmt: skip
        for row, column in regions(lattice):
            area = lattice.area_of(row, column)
            held = {(r, c) for r, places in enumerate(lattice.cell) for c, place in enumerate(places) if place == (row, column)}
            rows, columns = {r for r, _ in held}, {c for _, c in held}
            assert len(held) == len(rows) * len(columns)
            assert (area.left, area.top) == (lattice.xs[column], lattice.ys[row])
