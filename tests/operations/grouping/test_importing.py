"""Schemes in and kept: folders, workbooks and published files give tables; what cannot be used is named by cell; versions never change."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from baozhang.errors import InputError, UsageError
from baozhang.operations.data_folder import data_folder
from baozhang.operations.grouping import import_scheme, load_scheme
from baozhang.operations.grouping.case import case_of
from baozhang.operations.grouping.scalar import ScalarGrouper
from baozhang.operations.grouping.schemes import DRG_STORE
from baozhang.operations.grouping.tables import DRG_FORMS
from tests.operations.grouping.samples import (
    EXAMPLE,
    PUBLISHED,
    SHARED,
    example,
    example_rows,
    example_tables,
    expected,
    needs_published,
    published,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOZHANG_DATA", str(tmp_path / "data"))


def copied(tmp_path: Path, **tables: str) -> Path:
    """The example folder with some tables replaced."""
    folder = tmp_path / "scheme"
    shutil.copytree(EXAMPLE, folder)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def workbook(path: Path, changes: dict[tuple[str, int, int], str] | None = None) -> Path:
    """The example scheme as a workbook with Chinese sheets and headings; `changes` by sheet, row, column (from 0)."""
    book = xlsxwriter.Workbook(path)
    about = book.add_worksheet("方案")
    for number, pair in enumerate((("名称", "示例分组方案（自编）"), ("生效日期", "2024-01-01"), ("来源", "工作簿"))):
        about.write_row(number, 0, pair)
    for form in (form for form in DRG_FORMS if form.name in example_tables()):
        sheet = book.add_worksheet(form.sheet)
        sheet.write_row(0, 0, [column.heading for column in form.columns])
        cells = {
            (number, column): cell for number, line in enumerate(example_tables()[form.name].rows(), 1) for column, cell in enumerate(line)
        }
        cells |= {(number, column): cell for (name, number, column), cell in (changes or {}).items() if name == form.sheet}
        for (number, column), cell in cells.items():
            sheet.write(number, column, int(cell) if cell.isdecimal() else cell)
    book.close()
    return path


def test_a_folder_is_imported_once_and_loaded_as_it_was() -> None:
    first = import_scheme(EXAMPLE, "demo")
    assert first.problems == ()
    assert first.new
    again = import_scheme(EXAMPLE, "demo")
    assert not again.new
    assert again.stored == first.stored
    scheme = load_scheme("demo")
    assert scheme.mdcs == example().mdcs
    assert scheme.lists == example().lists
    assert scheme.identity.label == "demo@1"
    assert str(scheme.identity.valid_from) == "2024-01-01"
    assert {row["id"]: ScalarGrouper(scheme).group(case_of(row)) for row in example_rows()} == expected()


def test_changed_tables_make_a_new_version_and_leave_the_old_one(tmp_path: Path) -> None:
    import_scheme(EXAMPLE, "demo")
    drg = (EXAMPLE / "drg.csv").read_text(encoding="utf-8").replace("HC19", "HC1X")
    assert import_scheme(copied(tmp_path, drg=drg), "demo").stored is not None
    assert [stored.identity.version for stored in DRG_STORE.versions("demo")] == ["1", "2"]
    assert any(drg.code == "HC19" for _, adrg in load_scheme("demo@1").steps for drg in adrg.drgs)
    assert any(drg.code == "HC1X" for _, adrg in load_scheme("demo").steps for drg in adrg.drgs)
    assert not list((data_folder() / "drg" / "demo").glob(".import-*"))


def test_a_workbook_says_the_same_as_a_folder(tmp_path: Path) -> None:
    imported = import_scheme(workbook(tmp_path / "方案.xlsx"), "demo")
    assert imported.problems == ()
    scheme = load_scheme("demo")
    assert scheme.mdcs == example().mdcs
    assert scheme.complications == example().complications
    assert scheme.identity.source == "工作簿"


def test_every_bad_cell_of_a_workbook_is_named(tmp_path: Path) -> None:
    changes = {("DRG", 3, 1): "", ("编码表", 1, 2): "", ("MDC", 2, 2): ""}
    imported = import_scheme(workbook(tmp_path / "bad.xlsx", changes), "demo")
    assert imported.stored is None
    assert {(problem.place, problem.reason) for problem in imported.problems} == {
        ("DRG B4", "“DRG”不能为空"),
        ("编码表 C2", "“编码”不能为空"),
        ("MDC C3", "“入组条件”不能为空"),
    }
    assert DRG_STORE.all() == []


@pytest.mark.parametrize(
    ("table", "old", "new", "place", "reason"),
    [
        ("adrg", "mainproc_in(ss),\nMDCP", "mainproc_inn(ss),\nMDCP", "ADRG 第2行“入组条件”", "没有“mainproc_inn”这种条件"),
        ("adrg", "MDCG,GD2,", "MDCQ,GD2,", "ADRG 第30行“MDC”", "没有MDC“MDCQ”"),
        ("adrg", "MDCG,GD2,", "MDCG,GD1,", "ADRG 第30行“规则号”", "规则号“GD1”重复"),
        ("adrg", "pdx_in(zd),next", "pdx_in(zd),maybe", "ADRG 第25行“无DRG时”", "应为 adrg、next 或 qy"),
        ("drg", "HC1,HC19", "HC9,HC19", "DRG 第45行“规则号”", "没有规则“HC9”"),
        ("mdc", "pdx_in(zd) and age == 0", "pdx_in(zd9)", "MDC 第3行“入组条件”", "编码表中没有“MDCP”的“zd9”"),
        ("mdc", "MDCH,", "MDCG,", "MDC 第11行“MDC”", "MDC“MDCG”重复"),
        ("complication", "E11.900,CC", "E11.900,C", "并发症与合并症 第9行“级别”", "级别应为 MCC 或 CC"),
        ("code_map", "diagnosis,", "诊断,", "编码对照 第2行“种类”", "种类应为 diagnosis 或 procedure"),
    ],
)
def test_what_does_not_fit_together_is_named(tmp_path: Path, table: str, old: str, new: str, place: str, reason: str) -> None:
    text = (EXAMPLE / f"{table}.csv").read_text(encoding="utf-8")
    assert text.count(old) == 1
    imported = import_scheme(copied(tmp_path, **{table: text.replace(old, new)}), "demo")
    assert imported.stored is None
    named = [f"{problem.place.replace('.csv', '')}：{problem.reason}" for problem in imported.problems]
    sheet, rest = place.split(" ", 1)
    wanted = next(form.name for form in DRG_FORMS if form.sheet == sheet)
    assert any(line.startswith(f"{wanted} {rest}") and reason in line for line in named), named


def test_missing_tables_and_columns_are_named(tmp_path: Path) -> None:
    folder = copied(tmp_path, drg="rule,drg,name\nHC1,HC19,甲\n")
    (folder / "adrg.csv").unlink()
    reasons = [problem.reason for problem in import_scheme(folder, "demo").problems]
    assert reasons == ["缺少 adrg.csv（ADRG）", "缺少“入组条件”（condition）一栏"]


def test_dates_are_checked(tmp_path: Path) -> None:
    assert [p.reason for p in import_scheme(EXAMPLE, "demo", {"valid_from": "2024年"}).problems] == ["“2024年”不是日期，应写作 2024-01-01"]
    assert [p.reason for p in import_scheme(EXAMPLE, "demo", {"valid_to": "2023-12-31"}).problems] == ["早于生效日期"]
    folder = copied(tmp_path)
    (folder / "scheme.toml").write_text("title = 3 4", encoding="utf-8")
    with pytest.raises(InputError, match=r"不是有效的 TOML"):
        import_scheme(folder, "demo")


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "x" * 65, "a b"])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="方案名"):
        import_scheme(EXAMPLE, name)
    with pytest.raises(UsageError, match="没有方案"):
        load_scheme(name)
    assert not (tmp_path / "data").exists()


def test_a_scheme_is_valid_between_its_dates() -> None:
    import_scheme(EXAMPLE, "demo", {"valid_to": "2025-12-31"})
    identity = load_scheme("demo").identity
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [identity.valid_on(day) for day in days] == [False, True, True, False]


def test_what_is_no_source_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="既不是目录，也不是工作簿"):
        import_scheme(tmp_path / "none", "demo")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="其中有：other"):
        import_scheme(tmp_path, "demo")
    with pytest.raises(InputError, match="不是分组方案的 JSON 文件"):
        import_scheme(tmp_path, "other")
    (tmp_path / "book.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(InputError, match="不能按工作簿打开"):
        import_scheme(tmp_path / "book.xlsx", "demo")


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    """A zip bomb says its size in its own directory."""
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet1.xml", "w") as stream:
        for _ in range(1100):
            stream.write(bytes(1 << 20))
    with pytest.raises(InputError, match="展开后超过1GB"):
        import_scheme(tmp_path / "bomb.xlsx", "demo")


def test_an_unknown_atom_of_a_published_file_stops_the_import(tmp_path: Path) -> None:
    rules = {
        "mdc_order": ["MDCA"],
        "mdc": [{"mdc": "MDCA", "entry": [["mainproc_in", "VALID"]], "steps": ["AA1"]}],
        "adrg": [{"adrg_file": "AA1", "rule": [["moon_phase", "full"]], "fallback": "AA1", "drgs": ["AA11", "AA19"]}],
        "drg_cond": {"AA11": ["expr", "record.zodiac <= 3"], "AA19": ["else"]},
    }
    (tmp_path / "odd.json").write_text(json.dumps(rules), encoding="utf-8")
    reasons = [problem.reason for problem in import_scheme(tmp_path, "odd").problems]
    assert reasons == ["不认识的条件“moon_phase”", "不认识的细分条件“record.zodiac <= 3”"]


def test_a_published_file_with_the_ambiguous_group_switched_on(tmp_path: Path) -> None:
    rules = {
        "mdc_order": ["MDCB"],
        "mdc": [{"mdc": "MDCB", "entry": [["always"]], "steps": ["BB1", "BR1"], "qy": "on", "qy_pos": 1}],
        "adrg": [
            {"adrg_file": "BB1", "rule": [["gender", 1, "int"]], "fallback": "BB1", "drgs": ["BB19"]},
            {"adrg_file": "BR1", "rule": [], "fallback": "BR1", "drgs": ["BR19"]},
        ],
        "drg_cond": {"BB19": ["else"], "BR19": ["else"]},
    }
    (tmp_path / "qy.json").write_text(json.dumps(rules), encoding="utf-8")
    assert import_scheme(tmp_path, "qy").problems == ()
    assert [(adrg.rule, adrg.ambiguous) for _, adrg in load_scheme("qy").steps] == [("BB1", False), ("BQY", True), ("BR1", False)]


@needs_published
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_schemes_come_back_from_the_data_folder(name: str) -> None:
    assert import_scheme(SHARED, name).problems == ()
    scheme = load_scheme(name)
    assert scheme.mdcs == published(name).mdcs
    assert scheme.lists == published(name).lists
    assert len(scheme.mdcs) == 26


def test_a_damaged_version_is_named(tmp_path: Path) -> None:
    import_scheme(EXAMPLE, "demo")
    (tmp_path / "data" / "drg" / "demo" / "1" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="不是完整的方案"):
        load_scheme("demo")


def test_the_data_folder_follows_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BAOZHANG_DATA")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "baozhang"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    assert data_folder() == tmp_path / "Local" / "baozhang"
