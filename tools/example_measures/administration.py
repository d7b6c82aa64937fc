"""Surveys, tasks, transfers, subsidies, payroll, projects, purchases, diseases, offices.

Planted: invalid answers, a task that is overdue, money paid too late, in part and too much, a wage paid late, a red entry, drugs bought
outside the platform, a report on the last day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tools.example_measures.drawing import FIRST, LAST, YEAR, Dice, Row, later, yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEXT: Final = date(YEAR + 1, 1, 1)
_BEFORE: Final = date(YEAR - 3, 1, 1)
TASKS: Final[dict[str, tuple[int, int]]] = {
    "培训": (8, 60),
    "宣传": (20, 1),
    "信息发布": (50, 11),
    "稽核": (3, 1),
    "审计": (9, 1),
    "归档": (12, 370),
    "系统升级": (24, 2),
    "价格调整": (2, 1),
    "价格报送": (4, 1),
    "基金运行分析": (4, 1),
    "执法": (30, 1),
    "联合监管": (16, 1),
    "采购验收": (10, 1),
    "外伤审核": (20, 15),
    "课题研究": (3, 1),
}
"""Kinds of task: how many a year, and the usual quantity of one."""


def answers() -> Iterator[Row]:
    """Eight hundred answers of two surveys; some are invalid and have no score."""
    dice = Dice("answers")
    for number in range(1, 801):
        survey = "参保群众满意度" if number <= 600 else "医疗救助对象满意度"
        score = dice.weighted({100: 60, 90: 22, 80: 10, 70: 4, 60: 2, 40: 2})
        yield {
            "answer": f"Q{number:04d}",
            "survey": survey,
            "day": dice.day(date(YEAR, 6, 1), date(YEAR, 6, 30)),
            "score": dice.maybe(96, score),
        }


def tasks() -> Iterator[Row]:
    """The work of a year."""
    dice = Dice("tasks")
    number = 0
    for kind, (times, usual) in TASKS.items():
        for at in range(times):
            number += 1
            due = later(FIRST, min(365, (at + 1) * 366 // times - 1))
            finished = dice.maybe(98, min(later(due, dice.whole(-15, 2)), later(LAST, 1)))
            yield {
                "task": f"R{number:04d}",
                "kind": kind,
                "due_on": due,
                "finished_on": finished,
                "quantity": usual if usual == 1 else dice.whole(usual // 2, usual * 3 // 2),
                "passed": dice.chance(96) if kind in {"采购验收", "外伤审核", "归档"} else None,
                "partner": f"部门{at % 7 + 1}" if kind == "联合监管" else None,
            }


def transfers() -> Iterator[Row]:
    """Money for twelve districts, in ten-thousands of yuan."""
    dice = Dice("transfers")
    projects = {"城乡居民医保财政补助": 4_500_000, "城乡医疗救助": 800_000, "能力提升补助": 40_000}
    number = 0
    for project, usual in projects.items():
        for level in ("中央", "省级", "市级"):
            for county in range(1, 13):
                number += 1
                due, due_on = dice.whole(usual // 2, usual), date(YEAR, dice.whole(3, 11), 28)
                row: Row = {
                    "transfer": f"Z{number:04d}",
                    "project": project,
                    "county": f"县区{county:02d}",
                    "level": level,
                    "due": yuan(due),
                    "due_on": due_on,
                    "paid": yuan(due),
                    "paid_on": later(due_on, dice.whole(-20, 0)),
                }
                yield row | _PLANTED_TRANSFERS.get(number, {})
    for county in range(1, 13):
        number += 1
        money, day = yuan(dice.whole(400_000, 800_000)), date(YEAR - 1, 6, 28)
        yield {
            "transfer": f"Z{number:04d}",
            "project": "城乡医疗救助",
            "county": f"县区{county:02d}",
            "level": "市级",
            "due": money,
            "due_on": day,
            "paid": money,
            "paid_on": day,
        }


_PLANTED_TRANSFERS: Final[dict[int, Row]] = {
    5: {"due": "300.00", "paid": "290.00"},
    17: {"due": "300.00", "paid": "310.00"},
    29: {"due_on": date(YEAR, 11, 28), "paid_on": date(YEAR, 12, 5)},
    41: {"due_on": date(YEAR, 11, 28), "paid_on": _NEXT},
    53: {"paid": None, "paid_on": None},
}


def subsidies() -> Iterator[Row]:
    """Benefits and subsidies by person and due day."""
    dice = Dice("subsidies")
    schemes = {"离休人员医疗": 27, "困难企业参保补助": 61, "特殊人群医疗费": 180}
    number = 0
    for scheme, persons in schemes.items():
        for person in range(1, persons + 1):
            number += 1
            cost = dice.whole(200_000, 3_000_000) if scheme != "困难企业参保补助" else None
            due = 60_000 if cost is None else cost * 95 // 100
            due_on = date(YEAR, dice.whole(1, 12), 25)
            row: Row = {
                "person": f"P{number:05d}",
                "scheme": scheme,
                "cost": None if cost is None else yuan(cost),
                "due": yuan(due),
                "due_on": due_on,
                "paid": yuan(due),
                "paid_on": later(due_on, dice.whole(-10, 0)),
            }
            yield row | ({"paid": None, "paid_on": None} if person % 50 == 0 else {}) | ({"paid_on": _NEXT} if person == 13 else {})


def payroll() -> Iterator[Row]:
    """Twenty persons by month; one leaves in May, one comes in September; one wage is late, one wrong."""
    dice = Dice("payroll")
    for person in range(1, 22):
        wage = dice.whole(3_000, 4_200) * 100
        for month in range(9 if person == 21 else 1, 6 if person == 20 else 13):
            due = date(YEAR, month, 15)
            yield {
                "person": f"E{person:03d}",
                "month": date(YEAR, month, 1),
                "wage": yuan(wage),
                "due_on": due,
                "paid_on": later(due, 3) if (person, month) == (4, 2) else due,
                "correct": (person, month) != (7, 10),
            }


PROJECTS: Final = {"医保经办服务": 272_300, "信息化建设": 20_000, "基金监管": 57_200, "档案整理": 12_000}


def projects() -> Iterator[Row]:
    """Budgets in ten-thousands of yuan."""
    yield from ({"project": name, "year": YEAR, "budget": yuan(budget)} for name, budget in PROJECTS.items())


def spending() -> Iterator[Row]:
    """Three hundred entries of vouchers, one of them red."""
    dice = Dice("spending")
    for number in range(1, 301):
        project = dice.one_of(list(PROJECTS))
        amount = dice.whole(PROJECTS[project] * 60, PROJECTS[project] * 160)
        yield {
            "voucher": f"V{(number + 1) // 2:04d}",
            "line": 2 - number % 2,
            "project": project,
            "item": dice.one_of(["劳务费", "委托业务费", "运行维护费"]),
            "day": FIRST if number == 1 else LAST if number == 2 else dice.day(),
            "amount": yuan(-amount if number == 50 else amount),
        }


def orders() -> Iterator[Row]:
    """Eight hundred orders, money in fen."""
    dice = Dice("orders")
    for number in range(1, 801):
        kind, day = dice.weighted({"药品": 80, "高值医用耗材": 20}), dice.day()
        negotiated = kind == "药品" and dice.chance(15)
        due = later(day, 10) if negotiated else None
        yield {
            "order_id": f"C{number:05d}",
            "kind": kind,
            "day": day,
            "platform": dice.chance(93),
            "negotiated": negotiated,
            "amount": dice.whole(10_000, 20_000_000),
            "settled_on": dice.maybe(99, later(day, dice.whole(10, 40))),
            "report_due_on": due,
            "reported_on": later(due, dice.whole(-5, 0)) if due else None,
        }


def diseases() -> Iterator[Row]:
    """Chronic diseases of the two schemes; two have ended, one starts next year."""
    for number in range(1, 61):
        for insurance in ("职工", "居民"):
            if insurance == "职工" or number % 4:
                starts = _NEXT if number == 60 else date(2022, 1, 1)
                yield {"code": f"M{number:03d}", "insurance": insurance, "starts": starts, "ends": LAST if number == 58 else _ended(number)}


def _ended(number: int) -> date | None:
    return date(YEAR - 1, 12, 31) if number == 59 else None


def offices() -> Iterator[Row]:
    """Offices on four levels."""
    dice = Dice("offices")
    for number in range(1, 181):
        level = "市级" if number == 1 else "县级" if number <= 13 else "乡镇" if number <= 60 else "村社区"
        high = number <= 13
        yield {
            "office": f"O{number:04d}",
            "level": level,
            "starts": dice.day(date(2019, 1, 1), date(2023, 12, 31)),
            "ends": LAST if number == 100 else None,
            "citywide_on": dice.day(_BEFORE, LAST) if high else dice.maybe(30, dice.day(_BEFORE, _NEXT)),
            "standard_on": dice.maybe(92 if high else 50, dice.day(_BEFORE, LAST)),
            "agent_on": dice.maybe(70, dice.day(_BEFORE, LAST)),
        }


STANDARDS: Final = {
    "居民财政补助": {2023: 64_000, 2024: 67_000, 2025: 70_000},
    "居民个人缴费": {2023: 38_000, 2024: 40_000, 2025: 40_000},
    "长护居家护理": {2023: 5_500, 2024: 5_500},
}
"""Fen by year."""


def standards() -> Iterator[Row]:
    """What notices set, by year."""
    for standard, amounts in STANDARDS.items():
        yield from ({"standard": standard, "year": year, "amount": yuan(fen), "basis": f"{year}年文件"} for year, fen in amounts.items())
