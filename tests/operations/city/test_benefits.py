"""Benefits computed for all at once are those of the rule worked out bill by bill, and add up over the year however it is cut."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.operations.city.assumptions import assumption
from baozhang.operations.city.benefits import Bills, Paid, settle

EMPLOYEE, RESIDENT = 310, 390


@dataclass(frozen=True)
class Bill:
    """One bill of one person; fen."""

    stay: bool
    level: int
    scope: int
    own: int = 0


@dataclass(frozen=True)
class Person:
    """Who is insured how."""

    insured: int
    retired: bool = False
    civil: bool = False
    need: int = 0
    account: int = 0


def settled(person: Person, bills: list[Bill]) -> Paid:
    """By the engine."""
    count = len(bills)

    def same(value: int) -> Any:  # noqa: ANN401  # an array
        return np.full(count, value, dtype=np.int64)

    scope, own = (np.array([getattr(bill, name) for bill in bills], dtype=np.int64) for name in ("scope", "own"))
    return settle(
        Bills(
            person=same(0),
            insured=same(person.insured),
            retired=same(int(person.retired)),
            civil=same(int(person.civil)),
            need=same(person.need),
            level=np.array([bill.level for bill in bills], dtype=np.int64),
            stay=np.array([bill.stay for bill in bills], dtype=bool),
            scope=scope,
            total=scope + own,
            account=same(person.account),
        )
    )


def worked_out(person: Person, bills: list[Bill]) -> list[dict[str, int]]:
    """The same rule, told once more: one bill after the other, with what the year has used up so far."""
    rules = assumption("benefits-assumed")["employee" if person.insured == EMPLOYEE else "resident"]
    aid_share, aid_most = assumption("benefits-assumed")["aid"].get(str(person.need), [0, 0])
    used = dict.fromkeys(("stays", "visit_deductible", "stay_pool", "visit_pool", "left", "aid", "account"), 0)
    found = []
    for bill in bills:
        deductible = pooled = civil = major = aid = 0
        if bill.stay:
            used["stays"] += 1
            whole = [*rules["inpatient_deductible"], 0][bill.level] * 100
            deductible = min(bill.scope, whole if used["stays"] == 1 else whole * rules["later_deductible"] // 100)
            ratio = [*rules["inpatient_ratio"], 0][bill.level] + (rules["retired_more"] if person.retired else 0)
            pooled = min((bill.scope - deductible) * ratio // 100, rules["inpatient_ceiling"] * 100 - used["stay_pool"])
            used["stay_pool"] += pooled
        elif bill.level < 4:
            deductible = min(bill.scope, rules["outpatient_deductible"] * 100 - used["visit_deductible"])
            used["visit_deductible"] += deductible
            ratio = [*rules["outpatient_ratio"], 0][bill.level]
            pooled = min((bill.scope - deductible) * ratio // 100, rules["outpatient_ceiling"] * 100 - used["visit_pool"])
            used["visit_pool"] += pooled
        if bill.stay or bill.level < 4:
            civil = (bill.scope - pooled) * rules["civil_ratio"] // 100 if person.civil else 0
            before, used["left"] = used["left"], used["left"] + bill.scope - pooled - civil
            major = _major(used["left"], rules) - _major(before, rules)
        if bill.stay:
            aid = min((bill.scope - pooled - civil - major) * aid_share // 100, aid_most * 100 - used["aid"])
            used["aid"] += aid
        own = bill.scope + bill.own - pooled - civil - major - aid
        account = min(own, person.account - used["account"])
        used["account"] += account
        found.append(
            {
                "deductible": deductible,
                "pooled": pooled,
                "civil": civil,
                "major": major,
                "aid": aid,
                "account": account,
                "cash": own - account,
            }
        )
    return found


def _major(left: int, rules: dict[str, Any]) -> int:
    beyond = max(0, left - rules["major_from"] * 100)
    bands = rules["major_bands"]
    paid = 0
    for place, (start, ratio) in enumerate(bands):
        end = bands[place + 1][0] * 100 if place + 1 < len(bands) else beyond
        paid += max(0, min(beyond, end) - start * 100) * ratio // 100
    return int(min(paid, rules["major_ceiling"] * 100))


BILLS = st.lists(
    st.builds(
        Bill, st.booleans(), st.integers(0, 4), st.one_of(st.integers(0, 100_000), st.integers(0, 30_000_000)), st.integers(0, 50_000)
    ),
    min_size=1,
    max_size=12,
)
PERSONS = st.builds(
    Person, st.sampled_from([EMPLOYEE, RESIDENT]), st.booleans(), st.booleans(), st.sampled_from([0, 1, 3, 4, 5]), st.integers(0, 500_000)
)


@settings(max_examples=150)
@given(PERSONS, BILLS)
def test_the_engine_pays_what_the_rule_says(person: Person, bills: list[Bill]) -> None:
    paid = settled(person, bills)
    for place, wanted in enumerate(worked_out(person, bills)):
        got = {field.name: int(getattr(paid, field.name)[place]) for field in fields(Paid)}
        got["major"] = got.pop("major_resident") + got.pop("major_employee")
        got.pop("ratio")
        assert got == wanted
        assert min(got.values()) >= 0
        assert sum(got.values()) - got["deductible"] == bills[place].scope + bills[place].own


def test_two_persons_do_not_share_a_year() -> None:
    """A second person begins with nothing used up."""
    bill = {"level": [0, 0], "stay": [True, True], "scope": [500_000, 500_000], "total": [500_000, 500_000], "account": [0, 0]}
    whole = {name: np.array(values) for name, values in bill.items()}
    nothing = np.zeros(2, dtype=np.int64)
    paid = settle(Bills(np.array([3, 8]), np.full(2, RESIDENT), nothing, nothing, nothing, **whole))
    assert paid.deductible.tolist() == [120_000, 120_000]
    assert paid.pooled.tolist() == [228_000, 228_000]


@pytest.mark.parametrize("level", range(5))
def test_nothing_to_settle_settles(level: int) -> None:
    assert settled(Person(RESIDENT), [Bill(stay=False, level=level, scope=0)]).fund.tolist() == [0]
