"""Parameters of payment: dated TOML files with their source, one shape per method; what is local says so."""

from __future__ import annotations

import hashlib
import tomllib
from decimal import InvalidOperation
from importlib import resources
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError, UsageError
from baozhang.operations.payment.parameters.bed_days import BedDays
from baozhang.operations.payment.parameters.budgets import Capitation, Package, Procurement
from baozhang.operations.payment.parameters.cases import Cases
from baozhang.operations.payment.parameters.header import Header, Method
from baozhang.operations.payment.parameters.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable
    from pathlib import Path

__all__ = [
    "BedDays",
    "Capitation",
    "Cases",
    "Header",
    "Method",
    "Package",
    "Parameters",
    "Procurement",
    "read_parameters",
    "shipped",
]

Parameters = Cases | BedDays | Capitation | Package | Procurement

_ADVICE: Final = "请对照 docs/guide/payment.md 的参数文件格式修改。"


def read_parameters(path: Path | Traversable) -> Parameters:
    """The parameters of a file, of the shape that its method asks for.

    Raises InputError that says which key is missing, unknown or no figure.
    """
    try:
        content = path.read_bytes()
        raw = tomllib.loads(content.decode("utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), f"参数文件不能读取（{error}）", "应为 UTF-8 编码的 TOML 文件。") from error
    table = Table(raw)
    try:
        header = Header.read(table, hashlib.sha256(content).hexdigest())
        made = _SHAPES[header.method](header, table)
        table.finish()
    except (InvalidOperation, KeyError, TypeError, ValueError, UsageError) as error:
        raise InputError(str(path), f"参数不能使用（{error.args[0] if error.args else error}）", _ADVICE) from error
    return made


_SHAPES: Final[dict[Method, Callable[[Header, Table], Parameters]]] = {
    Method.DRG_POINTS: Cases.read,
    Method.DRG_RATE: Cases.read,
    Method.DIP: Cases.read,
    Method.BED_DAYS: BedDays.read,
    Method.CAPITATION: Capitation.read,
    Method.PACKAGE: Package.read,
    Method.PROCUREMENT: Procurement.read,
}


def shipped() -> list[Traversable]:
    """The parameter files that come with the program, by name: samples to copy, and national rules."""
    folder = resources.files("baozhang.operations.payment") / "data"
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
