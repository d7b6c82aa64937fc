"""Datasets are declared, validated row by row, and loaded out of reach of any file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine, text

from baozhang.errors import InputError, UsageError
from baozhang.performance.measures import loading, sources
from baozhang.performance.measures.loading import loaded
from baozhang.performance.measures.register import Register, read_register

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = '[register]\ntitle = "试"\nsource = "自编"\nvalid_from = 2024-01-01\n'
BILLS: Final = """
[[dataset]]
name = "bills"
title = "账单"
source = "自编"
location = "bills.csv"
key = ["bill"]
column = [
  { name = "bill", title = "编号", type = "text" },
  { name = "amount", title = "金额", field = "金额", type = "money", unit = "元", nullable = true },
  { name = "day", title = "日期", type = "date", nullable = true },
  { name = "kind", title = "种类", type = "text", nullable = true, allowed = ["甲", "乙"] },
  { name = "paid", title = "已付", type = "boolean", nullable = true },
  { name = "share", title = "份额", type = "decimal", decimals = 2, nullable = true },
]
check = [ { title = "金额不为负数", sql = "select source_row from bills where amount < 0", advice = "请改正。" } ]
"""
HEADER: Final = "bill,金额,day,kind,paid,share\n"


def register(folder: Path, rows: str, encoding: str = "utf-8", entry: str = BILLS) -> Register:
    """A register of one dataset with these rows."""
    (folder / "bills.csv").write_bytes((HEADER + rows).encode(encoding))
    file = folder / "datasets.toml"
    file.write_text(HEAD + entry, encoding="utf-8")
    return read_register(file)


def problems(folder: Path, rows: str) -> list[str]:
    """What is wrong with the rows, without the name of the file."""
    with loaded(register(folder, rows), ["bills"]) as data:
        return [str(one).removeprefix(f"{folder / 'bills.csv'} ") for one in data.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_values_are_exact_whatever_the_file_looks_like(tmp_path: Path, encoding: str) -> None:
    """Thousands separators, several forms of dates, blanks, encodings of spreadsheets."""
    rows = '1,"1,234.50",2024/3/1,甲,是,0.5\n 2 ,-0.05,20240229,,否,-12.340\n3,,2024-12-31,乙,,\n'.replace("-0.05", "0.05")
    with loaded(register(tmp_path, rows, encoding), ["bills"]) as data:
        assert data.problems == ()
        _, found = data.rows("select bill, amount, day, paid, share::varchar from bills where bill <> '3' order by bill", {})
    assert found == [("1", 123450, date(2024, 3, 1), True, "0.50"), ("2", 5, date(2024, 2, 29), False, "-12.34")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,1.234,,,,", "第 2 行 金额（金额）列：不是以元为单位、精确到分的金额"),
        ("1,一千,,,,", "第 2 行 金额（金额）列：不是"),
        ("1,,2024-02-30,,,", "第 2 行 day（日期）列：不是日期"),
        ("1,,2024-01-01 08:00,,,", "第 2 行 day（日期）列"),
        ("1,,,丙,,", "第 2 行 kind（种类）列：不在允许的取值内（甲、乙）"),
        ("1,,,,也许,", "第 2 行 paid（已付）列：不是是或否"),
        ("1,,,,,0.125", "第 2 行 share（份额）列：不是至多 2 位小数的数"),
        (",1,,,,", "第 2 行 bill（编号）列：缺少值"),
        ("1,-1,,,,", "第 2 行：不符合“金额不为负数”。请改正。"),
        ("1,1,,,,\n2,,,,,\n1,2,,,,", "第 4 行：与第 2 行重复（bill 相同）"),
    ],
)
def test_each_fault_names_its_row_and_what_to_do(tmp_path: Path, row: str, said: str) -> None:
    """One fault, one message; what stands in the cell is not repeated, it may be about a person."""
    found = problems(tmp_path, row + "\n")
    assert len(found) == 1
    assert found[0].startswith(said)


def test_rows_of_every_batch_are_counted_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault behind the first batch has the row that a spreadsheet shows."""
    monkeypatch.setattr(sources, "BATCH", 2)
    assert problems(tmp_path, "1,,,,,\n2,,,,,\n3,,,,,\n4,x,,,,\n")[0].startswith("第 5 行 金额")


def test_many_faults_do_not_flood(tmp_path: Path) -> None:
    """A column that is wrong throughout is listed so many times and no more."""
    assert len(problems(tmp_path, "".join(f"{number},x,,,,\n" for number in range(300)))) == loading.MOST_PROBLEMS


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,2\n", "第 2 行的单元格数与表头不同"),
        ("1,,,,,\n\n", "第 3 行的单元格数"),
        ('1,"x,,,,\n', "读取时出错"),
        ("1,\x00,,,,\n", "第 2 行|读取时出错"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, rows: str, said: str) -> None:
    """Too few cells, an empty line, a quote without end."""
    if "\x00" in rows:
        assert problems(tmp_path, rows)[0].startswith("第 2 行")
        return
    with pytest.raises(InputError, match=said):
        problems(tmp_path, rows)


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_tabs_and_semicolons_separate_too(tmp_path: Path, delimiter: str) -> None:
    """As other systems export; the header tells."""
    known = register(tmp_path, "")
    (tmp_path / "bills.csv").write_text(f"{HEADER}1,12.50,,甲,,\n".replace(",", delimiter), encoding="utf-8")
    with loaded(known, ["bills"]) as data:
        assert data.rows("select amount, kind from bills", {})[1] == [(1250, "甲")]


def test_what_is_not_there(tmp_path: Path) -> None:
    """A file, a column, a dataset."""
    known = register(tmp_path, "1,,,,,\n")
    with pytest.raises(UsageError, match="没有登记数据集 others；已登记：bills"), loaded(known, ["others"]):
        pass
    (tmp_path / "bills.csv").write_text("bill,day\n1,\n", encoding="utf-8")
    with pytest.raises(InputError, match="缺少列：金额（金额）、kind（种类）"), loaded(known, ["bills"]):
        pass
    (tmp_path / "bills.csv").unlink()
    with pytest.raises(InputError, match="没有数据集 bills 的文件"), loaded(known, ["bills"]):
        pass


def test_parquet_and_folders_of_it_are_read_and_binary_fractions_refused(tmp_path: Path) -> None:
    """Decimals, whole numbers and days as Parquet has them, in one file or in several; doubles are not exact."""
    known = register(tmp_path, "")
    columns = {"金额": [1], "day": [date(2024, 1, 1)], "kind": ["甲"], "paid": [True]}
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in ("a", "b"):
        share = pa.array(["1.50"]).cast(pa.decimal128(10, 4))
        pq.write_table(pa.table({"bill": [name], **columns, "share": share}), parts / f"{name}.parquet")
    dataset = replace(known.datasets["bills"], location=parts)
    with loaded(replace(known, datasets={"bills": dataset}), ["bills"]) as data:
        assert data.problems == ()
        assert data.rows("select sum(amount), sum(share)::varchar, count_if(paid) from bills", {})[1] == [(200, "3.00", 2)]
    pq.write_table(pa.table({"bill": ["1"], **columns, "share": [1.5]}), parts / "a.parquet")
    with pytest.raises(InputError, match="share 列是浮点数"), loaded(replace(known, datasets={"bills": dataset}), ["bills"]):
        pass


def test_a_database_table_is_read_and_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite by URL or by the variable that holds it; a missing table is said in Chinese."""
    file = tmp_path / "book.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("create table 账单 (bill text, 金额 text, day text, kind text, paid integer, share text)")
        connection.execute("insert into 账单 values ('1', '12.30', '2024-01-01', '甲', 1, null)")
        connection.commit()
    before = file.read_bytes()
    entry = BILLS.replace('location = "bills.csv"', f'url = "sqlite:///{file}"\ntable = "账单"')
    with loaded(register(tmp_path, "", entry=entry), ["bills"]) as data:
        assert data.problems == ()
        assert data.rows("select amount, day, paid from bills", {})[1] == [(1230, date(2024, 1, 1), True)]
    assert file.read_bytes() == before
    named = BILLS.replace('location = "bills.csv"', 'url_env = "BILLS_URL"\ntable = "没有"')
    with pytest.raises(InputError, match="没有设置环境变量 BILLS_URL"), loaded(register(tmp_path, "", entry=named), ["bills"]):
        pass
    monkeypatch.setenv("BILLS_URL", f"sqlite:///{file}")
    with pytest.raises(InputError, match="数据库不能读取"), loaded(register(tmp_path, "", entry=named), ["bills"]):
        pass


def test_the_digest_knows_content_not_order(tmp_path: Path) -> None:
    """Rows may come in any order; a changed cell is seen."""
    digests = []
    for rows in ("1,1,,,,\n2,2,,,,\n", "2,2.00,,,,\n1,1,,,,\n", "1,2,,,,\n2,1,,,,\n"):
        with loaded(register(tmp_path, rows), ["bills"]) as data:
            digests.append(data.states["bills"].digest)
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('type = "money", unit = "元"', 'type = "money"'), "金额，unit 应为"),
        (('type = "date"', 'type = "day"'), "type“day”应为"),
        (('key = ["bill"]', 'key = ["no"]'), "key 不是它的列"),
        (('location = "bills.csv"', 'location = "bills.csv"\ntable = "x"'), "应写明 table，文件不写"),
        (('location = "bills.csv"', ""), "三者之一"),
        (('name = "bills"', 'name = "bills;drop"'), "应以小写字母开头"),
        (('title = "账单"', 'title = "账单"\ncolour = "red"'), "不认识的键 colour"),
        (('name = "share"', 'name = "paid"'), "有两列同名"),
    ],
)
def test_a_wrong_register_says_what_is_wrong(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    """Each mistake of writing by its entry."""
    with pytest.raises(InputError, match=said):
        register(tmp_path, "", entry=BILLS.replace(*change))


def test_a_check_that_is_no_select_is_refused(tmp_path: Path) -> None:
    """Checks are queries like any other: one SELECT over their own dataset."""
    for sql in ("drop table bills", "select 1 from read_csv('x')", "select nothing from bills"):
        known = register(tmp_path, "1,1,,,,\n", entry=BILLS.replace("select source_row from bills where amount < 0", sql))
        with pytest.raises(InputError, match="检查“金额不为负数”不能执行"), loaded(known, ["bills"]):
            pass


def test_codes_and_times_of_other_systems(tmp_path: Path) -> None:
    """A code stands for what is declared, an unknown one is refused; a time of day may be dropped, but only where it is said."""
    coded = BILLS.replace('allowed = ["甲", "乙"]', 'allowed = ["甲", "乙"], values = { 310 = "甲", 390 = "乙" }').replace(
        'type = "date"', 'type = "date", drop_time = true'
    )
    rows = "1,,2024-12-31 23:59:59,310,,\n2,,2024-12-31,390,,\n"
    with loaded(register(tmp_path, rows, entry=coded), ["bills"]) as data:
        assert data.problems == ()
        assert data.rows("select string_agg(kind, '' order by bill), min(day), max(day) from bills", {})[1] == [
            ("甲乙", date(2024, 12, 31), date(2024, 12, 31))
        ]
    with loaded(register(tmp_path, "1,,,510,,\n", entry=coded), ["bills"]) as data:
        assert [one.what for one in data.problems] == ["不是登记的代码（310、390）"]


_POSTGRES: Final = (
    "create schema if not exists 业务",
    "create table 业务.账单 (bill text, 金额 numeric(12, 2), day timestamp, kind text, paid boolean, share numeric)",
    "insert into 业务.账单 values ('1', 12.30, '2024-03-01 00:00', '甲', true, 0.5), ('2', null, null, null, null, null)",
    "create function 业务.写入() returns text language sql as $$ insert into 业务.账单 (bill) values ('9') returning bill $$",
    "create view 业务.视图 as select 业务.写入() as bill, 1 as 金额, null::date as day, '甲' as kind, true as paid, 1 as share",
)
"""A table, and a view that would write when it is read."""


def test_postgresql_is_read_and_cannot_be_written(tmp_path: Path, postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact figures, a table in a schema, a read-only transaction."""
    url = postgres_server.replace("NAME", "postgres")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in _POSTGRES:
            connection.execute(text(statement))
    engine.dispose()
    monkeypatch.setenv("BILLS_URL", url)
    entry = BILLS.replace('location = "bills.csv"', 'url_env = "BILLS_URL"\ntable = "业务.账单"')
    with loaded(register(tmp_path, "", entry=entry), ["bills"]) as data:
        assert data.problems == ()
        found = data.rows("select amount, day, paid, share::varchar from bills where bill = '1'", {})[1]
    assert found == [(1230, date(2024, 3, 1), True, "0.50")]
    with (
        pytest.raises(InputError, match="read-only transaction"),
        loaded(register(tmp_path, "", entry=entry.replace("业务.账单", "业务.视图")), ["bills"]),
    ):
        pass


def test_other_databases_are_refused(tmp_path: Path) -> None:
    """Nothing is tried on an engine that nobody tested."""
    entry = BILLS.replace('location = "bills.csv"', 'url = "mysql://somebody@host/db"\ntable = "t"')
    with pytest.raises(InputError, match="不支持数据库 mysql"), loaded(register(tmp_path, "", entry=entry), ["bills"]):
        pass
