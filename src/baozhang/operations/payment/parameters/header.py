"""What every parameter file says about itself: name, version, method, validity, source, and which of its values are local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.operations.payment.parameters.table import Table


class Method(StrEnum):
    """The ways of paying, as parameter files name them."""

    DRG_POINTS = "DRG点数"
    DRG_RATE = "DRG费率"
    DIP = "DIP"
    BED_DAYS = "床日"
    CAPITATION = "人头"
    PACKAGE = "包干"
    PROCUREMENT = "集采留用"


@dataclass(frozen=True, slots=True)
class Header:
    """Identity of a set of parameters; `digest` is the SHA-256 of its file, so that an edited file is another version."""

    name: str
    version: str
    title: str
    method: Method
    valid_from: date
    valid_to: date | None
    source: str
    local: tuple[str, ...]
    digest: str

    @classmethod
    def read(cls, table: Table, digest: str) -> Header:
        """The header of a file."""
        method = table.text("method")
        if method not in set(Method):
            raise ValueError(f"method = {method} 应为 {'、'.join(Method)} 之一")
        valid_from = table.day("valid_from")
        valid_to = table.day("valid_to") if table.has("valid_to") else None
        if valid_to is not None and valid_to < valid_from:
            raise ValueError("valid_to 早于 valid_from")
        return cls(
            table.text("name"),
            table.text("version"),
            table.text("title"),
            Method(method),
            valid_from,
            valid_to,
            table.text("source"),
            table.texts("local"),
            digest,
        )

    @property
    def label(self) -> str:
        """Name, version and the beginning of the digest, as every payment row carries them."""
        return f"{self.name}@{self.version}#{self.digest[:8]}"

    @property
    def validity(self) -> str:
        """From when to when, in Chinese."""
        return f"{self.valid_from} 起" if self.valid_to is None else f"{self.valid_from} 至 {self.valid_to}"

    def check_months(self, months: Iterable[str]) -> None:
        """UsageError where a month (2024-03) lies outside the validity; an empty month is not judged."""
        first, last = f"{self.valid_from:%Y-%m}", f"{self.valid_to or date.max:%Y-%m}"
        outside = sorted({month for month in months if month and not first <= month <= last})
        if outside:
            shown = "、".join(outside[:3])
            raise UsageError(f"{self.title}（{self.label}）有效期为 {self.validity}，不能用于 {shown} 的数据；请换用当年的参数文件。")
