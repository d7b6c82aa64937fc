"""What the books keep and how statements follow from them are data: every file is read, and a mistake in one is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.errors import UsageError
from baozhang.ledger.derivations import FLOWS, derivations, parse_sum
from baozhang.ledger.exchange.headers import exchanges, fields_meant, left_out_tables, normalised, synonyms
from baozhang.ledger.registers import Kind, parse_register, register_named, registers
from baozhang.ledger.statements import rounded
from baozhang.taxonomy.funds import accounts, fund_types, usual_funds
from baozhang.taxonomy.layouts import layouts
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from baozhang.taxonomy.layouts import Layout, StatementLayout

PRINTED: Final = [(layout, one) for layout in layouts().values() for one in layout.statements]
DATA: Final = Path(__file__).parents[2] / "src" / "baozhang" / "ledger" / "data"


@pytest.mark.parametrize(("layout", "printed"), PRINTED, ids=[f"{layout.id}-{one.id}" for layout, one in PRINTED])
def test_every_figure_of_every_layout_is_derived(layout: Layout, printed: StatementLayout) -> None:
    """Every column, and every fixed item, of every statement that a layout prints."""
    derivation = derivations().statements[layout.stage, printed.id]
    columns = set(printed.columns)
    assert columns <= derivation.columns.keys()
    if statements()[printed.id].axis in {RowAxis.TWO_SIDED, RowAxis.THREE_PUBLIC}:
        items = {item for item in (*printed.left, *printed.right) if not item.isdigit()}
        assert items <= derivation.items.keys()
        assert all(term.flow for item in items for column in columns for term in derivation.cell(item, column))


def test_accounts_and_kinds_are_known_ones() -> None:
    known = derivations()
    assert known.accounts.keys() <= accounts().keys()
    assert {meaning["flow"] for meaning in known.accounts.values()} <= set(FLOWS)
    assert set(registers()["balance_changes"].field("change_kind").choices) == known.changes.keys()
    assert set(registers()["three_public_controls"].field("expense").choices) <= known.expenses.keys()
    assert set(registers()["projects"].field("pro_cat_code").choices) <= known.natures.keys()
    assert set(registers()["summaries"].field("flow").choices) == known.flows.keys()
    assert {fund.budget for fund in fund_types().values() if fund.budget} == usual_funds().keys()


@pytest.mark.parametrize("text", ["spending{colour=red}", "expenses", "spending +* income", "spending{fund}"])
def test_a_sum_that_is_none_is_named(text: str) -> None:
    with pytest.raises(UsageError, match="结账定义"):
        parse_sum(text, {})


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "x", "title": "x", "about": "", "keeps": "entries", "fields": [], "colour": 1},
        {"id": "x", "title": "x", "about": "", "keeps": "records", "fields": [{"name": "a", "header": "a", "kind": "text"}]},
        {"id": "x", "title": "x", "about": "", "keeps": "entries", "fields": [{"name": "a", "header": "a", "kind": "choice"}]},
        {"id": "x", "title": "x", "about": "", "keeps": "piles", "fields": []},
    ],
)
def test_a_register_that_is_none_is_named(entry: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="台账定义 x"):
        parse_register(entry)


def test_registers_go_by_id_and_title() -> None:
    assert register_named("会计凭证") is register_named("vouchers") is registers()["vouchers"]
    with pytest.raises(UsageError, match="可用的台账：单位、项目"):
        register_named("食堂")
    with pytest.raises(UsageError, match="没有字段 colour"):
        registers()["units"].field("colour")


def test_titles_headers_and_names_are_unambiguous() -> None:
    titles = [normalised(register.title) for register in registers().values()]
    assert len(set(titles)) == len(titles)
    for register in registers().values():
        words = [normalised(word) for field in register.fields for word in {field.header, field.name}]
        assert len(set(words)) == len(words), register.id
        assert all(re.fullmatch(r"[a-z_]+", name) for name in register.names)


def test_tables_of_other_systems_lead_to_fields_we_have() -> None:
    for exchange in exchanges():
        register = registers()[exchange.register]
        for amount in exchange.amounts:
            assert register.field(amount.field).kind is Kind.MONEY
            assert all(value in register.field(name).choices for name, value in amount.set.items())
        amounts = {amount.column for amount in exchange.amounts}
        wanted = [name for one in exchange.signature for name in one.split("|")]
        assert all(fields_meant(name) or name in register.names or name in amounts for name in (*wanted, *exchange.columns, *exchange.fill))
        assert all(ours in register.names for ours in exchange.columns.values())
        assert all(value in register.field(name).choices for name, value in exchange.set.items())
    for table in left_out_tables():
        assert all(fields_meant(name) for one in table.signature for name in one.split("|"))
    for register in registers().values():
        assert set(register.synced) <= set(register.names)
        assert not register.records or register.synced in {(), register.key}
    for field, words in synonyms().items():
        owners = [register.field(field) for register in registers().values() if field in register.names]
        assert all(set(words.values()) <= set(owner.choices) for owner in owners)
        assert owners


def test_every_data_file_names_its_source() -> None:
    assert sorted(path.name for path in DATA.iterdir()) == [
        "audit_interface.toml", "closing.toml", "exchange_fields.csv", "exchanges.toml", "final_workbook.toml",
        "performance_registers.toml", "registers.toml",
    ]  # fmt: skip
    for path in DATA.glob("*.toml"):
        assert re.search(r"[Ss]ource|DA/T", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(("fen", "printed"), [(4_999, 0), (5_000, 10_000), (-5_000, -10_000), (14_999, 10_000), (15_000, 20_000), (0, 0)])
def test_rounding_is_half_up_away_from_zero(fen: int, printed: int) -> None:
    assert rounded(fen, 10_000) == printed
