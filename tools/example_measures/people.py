"""Persons, their coverage and the bills settled for them.

Planted: a death on the last day and on the first day of the next year, somebody who moved away, somebody covered here and elsewhere,
somebody in two schemes at once, coverage that ends on the last day, a newborn of the last day, a reversed bill, bills on both
borders of the year.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tools.example_measures.drawing import FIRST, LAST, YEAR, Dice, Row, later, yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERSONS: Final = 2400
_BILLS: Final = 3000
_NEXT: Final = date(YEAR + 1, 1, 1)
_COUNTIES: Final = [f"县区{number:02d}" for number in range(1, 13)]
CATEGORIES: Final = {None: 900, "低保对象": 55, "特困人员": 15, "防止返贫监测对象": 20, "低保边缘家庭成员": 10}


def persons() -> Iterator[Row]:
    """Twenty-four hundred persons."""
    dice = Dice("persons")
    for number in range(1, _PERSONS + 1):
        registered = dice.chance(93)
        row: Row = {
            "person": f"P{number:05d}",
            "county": dice.one_of(_COUNTIES),
            "born": dice.day(date(1935, 1, 1), date(2024, 6, 30)),
            "died": dice.maybe(1, dice.day()),
            "left_on": dice.maybe(1, dice.day()),
            "registered": registered,
            "resident": dice.chance(90) if registered else True,
            "category": dice.weighted(CATEGORIES),
            "exempt": dice.maybe(1, dice.one_of(["服现役", "服刑"])),
            "voucher_on": dice.maybe(91, dice.day(date(2021, 1, 1), _NEXT)),
        }
        yield row | _PLANTED_PERSONS.get(number, {})


_PLAIN: Final[Row] = {
    "born": date(1970, 5, 1),
    "died": None,
    "left_on": None,
    "registered": True,
    "resident": True,
    "category": None,
    "exempt": None,
    "voucher_on": None,
}
_PLANTED_PERSONS: Final[dict[int, Row]] = {
    1: _PLAIN | {"died": LAST},
    2: _PLAIN | {"died": _NEXT},
    3: _PLAIN | {"left_on": LAST},
    4: _PLAIN,  # covered here and elsewhere
    5: _PLAIN,  # in two schemes at once
    6: _PLAIN,  # coverage ends on the last day
    7: _PLAIN | {"born": LAST},
    8: _PLAIN,  # covered elsewhere only
    9: _PLAIN | {"exempt": "服现役"},
}


def coverage(people: list[Row]) -> Iterator[Row]:
    """One row per spell of coverage."""
    for number in range(1, 10):
        yield from _planted_coverage(number)
    dice = Dice("coverage")
    for person in people[9:]:
        if person["exempt"] is None and dice.chance(97):
            yield from _spells(dice, person)


def _planted_coverage(number: int) -> list[Row]:
    here = _spell(number, "居民", "本地", FIRST, None, 38_000)
    planted = {
        4: [here, _spell(number, "居民", "异地", FIRST, None, None)],
        5: [here, _spell(number, "职工", "本地", date(YEAR, 7, 1), None, None)],
        6: [here | {"ends": LAST}],
        7: [here | {"starts": LAST, "paid": None}],
        8: [_spell(number, "职工", "异地", FIRST, None, None)],
        9: [],
    }
    return planted.get(number, [here])


def _spell(number: int | object, insurance: str, place: str, starts: date, ends: date | None, paid: int | None) -> Row:
    person = number if isinstance(number, str) else f"P{number:05d}"
    paid_on = date(starts.year - 1, 11, 15) if paid is not None and starts == FIRST else starts if paid is not None else None
    return {
        "person": person,
        "insurance": insurance,
        "place": place,
        "starts": starts,
        "ends": ends,
        "paid": None if paid is None else yuan(paid),
        "aided": None,
        "paid_on": paid_on,
    }


def _spells(dice: Dice, person: Row) -> Iterator[Row]:
    poor = person["category"] in {"低保对象", "特困人员", "防止返贫监测对象"}
    employed = not poor and dice.chance(28)
    place = "本地" if dice.chance(96) else "异地"
    starts = FIRST if dice.chance(92) else dice.day()
    ends = dice.maybe(2, dice.day(starts, LAST))
    row = _spell(
        str(person["person"]), "职工" if employed else "居民", place, starts, ends, None if employed or place == "异地" else 38_000
    )
    if poor and place == "本地":
        full = person["category"] == "特困人员"
        row |= {"paid": yuan(0 if full else 19_000), "aided": yuan(38_000 if full else 19_000), "paid_on": later(FIRST, dice.whole(0, 50))}
    yield row
    if employed and place == "本地" and dice.chance(85):
        yield _spell(str(person["person"]), "长护", "本地", starts, ends, None)


def settlements(people: list[Row], institutions: list[Row]) -> Iterator[Row]:
    """Three thousand bills, money in fen."""
    dice = Dice("settlements")
    hospitals = [one for one in institutions if one["inpatient"]]
    for number in range(1, _BILLS + 1):
        care = dice.weighted({"住院": 20, "门诊": 55, "门诊慢特病": 15, "两病门诊": 10})
        institution = dice.one_of(hospitals if care == "住院" else institutions)
        row = _bill(dice, number, care, institution, dice.one_of(people))
        yield row | _PLANTED_BILLS.get(number, {})


_PLANTED_BILLS: Final[dict[int, Row]] = {
    1: {"day": FIRST, "reversed": False},
    2: {"day": LAST, "reversed": False},
    3: {"day": _NEXT, "reversed": False},
    4: {"day": date(YEAR - 1, 12, 31), "reversed": False},
    5: {"reversed": True},
}


def _bill(dice: Dice, number: int, care: str, institution: Row, person: Row) -> Row:
    total = dice.whole(300_000, 3_000_000) if care == "住院" else dice.whole(3_000, 60_000)
    in_scope = total * dice.whole(78, 95) // 100
    fund = in_scope * dice.whole(60, 75) // 100
    major = (in_scope - fund) * 40 // 100 if care == "住院" and in_scope > 2_000_000 else 0
    base = in_scope - fund - major if person["category"] is not None else 0
    return {
        "bill": f"J{number:06d}",
        "person": person["person"],
        "institution": institution["institution"],
        "day": dice.day(),
        "care": care,
        "settled": "手工" if dice.chance(3) else "即时",
        "method": _method(dice, care, institution),
        "disease": f"D{dice.whole(1, 120):03d}" if care == "住院" else None,
        "reversed": dice.chance(1),
        "reviewed": not dice.chance(1),
        "total": total,
        "in_scope": in_scope,
        "fund": fund,
        "major": major,
        "aid": base * (70 if dice.chance(90) else 0) // 100,
        "aid_base": base,
    }


def _method(dice: Dice, care: str, institution: Row) -> object:
    if care != "住院":
        return None
    return institution["method"] if institution["method"] in {"DRG", "DIP"} and dice.chance(93) else dice.one_of(["床日", "项目"])
