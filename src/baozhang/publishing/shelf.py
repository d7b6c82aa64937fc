"""The versions of one document on a shelf: a folder that only ever grows.

    shelf/
      0001/                    one version: its files, written once
        files/…                the document in every format, its figures and its text
        manifest.json          title, who, when, why, the hash of every file, the digest of the version before
        state-2-checked.json   one file for every step it took, each with the digest of the step before
        state-3-approved.json
        state-4-published.json
      0002/ …

Nothing is ever overwritten: a version appears by renaming a finished folder, a step by linking a finished file, and both fail when somebody
else was first. What is interrupted leaves a folder whose name begins with a dot, which the next call removes. A changed byte anywhere is
found by `verify`, because every step names the digest of what it stands on.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.errors import PublishingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAKING: Final = ".making-"
_MANIFEST: Final = "manifest.json"


class State(IntEnum):
    """How far a version came. A step is taken from the one before only."""

    DRAFT = 1
    CHECKED = 2
    APPROVED = 3
    PUBLISHED = 4


STATE_NAMES: Final = {State.DRAFT: "草稿", State.CHECKED: "已核对", State.APPROVED: "已审签", State.PUBLISHED: "已公开"}
"""What the states are called wherever a user sees them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a version: to which state, who took it when, a note (e.g. the result of the check) and the digest of the file."""

    state: State
    by: str
    at: str
    note: str
    digest: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version: number from 1, title, reason (owed when an earlier version was published), files with their SHA-256, steps in order."""

    number: int
    title: str
    reason: str
    based_on: str
    """Digest of what it was compiled from, e.g. of the closing."""
    files: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        """Where the version stands."""
        return self.steps[-1].state

    @property
    def digest(self) -> str:
        """The digest of its last step: it stands for the version and all it rests on."""
        return self.steps[-1].digest


class Shelf:
    """All versions of one document."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first version is put on the shelf."""
        self.folder = folder

    def __iter__(self) -> Iterator[Version]:
        """Versions in order; PublishingError when one cannot be read."""
        for folder in self._folders():
            yield self._version(folder)

    def version(self, number: int) -> Version:
        """The version of a number; PublishingError when there is none."""
        folder = self._folder(number)
        if not folder.is_dir():
            raise PublishingError(f"没有第 {number} 版", "请用 baozhang year versions 查看已有版本。")
        return self._version(folder)

    def latest(self, least: State = State.DRAFT) -> Version | None:
        """The last version that came at least that far; None when none did."""
        return next((one for one in reversed(list(self)) if one.state >= least), None)

    def content(self, number: int, name: str) -> bytes:
        """A file of a version; PublishingError when it is not there or is no longer what was put there."""
        version = self.version(number)
        if name not in version.files:
            raise PublishingError(f"第 {number} 版没有文件 {name}", f"可用的文件：{'、'.join(version.files)}。")
        content = (self._folder(number) / "files" / name).read_bytes()
        if sha256(content).hexdigest() != version.files[name]:
            raise PublishingError(f"第 {number} 版的文件 {name} 与存放时不一致", "请从备份恢复，并查明改动原因。")
        return content

    def put(self, draft: Draft) -> Version:
        """Put a draft on the shelf as the next version, whole or not at all."""
        if not draft.reason and self.latest(State.PUBLISHED) is not None:
            raise PublishingError("已有公开的版本，新版本是更正", "请用 --reason 写明更正原因。")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        number = len(self._folders()) + 1
        making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=self.folder))
        try:
            hashes = _write_files(making / "files", draft.files)
            before = self.version(number - 1).digest if number > 1 else ""
            manifest = {
                "number": number,
                "title": draft.title,
                "reason": draft.reason,
                "based_on": draft.based_on,
                "by": draft.by,
                "at": draft.at,
                "before": before,
                "files": hashes,
            }
            _write(making / _MANIFEST, _json(manifest))
            _rename(making, self._folder(number))
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        return self.version(number)

    def take(self, number: int, state: State, by: str, at: str, note: str = "") -> Version:
        """Take the next step with a version; PublishingError when it is not its turn or somebody else was first."""
        version = self.version(number)
        if version.state != state - 1:
            raise PublishingError(
                f"第 {number} 版现在是“{STATE_NAMES[version.state]}”，不能直接成为“{STATE_NAMES[state]}”",
                f"下一步应为“{STATE_NAMES[State(min(version.state + 1, State.PUBLISHED))]}”。",
            )
        entry = {"state": int(state), "by": by, "at": at, "note": note, "before": version.digest}
        target = self._folder(number) / f"state-{int(state)}-{state.name.lower()}.json"
        making = target.with_name(f".{target.name}.{os.getpid()}")
        _write(making, _json(entry))
        try:
            os.link(making, target)
        except FileExistsError as error:
            raise PublishingError(f"第 {number} 版刚被别人改为“{STATE_NAMES[state]}”", "请重新查看版本状态后再操作。") from error
        finally:
            making.unlink(missing_ok=True)
        _sync(target.parent)
        return self.version(number)

    def verify(self) -> list[str]:
        """What is wrong with the shelf (Chinese, one sentence each): changed or missing files, broken chains. Empty when all is well."""
        problems: list[str] = []
        before = ""
        for at, folder in enumerate(self._folders(), start=1):
            try:
                version = self._version(folder)
            except PublishingError as error:
                problems.append(str(error))
                continue
            if version.number != at:
                problems.append(f"缺少第 {at} 版")
            problems += self._changed(folder, version)
            problems += _broken_chain(folder, version, before)
            before = version.digest
        return problems

    def _changed(self, folder: Path, version: Version) -> Iterator[str]:
        present = {path.name for path in (folder / "files").iterdir()}
        yield from (f"第 {version.number} 版多出文件 {name}" for name in sorted(present - set(version.files)))
        for name, digest in version.files.items():
            if name not in present:
                yield f"第 {version.number} 版缺少文件 {name}"
            elif sha256((folder / "files" / name).read_bytes()).hexdigest() != digest:
                yield f"第 {version.number} 版的文件 {name} 被改动过"

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if path.name.isdigit() and (path / _MANIFEST).is_file())

    def _folder(self, number: int) -> Path:
        return self.folder / f"{number:04d}"

    def _sweep(self) -> None:
        """Remove what an interrupted call left."""
        for path in self.folder.glob(f"{_MAKING}*"):
            shutil.rmtree(path, ignore_errors=True)

    def _version(self, folder: Path) -> Version:
        try:
            raw = (folder / _MANIFEST).read_bytes()
            manifest = json.loads(raw)
            steps = [Step(State.DRAFT, manifest["by"], manifest["at"], "", sha256(raw).hexdigest())]
            for state in (State.CHECKED, State.APPROVED, State.PUBLISHED):
                file = folder / f"state-{int(state)}-{state.name.lower()}.json"
                if not file.is_file():
                    break
                entry = file.read_bytes()
                step = json.loads(entry)
                steps.append(Step(state, step["by"], step["at"], step["note"], sha256(entry).hexdigest()))
            return Version(manifest["number"], manifest["title"], manifest["reason"], manifest["based_on"], manifest["files"], tuple(steps))
        except (OSError, ValueError, KeyError) as error:
            raise PublishingError(f"版本 {folder.name} 的记录损坏（{error}）", "请从备份恢复。") from error


@dataclass(frozen=True, slots=True)
class Draft:
    """What is put on a shelf: title, files by name, who made it when, the reason of a correction, and what it was compiled from."""

    title: str
    files: Mapping[str, bytes]
    by: str
    at: str
    reason: str = ""
    based_on: str = ""

    def __post_init__(self) -> None:
        """File names are plain: a name with a path in it could be written elsewhere."""
        for name in self.files:
            if Path(name).name != name or name.startswith("."):
                raise PublishingError(f"文件名 {name} 不能使用", "文件名不能含有路径。")


def _broken_chain(folder: Path, version: Version, before: str) -> Iterator[str]:
    """Steps that do not stand on what lies below them."""
    stands_on = json.loads((folder / _MANIFEST).read_bytes())["before"]
    if before and stands_on not in _digests(folder.parent / f"{version.number - 1:04d}"):
        yield f"第 {version.number} 版不是接着第 {version.number - 1} 版编制的，记录可能被替换"
    for below, step in zip(version.steps, version.steps[1:], strict=False):
        file = folder / f"state-{int(step.state)}-{step.state.name.lower()}.json"
        if json.loads(file.read_bytes())["before"] != below.digest:
            yield f"第 {version.number} 版“{STATE_NAMES[step.state]}”的记录与前一步不符"


def _digests(folder: Path) -> set[str]:
    """Digests of every step of a version: a later version may have been begun at any of them."""
    return {sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.json")}


def _write_files(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    folder.mkdir()
    for name, content in files.items():
        _write(folder / name, content)
    _sync(folder)
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def _write(path: Path, content: bytes) -> None:
    """Write a new file and see it safely on the disk, readable by all, writable by nobody."""
    with path.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    path.chmod(0o444)


def _rename(making: Path, target: Path) -> None:
    making.chmod(0o755)
    try:
        making.rename(target)
    except OSError as error:
        raise PublishingError(f"第 {int(target.name)} 版刚被别人编制", "请重新查看版本后再编制。") from error
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
