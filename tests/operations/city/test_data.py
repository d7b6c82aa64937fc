"""The data files of the city are complete and go together."""

from __future__ import annotations

from importlib import resources

import pytest

from baozhang.operations.city.assumptions import assumption, listed
from baozhang.operations.city.charges import components, items
from baozhang.operations.city.fitting import Fit, fit_of, fit_of_all
from baozhang.operations.warehouse.datasets import values_of

DATA = resources.files("baozhang.operations.city") / "data"


@pytest.mark.parametrize("name", ["population", "use", "benefits-assumed"])
def test_assumptions_are_dated_and_have_a_source(name: str) -> None:
    assert assumption(name)["valid_from"] >= "2020"
    assert assumption(name)["source"]


def test_every_data_file_is_told_of() -> None:
    told = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert [entry.name for entry in DATA.iterdir() if entry.name != "SOURCES.md" and f"`{entry.name}`" not in told] == []


def test_items_can_be_charged_and_split() -> None:
    """Class 丙 is wholly one's own, class 甲 not at all; every component has items, every item is of a component."""
    rows = listed("items")
    assert len({row["code"] for row in rows}) == len(rows)
    assert {row["component"] for row in listed("components")} == {row["component"] for row in rows}
    assert set(items().type.tolist()) <= values_of("med_chrgitm_type")
    for row in rows:
        assert int(row["price"]) > 0
        assert int(row["most"]) >= 1
        assert {"1": row["own"] == "0", "2": 0 < int(row["own"]) < 100, "3": row["own"] == "100"}[row["level"]]
    assert all(len(component.items) for component in components())


def test_households_and_shares_make_sense() -> None:
    population, use = assumption("population"), assumption("use")
    for kind in population["households"]:
        assert kind["members"][0] == "head"
        assert kind["head"][0] <= kind["head"][1] <= population["oldest"]
        assert set(kind["members"]) <= population["apart"].keys()
    assert {int(kind) for kind in population["needy"]} <= values_of("psn_idet_type")
    assert sum(population["needy"].values()) < 1000
    assert len(use["season"]) == 12
    assert len(use["prices"]) == len(use["stay_prices"]) == len(use["institutions"]) == 5
    for name in ("outpatient_levels", "inpatient_levels", "surgery_levels"):
        assert len(use[name]) == 4
    for one in use["institutions"]:
        assert set(one["lv"]) <= values_of("hosp_lv")


@pytest.mark.parametrize(
    ("kind", "code", "fit"),
    [
        ("diagnosis", "O80.000", Fit(frozenset({2}), 14, 54)),
        ("diagnosis", "N40.x00", Fit(frozenset({1}), 40, 120)),
        ("diagnosis", "J18.900", Fit()),
        ("procedure", "74.1x01", Fit(frozenset({2}), 14, 54)),
        ("procedure", "47.0100", Fit()),
    ],
)
def test_codes_fit_whom_they_can_befall(kind: str, code: str, fit: Fit) -> None:
    assert fit_of(kind, code) == fit


def test_a_case_fits_whom_all_its_codes_fit() -> None:
    assert fit_of_all(["J18.900", "O80.000"], []).genders == {2}
    assert fit_of_all(["N40.x00", "O80.000"], []).genders == frozenset()
    assert fit_of_all(["P59.900"], ["47.0100"]) == Fit(frozenset({1, 2}), 0, 0)
