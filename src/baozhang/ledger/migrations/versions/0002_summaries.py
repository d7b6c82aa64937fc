"""Sums of the final-accounts software (决算报表数), for books that have no vouchers."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from baozhang.ledger.migrations.keeping import keep

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINKS: Final = {"book_id": "books.id", "event_id": "events.id", "reverses": "summaries.id"}
NEEDED: Final = ("flow", "agency_code", "exp_func_code", "fund_type_code")
CODES: Final = ("flow", "agency_code", "exp_func_code", "dep_bgt_eco_code", "fund_type_code", "exp_kind")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "summaries",
        sa.Column("id", KEY, nullable=False),
        *[sa.Column(name, KEY, nullable=name == "reverses") for name in LINKS],
        *[sa.Column(name, sa.String(64), nullable=name not in NEEDED) for name in CODES],
        sa.Column("counterpart_code", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        *[sa.ForeignKeyConstraint([name], [target], name=f"fk_summaries_{name}") for name, target in LINKS.items()],
        sa.UniqueConstraint("reverses", name="uq_summaries_reverses"),
        sa.PrimaryKeyConstraint("id", name="pk_summaries"),
    )
    op.create_index("ix_summaries_book_id", "summaries", ["book_id"])
    keep("summaries")


def downgrade() -> None:
    """Refused: the books would be lost."""
    msg = "账套不能退回到更早的结构：会丢失账目。"
    raise NotImplementedError(msg)
