"""A set of rules and what tells it from others: findings are kept for the rules, and the engine, that made them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from baozhang.facts.digests import version_of

if TYPE_CHECKING:
    from baozhang.auditing.rule import Rule

SHELF: Final = "audit:"
"""What the names of the lake's shelves for findings begin with."""


@dataclass(frozen=True)
class RuleSet:
    """The rules of an audit. `chosen` is how they were asked for, empty for all rules."""

    rules: tuple[Rule, ...]
    chosen: str = ""

    @property
    def alone(self) -> list[Rule]:
        """The rules that a document is checked by alone."""
        return [rule for rule in self.rules if not rule.across]

    @property
    def across(self) -> list[Rule]:
        """The rules over several documents."""
        return [rule for rule in self.rules if rule.across]

    @cached_property
    def digests(self) -> dict[str, str]:
        """A digest of everything each rule says, by id."""
        return {rule.id: hashlib.sha256(repr(rule).encode()).hexdigest()[:16] for rule in self.rules}

    @cached_property
    def description(self) -> str:
        """The engine, and the rules with their digests, as JSON."""
        return json.dumps({"engine": engine_version(), "rules": self.digests}, sort_keys=True)

    @property
    def shelf(self) -> str:
        """The shelf of the lake where the findings of these rules stand."""
        return SHELF + hashlib.sha256(f"{self.chosen}\n{self.description}".encode()).hexdigest()[:16]


def engine_version() -> str:
    """Equal exactly when everything but the rules is equal that findings depend on."""
    return version_of(("baozhang.auditing", "baozhang.taxonomy", "baozhang.facts.derived"), frozenset({"rules", "reports", "identities"}))
