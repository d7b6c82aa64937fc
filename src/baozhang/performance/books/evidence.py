"""The evidence store: files kept by their content, so that what stood behind a figure can neither be changed nor confused.

    佐证材料/
      3f/3fa9…          one file, named by its SHA-256; written once

The register 佐证材料 says which file is evidence of what, under which name it came. A name is never used as a path.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.performance.books.programme import Evidence

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EvidenceStore:
    """A folder of files named by their content."""

    folder: Path

    def put(self, path: Path) -> tuple[str, int]:
        """Keep a file; its digest and its size in bytes. What is there already is not written again."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(str(path), "文件打不开", "请检查文件是否存在、是否有读取权限。") from error
        digest = hashlib.sha256(content).hexdigest()
        target = self._place(digest)
        if not target.exists():
            self._write(target, content)
        return digest, len(content)

    def content(self, digest: str) -> bytes:
        """The file of a digest; LedgerError when it is not there or no longer what was put there."""
        if not _DIGEST.fullmatch(digest) or not self._place(digest).is_file():
            raise LedgerError(f"佐证材料 {digest[:12] or '（没有校验值）'} 不在 {self.folder}。请从备份恢复，或核对 --evidence。")
        content = self._place(digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise LedgerError(f"佐证材料 {digest[:12]} 与存放时不一致，可能被改动。请从备份恢复。")
        return content

    def verify(self, wanted: Iterable[Evidence]) -> list[str]:
        """What is wrong with the files that the register names, one Chinese sentence each."""
        problems = []
        for one in wanted:
            try:
                self.content(one.digest)
            except LedgerError as error:
                problems.append(f"材料 {one.number}（{one.name}）：{error}")
        return problems

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _write(self, target: Path, content: bytes) -> None:
        """Whole or not at all, and for nobody to change."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".making-", dir=target.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            making = Path(name)
            making.chmod(0o444)
            making.replace(target)
        except OSError as error:
            raise LedgerError(f"佐证材料不能写入 {self.folder}（{error.strerror}）。请换一个可写的文件夹。") from error
