"""Phrases that are not said of all that they name: of a part of the department, of one project, of a fund, or of nothing at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims.clauses import is_share_filler, rest_of_sentence

if TYPE_CHECKING:
    from baozhang.reading.claims.state import State
    from baozhang.reading.claims.subjects import Subject
    from baozhang.reading.claims.tokens import Token
    from baozhang.taxonomy.claim_words import SubjectWords

PART_NAME: Final = re.compile(r"本级|机关$|局$|[中心站所队院校]$|(?:所属|下属|直属)(?:事业|预算|行政)?单位$")
"""Words before a subject that name a part of the department."""
_PAID_FROM: Final = frozenset({"three_public", "operating_expenses", "procurement", "services", "performance"})
"""Sections on money of their own, whatever budget pays it."""
_BUDGETS: Final = frozenset({"general", "fund", "capital"})
_PROJECT_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,}(?:建设|工作|维护|服务|改造|保障|补助|专项|经费|工程|系统|监管|管理|购置|业务|类)$")
"""Words right before 项目支出 that say which project, or which kind of projects."""


def is_excepted(state: State, token: Token) -> bool:
    """Whether a phrase says what something is not: “为在“财政拨款收入”“事业收入”之外取得的收入”."""
    if state.text.find("外", token.end, token.end + _REACH) < 0:
        return False
    return _BESIDES.match(state.text, token.end) is not None and _EXCEPT.search(state.text, state.clause.begin, token.start) is not None


_REACH: Final = 64
_EXCEPT: Final = re.compile(r"[在除]")
_BESIDES: Final = re.compile(r"[^,。;:\d]{0,60}?(?:之外|以外)")


def is_of_the_lost(state: State, token: Token, words: SubjectWords) -> bool:
    """Whether a phrase of the item in force stands behind the 其中 of an item that was not found: “机构运行 … 元,其中:基本支出 …”."""
    if not state.why or state.subjects or not any(_ITEM_IN_FORCE in spec for spec in words.money):
        return False
    begin = max(state.text.rfind(mark, 0, token.start) for mark in "。;") + 1
    return state.block.section in {"fund", "capital"} or "其中" in state.text[begin : token.start]


_ITEM_IN_FORCE: Final = ":*:"


def is_one_of_parts(state: State, at: int, head: str) -> bool:
    """Whether a part of the department is named before a subject that the sentence names again for another (局本级……,所属事业单位……)."""
    token = state.tokens[at]
    sentence = rest_of_sentence(state.text, state.text.rfind("。", 0, token.start) + 1)
    return bool(PART_NAME.search(head)) and sentence.count(token.text) > 1


def is_of_another(state: State, at: int) -> bool:
    """Whether a subject is only what another one holds of it: “上年结转结余的一般公共预算收入”."""
    token, before = state.tokens[at], state.tokens[at - 1] if at else None
    return before is not None and before.role == "subject" and before.end == token.start - 1 and state.text[before.end] == "的"


def is_by_fund(state: State, subject: Subject) -> bool:
    """Whether a kind of budget only says which money pays: “机关运行经费 … (其中:一般公共预算支出 …)”, “涉及一般公共预算支出 …”."""
    return state.block.section in _PAID_FROM and any(target.statement in _BUDGETS and target.column == "total" for target in subject.money)


def names_project(head: str) -> bool:
    """Whether the words right before 项目支出 are the name of one project (医保信息化建设项目支出)."""
    found = _PROJECT_NAME.search(head)
    return found is not None and not PART_NAME.search(found[0]) and not is_share_filler(found[0])
