"""The period a measure is taken over: whole days, both ends included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from baozhang.errors import UsageError

_YEAR: Final = re.compile(r"(\d{4})")
_QUARTER: Final = re.compile(r"(\d{4})[Qq]([1-4])")
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_DAYS: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.|至|/)(\d{4}-\d\d-\d\d)")
_FORMS: Final = "2024（年度）、2024Q1（季度）、2024-03（月）或 2024-01-01..2024-06-30（起止日）"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    start: date
    end: date

    def __str__(self) -> str:
        """As it is written in results and read again."""
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def words(self) -> str:
        """The period in Chinese.

        >>> parse_period("2024").words, parse_period("2024-02").words
        ('2024年', '2024年2月1日至2月29日')
        """
        first, last = self.start, self.end
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first.year}年"
        until = f"{last.month}月{last.day}日" if first.year == last.year else _day(last)
        return f"{_day(first)}至{until}"


def parse_period(text: str) -> Period:
    """A year, a quarter, a month, or two days; UsageError tells the forms.

    >>> str(parse_period("2024Q1"))
    '2024-01-01..2024-03-31'
    """
    try:
        period = _parsed(text.strip())
    except ValueError as error:
        raise UsageError(f"期间“{text}”不是日期。可以写：{_FORMS}。") from error
    if period.start > period.end:
        raise UsageError(f"期间“{text}”的起始日晚于截止日。")
    return period


def _parsed(text: str) -> Period:
    if match := _YEAR.fullmatch(text):
        return _months(int(match[1]), 1, 12)
    if match := _QUARTER.fullmatch(text):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _MONTH.fullmatch(text):
        return _months(int(match[1]), int(match[2]), 1)
    if match := _DAYS.fullmatch(text):
        return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    raise ValueError(text)


def _months(year: int, month: int, count: int) -> Period:
    """`count` months, which do not cross the end of the year."""
    following = date(year + 1, 1, 1) if month + count > 12 else date(year, month + count, 1)
    return Period(date(year, month, 1), following - timedelta(days=1))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
