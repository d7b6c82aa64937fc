"""`baozhang compare`: the forms it writes, exit statuses, messages about wrong use, files and lake alike."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from baozhang.cli import main
from benchmarks.corpus.__main__ import main as corpus

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    corpus(["--count", "12", "--layouts", "national-final,shandong-final", "--years", "2", "--output", str(folder)])
    return folder / "documents"


def run(*arguments: str) -> int:
    try:
        return main(["compare", *arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_the_table_is_aligned_and_says_where_figures_stand(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--what", "general[total].total", str(folder)) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "一般公共预算财政拨款支出表·合计·小计（部门决算，单位：万元）"
    assert lines[1].split() == ["部门", "2023", "年", "2024", "年"]
    rows = [line for line in lines[2:] if re.match(r"\S+\s+[\d,]+\.\d\d", line)]
    assert len({line.rindex(".") + len(re.findall(r"[\u4e00-\u9fff（）]", line)) for line in rows}) == 1
    assert any("第" in line and "行" in line for line in lines[lines.index("出处：") :])


def test_every_form_has_the_same_figures(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    what = ("--what", "公用经费占比", str(folder))
    assert run("--format", "json", *what) == 0
    figures = json.loads(capfd.readouterr().out)["comparisons"][0]["figures"]
    assert all(figure["value"] and figure["places"][0]["line"] for figure in figures)
    assert run("--format", "csv", *what) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out.removeprefix("\ufeff"))))
    assert [row["数值"] for row in rows] == [figure["value"] for figure in figures]
    page, book = tmp_path / "page.html", tmp_path / "book.xlsx"
    assert run("--format", "html", "--output", str(page), *what) == 0
    html = page.read_text(encoding="utf-8")
    assert all(f">{figure['value']}</a>" in html for figure in figures)
    chart = html[html.index("<svg") : html.index("</svg>") + 6]
    assert ET.fromstring(chart).find("{http://www.w3.org/2000/svg}desc") is not None  # noqa: S314  # our own words
    assert "style=" not in html
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert run("--format", "xlsx", "--output", str(book), *what) == 0
    cells = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("出处").to_python()[1:]
    assert [f"{row[3]:.2f}" for row in cells] == [figure["value"] for figure in figures]


def test_a_lake_gives_what_files_give(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lake = tmp_path / "lake"
    assert main(["lake", "add", str(folder), "--lake", str(lake)]) == 0
    capfd.readouterr()
    values = []
    for where in (("--lake", str(lake)), (str(folder),)):
        assert run("--what", "预算执行率", "--what", "政府采购授予中小企业占比", "--format", "json", *where) == 0
        comparisons = json.loads(capfd.readouterr().out)["comparisons"]
        values.append([[(one["department"], one["year"], one["value"]) for one in each["figures"]] for each in comparisons])
    assert values[0] == values[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--what"),
        (("--what", "预算执行率"), "二者取一"),
        (("--what", "没有这个", "."), "没有可以比较的"),
        (("--what", "预算执行率", "--years", "去年", "."), "年度"),
        (("--what", "预算执行率", "--format", "xlsx", "."), "--output"),
        (("--what", "预算执行率", "--headcount", "不存在.csv", "."), "人数表"),
    ],
)
def test_wrong_use_is_said_in_chinese(arguments: tuple[str, ...], said: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(*(str(folder) if one == "." else one for one in arguments)) == 2
    assert said in capfd.readouterr().err


def test_people_are_read_from_a_list(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.csv"
    people.write_text("部门,年度,人数\n甲市子区甲局,2024,40\n", encoding="utf-8-sig")
    assert run("--what", "人均“三公”经费", "--headcount", str(people), "--format", "json", str(folder)) == 0
    figures = json.loads(capfd.readouterr().out)["comparisons"][0]["figures"]
    assert [(one["department"], one["year"]) for one in figures if one["value"]] == [("甲市子区甲局", 2024)]
    people.write_text("部门,年度,人数\n甲市子区甲局,2024,四十\n", encoding="utf-8")
    assert run("--what", "人均“三公”经费", "--headcount", str(people), str(folder)) == 2
    assert "第 2 行" in capfd.readouterr().err


def test_files_that_cannot_be_read_are_named(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--what", "预算执行率", str(folder), str(tmp_path / "nowhere.txt")) == 3
    said = capfd.readouterr()
    assert "nowhere.txt" in said.err
    assert "预算执行率" in said.out


def test_ratios_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--ratios") == 0
    assert "预算执行率（%，execution）＝ general[total].total ÷ general[total].total@initial_budget" in capfd.readouterr().out
