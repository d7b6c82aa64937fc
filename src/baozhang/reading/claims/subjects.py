"""What a figure can be bound to: cells of statements and subjects that only the prose has, by phrase, code or name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import field
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import record
from baozhang.reading.text import fold
from baozhang.taxonomy.claim_words import claim_words
from baozhang.taxonomy.codes import code_names, economic_codes, former_names, function_codes, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.facts.records import FactRow
    from baozhang.taxonomy.claim_words import SubjectWords
    from baozhang.taxonomy.codes import Code


@record(frozen=True, slots=True)
class Target:
    """A cell of a statement, or a subject of the prose (statement `disclosure`)."""

    statement: str
    item: str
    column: str

    def __str__(self) -> str:
        """The form in which a base names it: `statement[item].column`."""
        return f"{self.statement}[{self.item}].{self.column}"


@record(frozen=True, slots=True)
class Subject:
    """What the text speaks of at some place: the document's words, targets of its money and, by counting word, of its counts."""

    words: str
    money: tuple[Target, ...] = ()
    counts: Mapping[str, Target] = field(default_factory=dict)
    prefix: str = ""
    project: bool = False

    @property
    def key(self) -> tuple[Target, ...]:
        """What makes two mentions the same subject."""
        return self.money or tuple(self.counts.values())

    def targets(self, unit: str) -> tuple[Target, ...]:
        """Targets of a figure in `unit` (`元` money, `%` a rate of it, else a counting word)."""
        if unit in {"元", "%"}:
            return self.money or (tuple(self.counts.values())[:1] if unit == "%" else ())
        return (self.counts[unit],) if unit in self.counts else ()


NAMED_COLUMN: Final[dict[str, str]] = {
    "overview": "amount", "income": "total", "spending": "total", "fiscal": "total", "general": "total", "basic": "amount", "fund": "total",
    "capital": "total", "projects": "total", "economic": "amount",
}  # fmt: skip
"""The column that a name or code of a statement speaks of when no other is named."""

_ITEM_LEVEL: Final = 3
"""类, 款 and 项."""
_LEVEL: Final = re.compile(r"\((?:\d{2,7}[类款项]?|[类款项])\)")
"""A code or level in brackets behind a name."""
_PARTING: Final = re.compile(r"^[类款项]?[-、]?")
"""What may part the names of class, section and item: their level, a dash."""
_TOTALS: Final = frozenset({"income.year", "income.total", "spending.year", "spending.total"})
_NAME_NOISE: Final = re.compile(r"\(\d{0,7}[类款项]\d{0,7}\)|^[一二三四五六七八九十]+、|[\s“”]|其中:")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as compared: without 类/款/项, numbering, quotes, and a closing 支出.

    >>> name_key("住房保障(类)支出") == name_key("二十、住房保障支出")
    True
    """
    bare = _NAME_NOISE.sub("", name)
    return bare[:-2] if bare.endswith("支出") and len(bare) > 4 else bare


def _keys(name: str) -> tuple[str, str]:
    """A name before (类), (款) or (项) as compared: a short one may have lost its 支出 (教育(类) is 教育支出)."""
    return name_key(name), name_key(name + "支出")


def _by_name(codes: Iterable[Code]) -> Mapping[str, frozenset[str]]:
    """The codes of each name, folded as the document's words are (中医（民族）医院)."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        found[name_key(fold(code.name))].add(code.code)
    return {name: frozenset(named) for name, named in found.items()}


@cache
def _function_names() -> Mapping[str, frozenset[str]]:
    """The function codes of each name, present or former."""
    return _by_name((*function_codes(), *former_names()))


@cache
def _economic_names() -> Mapping[str, frozenset[str]]:
    """The economic codes of each name."""
    return _by_name(economic_codes())


@cache
def _folded_names() -> Mapping[str, str]:
    """The name of every code of the classification, folded as the document's words are."""
    return {code: fold(name) for code, name in code_names().items()}


class Names:
    """Names of items as the document's own tables print them, backed by the classification."""

    def __init__(self, facts: Sequence[FactRow]) -> None:
        """Index the labels of `facts` by statement."""
        self._labels: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._printed: dict[str, str] = {}
        """The names of codes as the tables print them, where they do."""
        values = dict(zip(map(attrgetter("statement", "item", "column"), facts), map(attrgetter("value"), facts), strict=True))
        self.cells = frozenset(values)
        self._items: dict[str, set[str]] = defaultdict(set)
        self._facts = facts
        self._totals: dict[tuple[str, str], str] = {}
        for statement, item, label in dict.fromkeys(map(attrgetter("statement", "item", "item_label"), facts)):
            self._items[statement].add(item)
            if item in _TOTALS:
                self._totals[statement, label] = item
            if label and (level_of(item) or statement == "projects"):
                self._labels[statement][name_key(label)].add(item)
        self.year_column = _year_column(values)
        self._classification = _function_names()
        self._economic = _economic_names()
        for statement in ("general", "spending", "income", "fiscal", "overview", "fund"):
            for key, items in self._labels.get(statement, {}).items():
                for item in items:
                    self._printed[item] = key

    def total(self, target: Target, words: str) -> Target:
        """The total of income or spending that the document's own table calls so: 收入合计 is with or without what was carried over."""
        item = self._totals.get((target.statement, words), "") if target.item in _TOTALS else ""
        return Target(target.statement, item, target.column) if item else target

    def spends(self, statement: str, code: str) -> bool:
        """Whether the row of a class holds money in a statement."""
        return (statement, code) in self._classes

    def one(self, statement: str, name: str) -> str | None:
        """The only item of that name in a statement (else in the classification); None when there is none or several."""
        key = name_key(name)
        known = self._economic if statement in {"basic", "economic"} else self._classification
        for items in (self._labels.get(statement, {}).get(key), known.get(key) if statement != "projects" else None):
            if items:
                return next(iter(items)) if len(items) == 1 else None
        return None

    def path(self, statement: str, names: tuple[str, ...]) -> tuple[str | None, str]:
        """The code of 类, 款, 项 names (any may be empty), or None and the reason in Chinese."""
        level = max((at for at, name in enumerate(names, start=1) if name), default=0)
        last = names[level - 1]
        printed_so = self._labels.get(statement, {})
        found = {code for key in _keys(last) for code in printed_so.get(key, ()) if level_of(code) == level}
        found |= {code for key in _keys(last) for code in self._classification.get(key, ()) if level_of(code) == level}
        fitting = sorted(code for code in found if self._below(code, names[: level - 1]))
        printed = [code for code in fitting if code in self._items.get(statement, ())]
        chosen = printed or fitting
        if len(chosen) == 1:
            return chosen[0], ""
        if chosen:
            return None, f"科目“{last}”同名有 {len(chosen)} 处（{'、'.join(chosen[:3])}），分不清是哪一个"
        if level == _ITEM_LEVEL and all(names) and not self._items.get(statement):  # no table prints it: its names are what it is
            return "/".join(map(name_key, names)), ""
        return None, f"科目“{last}”在表中和分类中都没有找到"

    def in_a_row(self, statement: str, name: str) -> str | None:
        """The code whose class, section and own name stand one behind the other unparted (卫生健康支出医疗救助城乡医疗救助), or None."""
        found = [(code, rest) for code, rest in self._led("", _LEVEL.sub("", name)) if rest]
        found = [(below, last) for code, rest in found for below, last in self._led(code, rest)]
        names = [(code, rest) for code, rest in found if rest]
        codes = {code for section, rest in names for code, left in self._led(section, rest) if not left}
        codes |= {code for code, rest in found if not rest}
        printed = [code for code in codes if code in self._items.get(statement, ())]
        return printed[0] if len(printed) == 1 else None

    def _led(self, above: str, text: str) -> list[tuple[str, str]]:
        """The codes right below another whose names lead a text, each with what is left of it."""
        led = self._by_class.get(above, ())
        ways = [(code, way) for code, name in led for way in (name, name.removesuffix("支出"), name + "支出") if text.startswith(way)]
        return [(code, _PARTING.sub("", text[len(way) :], count=1)) for code, way in ways]

    def _below(self, code: str, above: tuple[str, ...]) -> bool:
        """Whether the names above a code are those of its class and section; unknown names do not speak against it."""
        for name, width in zip(above, (3, 5), strict=False):
            printed = self._name(code[:width])
            former = code[:width] in self._classification.get(name_key(name), ())
            if name and printed and not former and name_key(printed) not in _keys(name):
                return False
        return True

    def label(self, code: str) -> str:
        """The name of a code, or the code itself."""
        name = self._name(code)
        return code if name is None else name

    @cached_property
    def _classes(self) -> frozenset[tuple[str, str]]:
        """Statement and item of the classes that hold money; few documents ask for them."""
        return frozenset((fact.statement, fact.item) for fact in self._facts if fact.level == 1 and fact.value)

    def _name(self, code: str) -> str | None:
        """The name of a code in the tables, else in the classification."""
        return self._printed.get(code, _folded_names().get(code))

    @cached_property
    def _all_names(self) -> Mapping[str, str]:
        """All codes with their names; few documents ask for them."""
        return {**_folded_names(), **self._printed}

    @cached_property
    def _by_class(self) -> Mapping[str, list[tuple[str, str]]]:
        """Codes with their names by the class or section above them, classes under nothing; few documents ask for them."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, name in self._all_names.items():
            if name:
                found[code[:-2] if len(code) > len("208") else ""].append((code, name))
        return found


def _year_column(values: Mapping[tuple[str, str, str], int]) -> str:
    """The column of the general public budget that holds the money of the year alone (当年拨款), by the values of all cells.

    It is the total, unless the table parts the two, or its total holds what was carried over as well: then no column prints it.
    """
    if ("general", "total", "year") in values:
        return "year"
    wanted = (("general", "total", "total"), ("fiscal", "income.general_public", "amount"), ("fiscal", "opening", "amount"))
    total, income, opening = (values.get(cell, 0) for cell in wanted)
    return "year" if income and opening > 0 and income < total <= income + opening else "total"


class Resolver:
    """Turns phrases, codes and names into subjects, choosing among alternatives by what the document's tables have."""

    def __init__(self, names: Names) -> None:
        """`names` also knows which cells exist."""
        self._names = names
        self._chosen: dict[tuple[str, str], Target] = {}
        self.year_only = False
        """Whether the text speaks of the general public budget's money of the year alone (“…当年拨款…”)."""
        self._meant: dict[tuple[SubjectWords, str, str, str, bool], tuple[tuple[Target, ...], Mapping[str, Target]]] = {}
        """What words mean with an item and a prefix: a document says the same again and again."""

    def phrase(self, words: SubjectWords, text: str, item: str, prefix: str) -> Subject:
        """The subject of a phrase; `item` is the code in force, `prefix` that of the whole before 其中."""
        said = words, text, item, prefix, self.year_only
        meant = self._meant.get(said)
        if meant is None:
            targets = [self._of_year(self._choose(spec.replace("<whole>", prefix), item)) for spec in words.money]
            counts = {unit: self._choose(spec, item) for unit, spec in words.counts.items()}
            meant = self._meant[said] = tuple([self._names.total(target, text) for target in targets]), counts
        return Subject(text, *meant, words.prefix)

    def default(self, section: str) -> Subject | None:
        """What a figure of a section speaks of when no phrase says so."""
        default = claim_words().defaults.get(section)
        return Subject(default.words, tuple(self._choose(spec, "total") for spec in default.money)) if default else None

    def whole(self, subject: Subject) -> Target | None:
        """The whole of which a subject is a share when the text names none."""
        if not subject.money:
            return None
        target = subject.money[0]
        side = "income" if target.item.startswith("income") else "spending"
        wholes = claim_words().wholes
        spec = wholes.get(f"{target.statement}_{side}") or wholes.get(target.statement)
        return self._of_year(self._choose(spec, "total")) if spec else None

    def spending(self, subject: Subject) -> Target | None:
        """All spending of the statement whose income a subject is, or None."""
        spec = claim_words().wholes.get(f"{subject.money[0].statement}_spending")
        return self._choose(spec, "total") if spec else None

    def code(self, statement: str, code: str, words: str) -> Subject:
        """The subject of a classification code in the section's statement."""
        usual = NAMED_COLUMN.get(statement, "total")
        column = next((c for c in (usual, "total", "amount") if (statement, code, c) in self._names.cells), usual)
        return Subject(words, (self._of_year(Target(statement, code, column)),))

    def _of_year(self, target: Target) -> Target:
        """The cell of the money of the year, where the text speaks of that alone."""
        if not self.year_only or target.statement != "general" or target.column != "total":
            return target
        return Target("general", target.item, self._names.year_column)

    def _choose(self, spec: str, item: str) -> Target:
        chosen = self._chosen.get((spec, item))
        if chosen is None:
            options = [_target(part) for part in spec.split("|")]
            options = [Target(o.statement, item or "total", o.column) if o.item == "*" else o for o in options]
            chosen = self._chosen[spec, item] = next((o for o in options if self._exists(o)), options[0])
        return chosen

    def _exists(self, target: Target) -> bool:
        columns = ("final", "budget") if target.column == "@" else (target.column,)
        return any((target.statement, target.item, column) in self._names.cells for column in columns)


def _target(spec: str) -> Target:
    """`statement:item:column`; a prose subject without a column is a count."""
    statement, item, *column = spec.split(":", 2)
    return Target(statement, item, column[0] if column else "count")


def project(name: str) -> Subject:
    """A project named in the text: its score and its money, budget or executed by the base of each figure."""
    item = f"project:{name}"
    return Subject(name, (Target("disclosure", item, "@executed"),), {"分": Target("disclosure", item, "score")}, project=True)
