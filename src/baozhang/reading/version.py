"""Which reader read a document."""

from __future__ import annotations

from baozhang.facts.digests import version_of


def reader_version() -> str:
    """Equal exactly when code, layouts and words of the reader are equal, between releases too."""
    return version_of(("baozhang.reading", "baozhang.taxonomy", "baozhang.facts"), frozenset({"lake", "derived"}))
