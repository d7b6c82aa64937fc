"""Where the warehouse is: `loads/NUMBER/` holds what one load brought, complete, and is never changed.

    loads/000001/manifest.json                            what was loaded, and every file with its digest
    loads/000001/visits/month=202403/00000.parquet        sorted by person; files of a month in order of persons
    loads/000001/persons/00000.parquet                    datasets without months
    loads/000001/dictionaries/diagnosis.parquet           the codes that this load was the first to use

A load is written beside (`.staging-…`) and becomes visible by one renaming: a process killed at any moment leaves nothing half loaded.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq

from baozhang.errors import InputError, UsageError
from baozhang.facts.lake.lock import writer_lock
from baozhang.facts.lake.segments import digest_of, sync_folder
from baozhang.operations.data_folder import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MANIFEST: Final = "manifest.json"
DICTIONARIES: Final = "dictionaries"
_NUMBER: Final = re.compile(r"\d{6}")
_STAGING: Final = ".staging-"


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that was loaded: its name without folders, the SHA-256 of its bytes, its dataset and rows."""

    file: str
    digest: str
    dataset: str
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file of a load; `path` is relative to the load, with slashes."""

    path: str
    rows: int
    bytes: int
    digest: str

    @property
    def dataset(self) -> str:
        """The dataset it belongs to, or `dictionaries`."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Load:
    """What one load brought; `note` says where from if not from files."""

    folder: Path
    made: str
    note: str
    origins: tuple[Origin, ...]
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The number of the load."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse in a folder; one that does not exist yet is empty."""

    root: Path

    @property
    def loads(self) -> tuple[Load, ...]:
        """The loads that are complete, oldest first; InputError for a manifest that cannot be read."""
        home = self.root / "loads"
        folders = sorted(path for path in home.iterdir() if _NUMBER.fullmatch(path.name)) if home.is_dir() else []
        return tuple(map(_read_load, folders))

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """A folder to put a load in; gone at the end unless it was committed.

        UsageError when another process is writing, InputError when nothing can be written there.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.root, error) from error
        with writer_lock(self.root, _busy):
            for litter in self.root.glob(f"{_STAGING}*"):  # of a process that was killed
                shutil.rmtree(litter, ignore_errors=True)
            staging = self.root / f"{_STAGING}{uuid.uuid4().hex}"
            staging.mkdir()
            try:
                yield staging
            except OSError as error:
                raise unwritable(self.root, error) from error
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    def undo(self) -> Load | None:
        """Take back the last load, whose codes no other one uses; None where there is none. The load leaves by one renaming, too."""
        with self.writing() as staging:
            loads = self.loads
            if not loads:
                return None
            loads[-1].folder.rename(staging / "undone")
            return loads[-1]

    def commit(self, staging: Path, origins: Iterable[Origin], note: str = "") -> Load:
        """Make what is in `staging` the next load, durably."""
        parts = [_part(staging, path) for path in sorted(staging.rglob("*.parquet"))]
        manifest = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "note": note,
            "origins": [asdict(origin) for origin in origins],
            "parts": [asdict(part) for part in parts],
        }
        with (staging / MANIFEST).open("w", encoding="utf-8") as stream:
            json.dump(manifest, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        home = self.root / "loads"
        home.mkdir(exist_ok=True)
        number = max((int(path.name) for path in home.iterdir() if _NUMBER.fullmatch(path.name)), default=0) + 1
        target = home / f"{number:06}"
        staging.rename(target)
        sync_folder(home)
        return _read_load(target)


def warehouse_folder() -> Path:
    """The folder named by BAOZHANG_WAREHOUSE, or `warehouse` in the data folder."""
    named = os.environ.get("BAOZHANG_WAREHOUSE")
    return Path(named) if named else data_folder() / "warehouse"


def unwritable(root: Path, error: OSError) -> InputError:
    """What to say when the folder cannot be written."""
    return InputError(str(root), f"不能写入（{error.strerror}）", "请检查目录权限和磁盘空间；没有导入任何数据。")


def _busy() -> None:
    raise UsageError("另一个进程正在向数据仓库写入；请等它结束后再试。")


def _part(staging: Path, path: Path) -> Part:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    rows = pq.read_metadata(path).num_rows
    return Part(path.relative_to(staging).as_posix(), rows, path.stat().st_size, digest_of(path))


def _read_load(folder: Path) -> Load:
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        origins = tuple(Origin(**one) for one in raw["origins"])
        return Load(folder, raw["made"], raw["note"], origins, tuple(Part(**one) for one in raw["parts"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(str(folder / MANIFEST), "清单不能读取", "这次导入已损坏，请从备份恢复，或删除该文件夹后重新导入。") from error
