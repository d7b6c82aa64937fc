"""Errors cross processes whole."""

from __future__ import annotations

import pickle

from baozhang.errors import InputError


def test_an_input_error_survives_the_way_from_a_worker() -> None:
    error = pickle.loads(pickle.dumps(InputError("a.pdf", "已损坏", "请重新导出。")))  # noqa: S301  # our own bytes
    assert (error.file, error.why, error.advice) == ("a.pdf", "已损坏", "请重新导出。")
    assert str(error) == "a.pdf：已损坏。请重新导出。"
