"""Which documents belong together, and when that cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.across.members import members_of
from baozhang.auditing.across.partners import Partner, name_of, partners_of
from baozhang.facts.records import BlockRow, DocumentRow

if TYPE_CHECKING:
    from collections.abc import Sequence


def document(key: str, year: int = 2024, stage: str = "final", **about: str) -> DocumentRow:
    department = about.get("department", "甲市子区乙局")
    region = about.get("region", "甲市子区")
    title, layout, scope = about.get("title", ""), about.get("layout", "national-final"), about.get("scope", "department")
    return DocumentRow(key, f"{key}.txt", title, department, region, year, stage, scope, layout, "万元", 0, 0, 0)


def of(partners: Sequence[Partner], key: str, relation: str) -> Partner:
    (one,) = [partner for partner in partners if (partner.document_id, partner.relation) == (key, relation)]
    return one


def test_last_year_and_the_years_budget_are_found() -> None:
    partners = partners_of([document("old", 2023), document("plan", 2024, "budget"), document("now")])
    assert of(partners, "now", "year").partner_id == "old"
    assert of(partners, "now", "stage").partner_id == "plan"
    assert of(partners, "plan", "account").partner_id == "old"
    assert of(partners, "old", "year").why == "没有给出上年的同类文件"


def test_of_several_versions_the_latest_given_counts() -> None:
    partners = partners_of([document("first", 2023), document("second", 2023), document("now")])
    assert of(partners, "now", "year").partner_id == "second"


def test_a_document_given_twice_is_one() -> None:
    assert len(partners_of([document("now"), document("now")])) == 2


def test_two_documents_that_could_both_be_meant_are_none() -> None:
    partners = partners_of([document("a", 2023, title="决算"), document("b", 2023, title="决算（补充）"), document("now")])
    assert of(partners, "now", "year").partner_id == ""
    assert "不能确定用哪一份" in of(partners, "now", "year").why


def test_the_whole_department_is_compared_with_the_whole_department() -> None:
    given = [document("whole", 2023, scope="consolidated"), document("office", 2023, scope="unit"), document("now", scope="consolidated")]
    assert of(partners_of(given), "now", "year").partner_id == "whole"
    assert of(partners_of([document("office", 2023, scope="unit"), document("now")]), "now", "year").why


def test_a_name_without_a_region_could_be_anyones() -> None:
    here, last = document("now", department="医保局", region=""), document("old", 2023, department="医保局", region="")
    assert "没有地区" in of(partners_of([last, here]), "now", "year").why
    nation = [document("old", 2023, department="国家某局", region=""), document("now", department="国家某局", region="")]
    assert of(partners_of(nation), "now", "year").partner_id == "old"


def test_names_are_compared_without_what_says_how_much_they_cover() -> None:
    assert name_of("甲市子区乙局（汇总）") == name_of("甲市子区乙局 (本级)") == "甲市子区乙局"


def test_units_are_partners_only_when_all_are_there() -> None:
    whole, office = document("whole", scope="consolidated"), document("office", scope="unit")
    centre = document("centre", scope="unit", department="甲市子区信息中心")
    members = {"whole": ("甲市子区乙局(本级)", "甲市子区信息中心")}
    found = [one for one in partners_of([whole, office, centre], members) if one.relation == "units"]
    assert [one.partner_id for one in found] == ["office", "centre"]
    (one,) = [one for one in partners_of([whole, office], members) if one.relation == "units"]
    assert (one.partner_id, one.why) == ("", "所属单位共2个，给出1个，缺甲市子区信息中心")


def block(kind: str, text: str, part: str = "overview") -> BlockRow:
    return BlockRow("d", 0, kind, 0, part, "", "", text, 1, 1, None)


LIST = "序号|单位名称|备注|1|甲市子区乙局(本级)|行政|2|甲市子区信息中心|事业"


@pytest.mark.parametrize(
    ("blocks", "members"),
    [
        ([block("paragraph", "编入预算的单位共有2个:"), block("table", LIST)], ("甲市子区乙局(本级)", "甲市子区信息中心")),
        ([block("paragraph", "编入预算的单位共有3个:"), block("table", LIST)], ()),
        ([block("table", LIST)], ()),
        ([block("paragraph", "编入预算的单位共有2个:", "explanation"), block("table", LIST)], ()),
    ],
)
def test_units_are_those_of_a_list_that_is_whole(blocks: list[BlockRow], members: tuple[str, ...]) -> None:
    assert members_of(blocks) == members
