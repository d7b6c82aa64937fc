"""Files into the warehouse: read as text, checked, numbered, sorted; all of them or none.

Everything on the way is in a database of its own inside the staging folder, so that memory is bounded whatever the size of the files.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.facts.lake.segments import digest_of
from baozhang.facts.lake.snapshot import quoted
from baozhang.facts.opening import open_engine
from baozhang.operations.warehouse.checking import Problem, checks, typed
from baozhang.operations.warehouse.datasets import Kind, datasets
from baozhang.operations.warehouse.engine import know
from baozhang.operations.warehouse.incoming import ROW, recognised, unreadable
from baozhang.operations.warehouse.parts import path_of, write_batches
from baozhang.operations.warehouse.relations import schema_of
from baozhang.operations.warehouse.store import DICTIONARIES, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import duckdb

    from baozhang.operations.warehouse.datasets import Dataset, Field
    from baozhang.operations.warehouse.incoming import Incoming
    from baozhang.operations.warehouse.store import Load, Warehouse

MEMORY: Final = "1GB"
MOST_PROBLEMS: Final = 1_000
"""Problems that are listed; the rest is counted."""
_BATCH: Final = 1 << 17
_AS_IT_IS: Final = "regexp_full_match({x}, '0|[1-9][0-9]{{0,17}}')"
"""Keys that are numbers themselves; any other is numbered below zero."""


@dataclass(slots=True)
class Outcome:
    """What came of files: the load (None when there was nothing new or something was wrong), and what to tell."""

    load: Load | None = None
    known: list[tuple[str, str]] = field(default_factory=list)
    """Files that were loaded before, and in which load."""
    ignored: dict[str, Sequence[str]] = field(default_factory=dict)
    """Columns that nobody asked for, by file."""
    problems: list[Problem] = field(default_factory=list)
    found: int = 0
    """Number of problems; at most MOST_PROBLEMS are listed."""


def load_files(warehouse: Warehouse, paths: Iterable[Path], progress: Callable[[str], None] = lambda _: None) -> Outcome:
    """Load files; with any problem nothing is loaded.

    Raises InputError for a file that is not a table of any dataset or a warehouse that cannot be written, UsageError for a synthetic city.
    """
    outcome = Outcome()
    with warehouse.writing() as staging:
        loads = warehouse.loads
        if any(part.dataset == "planted" for load in loads for part in load.parts):
            raise UsageError(f"数据仓库 {warehouse.root} 是合成城市，不能再导入别的数据。请用 --warehouse 另行指定。")
        digests = {origin.digest: load.name for load in loads for origin in load.origins}
        fresh: list[tuple[Incoming, str]] = []
        for path in paths:
            digest = _digest(path)
            if digest in digests:
                outcome.known.append((path.name, digests[digest]))
                continue
            digests[digest] = "本次"
            fresh.append((recognised(path), digest))
        if not fresh:
            return outcome
        aside = staging / "work"
        aside.mkdir()
        with open_engine(aside / "work.duckdb", files=True, memory=MEMORY) as work:
            work.execute(f"set temp_directory = {quoted((aside / 'spill').as_posix())}")
            loading = _Loading(work, loads, staging, outcome)
            origins = [loading.read(incoming, digest, progress) for incoming, digest in fresh]
            progress("检查")
            loading.check()
            if outcome.found:
                return outcome
            progress("写入")
            loading.write()
        shutil.rmtree(aside)
        outcome.load = warehouse.commit(staging, origins)
    return outcome


class _Loading:
    """One load on its way through its own database."""

    def __init__(self, work: duckdb.DuckDBPyConnection, loads: Sequence[Load], staging: Path, outcome: Outcome) -> None:
        self._work = work
        self._staging = staging
        self._outcome = outcome
        self._datasets: dict[str, Dataset] = {}
        self._files: list[str] = []
        know(work, loads)

    def read(self, incoming: Incoming, digest: str, progress: Callable[[str], None]) -> Origin:
        """A file into the table of its dataset's values (keys and codes still text), checked cell by cell on the way."""
        dataset, name = incoming.dataset, incoming.path.name
        number, rows = len(self._files), 0
        self._files.append(name)
        for batch in incoming.batches():
            self._work.register("incoming", pa.Table.from_batches([batch]))
            self._work.execute(f'create or replace temp table "text" as select {number} as "__file", * from incoming')  # noqa: S608  # names are ours
            self._work.unregister("incoming")
            self._take(dataset)
            rows += batch.num_rows
            progress(f"{name}：{rows:,} 行")
        for row in incoming.misshapen:
            self._note(Problem(name, row, "", "单元格个数与表头不同", "请核对分隔符和引号。"))
        if incoming.ignored:
            self._outcome.ignored[name] = incoming.ignored
        return Origin(name, digest, dataset.name, rows)

    def _take(self, dataset: Dataset) -> None:
        """Check the rows of the table `text` and add them to the words of the dataset; after a problem only the check goes on."""
        self._work.execute(f'create or replace temp table "taken" as {typed(dataset)}')
        [(wrong,)] = self._work.execute('select count(*) from "taken" where "__wrong"').fetchall()
        if wrong:
            for one in checks(dataset):
                query = f'select "__file", "{ROW}" from "text" where {one.condition}'  # noqa: S608
                self._note_rows(query, one.field, one.what, one.advice)
        if not self._outcome.found:
            into = f'insert into "words_{dataset.name}"' if dataset.name in self._datasets else f'create table "words_{dataset.name}" as'
            self._work.execute(f'{into} select * exclude ("__wrong") from "taken"')  # noqa: S608
            self._datasets[dataset.name] = dataset

    def _note(self, problem: Problem) -> None:
        self._outcome.found += 1
        if len(self._outcome.problems) < MOST_PROBLEMS:
            self._outcome.problems.append(problem)

    def _note_rows(self, query: str, field: str, what: str, advice: str) -> None:
        """Note what a query finds: file, row."""
        [(count,)] = self._work.execute(f"select count(*) from ({query})").fetchall()  # noqa: S608  # queries of ours
        room = max(0, MOST_PROBLEMS - len(self._outcome.problems))
        listed = self._work.execute(f"select * from ({query}) order by 1, 2 limit {room}").fetchall() if count else []  # noqa: S608
        self._outcome.problems += [Problem(self._files[file], row, field, what, advice) for file, row in listed]
        self._outcome.found += count

    def check(self) -> None:
        """Note whatever keeps whole rows from being loaded: keys that are there already."""
        if not self._outcome.found:
            for dataset in self._datasets.values():
                self._make_values(dataset)
                self._check_keys(dataset)
        self._outcome.problems.sort(key=lambda one: (self._files.index(one.file), one.row))

    def _make_values(self, dataset: Dataset) -> None:
        """The table of values: keys and codes as numbers, new ones entered into their dictionaries."""
        coded = [one for one in dataset.fields if one.kind in {Kind.KEY, Kind.CODE}]
        for one in coded:
            self._enter(dataset, one)
        joins = [f'left join "texts_{one.of}" "d_{one.name}" on "d_{one.name}".text = w."{one.name}"' for one in coded]
        listed = ", ".join(f'{self._number(one) if one in coded else f"w.{one.name}"} as "{one.name}"' for one in dataset.fields)
        rows = f'select w."__file", w."{ROW}", {listed} from "words_{dataset.name}" w {" ".join(joins)}'  # noqa: S608
        self._work.execute(f'create table "values_{dataset.name}" as {rows}')
        self._work.execute(f'drop table "words_{dataset.name}"')

    def _enter(self, dataset: Dataset, one: Field) -> None:
        """New texts of a field into the dictionary that it refers to, numbered in their order."""
        name = f"texts_{one.of}"
        known = f'select code, text, false as fresh from "dictionary_{one.of}"'  # noqa: S608
        self._work.execute(f'create table if not exists "{name}" as {known}')
        column = f'"{one.name}"'
        other = f"not {_AS_IT_IS.format(x=column)}" if one.kind is Kind.KEY else "true"
        new = f'select distinct {column} as text from "words_{dataset.name}" where {column} is not null and {other}'  # noqa: S608
        sign = "-" if one.kind is Kind.KEY else ""
        last = f'(select coalesce(max(abs(code)), 0) from "{name}")'  # noqa: S608
        self._work.execute(
            f'insert into "{name}" select {sign}({last} + row_number() over (order by text)), text, true '  # noqa: S608
            f'from ({new}) anti join "{name}" using (text)'
        )

    def _number(self, one: Field) -> str:
        coded = f'"d_{one.name}".code'
        if one.kind is Kind.CODE:
            return f"cast({coded} as integer)"
        column = f'w."{one.name}"'
        return f"(case when {_AS_IT_IS.format(x=column)} then cast({column} as bigint) else {coded} end)"

    def _check_keys(self, dataset: Dataset) -> None:
        """No key twice, neither in the files nor with what is in the warehouse."""
        name, key = f"values_{dataset.name}", ", ".join(f'"{one}"' for one in dataset.key)
        twice = f'select {key} from "{name}" group by {key} having count(*) > 1'  # noqa: S608
        rank = f'row_number() over (partition by {key} order by "__file", "{ROW}")'
        later = f'select "__file", "{ROW}" from (select *, {rank} as rank from "{name}" semi join ({twice}) using ({key})) where rank > 1'  # noqa: S608
        self._note_rows(later, "、".join(dataset.key), "与前面的行重复", "请只保留一行。")
        there = f'select "__file", "{ROW}" from "{name}" semi join ({self._present(dataset)}) using ({key})'  # noqa: S608
        self._note_rows(there, "、".join(dataset.key), "仓库中已有", "请去掉已经导入的行；要更正最近一次导入，先用 warehouse undo 撤销。")

    def _present(self, dataset: Dataset) -> str:
        """What the warehouse has of the months that are being loaded; a visit does not come again in another month."""
        if not dataset.month:
            return f'from "{dataset.name}"'
        return f'select * from "{dataset.name}" where month in (select distinct {_month(dataset)} from "values_{dataset.name}")'  # noqa: S608

    def write(self) -> None:
        """The Parquet files of the load, in the order of the datasets."""
        for dataset in self._datasets.values():
            month = _month(dataset)
            months = self._work.execute(f'select distinct {month} from "values_{dataset.name}" order by 1').fetchall()  # noqa: S608
            columns = ", ".join(f'"{one.name}"' for one in dataset.fields)
            order = ", ".join(f'"{one}"' for one in dataset.sort)
            for (each,) in months:
                rows = f'select {columns} from "values_{dataset.name}" where {month} = {each} order by {order}'  # noqa: S608
                reader = self._work.sql(rows).to_arrow_reader(_BATCH)
                write_batches(path_of(self._staging, datasets()[dataset.name], each, 0), dataset.schema, reader)
        names = self._work.execute(
            "select table_name from duckdb_tables() where table_name like 'texts\\_%' escape '\\' order by 1"
        ).fetchall()
        for (table,) in names:
            rows = f'select code, text from "{table}" where fresh order by code'  # noqa: S608
            reader = self._work.sql(rows).to_arrow_reader(_BATCH)
            folder = self._staging / DICTIONARIES
            folder.mkdir(exist_ok=True)
            write_batches(folder / f"{table.removeprefix('texts_')}.parquet", schema_of(DICTIONARIES), reader)


def _month(dataset: Dataset) -> str:
    """The month of a row as an expression, 0 for datasets without months."""
    return f'year("{dataset.month}") * 100 + month("{dataset.month}")' if dataset.month else "0"


def _digest(path: Path) -> str:
    try:
        return digest_of(path)
    except OSError as error:
        raise unreadable(path, error) from error
