"""Verification notices whatever is not as it was written, and compaction changes nothing that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

import baozhang.facts.lake.compact as compaction
from baozhang.facts.lake import Lake
from baozhang.facts.lake.manifest import changing
from baozhang.facts.lake.segments import digest_of
from baozhang.facts.lake.verify import Verification, repair, verify
from tests.facts.lake.samples import add, documents_in, files_with, lake_of, tiny, write_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="lake")
def _lake(tmp_path: Path) -> Lake:
    write_folder(tmp_path / "in", 9)
    return lake_of(tmp_path / "lake", tmp_path / "in")


def problems(lake: Lake) -> list[str]:
    return [problem.what for problem in verify(lake, idle=True).problems]


def compact(lake: Lake, *, drop_superseded: bool = False) -> list[tuple[int, int]]:
    with lake.writer() as writer:
        return list(compaction.compact(lake, writer, drop_superseded=drop_superseded))


def test_a_sound_lake_has_no_problem(lake: Lake) -> None:
    found = verify(lake, idle=True)
    assert found == Verification(found.segments, found.files, 9, (), ())
    assert (found.segments, found.files > 9) == (3, True)


def test_a_file_that_is_gone_is_noticed(lake: Lake) -> None:
    files_with(lake, "facts")[0].unlink()
    assert [text.partition("：")[0] for text in problems(lake)] == ["数据文件不见了"]


def test_a_single_changed_byte_is_noticed(lake: Lake) -> None:
    path = files_with(lake, "facts")[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert [text.partition("：")[0] for text in problems(lake)] == ["数据文件被改动或损坏"]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("update files set rows = rows + 1 where table_name = 'facts'", "行，实有"),
        ("delete from members where document_id = (select min(document_id) from members)", "不属于这一段的文档"),
        ("delete from files where table_name = 'documents'", "没有 documents 表"),
        ("update members set live = 0", "既没有读入"),
        ("delete from sources where path like '%0003.md'", "不知来自哪个文件"),
        ("update sources set latest = 0 where path like '%0003.md'", "没有最新版本"),
        ("update segments set retired = 1", "已撤下的段仍有有效文档"),
    ],
)
def test_a_manifest_that_contradicts_the_files_is_noticed(lake: Lake, sql: str, words: str) -> None:
    with changing(lake.root, "test") as change:
        change.execute(sql)
    assert any(words in text for text in problems(lake))


def test_a_document_with_two_rows_is_noticed(lake: Lake) -> None:
    path = files_with(lake, "documents")[0]
    table = pq.read_table(path, partitioning=None)
    pq.write_table(table.take([0, 0, *range(1, table.num_rows)]), path)
    with changing(lake.root, "test") as change:
        change.execute(
            "update files set rows = ?, bytes = ?, digest = ? where path = ?",
            table.num_rows + 1, path.stat().st_size, digest_of(path), path.relative_to(lake.root).as_posix(),
        )  # fmt: skip
    assert any("不是正好一行" in text for text in problems(lake))


def test_repair_forgets_what_is_damaged_and_add_reads_it_again(lake: Lake, tmp_path: Path) -> None:
    before = documents_in(lake.snapshot())
    files_with(lake, "facts")[0].write_bytes(b"damaged")
    with lake.writer():
        assert repair(lake, verify(lake, idle=True)) == 3
    assert lake.snapshot().documents == 6
    _, entered = add(lake, tmp_path / "in")
    assert len(entered) == 3
    with lake.writer():
        repair(lake, verify(lake, idle=True))
    assert (problems(lake), documents_in(lake.snapshot())) == ([], before)


def test_compaction_changes_no_document(lake: Lake, tmp_path: Path) -> None:
    for number in range(3):
        add(lake, *write_folder(tmp_path / f"more{number}", 12)[9:])
    (tmp_path / "extra.md").write_text(tiny(99), encoding="utf-8")
    add(lake, tmp_path / "extra.md")
    before = documents_in(lake.snapshot())
    assert compact(lake) == [(2, 1), (3, 1), (2, 1)]
    assert documents_in(lake.snapshot()) == before
    assert (compact(lake), problems(lake)) == ([], [])


def test_a_reader_keeps_its_snapshot_through_compaction(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "extra.md").write_text(tiny(99), encoding="utf-8")
    add(lake, tmp_path / "extra.md")
    snapshot = lake.snapshot()
    before = documents_in(snapshot)
    assert compact(lake)
    assert documents_in(snapshot) == before
    with lake.writer() as writer:
        assert writer.sweep() == 0
        assert writer.sweep(grace=0) == 2
    assert verify(lake, idle=True).leftovers == ()
    assert documents_in(lake.snapshot()) == before


def test_superseded_documents_go_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    lake = Lake(tmp_path / "lake")
    for amount in ("3.00", "9.00"):
        path.write_text(tiny(1, amount=amount), encoding="utf-8")
        add(lake, path)
    compact(lake)
    assert lake.snapshot(every_version=True).documents == 2
    compact(lake, drop_superseded=True)
    assert (lake.snapshot(every_version=True).documents, lake.snapshot().documents, problems(lake)) == (1, 1, [])
    path.write_text(tiny(1, amount="3.00"), encoding="utf-8")
    assert len(add(lake, path)[1]) == 1
