"""The block as rows of the warehouse's datasets: Arrow tables under the national names, in the datasets' order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from baozhang.operations.city.abuse import PER_KIND, is_kind, operated_before, planted_kinds
from baozhang.operations.city.block import person_type
from baozhang.operations.city.cases import NEWBORN
from baozhang.operations.city.charges import items
from baozhang.operations.city.plan import ROWS
from baozhang.operations.city.population import EMPLOYEE, NEVER, NONE, RESIDENT, age_of
from baozhang.operations.city.visits import DAY, MEDICINES
from baozhang.operations.warehouse import Kind, datasets

if TYPE_CHECKING:
    from baozhang.operations.city.assumptions import Ints
    from baozhang.operations.city.block import Block, Settled
    from baozhang.operations.city.charges import Split
    from baozhang.operations.city.population import People
    from baozhang.operations.city.visits import World
    from baozhang.operations.warehouse import Field

    Columns = dict[str, Any]

_WIDTHS: Final = {Kind.CODE: np.int32, Kind.CHOICE: np.int16, Kind.DATE: np.int32, Kind.COUNT: np.int32}
MISSING: Final = np.iinfo(np.int64).min
"""An empty cell."""
MUDDLED: Final = 40
"""Of so many stays one names its second diagnosis first: coding is never perfect."""
_BY_DRG: Final = 4
_BY_DAY: Final = 5
_LONG: Final = 30
"""Days beyond which a stay is paid by the day."""


def table(name: str, columns: Columns) -> pa.Table:
    """Arrays (MISSING is an empty cell; days for dates, seconds for times) as a table of a dataset."""
    dataset = datasets()[name]
    return pa.Table.from_arrays([_column(field, np.asarray(columns[field.name])) for field in dataset.fields], schema=dataset.schema)


def _column(field: Field, values: Any) -> pa.Array:  # noqa: ANN401  # an array of numbers or words
    if field.kind is Kind.TEXT:
        return pa.array(values)
    empty = values == MISSING if field.optional else None
    whole = values if empty is None else np.where(empty, 0, values)
    if field.kind is Kind.TIME:
        whole = whole * 1000
    return pa.array(whole.astype(_WIDTHS.get(field.kind, np.int64)), mask=empty).cast(field.arrow.type)


def persons(people: People) -> pa.Table:
    """The persons of a block."""
    return table(
        "persons",
        {
            "psn_no": people.number,
            "gend": people.gender,
            "brdy": people.born,
            "die_date": np.where(people.died == NEVER, MISSING, people.died),
            "psn_idet_type": np.where(people.need == 0, MISSING, people.need),
            "hshd_no": people.household,
        },
    )


def coverage(world: World, people: People) -> pa.Table:
    """The spells of insurance."""
    ages = age_of(people.born, np.full(len(people), world.plan.first))
    first, second = np.flatnonzero(people.kind != NONE), np.flatnonzero(people.resident_since != NEVER)
    place = np.concatenate([first, second])
    kind = np.concatenate([people.kind[first], np.full(len(second), RESIDENT)])
    since = np.concatenate([people.since[first], people.resident_since[second]])
    until = np.concatenate([people.until[first], np.minimum(people.died[second], world.plan.last)])
    order = np.lexsort((since, people.number[place]))
    place, kind, since, until = place[order], kind[order], since[order], until[order]
    return table(
        "coverage",
        {
            "psn_no": people.number[place],
            "insutype": kind,
            "psn_type": person_type(kind, ages[place]),
            "cvlserv_flag": np.where(kind == EMPLOYEE, people.civil[place], 0),
            "insuplc_admdvs": people.district[place] + 1,
            "psn_insu_date": since,
            "paus_insu_date": np.where(until >= NEVER - 1, MISSING, until),
        },
    )


def visit_rows(made: Block) -> pa.Table:
    """The visits, which are by person and time."""
    visits = made.visits
    return table(
        "visits",
        {
            "mdtrt_id": made.visit_number,
            "psn_no": made.person_number,
            "insutype": visits.insured,
            "fixmedins_code": visits.institution,
            "med_type": visits.type,
            "begntime": visits.start,
            "endtime": visits.end,
            "adm_dept_codg": visits.department,
            "dscg_dept_codg": visits.department,
            "atddr_no": np.where(visits.type == MEDICINES, MISSING, made.doctors()),
            "dscg_way": np.where(visits.discharge == 0, MISSING, visits.discharge),
        },
    )


def serial_numbers(visit: Ints) -> Ints:
    """Numbers from 1 within each run of the same visit."""
    first = np.flatnonzero(np.diff(visit, prepend=-1))
    return np.arange(len(visit)) - np.repeat(first, np.diff(np.append(first, len(visit)))) + 1


def line_rows(made: Block, parts: Split) -> pa.Table:
    """The lines, by person and time."""
    lines, visits, catalogue = made.lines, made.visits, items()
    order = np.lexsort((lines.visit, lines.time, visits.person[lines.visit]))
    at = lines.at(order)
    doctors = np.where(visits.type == MEDICINES, MISSING, made.doctors())
    return table(
        "fee_lines",
        {
            "mdtrt_id": made.visit_number[at.visit],
            "feedetl_sn": serial_numbers(lines.visit)[order],
            "psn_no": made.person_number[at.visit],
            "fixmedins_code": visits.institution[at.visit],
            "fee_ocur_time": at.time,
            "med_list_codg": at.item + 1,
            "med_chrgitm_type": catalogue.type[at.item],
            "chrgitm_lv": catalogue.level[at.item],
            "cnt": at.quantity * 10_000,
            "pric": at.price * 10_000,
            "det_item_fee_sumamt": at.amount,
            "fulamt_ownpay_amt": parts.full[order],
            "overlmt_amt": parts.over[order],
            "preselfpay_amt": parts.first[order],
            "inscp_scp_amt": parts.scope[order],
            "bilg_dept_codg": visits.department[at.visit],
            "bilg_dr_codg": doctors[at.visit],
        },
    )


def settlement_rows(made: Block, done: Settled) -> pa.Table:
    """The settlements, by person and time."""
    visits, people, paid = made.visits, made.people, done.paid
    person, nothing = visits.person, np.zeros(len(made.visits), dtype=np.int64)
    columns = {
        "setl_id": made.settlement_number,
        "mdtrt_id": made.visit_number,
        "psn_no": made.person_number,
        "insutype": visits.insured,
        "psn_type": person_type(visits.insured, people.age_on(person, visits.first_day)),
        "cvlserv_flag": np.where(visits.insured == EMPLOYEE, people.civil[person], 0),
        "insuplc_admdvs": people.district[person] + 1,
        "fixmedins_code": visits.institution,
        "med_type": visits.type,
        "setl_time": done.time,
        "refd_setl_flag": nothing,
        "medfee_sumamt": done.total,
        "fulamt_ownpay_amt": done.full,
        "overlmt_selfpay": done.over,
        "preselfpay_amt": done.first,
        "inscp_scp_amt": done.scope,
        "act_pay_dedc": paid.deductible,
        "hifp_pay": paid.pooled,
        "pool_prop_selfpay": paid.ratio * 100,
        "cvlserv_pay": paid.civil,
        "hifes_pay": nothing,
        "hifmi_pay": paid.major_resident,
        "hifob_pay": paid.major_employee,
        "maf_pay": paid.aid,
        "oth_pay": nothing,
        "fund_pay_sumamt": paid.fund,
        "hosp_part_amt": nothing,
        "psn_part_amt": done.total - paid.fund,
        "acct_pay": paid.account,
        "psn_cash_pay": paid.cash,
    }
    order = np.lexsort((columns["setl_id"], done.time, person))
    return table("settlements", {name: values[order] for name, values in columns.items()})


def diagnosis_rows(made: Block) -> pa.Table:
    """Of stays all diagnoses, of other visits the principal one; medicines have none."""
    visits, pool = made.visits, made.world.pool
    codes, begin = pool.diagnoses
    count = np.where(visits.stays, np.diff(begin)[visits.case], np.where(visits.type == MEDICINES, 0, 1))
    visit, rank = _spread(count)
    muddled = visits.stays & (np.diff(begin)[visits.case] > 1) & (visits.doctor // 64 % MUDDLED == 0)
    rank = np.where(muddled[visit] & (rank < 2), 1 - rank, rank)
    code = codes[begin[visits.case[visit]] + _spread(count)[1]]
    upcoded = np.flatnonzero(is_kind(visits.plant, "upcoded_diagnosis"))
    if len(upcoded):  # the severe complication stands second, whatever was second moves on
        rank = np.where(np.isin(visit, upcoded) & (rank > 0), rank + 1, rank)
        visit, rank = np.concatenate([visit, upcoded]), np.concatenate([rank, np.ones(len(upcoded), dtype=np.int64)])
        code = np.concatenate([code, pool.worse[visits.case[upcoded]]])
    order = np.lexsort((rank, visit))
    visit, rank, code = visit[order], rank[order], code[order]
    ones = np.ones(len(visit), dtype=np.int64)
    return table(
        "diagnoses",
        {
            "mdtrt_id": made.visit_number[visit],
            "psn_no": made.person_number[visit],
            "diag_type": ones,
            "diag_srt_no": rank + 1,
            "maindiag_flag": (rank == 0).astype(np.int64),
            "diag_code": code,
            "adm_cond_type": np.where(visits.stays[visit], 1, MISSING),
            "diag_time": visits.start[visit],
        },
    )


def procedure_rows(made: Block) -> pa.Table:
    """The procedures of stays; a planted impossible one stands alone."""
    visits, pool = made.visits, made.world.pool
    codes, begin = pool.procedures
    foreign = is_kind(visits.plant, "impossible_procedure")
    count = np.where(foreign, 1, np.where(visits.stays & ~operated_before(visits), np.diff(begin)[visits.case], 0))
    visit, rank = _spread(count)
    code = codes[np.minimum(begin[visits.case[visit]] + rank, len(codes) - 1)] if len(codes) else rank
    for gender, impossible in enumerate(pool.foreign, 1):
        mine = foreign[visit] & (made.people.gender[visits.person[visit]] == gender)
        if len(impossible):
            code = np.where(mine, impossible[visits.plant[visit] % len(impossible)], code)
    day = np.minimum(visits.first_day[visit] + 1, visits.last_day[visit])
    order = np.lexsort((rank, made.visit_number[visit], day, visits.person[visit]))
    visit, rank, code, day = visit[order], rank[order], code[order], day[order]
    return table(
        "procedures",
        {
            "mdtrt_id": made.visit_number[visit],
            "psn_no": made.person_number[visit],
            "oprn_srt_no": rank + 1,
            "oprn_oprt_type": np.where(rank == 0, 1, 2),
            "oprn_oprt_code": code,
            "oprn_oprt_date": day,
            "oper_dr_code": made.doctors()[visit],
            "anst_way": np.where(rank == 0, 1, MISSING),
        },
    )


def list_rows(made: Block, done: Settled) -> pa.Table:
    """The settlement lists of stays, by person and time."""
    stays = np.flatnonzero(made.visits.stays)
    stays = stays[np.lexsort((made.settlement_number[stays], done.time[stays] // DAY, made.visits.person[stays]))]
    visits, people = made.visits.at(stays), made.people
    ages = people.age_on(visits.person, visits.first_day)
    old = visits.first_day - people.born[visits.person]
    days = np.maximum(visits.last_day - visits.first_day, 1)
    newborn = old <= NEWBORN
    closely = np.where(made.world.pool.surgical[visits.case], np.minimum(days, 2), 0)
    empty = np.full(len(stays), MISSING)
    return table(
        "settlement_lists",
        {
            "setl_id": made.settlement_number[stays],
            "mdtrt_id": made.visit_number[stays],
            "psn_no": people.number[visits.person],
            "fixmedins_code": visits.institution,
            "medcas_no": made.visit_number[stays],
            "hi_type": visits.insured,
            "gend": people.gender[visits.person],
            "age": ages,
            "nwb_age": np.where(ages == 0, old, MISSING),
            "nwb_bir_wt": np.where(newborn, made.world.pool.weight[visits.case], MISSING),
            "nwb_adm_wt": empty,
            "adm_time": visits.start,
            "dscg_time": visits.end,
            "act_ipt_days": days,
            "adm_caty": visits.department,
            "dscg_caty": visits.department,
            "dscg_way": visits.discharge,
            "days_rinp_flag_31": np.zeros(len(stays), dtype=np.int64),
            "vent_used_dura": empty,
            "spga_nurscare_days": np.zeros(len(stays), dtype=np.int64),
            "lv1_nurscare_days": closely,
            "scd_nurscare_days": days - closely,
            "lv3_nurscare_days": np.zeros(len(stays), dtype=np.int64),
            "hi_paymtd": np.where(days > _LONG, _BY_DAY, _BY_DRG),
            "setl_begn_date": visits.first_day,
            "setl_end_date": done.time[stays] // DAY,
        },
    )


def planted_rows(made: Block, done: Settled) -> pa.Table:
    """The key: which visits and lines belong to which planted case."""
    visits, lines = made.visits, made.lines
    whole, single = np.flatnonzero(visits.plant), np.flatnonzero(lines.plant)
    visit = np.concatenate([whole, lines.visit[single]])
    plant = np.concatenate([visits.plant[whole], lines.plant[single]])
    role = np.concatenate([visits.role[whole], lines.role[single]])
    serial = np.concatenate([np.zeros(len(whole), dtype=np.int64), serial_numbers(lines.visit)[single]])
    fen = np.concatenate([done.total[whole], lines.amount[single]])
    kind = plant // PER_KIND
    names = role_names()
    of_kind = np.array([0, *(names.index(each.roles[0]) for each in planted_kinds().values())])
    second = np.array([0, *(names.index(each.roles[-1]) for each in planted_kinds().values())])
    columns = {
        "plant_no": made.block * ROWS + plant,
        "kind": kind,
        "role": np.where(role == 1, of_kind[kind], second[kind]) + 1,
        "psn_no": made.person_number[visit],
        "fixmedins_code": visits.institution[visit],
        "mdtrt_id": made.visit_number[visit],
        "feedetl_sn": serial,
        "fen": fen,
    }
    order = np.lexsort((serial, visit, columns["role"], plant, visits.person[visit]))
    return table("planted", {name: values[order] for name, values in columns.items()})


def role_names() -> list[str]:
    """The roles that parts of planted cases have."""
    return sorted({role for kind in planted_kinds().values() for role in kind.roles})


def _spread(count: Ints) -> tuple[Ints, Ints]:
    """For counts the place and rank (from 0) of each."""
    place = np.repeat(np.arange(len(count)), count)
    return place, np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
