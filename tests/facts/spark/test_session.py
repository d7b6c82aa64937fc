"""Why there is no session: said in Chinese and at once, without waiting for Spark to give up."""

from __future__ import annotations

import socket
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from baozhang.cli import main
from baozhang.errors import InputError, UsageError
from baozhang.facts.spark.session import cause_of, is_local, spark_session

if TYPE_CHECKING:
    from pathlib import Path


def _refused(master: str) -> str:
    with pytest.raises(UsageError) as caught, spark_session(master):
        pass
    return str(caught.value)


def _java(folder: Path, version: str) -> Path:
    """A home of Java whose java only says its version."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="ascii")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "没有找到 Java" in _refused("local[2]")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    assert f"JAVA_HOME（{tmp_path / 'jdk'}）" in _refused("local[2]")


def test_with_an_old_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, "1.8.0_412")))
    assert "请安装 Java 17 或更高版本" in _refused("local[2]")


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert "pip install 'baozhang[spark]'" in _refused("local[2]")


def test_a_master_that_does_not_listen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A port that was free a moment ago: nobody is there."""
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, "17.0.15")))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert f"连接不上 Spark 主节点 spark://127.0.0.1:{port}" in _refused(f"spark://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("master", "said"),
    [
        ("spark://host", "地址不完整"),
        ("mesos://host:5050", "不认识的 --master"),
        ("lokal", "不认识的 --master"),
        ("yarn", "HADOOP_CONF_DIR"),
    ],
)
def test_a_master_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, master: str, said: str) -> None:
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, "21.0.1")))
    for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert said in _refused(master)


@pytest.mark.parametrize(
    ("master", "local"), [("local", True), ("local[*]", True), ("local[2]", True), ("spark://a:1", False), ("yarn", False)]
)
def test_what_is_local(master: str, local: bool) -> None:  # noqa: FBT001  # what is expected
    assert is_local(master) is local


def test_the_cause_is_the_last_line_that_names_an_exception() -> None:
    error = RuntimeError("Job aborted\n  File x\nModuleNotFoundError: No module named 'baozhang'\n\tat org.apache")
    assert cause_of(error) == "ModuleNotFoundError: No module named 'baozhang'"
    assert cause_of(KeyError()) == "KeyError"
    assert cause_of(RuntimeError("o1.sql\n: java.lang.OutOfMemoryError: Java heap space\n\tat x")) == (
        "java.lang.OutOfMemoryError: Java heap space"
    )


def test_a_master_without_the_engine_is_a_mistake(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["audit", str(tmp_path), "--master", "local[2]"]) == 2
    assert "--engine spark" in capsys.readouterr().err


def test_an_unreadable_file_crosses_between_processes() -> None:
    import pickle  # noqa: PLC0415

    error = pickle.loads(pickle.dumps(InputError("a.txt", "读不了", "请重新另存")))  # noqa: S301  # our own bytes
    assert (error.file, error.why, error.advice, str(error)) == ("a.txt", "读不了", "请重新另存", "a.txt：读不了。请重新另存")
