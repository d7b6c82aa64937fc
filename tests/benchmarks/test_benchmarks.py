"""The benchmarks themselves: slips are made where they are said to be made, and are noticed. Light: a handful of documents."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.reading import read_file
from benchmarks.fuzz import DAMAGES, damaged, within
from benchmarks.mutations import AREAS, FORMS, PROSE, TABLES, Site, mutate, sites
from benchmarks.recall import Task, chosen_sites, report, run_task, write_missed
from benchmarks.speed import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
CLEAN: Final = EXAMPLES / "final-account-clean.txt"


def test_every_area_has_sites_and_no_code_or_line_number_is_one() -> None:
    document = read_file(CLEAN)
    found = sites(document)
    assert {site.area for site in found} == set(AREAS)
    for site in found:
        text = document.source[site.line - 1][site.start : site.end]
        if site.area == TABLES and site.kind in {"digit", "swap"}:
            assert "." in text, (site, document.source[site.line - 1])


def test_a_slip_changes_its_place_only() -> None:
    document = read_file(CLEAN)
    random = Random(3)  # noqa: S311  # repeatable, not secret
    for site in random.sample([site for site in sites(document) if site.kind != "row"], 50):
        made = mutate(document.source, site, random)
        assert made is not None
        lines = made[0].split("\n")
        changed = [at for at, (old, new) in enumerate(zip(document.source, lines, strict=True), start=1) if old != new]
        assert changed == [site.line]
        assert lines[site.line - 1][site.start :].startswith(made[1].after)


@pytest.mark.parametrize(
    ("kind", "text", "allowed"),
    [("sign", "增加", {"减少"}), ("unit", "万元", {"元", "亿元"}), ("swap", "12.00", {"21.00", "10.20"}), ("compared", "大于", {"小于"})],
)
def test_kinds_of_slips(kind: str, text: str, allowed: set[str]) -> None:
    random = Random(1)  # noqa: S311  # repeatable, not secret
    seen = set()
    for _ in range(20):
        made = mutate([f"甲{text}乙"], Site(PROSE, kind, 1, 1, 1 + len(text)), random)
        assert made is not None
        seen.add(made[1].after)
    assert seen == allowed


def test_recall_of_a_few_slips(tmp_path: Path) -> None:
    document = read_file(CLEAN)
    few = chosen_sites(document, 4, Random(5))  # noqa: S311  # repeatable, not secret
    trials = run_task(Task(str(CLEAN), tuple(few), 5))
    assert {trial.mutation.site.area for trial in trials} == {TABLES, PROSE, FORMS}
    assert sum(trial.noticed for trial in trials) > len(trials) // 2
    assert "| tables | **goal** |" in report(trials)
    write_missed(tmp_path / "missed.csv", trials)
    assert (tmp_path / "missed.csv").read_text(encoding="utf-8-sig").startswith("file,line,area,kind")


def test_copies_of_a_folder_differ(tmp_path: Path) -> None:
    make_folder(tmp_path, 6, [CLEAN, EXAMPLES / "budget-clean.md"])
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 6


@pytest.mark.parametrize("damage", DAMAGES)
def test_damages_bear_the_shortest_text(damage: Callable[[list[str], Random], None]) -> None:
    lines = ["合计\t1.00", ""]
    damage(lines, Random(2))  # noqa: S311  # repeatable, not secret
    assert damaged("a\t1\n", Random(2)) == damaged("a\t1\n", Random(2))  # noqa: S311  # repeatable, not secret


def test_within_stops_what_takes_long() -> None:
    """Processor time is what is limited: sleeping would go on."""
    with pytest.raises(TimeoutError), within(0.05):
        sum(iter(lambda: 1, 0))
