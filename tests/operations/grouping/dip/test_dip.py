"""DIP: which group a case belongs to, what multiplies its score, and that every figure is exact."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.operations.grouping.building import normalised
from baozhang.operations.grouping.case import case_of
from baozhang.operations.grouping.dip import (
    Catalogue,
    Scorer,
    Selector,
    Tier,
    Treatment,
    case_score,
    deviation_of,
    import_catalogue,
    load_catalogue,
)
from baozhang.operations.grouping.dip.building import build_catalogue
from baozhang.operations.grouping.dip.catalogue import DIP_FORMS, RANKING, Parameters, diagnosis_range
from baozhang.operations.grouping.dip.catalogues import DIP_STORE
from baozhang.operations.grouping.dip.factors import rounded
from baozhang.operations.grouping.dip.scoring import dip_case_of, result_row
from baozhang.operations.grouping.importing import read_source
from baozhang.operations.grouping.scheme import Identity
from baozhang.operations.grouping.tables import Table

EXAMPLE: Final = Path(__file__).parents[4] / "examples" / "dip"


@cache
def tables() -> dict[str, Table]:
    source = read_source(EXAMPLE, "demo", DIP_FORMS)
    assert source.problems == ()
    return normalised(source.tables)


def catalogue(**more: list[tuple[str, ...]]) -> Catalogue:
    """The example catalogue, with some tables replaced."""
    made = {**tables()}
    for name, rows in more.items():
        form = next(form for form in DIP_FORMS if form.name == name)
        made[name] = Table(form, {c.name: list(cells) for c, cells in zip(form.columns, zip(*rows, strict=True), strict=True)}, form.sheet)
    built = build_catalogue(Identity("demo", "示例"), made)
    assert built.problems == ()
    assert built.catalogue is not None
    return built.catalogue


def rows_of(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def chosen(found: Catalogue, diagnoses: str, procedures: str = "", cost: int | None = None) -> list[str]:
    case = case_of({"gender": 1, "age": 50, "diagnoses": diagnoses, "procedures": procedures})
    return [candidate.group.code for candidate in Selector(found).candidates(case, cost)]


@pytest.mark.parametrize(("row", "wanted"), list(zip(rows_of("cases"), rows_of("expected"), strict=True)), ids=lambda row: row["id"])
def test_the_example_cases(row: dict[str, str], wanted: dict[str, str]) -> None:
    """Worked out by hand: groups, deviation, auxiliary coefficient and score."""
    scorer = Scorer(catalogue())
    found = result_row(scorer.score(dip_case_of(row)))
    assert found == {name: value for name, value in wanted.items() if name != "id" and (value or name in found)}
    assert result_row(scorer.explain(dip_case_of(row))) == found


@pytest.mark.parametrize(
    ("cost", "factor"),
    [
        (4_000_00, "0.4"),
        (10_000_00, "1"),
        (20_000_00, "1"),
        (25_000_00, "1.5"),
        (5_000_00, "1"),
        (4_999_99, "0.499999"),
        (20_000_01, "1.000001"),
    ],
)
def test_deviation_of_a_mean_of_ten_thousand(cost: int, factor: str) -> None:
    """The published vector; 0.5 is not below 0.5, and 2 is not above 2."""
    assert deviation_of(cost, 10_000_00).factor == Fraction(factor)


def test_costs_beyond_five_times_the_mean_are_reviewed() -> None:
    assert not deviation_of(50_000_00, 10_000_00).review
    assert deviation_of(50_000_01, 10_000_00).review


def test_a_pool_may_set_other_bounds() -> None:
    narrow = Parameters(deviation_low=Decimal("0.6"), deviation_high=Decimal("1.5"))
    assert deviation_of(5_500_00, 10_000_00, narrow).factor == Fraction("0.55")
    assert deviation_of(16_000_00, 10_000_00, narrow).factor == Fraction("1.1")


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_deviation_never_falls_as_costs_rise(cost: int, mean: int) -> None:
    """Within the same side of a bound; at the low bound the factor leaps from the ratio to 1."""
    here, next_one = deviation_of(cost, mean), deviation_of(cost + 1, mean)
    assert here.factor <= next_one.factor
    assert here.factor >= 0


@given(st.decimals(0, 10**6, places=4), st.fractions(0, 20), st.decimals(0, 3, places=2), st.decimals(0, 3, places=3))
def test_scores_are_rounded_once_and_half_up(score: Decimal, deviation: Fraction, auxiliary: Decimal, hospital: Decimal) -> None:
    exact = Fraction(score) * deviation * Fraction(auxiliary) * Fraction(hospital)
    found = Fraction(case_score(score, deviation, auxiliary, hospital, 2))
    assert -Fraction(1, 200) < found - exact <= Fraction(1, 200)


def test_rounding_keeps_the_decimals() -> None:
    assert str(rounded(Fraction(5, 2), 0)) == "3"
    assert str(rounded(Fraction(1), 4)) == "1.0000"


def test_more_terms_win_then_more_matched_procedures() -> None:
    found = catalogue()
    assert chosen(found, "I21.000", "36.0700|88.5500")[:2] == ["I21.0-36.07+88.55", "I21.0-36.07"]
    assert chosen(found, "I21.000", "36.0601")[0] == "I21.0-36.07"
    assert chosen(found, "I21.000", "88.5500")[0] == "I21.0-BS"


def test_a_short_procedure_code_stands_for_all_below_it_and_a_whole_one_for_itself() -> None:
    whole = ("A", "甲", "核心", "手术", "I21.0", "36.0700", "10", "")
    short = ("B", "乙", "核心", "手术", "I21.0", "36.06", "10", "")
    found = catalogue(group=[whole, short], auxiliary=[("年龄", "甲", "", "age >= 90", "1")], mean_cost=[("A", "三级", "1.00")])
    assert chosen(found, "I21.000", "36.0700") == ["A"]
    assert chosen(found, "I21.000", "36.0701") == []
    assert chosen(found, "I21.000", "36.0601") == ["B"]


def test_core_groups_go_by_five_characters_and_comprehensive_ones_by_three() -> None:
    found = catalogue()
    assert chosen(found, "I21.000x001") == ["I21.0-BS", "I21-BS"]
    assert chosen(found, "I21.100") == ["I21-BS"]
    assert chosen(found, "J12.000") == chosen(found, "J18.900") == ["J18-BS"]
    assert chosen(found, "J19.000") == chosen(found, "I2") == []


def test_comprehensive_groups_go_by_the_class_of_the_procedures() -> None:
    found = catalogue()
    assert [chosen(found, "J18.900", code)[0] for code in ("54.1100", "34.0400", "33.2400", "")] == ["J18-SS", "J18-ZL", "J18-ZD", "J18-BS"]
    assert chosen(found, "J18.900", "33.2400|34.0400|99.1000")[0] == "J18-ZL"


def test_conservative_treatment_has_no_operation() -> None:
    """Diagnostic procedures are tolerated by default; a pool may decide otherwise."""
    strict = catalogue(parameter=[("conservative_tolerates", "", "")])
    assert chosen(catalogue(), "I21.000", "88.5500") == ["I21.0-BS", "I21-BS"]
    assert chosen(strict, "I21.000", "88.5500") == []
    assert chosen(catalogue(), "I21.000", "54.1100") == ["I21-SS"]


def test_the_nearest_mean_cost_decides_unless_the_pool_ranks_first() -> None:
    literal = catalogue(parameter=[("selection", "terms、matched、cost、rank", "")])
    assert chosen(literal, "I21.000", cost=4_000_00)[0] == "I21-BS"
    assert chosen(literal, "I21.000", cost=10_000_00)[0] == "I21.0-BS"
    assert chosen(literal, "I21.000")[0] == "I21.0-BS"
    assert chosen(catalogue(), "I21.000", cost=4_000_00)[0] == "I21.0-BS"


def test_an_unknown_mean_cost_is_not_near() -> None:
    groups: list[tuple[str, ...]] = [
        ("A", "", "核心", "保守", "I21.0", "", "10", ""),
        ("B", "", "基层", "保守", "I21.0", "", "10", "90000"),
    ]
    literal = catalogue(
        group=groups,
        parameter=[("selection", "cost、rank", "")],
        mean_cost=[("A", "三级", "1.00")],
        auxiliary=[("年龄", "甲", "", "age >= 90", "1")],
    )
    assert chosen(literal, "I21.000", cost=100) == ["B", "A"]


def test_the_order_of_tiers_and_treatments() -> None:
    names = [tier + treatment for tier, treatment in RANKING]
    assert " ".join(names[:6]) == "核心手术 基层手术 核心治疗 基层治疗 核心诊断 基层诊断"
    assert " ".join(names[6:]) == "综合手术 综合治疗 综合诊断 核心保守 基层保守 综合保守"
    assert len(set(RANKING)) == len(Tier) * len(Treatment)


@pytest.mark.parametrize(
    ("numbers", "coefficient"),
    [
        ({"age": 0, "age_days": 28}, "1.30"),
        ({"age": 0, "age_days": 29}, "1.20"),
        ({"age": 1}, "1.10"),
        ({"age": 7}, "1.05"),
        ({"age": 18}, "1.00"),
        ({"age": 65}, "1.00"),
        ({"age": 66}, "1.08"),
        ({"days": 3}, "0.80"),
        ({"days": 4}, "1.00"),
        ({"discharge": 5, "days": 3}, "0.90"),
        ({"discharge": 5, "days": 4}, "1.40"),
        ({"diagnoses": "I21.000|E87.600"}, "1.12"),
        ({"diagnoses": "I21.000|A41.900|E87.600"}, "1.25"),
        ({"diagnoses": "I21.000|I50.900"}, "1.00"),
        ({"diagnoses": "C50.900|C77.300"}, "1.35"),
        ({"diagnoses": "C50.900", "procedures": "92.2000"}, "1.18"),
        ({"diagnoses": "C50.900", "procedures": "99.2500"}, "1.15"),
        ({"diagnoses": "C50.900"}, "1.00"),
        ({"diagnoses": "I21.000|C77.300"}, "1.00"),
    ],
)
def test_the_highest_auxiliary_coefficient_wins(numbers: dict[str, object], coefficient: str) -> None:
    row = {"gender": 1, "age": 50, "days": 7, "discharge": 1, "diagnoses": "I21.000", "procedures": "", **numbers}
    result = Scorer(catalogue()).score(dip_case_of(row))
    assert result.auxiliary is not None
    assert str(result.auxiliary.coefficient) == coefficient


def test_a_line_of_the_auxiliary_catalogue_may_be_for_one_group() -> None:
    found = catalogue(auxiliary=[("病种", "甲", "I21-BS", "always", "2"), ("病种", "乙", "", "always", "1.5")])
    score = [Scorer(found).score(dip_case_of({"gender": 1, "age": 50, "diagnoses": code})) for code in ("I21.100", "I21.000")]
    assert [str(result.auxiliary.coefficient) for result in score if result.auxiliary] == ["2", "1.5"]


def test_the_mean_cost_of_the_hospital_level_is_used_where_there_is_one() -> None:
    row = {"gender": 1, "age": 50, "diagnoses": "I21.000", "cost": "30000.00"}
    factors = [Scorer(catalogue()).score(dip_case_of({**row, "level": level})).deviation for level in ("三级", "二级", "一级")]
    assert [each.factor for each in factors if each] == [Fraction(3, 2), 2, 2]


@pytest.mark.parametrize("cost", ["", None, "x", "-1", "1.234", float("nan"), float("inf")])
def test_a_cost_that_is_no_amount_makes_no_deviation(cost: object) -> None:
    result = Scorer(catalogue()).score(dip_case_of({"gender": 1, "age": 50, "diagnoses": "I21.000", "cost": cost}))
    assert result.deviation is None
    assert result.score == Decimal("980.7500")


def test_an_explanation_names_candidates_and_factors() -> None:
    row = {
        "gender": 1,
        "age": 70,
        "days": 7,
        "discharge": 1,
        "diagnoses": "I21.000",
        "procedures": "36.0700|88.5500",
        "cost": "200000",
    }
    text = "\n".join(f"{topic} {line}" for topic, line in Scorer(catalogue()).explain(dip_case_of(row)).steps)
    for wanted in (
        "候选病种 I21.0-36.07+88.55 前壁心肌梗死：支架植入伴造影（核心手术）：并列条件 2 项，匹配手术操作 2 个",
        "，与次均费用相差 166,000.00 元",
        "费用为上年次均费用的 5.8824 倍，偏差系数 4.8824，超过评议倍数，须专家评议",
        "年龄 66岁及以上：系数 1.08，取此档",
        "严重程度 Ⅰ-B：系数 1.00，系数不是最高",
    ):
        assert wanted in text


@pytest.mark.parametrize("text", ["I21", "I21.0", "I10.x", "J18-J22"])
def test_diagnosis_ranges(text: str) -> None:
    assert diagnosis_range(text) is not None


@pytest.mark.parametrize("text", ["", "I2", "I21.00", "J22-J18", "J18-", "i21", "36.07", "J18.9-J20.1"])
def test_what_is_no_diagnosis_range(text: str) -> None:
    assert diagnosis_range(text) is None


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("group", ("X", "", "核心", "手术", "I21", "36.07", "1", ""), "“I21”不是前5位"),
        ("group", ("X", "", "综合", "手术", "I21.0", "", "1", ""), "“I21.0”不是前3位或范围"),
        ("group", ("X", "", "中心", "手术", "I21.0", "36.07", "1", ""), "层次应为核心、基层、综合"),
        ("group", ("X", "", "核心", "手术", "I21.0", "", "1", ""), "应写手术操作"),
        ("group", ("X", "", "核心", "保守", "I21.0", "36.07", "1", ""), "综合病种、保守治疗不写手术操作"),
        ("group", ("X", "", "核心", "保守", "I21.0", "", "一", ""), "“一”不是非负的数"),
        ("group", ("X", "", "核心", "保守", "I21.0", "", "1", "1.005"), "金额最多两位小数"),
        ("procedure_class", ("36.0700", "保守"), "类别应为手术、治疗、诊断"),
        ("auxiliary", ("年龄", "甲", "没有的", "always", "1"), "病种目录中没有“没有的”"),
        ("auxiliary", ("年龄", "甲", "", "age >> 3", "1"), "应为整数"),
        ("mean_cost", ("没有的", "三级", "1"), "病种目录中没有“没有的”"),
        ("parameter", ("deviation", "1", ""), "没有参数“deviation”"),
        ("parameter", ("score_decimals", "多", ""), "“多”不能作 score_decimals 的值"),
        ("parameter", ("selection", "最贵", ""), "“最贵”不能作 selection 的值"),
    ],
)
def test_cells_that_cannot_be_used_are_named(table: str, row: tuple[str, ...], reason: str) -> None:
    form = next(form for form in DIP_FORMS if form.name == table)
    made = {**tables(), table: Table(form, {c.name: [cell] for c, cell in zip(form.columns, row, strict=True)}, form.sheet)}
    if table == "group":
        made = {name: made[name] for name in made if name not in {"auxiliary", "mean_cost"}}
    assert any(reason in problem.reason for problem in build_catalogue(Identity("x", "x"), made).problems)


def test_a_catalogue_is_imported_and_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOZHANG_DATA", str(tmp_path))
    assert import_catalogue(EXAMPLE, "demo").new
    assert load_catalogue("demo").groups == catalogue().groups
    assert [stored.identity.label for stored in DIP_STORE.all()] == ["demo@1"]
    with pytest.raises(UsageError, match="没有方案“other”"):
        load_catalogue("other")
