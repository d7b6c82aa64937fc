"""A city is consistent in itself, the abuse in it is where its key says, and the same seed makes it again byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from baozhang.operations.city import plan as plans
from baozhang.operations.city.abuse import planted_kinds
from baozhang.operations.city.plan import Plan
from baozhang.operations.city.population import populate
from baozhang.operations.grouping import Status, VectorisedGrouper
from baozhang.operations.grouping.case import COLUMNS
from baozhang.operations.warehouse import datasets
from baozhang.operations.warehouse.engine import opened
from baozhang.operations.warehouse.relations import files_of
from baozhang.operations.warehouse.verifying import damaged_files, inconsistencies
from tests.operations.city.samples import example, generate
from tests.operations.grouping.samples import needs_published, published

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from baozhang.operations.grouping import Scheme
    from baozhang.operations.warehouse import Warehouse

PLANTED = "mdtrt_id in (select mdtrt_id from planted)"


def rows(connection: duckdb.DuckDBPyConnection, *sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(" ".join(sql)).fetchall()


def test_everything_goes_together(city: Warehouse) -> None:
    """Keys are unique, references lead somewhere, every amount is the sum of its parts."""
    assert list(damaged_files(city.loads)) == []
    assert [one for one in inconsistencies(city) if one.rows] == []


def test_no_part_of_a_settlement_is_negative(connection: duckdb.DuckDBPyConnection) -> None:
    money = [field.name for field in datasets()["settlements"].fields if field.kind == "fen"]
    assert rows(connection, f"select count(*) from settlements where least({', '.join(money)}) < 0") == [(0,)]  # noqa: S608  # our names
    assert rows(connection, "select count(*) from settlements where hifp_pay > 0 and med_type = 21")[0][0] > 50


def test_the_funds_pay_no_more_than_what_is_in_scope(connection: duckdb.DuckDBPyConnection) -> None:
    assert rows(connection, "select count(*) from settlements where hifp_pay > inscp_scp_amt - act_pay_dedc") == [(0,)]
    assert rows(connection, "select count(*) from settlements where fund_pay_sumamt > inscp_scp_amt") == [(0,)]


def test_care_is_within_insurance_unless_planted(connection: duckdb.DuckDBPyConnection) -> None:
    uncovered = """
        from visits v where not exists (
            from coverage c where c.psn_no = v.psn_no and c.insutype = v.insutype
            and c.psn_insu_date <= v.begntime::date and coalesce(c.paus_insu_date, date '2099-01-01') >= v.endtime::date
        )"""
    assert rows(connection, f"select count(*) {uncovered} and not {PLANTED}") == [(0,)]
    within = f"where mdtrt_id in (select mdtrt_id {uncovered})"
    kinds = rows(
        connection, "select distinct text from dictionary where name = 'planted_kind' and code in (select kind from planted", within, ")"
    )
    assert kinds == [("card_of_the_dead",)]


def test_nobody_is_treated_before_birth_or_after_death(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(*) from visits join persons using (psn_no) where begntime::date < brdy or (endtime::date > die_date and not {})"
    assert rows(connection, sql.format(PLANTED)) == [(0,)]
    assert rows(connection, "select count(*) from persons where die_date is not null")[0][0] > 0


def test_ages_on_lists_are_those_of_the_persons(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select count(*), count(*) filter (date_sub('year', brdy, adm_time::date) <> age or persons.gend <> settlement_lists.gend),
            count(*) filter ((nwb_age is null) <> (age > 0) or nwb_age <> adm_time::date - brdy)
        from settlement_lists join persons using (psn_no)"""
    [(stays, wrong_age, wrong_days)] = rows(connection, sql)
    assert stays > 100
    assert (wrong_age, wrong_days) == (0, 0)


def test_nobody_lies_in_two_beds_unless_planted(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select count(*), count(*) filter (not a.mdtrt_id in (select mdtrt_id from planted)) from visits a join visits b
        on a.psn_no = b.psn_no and a.mdtrt_id < b.mdtrt_id and a.med_type = 21 and a.begntime < b.endtime and b.begntime < a.endtime"""
    [(found, honest)] = rows(connection, sql)
    assert found > 0
    assert honest == 0


def test_diagnoses_and_procedures_suit_the_gender(connection: duckdb.DuckDBPyConnection) -> None:
    """Births are women's, the prostate is men's; only planted procedures are impossible."""
    sql = """
        select t.text, persons.gend, {} from {} join persons using (psn_no) join dictionary t on t.name = '{}' and t.code = {}
        where t.text[1] in ('O') or t.text[:3] in ('N40', 'N83', 'Z37') or t.text[:2] in ('60', '65', '74')"""
    diagnosed = rows(connection, sql.format("false", "diagnoses", "diagnosis", "diag_code"))
    operated = rows(connection, sql.format(PLANTED, "procedures", "procedure", "oprn_oprt_code"))
    women = ("O", "N83", "Z37", "65", "74")
    wrong = [planted for code, gender, planted in diagnosed + operated if (gender == 2) != code.startswith(women)]
    assert wrong
    assert all(wrong)
    assert len(diagnosed) > 10


def test_diagnoses_suit_the_age(connection: duckdb.DuckDBPyConnection) -> None:
    """Births are of women between 14 and 54, diseases of the newborn are of infants, planted or not."""
    sql = """
        select t.text[1], min(date_sub('year', brdy, diag_time::date)), max(date_sub('year', brdy, diag_time::date)), count(*)
        from diagnoses join persons using (psn_no) join dictionary_diagnosis t on t.code = diag_code
        where t.text[1] in ('O', 'P') group by all order by all"""
    [(_, youngest, oldest, births), (_, newest, eldest, newborn)] = rows(connection, sql)
    assert 14 <= youngest <= oldest <= 54
    assert newest == eldest == 0
    assert min(births, newborn) > 0


def test_the_scheme_groups_its_city(connection: duckdb.DuckDBPyConnection) -> None:
    assert_grouped(connection, example(), 20)


@needs_published
def test_a_published_scheme_groups_its_city(tmp_path: Path) -> None:
    """All four do (docs/benchmarks.md); this one has the most rules."""
    scheme = published("liaocheng_2022")
    with opened(generate(tmp_path, 1_000, scheme=scheme)) as asked:
        assert_grouped(asked, scheme, 80)


def assert_grouped(connection: duckdb.DuckDBPyConnection, scheme: Scheme, groups: int) -> None:
    """Nine of ten stays are in a group at least, in so many groups."""
    stays = connection.sql("from stays").select(*COLUMNS).to_arrow_table().combine_chunks()
    grouper = VectorisedGrouper(scheme)
    answers = [grouper.answers[place] for place in grouper.group(grouper.decoder.decode(stays.to_batches()[0]))]
    grouped = [answer for answer in answers if answer.status is Status.GROUPED]
    assert len(grouped) >= 0.9 * len(answers)
    assert len({answer.drg for answer in grouped}) > groups


def test_the_key_points_to_what_is_there(connection: duckdb.DuckDBPyConnection) -> None:
    """Every kind is planted; a visit that the key names is of that person and institution, a line of that amount."""
    found = rows(connection, "select distinct text from planted join dictionary on name = 'planted_kind' and code = kind")
    assert {name for (name,) in found} == planted_kinds().keys()
    assert rows(connection, "select count(*) from planted anti join visits using (mdtrt_id, psn_no, fixmedins_code)") == [(0,)]
    lines = "from planted p where feedetl_sn > 0 and not exists (from fee_lines l where l.mdtrt_id = p.mdtrt_id and {})"
    condition = "l.feedetl_sn = p.feedetl_sn and l.det_item_fee_sumamt = p.fen and l.psn_no = p.psn_no"
    assert rows(connection, f"select count(*) {lines.format(condition)}") == [(0,)]


EVIDENCE = {
    "decomposed_stay": """
        select a.plant_no from p a join p b using (plant_no) join visits v on v.mdtrt_id = a.mdtrt_id
        join visits w on w.mdtrt_id = b.mdtrt_id
        where a.role < b.role and v.fixmedins_code = w.fixmedins_code and w.begntime::date - v.endtime::date = 1""",
    "upcoded_diagnosis": "select plant_no from p join diagnoses using (mdtrt_id) where diag_srt_no = 2",
    "duplicate_charge": """
        select a.plant_no from p a join p b using (plant_no) join fee_lines v on v.mdtrt_id = a.mdtrt_id and v.feedetl_sn = a.feedetl_sn
        join fee_lines w on w.mdtrt_id = b.mdtrt_id and w.feedetl_sn = b.feedetl_sn
        where a.feedetl_sn < b.feedetl_sn and v.med_list_codg = w.med_list_codg and v.fee_ocur_time = w.fee_ocur_time""",
    "charge_after_death": """
        select plant_no from p join fee_lines using (mdtrt_id, feedetl_sn) join persons on persons.psn_no = p.psn_no
        where fee_ocur_time::date > die_date""",
    "card_of_the_dead": """
        select plant_no from p join visits using (mdtrt_id) join persons on persons.psn_no = p.psn_no where begntime > die_date""",
    "overlapping_stays": """
        select a.plant_no from p a join p b using (plant_no) join visits v on v.mdtrt_id = a.mdtrt_id
        join visits w on w.mdtrt_id = b.mdtrt_id
        where a.mdtrt_id < b.mdtrt_id and v.fixmedins_code <> w.fixmedins_code and v.begntime < w.endtime and w.begntime < v.endtime""",
    "hanging_bed": """
        select a.plant_no from p a join p b using (plant_no) join visits v on v.mdtrt_id = a.mdtrt_id
        join visits w on w.mdtrt_id = b.mdtrt_id
        where v.med_type = 21 and w.med_type = 11 and w.begntime between v.begntime and v.endtime""",
    "impossible_procedure": "select plant_no from p join procedures using (mdtrt_id)",
    "excessive_quantity": "select plant_no from p join fee_lines using (mdtrt_id, feedetl_sn) where cnt >= 300000",
    "phantom_outpatient": """
        select plant_no from p join visits using (mdtrt_id) join (select mdtrt_id, sum(det_item_fee_sumamt) s from fee_lines group by all)
        using (mdtrt_id) group by plant_no having count(distinct s) = 1 and count(distinct begntime::date) = 1""",
}
"""What shows that a case of a kind is one; `p` is the key of the kind."""


@pytest.mark.parametrize("kind", EVIDENCE)
def test_every_planted_case_is_one(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    key = f"with p as (select planted.* from planted join dictionary on name = 'planted_kind' and code = kind and text = '{kind}')"  # noqa: S608
    wanted = rows(connection, key, "select distinct plant_no from p order by all")
    assert wanted
    assert rows(connection, key, "select distinct plant_no from (", EVIDENCE[kind], ") order by all") == wanted


def test_every_kind_has_its_evidence() -> None:
    assert planted_kinds().keys() == EVIDENCE.keys()


def test_files_are_of_one_month_and_in_order(city: Warehouse) -> None:
    for name, dataset in datasets().items():
        for path in files_of(city.loads, name):
            table = pq.read_table(path, partitioning=None)
            assert table.schema.equals(dataset.schema)
            assert table.equals(table.sort_by([(key, "ascending") for key in dataset.sort]))
            if dataset.month:
                [month] = {f"{day:%Y%m}" for day in table[dataset.month].to_pylist()}
                assert f"month={month}" in str(path)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever order the blocks are made; another seed gives another city."""
    for module in ("plan", "population"):
        monkeypatch.setattr(f"baozhang.operations.city.{module}.BLOCK", 700)
    one, other = generate(tmp_path / "one", 1_000), generate(tmp_path / "other", 1_000, backwards=True)
    another = generate(tmp_path / "another", 1_000, seed=2)
    parts = [{part.path: part.digest for part in warehouse.loads[0].parts} for warehouse in (one, other, another)]
    assert parts[0] == parts[1]
    assert len({path for path in parts[0] if path.startswith("persons/")}) == 2
    assert not set(parts[0].values()) & set(parts[2].values()) - {parts[0][path] for path in parts[0] if "dictionaries" in path}


def test_a_larger_city_begins_with_the_persons_of_a_smaller_one() -> None:
    small, large = (populate(Plan(size, 2024, 1), 0, 1) for size in (1_000, 1_200))
    for name in small.__slots__:
        assert np.array_equal(getattr(small, name), getattr(large, name)[:1_000])


def test_ages_and_insurance_are_as_assumed() -> None:
    """Shares of a whole block; what the census and the yearbook show is told in data/population.toml."""
    plan = Plan(plans.BLOCK, 2024, 3)
    people = populate(plan, 0, 1)
    ages = people.age_on(np.arange(len(people)), np.full(len(people), plan.last))
    assert 0.14 < np.mean(ages < 15) < 0.20
    assert 0.10 < np.mean(ages >= 65) < 0.18
    assert 0.20 < np.mean(people.kind == 310) < 0.32
    assert 2.3 < len(people) / len(np.unique(people.household)) < 2.9
