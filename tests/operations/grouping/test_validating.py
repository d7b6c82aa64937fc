"""Findings about a scheme: each kind made on purpose, and nothing found where nothing is wrong."""

from __future__ import annotations

from typing import Final

import pytest

from baozhang.operations.grouping.building import build_scheme
from baozhang.operations.grouping.scheme import Identity, in_severity_order
from baozhang.operations.grouping.tables import DRG_FORMS, Table
from baozhang.operations.grouping.validating import KIND_NAMES, Finding, Kind, validate
from tests.operations.grouping.samples import example, example_tables

CLEAN: Final[dict[str, list[tuple[str, ...]]]] = {
    "mdc": [("MDCE", "呼吸", "pdx_in(zd)")],
    "adrg": [("MDCE", "EB1", "EB1", "手术", "mainproc_in(ss)", ""), ("MDCE", "ES1", "ES1", "肺炎", "pdx_in(zd)", "")],
    "drg": [("EB1", "EB19", "手术", "always"), ("ES1", "ES11", "重", "mcc"), ("ES1", "ES15", "其他", "always")],
    "code_list": [
        ("MDCE", "zd", "J18.900", ""),
        ("MDCE", "zd", "J15.902", ""),
        ("EB1", "ss", "33.2400", ""),
        ("ES1", "zd", "J18.900", ""),
        ("ES1", "zd", "J15.902", ""),
    ],
    "complication": [("A41.900", "MCC", "12")],
    "code_name": [
        ("diagnosis", "J18.900", "肺炎"),
        ("diagnosis", "J15.902", "肺炎"),
        ("procedure", "33.2400", "活检"),
        ("procedure", "34.0400", "引流"),
    ],
}


def findings(*, rates: set[str] | None = None, **more: list[tuple[str, ...]]) -> list[Finding]:
    """What is found in the clean scheme with rows added or, by `only_…`, replaced."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    for name, kept in CLEAN.items():
        rows[name] = [*more.get(f"only_{name}", kept), *more.get(name, [])]
    tables = {}
    for form in DRG_FORMS:
        if form.name in rows:
            columns = dict(zip((column.name for column in form.columns), map(list, zip(*rows[form.name], strict=True)), strict=True))
            tables[form.name] = Table(form, columns, form.sheet)
    built = build_scheme(Identity("x", "x"), tables)
    assert built.scheme is not None, built.problems
    return validate(built.scheme, tables, rates)


def test_nothing_is_found_in_a_clean_scheme() -> None:
    assert findings() == []
    assert findings(rates={"EB19", "ES11", "ES15"}) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (
            {"only_drg": [("EB1", "EB19", "", "always"), ("ES1", "ES15", "", "always"), ("ES1", "ES11", "", "mcc")]},
            Finding(Kind.AFTER_ALWAYS, "ES1", "方案次序 ES15、ES11，实际判断次序 ES11、ES15"),
        ),
        (
            {"only_drg": [("EB1", "EB19", "", "always"), ("ES1", "ES13", "", "mcc_or_cc"),
                          ("ES1", "ES11", "", "mcc"), ("ES1", "ES15", "", "always")]},
            Finding(Kind.SEVERITY_ORDER, "ES1", "方案次序 ES13、ES11、ES15，实际判断次序 ES11、ES13、ES15"),
        ),
        ({"adrg": [("MDCE", "ES2", "ES2", "", "pdx_in(zd)", "")], "drg": [("ES2", "ES29", "", "always")],
          "code_list": [("ES2", "zd", "J18.900", "")]},
         Finding(Kind.SWALLOWED, "ES2", "符合 ES2 的病例都已在 ES1")),
        ({"adrg": [("MDCE", "EB2", "EB2", "", "mainproc_in(ss) and age <= 17", "")], "drg": [("EB2", "EB29", "", "always")],
          "code_list": [("EB2", "ss", "33.2400", "")]}, Finding(Kind.SWALLOWED, "EB2", "符合 EB2 的病例都已在 EB1")),
        ({"only_drg": [("EB1", "EB19", "", "always")]}, Finding(Kind.NO_DRG, "ES1", "符合时停在 ES1")),
        ({"only_drg": [("EB1", "EB19", "", "always"), ("ES1", "ES13", "", "mcc_or_cc")]},
         Finding(Kind.NO_ELSE, "ES1", "都不符合时停在 ES1")),
        ({"mdc": [("MDCQ", "血液", "always")]}, Finding(Kind.NO_ADRG, "MDCQ", "没有规则")),
        ({"drg": [("EB1", "EB19", "", "always")]}, Finding(Kind.DUPLICATE_GROUP, "EB1", "EB19 有2行")),
        ({"code_list": [("EB1", "ss", "33.2400", "")]}, Finding(Kind.DUPLICATE_CODE, "EB1 ss", "33.2400 有2行")),
        ({"complication": [("A41.900", "CC", "12")]}, Finding(Kind.DUPLICATE_CODE, "并发症与合并症", "A41.900 既是MCC又是CC，按MCC计")),
        ({"code_list": [("EB1", "ss", "33.9999", "")]}, Finding(Kind.UNKNOWN_CODE, "EB1 ss", "33.9999")),
        ({"code_list": [("EB1", "ss", "J18.900", "")]}, Finding(Kind.WRONG_KIND, "EB1 ss", "J18.900")),
        ({"code_list": [("EB1", "ss9", "34.0400", "")]}, Finding(Kind.UNUSED_LIST, "EB1 ss9", "1个编码")),
        ({"code_list": [("ES1", "zd", "K25.900", "")], "code_name": [("diagnosis", "K25.900", "")]},
         Finding(Kind.OUTSIDE_MDC, "ES1", "1个：K25.900")),
    ],
    ids=lambda value: value.kind if isinstance(value, Finding) else "",
)  # fmt: skip
def test_each_kind_is_found(more: dict[str, list[tuple[str, ...]]], found: Finding) -> None:
    assert found in findings(rates=None, **more)


def test_lists_that_earlier_rules_share_out_are_swallowed_together() -> None:
    """No single earlier rule takes every case of ES3, but two together do."""
    told = findings(
        only_adrg=[("MDCE", rule, rule, "", "pdx_in(zd)", "") for rule in ("ES1", "ES2", "ES3")],
        only_drg=[(rule, f"{rule}9", "", "always") for rule in ("ES1", "ES2", "ES3")],
        only_code_list=[
            *(("MDCE", "zd", code, "") for code in ("J18.900", "J15.902")),
            *(("ES1", "zd", "J18.900", ""), ("ES2", "zd", "J15.902", ""), ("ES3", "zd", "J18.900", ""), ("ES3", "zd", "J15.902", "")),
        ],
    )
    assert told == [Finding(Kind.SWALLOWED, "ES3", "编码表 zd 的编码都已在前面各规则的表内")]


def test_a_rule_that_hands_cases_on_swallows_nothing() -> None:
    told = findings(
        only_adrg=[("MDCE", "ES1", "ES1", "", "pdx_in(zd)", "next"), ("MDCE", "ES2", "ES2", "", "pdx_in(zd)", "")],
        only_drg=[("ES1", "ES11", "", "mcc"), ("ES2", "ES25", "", "always")],
        only_code_list=[(owner, "zd", "J18.900", "") for owner in ("MDCE", "ES1", "ES2")],
    )
    assert [finding.kind for finding in told] == [Kind.NO_ELSE]


def test_severities_that_cover_everything_need_no_rest() -> None:
    """MCC, CC and none together leave no case out: the example's ES1."""
    assert [finding.where for finding in validate(example(), example_tables()) if finding.kind is Kind.NO_ELSE] == ["FV1"]


def test_groups_and_rates_are_held_against_each_other() -> None:
    assert findings(rates={"EB19", "ES11", "ZZ99"}) == [
        Finding(Kind.NO_RATE, "ES1", "ES15"),
        Finding(Kind.RATE_WITHOUT_GROUP, "费率表", "ZZ99"),
    ]


def test_only_plain_severities_change_places() -> None:
    """A condition on age keeps its place in front, the rest goes last."""
    adrg = next(adrg for _, adrg in example().steps if adrg.rule == "ES1")
    child, major, minor, none = adrg.drgs
    assert in_severity_order([child, none, minor, major]) == (child, major, minor, none)
    rest = next(adrg.drgs[0] for _, adrg in example().steps if adrg.rule == "HC1")
    assert in_severity_order([rest, minor, child, major]) == (major, child, minor, rest)


def test_every_kind_has_a_name() -> None:
    assert set(KIND_NAMES) == set(Kind)
