"""`baozhang performance measure` as it is called: output, files, exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from baozhang.cli import main
from baozhang.errors import InputError
from baozhang.performance.measures.measure import shipped_measures
from baozhang.performance.measures.measured import read_measured
from baozhang.performance.measures.plans import read_plan
from baozhang.performance.measures.results import kept_results

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "measures"
REGISTER: Final = str(EXAMPLES / "datasets.toml")
RATE: Final = ["run", "enrolment-rate", "--datasets", REGISTER, "--period", "2024", "--set", "分母口径=应参保人口"]


def measure(*arguments: str) -> int:
    """The exit status of a call."""
    return main(["performance", "measure", *arguments])


def test_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    """What there is, and what one of them means."""
    assert measure("list") == 0
    assert "enrolment-rate" in capsys.readouterr().out
    assert measure("list", "--format", "json") == 0
    assert {"measure", "title", "unit"} <= json.loads(capsys.readouterr().out)["measures"][0].keys()
    assert measure("show", "enrolment-rate") == 0
    shown = capsys.readouterr().out
    assert "必须写明" in shown
    assert "select" in shown
    assert measure("show", "nothing") == 2


def test_check_tells_rows_or_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows and digests where all is well; the faults and status 3 where not."""
    assert measure("check", "systems", "outages", "--datasets", REGISTER) == 0
    assert "停机记录" in capsys.readouterr().out
    (tmp_path / "datasets.toml").write_text((EXAMPLES / "datasets.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "systems.csv").write_text("system,live_on,retired_on\nS1,昨天,\n", encoding="utf-8")
    assert measure("check", "systems", "--datasets", str(tmp_path / "datasets.toml")) == 3
    assert "第 2 行 live_on（上线日期）列：不是日期" in capsys.readouterr().err
    assert measure("run", "system-availability", "--period", "2024", "--datasets", str(tmp_path / "datasets.toml")) == 3


def test_a_result_is_kept_run_again_and_shown_as_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same until the data changes; then what changed is said, with status 1."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("datasets.toml", "systems.csv", "outages.csv"):
        (folder / name).write_bytes((EXAMPLES / name).read_bytes())
    register, kept = str(folder / "datasets.toml"), str(tmp_path / "results.db")
    assert measure("run", "system-availability", "--period", "2024", "--datasets", register, "--record", kept) == 0
    capsys.readouterr()
    assert measure("rerun", kept, "--datasets", register) == 0
    assert capsys.readouterr().out.startswith("一致")
    with (folder / "outages.csv").open("a", encoding="utf-8") as stream:
        stream.write("G999,S1,2024-02-01 00:00:00,2024-02-02 00:00:00,,否,一般\n")
    assert measure("rerun", kept, "--datasets", register, "--record") == 1
    assert capsys.readouterr().out.startswith("数据已变、值已变  医保信息系统正常运行率（2024年）99.93% → ")
    assert measure("rerun", kept, "--datasets", register) == 0
    capsys.readouterr()
    assert measure("results", kept) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert measure("results", str(tmp_path / "none.db")) == 3


def test_a_result_that_has_no_value_any_more_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One result without a value does not keep the others from being compared."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("datasets.toml", "complaints.csv"):
        (folder / name).write_bytes((EXAMPLES / name).read_bytes())
    register, kept = str(folder / "datasets.toml"), str(tmp_path / "results.db")
    for one in (["complaint-closing", "--set", "计算口径=已办结"], ["complaints-received"]):
        assert measure("run", *one, "--period", "2024", "--datasets", register, "--record", kept) == 0
    head = (folder / "complaints.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "complaints.csv").write_text(f"{head}\n", encoding="utf-8")
    capsys.readouterr()
    assert measure("rerun", kept, "--datasets", register) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("不能复算（测算 complaint-closing")
    assert second.endswith("300件 → 0件")


def test_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is the form that is read back; CSV has one line per result."""
    file = tmp_path / "result.json"
    assert measure(*RATE, "--format", "json", "--output", str(file)) == 0
    assert capsys.readouterr().out == ""
    assert read_measured(file)[0].parameters == (("分母口径", "应参保人口"),)
    assert measure(*RATE, "--format", "csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert measure(*RATE, "--output", str(tmp_path / "none" / "result.txt")) == 2
    assert measure(*RATE) == 0
    assert "分母" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (RATE[:-2], "须写明参数 分母口径"),
        ([*RATE[:-1], "分母口径=全体"], "应为 应参保人口、户籍人口、常住人口 之一"),
        ([*RATE, "--set", "分母口径=户籍人口"], "每个参数一次"),
        ([*RATE[:-1], "分母口径"], "--set 应写作"),
        ([*RATE[:5], "明年", *RATE[6:]], "期间“明年”不是日期"),
        (["run", "nothing", "--datasets", REGISTER, "--period", "2024"], "没有测算 nothing"),
    ],
)
def test_wrong_calls(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2 and what to write instead."""
    assert measure(*arguments) == 2
    assert said in capsys.readouterr().err


def test_own_measures_stand_beside_the_shipped_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of the user's is a measure like any other; it may not take a shipped name."""
    text = "\n".join(
        f"-- {key}: {value}"
        for key, value in {
            "title": "系统个数", "kind": "count", "unit": "个", "direction": "none", "timing": "stock", "meaning": "数", "formula": "数",
            "needs": "systems", "source": "自编", "answers": "系统个数",
        }.items()
    )  # fmt: skip
    file = tmp_path / "systems-count.sql"
    file.write_text(f"{text}\n--\nselect count(*) as value from systems where live_on <= $end\n", encoding="utf-8")
    assert measure("run", "systems-count", "--measures", str(tmp_path), "--datasets", REGISTER, "--period", "2024") == 0
    assert "系统个数（systems-count）  4个" in capsys.readouterr().out
    file.rename(tmp_path / "enrolment-rate.sql")
    assert measure("list", "--measures", str(tmp_path)) == 2


def test_a_plan_takes_the_measures_of_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every result in a file of its own and in the kept ones; what has no value is told, and the others are there."""
    kept, folder = tmp_path / "results.db", tmp_path / "out"
    call = ["plan", str(EXAMPLES / "plan.toml"), "--datasets", REGISTER, "--record", str(kept), "--folder", str(folder)]
    assert measure(*call) == 0
    assert "基本医保参保率（应参保人口）" in capsys.readouterr().out
    files = sorted(folder.iterdir())
    assert len(files) == 20
    assert {one.measure for file in files for one in read_measured(file)} == {one.measure for one in kept_results(kept)}
    plan = tmp_path / "plan.toml"
    plan.write_text('period = "1999"\n[[take]]\nmeasure = "service-cases"\n[[take]]\nmeasure = "no-visit-share"\n', encoding="utf-8")
    assert measure("plan", str(plan), "--datasets", REGISTER, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)["results"]
    assert [one["value"] for one in found] == ["0", None]
    assert "分母为 0" in found[1]["why"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("period = ", "不能读取"),
        ('period = "2024"\n', "应有 period 和若干"),
        ('colour = "red"\n[[take]]\nmeasure = "service-cases"\n', "没有其他键"),
        ('[[take]]\nmeasure = "service-cases"\n', "第 1 个 .*期间"),
        ('period = "2024"\n[[take]]\nmeasure = "nothing"\n', "没有测算 nothing"),
        ('period = "2024"\n[[take]]\nmeasure = "service-cases"\n[[take]]\nmeasure = "enrolment-rate"\n', "第 2 个 .*须写明参数 分母口径"),
        ('period = "2024"\n[[take]]\nmeasure = "work-quantity"\nset = { "种类" = 1 }\n', "应写成文字"),
        ('period = "2024"\n' + 2 * '[[take]]\nmeasure = "service-cases"\n', "同一个文件 服务办理量.json"),
    ],
)
def test_a_wrong_plan_is_refused_before_anything_is_measured(text: str, said: str, tmp_path: Path) -> None:
    """With the number of the entry."""
    file = tmp_path / "plan.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_plan(file, shipped_measures())


def test_a_result_cannot_be_written_outside_its_folder(tmp_path: Path) -> None:
    """The name of an indicator is not a path."""
    file = tmp_path / "plan.toml"
    file.write_text('period = "2024"\n[[take]]\nmeasure = "service-cases"\nindicator = "../..\\\\a/b c"\n', encoding="utf-8")
    assert [one.file for one in read_plan(file, shipped_measures())] == ["a-b-c.json"]
