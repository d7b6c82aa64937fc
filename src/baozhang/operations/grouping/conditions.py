"""The closed language in which a scheme says who belongs to a group: typed atoms joined by `and`, `or`, `not`.

    pdx_in(zd) and mainproc_in(ss)                  principal diagnosis and main procedure in lists of the group
    anyproc_in(ss, ss1)                             one procedure of each list (双手术)
    age == 0 and age_days <= 28                     newborn
    anydx_sites(zd, 2)                              diagnoses of at least two body sites (多发创伤)

A list is named as the group's own (`zd`) and resolved against its owner. What a case lacks never satisfies a comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Subject(StrEnum):
    """Which codes of a case an atom looks at."""

    PDX = "pdx"
    ANYDX = "anydx"
    OTHERDX = "otherdx"
    MAINPROC = "mainproc"
    ANYPROC = "anyproc"

    @property
    def of_procedures(self) -> bool:
        """Whether it looks at procedures rather than diagnoses."""
        return self in {Subject.MAINPROC, Subject.ANYPROC}


class Field(StrEnum):
    """A whole number of a case that an atom may compare; the values are the column names of the input."""

    GENDER = "gender"
    AGE = "age"
    AGE_DAYS = "age_days"
    WEIGHT = "weight"
    DAYS = "days"
    DISCHARGE = "discharge"


class Level(StrEnum):
    """What the secondary diagnoses of a case amount to, in the order in which groups must be tried."""

    MCC = "mcc"
    MCC_OR_CC = "mcc_or_cc"
    CC = "cc"
    NONE = "no_cc"


class ListId(NamedTuple):
    """A code list: the MDC or ADRG rule that owns it, and its name there."""

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for every case: the rest (else) of an ADRG."""


@dataclass(frozen=True, slots=True)
class InList:
    """A code of the subject stands in the list."""

    subject: Subject
    list: ListId


@dataclass(frozen=True, slots=True)
class StartsWith:
    """A code of the subject begins with one of the prefixes."""

    subject: Subject
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Valid:
    """The main procedure, or any procedure, is one that the scheme counts as an operation."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class OfClass:
    """Some procedure stands in the list with this class."""

    list: ListId
    value: str


@dataclass(frozen=True, slots=True)
class Sites:
    """The diagnoses in the list belong to at least `number` different classes (body sites)."""

    list: ListId
    number: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A number of the case compared with a constant; false when the case has no such number."""

    field: Field
    operator: str
    value: int


@dataclass(frozen=True, slots=True)
class InDepartment:
    """The case was discharged from this department."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The case lacks the field; None stands for the principal diagnosis."""

    field: Field | None


@dataclass(frozen=True, slots=True)
class Invalid:
    """The field holds something that is no possible number."""

    field: Field


@dataclass(frozen=True, slots=True)
class Severity:
    """The secondary diagnoses that the principal one does not exclude reach the level."""

    level: Level


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The atom does not hold; only atoms about codes can be negated, so that missing data never satisfies anything."""

    part: InList | StartsWith | Valid | OfClass


Atom: TypeAlias = "Always | InList | StartsWith | Valid | OfClass | Sites | Compare | InDepartment | Missing | Invalid | Severity"
Condition: TypeAlias = "Atom | And | Or | Not"

NEGATABLE: Final = (InList, StartsWith, Valid, OfClass)
OPERATORS: Final = ("==", "!=", "<=", ">=", "<", ">")

_TOKEN: Final = re.compile(r"\s*(==|!=|<=|>=|<|>|[(),]|[^\s(),<>=!]+)")
_CONNECTIVES: Final = {"且": "and", "或": "or", "非": "not"}


class ConditionError(ValueError):
    """A text that is not a condition; the message is Chinese and says what stands where."""


def parse_condition(text: str, owner: str) -> Condition:
    """The condition written in `text`, its lists belonging to `owner`.

    >>> written(parse_condition("pdx_in(zd) and not anyproc_valid", "BR1"))
    'pdx_in(zd) and no_valid_proc'
    """
    return _Parser(text, owner).whole()


def all_of(*parts: Condition) -> Condition:
    """The conjunction of the parts, flat and without parts that always hold."""
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else () if isinstance(part, Always) else (part,)
    return flat[0] if len(flat) == 1 else And(tuple(flat)) if flat else Always()


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """Every atom of a condition, in reading order."""
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from atoms_of(part)
    elif isinstance(condition, Not):
        yield condition.part
    else:
        yield condition


class _Parser:
    """Recursive descent over `or`, `and`, `not`, atoms."""

    def __init__(self, text: str, owner: str) -> None:
        self.text = text
        self.owner = owner
        self.tokens = [_CONNECTIVES.get(token, token) for token in _TOKEN.findall(text)]
        if "".join(_TOKEN.findall(text)) != "".join(text.split()):
            raise ConditionError(f"条件“{text}”中有不认识的符号")
        self.at = 0

    def whole(self) -> Condition:
        if not self.tokens:
            raise ConditionError("条件是空的（没有条件请写 always）")
        condition = self._or()
        if self.at < len(self.tokens):
            raise ConditionError(f"条件“{self.text}”中“{self.tokens[self.at]}”处无法理解")
        return condition

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self, wanted: str | None = None) -> str:
        token = self._peek()
        if not token or (wanted is not None and token != wanted):
            raise ConditionError(f"条件“{self.text}”中{f'缺少“{wanted}”' if wanted else '后面不完整'}")
        self.at += 1
        return token

    def _or(self) -> Condition:
        parts = [self._and()]
        while self._peek() == "or":
            self._take()
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Condition:
        parts = [self._not()]
        while self._peek() == "and":
            self._take()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else all_of(*parts)

    def _not(self) -> Condition:
        if self._peek() == "not":
            self._take()
            part = self._not()
            if not isinstance(part, NEGATABLE):
                raise ConditionError(f"条件“{self.text}”中 not 只能用于一个编码条件")
            return Not(part)
        if self._peek() == "(":
            self._take()
            inner = self._or()
            self._take(")")
            return inner
        return self._atom()

    def _atom(self) -> Condition:
        name = self._take()
        if self._peek() in OPERATORS:
            return self._comparison(name)
        if name in _PLAIN:
            return _PLAIN[name]
        if name not in _CALLS:
            raise ConditionError(f"条件“{self.text}”中没有“{name}”这种条件")
        self._take("(")
        arguments = [self._take()]
        while self._peek() == ",":
            self._take()
            arguments.append(self._take())
        self._take(")")
        return _CALLS[name](self.owner, arguments)

    def _comparison(self, name: str) -> Condition:
        operator, value = self._take(), self._take()
        if name == "department" and operator == "==":
            return InDepartment(value)
        if name not in set(Field):
            raise ConditionError(f"条件“{self.text}”中“{name}”不是可以比较的项目（{'、'.join(Field)}）")
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise ConditionError(f"条件“{self.text}”中“{value}”应为整数")
        return Compare(Field(name), operator, int(value))


def _in_lists(subject: Subject) -> Callable[[str, list[str]], Condition]:
    return lambda owner, names: all_of(*(InList(subject, ListId(owner, name)) for name in names))


def _not_in_list(subject: Subject) -> Callable[[str, list[str]], Condition]:
    def made(owner: str, names: list[str]) -> Condition:
        return all_of(*(Not(InList(subject, ListId(owner, name))) for name in names))

    return made


def _starts(subject: Subject) -> Callable[[str, list[str]], Condition]:
    return lambda _, prefixes: StartsWith(subject, tuple(prefixes))


def _of_class(owner: str, arguments: list[str]) -> Condition:
    if len(arguments) != 2:
        raise ConditionError("anyproc_class 应写作 anyproc_class(编码表, 类别)")
    return OfClass(ListId(owner, arguments[0]), arguments[1])


def _sites(owner: str, arguments: list[str]) -> Condition:
    if len(arguments) != 2 or not re.fullmatch(r"\d{1,2}", arguments[1]):
        raise ConditionError("anydx_sites 应写作 anydx_sites(编码表, 部位数)")
    return Sites(ListId(owner, arguments[0]), int(arguments[1]))


def _missing(_: str, arguments: list[str]) -> Condition:
    return Missing(None if arguments == ["pdx"] else _field(arguments))


def _invalid(_: str, arguments: list[str]) -> Condition:
    return Invalid(_field(arguments))


def _field(arguments: list[str]) -> Field:
    if len(arguments) != 1 or arguments[0] not in set(Field):
        raise ConditionError(f"“{'，'.join(arguments)}”不是可以检查的项目（{'、'.join(Field)}）")
    return Field(arguments[0])


_PLAIN: Final[dict[str, Condition]] = {
    "always": Always(),
    "else": Always(),
    "mainproc_valid": Valid(Subject.MAINPROC),
    "anyproc_valid": Valid(Subject.ANYPROC),
    "no_valid_proc": Not(Valid(Subject.ANYPROC)),
    "no_valid_mainproc": Not(Valid(Subject.MAINPROC)),
    **{level.value: Severity(level) for level in Level},
}
_CALLS: Final[dict[str, Callable[[str, list[str]], Condition]]] = {
    **{f"{subject}_in": _in_lists(subject) for subject in Subject},
    **{f"{subject}_not_in": _not_in_list(subject) for subject in Subject},
    **{f"{subject}_starts": _starts(subject) for subject in Subject},
    "anyproc_class": _of_class,
    "anydx_sites": _sites,
    "missing": _missing,
    "invalid": _invalid,
}

ATOM_NAMES: Final = (*_PLAIN, *_CALLS, *Field, "department")
"""Every word with which an atom may begin; the guide lists them all."""


def written(condition: Condition) -> str:
    """The text that parses to the condition again."""
    if isinstance(condition, And):
        return " and ".join(f"({written(part)})" if isinstance(part, Or) else written(part) for part in condition.parts)
    if isinstance(condition, Or):
        return " or ".join(map(written, condition.parts))
    if isinstance(condition, Not) and isinstance(condition.part, Valid):
        return "no_valid_mainproc" if condition.part.subject is Subject.MAINPROC else "no_valid_proc"
    if isinstance(condition, Not):
        return f"not {written(condition.part)}"
    return _WRITERS[type(condition)](condition)


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    Always: lambda _: "always",
    InList: lambda atom: f"{atom.subject}_in({atom.list.name})",
    StartsWith: lambda atom: f"{atom.subject}_starts({', '.join(atom.prefixes)})",
    Valid: lambda atom: f"{atom.subject}_valid",
    OfClass: lambda atom: f"anyproc_class({atom.list.name}, {atom.value})",
    Sites: lambda atom: f"anydx_sites({atom.list.name}, {atom.number})",
    Compare: lambda atom: f"{atom.field} {atom.operator} {atom.value}",
    InDepartment: lambda atom: f"department == {atom.name}",
    Missing: lambda atom: f"missing({atom.field or 'pdx'})",
    Invalid: lambda atom: f"invalid({atom.field})",
    Severity: lambda atom: atom.level.value,
}
