"""The performance books: programmes, goals, indicators, what was reached, evidence, assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from alembic import op

from baozhang.ledger.migrations.keeping import keep

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPES: Final[dict[str, TypeEngine[Any]]] = {
    "text": sa.Text(), "word": sa.String(64), "number": sa.BigInteger(), "day": sa.Date(), "flag": sa.Boolean(create_constraint=False),
}  # fmt: skip
TABLES: Final = {
    "performance_programmes": (
        "programme_code",
        """
        programme_code:text! programme_name:text! programme_kind:word! supervisor:text executing_unit:text basis:text
        summary:text goal:text! scheme:text execution_weight:number is_evaluated:flag
        """,
    ),
    "performance_links": (
        "programme_code pro_code",
        """
        programme_code:text! pro_code:word! fund_level:word
        """,
    ),
    "performance_indicators": (
        "programme_code indicator_no",
        """
        programme_code:text! indicator_no:text! first_level:word! second_level:text indicator_name:text! operator:word!
        target_value:text! measured_in:text weight:number library_code:text measure:text data_source:text
        """,
    ),
    "performance_adjustments": (
        "programme_code indicator_no adj_no",
        """
        programme_code:text! indicator_no:text! adj_no:text! target_value:text! reason:text! adj_status:word!
        approved_by:text approved_on:day cor_bgt_doc_no:text
        """,
    ),
    "performance_actuals": (
        "programme_code indicator_no as_of",
        """
        programme_code:text! indicator_no:text! as_of:day! actual_value:text! deviation_kind:word reason:text
        action_taken:text likelihood:word judged_points:number judged_by:text
        """,
    ),
    "performance_evidence": (
        "programme_code evidence_no",
        """
        programme_code:text! evidence_no:text! indicator_no:text as_of:day evidence_kind:word! evidence_file:text!
        evidence_digest:text evidence_bytes:number remark:text
        """,
    ),
    "performance_texts": (
        "programme_code place text_no",
        """
        programme_code:text! place:word! text_no:text! content:text! problem:text
        """,
    ),
    "performance_tasks": (
        "programme_code task_no",
        """
        programme_code:text! task_no:text! task_name:text! content:text expected:text! result:text reason:text
        """,
    ),
    "performance_assessments": (
        "programme_code item assessor",
        """
        programme_code:text! item:text! assessor:text! points:number! basis:text!
        """,
    ),
}
"""Each table with its key and its fields; `!` stands behind a field that must be filled in."""


def upgrade() -> None:
    """Apply the step."""
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
            sa.UniqueConstraint("book_id", *key.split(), "version"),  # named, and cut to the length of a name, as the models are
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
