"""What the integrated budget system holds beside the budget: indicators, carry-overs, cash plans, payments; and keys of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from alembic import op

from baozhang.ledger.migrations.keeping import keep

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPES: Final[dict[str, TypeEngine[Any]]] = {
    "text": sa.Text(), "word": sa.String(64), "number": sa.BigInteger(), "day": sa.Date(), "flag": sa.Boolean(create_constraint=False),
}  # fmt: skip
TABLES: Final = {
    "indicators": (
        "source_key",
        """
        source_key:text! cor_bgt_doc_no:text bgt_type_name:text agency_code:word! exp_func_code:word! dep_bgt_eco_code:word
        gov_bgt_eco_code:text fund_type_code:word! pro_code:word! amount:number! dis_amt:number cur_amt:number pay_app_amt:number
        bgt_pman_id:text bgt_dec:text
        """,
    ),
    "carryovers": (
        "balance_kind source_key",
        """
        balance_kind:word! source_key:text! ori_bgt_id:text cor_bgt_doc_no:text bgt_type_name:text agency_code:word!
        exp_func_code:word! fund_type_code:word! pro_code:text approve_amt:number amount:number! back_balance:number is_rec_exp:flag
        """,
    ),
    "payment_plans": (
        "source_key",
        """
        source_key:text! plan_voucher_no:text plan_month:number! bgt_id:text agency_code:word! exp_func_code:word!
        dep_bgt_eco_code:word fund_type_code:word! pro_code:word! plan_app_amt:number amount:number! use_des:text
        """,
    ),
    "payments": (
        "pay_table source_key",
        """
        pay_table:word! source_key:text! pay_no:text pay_cert_id:text bgt_id:text bgt_type_name:text agency_code:word!
        exp_func_code:word! dep_bgt_eco_code:word gov_bgt_eco_code:text fund_type_code:word! pro_code:word! pay_bus_type_name:text
        create_date:day pay_app_amt:number xpay_amt:number xpay_date:day use_des:text
        """,
    ),
}
"""Each table with its key and its fields; `!` stands behind a field that must be filled in."""
KEYED: Final = ("budget_lines", "adjustments", "vouchers")
"""Tables whose rows may now name the row of the other system they came from."""


def upgrade() -> None:
    """Apply the step."""
    for name in KEYED:
        op.add_column(name, sa.Column("source_key", sa.Text(), nullable=True))
    for name, (key, fields) in TABLES.items():
        op.create_table(
            name,
            sa.Column("id", KEY, nullable=False),
            sa.Column("book_id", KEY, nullable=False),
            sa.Column("event_id", KEY, nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("withdrawn", TYPES["flag"], nullable=False),
            *[_column(field) for field in fields.split()],
            sa.ForeignKeyConstraint(["book_id"], ["books.id"], name=f"fk_{name}_book_id"),
            sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=f"fk_{name}_event_id"),
            sa.UniqueConstraint("book_id", *key.split(), "version"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_book_id", name, ["book_id"])
        keep(name)


def _column(field: str) -> sa.Column[Any]:
    name, _, kind = field.partition(":")
    return sa.Column(name, TYPES[kind.rstrip("!")], nullable=not kind.endswith("!"))


def downgrade() -> None:
    """Refused: the books would be lost."""
    msg = "账套不能退回到更早的结构：会丢失账目。"
    raise NotImplementedError(msg)
