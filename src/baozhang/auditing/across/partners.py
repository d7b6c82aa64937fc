"""Which documents belong together: last year's account, the year's budget, the units of a department.

A document is known by department, region, scope, stage and fiscal year. Of several versions the latest given counts. Where more than
one document could be meant, or a name does not say whose it is, there is no partner, and the reason is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.facts.records import DocumentRow

RELATIONS: Final = {"year": "上年的同类文件", "stage": "当年的部门预算", "units": "所属单位的文件", "account": "上年的部门决算"}
"""How two documents may be related, as a rule's header says it, and what is missing where there is none."""

_OUTSIDE: Final = re.compile(r"\(本级\)|\(汇总\)|（本级）|（汇总）|\s")
_NATIONWIDE: Final = ("国家", "中国", "中央", "全国")


@dataclass(frozen=True, slots=True)
class Partner:
    """A document and another it is to be compared with; without `partner_id` the reason why there is none."""

    document_id: str
    relation: str
    partner_id: str
    why: str


@dataclass(frozen=True, slots=True)
class _Key:
    """What tells documents of one department, stage and year from others."""

    department: str
    stage: str
    year: int
    unit: bool


def name_of(department: str) -> str:
    """A department's name as it is compared: without blanks, （本级） and （汇总）."""
    return _OUTSIDE.sub("", department)


def partners_of(documents: Sequence[DocumentRow], members: Mapping[str, Sequence[str]] | None = None) -> tuple[Partner, ...]:
    """Every relation a document could have, in the order the documents were given: with its partner, or with the reason why none.

    `members` names, for a department's document, the units it says it comprises (see `members_of`).
    """
    given = list({document.document_id: document for document in documents}.values())
    index: dict[_Key, list[DocumentRow]] = defaultdict(list)
    for document in given:
        key = _key(document)
        if key:
            index[key].append(document)
    found: list[Partner] = []
    for document in given:
        key = _key(document)
        if key is None:
            continue
        found.extend(_of_time(document, key, index))
        if not key.unit and members and members.get(document.document_id):
            found.extend(_units(document, key, index, members[document.document_id]))
    return tuple(found)


def _key(document: DocumentRow) -> _Key | None:
    if not document.department or document.fiscal_year is None or not document.stage:
        return None
    return _Key(name_of(document.department), document.stage, document.fiscal_year, document.scope == "unit")


def _of_time(document: DocumentRow, key: _Key, index: Mapping[_Key, Sequence[DocumentRow]]) -> Iterator[Partner]:
    wanted = {"year": _Key(key.department, key.stage, key.year - 1, key.unit)}
    if key.stage == "final":
        wanted["stage"] = _Key(key.department, "budget", key.year, key.unit)
    else:
        wanted["account"] = _Key(key.department, "final", key.year - 1, key.unit)
    for relation, other in wanted.items():
        yield _chosen(document, relation, index.get(other, ()))


def _chosen(document: DocumentRow, relation: str, candidates: Sequence[DocumentRow]) -> Partner:
    """The latest of the candidates when they are versions of one document and surely of this department."""
    if not candidates:
        return Partner(document.document_id, relation, "", f"没有给出{RELATIONS[relation]}")
    if not (document.region or document.department.startswith(_NATIONWIDE)):
        return Partner(document.document_id, relation, "", "单位名称中没有地区，不能确定是同一单位")
    same = [one for one in candidates if one.scope == document.scope] or list(candidates)
    if len({(one.scope, one.title, one.layout) for one in same}) > 1:
        return Partner(document.document_id, relation, "", f"{RELATIONS[relation]}有{len(same)}份，不能确定用哪一份")
    return Partner(document.document_id, relation, same[-1].document_id, "")


def _units(document: DocumentRow, key: _Key, index: Mapping[_Key, Sequence[DocumentRow]], members: Iterable[str]) -> Iterator[Partner]:
    """The documents of all units a department comprises; none where one is missing."""
    names = list(dict.fromkeys(name_of(name) for name in members))
    found = {name: _chosen(document, "units", index.get(_Key(name, key.stage, key.year, unit=True), ())) for name in names}
    missing = [name for name, partner in found.items() if not partner.partner_id]
    if missing:
        given = len(names) - len(missing)
        yield Partner(document.document_id, "units", "", f"所属单位共{len(names)}个，给出{given}个，缺{'、'.join(missing[:3])}")
    else:
        yield from found.values()
