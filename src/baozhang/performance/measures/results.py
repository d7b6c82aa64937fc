"""Results that were kept: an append-only file, and what has become of a result when it is measured again.

The file is a SQLite database that any tool can read. Triggers refuse changes and deletions; every result carries the digest of itself
and of the one before it, so that a change made behind the triggers' back is seen.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.performance.measures.measured import measured_of, measured_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from baozhang.performance.measures.measured import Measured

_TABLE: Final = """
create table if not exists result (
  number integer primary key,
  content text not null,
  previous text not null,
  digest text not null unique
);
create trigger if not exists result_is_kept before update on result begin select raise(abort, 'results are only added'); end;
create trigger if not exists result_stays before delete on result begin select raise(abort, 'results are only added'); end;
"""

SAME: Final = "一致"
QUERY_CHANGED: Final = "查询已变"
DATA_CHANGED: Final = "数据已变"
VALUE_CHANGED: Final = "值已变"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A kept result beside the same measure taken again (None where it has no value any more); `changes` is `("一致",)` or what changed."""

    kept: Measured
    again: Measured | None
    changes: tuple[str, ...]


def compare(kept: Measured, again: Measured) -> Comparison:
    """What differs between a kept result and the one of today; exact sides count as the value, even where rounding hides it."""
    differences = (
        (QUERY_CHANGED, kept.query_digest != again.query_digest),
        (DATA_CHANGED, kept.data_digest != again.data_digest),
        (VALUE_CHANGED, _figures(kept) != _figures(again)),
    )
    return Comparison(kept, again, tuple(name for name, differs in differences if differs) or (SAME,))


def _figures(one: Measured) -> tuple[object, ...]:
    return one.value, one.unit, one.numerator, one.denominator, dict(one.parts), one.interval


def keep(path: Path, results: Sequence[Measured]) -> None:
    """Add results to the file, all or none; InputError when it cannot be written or was tampered with."""
    with _opened(path) as connection:
        connection.executescript(_TABLE)
        connection.execute("begin immediate")
        rows = _rows(path, connection)
        number, previous = (rows[-1][0], rows[-1][3]) if rows else (0, "")
        for one in results:
            number += 1
            content = json.dumps(measured_values(one), ensure_ascii=False)
            digest = _digest(number, previous, content)
            connection.execute("insert into result values (?, ?, ?, ?)", (number, content, previous, digest))
            previous = digest
        connection.execute("commit")


def kept_results(path: Path) -> tuple[Measured, ...]:
    """Every result of the file, oldest first; InputError when there is none or a result was changed afterwards."""
    if not path.is_file():
        raise InputError(str(path), "没有这个结果文件", "请先用 measure run --record 保存结果。")
    with _opened(path) as connection:
        rows = _rows(path, connection)
    return tuple(measured_of(json.loads(row[1])) for row in rows)


def latest(results: Sequence[Measured]) -> tuple[Measured, ...]:
    """Of every measure with its period and parameters the last result, in the order they were first kept."""
    found: dict[object, Measured] = {}
    for one in results:
        found[one.measure, one.period, one.parameters] = one
    return tuple(found.values())


def _rows(path: Path, connection: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    rows = connection.execute("select number, content, previous, digest from result order by number").fetchall()
    previous = ""
    for at, (number, content, before, digest) in enumerate(rows, 1):
        if (number, before, digest) != (at, previous, _digest(at, previous, content)):
            raise InputError(str(path), f"第 {at} 条结果被改动过，或前面的结果被删除", "请从备份恢复；结果只能增加，不能修改。")
        previous = digest
    return rows


def _digest(number: int, previous: str, content: str) -> str:
    return hashlib.sha256(f"{number}\n{previous}\n{content}".encode()).hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
            connection.execute("pragma synchronous = full")
            yield connection
    except sqlite3.Error as error:
        raise InputError(str(path), f"结果文件不能读写（{error}）", "请检查路径和权限，或换一个文件名。") from error
