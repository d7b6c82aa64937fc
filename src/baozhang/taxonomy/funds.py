"""Fund types (资金性质) and accounts of government accounting (单位会计科目), as dated code lists."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class FundType:
    """One fund type. `budget` is the canonical kind of income it is published under (`general_public`, `other` …), empty for groups."""

    code: str
    name: str
    parent: str
    budget: str
    source: str


@dataclass(frozen=True, slots=True)
class Account:
    """One account; `kind` begins with `financial` (财务会计) or `budget` (预算会计)."""

    code: str
    name: str
    kind: str
    source: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files("baozhang.taxonomy") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def fund_types() -> dict[str, FundType]:
    """Every fund type by code (预算管理一体化 资金性质)."""
    return {row["code"]: FundType(row["code"], row["name"], row["parent"], row["budget"], row["source"]) for row in _rows("fund_types.csv")}


@cache
def accounts() -> dict[str, Account]:
    """Every account by code, without dots (政府会计制度)."""
    return {row["code"]: Account(row["code"], row["name"], row["kind"], row["source"]) for row in _rows("accounts.csv")}


@cache
def usual_funds() -> dict[str, FundType]:
    """The usual fund type of each kind of budget (`general_public` …): the first of those without parts."""
    groups = {fund.parent for fund in fund_types().values()}
    found: dict[str, FundType] = {}
    for code, fund in fund_types().items():
        if fund.budget and code not in groups:
            found.setdefault(fund.budget, fund)
    return found
