"""The ledger under any order of entries, reversals, adjustments and closings: sums agree by every dimension, nothing is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from baozhang.errors import LedgerError
from baozhang.ledger.books import entries
from baozhang.ledger.closing import close, derive, reopen
from baozhang.ledger.control import DEFAULTS
from baozhang.ledger.cube import cube, planned, scope_of
from baozhang.ledger.execution import BY, execution
from baozhang.ledger.registers import registers
from baozhang.ledger.tables import METADATA, TABLES
from tests.ledger.samples import CENTRE, OFFICE, budgeted, day, empty_store, journal_in, received, spent

if TYPE_CHECKING:
    from baozhang.ledger.books import Row

_MEMORY: Final = Path("/dev/shm")  # noqa: S108  # thousands of commits: where there is one, on a disk of memory
_AMOUNTS = st.integers(1, 10**12)
_UNITS = st.sampled_from([OFFICE, CENTRE])
_FUNCTIONS = st.sampled_from(["2101501", "2101502", "2101599", "2080505"])
_PROJECTS = st.sampled_from(["R1", "G1", "T1"])
_ECONOMIC = st.sampled_from(["30101", "30201", "30217", "31002"])
_FUNDS = st.sampled_from(["111", "121", "39"])


class BudgetYear(RuleBasedStateMachine):
    """A year as people keep it; `spent`, `income` and `planned` are what it must come to."""

    @initialize()
    def begin(self) -> None:
        """A new year with nothing in it."""
        self.folder = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
        self.store = empty_store(Path(self.folder.name) / "books.db")
        self.journal = journal_in(self.store)
        self.open = True
        self.number = 0
        self.rows: Counter[str] = Counter()
        self.spending = self.income = self.plan = 0
        self.live: dict[int, int] = {}
        self.digests: list[str] = []

    def _enter(self, register: str, rows: list[Row]) -> list[int]:
        """Enter rows and give their ids; a closed year must refuse and change nothing."""
        before = self._ids(register)
        try:
            self.journal.append({register: rows}, "录入")
        except LedgerError:
            assert not self.open
            assert self._ids(register) == before
            return []
        assert self.open
        self.rows[register] += len(rows)
        return sorted(self._ids(register) - before)

    def _ids(self, register: str) -> set[int]:
        with self.store.read() as connection:
            return set(connection.execute(select(TABLES[register].c.id)).scalars())

    @rule(amount=_AMOUNTS, unit=_UNITS, function=_FUNCTIONS, project=_PROJECTS, economic=_ECONOMIC, fund=_FUNDS)
    def spend(self, amount: int, unit: str, function: str, project: str, economic: str, fund: str) -> None:
        """Spend on a project."""
        self.number += 1
        words = {"agency_code": unit, "exp_func_code": function, "pro_code": project, "dep_bgt_eco_code": economic, "fund_type_code": fund}
        ids = self._enter("vouchers", spent(amount, voucher_no=str(self.number), **words))
        if ids:
            self.spending += amount
            self.live[ids[0]] = amount

    @rule(amount=_AMOUNTS, unit=_UNITS, function=_FUNCTIONS, fund=_FUNDS)
    def receive(self, amount: int, unit: str, function: str, fund: str) -> None:
        """Receive income."""
        self.number += 1
        words = {"agency_code": unit, "exp_func_code": function, "fund_type_code": fund, "voucher_no": str(self.number)}
        self.income += amount if self._enter("vouchers", received(amount, **words)) else 0

    @rule(amount=_AMOUNTS, unit=_UNITS, function=_FUNCTIONS, project=_PROJECTS)
    def approve(self, amount: int, unit: str, function: str, project: str) -> None:
        """Approve a budget line."""
        line = budgeted(amount, agency_code=unit, exp_func_code=function, pro_code=project)
        self.plan += amount if self._enter("budget_lines", [line]) else 0

    @rule(amount=_AMOUNTS, function=_FUNCTIONS, other=_FUNCTIONS)
    def move(self, amount: int, function: str, other: str) -> None:
        """A move within the budget (调剂) changes no total."""
        move: Row = {
            "adj_kind": "调剂", "adj_batch_no": "1", "adj_date": day(6), "cor_bgt_doc_no": "1号", "agency_code": OFFICE, "reason": "调剂",
            "dep_bgt_eco_code": "30201", "fund_type_code": "111", "pro_code": "T1",
        }  # fmt: skip
        self._enter(
            "adjustments", [{**move, "exp_func_code": function, "amount": -amount}, {**move, "exp_func_code": other, "amount": amount}]
        )

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        """Take a spending voucher back."""
        first = data.draw(st.sampled_from(sorted(self.live)))
        try:
            self.journal.reverse("vouchers", [first, first + 1], "更正")
        except LedgerError:
            assert not self.open
            return
        assert self.open
        self.rows["vouchers"] += 2
        self.spending -= self.live.pop(first)

    @rule()
    def close_or_reopen(self) -> None:
        """Close the year, or open it again."""
        if self.open:
            closing = close(self.journal, reason="试结账")
            self.digests.append(closing.digest)
        else:
            reopen(self.journal, "更正")
        self.open = not self.open

    @invariant()
    def sums_agree_by_every_dimension(self) -> None:
        """Whatever execution is shown by, it comes to the same."""
        if not hasattr(self, "store"):
            return
        with self.store.read() as connection:
            scope = scope_of(connection, self.journal.book)
            flows = cube(connection, self.journal.book, scope)
            plan = planned(connection, self.journal.book, scope, adjusted=True)
            by = [execution(connection, self.journal.book, dimension, day(12)).total for dimension in BY]
        assert sum(flow.amount for flow in flows if flow.flow == "spending") == self.spending
        assert sum(flow.amount for flow in flows if flow.flow == "income") == self.income
        assert sum(flow.amount for flow in plan) == self.plan
        assert {(total.spent, total.adjusted, total.initial) for total in by} == {(self.spending, self.plan, self.plan)}

    @invariant()
    def vouchers_balance_and_no_row_is_lost(self) -> None:
        """Debits are credits; what was entered is there."""
        if not hasattr(self, "store"):
            return
        with self.store.read() as connection:
            rows = list(entries(connection, self.journal.book, registers()["vouchers"]))
            held = {name: connection.execute(select(func.count()).select_from(TABLES[name])).scalar_one() for name in self.rows}
        assert sum(int(str(row["amt"])) * (1 if row["dr_cr"] == "借" else -1) for row in rows) == 0
        assert held == dict(self.rows)

    @invariant()
    def statements_agree_with_each_other(self) -> None:
        """One figure in two statements is one figure."""
        if not hasattr(self, "store"):
            return
        with self.store.read() as connection:
            figures, _ = derive(connection, self.journal.book)
        cells = {(one.statement, one.item, one.column): one.exact for one in figures}
        assert cells["overview", "spending.year", "amount"] == cells["spending", "total", "total"] == self.spending
        assert cells["overview", "income.total", "amount"] == cells["overview", "spending.total", "amount"]
        assert cells["spending", "total", "basic"] + cells["spending", "total", "project"] == self.spending
        assert cells["income", "total", "total"] == self.income
        assert cells["basic", "staff", "amount"] + cells["basic", "operating_cost", "amount"] == cells["general", "total", "basic"]

    def teardown(self) -> None:
        """The chain holds at the end."""
        if hasattr(self, "store"):
            assert self.journal.verify() == []
            self.store.engine.dispose()
            self.folder.cleanup()


TestBudgetYear = BudgetYear.TestCase
TestBudgetYear.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)


def test_every_control_has_a_default() -> None:
    """A control that no setting names still acts."""
    assert set(DEFAULTS) == set(registers()["settings"].field("control").choices)
    assert {table.name for table in TABLES.values()} <= set(METADATA.tables)
