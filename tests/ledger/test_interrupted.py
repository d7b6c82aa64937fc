"""Killed at any point of an import or a closing: nothing half done, nothing lost, and the work can simply be done again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import event, func, select

from baozhang.ledger.books import find_book, state_of
from baozhang.ledger.closing import close, closings, load_closing
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.journal import Journal
from baozhang.ledger.store import Store
from baozhang.ledger.tables import EVENTS, FIGURES, TABLES
from tests.ledger.samples import empty_store, journal_in

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = Path(__file__).parents[2] / "examples" / "years" / "shandong-final-2024"
POINTS: Final = 100
KILLS: Final = 4


class Stopped(BaseException):
    """Stands for the death of the process: no handler of ours may catch it."""


def _held(store: Store) -> tuple[int, ...]:
    """How many rows every table has."""
    with store.engine.connect() as connection:
        tables = (*TABLES.values(), EVENTS, FIGURES)
        return tuple(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def _statements(store: Store, work: Callable[[], object]) -> int:
    """How many statements a piece of work sends to the database."""
    count = 0

    def counted(*_: Any) -> None:  # noqa: ANN401  # the event hands over what the driver has
        nonlocal count
        count += 1

    event.listen(store.engine, "before_cursor_execute", counted)
    try:
        work()
    finally:
        event.remove(store.engine, "before_cursor_execute", counted)
    return count


def _stopped_at(store: Store, point: int, work: Callable[[], object]) -> bool:
    """Do the work, but die before its n-th statement; whether that came to pass."""
    left = point

    def counted(*_: Any) -> None:  # noqa: ANN401  # as above
        nonlocal left
        left -= 1
        if left < 0:
            raise Stopped

    event.listen(store.engine, "before_cursor_execute", counted)
    try:
        work()
    except Stopped:
        return True
    finally:
        event.remove(store.engine, "before_cursor_execute", counted)
    return False


def test_dying_before_any_statement_leaves_the_books_as_they_were(store: Store) -> None:
    """Points drawn over all statements of an import and of a closing, on both engines."""
    chance = random.Random(20241231)  # noqa: S311  # the points are the same from run to run
    journal = Journal(store, journal_in(store).book, "会计一")
    other = Store(store.engine.url.render_as_string(hide_password=False))
    for work in (lambda: import_files(journal, [FOLDER]), lambda: close(journal)):
        before = _held(store)
        total = _statements(store, partial(_aborted, store, work))
        for point in sorted(chance.sample(range(total), min(total, POINTS // 2))):
            assert _stopped_at(store, point, work)
            assert _held(other) == before
        work()
        assert _held(other) != before
    other.engine.dispose()
    assert journal.verify() == []


def _aborted(store: Store, work: Callable[[], object]) -> None:
    """Do all the work and die at the very end, before it is kept."""

    def dies(_: Any) -> None:  # noqa: ANN401  # as above
        raise Stopped

    event.listen(store.engine, "commit", dies)
    try:
        with pytest.raises(Stopped):
            work()
    finally:
        event.remove(store.engine, "commit", dies)


_WORK: Final = """
import sys
from baozhang.cli import main
print("started", flush=True)
sys.exit(main(["year", *sys.argv[1:]]))
"""


def _killed(place: Path, after: float, *arguments: str) -> int:
    """Run a command in a process of its own and kill it after so many seconds; its exit status."""
    call = [sys.executable, "-c", _WORK, *arguments, "--books", str(place)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603  # our own command
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        return process.wait()


@pytest.mark.parametrize("action", ["import", "close"])
def test_a_killed_process_leaves_whole_books(tmp_path: Path, action: str) -> None:
    """SIGKILL at random moments: either all of it is there or nothing, and doing it again completes it."""
    chance = random.Random(7)  # noqa: S311  # as above
    arguments = (action, str(FOLDER)) if action == "import" else (action,)
    whole: set[tuple[int, ...]] = set()
    for number in range(KILLS):
        place = tmp_path / f"{number}.db"
        with empty_store(place) as store:
            journal = journal_in(store, layout="shandong-final")
            if action == "close":
                import_files(journal, [FOLDER])
            before = _held(store)
        _killed(place, chance.uniform(0.2, 1.2), *arguments)
        with Store(place) as store:
            book = find_book(store)
            after = _held(store)
            if after == before:
                _again(store, action)
                after = _held(store)
            whole.add(after)
            assert Journal(store, book, "").verify() == []
    assert len(whole) == 1


def _again(store: Store, action: str) -> None:
    journal = Journal(store, find_book(store), "会计一")
    if action == "import":
        import_files(journal, [FOLDER])
        return
    close(journal)
    with store.read() as connection:
        assert closings(connection, journal.book) == [1]
        assert load_closing(connection, journal.book).number == 1
        assert state_of(connection, journal.book) == "closed"
