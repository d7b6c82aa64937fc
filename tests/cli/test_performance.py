"""`baozhang performance` from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli import main

if TYPE_CHECKING:
    import pytest

EXAMPLES: Final = Path(__file__).parents[2] / "examples"


def test_forms_that_keep_their_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """The scheme is found, every computable point agrees, the trace shows the arithmetic."""
    assert main(["performance", "score", str(EXAMPLES / "final-account-clean.txt"), "--trace"]) == 0
    out = capsys.readouterr().out
    assert "linear-and-ratio" in out
    assert "执行率＝" in out
    assert "不符" not in out


def test_forms_that_break_it_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With what is printed, what it should be and why; the exit status says so."""
    assert main(["performance", "score", str(EXAMPLES / "final-account-with-defects.md"), "--format", "json"]) == 1
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    differences = [each for one in document["forms"] for each in one["differences"]]
    assert {"what", "printed", "expected", "trace"} == set(differences[0])


def test_simulation_under_another_scheme(capsys: pytest.CaptureFixture[str]) -> None:
    """What would the score be: the same forms under a scheme that is named."""
    assert main(["performance", "score", str(EXAMPLES / "final-account-clean.txt"), "--scheme", "step-and-ratio"]) == 1
    assert "step-and-ratio" in capsys.readouterr().out


def test_wrong_use_and_unreadable_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An unknown scheme is wrong use; a missing file is named and the others go on."""
    assert main(["performance", "score", str(EXAMPLES), "--scheme", "none"]) == 2
    assert main(["performance", "score", str(tmp_path / "无.txt"), str(EXAMPLES / "budget-clean.md")]) == 3
    captured = capsys.readouterr()
    assert "没有可评分的绩效自评表" in captured.out
    assert "无.txt" in captured.err


def test_schemes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its source."""
    assert main(["performance", "schemes"]) == 0
    assert capsys.readouterr().out.count("来源：") >= 4
