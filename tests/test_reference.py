"""The pages of the reference, made from small examples."""

from __future__ import annotations

import argparse

from baozhang.auditing.rule import parse_rule, rule_of_identity
from baozhang.taxonomy.identities import parse_identity
from tools.reference import commands_page, hub_page, layouts_page, rules_page

RULE = """\
-- title: 文字<b>与*表格*
-- severity: warning
-- family: TXT
-- basis: 公开表
-- applies: final
-- needs: claims.amount, overview|income
-- source: R-TX-001
-- message: 文字为{actual:wan}，表中为{expected:wan}
-- suggestion: 改为{expected:wan}
-- figures: wan
select 1
"""


def test_a_query_is_shown_with_its_message_and_needs() -> None:
    """Markup inside a rule's words is escaped; fields of the message stand as 〈field〉."""
    page = rules_page([parse_rule("TXT-001.sql", RULE)])
    assert "### TXT-001\n\n**文字\\<b\\>与\\*表格\\***\n" in page
    assert "- 级别：提示；适用：决算\n" in page
    assert "- 需要：`claims.amount`，`overview|income`\n" in page
    assert "- 问题：文字为〈actual〉，表中为〈expected〉\n- 建议：改为〈expected〉\n" in page


def test_an_identity_is_shown_as_its_formula() -> None:
    """The formula reads as it stands in the identity's file."""
    entry = {"id": "TAB-900", "title": "甲", "applies": "both", "basis": "乙", "source": "丙"}
    formula = {"total": "income[class].*", "parts": "income[children].* - income[total].fiscal? + income[level:1].other", "relation": ">="}
    page = rules_page([rule_of_identity(parse_identity({**entry, **formula}, "x.toml"))])
    assert f"- 勾稽关系：`{formula['total']} >= {formula['parts']}`\n" in page


def test_commands_are_shown_with_choices_and_defaults() -> None:
    """A command below a command has a section of its own."""
    parser = argparse.ArgumentParser(prog="demo", description="示例。")
    verbs = parser.add_subparsers(help="动词")
    verb = verbs.add_parser("check", description="核对。")
    verb.add_argument("paths", nargs="+", metavar="PATH", help="文件")
    verb.add_argument("--format", choices=["a", "b"], default="a", help="格式")
    verb.add_argument("--hidden", help=argparse.SUPPRESS)
    page = commands_page(parser)
    assert "| `check` | 核对。 |" in page
    assert "## demo check\n\n核对。\n" in page
    assert "| `PATH…` | 文件。 |" in page
    assert "| `--format` | 格式。可选：`a`、`b`。默认：`a`。 |" in page
    assert "hidden" not in page


def test_hub_fields_carry_their_docstrings() -> None:
    """The string behind a field is its meaning; a field that may be None says so."""
    page = hub_page()
    assert "| `half_unit` | int |" in page
    assert "| `fiscal_year` | int, may be missing |" in page


def test_no_layouts_make_an_empty_page() -> None:
    """The page stands even before there is a layout."""
    assert layouts_page([]).startswith("# 版式\n")
