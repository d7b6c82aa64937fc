"""The lake keeps what was read: exactly, once, and every version of it."""

from __future__ import annotations

import os
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from baozhang.errors import UsageError
from baozhang.facts.lake import Lake
from baozhang.facts.lake.lake import LET_GO
from baozhang.facts.lake.manifest import MANIFEST
from baozhang.reading import Source, read_file, read_source
from tests.facts.lake.samples import add, documents_in, files_with, lake_of, tiny, write_folder

if TYPE_CHECKING:
    from baozhang.facts.document import Document

EXAMPLES = sorted(path for path in (Path(__file__).parents[3] / "examples").iterdir() if path.suffix in {".md", ".txt"})


def test_documents_come_back_as_they_were_read(tmp_path: Path) -> None:
    lake = lake_of(tmp_path / "lake", *EXAMPLES)
    read = [read_file(path) for path in EXAMPLES]
    assert documents_in(lake.snapshot()) == {document.about.document_id: document for document in read}


def test_files_are_partitioned_by_year_and_hold_many_documents(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 12)
    lake = lake_of(tmp_path / "lake", tmp_path / "in")
    held = {path.parent.name: pq.read_metadata(path).num_rows for path in files_with(lake, "documents")}
    assert held == {"fiscal_year=2023": 4, "fiscal_year=2024": 4, "fiscal_year=2025": 4}


def test_a_document_without_a_year_has_a_partition_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("某局部门决算\n\n没有年度的一段文字。\n", encoding="utf-8")
    lake = lake_of(tmp_path / "lake", path)
    assert [file.parent.name for file in files_with(lake, "documents")] == ["fiscal_year=unknown"]
    assert lake.snapshot().parts[0].fiscal_year is None


def test_adding_again_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in write_folder(tmp_path / "in", 6):
        os.utime(path, (time.time() - 60,) * 2)
    lake = lake_of(tmp_path / "lake", tmp_path / "in")
    monkeypatch.setattr("baozhang.cli.ingestion.digest_of", lambda path: pytest.fail(f"{path} was hashed"))
    found, entered = add(lake, tmp_path / "in")
    assert (found.unchanged, found.unread, found.sightings, entered) == (6, {}, {}, [])


def test_a_file_changed_within_the_same_instant_is_noticed(tmp_path: Path) -> None:
    """Size and time of change are those of the version that was read: only the content tells."""
    path = tmp_path / "a.md"
    path.write_text(tiny(1, amount="3.00"), encoding="utf-8")
    lake = lake_of(tmp_path / "lake", path)
    moment = path.stat().st_mtime_ns
    path.write_text(tiny(1, amount="9.00"), encoding="utf-8")
    os.utime(path, ns=(moment, moment))
    _, entered = add(lake, path)
    assert len(entered) == 1


def test_the_same_content_elsewhere_is_read_once(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(tiny(1), encoding="utf-8")
    lake = Lake(tmp_path / "lake")
    found, entered = add(lake, tmp_path / "a.md", tmp_path / "b.md")
    assert (len(entered), found.copies) == (1, 1)
    (tmp_path / "c.md").write_text(tiny(1), encoding="utf-8")
    found, entered = add(lake, tmp_path / "c.md")
    assert (entered, found.copies, lake.snapshot().documents, len(lake.known().sources)) == ([], 1, 1, 3)


def test_a_changed_file_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(tiny(1, amount="3.00"), encoding="utf-8")
    lake = lake_of(tmp_path / "lake", path)
    old = lake.snapshot().parts[0].documents
    path.write_text(tiny(1, amount="9.00"), encoding="utf-8")
    add(lake, path)
    current, every = lake.snapshot(), lake.snapshot(every_version=True)
    assert (current.documents, every.documents) == (1, 2)
    assert set(old).isdisjoint(documents_in(current))
    assert set(old) < documents_in(every).keys()


def test_going_back_to_an_earlier_content_reads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    contents = [tiny(1, amount="3.00"), tiny(1, amount="9.00"), tiny(1, amount="3.00")]
    lake = Lake(tmp_path / "lake")
    read = []
    for content in contents:
        path.write_text(content, encoding="utf-8")
        read.append(len(add(lake, path)[1]))
    assert read == [1, 1, 0]
    assert ["9.00" in "".join(document.source) for document in documents_in(lake.snapshot()).values()] == [False]
    with closing(sqlite3.connect(lake.root / MANIFEST)) as db:
        assert db.execute("select version, latest from sources order by version").fetchall() == [(1, 0), (2, 0), (3, 1)]


def test_a_removed_file_stays_known(tmp_path: Path) -> None:
    paths = write_folder(tmp_path / "in", 3)
    lake = lake_of(tmp_path / "lake", tmp_path / "in")
    content = paths[0].read_text(encoding="utf-8")
    paths[0].unlink()
    found, _ = add(lake, tmp_path / "in")
    assert (found.gone, lake.snapshot().documents) == ([str(paths[0])], 3)
    assert add(lake, tmp_path / "in")[0].gone == []
    paths[0].write_text(content, encoding="utf-8")
    found, entered = add(lake, tmp_path / "in")
    assert (entered, str(paths[0]) in lake.known().sources) == ([], True)


def test_what_cannot_be_read_is_remembered_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(b"\x00\x01\x02 nothing to read")
    lake = Lake(tmp_path / "lake")
    _, entered = add(lake, path)
    assert entered[0].unreadable is not None
    assert not entered[0].unreadable.before
    found, entered = add(lake, path)
    assert entered == []
    assert [one.before for one in found.unreadable] == [True]
    path.write_text(tiny(1), encoding="utf-8")
    assert [one.unreadable for one in add(lake, path)[1]] == [None]
    assert lake.snapshot().documents == 1


def test_another_reader_reads_again_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "in", 3)
    lake = lake_of(tmp_path / "lake", tmp_path / "in")
    before = documents_in(lake.snapshot())
    assert add(lake, tmp_path / "in", reread=True)[1] == []
    monkeypatch.setattr("baozhang.cli.ingestion.reader_version", lambda: "next")
    assert add(lake, tmp_path / "in")[1] == []
    assert len(add(lake, tmp_path / "in", reread=True)[1]) == 3
    assert set(lake.known().read.values()) == {"next"}
    assert documents_in(lake.snapshot()) == before


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text(tiny(1, amount="3.00"), encoding="utf-8")
    lake = Lake(tmp_path / "lake")

    def late(source: Source) -> Document:
        source.path.write_text(tiny(1, amount="9.00"), encoding="utf-8")
        return read_source(source)

    with monkeypatch.context() as patch:
        patch.setattr("baozhang.cli.ingestion.read_outcome", late)
        assert [one.changed for one in add(lake, path)[1]] == [True]
    assert lake.snapshot().documents == 0
    assert [one.changed for one in add(lake, path)[1]] == [False]


def test_members_of_archives_are_documents_of_their_own(tmp_path: Path) -> None:
    archive = tmp_path / "in" / "archive.zip"
    archive.parent.mkdir()
    write_archive(archive, {"a.md": tiny(1), "b.md": tiny(2), "copy.md": tiny(1)})
    lake = Lake(tmp_path / "lake")
    found, entered = add(lake, archive.parent)
    assert (len(entered), found.copies, lake.snapshot().documents) == (2, 1, 2)
    assert sorted(path.removeprefix(f"{archive}/") for path in lake.known().sources) == ["a.md", "b.md", "copy.md"]
    assert add(lake, archive.parent)[1] == []
    write_archive(archive, {"a.md": tiny(1), "b.md": tiny(2, amount="9.00")})
    found, entered = add(lake, archive.parent)
    assert ([one.file for one in entered], found.gone) == ([f"{archive}/b.md"], [f"{archive}/copy.md"])
    assert (lake.snapshot().documents, lake.snapshot(every_version=True).documents) == (2, 3)


def write_archive(archive: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(archive, "w") as out:
        for name, text in members.items():
            out.writestr(name, text)


def test_several_processes_make_the_same_lake(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 40)
    alone, shared = Lake(tmp_path / "alone"), Lake(tmp_path / "shared")
    add(alone, tmp_path / "in")
    add(shared, tmp_path / "in", jobs=2)
    assert documents_in(alone.snapshot()) == documents_in(shared.snapshot())


def test_entering_a_document_does_not_go_through_all_that_the_lake_holds(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.create()
    with closing(sqlite3.connect(lake.root / MANIFEST)) as db:
        plan = " ".join(row[3] for row in db.execute(f"explain query plan {LET_GO}", ("read", "a")))
    assert "SEARCH members USING" in plan
    assert "held_once" in plan


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.create()
    with lake.writer(), pytest.raises(UsageError, match="另一个进程正在写"), lake.writer():
        pass
    with lake.writer():
        assert lake.snapshot().documents == 0


def test_a_folder_with_other_things_is_not_made_a_lake(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 1)
    with pytest.raises(UsageError, match="已有别的文件"):
        Lake(tmp_path / "in").create()
    with pytest.raises(UsageError, match="不是数据湖"):
        Lake(tmp_path / "in").snapshot()
