"""A table of a parameter file, read key by key: figures exactly, with the place of whatever is wrong, and no key left unread."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

_MISSING: Final = object()


class Table:
    """A TOML table; every reading says in Chinese which key is wrong (KeyError, TypeError, ValueError)."""

    def __init__(self, raw: dict[str, Any], place: str = "") -> None:
        """`place` is put before the keys of tables inside others."""
        self._raw = raw
        self._place = place
        self._read: set[str] = set()
        self._inside: list[Table] = []

    def finish(self) -> None:
        """Refuse keys that nobody has read: they are misspelled, or belong to another method."""
        unknown = sorted(self._raw.keys() - self._read)
        if unknown:
            raise KeyError(f"参数文件的键不认识：{'、'.join(self._place + key for key in unknown)}")
        for table in self._inside:
            table.finish()

    def has(self, key: str) -> bool:
        """Whether a key that may be left out is there."""
        return key in self._raw

    def text(self, key: str) -> str:
        """A text that is not empty."""
        return self._text(key, self._get(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._text(key, value) for value in self._typed(key, list))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._typed(key, bool, default))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number that is not negative."""
        value: int = self._typed(key, int, default)
        if value < 0:
            raise ValueError(f"{self._place}{key} 不能为负数")
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        """Whole numbers above zero, in order."""
        values = self._typed(key, list, [])
        if any(type(value) is not int or value < 1 for value in values):
            raise TypeError(f"{self._place}{key} 应为大于零的整数")
        return tuple(values)

    def day(self, key: str) -> date:
        """A date."""
        value: date = self._typed(key, date)
        return value

    def ratio(self, key: str, default: str | None = None) -> Fraction:
        """A figure written as text, so that none becomes inexact on the way; at most four decimals, not negative."""
        return self._exact(key, self._get(key, default), 10_000, "至多四位小数")

    def part(self, key: str) -> Fraction:
        """A ratio between 0 and 1."""
        part = self.ratio(key)
        if part > 1:
            raise ValueError(f"{self._place}{key} 应在 0 和 1 之间")
        return part

    def fen(self, key: str, default: str | None = None) -> int:
        """An amount in yuan, written as text, as fen."""
        return int(self._exact(key, self._get(key, default), 100, "至多两位小数") * 100)

    def ratios(self, key: str) -> dict[str, Fraction]:
        """A table of ratios by name; empty where there is none."""
        table = self.table(key)
        return {name: table.ratio(name) for name in table._raw}  # noqa: SLF001  # a table of its own kind

    def fens(self, key: str) -> dict[str, int]:
        """A table of amounts (yuan) by name, as fen; empty where there is none."""
        table = self.table(key)
        return {name: table.fen(name) for name in table._raw}  # noqa: SLF001

    def table(self, key: str) -> Table:
        """A table inside; empty where it is left out."""
        inside = Table(self._typed(key, dict, {}), f"{self._place}{key}.")
        self._inside.append(inside)
        return inside

    def tables(self, key: str) -> list[Table]:
        """A list of tables, each numbered from 1 in messages."""
        values = self._typed(key, list)
        if any(type(value) is not dict for value in values):
            raise TypeError(f"{self._place}{key} 的类型不对，应为一组表")
        found = [Table(value, f"{self._place}{key}[{at}].") for at, value in enumerate(values, 1)]
        self._inside += found
        return found

    def _get(self, key: str, default: object = None) -> object:
        self._read.add(key)
        value = self._raw.get(key, _MISSING if default is None else default)
        if value is _MISSING:
            raise KeyError(f"参数文件的键缺少：{self._place}{key}")
        return value

    def _typed(self, key: str, kind: type, default: object = None) -> Any:  # noqa: ANN401  # whatever TOML holds
        value = self._get(key, default)
        if type(value) is not kind:
            raise TypeError(f"{self._place}{key} = {value!r} 的类型不对")
        return value

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise TypeError(f"{self._place}{key} = {value!r} 应为不空的文字")
        return value

    def _exact(self, key: str, value: object, parts: int, decimals: str) -> Fraction:
        number = Decimal(self._text(key, value))
        if not number.is_finite() or number < 0 or (Fraction(number) * parts).denominator != 1:
            raise ValueError(f"{self._place}{key} = {value} 应为不小于 0、{decimals}的数")
        return Fraction(number)
