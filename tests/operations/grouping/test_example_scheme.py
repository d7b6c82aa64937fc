"""Every kind of condition on the example scheme: the answers were worked out by hand from its tables."""

from __future__ import annotations

from typing import Any

import pytest

from baozhang.operations.grouping.case import Grouping, Status, case_of
from baozhang.operations.grouping.explaining import explain
from baozhang.operations.grouping.scalar import ScalarGrouper
from baozhang.operations.grouping.vectorised import VectorisedGrouper
from tests.operations.grouping.samples import case, example, example_rows, expected, grouped_together

SCALAR = ScalarGrouper(example())
VECTORISED = VectorisedGrouper(example())


@pytest.mark.parametrize("row", example_rows(), ids=lambda row: row["id"])
def test_the_example_cases(row: dict[str, str]) -> None:
    wanted = expected()[row["id"]]
    assert SCALAR.group(case_of(row)) == wanted
    assert grouped_together(VECTORISED, [dict(row)]) == [wanted]
    assert explain(case_of(row), example()).answer == wanted


NEWBORN = {"age": 0, "gender": 1}


@pytest.mark.parametrize(
    ("diagnoses", "procedures", "numbers", "drg"),
    [
        # weight in [a, b): the bounds, and 0 for a weight that nobody took
        ("P07.100", "", {**NEWBORN, "age_days": 1, "weight": 1499}, "PS15"),
        ("P07.100", "", {**NEWBORN, "age_days": 1, "weight": 1500}, "PS29"),
        ("P07.100", "", {**NEWBORN, "age_days": 1, "weight": 2499}, "PS29"),
        ("P07.100", "", {**NEWBORN, "age_days": 1, "weight": 2500}, "PV19"),
        ("P07.100", "", {**NEWBORN, "age_days": 1, "weight": 0}, "PV19"),
        # newborns are 28 days or younger; 29 days are not
        ("P59.900", "", {**NEWBORN, "age_days": 28}, "PU19"),
        ("P59.900", "", {**NEWBORN, "age_days": 29}, "PV19"),
        ("P59.900", "", {**NEWBORN, "age_days": None}, "PV19"),
        # the severity of PS1 counts among any diagnosis, the weight rule too
        ("P22.000|P07.100", "", {**NEWBORN, "age_days": 1, "weight": 1000}, "PS15"),
        # gender decides MDCM and MDCN
        ("N40.x00", "", {"gender": 1}, "MZ19"),
        ("N83.200", "", {"gender": 2}, "NZ19"),
        # any diagnosis beginning with Z37. lets a woman into MDCO, as other diagnosis only for OR1
        ("Z37.000", "", {}, "OZ19"),
        ("K25.900|Z37.000", "", {}, "OR19"),
        ("K25.900|Z37.999", "", {}, "OZ19"),
        ("K25.900|Z37.000", "", {"gender": 1}, "GZ15"),
        # two sites, not one, and not the same site twice
        ("S06.500|S06.000", "", {}, ""),
        ("S06.500|S27.000", "", {}, "ZZ15"),
        ("S06.500|S27.000", "96.0400", {}, "ZZ15"),
        ("S06.500|S27.000", "54.1100", {}, "ZC19"),
        # a main procedure named one by one enters MDCA, as an other procedure it does not
        ("J18.900", "96.7201", {}, "AH15"),
        ("J18.900", "88.5500|96.7201", {}, "ES15"),
        # any procedure of each list, in any order; one alone is not enough
        ("J18.900", "34.0400|33.2400", {}, "EC19"),
        ("I21.000", "88.5600|36.0601", {}, "FM19"),
        ("I21.000", "88.5600", {}, "FR15"),
        # department, and a plain ambiguous group for a valid procedure
        ("J18.900", "", {"department": "ICU"}, "ET11"),
        ("J18.900", "54.1100", {"department": "内科"}, "EQY"),
        # age, severities in the right order
        ("J18.900|A41.900", "", {"age": 17}, "ES1A"),
        ("J18.900|A41.900|E87.600", "", {"age": 18}, "ES11"),
        ("J18.900|E87.600", "", {}, "ES13"),
        ("J18.900", "", {}, "ES15"),
        # excluded: same table as the principal diagnosis
        ("J18.900|J96.000", "", {}, "ES15"),
        # the principal diagnosis is no complication of itself when it stands twice in the same table
        ("J18.900|J18.900", "", {}, "ES15"),
        ("K25.900|K25.900", "", {}, "GZ15"),
        # length of stay and discharge
        ("I21.000", "", {"days": 3, "discharge": 5}, "FR1A"),
        ("I21.000", "", {"days": 4, "discharge": 5}, "FR15"),
        ("I21.000", "", {"days": None, "discharge": 5}, "FR15"),
        ("Z50.100", "", {"days": 60}, "XR11"),
        ("Z50.100", "", {"days": 0}, ""),
        # a procedure that decides among DRGs
        ("I21.000", "88.5500|99.1000", {}, "FR1B"),
        # a rule without a rest and `next`: the second best path
        ("I50.900|N17.900", "", {}, "FV11"),
        ("I50.900", "", {}, "FV25"),
        # not in a list, and without a valid main procedure
        ("K25.900", "47.0100", {}, "GD19"),
        ("K35.800", "47.0100", {}, "GD29"),
        ("I10.x00", "54.1100", {}, ""),
        ("I10.x00", "88.5500|54.1100", {}, "FZ19"),
        # procedure classes
        ("C50.900", "85.4301", {}, "JA29"),
        ("C50.900", "85.5300x001|85.4301", {}, "JA19"),
        ("C50.900", "40.2300|85.2100x003|85.4301", {}, "JA19"),
        ("C50.900", "40.2300|85.2100x003", {}, "JA29"),
        ("C50.900", "40.2300", {}, "JR19"),
        # codes of another edition
        ("i10.X00x003", "", {}, "FZ19"),
        ("K80.000", "51.2300X002", {}, "HC19"),
    ],
)
def test_kinds_of_conditions(diagnoses: str, procedures: str, numbers: dict[str, object], drg: str) -> None:
    one = case(diagnoses, procedures, **numbers)
    row = {"id": "1", "gender": 2, "age": 40, "diagnoses": diagnoses, "procedures": procedures, **numbers}
    answer = SCALAR.group(one)
    assert answer.drg == drg
    assert grouped_together(VECTORISED, [row]) == [answer]
    assert explain(one, example()).answer == answer


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ({"gender": 0}, Status.INVALID_DATA),
        ({"gender": 3}, Status.INVALID_DATA),
        ({"gender": "男"}, Status.INVALID_DATA),
        ({"gender": None}, Status.MISSING_DATA),
        ({"age": None}, Status.MISSING_DATA),
        ({"age": -1}, Status.INVALID_DATA),
        ({"age": 151}, Status.INVALID_DATA),
        ({"age": "四十"}, Status.INVALID_DATA),
        ({"diagnoses": ""}, Status.MISSING_DATA),
        ({"diagnoses": "|J18.900"}, Status.MISSING_DATA),
        ({"diagnoses": "Q99.999"}, Status.INVALID_PRINCIPAL),
        ({"diagnoses": "E87.600"}, Status.UNGROUPED),
    ],
)
def test_what_is_not_grouped_and_why(numbers: dict[str, object], status: Status) -> None:
    row = {"id": "1", "gender": 2, "age": 40, "diagnoses": "J18.900", "procedures": "", **numbers}
    assert SCALAR.group(case_of(row)) == Grouping(status)
    assert grouped_together(VECTORISED, [row]) == [Grouping(status)]
    assert explain(case_of(row), example()).answer == Grouping(status)


def test_the_order_of_mdcs_is_that_of_the_scheme() -> None:
    """A case that two MDCs would take goes to the one that the scheme tries first, whatever the letters."""
    newborn_with_trauma: dict[str, Any] = {"gender": 1, "age": 0, "age_days": 3, "weight": 1200}
    assert SCALAR.group(case("P07.100|S06.500|S27.000", **newborn_with_trauma)).mdc == "MDCP"
    assert SCALAR.group(case("S06.500|S27.000", "54.1100")).mdc == "MDCZ"
    assert [mdc.code for mdc in example().mdcs][:4] == ["MDCA", "MDCP", "MDCZ", "MDCM"]


def test_an_explanation_tells_every_step() -> None:
    told = explain(case("J44.100|E87.600|J96.000|K25.900"), example())
    text = "\n".join(f"{topic} {line}" for topic, line in told.steps)
    for wanted in (
        "不进入 MDCA 先期分组（示例）：没有手术属于有效手术操作，且没有主要手术",
        "不进入 MDCP",
        "进入 MDCE 呼吸系统（示例）：主要诊断 J44.100 在 MDCE 的编码表 zd 内",
        "不符合 EC1、ECT、EQY、ES1 的条件",
        "主要诊断 J44.100 在排除表 11 内",
        "E87.600 是CC（排除表 15），计入",
        "J96.000 是MCC（排除表 11），与主要诊断同表，被排除",
        "入 ET13 慢阻肺，伴并发症（示例）：伴并发症或合并症（MCC或CC）",
        "结果 入组：MDCE → ET1 → ET13",
    ):
        assert wanted in text
