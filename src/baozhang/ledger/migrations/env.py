"""What Alembic runs: the migrations on the connection it was given, within the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from baozhang.ledger.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection


def run(connection: Connection) -> None:
    """Run the migrations that are asked for."""
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=False, compare_type=True)
    context.run_migrations()


if hasattr(context, "config"):  # Alembic runs this file; whoever merely imports it changes nothing
    run(context.config.attributes["connection"])
