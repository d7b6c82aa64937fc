"""A rule: what must hold, where it is required, and the query or identity that examines it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.messages import FIGURES, Message, parse_message
from baozhang.errors import UsageError
from baozhang.taxonomy.identities import Identity, load_identities

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLIES: Final = ("final", "budget", "both")
"""The kinds of document a rule is made for: final accounts, budgets, or either."""

_REQUIRED: Final = frozenset({"title", "severity", "family", "basis", "applies", "needs", "source", "message", "figures"})
ACROSS: Final = ("year", "stage", "units", "account")
"""What a rule over several documents compares a document with: last year's of its kind, the budget of its year, the units of the
department, last year's final account (for a budget)."""

_OPTIONAL: Final = frozenset({"suggestion", "gather", "across"})
_HEADER: Final = re.compile(r"--\s*(?P<key>\w+)\s*:\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Either `sql` (a query that returns every case it examined) or `identity` (plain arithmetic) is given."""

    id: str
    title: str
    severity: Severity
    family: str
    basis: str
    applies: str
    needs: tuple[str, ...]
    source: str
    message: Message
    suggestion: Message | None
    figures: str
    sql: str
    identity: Identity | None = None
    gather: int | None = None
    """The most findings a document lists one by one; more become one that names the places. None: no limit."""
    across: str = ""
    """For a rule over several documents of a department: which others (`ACROSS`); empty for a rule that needs one document only."""

    def applies_to(self, stage: str) -> bool:
        """Whether documents of this stage are in the rule's scope at all."""
        return self.applies in {"both", stage}


def parse_rule(name: str, text: str) -> Rule:
    """Read one rule file: `-- key: value` lines, then the query. UsageError names the file and what is wrong with it."""
    header, sql = _split_header(name, text)
    unknown, missing = header.keys() - _REQUIRED - _OPTIONAL, _REQUIRED - header.keys()
    if unknown or missing:
        msg = f"{name}：规则头缺少 {sorted(missing)}，不认识 {sorted(unknown)}"
        raise UsageError(msg)
    _check_choices(name, header)
    if not sql:
        msg = f"{name}：规则没有查询语句"
        raise UsageError(msg)
    return Rule(
        id=name.removesuffix(".sql"),
        title=header["title"],
        severity=Severity(header["severity"]),
        family=header["family"],
        basis=header["basis"],
        applies=header["applies"],
        needs=tuple(term.strip() for term in header["needs"].split(",") if term.strip()),
        source=header["source"],
        message=parse_message(header["message"], name),
        suggestion=parse_message(header["suggestion"], name) if "suggestion" in header else None,
        figures=header["figures"],
        sql=sql,
        gather=int(header["gather"]) if "gather" in header else None,
        across=header.get("across", ""),
    )


def _split_header(name: str, text: str) -> tuple[dict[str, str], str]:
    """The header ends at the first line that is not a comment, or at an empty comment; comments behind that are free."""
    header: dict[str, str] = {}
    lines = text.splitlines()
    end = next((at for at, line in enumerate(lines) if not line.startswith("--") or line.strip() == "--"), len(lines))
    for number, line in enumerate(lines[:end], 1):
        match = _HEADER.fullmatch(line.strip())
        if match is None or match["key"] in header:
            msg = f"{name}：第 {number} 行不是规则头，或重复"
            raise UsageError(msg)
        header[match["key"]] = match["value"].strip()
    sql = "\n".join(lines[end:]).strip().rstrip(";")
    return header, "" if all(line.startswith("--") for line in sql.splitlines()) else sql


def _check_choices(name: str, header: dict[str, str]) -> None:
    choices = {"severity": tuple(Severity), "applies": APPLIES, "figures": tuple(FIGURES), "family": (name.split("-", 1)[0],)}
    for key, allowed in choices.items():
        if header[key] not in allowed:
            msg = f"{name}：{key} 应为 {'、'.join(allowed)} 之一，而不是“{header[key]}”"
            raise UsageError(msg)
    if header.get("across", ACROSS[0]) not in ACROSS:
        msg = f"{name}：across 应为 {'、'.join(ACROSS)} 之一，而不是“{header['across']}”"
        raise UsageError(msg)
    if not header.get("gather", "1").isdecimal():
        msg = f"{name}：gather 应为整数，而不是“{header['gather']}”"
        raise UsageError(msg)


IDENTITY_MESSAGE: Final = "{place}：{actual:wan}，按{relation}应{bound}{expected:wan}，相差{difference:wan}万元"
"""What a broken identity says; the cause analysis says more where it can."""


def rule_of_identity(identity: Identity) -> Rule:
    """An identity as a rule, so that listings, counts and cases treat both alike."""
    return Rule(
        id=identity.id,
        title=identity.title,
        severity=Severity(identity.severity),
        family="TAB",
        basis=identity.basis,
        applies=identity.applies,
        needs=identity.needs,
        source=identity.source,
        message=parse_message(IDENTITY_MESSAGE, identity.id),
        suggestion=None,
        figures="wan",
        sql="",
        identity=identity,
    )


def load_rules() -> tuple[Rule, ...]:
    """The rules that a document is checked by alone, by id."""
    return tuple(rule for rule in every_rule() if not rule.across)


def cross_rules() -> tuple[Rule, ...]:
    """The rules over several documents of a department, by id."""
    return tuple(rule for rule in every_rule() if rule.across)


@cache
def every_rule() -> tuple[Rule, ...]:
    """Every rule there is, by id; two rules of one id are an error."""
    rules = [*_sql_rules(), *(rule_of_identity(identity) for identity in load_identities())]
    rules.sort(key=lambda rule: rule.id)
    for one, two in pairwise(rules):
        if one.id == two.id:
            msg = f"规则编号 {one.id} 重复"
            raise UsageError(msg)
    return tuple(rules)


def _sql_rules() -> Iterator[Rule]:
    folder = files("baozhang.auditing") / "rules"
    for file in folder.iterdir():
        if file.name.endswith(".sql"):
            yield parse_rule(file.name, file.read_text(encoding="utf-8"))
