"""Triggers that keep every row of a table as it was written; every step that makes a table calls this."""

from __future__ import annotations

from typing import Final

from alembic import op

MESSAGE: Final = "账目只能追加，不能修改或删除"


def make_keeper() -> None:
    """The function that PostgreSQL's triggers call; once per database."""
    if op.get_bind().dialect.name == "postgresql":
        body = f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = '23001'; END $$"
        op.execute(f"CREATE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS {body}")


def keep(table: str) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE) on the table, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER keep_{table}_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END")
        return
    for verb, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = f"keep_{table}_{'rows' if each == 'ROW' else 'table'}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION keep_rows()")
