"""A complete account becomes a checked, approved and published version whose files anybody can verify."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.compiling.figures import Figures
from baozhang.errors import PublishingError
from baozhang.publishing.checking import examine
from baozhang.publishing.compiled import compiled_draft, figures_in, missing_in, paragraphs_in
from baozhang.publishing.handing_out import hand_out
from baozhang.publishing.shelf import Shelf, State
from tests.compiling.accounts import CLEAN, example_account

if TYPE_CHECKING:
    from pathlib import Path

DATED: Final = date(2025, 8, 15)
AT: Final = "2025-08-15T09:00:00+08:00"


def test_a_complete_account_is_published(tmp_path: Path) -> None:
    """No gap, no error, everything recognised; the handed-out files have the hashes their manifest states."""
    shelf = Shelf(tmp_path / "shelf")
    version = shelf.put(compiled_draft(example_account(CLEAN[0]), DATED, "经办岗", AT, based_on="closing"))
    result = examine(shelf, version.number)
    assert result.clean, (result.missing, [one.message for one in result.errors])
    assert result.passed > 1000
    for state in (State.CHECKED, State.APPROVED, State.PUBLISHED):
        version = shelf.take(version.number, state, "审核岗", AT, result.summary)
    names = hand_out(shelf, version, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert set(names) == {path.name for path in (tmp_path / "out").iterdir()}
    assert {name: sha256((tmp_path / "out" / name).read_bytes()).hexdigest() for name in manifest["files"]} == manifest["files"]
    assert not {"figures.json", "document.txt"} & set(names)
    assert "经办岗" not in json.dumps(manifest, ensure_ascii=False)


def test_a_gap_or_an_error_keeps_a_version_a_draft(tmp_path: Path) -> None:
    """A missing reason is a gap; figures that do not add up are an error."""
    shelf = Shelf(tmp_path)
    account = example_account(CLEAN[0])
    shelf.put(compiled_draft(replace(account, reasons={}), DATED, "经办岗", AT))
    wrong = Figures({**account.figures.cells, ("spending", "total", "basic"): 1_000_000}, account.figures.names)
    shelf.put(compiled_draft(replace(account, figures=wrong), DATED, "经办岗", AT))
    assert missing_in(shelf, 1)
    assert not examine(shelf, 1).clean
    second = examine(shelf, 2)
    assert second.errors
    assert not second.clean
    assert figures_in(shelf, 1)[0] != figures_in(shelf, 2)[0]
    assert paragraphs_in(shelf, 1) != paragraphs_in(shelf, 2)


def test_equal_accounts_give_equal_files(tmp_path: Path) -> None:
    """Nothing of the day or the machine gets into what is published (the Word and Excel containers aside, which carry times)."""
    shelf = Shelf(tmp_path)
    for _ in range(2):
        shelf.put(compiled_draft(example_account(CLEAN[1]), DATED, "经办岗", AT))
    one, other = shelf
    same = {name for name in one.files if one.files[name] == other.files[name]}
    assert {name.rsplit(".", 1)[-1] for name in same} >= {"pdf", "html", "zip", "txt", "json"}


def test_a_damaged_file_is_not_handed_out(tmp_path: Path) -> None:
    """Nobody gets a file that is not what was approved."""
    shelf = Shelf(tmp_path / "shelf")
    version = shelf.put(compiled_draft(example_account(CLEAN[1]), DATED, "经办岗", AT))
    file = next((tmp_path / "shelf" / "0001" / "files").glob("*.pdf"))
    file.chmod(0o644)
    file.write_bytes(b"%PDF-")
    with pytest.raises(PublishingError, match="与存放时不一致"):
        hand_out(shelf, version, tmp_path / "out")
