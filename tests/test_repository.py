"""The rules of the house: what every file of the repository must keep to, whoever wrote it."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "baozhang"
MAX_LINES: Final = 500

REGISTRY_HOSTS: Final = tuple(
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("deb.debian", "org"))
)
"""Put together here so that this file does not name them either."""

REGIONS: Final = (
    r"北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|"
    r"湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|"
    r"泉州|福州|漳州|厦门|莆田|三明|南平|龙岩|宁德|聊城|济南|青岛|泗县|宿州|合肥|普陀|杭州|广州|深圳"
)
"""Provinces, and cities whose documents the project knows. The legal basis and source of a rule may name them, its query may not."""

VAGUE_NAMES: Final = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc|v2|new|old|bak)(_|$)")


def _tracked() -> list[Path]:
    """The files git tracks or would track; without git, everything that is not made by a tool."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        made = {".venv", ".git", "out", "site", "build", "dist", "__pycache__"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]
    return [path for path in (ROOT / name for name in names) if path.is_file()]


FILES: Final = _tracked()
MODULES: Final = [path for path in FILES if path.suffix == ".py"]
OURS: Final = [path for path in FILES if path.is_relative_to(SOURCE)]
CODE: Final = [path for path in OURS if path.suffix in {".py", ".sql"}]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _places(paths: list[Path], pattern: str) -> list[str]:
    """`file:line: text` of every line that matches, for a message that can be clicked."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(_text(path).splitlines(), 1)
        if found.search(line)
    ]


def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path), filename=str(path))


def test_no_file_names_a_package_registry() -> None:
    """A clone must work behind any mirror, and the lock is made so that it names none."""
    assert _places(FILES, "|".join(map(re.escape, REGISTRY_HOSTS))) == []


def test_no_place_names_in_code() -> None:
    """What is special to a place is data: a layout, an identity, an example."""
    assert _places(CODE, rf"^(?!-- (basis|source):).*({REGIONS})") == []


def test_no_floating_point_conversions() -> None:
    """Money and every other figure is an exact integer; a float loses fen."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in OURS
        if path.suffix == ".py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    assert calls == []


def test_engines_are_opened_in_one_place() -> None:
    """An engine of our own neither loads extensions nor opens files nor prints, unless it must."""
    assert _places([path for path in OURS if path.name != "opening.py"], r"duckdb\.connect\(") == []


def test_what_needs_a_spark_session_keeps_to_one_process() -> None:
    """Another process of the suite would start a Java machine of its own; `tests/conftest.py` knows those with the mark."""
    users = [path for path in MODULES if path.name.startswith("test_") and re.search(r"[(,]\s*session: SparkSession", _text(path))]
    assert users
    assert [str(path) for path in users if "pytest.mark.spark" not in _text(path)] == []


def test_every_module_says_what_it_is() -> None:
    """A module without a docstring has no stated idea."""
    assert [str(path.relative_to(ROOT)) for path in MODULES if ast.get_docstring(_tree(path)) is None] == []


def test_files_hold_one_idea() -> None:
    """A file of code that grows past the limit holds several ideas."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if path.suffix in {".py", ".sql"} and (lines := len(_text(path).splitlines())) >= MAX_LINES
    }
    assert long == {}


def test_modules_have_telling_names() -> None:
    """`utils` and its kin say nothing about what is inside."""
    assert [str(path.relative_to(ROOT)) for path in MODULES if VAGUE_NAMES.search(path.stem)] == []


def test_every_package_is_a_package() -> None:
    """A folder of modules without `__init__.py` is found by accident only."""
    folders = {path.parent for path in OURS if path.suffix == ".py"}
    assert [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=lambda path: path.parent.name)
def test_public_names_are_sorted_and_exist(path: Path) -> None:
    """Where a package states its public names, the list is sorted and every name is defined or imported there."""
    tree = _tree(path)
    public = next((node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and _names(node) == {"__all__"}), None)
    names: list[str] = ast.literal_eval(public) if public is not None else []
    assert names == sorted(names)
    assert set(names) <= _defined(tree)


def _names(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}


def _defined(tree: ast.Module) -> set[str]:
    names = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    return names


def test_lock_is_complete() -> None:
    """Every entry of the lock is pinned and hashed, and everything the project asks for by name is in it."""
    lock = _text(ROOT / "requirements.lock")
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    locked = {re.split(r"[=\s]", entry)[0] for entry in entries}
    asked = set(re.findall(r'^  "([a-z0-9-]+)>=', _text(ROOT / "pyproject.toml"), flags=re.MULTILINE))
    assert asked
    assert asked <= locked
