"""One paragraph, word by word: who is spoken of, what is said, and where reasons and descriptions begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import bases, reasons
from baozhang.reading.claims.assets import Inventory
from baozhang.reading.claims.clauses import Clause, close_by, is_share_filler, name_in, unknown_words
from baozhang.reading.claims.drafts import Assertion, Draft, Groups, give_reason
from baozhang.reading.claims.figures import FigureKind
from baozhang.reading.claims.subjects import NAMED_COLUMN, Subject, Target
from baozhang.reading.claims.tokens import SEPARATORS, scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.reading.claims.context import Context
    from baozhang.reading.claims.figures import Figure
    from baozhang.reading.claims.tokens import Token
    from baozhang.reading.model import Block

_LOOSE: Final = frozenset({"performance", "projects", "other", "services", "assets", ""})
"""Sections whose sentences also describe: an unknown word there is a description, not a lost subject."""
_COMPARING: Final = {"greater": 1, "less": -1, "equal": 0}
_JOINED: Final = re.compile(r"[、和与及“”\"]{0,4}")
_LEAD: Final = re.compile(r"[:,是为系在于]*")
_MONEYED: Final = frozenset({"change", "comparison"})


class Paragraph:
    """Reads one block into drafts; `figures` counts what it asserts, `bound` how many of those found their subject."""

    def __init__(self, block: Block, context: Context, groups: Groups) -> None:
        """Scan the block; the subject in force comes from `context`."""
        self.block, self.context, self.groups, self.text = block, context, groups, block.text
        self.tokens = scan(block.text, block.section, context.stage)
        self.drafts: list[Draft] = []
        self.figures = self.bound = 0
        self.subjects = context.opening()
        self.why = ""
        self.item = "total"
        self.clause = Clause(0)
        self.outer: list[tuple[tuple[Subject, ...], Clause]] = []
        self.within = self.sticky = False
        self.base = self.budget_base = ""
        self.chain: list[Subject] = []
        self.chain_end = 0
        self.queue: list[Subject] = []
        self.told: list[Subject] = []
        """Subjects given an amount in this sentence, for 各增加."""
        self.spoken: set[int] = set()
        self.spoken_before: set[int] = set()
        self.inventory = Inventory()
        self.mode = reasons.REST if context.rest else ""
        self.mode_depth = 0
        self.resting = False
        self.reason_from = -1
        self.reason_groups: set[int] = set()
        self.reason_base = ""

    def read(self) -> None:
        """Go through the tokens once."""
        for at, token in enumerate(self.tokens):
            if token.role == "close" and self.mode and len(self.outer) == self.mode_depth and self.mode_depth:
                self._leave_mode(token.start)
            if self.mode and not self._mode_ends(at):
                self._inside_mode(token)
                continue
            handler = _HANDLERS.get(token.role)
            if handler is not None:
                handler(self, at)
        self._end_clause()
        self.resting = self.mode == reasons.REST
        self._leave_mode(len(self.text))

    # ---- reasons and descriptions

    def _mode_ends(self, at: int) -> bool:
        token = self.tokens[at]
        if (token.role in SEPARATORS or token.role in {"within", "open"}) and reasons.ends(self.mode, self.text, self.tokens, at):
            self._leave_mode(token.start)
            return True
        return False

    def _inside_mode(self, token: Token) -> None:
        if token.role == "figure":
            self._mention(token)
        elif token.role == "open":
            self.outer.append((self.subjects, self.clause))
        elif token.role == "close" and self.outer:
            self.outer.pop()

    def _enter_mode(self, at: int) -> None:
        token = self.tokens[at]
        self.mode = token.role
        self.mode_depth = len(self.outer)
        if token.role != reasons.REASON:
            return
        lead = _LEAD.match(self.text, token.end)
        self.reason_from = lead.end() if lead else token.end
        self.reason_base = self.clause.compared[1] if self.clause.compared else ""
        self._end_clause()
        self.reason_groups = self._explained()

    def _explained(self) -> set[int]:
        """Groups a reason speaks of: this sentence's subject, or all that the sentence before compared."""
        own = self.groups.known(target for subject in self.subjects for target in subject.key)
        if self.spoken or not self.spoken_before or self.clause.named or self.reason_base:
            return own
        compared = {d.group for d in self.drafts if d.kind in {"change", "change_pct", "completion", "comparison"}}
        return (self.spoken_before & compared) or own

    def _leave_mode(self, end: int) -> None:
        if self.mode == reasons.REASON and end > self.reason_from >= 0:
            words = self.text[self.reason_from : end].strip("。;,: ")
            if words:
                give_reason(self.drafts, self.reason_groups, words, self.reason_base)
        if self.mode:
            self.clause = Clause(end)
        self.mode, self.reason_from, self.reason_base = "", -1, ""

    def _mention(self, token: Token) -> None:
        figure = token.figure
        if figure is not None:
            self._emit(token, Assertion("mention", figure.value, figure.half_unit, figure.unit), self.subjects[:1], token.start)

    # ---- separators

    def _end_clause(self) -> None:
        if self.clause.compared:
            direction, base, start, end = self.clause.compared
            self.clause.compared = None
            self._assert_words(Assertion("comparison", 0, 0, "", direction, base), start, end)

    def _separate(self, at: int) -> None:
        token = self.tokens[at]
        self._end_clause()
        self.clause = Clause(token.end)
        if token.role in {"stop", "semicolon"}:
            self.sticky = False
        if token.role == "stop":
            self._end_sentence()

    def _end_sentence(self) -> None:
        self.base = ""
        self.told = []
        self.inventory.end_sentence()
        if self.spoken:
            self.spoken_before, self.spoken = self.spoken, set()
        if self.within and self.context.whole:
            self.subjects = (self.context.whole,)
            self.within = False

    def _open(self, at: int) -> None:
        self.outer.append((self.subjects, self.clause))
        self.clause = Clause(self.tokens[at].end)

    def _close(self, _at: int) -> None:
        self._end_clause()
        if self.outer:
            self.subjects, self.clause = self.outer.pop()

    # ---- who is spoken of

    def _subject(self, at: int) -> None:
        token, clause = self.tokens[at], self.clause
        if token.words is None or clause.locked or self.sticky or self._is_project() or clause.relation in {"share", "completion"}:
            return
        if self.text[token.start - 1 : token.start] in {"为", "是"} and token.words.money and not self._figure_next(at):
            return
        prefix = self.context.whole.prefix if self.within and self.context.whole else ""
        subject = self.context.resolver.phrase(token.words, token.text, self.item, prefix)
        if token.words.inherit and self.subjects:
            current = self.subjects[0]
            if set(current.counts) & set(subject.counts):
                return
            subject = Subject(subject.words, current.money, subject.counts)
        elif not subject.money and self.block.section == "three_public":
            subject = Subject(subject.words, self.subjects[0].money if self.subjects else (), subject.counts)
        if clause.relation == "change":
            clause.vague = True
        self.sticky = token.words.sticky
        self._join_chain(subject, token)
        self._speak_of(subject)

    def _is_project(self) -> bool:
        return bool(self.subjects) and self.subjects[0].project

    def _figure_next(self, at: int) -> bool:
        return at + 1 < len(self.tokens) and self.tokens[at + 1].role == "figure" and self.tokens[at + 1].start == self.tokens[at].end

    def _speak_of(self, subject: Subject) -> None:
        self.subjects, self.why, self.clause.named = (subject,), "", True

    def _join_chain(self, subject: Subject, token: Token) -> None:
        """Subjects in a row (收入总计、支出总计) can be spoken of together."""
        if not (self.chain and _JOINED.fullmatch(self.text, self.chain_end, token.start)):
            self.chain = []
        self.chain.append(subject)
        self.chain_end = token.end

    def _code(self, at: int) -> None:
        token = self.tokens[at]
        end = self.tokens[at + 1].start if at + 1 < len(self.tokens) else len(self.text)
        words = token.text + re.split(r"[,。;:]", self.text[token.end : end])[0]
        self._classify(token.text, words)

    def _path(self, at: int) -> None:
        token = self.tokens[at]
        code, why = self.context.names.path(self._statement(), token.names)
        if code is None:
            self.subjects, self.why, self.clause.named, self.clause.locked = (), why, True, True
        else:
            self._classify(code, token.text)

    def _classify(self, code: str, words: str) -> None:
        self.item = code
        self._speak_of(self.context.resolver.code(self._statement(), code, words))
        self.clause.locked = True

    def _statement(self) -> str:
        return self.block.section if self.block.section in NAMED_COLUMN else "overview" if self.block.section == "overall" else "general"

    def _threshold(self, at: int) -> None:
        token = self.tokens[at]
        if token.figure and (token.figure.unit or self.block.section == "assets"):
            begin = max(self.text.rfind(mark, 0, token.start) for mark in ",;。、:") + 1
            self._speak_of(self.inventory.equipment(self.text[begin : token.end], token.figure.value))

    def _purchase(self, _at: int) -> None:
        if self.block.section in {"assets", "other"}:
            self.inventory.buying = True

    def _within(self, at: int) -> None:
        self._end_clause()
        if self.subjects:
            self.context.whole, self.within = self.subjects[0], True
        self.clause = Clause(self.tokens[at].end)

    # ---- what is said

    def _sign(self, at: int) -> None:
        token = self.tokens[at]
        self.clause.relate("change", token, 1 if token.role == "up" else -1)

    def _share(self, at: int) -> None:
        self.clause.relate("share", self.tokens[at])

    def _completion(self, at: int) -> None:
        token = self.tokens[at]
        self.clause.relate("completion", token)
        if "年初" in token.text:
            self.clause.relation_base = self.budget_base = bases.INITIAL
        elif "全年" in token.text:
            self.clause.relation_base = self.budget_base = bases.ADJUSTED

    def _base(self, at: int) -> None:
        token, clause = self.tokens[at], self.clause
        base = bases.base_of(token, self.context.stage, self.context.fiscal_year)
        base = self._budget() if base == bases.BUDGET else base
        before = self.tokens[at - 1] if at else None
        if before and before.role in _COMPARING and token.start - before.end <= 2:
            clause.compared = (_COMPARING[before.role], base, before.start, token.end)
        elif clause.relation in {"completion", "share"} and base in bases.BUDGET_BASES:
            clause.relation, clause.relation_base = "completion", base
            self.budget_base = base
        elif bases.is_linked(self.text, token.start) or token.role == "same_period":
            self.base, clause.linked_end = base or self.base, token.end
        elif token.role != "year" or (token.figure and token.figure.unit):
            self._budget_figure(base)

    def _budget_figure(self, base: str) -> None:
        """“年初预算为 …”: the next amount of the clause is not this year's account."""
        if base in {bases.INITIAL, bases.ADJUSTED}:
            self.budget_base = base
        self.clause.amount_base = "" if self.context.stage == "budget" and base in bases.BUDGET_BASES else base

    def _budget(self) -> str:
        """A budget that is not named: the one named before in the paragraph; the three public table knows the adjusted one only."""
        return self.budget_base or (bases.ADJUSTED if self.block.section == "three_public" else bases.BUDGET)

    def _actual(self, _at: int) -> None:
        self.clause.amount_base = ""

    def _each(self, at: int) -> None:
        """各增加, 均为: the figure is said of all subjects in a row, or of all that this sentence gave amounts."""
        behind = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if behind is None or behind.role not in {"up", "down", "figure", "flat"} or behind.start - self.tokens[at].end > 1:
            return
        if len(self.subjects) < 2:
            together = self.chain if len(self.chain) > 1 and not self.told else self.told
            self.subjects = tuple({subject.key: subject for subject in together}.values()) or self.subjects

    def _respectively(self, at: int) -> None:
        behind = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if behind is not None and behind.role == "figure" and len(self.chain) > 1:
            self.queue = list(self.chain)

    def _flat(self, at: int) -> None:
        token = self.tokens[at]
        if not self.base or not any(subject.money for subject in self.subjects):
            return
        kind = "change" if token.role == "flat" else "comparison"
        unit = "元" if kind == "change" else ""
        self._assert_words(Assertion(kind, 0, 0, unit, 0, self.base), token.start, token.end)

    def _assert_words(self, assertion: Assertion, start: int, end: int) -> None:
        """A claim made in words, without a figure; it is not counted among the figures."""
        for subject in self.subjects:
            for target in subject.money:
                self._draft(assertion, subject, target, start, end, start)

    def _figure(self, at: int) -> None:
        token = self.tokens[at]
        figure = token.figure
        if figure is None:
            return
        if figure.kind is FigureKind.BARE or figure.damaged:
            self._unbound(token, "数字没有计量单位" if figure.kind is FigureKind.BARE else "数字比计量单位还细")
        else:
            lost = self._name_subject(at, figure)
            assertion = self._assertion(token, figure)
            if lost:
                self._describe_or_lose(token, assertion, lost)
            else:
                self._emit(token, assertion, self._addressed(figure), self._start(token))
        self.clause.spend(token.end)

    def _name_subject(self, at: int, figure: Figure) -> str:
        """Find the subject of a figure whose clause named none; returns words that could not be understood."""
        token = self.tokens[at]
        if self.queue:
            self.subjects = (self.queue.pop(0),)
            return ""
        ahead = self._subject_behind(at, figure)
        if ahead is not None:
            self._speak_of(ahead)
            return ""
        head_end = self.clause.mark if self.clause.relation and self.clause.mark >= self.clause.begin else token.start
        if self.block.section == "assets" and figure.kind is FigureKind.COUNT:
            vehicles = self.inventory.vehicles(self._head(head_end), figure.unit)
            if vehicles is not None:
                self._speak_of(vehicles)
                return ""
        if self.clause.named:
            return ""
        return self._by_name(head_end)

    def _head(self, end: int) -> str:
        begin = max(self.text.rfind(mark, 0, end) for mark in ",;。、:") + 1
        return name_in(self.text, begin, end)

    def _by_name(self, end: int) -> str:
        name = name_in(self.text, self.clause.begin, end)
        code = self.context.names.one(self._statement(), name) if len(name) > 2 else None
        if code is not None and not self._is_project():
            self.item = code
            self._speak_of(self.context.resolver.code(self._statement(), code, name))
            return ""
        return unknown_words(self.text, self.clause.begin, end, self.tokens) if self.clause.begin < end else ""

    def _subject_behind(self, at: int, figure: Figure) -> Subject | None:
        """“5 个项目实施单位自评”: in the section on performance the subject may stand behind its count."""
        if figure.kind is not FigureKind.COUNT or self.block.section not in {"performance", "other"} or self._is_project():
            return None
        for token in self.tokens[at + 1 :]:
            if token.role in SEPARATORS or token.role == "figure" or token.start - self.tokens[at].end > 16:
                return None
            if token.words is not None and figure.unit in token.words.counts:
                return self.context.resolver.phrase(token.words, token.text, self.item, "")
        return None

    def _assertion(self, token: Token, figure: Figure) -> Assertion:
        clause = self.clause
        near = not clause.vague and close_by(self.text, clause.mark_end, token.start)
        kind, direction, base = "amount", 0, clause.amount_base
        if figure.kind is FigureKind.PERCENT:
            kind, direction, base = self._percent(near=near)
        elif clause.relation == "change" and near:
            kind, direction, base = "change", clause.direction, self.base
        elif clause.compared and close_by(self.text, clause.compared[3], token.start):
            kind, direction, base = "change", clause.compared[0], clause.compared[1]
        elif figure.kind is FigureKind.RATE:
            kind = "rate"
        elif figure.kind is FigureKind.COUNT:
            kind, base = "score" if figure.unit == "分" else "count", ""
        elif clause.vague:
            kind = "mention"
        elif 0 <= clause.linked_end and self.text[clause.linked_end : token.start] in {"", "的", "为", "数"}:
            base = self.base
        return Assertion(kind, figure.value, figure.half_unit, figure.unit, direction, base)

    def _percent(self, *, near: bool) -> tuple[str, int, str]:
        clause = self.clause
        if clause.relation == "completion":
            return "completion", 0, clause.relation_base or self._budget()
        if clause.relation == "share":
            return "share", 0, ""
        if clause.relation == "change" and near:
            return "change_pct", clause.direction, self.base
        return "rate", 0, ""

    def _addressed(self, figure: Figure) -> tuple[Subject, ...]:
        """Whom a figure is said of; a subject said again of a part (“其中:甲单位基本支出 …”) is left as it is."""
        if figure.kind is FigureKind.MONEY and not self.clause.relation:
            self.told = [*(s for s in self.told if s.key not in {t.key for t in self.subjects}), *self.subjects]
        return self.subjects

    def _start(self, token: Token) -> int:
        clause = self.clause
        if clause.relation and 0 <= clause.mark < token.start:
            return clause.mark
        return token.start

    def _describe_or_lose(self, token: Token, assertion: Assertion, lost: str) -> None:
        subjects = self.subjects[:1]
        if subjects and (self.block.section in _LOOSE or assertion.kind in {"count", "rate"}):
            self._emit(token, Assertion("mention", assertion.value, assertion.half_unit, assertion.unit), subjects, token.start)
        else:
            self._unbound(token, f"“{lost}”不是已知的科目或项目")

    # ---- claims

    def _emit(self, token: Token, assertion: Assertion, subjects: tuple[Subject, ...], start: int) -> None:
        """Count the figure and make a claim for each target; a figure no target of which fits is unbound or a mention."""
        if not subjects:
            self._unbound(token, self.why or "前文没有可以对应的项目")
            return
        made = 0
        for subject in subjects:
            for target in self._targets(subject, assertion):
                self._draft(self._for_target(assertion, token, subject), subject, target, start, token.end, token.start)
                made += 1
        if not made:
            self._fall_back(token, assertion, subjects[0])
            return
        self.figures += 1
        self.bound += 1

    def _targets(self, subject: Subject, assertion: Assertion) -> tuple[Target, ...]:
        if assertion.kind == "mention":
            return subject.key[:1]
        return subject.targets("%" if assertion.unit == "个百分点" else assertion.unit)

    def _for_target(self, assertion: Assertion, token: Token, subject: Subject) -> Assertion:
        if assertion.kind == "share":
            return Assertion("share", assertion.value, assertion.half_unit, assertion.unit, 0, self._share_base(token, subject))
        repeated = self.within and self.context.whole is not None and self.context.whole.key == subject.key
        if assertion.kind == "amount" and repeated and unknown_words(self.text, self.clause.begin, token.start, self.tokens):
            return Assertion("mention", assertion.value, assertion.half_unit, assertion.unit)
        return assertion

    def _fall_back(self, token: Token, assertion: Assertion, subject: Subject) -> None:
        """A count in a unit the subject does not have describes it; money without a cell is lost."""
        if assertion.unit != "元" and assertion.kind in {"count", "rate", "score", "change"} and subject.key:
            self._emit(token, Assertion("mention", assertion.value, assertion.half_unit, assertion.unit), (subject,), token.start)
        else:
            self._unbound(token, f"“{subject.words}”没有以“{assertion.unit}”计的项目")

    def _share_base(self, token: Token, subject: Subject) -> str:
        """The whole of a share: named in “占…的”, stated before 其中, or the statement's own total."""
        begin = self.clause.mark_end
        named = [t for t in self.tokens if t.words is not None and begin <= t.start and t.end <= token.start]
        if named and named[-1].words is not None:
            word = named[-1]
            around = self.text[begin : word.start] + self.text[word.end : token.start]
            if not is_share_filler(around):
                return ""
            whole = self.context.resolver.phrase(named[-1].words, word.text, "total", "")
            return str(self._cell(whole.money[0], "")) if whole.money else ""
        if not is_share_filler(self.text[begin : token.start]):
            return ""
        if self.within and self.context.whole and self.context.whole.money and self.context.whole.key != subject.key:
            return str(self._cell(self.context.whole.money[0], ""))
        target = self.context.resolver.whole(subject)
        return str(self._cell(target, "")) if target else ""

    def _cell(self, target: Target, base: str) -> Target:
        """Settle a column that depends on the base of the figure."""
        planned = self.context.stage == "budget" or base in bases.BUDGET_BASES
        column = {"@": "budget" if planned else "final", "@executed": "budget" if planned else "executed"}.get(target.column, target.column)
        return Target(target.statement, target.item, column)

    def _draft(self, assertion: Assertion, subject: Subject, target: Target, start: int, end: int, place: int) -> None:  # noqa: PLR0913
        group = self.groups.of(target, assertion if assertion.kind != "mention" else None)
        cell = self._cell(target, assertion.base if assertion.kind == "amount" else "")
        self.drafts.append(
            Draft(
                self.block, group, start, end, place, assertion.kind, cell, subject.words, assertion.value, assertion.half_unit,
                assertion.unit, assertion.direction, assertion.base,
            )
        )  # fmt: skip
        if self.mode == reasons.REASON:
            self.reason_groups.add(group)
        elif not self.mode:
            self.spoken.add(group)

    def _unbound(self, token: Token, why: str) -> None:
        figure = token.figure
        if figure is None:
            return
        self.figures += 1
        group = self.groups.of(None, None)
        kind = {FigureKind.MONEY: "amount", FigureKind.COUNT: "count"}.get(figure.kind, "rate")
        self.drafts.append(
            Draft(self.block, group, token.start, token.end, token.start, kind, None, "", figure.value, figure.half_unit, figure.unit, unbound=why)
        )


_HANDLERS: Final[dict[str, Callable[[Paragraph, int], None]]] = {
    **dict.fromkeys(SEPARATORS, Paragraph._separate),
    "open": Paragraph._open,
    "close": Paragraph._close,
    "subject": Paragraph._subject,
    "code": Paragraph._code,
    "path": Paragraph._path,
    "threshold": Paragraph._threshold,
    "purchase": Paragraph._purchase,
    "within": Paragraph._within,
    "up": Paragraph._sign,
    "down": Paragraph._sign,
    "share": Paragraph._share,
    "completion": Paragraph._completion,
    **dict.fromkeys(bases.BASE_ROLES, Paragraph._base),
    "actual": Paragraph._actual,
    "each": Paragraph._each,
    "respectively": Paragraph._respectively,
    "flat": Paragraph._flat,
    "near_flat": Paragraph._flat,
    "figure": Paragraph._figure,
    "reason": Paragraph._enter_mode,
    "describe": Paragraph._enter_mode,
    "rest": Paragraph._enter_mode,
}
"""What each kind of token does, outside reasons and descriptions."""
