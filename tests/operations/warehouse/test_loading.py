"""Files are loaded whole or not at all, come back as they were, and no message repeats what is in them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from baozhang.errors import InputError, UsageError
from baozhang.operations.warehouse import Warehouse, datasets
from baozhang.operations.warehouse.engine import opened
from baozhang.operations.warehouse.loading import load_files
from baozhang.operations.warehouse.verifying import damaged_files, inconsistencies

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSONS = "psn_no,gend,brdy,die_date,psn_idet_type,hshd_no\n"
VISITS = "mdtrt_id,psn_no,insutype,fixmedins_code,med_type,begntime,endtime\n"


@pytest.fixture(name="warehouse")
def _warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture(name="exported", scope="module")
def _exported(city: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city as files of the national interfaces."""
    folder = tmp_path_factory.mktemp("exported")
    with opened(city) as connection:
        for name in datasets():
            if name != "planted":
                pacsv.write_csv(connection.table(f"{name}_text").to_arrow_table(), folder / f"{name}.csv")
    return folder


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def asked(warehouse: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    with opened(warehouse) as connection:
        return connection.execute(sql).fetchall()


def test_what_was_exported_is_loaded_again_as_it_was(city: Warehouse, exported: Path, warehouse: Warehouse) -> None:
    """Other numbers inside (dictionaries are new), the same text outside, and the same stays."""
    outcome = load_files(warehouse, sorted(exported.iterdir()))
    assert outcome.problems == []
    assert outcome.load is not None
    assert sum(origin.rows for origin in outcome.load.origins) == sum(
        part.rows for part in outcome.load.parts if part.dataset in datasets()
    )
    assert list(damaged_files(warehouse.loads)) == []
    assert [one for one in inconsistencies(warehouse) if one.rows] == []
    with opened(city) as before, opened(warehouse) as after:
        for view in ("visits_text", "settlements_text", "fee_lines_text", "persons_text", "stays"):
            rows = [connection.execute(f"from {view} order by 1, 2").fetchall() for connection in (before, after)]
            assert rows[0] == rows[1]
            assert rows[0]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ";"), ("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t")])
def test_encodings_and_delimiters_are_told_by_content(warehouse: Warehouse, tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "人员编号,性别,出生日期,备注\n7,1,1980/2/29,甲\n8,2,20011231,\n".replace(",", delimiter)
    outcome = load_files(warehouse, [written(tmp_path, "人员.txt", text, encoding)])
    assert outcome.problems == []
    assert outcome.ignored == {"人员.txt": ["备注"]}
    assert asked(warehouse, "select psn_no, gend, brdy from persons") == [(7, 1, date(1980, 2, 29)), (8, 2, date(2001, 12, 31))]


def test_parquet_may_have_types_of_its_own(warehouse: Warehouse, tmp_path: Path) -> None:
    moment = datetime(2024, 3, 1, 8, 30, tzinfo=UTC).replace(tzinfo=None)
    row = {"mdtrt_id": 5, "psn_no": "X-1", "insutype": 310, "fixmedins_code": "H1", "med_type": 11.0, "begntime": moment, "endtime": moment}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "visits.dat")
    assert load_files(warehouse, [tmp_path / "visits.dat"]).problems == []
    assert asked(warehouse, "select mdtrt_id, psn_no, med_type, begntime, month from visits") == [(5, -1, 11, moment, 202403)]


def test_identifiers_of_any_kind_come_back(warehouse: Warehouse, tmp_path: Path) -> None:
    """What is no plain number of 18 digits is numbered below zero; a second load goes on with the numbers of the first."""
    identifiers = ["35050000000000123456", "007", "A1", "123456789012345678"]
    text = PERSONS + "".join(f"{one},1,1990-01-01,,,\n" for one in identifiers)
    load_files(warehouse, [written(tmp_path, "a.csv", text)])
    load_files(warehouse, [written(tmp_path, "b.csv", PERSONS + "B2,2,1991-01-01,,3,A1\n")])
    assert asked(warehouse, "select psn_no from persons_text order by 1") == [(one,) for one in sorted([*identifiers, "B2"])]
    assert asked(warehouse, "select psn_no from persons order by 1") == [(-4,), (-3,), (-2,), (-1,), (123456789012345678,)]
    assert asked(warehouse, "select hshd_no from persons_text where psn_no = 'B2'") == [("A1",)]


def test_every_wrong_cell_is_named_and_nothing_is_loaded(warehouse: Warehouse, tmp_path: Path) -> None:
    right = "1,11,310,H1,11,2024-03-01 08:00:00,2024-03-01 09:00\n"
    wrong = "2,,999,H1,11,2024-02-30,20240301\n3,4\n4,11,310,H1,住院,2024-03-01,2024-03-01T25:00:00\n"
    outcome = load_files(warehouse, [written(tmp_path, "visits.csv", VISITS + right + wrong)])
    assert outcome.load is None
    assert warehouse.loads == ()
    assert [(one.row, one.field) for one in outcome.problems] == [
        (3, "psn_no"), (3, "insutype"), (3, "begntime"), (4, ""), (5, "med_type"), (5, "endtime"),
    ]  # fmt: skip
    assert outcome.found == 6
    assert all(one.file == "visits.csv" and one.what and one.advice for one in outcome.problems)
    told = " ".join(f"{one.what}{one.advice}" for one in outcome.problems)
    assert not any(secret in told for secret in ("999", "住院", "02-30", "25:00"))


def test_money_is_exact(warehouse: Warehouse, tmp_path: Path) -> None:
    amounts = {"1,234.50": 123450, "0.1": 10, "-3": -300, "7.000000": 700, "5.": 500, "12345678901.23": 1234567890123}
    assert load_files(warehouse, [_settlements(tmp_path, list(amounts))]).problems == []
    assert asked(warehouse, "select medfee_sumamt from settlements order by setl_id") == [(fen,) for fen in amounts.values()]


def test_what_is_no_amount_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    amounts = ["0.001", "1e3", "¥5", "1.2.3", "9" * 20]
    problems = load_files(warehouse, [_settlements(tmp_path, amounts)]).problems
    assert [(one.row, one.field) for one in problems] == [(row, "medfee_sumamt") for row in range(2, 2 + len(amounts))]


def test_unit_prices_have_six_decimals(warehouse: Warehouse, tmp_path: Path) -> None:
    names = [field.name for field in datasets()["fee_lines"].fields]
    special = {"pric": "0.123456", "fee_ocur_time": "2024-05-06", "cnt": "1.5"}
    lines = [",".join(names), ",".join(special.get(name, "1") for name in names), ""]
    assert load_files(warehouse, [written(tmp_path, "f.csv", "\n".join(lines))]).problems == []
    assert asked(warehouse, "select pric, cnt from fee_lines") == [(123456, 15000)]
    assert [str(value) for value in asked(warehouse, "select pric, cnt from fee_lines_text")[0]] == ["0.123456", "1.5000"]


def test_a_synthetic_city_stays_one(city: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="合成城市"):
        load_files(city, [written(tmp_path, "a.csv", PERSONS + "1,1,1990-01-01,,,\n")])


def _settlements(folder: Path, amounts: list[str]) -> Path:
    special = {"setl_time": "2024-05-06", "insutype": "390", "psn_type": "15", "med_type": "11"}
    names = [field.name for field in datasets()["settlements"].fields]
    rows = [special | {"setl_id": str(number), "medfee_sumamt": f'"{amount}"'} for number, amount in enumerate(amounts)]
    lines = [",".join(row.get(name, "1") for name in names) for row in rows]
    return written(folder, "s.csv", "\n".join([",".join(names), *lines, ""]))


def test_rows_must_be_new(warehouse: Warehouse, tmp_path: Path) -> None:
    first = written(tmp_path, "a.csv", PERSONS + "1,1,1990-01-01,,,\n2,2,1990-01-01,,,\n1,1,1990-01-01,,,\n")
    [problem] = load_files(warehouse, [first]).problems
    assert (problem.row, problem.field, problem.what) == (4, "psn_no", "与前面的行重复")
    first = written(tmp_path, "a.csv", PERSONS + "1,1,1990-01-01,,,\n")
    assert load_files(warehouse, [first]).load is not None
    [problem] = load_files(warehouse, [written(tmp_path, "b.csv", PERSONS + "3,1,1990-01-01,,,\n1,2,1990-01-01,,,\n")]).problems
    assert (problem.file, problem.row, problem.what) == ("b.csv", 3, "仓库中已有")
    assert len(warehouse.loads) == 1


def test_the_same_file_is_not_loaded_twice(warehouse: Warehouse, tmp_path: Path) -> None:
    """Whatever it is called; a second time in the same call neither."""
    text = PERSONS + "1,1,1990-01-01,,,\n"
    first, other = written(tmp_path, "a.csv", text), written(tmp_path, "other.csv", text)
    assert load_files(warehouse, [first, other]).known == [("other.csv", "本次")]
    again = load_files(warehouse, [other])
    assert again.known == [("other.csv", "000001")]
    assert again.load is None


def test_the_last_load_can_be_taken_back(warehouse: Warehouse, tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{number}.csv", PERSONS + f"P{number},1,1990-01-01,,,\n") for number in (1, 2)]
    for path in paths:
        load_files(warehouse, [path])
    undone = warehouse.undo()
    assert undone is not None
    assert undone.name == "000002"
    assert asked(warehouse, "select psn_no from persons_text") == [("P1",)]
    assert load_files(warehouse, paths[1:]).load is not None
    assert Warehouse(tmp_path / "none").undo() is None


@pytest.mark.parametrize(
    ("text", "why"), [("", "文件是空的"), ("a,b\n1,2\n", "不能认出是哪个数据集"), ("psn_no,gend,brdy,gend\n", "列名重复")]
)
def test_what_is_no_dataset_is_told(warehouse: Warehouse, tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        load_files(warehouse, [written(tmp_path, "a.csv", text)])
    with pytest.raises(InputError, match="没有这个文件"):
        load_files(warehouse, [tmp_path / "absent.csv"])
    assert list(warehouse.root.glob(".staging*")) == []


def test_a_damaged_character_is_placed(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(PERSONS.encode() + b"1,1,1990-01-01,,,\n2,1,1990-01-01,,,\xff\n")
    with pytest.raises(InputError, match="第 3 行有不能识别的字符"):
        load_files(warehouse, [path])


def test_only_one_process_writes(warehouse: Warehouse) -> None:
    with warehouse.writing(), pytest.raises(UsageError, match="另一个进程正在"), warehouse.writing():
        pass


def test_what_a_killed_process_left_is_swept(warehouse: Warehouse) -> None:
    litter = warehouse.root / ".staging-old" / "visits"
    litter.mkdir(parents=True)
    with warehouse.writing() as staging:
        assert [path.name for path in warehouse.root.glob(".staging*")] == [staging.name]
    assert list(warehouse.root.glob(".staging*")) == []


def test_days_are_written_in_several_ways(warehouse: Warehouse, tmp_path: Path) -> None:
    good = ["2024-02-29", "2024/2/29", "2024.2.29", "20240229", "2024-02-29 00:00:00"]
    bad = ["2023-02-29", "2024-13-01", "29.02.2024", "今天", "2024"]
    rows = [f"{number},1,{day},,,\n" for number, day in enumerate(good + bad)]
    problems = load_files(warehouse, [written(tmp_path, "all.csv", PERSONS + "".join(rows))]).problems
    assert [one.row for one in problems] == [2 + len(good) + number for number in range(len(bad))]
    load_files(warehouse, [written(tmp_path, "good.csv", PERSONS + "".join(rows[: len(good)]))])
    assert asked(warehouse, "select distinct brdy from persons") == [(date(2024, 2, 29),)]


def test_moments_are_written_in_several_ways(warehouse: Warehouse, tmp_path: Path) -> None:
    moments = ["2024-03-01 08:05:00", "2024-03-01T08:05", "2024/3/1 8:05:00.0", "20240301080500"]
    rows = [f"{number},11,310,H1,11,{moment},{moment}\n" for number, moment in enumerate(moments)]
    assert load_files(warehouse, [written(tmp_path, "visits.csv", VISITS + "".join(rows))]).problems == []
    assert asked(warehouse, "select distinct begntime, endtime from visits") == [(datetime(2024, 3, 1, 8, 5),) * 2]  # noqa: DTZ001  # local time


def _killed(warehouse: Warehouse, files: list[str], after: float) -> None:
    command = [sys.executable, "-m", "baozhang.cli", "warehouse", "load", "--warehouse", str(warehouse.root), *files]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def _moments() -> Iterator[float]:
    draw = random.Random(7)  # noqa: S311  # repeatable, not secret
    yield from (draw.uniform(0.3, 2.5) for _ in range(3))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_a_process_killed_at_any_moment_leaves_nothing_half_loaded(exported: Path, warehouse: Warehouse) -> None:
    files = [str(exported / f"{name}.csv") for name in ("visits", "diagnoses", "settlements")]
    for moment in _moments():
        _killed(warehouse, files, moment)
        for load in warehouse.loads:
            assert len(load.origins) == len(files)
        assert list(damaged_files(warehouse.loads)) == []
    outcome = load_files(warehouse, [Path(file) for file in files])
    assert (outcome.load is None) == (len(outcome.known) == len(files))
    assert len(warehouse.loads) == 1
    assert list(warehouse.root.glob(".staging*")) == []
