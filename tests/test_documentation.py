"""The documentation says what is there: nothing generated is stale, nothing is left out, no link is broken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from baozhang.auditing.reports.shown import FAMILIES
from baozhang.auditing.rule import every_rule
from baozhang.cli import build_parser
from baozhang.facts.schemas import HUB, schema_of
from baozhang.taxonomy.layouts import layouts
from tools import reference

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
PAGES: Final = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
_LINK: Final = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
_HEADING: Final = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _generated(name: str) -> str:
    return _text(DOCS / "reference" / name)


def test_reference_is_not_stale() -> None:
    """`make reference` would change nothing."""
    assert reference.stale_pages() == []


def test_every_rule_is_documented() -> None:
    """A rule without an entry in the reference cannot be looked up from a finding."""
    headings = set(_HEADING.findall(_generated("rules.md")))
    assert [rule.id for rule in every_rule() if rule.id not in headings] == []


def test_every_layout_is_documented() -> None:
    """The layouts reference has every layout."""
    assert layouts().keys() <= set(_HEADING.findall(_generated("layouts.md")))


def test_every_family_has_a_name() -> None:
    """A new family of rules needs its Chinese name in the reference."""
    assert {rule.family for rule in every_rule()} <= FAMILIES.keys()


def test_every_command_and_option_is_documented() -> None:
    """The command reference names every command, argument and option of the parser, each with a meaning."""
    page = _generated("commands.md")
    for name, command in reference.commands(build_parser()):
        assert f"\n## {name}\n" in page
        for action in reference.arguments_of(command):
            assert action.help or action.choices, f"{name}: {action.dest} has no help"
            assert all(f"`{option}" in page for option in action.option_strings)


def test_every_hub_field_is_documented() -> None:
    """The reference of the hub has every table and field."""
    page = _generated("hub.md")
    for table in HUB:
        section = page.split(f"\n## {table}\n")[1].split("\n## ")[0]
        assert [name for name in schema_of(table).names if f"| `{name}` |" not in section] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link names a file that exists and, where it has one, a heading in it."""
    for link in _LINK.findall(_text(page)):
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in {_slug(heading) for heading in _HEADING.findall(_text(target))}, link


def _slug(heading: str) -> str:
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


def test_every_page_is_in_the_navigation() -> None:
    """A page that the site's navigation leaves out is found by nobody, and an entry without a page is a dead end."""
    listed = set(re.findall(r"(\S+\.md)$", _text(ROOT / "mkdocs.yml"), re.MULTILINE))
    assert listed == {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_begins_with_two_commands_that_ci_runs(name: str) -> None:
    """The first thing a reader meets runs the main job and passes the tests; CI proves both on a clean checkout."""
    block = re.search(r"```sh\n(.*?)```", _text(ROOT / name), re.DOTALL)
    assert block is not None
    commands = [line.split("#")[0].strip() for line in block[1].splitlines()]
    script = _text(ROOT / ".ci" / "run").splitlines()
    assert len(commands) == 2
    assert [command for command in commands if command not in script] == []


def test_every_decision_is_listed() -> None:
    """Decisions are numbered without gaps and stand in their index."""
    pages = sorted(page.name for page in (DOCS / "decisions").glob("0*.md"))
    index = _text(DOCS / "decisions" / "index.md")
    assert [int(page[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert [page for page in pages if f"({page})" not in index] == []
