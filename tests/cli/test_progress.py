"""Progress of long work: told while the first result is still to come, silent for a single file."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from baozhang.cli import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


def test_what_was_read_is_told_before_the_first_result(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SELDOM", 0.01)

    def results() -> Iterator[int]:
        deadline = time.monotonic() + 10
        while "已读取 3" not in (told := capsys.readouterr().err):
            assert time.monotonic() < deadline, told
            time.sleep(0.01)
        yield from range(4)

    assert list(progress.with_progress(results(), 4, "已核对", lambda: 3)) == [0, 1, 2, 3]
    assert capsys.readouterr().err.splitlines()[-1].startswith("已核对 4/4，用时")


def test_a_single_file_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress.with_progress(["甲"], 1, "已核对")) == ["甲"]
    assert capsys.readouterr().err == ""
