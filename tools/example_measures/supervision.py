"""Institutions, inspections, violations, complaints, services, systems.

Planted: an institution that left in the middle of the year, one that joined on the last day, an inspection that is not finished, two of one
institution, one finished on the first day of the next year; a fine paid late and one paid twice over; outages that overlap, one over the
turn of the year, one that has not ended.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tools.example_measures.drawing import FIRST, LAST, YEAR, Dice, Row, later, yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE: Final = date(YEAR - 3, 1, 1)
_NEXT: Final = date(YEAR + 1, 1, 1)
_ITEMS: Final = ["参保登记", "医疗费用手工报销", "异地就医备案", "关系转移接续", "门诊慢特病认定", "个人账户查询"]


def institutions() -> Iterator[Row]:
    """A hundred and twenty institutions under agreement."""
    dice = Dice("institutions")
    for number in range(1, 121):
        kind = "医院" if number <= 40 else "基层医疗机构" if number <= 80 else "药店"
        grade = dice.one_of(["三级", "二级", "二级", "一级"]) if kind == "医院" else "一级" if kind == "基层医疗机构" else "未定级"
        inpatient = kind == "医院" or (kind == "基层医疗机构" and dice.chance(60))
        method = dice.weighted({"DIP": 60, "DRG": 30, "床日": 6, "DPPM": 4}) if inpatient and dice.chance(95) else None
        row: Row = {
            "institution": f"H{number:04d}",
            "kind": kind,
            "grade": grade,
            "public": kind != "药店" and dice.chance(75),
            "inpatient": inpatient,
            "starts": dice.day(date(2018, 1, 1), date(2023, 12, 31)),
            "ends": None,
            "method": method,
            "method_on": dice.day(_BEFORE, LAST) if method else None,
            "station_on": dice.maybe(80, dice.day(_BEFORE, _NEXT)) if grade in {"三级", "二级"} else None,
            "one_stop_on": dice.maybe(95, dice.day(_BEFORE, LAST)) if grade in {"三级", "二级"} else None,
            "voucher_on": dice.maybe(40, dice.day(_BEFORE, LAST)),
            "mobile_on": dice.maybe(25, dice.day(_BEFORE, LAST)),
            "crossregion_on": dice.maybe(70, dice.day(_BEFORE, LAST)),
            "assessed_on": dice.maybe(97, dice.day(date(YEAR, 10, 1), LAST)),
        }
        yield row | _PLANTED_INSTITUTIONS.get(number, {})


_PLANTED_INSTITUTIONS: Final[dict[int, Row]] = {118: {"ends": date(YEAR, 6, 30)}, 119: {"starts": LAST}, 120: {"ends": LAST}}


def inspections() -> Iterator[Row]:
    """Two hundred inspections; the last institutions are never inspected."""
    dice = Dice("inspections")
    for number in range(1, 201):
        started = dice.day(FIRST, date(YEAR, 12, 10))
        finished = dice.maybe(97, later(started, dice.whole(1, 20)))
        institution = f"H{number:04d}" if number <= 110 else f"H{dice.whole(1, 110):04d}"
        row: Row = {
            "inspection": f"X{number:04d}",
            "institution": institution,
            "kind": dice.weighted({"日常": 70, "专项": 25, "飞行": 5}),
            "started": started,
            "finished": finished,
        }
        yield row | _PLANTED_INSPECTIONS.get(number, {})


_PLANTED_INSPECTIONS: Final[dict[int, Row]] = {
    111: {"institution": "H0111", "finished": None},
    112: {"institution": "H0112", "started": date(YEAR, 12, 20), "finished": _NEXT},
    113: {"institution": "H0001", "started": LAST, "finished": LAST},
}


def violations() -> Iterator[Row]:
    """Eighty cases."""
    dice = Dice("violations")
    for number in range(1, 81):
        found = dice.day(FIRST, date(YEAR, 11, 30))
        confirmed = dice.chance(85)
        due = dice.whole(100_000, 8_000_000) if confirmed else None
        decided = later(found, dice.whole(5, 60)) if confirmed else None
        due_on = later(decided, 30) if decided else None
        paid = due is not None and dice.chance(92)
        row: Row = {
            "case_id": f"W{number:04d}",
            "institution": f"H{dice.whole(1, 110):04d}",
            "found_on": found,
            "confirmed": confirmed,
            "decided_on": decided,
            "due": None if due is None else yuan(due),
            "due_on": due_on,
            "collected": yuan(due) if due and paid else None,
            "collected_on": later(due_on, dice.whole(-20, 25)) if due_on and paid else None,
        }
        yield row | _PLANTED_VIOLATIONS.get(number, {})


_DUE: Final[Row] = {
    "confirmed": True,
    "found_on": date(YEAR, 3, 1),
    "decided_on": date(YEAR, 4, 1),
    "due": "10000.00",
    "due_on": date(YEAR, 5, 1),
}
_PLANTED_VIOLATIONS: Final[dict[int, Row]] = {
    1: _DUE | {"collected": "20000.00", "collected_on": date(YEAR, 5, 1)},
    2: _DUE | {"collected": "10000.00", "collected_on": _NEXT},
    3: _DUE | {"collected": None, "collected_on": None},
    4: _DUE | {"found_on": LAST, "decided_on": None, "collected": None, "collected_on": None, "due": None, "due_on": None},
}


def actions() -> Iterator[Row]:
    """What was decided: one or two actions a confirmed case, by their own dates."""
    dice = Dice("actions")
    number = 0
    for case in violations():
        for _ in range(dice.whole(1, 2) if isinstance(case["decided_on"], date) else 0):
            number += 1
            kind = dice.weighted({"约谈": 40, "责令改正": 30, "暂停协议": 8, "解除协议": 4, "行政处罚": 17, "移送司法": 1})
            yield {
                "action": f"B{number:04d}",
                "case_id": case["case_id"],
                "kind": kind,
                "decided_on": later(case["decided_on"], dice.whole(0, 15)) if isinstance(case["decided_on"], date) else None,
            }


def complaints() -> Iterator[Row]:
    """Three hundred complaints and reports."""
    dice = Dice("complaints")
    abouts = {"经办服务": 30, "基金监管": 15, "工作作风": 2, "待遇政策": 35, "结算支付": 18}
    for number in range(1, 301):
        channel = dice.weighted({"12345": 75, "信访": 15, "举报": 10})
        accepted = dice.day()
        closed = dice.maybe(98, later(accepted, dice.whole(0, 16)))
        yield {
            "complaint": f"T{number:04d}",
            "channel": channel,
            "about": "基金监管" if channel == "举报" else dice.weighted(abouts),
            "accepted_on": accepted,
            "due_on": later(accepted, 15),
            "closed_on": closed,
            "satisfied": dice.maybe(80, dice.chance(97)) if closed else None,
            "reward": yuan(dice.whole(20_000, 500_000)) if channel == "举报" and closed and dice.chance(20) else None,
        }


def services() -> Iterator[Row]:
    """Fifteen hundred cases handled."""
    dice = Dice("services")
    for number in range(1, 1501):
        channel = dice.weighted({"掌上": 62, "网上": 18, "窗口": 12, "代办": 8})
        accepted = dice.day()
        item = dice.one_of(_ITEMS)
        due = later(accepted, 42 if item == "医疗费用手工报销" else 10)
        row: Row = {
            "case_id": f"F{number:05d}",
            "person": dice.maybe(98, f"P{dice.whole(1, 2400):05d}"),
            "item": item,
            "channel": channel,
            "accepted_on": accepted,
            "due_on": due,
            "finished_on": dice.maybe(99, later(accepted, dice.whole(0, 11))),
            "visits": dice.maybe(97, 0 if channel != "窗口" else dice.weighted({1: 90, 2: 8, 3: 2})),
            "rating": dice.maybe(70, dice.weighted({"非常满意": 80, "满意": 17, "基本满意": 2, "不满意": 1})),
        }
        yield row | _PLANTED_SERVICES.get(number, {})


_PLANTED_SERVICES: Final[dict[int, Row]] = {
    1: {"accepted_on": FIRST, "due_on": FIRST, "finished_on": FIRST, "visits": None},
    2: {"accepted_on": LAST, "due_on": LAST, "finished_on": LAST, "visits": 0},
    3: {"accepted_on": LAST, "due_on": LAST, "finished_on": _NEXT, "visits": 0},
}


def systems() -> Iterator[Row]:
    """Four systems: one came and one went within the year."""
    yield {"system": "S1", "live_on": date(YEAR - 2, 6, 1), "retired_on": None}
    yield {"system": "S2", "live_on": date(YEAR - 2, 6, 1), "retired_on": None}
    yield {"system": "S3", "live_on": date(YEAR, 7, 1), "retired_on": None}
    yield {"system": "S4", "live_on": date(YEAR - 5, 1, 1), "retired_on": date(YEAR, 3, 31)}


def outages() -> Iterator[Row]:
    """Thirty outages."""
    planted: list[tuple[object, ...]] = [
        ("S1", "2023-12-31 23:30:00", "2024-01-01 00:30:00", "2023-12-31 23:35:00", False, "一般"),
        ("S1", "2024-05-06 09:00:00", "2024-05-06 10:00:00", "2024-05-06 09:08:30", False, "重大"),
        ("S1", "2024-05-06 09:30:00", "2024-05-06 10:30:00", "2024-05-06 09:40:00", False, "一般"),
        ("S2", "2024-12-31 23:50:00", None, "2024-12-31 23:59:00", False, "一般"),
        ("S3", "2024-06-30 22:00:00", "2024-07-01 02:00:00", "2024-06-30 22:05:00", False, "一般"),
        ("S4", "2024-03-31 23:00:00", "2024-04-01 08:00:00", "2024-03-31 23:02:00", False, "一般"),
    ]
    dice = Dice("outages")
    for number in range(len(planted), 30):
        day, hour, minute = dice.day(date(YEAR, 7, 2), date(YEAR, 12, 30)), dice.whole(0, 21), dice.whole(0, 29)
        system, planned = dice.one_of(["S1", "S2", "S3"]), dice.chance(40)
        ends, responded = f"{day} {hour + dice.whole(0, 1):02d}:{minute + 30}:00", f"{day} {hour:02d}:{minute + dice.whole(1, 29):02d}:00"
        planted.append((system, f"{day} {hour:02d}:{minute:02d}:00", ends, responded, planned, "重大" if number % 9 == 0 else "一般"))
    names = ("system", "starts_at", "ends_at", "responded_at", "planned", "severity")
    for number, one in enumerate(planted, 1):
        yield {"outage": f"G{number:03d}", **dict(zip(names, one, strict=True))}
