"""Schemes in the user's data folder: `KIND/NAME/VERSION/` holds one Parquet file per table and a manifest.

A version is written beside its place and moved there in one step, and is never changed afterwards; the same tables imported again
are the same version.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.errors import InputError, UsageError
from baozhang.operations.data_folder import data_folder
from baozhang.operations.grouping.scheme import Identity
from baozhang.operations.grouping.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.operations.grouping.tables import Form, Tables

MANIFEST: Final = "manifest.json"
_NAME: Final = re.compile(r"[\w][\w.-]{0,63}")


class Stored(NamedTuple):
    """A version that is in the data folder."""

    identity: Identity
    folder: Path
    rows: dict[str, int]


class Store:
    """The versions of one kind of scheme (`drg`, `dip`)."""

    def __init__(self, kind: str, forms: tuple[Form, ...]) -> None:
        """`forms` are the tables that a scheme of this kind may have."""
        self.kind = kind
        self.forms = forms

    @property
    def folder(self) -> Path:
        """Where the schemes of this kind are."""
        return data_folder() / self.kind

    def keep(self, identity: Identity, tables: Tables) -> tuple[Stored, bool]:
        """Write a new version; the second part of the answer is False when the newest version has the same content already.

        Raises UsageError for a name that cannot be a folder, InputError when the data folder cannot be written.
        """
        if not _NAME.fullmatch(identity.name):
            raise UsageError(f"方案名“{identity.name}”只能由文字、数字、点、连字符组成，且不超过64个字符。")
        digest = digest_of(identity, tables)
        known = list(self.versions(identity.name))
        if known and known[-1].identity.digest == digest:
            return known[-1], False
        try:
            return self._written(identity, tables, digest), True
        except OSError as error:
            raise InputError(
                str(self.folder), f"不能写入（{error.strerror}）", "请检查目录权限和磁盘空间，或用环境变量 BAOZHANG_DATA 指定别的目录。"
            ) from error

    def _written(self, identity: Identity, tables: Tables, digest: str) -> Stored:
        home = self.folder / identity.name
        home.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".import-", dir=home))
        try:
            for name, table in tables.items():
                pq.write_table(pa.table(dict(table.columns)), made / f"{name}.parquet", compression="zstd")
            while True:
                version = str(max((int(path.name) for path in home.iterdir() if path.name.isdecimal()), default=0) + 1)
                manifest = {
                    **_plain(identity),
                    "version": version,
                    "digest": digest,
                    "rows": {name: len(table) for name, table in tables.items()},
                }
                (made / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
                try:
                    made.rename(home / version)
                    break
                except OSError:
                    if not (home / version).exists():  # not another import that took the number
                        raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return _stored(home / version)

    def versions(self, name: str) -> Iterator[Stored]:
        """The versions of a scheme, oldest first."""
        home = self.folder / name
        found = [path for path in home.iterdir() if path.name.isdecimal()] if _NAME.fullmatch(name) and home.is_dir() else []
        return map(_stored, sorted(found, key=lambda path: int(path.name)))

    def all(self) -> list[Stored]:
        """Every version of every scheme."""
        names = sorted(path.name for path in self.folder.iterdir() if path.is_dir()) if self.folder.is_dir() else []
        return [stored for name in names for stored in self.versions(name)]

    def find(self, wanted: str) -> Stored:
        """The scheme `NAME`, newest version, or `NAME@VERSION`; UsageError names what there is."""
        name, _, version = wanted.partition("@")
        found = [stored for stored in self.versions(name) if version in {"", stored.identity.version}]
        if found:
            return found[-1]
        known = "、".join(sorted({stored.identity.name for stored in self.all()})) or "（一个也没有）"
        raise UsageError(f"没有方案“{wanted}”。已导入：{known}。请先用 baozhang {self.kind} import 导入。")

    def tables(self, stored: Stored) -> dict[str, Table]:
        """The tables of a stored version."""
        forms = [form for form in self.forms if (stored.folder / f"{form.name}.parquet").is_file()]
        return {form.name: _table(form, stored.folder / f"{form.name}.parquet") for form in forms}


def _table(form: Form, file: Path) -> Table:
    columns = pq.read_table(file).to_pydict()
    return Table(form, columns, form.sheet, 1)


def digest_of(identity: Identity, tables: Tables) -> str:
    """SHA-256 of what the scheme says: its identity and every cell of every table."""
    digest = hashlib.sha256(json.dumps(_plain(identity), ensure_ascii=False, sort_keys=True).encode())
    for name in sorted(tables):
        for column in tables[name].form.columns:
            digest.update(f"\0{name}.{column.name}\0".encode())
            digest.update("\x1f".join(tables[name].columns[column.name]).encode())
    return digest.hexdigest()


def _plain(identity: Identity) -> dict[str, str]:
    return {
        "name": identity.name,
        "title": identity.title,
        "valid_from": identity.valid_from.isoformat() if identity.valid_from else "",
        "valid_to": identity.valid_to.isoformat() if identity.valid_to else "",
        "source": identity.source,
    }


def _stored(folder: Path) -> Stored:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        identity = Identity(
            name=manifest["name"],
            title=manifest["title"],
            version=manifest["version"],
            valid_from=date.fromisoformat(manifest["valid_from"]) if manifest["valid_from"] else None,
            valid_to=date.fromisoformat(manifest["valid_to"]) if manifest["valid_to"] else None,
            source=manifest["source"],
            digest=manifest["digest"],
        )
        return Stored(identity, folder, manifest["rows"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(os.fspath(folder), "不是完整的方案", "请删除这个目录后重新导入。") from error
