"""Expressions whose matches begin with one of a few characters, looked for only where these stand."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Sought:
    """An expression of many alternatives, which the `re` module would try one by one at every character of a text.

    Finding a character of a set takes it a few nanoseconds, and in most texts hardly any alternative can begin.
    """

    def __init__(self, begins: str, expression: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """`begins` are the characters with which a match can begin, written as in a set of `re`; no match may be empty."""
        self._begins = re.compile(f"[{begins}]")
        self._expression = re.compile(expression, flags)
        self._source = begins, expression, flags

    @property
    def groups(self) -> Mapping[str, int]:
        """The numbers of the named groups: by them a match gives its groups faster than by name."""
        return self._expression.groupindex

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What `re.finditer` gives: the matches from left to right, without overlaps."""
        search, match = self._begins.search, self._expression.match
        at = 0
        while begin := search(text, at):
            at = begin.start()
            if found := match(text, at):
                yield found
                at = found.end()
            else:
                at += 1

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, or None."""
        found = self._first.search(text)
        return self._expression.match(text, found.start()) if found else None

    @cached_property
    def _first(self) -> re.Pattern[str]:
        """One of the characters, behind which the expression is looked for from its beginning: nothing is left to do for each of them."""
        begins, expression, flags = self._source
        return re.compile(rf"[{begins}](?<=(?={expression})[\s\S])", flags)
