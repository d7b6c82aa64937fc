"""What stands before a form: its title, year, unit of money and department, in captions or in its first rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.forms.folding import words
from baozhang.reading.forms.values import money_unit
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block

_YEAR: Final = re.compile(r"(20\d\d)年")
_YEAR_ALONE: Final = re.compile(r"\(?(20\d\d)年度?\)?")
_YEAR_BEHIND: Final = re.compile(r"\(?20\d\d年度?\)?$")
_NUMBERING: Final = re.compile(
    r"^(?:(?:附[件表]\d*|表\d{1,2})[-—]?\d*[::、.]?|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d))"
)
_DEPARTMENT: Final = re.compile(
    r"(?:部门|单位|填报单位|编制单位|预算单位|填报部门)(?:\(单位\))?(?:名称)?(?:\(盖章\)|\(公章\))?:(.+?)(?:单位:|$)"
)
_PROJECT: Final = re.compile(r"(?:项目|专项|政策)名称:(.{2,40}?)(?:(?:金额)?单位:.*|\(盖章\)|填报日期.*)?$")
_STOPS: Final = re.compile(r"[。;?!]|详见")
_LONGEST_TITLE: Final = 60
_REACH: Final = 8
_FORM_WORDS: Final = re.compile(r"(?:项目)?(?:支出)?(?:预算)?(?:支出)?绩效(?:目标|自评|评价|跟踪|监控|运行监控|公开)?.*$")


@dataclass(frozen=True, slots=True)
class Context:
    """What the captions before a table say; `blocks` are the captions that were understood."""

    title: str = ""
    year: int | None = None
    money_unit: str = ""
    department: str = ""
    project: str = ""
    blocks: frozenset[int] = frozenset()


def bare_title(text: str) -> str:
    """A title without numbering, book marks and the year behind it."""
    title = _NUMBERING.sub("", words(text)).strip("《》 ")
    return _YEAR_BEHIND.sub("", title).strip("《》 ")


def is_title(text: str) -> bool:
    """Whether a line is the title of a performance form or list.

    >>> is_title("部门整体绩效自评表(2024年度)"), is_title("2024年度收入决算表")
    (True, False)
    """
    if not ("绩效" in text or "自评表" in text) or len(text) > _LONGEST_TITLE:
        return False
    return bare_title(text).endswith(performance_words().title_ends) and not _STOPS.search(text)


def context_of(prose: Sequence[Block]) -> Context:
    """Read the captions right before a table; the nearest title counts."""
    title, year, unit, department, project = "", None, "", "", ""
    understood: set[int] = set()
    for block in reversed(prose[-_REACH:]):
        line = words(block.text)
        if not title and is_title(line):
            title = bare_title(line)
            found = _YEAR.search(line)
            year = year or (int(found[1]) if found else None)
        elif _YEAR_ALONE.fullmatch(line):
            year = year or int(line.strip("()")[:4])
        elif len(line) <= _LONGEST_TITLE and (found := _PROJECT.match(line)):
            project = project or found[1].strip()
            unit = unit or money_unit(line)
        elif len(line) <= _LONGEST_TITLE and (money_unit(line) or _DEPARTMENT.match(line)):
            unit = unit or money_unit(line)
            named = _DEPARTMENT.match(line)
            department = department or (named[1].strip() if named and not money_unit(line) else "")
        else:
            if title or len(line) > _LONGEST_TITLE:
                break
            continue
        understood.add(block.index)
    return Context(title, year, unit, department, project, frozenset(understood) if title else frozenset())


def project_in(title: str) -> str:
    """The project a title names (“某某经费项目绩效目标表”), or empty for a title that any form could have.

    >>> project_in("某某经费项目绩效目标表"), project_in("项目支出绩效目标表")
    ('某某经费', '')
    """
    project = _FORM_WORDS.sub("", _YEAR_BEHIND.sub("", re.sub(r"^20\d\d年度?", "", title))).strip("《》()“”")
    known = performance_words()
    if (
        not project
        or project in known.generic_titles
        or project.endswith(("整体", "部门", "单位", "局", "项目支出"))
        or "部门整体" in project
    ):
        return ""
    return project


def names_whole_department(title: str) -> bool:
    """Whether a title is of a form for a whole department."""
    return any(word in title for word in performance_words().department_titles)
