"""Coordinates there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.reading.formats.paged.geometry import Affine, Area, Frame, frame_of, turned

NUMBERS = st.floats(-500, 500)


@given(x=NUMBERS, y=NUMBERS, rotation=st.sampled_from([0, 90, 180, 270]), turn=st.sampled_from([0, 90, 180, 270]))
def test_a_point_comes_back_from_the_reading_frame(x: float, y: float, rotation: int, turn: int) -> None:
    frame = frame_of(1, (10, 20, 310, 620), rotation)
    frame = Frame(1, frame.width, frame.height, frame.shown, rotation, turn)
    assert frame.reading.back().point(*frame.reading.point(x, y)) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_corners_of_the_page_are_the_corners_of_the_frame(rotation: int) -> None:
    frame = frame_of(1, (10, 20, 310, 620), rotation)
    assert (frame.width, frame.height) == ((600, 300) if rotation in {90, 270} else (300, 600))
    assert frame.shown.area(10, 20, 310, 620) == pytest.approx((0, 0, frame.width, frame.height))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_box_of_a_turned_page_lies_where_it_is_shown(turn: int) -> None:
    frame = Frame(1, 300, 600, Affine(), 0, turn)
    where = Area(10, 20, 60, 40)
    box = frame.box(turned(turn, 300, 600).area(*where))
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(where)
