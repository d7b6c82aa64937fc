"""Closing a million voucher lines: `python -m benchmarks.ledger [LINES] [PLACE]`, PLACE a SQLite file or a PostgreSQL connection string.

The vouchers are random but the same in every run: two units, the usual codes, forty projects. Prints CPU seconds of this process, wall
seconds, and the peak of its memory; entering is timed apart from closing. Nothing is left behind at a file place of its own.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.ledger.books import create_book
from baozhang.ledger.closing import close
from baozhang.ledger.journal import Journal
from baozhang.ledger.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.ledger.books import Row

_FUNCTIONS: Final = (
    "2080501",
    "2080505",
    "2080506",
    "2101101",
    "2101103",
    "2101501",
    "2101502",
    "2101505",
    "2101550",
    "2101599",
    "2210201",
)
_ECONOMIC: Final = tuple(f"301{at:02d}" for at in (1, 2, 3, 7, 8, 9, 10, 11, 12, 13)) + tuple(
    f"302{at:02d}" for at in (1, 2, 5, 6, 7, 11, 17, 26)
)
_BATCH: Final = 50_000


def _timed(word: str, work: Callable[[], object]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{word}: {time.process_time() - cpu:.1f} s CPU, {time.perf_counter() - wall:.1f} s wall, peak {peak:.0f} MB")


def _vouchers(lines: int, chance: random.Random) -> list[Row]:
    rows: list[Row] = []
    for number in range(lines // 2):
        amount = chance.randrange(1, 5_000_000)
        on = date(2024, 1, 1) + timedelta(days=chance.randrange(366))
        spends = chance.random() < 0.9
        head: Row = {"agency_code": chance.choice(("001001", "001002")), "voucher_no": str(number), "voucher_date": on, "amt": amount}
        line: Row = {
            **head, "gov_acct_cls_code": "7101" if spends else "6001", "dr_cr": "借" if spends else "贷",
            "exp_func_code": chance.choice(_FUNCTIONS), "fund_type_code": chance.choice(("111", "121", "39")),
            "dep_bgt_eco_code": chance.choice(_ECONOMIC) if spends else None,
            "pro_code": f"P{chance.randrange(40):02d}" if spends else None,
        }  # fmt: skip
        rows += [line, {**head, "gov_acct_cls_code": "800102", "dr_cr": "贷" if spends else "借"}]
    return rows


def _entered(journal: Journal, lines: int) -> None:
    chance = random.Random(1)  # noqa: S311  # the same vouchers in every run
    for at in range(0, lines, _BATCH):
        journal.append({"vouchers": _vouchers(min(_BATCH, lines - at), chance)}, f"第 {at // _BATCH + 1} 批")


def main(lines: int, place: str) -> None:
    """Enter and close."""
    with Store(place) as store:
        store.upgrade()
        journal = Journal(store, create_book(store, f"基准{time.time_ns()}", 2024, "national-final"), "基准")
        units: list[Row] = [{"agency_code": code, "agency_name": code, "unit_kind": "行政单位"} for code in ("001001", "001002")]
        projects: list[Row] = [
            {
                "pro_code": f"P{at:02d}",
                "pro_name": f"项目{at}",
                "agency_code": "001001",
                "pro_cat_code": ("人员类", "公用经费", "特定目标类")[at % 3],
            }
            for at in range(40)
        ]
        journal.append({"units": units, "projects": projects}, "期初")
        _timed(f"entering {lines:,} lines", lambda: _entered(journal, lines))
        _timed(f"closing {lines:,} lines", lambda: close(journal, reason="基准"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "books.db"))
