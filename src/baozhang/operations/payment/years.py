"""A year under one set of parameters: files read, every row calculated, the money cleared. One shape for all methods."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import yuan
from baozhang.operations.payment.case_files import read_relation
from baozhang.operations.payment.clearing.bed_days import clear_bed_days, price_bed_days
from baozhang.operations.payment.clearing.budgets import (
    clear_capitation,
    clear_packages,
    clear_procurement,
    price_capitation,
    price_packages,
    price_procurement,
)
from baozhang.operations.payment.clearing.cases import clear_cases
from baozhang.operations.payment.clearing.ledger import Account, Writer, after_reserve
from baozhang.operations.payment.engine import engine
from baozhang.operations.payment.methods import METHODS
from baozhang.operations.payment.parameters import BedDays, Capitation, Cases, Package, Procurement
from baozhang.operations.payment.prepayment import prepayments
from baozhang.operations.payment.pricing import price, terms_table
from baozhang.operations.payment.relations import ACCOUNTS, AGREED, CASES, DECLARED, ENROLLED, INSURED, MEMBERS, REVIEWS, USED, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from baozhang.operations.payment.clearing.cases import ClearedCases
    from baozhang.operations.payment.clearing.ledger import Accounts, Clearing
    from baozhang.operations.payment.parameters import Parameters
    from baozhang.operations.payment.prepayment import MonthPaid
    from baozhang.operations.payment.pricing import Priced


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a year; which of them a method reads, `payment methods` tells."""

    input: Path
    history: Path | None = None
    weights: Path | None = None
    reviews: Path | None = None
    use: Path | None = None
    members: Path | None = None


class Year(Protocol):
    """A year calculated; `rows` holds one row per case, institution and month, community, or hospital and batch."""

    @property
    def rows(self) -> pa.Table:
        """Every row with scheme, parameters and arithmetic."""

    def clear(self, budgets: Mapping[str, int], accounts: Accounts) -> Clearing:
        """The ledger of the year; `budgets` by kind of insurance (fen), {} where the method makes its own."""


@dataclass(frozen=True, slots=True)
class CasesYear:
    """A year by DRG or DIP."""

    priced: Priced

    @property
    def rows(self) -> pa.Table:
        """The cases with their points."""
        return self.priced.cases

    def cleared(self, budgets: Mapping[str, int], accounts: Accounts) -> ClearedCases:
        """The ledger, and the money of every case."""
        return clear_cases(self.priced, needed(budgets), accounts)

    def clear(self, budgets: Mapping[str, int], accounts: Accounts) -> Clearing:
        """The ledger."""
        return self.cleared(budgets, accounts).clearing


@dataclass(frozen=True, slots=True)
class BedDaysYear:
    """A year by bed-days."""

    stays: pa.Table
    parameters: BedDays
    scheme: str

    @property
    def rows(self) -> pa.Table:
        """The stays with their standards."""
        return self.stays

    def clear(self, budgets: Mapping[str, int], accounts: Accounts) -> Clearing:
        """The ledger."""
        return clear_bed_days(self.stays, self.parameters, needed(budgets), accounts, scheme=self.scheme)


@dataclass(frozen=True, slots=True)
class CapitationYear:
    """A year per head."""

    months: pa.Table
    parameters: Capitation
    scheme: str

    @property
    def rows(self) -> pa.Table:
        """Institutions by month."""
        return self.months

    def clear(self, budgets: Mapping[str, int], accounts: Accounts) -> Clearing:
        """The ledger; one budget for all kinds of persons."""
        return clear_capitation(self.months, self.parameters, _single(budgets), accounts, scheme=self.scheme)


@dataclass(frozen=True, slots=True)
class PackageYear:
    """A year of packages of county communities."""

    packages: pa.Table
    parameters: Package
    members: pa.Table | None
    scheme: str

    @property
    def rows(self) -> pa.Table:
        """The communities."""
        return self.packages

    def clear(self, budgets: Mapping[str, int], accounts: Accounts) -> Clearing:
        """The ledger; the budget follows from the persons."""
        _own_budget(budgets, accounts)
        return clear_packages(self.packages, self.parameters, self.members, scheme=self.scheme)


@dataclass(frozen=True, slots=True)
class ProcurementYear:
    """Retention for volume procurement."""

    retained: pa.Table
    parameters: Procurement
    scheme: str

    @property
    def rows(self) -> pa.Table:
        """Hospitals by batch."""
        return self.retained

    def clear(self, budgets: Mapping[str, int], accounts: Accounts) -> Clearing:
        """The ledger; the money is what was saved."""
        _own_budget(budgets, {})
        return clear_procurement(self.retained, self.parameters, accounts, scheme=self.scheme)


def calculate(parameters: Parameters, sources: Sources, *, scheme: str, dated: bool = True) -> Year:
    """Read what the method needs and calculate every row.

    `dated`: refuse months outside the validity of the parameters (what-if calculations do not). Raises InputError and UsageError with
    what is wrong in which file.
    """
    _check_files(parameters, sources)
    match parameters:
        case Cases():
            return _cases(parameters, sources, scheme, dated=dated)
        case BedDays():
            cases = read_relation(sources.input, CASES)
            _check_months(parameters, cases, dated=dated)
            return BedDaysYear(price_bed_days(cases, parameters, scheme=scheme), parameters, scheme)
        case Capitation():
            declared = read_relation(_needed_file(sources.use, "各月申报"), DECLARED)
            _check_months(parameters, declared, dated=dated)
            enrolled = read_relation(sources.input, ENROLLED)
            return CapitationYear(price_capitation(enrolled, declared, parameters, scheme=scheme), parameters, scheme)
        case Package():
            used = read_relation(_needed_file(sources.use, "各医共体使用情况"), USED)
            members = read_relation(sources.members, MEMBERS) if sources.members else None
            packages = price_packages(read_relation(sources.input, INSURED), used, parameters, scheme=scheme)
            return PackageYear(packages, parameters, members, scheme)
        case Procurement():
            return ProcurementYear(price_procurement(read_relation(sources.input, AGREED), parameters, scheme=scheme), parameters, scheme)


def prepay(year: Year, budgets: Mapping[str, int]) -> list[MonthPaid]:
    """What is paid month by month before clearing, by the rule of the parameters.

    Raises UsageError for the methods that know no prepayment, and as `prepayments` does.
    """
    match year:
        case CasesYear(priced):
            return _months(year.rows, priced.parameters, budgets)
        case BedDaysYear(stays, parameters):
            return _months(stays.append_column("points", stays["standard"]), parameters, budgets)
        case CapitationYear():
            raise UsageError("按人头付费的各月付费额由 payment run 逐月算出（paid 列），不必另算预付。")
        case _:
            raise UsageError("这种付费方式没有月度预付：包干由平时结算支付，集采结余留用在考核后一次拨付。")


def read_accounts(paths: Sequence[Path], *, by_insurance: bool) -> Accounts:
    """What several files say was prepaid, deducted and rewarded, added up; files of `payment prepay` are such files."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in paths:
        for row in read_relation(path, ACCOUNTS).to_pylist():
            sums = found[row["insurance"] if by_insurance else "", row["hospital"]]
            for at, name in enumerate(("prepaid", "deducted", "rewarded")):
                sums[at] += row[name]
    return {place: Account(*sums) for place, sums in found.items()}


def needed(budgets: Mapping[str, int]) -> Mapping[str, int]:
    """The budgets; UsageError where there is none."""
    if not budgets:
        raise UsageError("请用 --budget 写明年度预算（元）；各险种分别清算时写成 --budget 职工=… --budget 居民=…。")
    return budgets


def _check_files(parameters: Parameters, sources: Sources) -> None:
    """Refuse a file that the method does not read: it would be passed over in silence."""
    given = {f"--{field.name}" for field in fields(sources) if getattr(sources, field.name) is not None}
    odd = sorted(given - METHODS[parameters.header.method].files.keys())
    if odd:
        raise UsageError(f"{parameters.header.title}（{parameters.header.method}）不读 {'、'.join(odd)}；请去掉，或检查参数文件是否选对。")


def _cases(parameters: Cases, sources: Sources, scheme: str, *, dated: bool) -> CasesYear:
    cases = read_relation(sources.input, CASES)
    _check_months(parameters, cases, dated=dated)
    published = read_relation(sources.weights, WEIGHTS) if sources.weights else None
    reviews = read_relation(sources.reviews, REVIEWS) if sources.reviews else None
    history = read_relation(sources.history, CASES) if sources.history else cases
    return CasesYear(price(cases, history, parameters, scheme=scheme, published=published, reviews=reviews))


def _check_months(parameters: Parameters, table: pa.Table, *, dated: bool) -> None:
    if dated:
        parameters.header.check_months(pc.unique(table["month"]).to_pylist())


def _months(rows: pa.Table, parameters: Cases | BedDays, budgets: Mapping[str, int]) -> list[MonthPaid]:
    writer = Writer("", parameters.header.label)
    left = {pool: after_reserve(budget, parameters.reserve, writer, pool)[0] for pool, budget in budgets.items()}
    by_insurance = bool(budgets) and set(budgets) != {""}
    with engine({"points": rows, "terms": terms_table(by_insurance=by_insurance)}) as run:
        return prepayments(run.ask("prepayment"), parameters.prepayment, left or None)


def _needed_file(path: Path | None, what: str) -> Path:
    if path is None:
        raise UsageError(f"这种付费方式还要用 --use 给出{what}的文件；各列见 baozhang payment methods。")
    return path


def _single(budgets: Mapping[str, int]) -> int:
    if set(needed(budgets)) != {""}:
        raise UsageError("按人头付费只有一个总额，--budget 只写金额。")
    return budgets[""]


def _own_budget(budgets: Mapping[str, int], accounts: Accounts) -> None:
    if budgets:
        raise UsageError(f"这种付费方式的金额由人数（或采购量）算出，不要写 --budget（现为 {yuan(sum(budgets.values()))}）。")
    if accounts:
        raise UsageError("医共体包干的支出写在 --use 文件里，不要写 --accounts。")
