"""Claims: what the explanatory part asserts in figures, bound to the cells and subjects it speaks of."""

from __future__ import annotations

from baozhang.reading.claims.measured import bind_to_indicators
from baozhang.reading.claims.reader import ClaimsReading, read_claims

__all__ = ["ClaimsReading", "bind_to_indicators", "read_claims"]
