"""Files of cases: encodings, delimiters, damaged rows, what is missing; results are whole or not there at all."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baozhang.errors import InputError, UsageError
from baozhang.facts.encodings import encoding_of
from baozhang.operations.grouping.batches import compare_file, group_file
from baozhang.operations.grouping.case import COLUMNS, Grouping, Status
from baozhang.operations.grouping.files import CaseFile
from baozhang.operations.grouping.vectorised import VectorisedGrouper
from tests.operations.grouping.samples import EXAMPLE, built, changed, example, example_tables, expected

if TYPE_CHECKING:
    from pathlib import Path

GROUPER = VectorisedGrouper(example())
TEXT = (EXAMPLE / "cases.csv").read_text(encoding="utf-8")


def results(path: Path) -> dict[str, Grouping]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["id"]: Grouping(Status(row["status"]), row["mdc"], row["adrg"], row["drg"]) for row in csv.DictReader(stream)}


def grouped(tmp_path: Path, data: bytes, name: str = "cases.csv") -> dict[str, Grouping]:
    (tmp_path / name).write_bytes(data)
    group_file(GROUPER, tmp_path / name, tmp_path / "out.csv")
    return results(tmp_path / "out.csv")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("id,gender", " ID ,Gender").encode(),
        TEXT.replace("\n1015,", '\n"1015",').encode(),
        TEXT.replace("1,34,", "1.0, 34 ,").encode(),
        TEXT.rstrip("\n").encode(),
    ],
    ids=["utf-8", "bom", "gbk", "utf-16", "crlf", "tab", "semicolon", "header", "quoted", "floats", "no last newline"],
)
def test_every_kind_of_csv_gives_the_same_answers(tmp_path: Path, data: bytes) -> None:
    assert grouped(tmp_path, data) == expected()


def test_results_keep_order_and_need_no_quotes(tmp_path: Path) -> None:
    grouped(tmp_path, TEXT.encode())
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["id,status,mdc,adrg,drg", "1001,grouped,MDCA,AH1,AH15", "1002,grouped,MDCP,PS1,PS11"]
    assert [line.split(",")[0] for line in lines[1:]] == [line.split(",")[0] for line in TEXT.splitlines()[1:]]


def test_ids_that_need_quotes_come_back_whole(tmp_path: Path) -> None:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(COLUMNS)
    odd = ["a,b", 'say "x"', " spaced ", "=1+1", "", "病案-001"]
    writer.writerows([name, 1, 40, "", "", "", 3, 1, "I10.x00", ""] for name in odd)
    assert list(grouped(tmp_path, rows.getvalue().encode())) == odd


def test_rows_with_too_many_or_few_cells_are_unreadable_and_not_lost(tmp_path: Path) -> None:
    lines = TEXT.splitlines()
    lines[3] += ",one,too many"
    lines[5] = "1005,1"
    found = grouped(tmp_path, ("\n".join(lines) + "\n").encode())
    assert found.keys() == expected().keys()
    assert [name for name, answer in found.items() if answer.status is Status.UNREADABLE] == ["1003", "1005"]


def test_parquet_in_and_out(tmp_path: Path) -> None:
    """The type of the id stays, results are plain text, and other columns are ignored and named."""
    with (EXAMPLE / "cases.csv").open(encoding="utf-8", newline="") as stream:
        rows = [{name: row[name] or None for name in COLUMNS} for row in csv.DictReader(stream)]
    table = pa.Table.from_pylist([{**row, "id": int(row["id"] or 0), "fee": 1} for row in rows])
    pq.write_table(table, tmp_path / "cases.bin", row_group_size=7)
    summary = group_file(GROUPER, tmp_path / "cases.bin", tmp_path / "out.parquet")
    read = pq.read_table(tmp_path / "out.parquet")
    assert summary.ignored == ["fee"]
    assert summary.cases == len(rows) == summary.statuses.total()
    assert read.schema.field("id").type == pa.int64()
    assert {str(row["id"]): Grouping(Status(row["status"]), row["mdc"], row["adrg"], row["drg"]) for row in read.to_pylist()} == expected()


def test_a_header_alone_gives_a_header(tmp_path: Path) -> None:
    assert grouped(tmp_path, TEXT.splitlines(keepends=True)[0].encode()) == {}
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "id,status,mdc,adrg,drg\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"id,gender\n1,2\n", "缺少列：age、age_days"),
        (TEXT.replace("id,gender,age,", "id,gender,gender,age,", 1).encode(), "列名重复：gender"),
        (b"PAR1 this is no parquet file", "读取时出错"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_leaves_nothing(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        grouped(tmp_path, data)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv"]


def test_a_missing_file_and_an_output_that_is_the_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件"):
        group_file(GROUPER, tmp_path / "none.csv", tmp_path / "out.csv")
    (tmp_path / "cases.csv").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match="不能就是输入文件"):
        group_file(GROUPER, tmp_path / "cases.csv", tmp_path / "cases.csv")
    with pytest.raises(InputError, match="不能写入"):
        group_file(GROUPER, tmp_path / "cases.csv", tmp_path / "nowhere" / "out.csv")


def test_an_earlier_result_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("earlier", encoding="utf-8")
    (tmp_path / "cases.csv").write_bytes(b"PAR1 broken")
    with pytest.raises(InputError):
        group_file(GROUPER, tmp_path / "cases.csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "earlier"
    assert len(list(tmp_path.iterdir())) == 2


def test_chinese_beyond_the_first_megabytes_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"x" * (5 << 20) + "内科".encode("gb18030"))
    assert encoding_of(path) == "gb18030"
    path.write_bytes(b"x" * ((4 << 20) + 1) + "内科".encode())
    assert encoding_of(path) == "utf-8"


def test_long_files_come_in_chunks(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    path = tmp_path / "long.csv"
    path.write_text(lines[0] + "".join(lines[1:]) * 5000, encoding="utf-8")
    sizes = [batch.num_rows for batch in CaseFile(path).batches()]
    assert sum(sizes) == 5000 * (len(lines) - 1)
    assert max(sizes) <= 1 << 17
    summary = group_file(GROUPER, path, tmp_path / "out.csv")
    assert summary.answers[Grouping(Status.AMBIGUOUS, "MDCE", "EQY", "EQY")] == 5000


def test_two_schemes_are_compared_case_by_case(tmp_path: Path) -> None:
    table = example_tables()["drg"]
    codes = ["GD2X" if code == "GD29" else code for code in table.columns["drg"]]
    after = VectorisedGrouper(built(changed("drg", drg=codes)))
    path = tmp_path / "cases.csv"
    path.write_text(TEXT, encoding="utf-8")
    comparison = compare_file(GROUPER, after, path)
    assert comparison.cases == len(expected())
    assert [comparison.changed(part) for part in ("status", "mdc", "adrg", "drg")] == [0, 0, 0, 1]
    assert comparison.by("drg") == [("GD29", "GD2X", 1)]
