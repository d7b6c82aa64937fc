"""Parameters of payment: dated TOML files with their source; what is local says so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import InputError, UsageError
from baozhang.operations.payment.drg import HighBound, OutlierRule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

_KEYS: Final = frozenset(
    {"name", "version", "title", "method", "valid_from", "source", "local", "constant", "mean_by_level", "low_below", "high", "cap"}
    | {"excess_share", "unstable", "reserve", "patients_in_pool", "hospitals"}
)
_OPTIONAL: Final = frozenset({"cap", "hospitals"})
_ADVICE: Final = "请对照 docs/guide/payment.md 的参数文件格式修改。"


@dataclass(frozen=True, slots=True)
class Parameters:
    """How cases of a year count. Ratios have at most four decimals, so that queries compute with whole ten-thousandths."""

    name: str
    version: str
    title: str
    method: str
    valid_from: date
    source: str
    local: tuple[str, ...]
    constant: int
    mean_by_level: bool
    outliers: OutlierRule
    unstable: Fraction
    reserve: Fraction
    patients_in_pool: bool
    hospitals: dict[str, Fraction]

    @property
    def label(self) -> str:
        """Name and version, as every payment row carries them."""
        return f"{self.name}@{self.version}"


def read_parameters(path: Path | Traversable) -> Parameters:
    """The parameters of a file.

    Raises InputError that says which key is missing, unknown or no figure.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), f"参数文件不能读取（{error}）", "应为 UTF-8 编码的 TOML 文件。") from error
    unknown, missing = sorted(raw.keys() - _KEYS), sorted(_KEYS - _OPTIONAL - raw.keys())
    if unknown or missing:
        named = "；".join(f"{what}：{'、'.join(keys)}" for what, keys in (("缺少", missing), ("不认识", unknown)) if keys)
        raise InputError(str(path), f"参数文件的键{named}", _ADVICE)
    try:
        return _made(raw)
    except (AttributeError, InvalidOperation, KeyError, TypeError, ValueError, UsageError) as error:
        raise InputError(str(path), f"参数不能使用（{error}）", _ADVICE) from error


def _made(raw: dict[str, Any]) -> Parameters:
    bounds = tuple(
        HighBound(_ratio(bound["weight_up_to"]) if "weight_up_to" in bound else None, _ratio(bound["multiple"])) for bound in raw["high"]
    )
    return Parameters(
        _text(raw["name"]),
        _text(raw["version"]),
        _text(raw["title"]),
        _one_of(raw["method"], ("DRG", "DIP")),
        _typed(raw["valid_from"], date),
        _text(raw["source"]),
        tuple(map(_text, raw["local"])),
        _typed(raw["constant"], int),
        _typed(raw["mean_by_level"], bool),
        OutlierRule(_ratio(raw["low_below"]), bounds, _ratio(raw["excess_share"]), _ratio(raw["cap"]) if "cap" in raw else None),
        _ratio(raw["unstable"]),
        _ratio(raw["reserve"]),
        _typed(raw["patients_in_pool"], bool),
        {hospital: _ratio(value) for hospital, value in raw.get("hospitals", {}).items()},
    )


def _typed(value: Any, kind: type) -> Any:  # noqa: ANN401  # whatever TOML holds
    if type(value) is not kind:
        raise TypeError(f"{value!r} 的类型不对")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{value!r} 应为不空的文字")
    return value


def _one_of(value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} 应为 {'、'.join(allowed)} 之一")
    return str(value)


def _ratio(value: object) -> Fraction:
    """A figure that is written as text, so that none becomes inexact on the way."""
    exact = Fraction(Decimal(_text(value)))
    if exact < 0 or (exact * 10_000).denominator != 1:
        raise ValueError(f"{value} 应为不小于 0、至多四位小数的数")
    return exact
