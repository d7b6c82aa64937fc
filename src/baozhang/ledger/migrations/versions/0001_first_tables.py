"""The first tables: journal, registers, closings; and the triggers that keep every row as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from alembic import op

from baozhang.ledger.migrations.keeping import keep, make_keeper

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    AnyColumn = sa.Column[Any]

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES: Final = (
    "books",
    "events",
    "closings",
    "closed_figures",
    "units",
    "projects",
    "budget_lines",
    "adjustments",
    "income_lines",
    "opening_balances",
    "balance_changes",
    "vouchers",
    "procurement",
    "contracts",
    "services",
    "vehicles",
    "equipment",
    "headcount",
    "three_public_controls",
    "trips",
    "vehicle_costs",
    "receptions",
    "operating_costs",
    "texts",
    "disclosed_figures",
    "prior_figures",
    "settings",
)


def upgrade() -> None:
    """Apply the step."""
    _journal()
    _registers()
    make_keeper()
    for table in TABLES:
        keep(table)


def downgrade() -> None:
    """Refused: the books would be lost."""
    msg = "账套不能退回到更早的结构：会丢失账目。"
    raise NotImplementedError(msg)


def _key() -> AnyColumn:
    return sa.Column("id", KEY, primary_key=True, autoincrement=True)


def _to(column: str, table: str, *, needed: bool = True) -> AnyColumn:
    return sa.Column(column, KEY, sa.ForeignKey(f"{table}.id"), nullable=not needed)


def _text(name: str, *, needed: bool = False) -> AnyColumn:
    return sa.Column(name, sa.Text(), nullable=not needed)


def _code(name: str, *, needed: bool = False) -> AnyColumn:
    return sa.Column(name, sa.String(64), nullable=not needed)


def _number(name: str, *, needed: bool = False) -> AnyColumn:
    return sa.Column(name, sa.BigInteger(), nullable=not needed)


def _date(name: str, *, needed: bool = False) -> AnyColumn:
    return sa.Column(name, sa.Date(), nullable=not needed)


def _flag(name: str, *, needed: bool = False) -> AnyColumn:
    return sa.Column(name, sa.Boolean(), nullable=not needed)


def _needed(name: str, kind: sa.types.TypeEngine[Any]) -> AnyColumn:
    return sa.Column(name, kind, nullable=False)


def _create(name: str, columns: Iterable[AnyColumn], *unique: tuple[str, ...]) -> None:
    listed = list(columns)
    links = [(column, next(iter(column.foreign_keys))) for column in listed if column.foreign_keys]
    op.create_table(
        name,
        *[sa.Column(one.name, one.type, nullable=one.nullable, primary_key=one.primary_key) for one in listed],
        *[sa.ForeignKeyConstraint([one.name], [link.target_fullname], name=f"fk_{name}_{one.name}") for one, link in links],
        *[sa.UniqueConstraint(*keys, name=f"uq_{name}_{'_'.join(keys)}") for keys in unique],
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _entries(name: str, *columns: AnyColumn) -> None:
    links = (_key(), _to("book_id", "books"), _to("event_id", "events"), _to("reverses", name, needed=False))
    _create(name, (*links, *columns), ("reverses",))
    op.create_index(f"ix_{name}_book_id", name, ["book_id"])


def _records(name: str, key: tuple[str, ...], *columns: AnyColumn) -> None:
    links = (_key(), _to("book_id", "books"), _to("event_id", "events"))
    versions = (_needed("version", sa.Integer()), _needed("withdrawn", sa.Boolean()))
    _create(name, (*links, *versions, *columns), ("book_id", *key, "version"))
    op.create_index(f"ix_{name}_book_id", name, ["book_id"])


def _journal() -> None:
    words = [_needed(name, sa.String(length)) for name, length in (("layout", 64), ("stage", 8), ("region", 64))]
    named = (_needed("department", sa.String(200)), _needed("fiscal_year", sa.Integer()))
    _create("books", (_key(), *named, *words), ("department", "fiscal_year", "stage"))
    said = [_needed(name, sa.String(length)) for name, length in (("kind", 16), ("entered_by", 64), ("entered_at", 32), ("source", 400))]
    proof = [_needed("reason", sa.Text()), _needed("rows", sa.Integer()), _needed("digest", sa.String(64)), _needed("chain", sa.String(64))]
    _create("events", (_key(), _to("book_id", "books"), _needed("number", sa.Integer()), *said, *proof), ("book_id", "number"))
    state = (_needed("number", sa.Integer()), _needed("scope", sa.String(64)), _needed("digest", sa.String(64)))
    _create("closings", (_key(), _to("event_id", "events"), _to("book_id", "books"), *state), ("event_id",), ("book_id", "number"))
    words = [_needed(name, sa.String(length)) for name, length in (("statement", 32), ("item", 64), ("label", 200), ("parent", 64))]
    cell = [
        _needed("level", sa.Integer()),
        _needed("column", sa.String(64)),
        *(_needed(name, sa.BigInteger()) for name in ("exact", "printed")),
    ]
    _create("closed_figures", (_key(), _to("closing_id", "closings"), *words, *cell), ("closing_id", "statement", "item", "column"))
    op.create_index("ix_closed_figures_closing_id", "closed_figures", ["closing_id"])


def _registers() -> None:
    _records(
        "units",
        ("agency_code",),
        _text("agency_code", needed=True),
        _text("agency_name", needed=True),
        _text("superior_code"),
        _code("unit_kind", needed=True),
        _number("establishment"),
    )
    _records(
        "projects",
        ("pro_code",),
        _text("pro_code", needed=True),
        _text("pro_name", needed=True),
        _code("pro_cat_code", needed=True),
        _code("agency_code", needed=True),
        _number("pro_start_year"),
        _number("pro_total_amt"),
        _text("pro_desc"),
    )
    _entries(
        "budget_lines",
        _code("bgt_stage", needed=True),
        _code("agency_code", needed=True),
        _code("exp_func_code", needed=True),
        _code("dep_bgt_eco_code", needed=True),
        _text("gov_bgt_eco_code"),
        _code("fund_type_code", needed=True),
        _code("pro_code", needed=True),
        _code("exp_kind"),
        _flag("is_carried"),
        _flag("is_gov_pur"),
        _text("counterpart_code"),
        _number("amount", needed=True),
        _text("remark"),
    )
    _entries(
        "adjustments",
        _code("adj_kind", needed=True),
        _text("adj_batch_no", needed=True),
        _date("adj_date", needed=True),
        _text("cor_bgt_doc_no", needed=True),
        _code("agency_code", needed=True),
        _code("exp_func_code", needed=True),
        _code("dep_bgt_eco_code", needed=True),
        _code("fund_type_code", needed=True),
        _code("pro_code", needed=True),
        _number("amount", needed=True),
        _text("reason", needed=True),
    )
    _entries(
        "income_lines",
        _code("bgt_stage", needed=True),
        _code("agency_code", needed=True),
        _code("exp_func_code", needed=True),
        _code("fund_type_code", needed=True),
        _flag("is_carried"),
        _flag("is_central"),
        _text("counterpart_code"),
        _number("amount", needed=True),
        _text("remark"),
    )
    _entries(
        "opening_balances",
        _code("agency_code", needed=True),
        _code("exp_func_code", needed=True),
        _code("fund_type_code", needed=True),
        _code("pro_code"),
        _code("balance_kind", needed=True),
        _number("amount", needed=True),
    )
    _entries(
        "balance_changes",
        _code("change_kind", needed=True),
        _code("agency_code", needed=True),
        _code("exp_func_code", needed=True),
        _code("fund_type_code", needed=True),
        _number("amount", needed=True),
        _text("reason"),
    )
    _entries(
        "vouchers",
        _code("agency_code", needed=True),
        _text("acct_set_code"),
        _text("agency_acct_voucher_type"),
        _text("voucher_no", needed=True),
        _text("vou_seq"),
        _date("voucher_date", needed=True),
        _text("acct_period"),
        _text("vou_det_desc"),
        _code("gov_acct_cls_code", needed=True),
        _code("dr_cr", needed=True),
        _number("amt", needed=True),
        _code("exp_func_code"),
        _code("dep_bgt_eco_code"),
        _text("gov_bgt_eco_code"),
        _code("fund_type_code"),
        _code("pro_code"),
        _text("found_type_code"),
        _text("bgt_type_code"),
        _text("cor_bgt_doc_no"),
        _text("pur_met_code"),
        _text("fatype_code"),
        _text("department_code"),
        _text("employee_code"),
        _text("counterpart_code"),
        _flag("is_adjust_period"),
        _flag("is_carry_over"),
        _code("vou_status"),
        _text("red_flag"),
        _text("red_vou_no"),
        _number("vou_cnt"),
        _text("inputer"),
        _text("auditor"),
        _text("poster"),
    )
    _entries(
        "procurement",
        _code("bgt_stage", needed=True),
        _code("agency_code", needed=True),
        _text("pur_name", needed=True),
        _text("pur_item"),
        _code("pur_kind", needed=True),
        _code("fund_type_code", needed=True),
        _number("pur_qua"),
        _number("pur_amt", needed=True),
    )
    _entries(
        "contracts",
        _text("contract_no", needed=True),
        _code("agency_code", needed=True),
        _text("contract_name", needed=True),
        _date("sign_date"),
        _code("pur_kind", needed=True),
        _code("supplier_size", needed=True),
        _number("contract_amt", needed=True),
    )
    _entries(
        "services",
        _code("bgt_stage", needed=True),
        _code("agency_code", needed=True),
        _text("gov_buy_des", needed=True),
        _code("fund_type_code", needed=True),
        _number("buy_no"),
        _number("buy_amt", needed=True),
    )
    _records(
        "vehicles",
        ("vehicle_no",),
        _text("vehicle_no", needed=True),
        _code("agency_code", needed=True),
        _code("vehicle_kind", needed=True),
        _date("acquired_on"),
        _number("asset_value"),
    )
    _records(
        "equipment",
        ("asset_code",),
        _text("asset_code", needed=True),
        _text("asset_name", needed=True),
        _code("agency_code", needed=True),
        _code("equipment_kind", needed=True),
        _number("asset_value", needed=True),
    )
    _records(
        "headcount",
        ("agency_code",),
        _code("agency_code", needed=True),
        _number("admin_staf_num"),
        _number("inst_staf_num"),
        _number("worker_staf_num"),
        _number("actu_staf_num"),
        _number("retired_num"),
    )
    _entries(
        "three_public_controls",
        _code("agency_code", needed=True),
        _code("expense", needed=True),
        _number("amount", needed=True),
    )
    _entries(
        "trips",
        _code("agency_code", needed=True),
        _date("trip_date"),
        _flag("is_joined"),
        _number("groups", needed=True),
        _number("persons", needed=True),
        _number("amount", needed=True),
        _text("remark"),
    )
    _entries(
        "vehicle_costs",
        _code("agency_code", needed=True),
        _text("vehicle_no"),
        _date("cost_date"),
        _code("cost_kind", needed=True),
        _number("amount", needed=True),
    )
    _entries(
        "receptions",
        _code("agency_code", needed=True),
        _date("reception_date"),
        _flag("is_foreign"),
        _number("batches", needed=True),
        _number("persons", needed=True),
        _number("amount", needed=True),
    )
    _records(
        "operating_costs",
        ("agency_code", "eco_prefix"),
        _code("agency_code", needed=True),
        _code("eco_prefix", needed=True),
    )
    _records(
        "texts",
        ("text_key",),
        _text("text_key", needed=True),
        _text("content", needed=True),
    )
    _records(
        "disclosed_figures",
        ("disclosure",),
        _text("disclosure", needed=True),
        _number("amount"),
        _number("number"),
    )
    _records(
        "prior_figures",
        ("statement", "item", "column_id"),
        _text("statement", needed=True),
        _text("item", needed=True),
        _text("column_id", needed=True),
        _text("label"),
        _number("amount", needed=True),
    )
    _records(
        "settings",
        ("control",),
        _code("control", needed=True),
        _code("mode", needed=True),
    )
