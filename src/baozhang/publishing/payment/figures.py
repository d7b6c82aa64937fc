"""Figures of payment as people read them: yuan with separators, indices with two decimals, shares in per cent."""

from __future__ import annotations


def money(fen: int | None) -> str:
    """Fen as yuan to the cent, without the word.

    >>> money(-123456), money(None)
    ('-1,234.56', '—')
    """
    if fen is None:
        return "—"
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def index(value: int | None, decimals: int = 2) -> str:
    """Ten-thousandths with fewer decimals, half up.

    >>> index(10_050), index(123_456, 1), index(None)
    ('1.01', '12.3', '—')
    """
    if value is None:
        return "—"
    scale = 10 ** (4 - decimals)
    units = (2 * value + scale) // (2 * scale)
    whole, rest = divmod(units, 10**decimals)
    return f"{whole:,}.{rest:0{decimals}d}"


def per_cent(part: int, whole: int) -> str:
    """A share with two decimals; a dash where there is no whole.

    >>> per_cent(1, 3), per_cent(0, 0)
    ('33.33%', '—')
    """
    if whole <= 0:
        return "—"
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def signed(fen: int) -> str:
    """A change of money, with its sign.

    >>> signed(5), signed(-5), signed(0)
    ('+0.05', '-0.05', '0.00')
    """
    return f"+{money(fen)}" if fen > 0 else money(fen)
