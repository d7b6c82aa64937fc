"""What the published schemes say, as cases: each kind of rule, severities in the right order, what is special to a city."""

from __future__ import annotations

from collections import Counter

import pytest

from baozhang.operations.grouping.building import normalised
from baozhang.operations.grouping.case import Grouping, Status, case_of
from baozhang.operations.grouping.conditions import ListId
from baozhang.operations.grouping.importing import read_source
from baozhang.operations.grouping.scalar import ScalarGrouper
from baozhang.operations.grouping.tables import DRG_FORMS
from baozhang.operations.grouping.validating import Kind, validate
from benchmarks.drg_cases import CaseMaker
from tests.operations.grouping.samples import PUBLISHED, SHARED, needs_published, published

pytestmark = needs_published

GROUPERS: dict[str, ScalarGrouper] = {}


def grouped(name: str, diagnoses: str, procedures: str = "", **numbers: object) -> Grouping:
    grouper = GROUPERS.setdefault(name, ScalarGrouper(published(name)))
    return grouper.group(case_of({"gender": 2, "age": 40, "diagnoses": diagnoses, "procedures": procedures, **numbers}))


def code_of(name: str, owner: str, listed: str, *, outside: tuple[tuple[str, str], ...] = (), value: str = "") -> str:
    """A code of a list (and class) that is in none of some other lists."""
    lists = published(name).lists
    barred = set().union(*(lists[ListId(*key)].codes for key in outside)) if outside else set()
    found = lists[ListId(owner, listed)]
    return min(code for code in found.codes - barred if not value or found.classes.get(code) == value)


@pytest.mark.parametrize(("weight", "adrg"), [(1499, "PS1"), (1500, "PS2"), (1999, "PS2"), (2000, "PS3"), (2499, "PS3"), (2500, "PS4")])
@pytest.mark.parametrize("name", PUBLISHED)
def test_newborns_by_weight(name: str, weight: int, adrg: str) -> None:
    code = min(published(name).lists[ListId(adrg, "zd")].codes & published(name).lists[ListId("MDCP", "zd")].codes)
    assert grouped(name, code, age=0, age_days=28, weight=weight).adrg == adrg
    assert grouped(name, code, age=0, age_days=29, weight=weight).adrg not in {"PS1", "PS2", "PS3", "PS4"}
    assert grouped(name, code, age=0, age_days=28, weight=0).adrg not in {"PS1", "PS2", "PS3", "PS4"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_gender_opens_mdcm_and_mdcn(name: str) -> None:
    """Both are reached, which the source's own program, comparing text with numbers, does not manage."""
    for gender, mdc, adrg in ((1, "MDCM", "MZ1"), (2, "MDCN", "NZ1")):
        code = code_of(name, adrg, "zd")
        assert grouped(name, code, gender=gender).mdc == mdc
        assert grouped(name, code, gender=3 - gender).mdc != mdc
        assert grouped(name, code, gender=0).status is Status.INVALID_DATA


@pytest.mark.parametrize("name", PUBLISHED)
def test_trauma_of_several_sites(name: str) -> None:
    head = min(code for code in published(name).lists[ListId("MDCZ", "zd")].classes if code.startswith("S06"))
    chest = min(code for code in published(name).lists[ListId("MDCZ", "zd")].classes if code.startswith("S27"))
    assert grouped(name, f"{head}|{chest}").adrg == "ZZ1"
    assert grouped(name, f"{head}|{head}").mdc != "MDCZ"


@pytest.mark.parametrize("name", PUBLISHED)
def test_two_lists_of_procedures(name: str) -> None:
    """双手术: a procedure of each list, whichever comes first."""
    first, second = (code_of(name, "FE1", "ss", outside=(("FE1", "ss1"),)), code_of(name, "FE1", "ss1", outside=(("FE1", "ss"),)))
    code = code_of(name, "MDCF", "zd", outside=(("MDCP", "zd"), ("MDCZ", "zd"), ("MDCO", "zd")))
    assert grouped(name, code, f"{first}|{second}").adrg == grouped(name, code, f"{second}|{first}").adrg == "FE1"
    assert grouped(name, code, first).adrg != "FE1"


def test_procedure_classes() -> None:
    """JA1 asks for classes 1 and 2, or 1, 3 and 4; JA2 for class 1 of its own list, or 2 and 3."""
    of = {value: code_of("chs_drg_11", "JA1", "ss", value=value) for value in "1234"}
    cancer = code_of("chs_drg_11", "JA1", "zd", outside=(("MDCR", "zd"),))
    assert grouped("chs_drg_11", cancer, f"{of['2']}|{of['1']}").drg == "JA19"
    assert grouped("chs_drg_11", cancer, f"{of['1']}|{of['3']}|{of['4']}").drg == "JA19"
    assert grouped("chs_drg_11", cancer, f"{of['1']}|{of['3']}").drg != "JA19"
    own = code_of("chs_drg_11", "JA2", "ss", value="1")
    assert grouped("chs_drg_11", cancer, own).drg == "JA29"


def test_several_rules_of_one_adrg_name_the_adrg_alone() -> None:
    """The rules JA1_1 and JA1_2 both lead to JA1."""
    scheme = published("liaocheng_2022")
    assert {adrg.code for _, adrg in scheme.steps if adrg.rule.startswith("JA1")} == {"JA1"}


def test_delivery_is_known_by_its_outcome() -> None:
    """泉州: any diagnosis beginning with Z37. lets a woman into MDCO, which is tried right after MDCN."""
    assert grouped("quanzhou_2023", "K29.500|Z37.000").mdc == "MDCO"
    assert grouped("quanzhou_2023", "K29.500|Z37.000", gender=1).mdc == "MDCG"
    assert grouped("chs_drg_11", "K29.500|Z37.000").mdc == "MDCG"
    order = [mdc.code for mdc in published("quanzhou_2023").mdcs]
    assert order[:8] == ["MDCA", "MDCP", "MDCY", "MDCZ", "MDCM", "MDCN", "MDCO", "MDCB"]


def test_pre_mdc_by_a_procedure_named_one_by_one() -> None:
    """泉州: intubation and long ventilation enter MDCA as main procedure, though they are no valid procedures elsewhere."""
    assert grouped("quanzhou_2023", "J18.900", "96.7201").adrg == "AH1"
    assert grouped("quanzhou_2023", "J18.900", "88.5500|96.7201").adrg != "AH1"


def test_adrgs_outside_the_list_of_a_city() -> None:
    """福州: 50 ADRGs have no DRG; the answer is the ADRG, with a status of its own."""
    procedure = code_of("fuzhou_2022", "AB1", "ss")
    assert grouped("fuzhou_2022", "K29.500", procedure) == Grouping(Status.ADRG_ONLY, "MDCA", "AB1", "AB1")
    assert grouped("chs_drg_11", "K29.500", procedure) == Grouping(Status.GROUPED, "MDCA", "AB1", "AB19")
    for name, count in (("fuzhou_2022", 50), ("liaocheng_2022", 8), ("chs_drg_11", 0), ("quanzhou_2023", 0)):
        assert sum(not adrg.drgs for _, adrg in published(name).steps) == count


def test_a_rule_without_rest_goes_on_where_the_source_goes_on() -> None:
    """泉州's RB1 has MCC and MCC-or-CC only and the next rule is tried; 福州's PC1 has MCC-or-CC only and the case stays in it."""
    leukaemia, therapy = code_of("quanzhou_2023", "RB1", "zd"), code_of("quanzhou_2023", "RB1", "ss")
    assert grouped("quanzhou_2023", leukaemia, therapy).adrg not in {"RB1", ""}
    assert grouped("quanzhou_2023", f"{leukaemia}|A41.900", therapy).drg in {"RB11", "RB13"}
    born, operation = code_of("fuzhou_2022", "MDCP", "zd"), code_of("fuzhou_2022", "PC1", "ss", outside=(("PB1", "ss"),))
    infant = {"age": 0, "age_days": 3}
    assert grouped("fuzhou_2022", born, operation, **infant) == Grouping(Status.ADRG_ONLY, "MDCP", "PC1", "PC1")
    assert grouped("fuzhou_2022", f"{born}|A41.900", operation, **infant).drg == "PC13"


def test_severities_are_tried_in_the_right_order() -> None:
    """聊城: 129 ADRGs of the source try the rest before MCC or CC, 12 more try MCC-or-CC before MCC; every DRG is reached all the same."""
    source = read_source(SHARED, "liaocheng_2022", DRG_FORMS)
    counts = Counter(finding.kind for finding in validate(published("liaocheng_2022"), normalised(source.tables)))
    assert (counts[Kind.AFTER_ALWAYS], counts[Kind.SEVERITY_ORDER]) == (129, 12)
    assert grouped("liaocheng_2022", "J44.100|A41.900").drg[-1] == "1"
    grouper = ScalarGrouper(published("liaocheng_2022"))
    reached = {grouper.group(case_of(row)).drg for row in CaseMaker(published("liaocheng_2022"), seed=9).cases(12000)}
    late = {drg.code for _, adrg in published("liaocheng_2022").steps for drg in adrg.drgs[1:] if adrg.drgs[0] == adrg.ordered[-1]}
    assert len(late) > 129
    assert len(late & reached) > len(late) * 8 // 10


def test_age_and_length_of_stay_decide_in_one_city() -> None:
    """聊城: CD10 for the young, IR10 for short stays."""
    procedure = code_of("liaocheng_2022", "CD1", "ss")
    eye = code_of("liaocheng_2022", "MDCC", "zd", outside=(("MDCP", "zd"), ("MDCZ", "zd"), ("MDCY", "zd")))
    assert grouped("liaocheng_2022", eye, procedure, age=17).drg == "CD10"
    assert grouped("liaocheng_2022", eye, procedure, age=18).drg == "CD19"
    bone = code_of("liaocheng_2022", "IR1", "zd", outside=(("MDCZ", "zd"),))
    assert [grouped("liaocheng_2022", bone, days=days).drg for days in (7, 8, None)] == ["IR10", "IR12", "IR12"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_validation_of_a_published_scheme(name: str) -> None:
    """Each finding of these schemes was read: doubled codes, codes without a name, ADRG codes that their MDC does not let in."""
    tables = normalised(read_source(SHARED, name, DRG_FORMS).tables)
    counts = Counter(finding.kind for finding in validate(published(name), tables))
    assert counts[Kind.UNKNOWN_CODE] in {17, 18}
    assert counts[Kind.WRONG_KIND] == 0
    assert counts[Kind.DUPLICATE_CODE] > 300
    assert counts[Kind.NO_DRG] == {"fuzhou_2022": 50, "liaocheng_2022": 8}.get(name, 0)
    assert counts[Kind.NO_ELSE] == {"fuzhou_2022": 1, "quanzhou_2023": 1}.get(name, 0)
