"""The shelf of versions: immutable, chained, safe against interruption and against two at once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import PublishingError
from baozhang.publishing.changes import changes_text, figure_changes, text_changes
from baozhang.publishing.shelf import Draft, Shelf, State

if TYPE_CHECKING:
    from pathlib import Path

AT = "2025-08-15T09:00:00"


def draft(text: str = "正文", reason: str = "", size: int = 0) -> Draft:
    """A draft of two files."""
    return Draft("2024年度某局部门决算", {"决算.txt": text.encode() + b"x" * size, "figures.json": b"{}"}, "经办岗", AT, reason, "abc")


def published(shelf: Shelf, text: str = "正文", reason: str = "") -> int:
    """A version taken all the way."""
    number = shelf.put(draft(text, reason)).number
    for state in (State.CHECKED, State.APPROVED, State.PUBLISHED):
        shelf.take(number, state, "审核岗", AT)
    return number


def test_a_version_goes_step_by_step(tmp_path: Path) -> None:
    """Draft, checked, approved, published; no step is left out or taken twice."""
    shelf = Shelf(tmp_path / "shelf")
    one = shelf.put(draft())
    assert (one.number, one.state) == (1, State.DRAFT)
    with pytest.raises(PublishingError, match="不能直接成为“已公开”"):
        shelf.take(1, State.PUBLISHED, "审核岗", AT)
    assert shelf.take(1, State.CHECKED, "核对岗", AT, "错误 0").steps[-1].note == "错误 0"
    with pytest.raises(PublishingError, match="下一步应为“已审签”"):
        shelf.take(1, State.CHECKED, "核对岗", AT)
    shelf.take(1, State.APPROVED, "负责人", AT)
    assert shelf.take(1, State.PUBLISHED, "公开岗", AT).state is State.PUBLISHED
    assert shelf.verify() == []


def test_a_correction_owes_a_reason(tmp_path: Path) -> None:
    """Behind a published version every further one says why; both stay readable."""
    shelf = Shelf(tmp_path)
    published(shelf)
    with pytest.raises(PublishingError, match="--reason"):
        shelf.put(draft("改正"))
    assert shelf.put(draft("改正", "更正第3页金额")).reason == "更正第3页金额"
    assert shelf.content(1, "决算.txt").decode() == "正文"
    assert shelf.content(2, "决算.txt").decode() == "改正"
    latest = shelf.latest(State.PUBLISHED)
    assert latest is not None
    assert latest.number == 1


@pytest.mark.parametrize("name", ["0001/files/决算.txt", "0001/manifest.json", "0001/state-2-checked.json", "0002/manifest.json"])
def test_a_changed_byte_is_found(tmp_path: Path, name: str) -> None:
    """Whatever file is changed, the shelf says where."""
    shelf = Shelf(tmp_path)
    published(shelf)
    published(shelf, "改正", "更正")
    assert shelf.verify() == []
    file = tmp_path / name
    file.chmod(0o644)
    file.write_bytes(file.read_bytes().replace(b"2025-08", b"2025-09") if file.suffix == ".json" else file.read_bytes() + b" ")
    if name != "0002/manifest.json":
        assert shelf.verify() != []
    else:  # the last version's manifest has nothing behind it but its own steps
        assert any("第 2 版" in problem for problem in shelf.verify())


def test_published_files_cannot_be_written(tmp_path: Path) -> None:
    """Files are read-only, and another version never reuses a number."""
    shelf = Shelf(tmp_path)
    published(shelf)
    assert not (tmp_path / "0001/files/决算.txt").stat().st_mode & 0o222
    with pytest.raises(PublishingError, match="没有第 2 版"):
        shelf.version(2)
    with pytest.raises(PublishingError, match="不能含有路径"):
        Draft("x", {"../y": b""}, "z", AT)


def _put_until_killed(folder: Path, start: float) -> None:
    time.sleep(max(0, start - time.time()))
    shelf = Shelf(folder)
    while True:
        number = shelf.put(draft("正文", "反复编制", size=200_000)).number
        for state in (State.CHECKED, State.APPROVED, State.PUBLISHED):
            shelf.take(number, state, "审核岗", AT)


def test_killed_at_any_point_nothing_is_half_done(tmp_path: Path) -> None:
    """A process that keeps publishing is killed again and again; what is on the shelf is whole, and the next call goes on."""
    rng = random.Random(7)  # noqa: S311  # where to kill, not a secret
    context = multiprocessing.get_context("fork")
    for _ in range(12):
        child = context.Process(target=_put_until_killed, args=(tmp_path, time.time()))
        child.start()
        time.sleep(rng.uniform(0.005, 0.12))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert Shelf(tmp_path).verify() == []
    shelf = Shelf(tmp_path)
    before = len(list(shelf))
    assert shelf.put(draft("正文", "继续")).number == before + 1
    assert not list(tmp_path.glob(".making-*"))


def test_two_at_once_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """The second of two who take the same step is told so."""
    shelf, other = Shelf(tmp_path), Shelf(tmp_path)
    shelf.put(draft())
    shelf.take(1, State.CHECKED, "甲岗", AT)
    with pytest.raises(PublishingError):
        other.take(1, State.CHECKED, "乙岗", AT)
    assert shelf.version(1).steps[1].by == "甲岗"


def test_changes_are_told_by_cell_and_paragraph() -> None:
    """Figures with their difference, paragraphs old and new."""
    before = {("general", "2101501", "total"): 10_000_00, ("general", "2101502", "total"): 5_000_000}
    after = {("general", "2101501", "total"): 25_000_00, ("general", "2101599", "total"): 1_000_000}
    figures = list(figure_changes(before, after))
    texts = list(text_changes(["甲", "乙"], ["甲", "丙"]))
    text = changes_text(figures, texts, "万元")
    assert "数字变动 3 处" in text
    assert "1.00 → 2.50（增加1.50）" in text
    assert "－ 乙" in text
    assert "＋ 丙" in text


@given(st.dictionaries(st.tuples(st.just("general"), st.sampled_from("abc"), st.just("total")), st.integers(0, 9)))
def test_equal_versions_have_no_change(cells: dict[tuple[str, str, str], int]) -> None:
    """And what changed in one direction changed in the other too."""
    assert list(figure_changes(cells, cells)) == []
    assert len(list(figure_changes(cells, {}))) == len(list(figure_changes({}, cells))) == len(cells)
