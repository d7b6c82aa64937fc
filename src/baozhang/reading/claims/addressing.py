"""Who is spoken of: phrases, codes and names become the subject; 其中, 各 and 分别 say which subjects a figure has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import parts
from baozhang.reading.claims.bases import BASE_ROLES, BUDGET_BASES, EARLIER, PRIOR_BUDGET, PRIOR_FINAL
from baozhang.reading.claims.claiming import end_clause
from baozhang.reading.claims.clauses import Clause, name_in, rest_of_sentence, unknown_words
from baozhang.reading.claims.figures import FigureKind
from baozhang.reading.claims.subjects import Subject, Target
from baozhang.reading.claims.tokens import SEPARATORS
from baozhang.taxonomy.claim_words import claim_words

if TYPE_CHECKING:
    from baozhang.reading.claims.figures import Figure
    from baozhang.reading.claims.state import State
    from baozhang.reading.claims.tokens import Token
    from baozhang.taxonomy.claim_words import SubjectWords

_JOINED: Final = re.compile(r"[、和与及“”\"]{0,4}")
_PARTED: Final = re.compile(r"[、和与及]|”“|\"\"")
"""What parts the names of a row; two phrases without it are the words of one (一般公共预算“三公”经费)."""
_AND_SO_ON: Final = "等"
"""Behind examples of what a subject holds: “基本工资、津贴补贴等人员经费支出 …” is all of it."""


def name_subject(state: State, at: int) -> None:
    """A phrase becomes the subject, unless it is the whole of a share, or only says what something is (“全部为…拨款”)."""
    token, clause = state.tokens[at], state.clause
    if token.words is None or clause.locked or state.sticky or is_project(state) or clause.relation in {"share", "completion"}:
        return
    if state.text[token.start - 1 : token.start] in {"为", "是"} and token.words.money and not figure_next(state, at):
        return
    if parts.is_excepted(state, token) or (token.text.startswith(_SPENDING) and _is_tail_of_name(state, token)):
        return
    again = _total_again(state, at) if token.words.bare and state.trail.totals else _above_the_year(state, token)
    subject = None if _is_what_is_bought(state, at, token.words) else again or subject_of(state, token, token.words)
    if subject is None or parts.is_of_the_lost(state, token, token.words):
        return
    if clause.relation == "change":
        clause.vague = True
    head = state.text[clause.begin : token.start]
    clause.part = not head.endswith(_AND_SO_ON) and bool(
        parts.PART_NAME.search(head) or unknown_words(state.text, clause.begin, token.start, state.tokens)
    )
    clause.borrowed_end = -1 if token.words.money else token.end
    state.sticky = token.words.sticky
    join_chain(state, subject, token)
    speak_of(state, subject)
    state.parted = (
        state.past
        or parts.is_one_of_parts(state, at, head)
        or (token.text == "项目支出" and parts.names_project(head))
        or parts.is_by_fund(state, subject)
        or parts.is_of_another(state, at)
    )


_SPENDING: Final = "支出"


def _is_tail_of_name(state: State, token: Token) -> bool:
    """Whether a phrase only ends the name of a class, which is then spoken of: “教育支出预算 8.00 万元” is not all that is to be spent."""
    head = name_in(state.text, state.clause.begin, token.start)
    code = state.context.names.one(state.context.statement, head + _SPENDING) if head else None
    if code is None:
        return False
    state.item, state.listed = code, True
    speak_of(state, state.context.resolver.code(state.context.statement, code, head + _SPENDING))
    state.clause.named_end = token.end
    return True


def _above_the_year(state: State, token: Token) -> Subject | None:
    """“收入决算 …,其中:本年收入 …,上年结转 …”: what has this year's as a part is the total of that side."""
    if token.text not in _OF_ALL:
        return None
    side = token.text[:2]
    if not re.search(f"其中[:,]?本年{side}", rest_of_sentence(state.text, token.end)):
        return None
    total = claim_words().subjects[side + "总计"][0]
    return state.context.resolver.phrase(total, token.text, "total", "")


_OF_ALL: Final = frozenset({"收入决算", "支出决算", "收入决算数", "支出决算数"})
"""Said of this year's income or spending by most, and of the total by some."""


def _total_again(state: State, at: int) -> Subject | None:
    """“收入总计 …,支出总计 …。与上年相比,收入增加 …”: the total of that side which the sentence before gave."""
    token, behind = state.tokens[at], state.tokens[at + 1] if at + 1 < len(state.tokens) else None
    changes = behind is not None and behind.role in {"up", "down"} and behind.start == token.end
    return state.trail.totals.get(token.text) if changes else None


def subject_of(state: State, token: Token, words: SubjectWords) -> Subject | None:
    """The subject of a phrase at its place; None when the one in force says more (接待 behind 国内接待费)."""
    prefix = _prefix(state, words)
    subject = state.context.resolver.phrase(words, token.text, state.item, prefix)
    current = state.subjects[0] if state.subjects else None
    if current is not None and (spent := _spent_of(current, token.text, subject)) is not None:
        return spent
    if words.inherit and current is not None:
        return None if _counts_alike(current, subject) else Subject(subject.words, current.money, subject.counts)
    if not subject.money and state.block.section == "three_public":
        return Subject(subject.words, current.money if current else (), subject.counts)
    return subject


def _prefix(state: State, words: SubjectWords) -> str:
    """What the whole puts before the classes it is parted into, also where each has a paragraph of its own behind the 其中."""
    context = state.context
    if state.within and context.whole:
        return context.whole.prefix
    if context.parts_of and not any(_OF_WHOLE in spec for spec in words.money):
        context.parts_of = ""
    return context.parts_of


_OF_WHOLE: Final = "<whole>economic"


def _counts_alike(current: Subject, subject: Subject) -> bool:
    """Whether two subjects count things of one kind (接待 behind 外事接待费, not behind 因公出国团组)."""
    units = set(current.counts) & set(subject.counts)
    return any(current.counts[unit].item.split(".")[0] == subject.counts[unit].item.split(".")[0] for unit in units)


def _is_spent_by(current: Subject, words: str, subject: Subject) -> bool:
    """Whether 本年支出 means that of the item in force: “…(项)年初预算 …,本年支出 …”, “…接待费 …,当年支出决算小于 …”."""
    if not (current.money and subject.money) or subject.money[0].item != "spending.year":
        return False
    if words.endswith(_ALL):
        return words.startswith("支出") and current.money[0].statement == "three_public"
    return current.money[0].statement == "three_public" or current.money[0].item.isdigit()


_ALL: Final = ("合计", "总计", "总额", "总支出")
_ITEMISED: Final = frozenset({"general", "fund", "capital"})
"""Statements whose items the explanation takes one by one."""


def _spent_of(current: Subject, words: str, subject: Subject) -> Subject | None:
    """“政府性基金预算财政拨款本年收入 …;本年支出 …”: all spending named behind the income of one budget is that of this budget."""
    if _is_spent_by(current, words, subject):
        return current
    if not current.money or not subject.money or subject.money[0].item != "spending.year" or current.money[0].statement != "fiscal":
        return None
    statement = _SPENT_OF.get(current.money[0].item, "")
    return Subject(subject.words, (Target(statement, "total", "total"),)) if statement else None


_SPENT_OF: Final = {"income.general_public": "general", "income.government_fund": "fund", "income.state_capital": "capital"}


def is_project(state: State) -> bool:
    """Whether a project is spoken of: inside its summary no phrase names another subject."""
    return bool(state.subjects) and state.subjects[0].project


def figure_next(state: State, at: int) -> bool:
    """Whether a figure follows token `at` at once, or behind a word such as 决算, a colon or 共计."""
    tokens, end = state.tokens, state.tokens[at].end
    while at + 1 < len(tokens) and tokens[at + 1].role in {"actual", "colon"} and tokens[at + 1].start == end:
        at, end = at + 1, tokens[at + 1].end
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].role == "figure"
        and _LEADS_TO_FIGURE.fullmatch(state.text, end, tokens[at + 1].start) is not None
    )


_LEADS_TO_FIGURE: Final = re.compile(r"(?:共计|合计|共|为|计)?")


def speak_of(state: State, subject: Subject) -> None:
    """From here on, figures are about `subject`."""
    state.subjects, state.why, state.clause.named, state.parted = (subject,), "", True, False
    if not state.told:
        state.trail.told = []


def join_chain(state: State, subject: Subject, token: Token) -> None:
    """Subjects in a row (收入总计、支出总计) can be spoken of together."""
    if not (state.chain and _JOINED.fullmatch(state.text, state.chain_end, token.start)):
        state.chain = []
    elif state.chain_end < token.start and _PARTED.search(state.text, state.chain_end, token.start):
        state.trail.summed = token.end
    state.chain.append(subject)
    state.chain_end = token.end


def name_code(state: State, at: int) -> None:
    """A classification code with its name: “2080199-…支出”, or behind it in brackets: “…支出(2080199)”."""
    token = state.tokens[at]
    if state.text[token.start - 1 : token.start] == "(":
        classify(state, token.text, state.context.names.label(token.text))
        return
    end = state.tokens[at + 1].start if at + 1 < len(state.tokens) else len(state.text)
    words = token.text + re.split(r"[,。;:]", state.text[token.end : end])[0]
    classify(state, token.text, words)
    name = state.context.names.label(token.text)
    begin = token.end + (state.text[token.end : token.end + 1] in {"-", ":"})
    if state.text.startswith(name, begin):
        state.name_end = begin + len(name)


def name_path(state: State, at: int) -> None:
    """“…(类)…(款)…(项)”; when the names lead nowhere the figures behind are unbound, never those of the subject before."""
    token = state.tokens[at]
    code, why = state.context.names.path(state.context.statement, token.names)
    printed = _PRINTED_CODE.search(token.text) if code is None else None
    if printed and state.context.names.label(printed[1]) == token.names[-1]:  # “行政运行(2101501)(项)”: the code tells which one
        code = printed[1]
    if code is None:
        state.subjects, state.why, state.clause.named, state.clause.locked = (), why, True, True
    else:
        classify(state, code, token.text)


_PRINTED_CODE: Final = re.compile(r"\((2\d{6})\)\(项\)")


def classify(state: State, code: str, words: str) -> None:
    """Speak of a code in the section's statement."""
    state.item, state.listed = code, False
    speak_of(state, state.context.resolver.code(state.context.statement, code, words))
    state.clause.locked = True


def name_threshold(state: State, at: int) -> None:
    """“单价 100 万元以上设备” is a subject, not a figure."""
    token = state.tokens[at]
    if token.figure and (token.figure.unit or state.block.section == "assets"):
        begin = max(state.text.rfind(mark, 0, token.start) for mark in ",;。、:") + 1
        speak_of(state, state.inventory.equipment(state.text[begin : token.end], token.figure.value))


def start_purchase(state: State, at: int) -> None:
    """From 购置 on, vehicles and equipment are those to be bought."""
    if state.block.section in {"assets", "other"}:
        state.inventory.buying = True
    elif state.block.section == "three_public":
        speak_of(state, Subject(state.tokens[at].text, (), dict.fromkeys(("辆", "台"), _BOUGHT)))


_CLOSE: Final = 2
"""Characters between 购置 and what is bought (拟购置新公务用车)."""
_BOUGHT: Final = Target("disclosure", "vehicles.bought", "count")


def _is_what_is_bought(state: State, at: int, words: SubjectWords) -> bool:
    """Whether a phrase only says what 计划购置 is said of, and none of the vehicles that there are (计划购置公务用车 2 辆)."""
    before = state.tokens[at - 1] if at and state.block.section == "three_public" else None
    return before is not None and before.role == "purchase" and not words.money and state.tokens[at].start - before.end <= _CLOSE


def enter_parts(state: State, at: int) -> None:
    """其中: what follows are parts of the subject in force."""
    end_clause(state)
    end, base = state.based
    if 0 <= state.tokens[at].start - end <= 1:  # the parts of a budget or of an earlier year are of it as well
        state.past = state.past or base in {PRIOR_FINAL, PRIOR_BUDGET, EARLIER}
        state.trail.planned = base if base in BUDGET_BASES else ""
    if state.subjects:
        state.divided, state.trail.depth = state.context.whole if state.within else None, len(state.outer)
        state.context.whole, state.within = _divided_at(state, state.tokens[at].text), True
        state.context.parts_of = state.context.whole.prefix
    state.clause = Clause(state.tokens[at].end)


def _divided_at(state: State, words: str) -> Subject:
    """What is parted: the subject in force, but “…拨款收入 …。支出包括:” begins with the whole of the other side."""
    subject = state.subjects[0]
    other = subject.money and words.startswith("支出") and subject.money[0].item.startswith(("income", "opening"))
    whole = state.context.resolver.spending(subject) if other else None
    return Subject(words, (whole,)) if whole else subject


def address_each(state: State, at: int) -> None:
    """各增加, 均为: the figure is said of all subjects in a row, or of all that this sentence gave amounts."""
    behind = state.tokens[at + 1] if at + 1 < len(state.tokens) else None
    if behind is None or behind.role not in {"up", "down", "figure", "flat"} or behind.start - state.tokens[at].end > 1:
        return
    if _as_many_figures(state, at):
        address_in_turn(state, at)
        return
    if len(state.subjects) < 2:
        state.subjects = tuple({subject.key: subject for subject in in_a_row(state)}.values()) or state.subjects


def address_in_turn(state: State, at: int) -> None:
    """“分别为 …、…”, “分别增加 …、…”: the figures that follow go to the subjects in a row, one by one."""
    behind = state.tokens[at + 1] if at + 1 < len(state.tokens) else None
    if behind is None or behind.role not in {"up", "down", "figure"} or behind.start - state.tokens[at].end > 1:
        return
    parts = _one_each(state)
    if len(parts) > 1:
        state.queue = parts
        state.queue_sign = {"up": 1, "down": -1}.get(behind.role, 0)


def _one_each(state: State) -> list[Subject]:
    """The subjects in a row, or the two that one phrase names together (收、支总计)."""
    row = in_a_row(state)
    row = row if len(row) > 1 else list(state.subjects)
    return row if len(row) > 1 else [Subject(s.words, (target,), s.counts) for s in row for target in s.money]


def _as_many_figures(state: State, at: int) -> bool:
    """Whether 各 is followed by one figure for each subject, and so means 分别: “收、支总计各减少 8.00、9.00 万元”."""
    figures: list[Figure] = []
    for token in state.tokens[at + 1 :]:
        if token.figure is not None and token.role == "figure" and (not figures or token.start - figures[-1].end == 1):
            figures.append(token.figure)
        elif figures and token.role not in {"pause", "comma"}:
            break
    return len(figures) > 1 and len({figure.kind for figure in figures}) == 1 and len(figures) == len(_one_each(state))


def in_a_row(state: State) -> list[Subject]:
    """Subjects named in a row just now, else those given amounts in this sentence."""
    named_now = len(state.chain) > 1 and bool(state.subjects) and state.chain[-1] is state.subjects[0]
    return state.chain if named_now else state.told or state.trail.told


def find_subject(state: State, at: int, figure: Figure) -> str:
    """Find the subject of a figure whose clause named none; returns words that could not be understood."""
    ahead = subject_behind(state, at, figure)
    if ahead is not None:
        speak_of(state, ahead)
        return ""
    head_end = state.clause.mark if state.clause.relation and state.clause.mark >= state.clause.begin else state.tokens[at].start
    if state.block.section == "assets" and figure.kind is FigureKind.COUNT:
        vehicles = state.inventory.vehicles(head_before(state, head_end), figure.unit)
        if vehicles is not None:
            speak_of(state, vehicles)
            return ""
    if state.clause.named:
        return ""
    return by_name(state, head_end)


def name_title(state: State, at: int) -> None:
    """The title that leads a numbered paragraph (“1、行政运行。年初预算 …”) names its item, or shows that it is none we know."""
    numbering, stop = _NUMBERING.match(state.text), state.tokens[at]
    if numbering is None or state.clause.named or state.block.section not in _ITEMISED:
        return
    title = state.text[numbering.end() : stop.start]
    if len(title) > _LONGEST_TITLE or not _TITLE.fullmatch(title) or any(token.role not in _IN_TITLE for token in state.tokens[:at]):
        return
    name = name_in(title, 0, len(title))
    code = state.context.names.one(state.context.statement, name) or state.context.names.in_a_row(state.context.statement, name)
    if code is not None:
        classify(state, code, title)
    elif unknown_words(title, 0, len(title), ()):
        state.subjects, state.why = (), f"“{title}”不是已知的科目或项目"


_NUMBERING: Final = re.compile(r"(?:\(?\d{1,2}[.、)](?!\d)|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|[①-⑳])")
_TITLE: Final = re.compile(r"(?!.*(?:情况|说明|如下|总体|结构|部分|方面|小计)$)(?:[\u4e00-\u9fff“”\"()、-]|\(\d{2,7}\))+")
_LONGEST_TITLE: Final = 60
_IN_TITLE: Final = frozenset({"open", "close", "pause", "plain"})
_LONGEST_NAME: Final = 12
_SHORT: Final = 2
"""Characters of a name that is one only with its 支出 (教育支出, 国防支出)."""
_ANY: Final = frozenset({"其他", "本年", "项目", "基本"})
_OTHER: Final = "其他"
_OTHER_SPENDING: Final = "229"
"""其他支出 is a class of its own where its row has money; else the words may mean whatever was not named before."""


def head_before(state: State, end: int) -> str:
    """The words of the clause before position `end`, as a name."""
    begin = max(state.text.rfind(mark, 0, end) for mark in ",;。、:") + 1
    return name_in(state.text, begin, end)


def by_name(state: State, end: int) -> str:
    """Take the words before a figure for the name of an item; returns words that could not be understood."""
    if state.sticky:
        return ""
    name = name_in(state.text, state.clause.begin, end)
    name = _whole_name(state, name, state.clause.begin, end)
    code = state.context.names.one(state.context.statement, name) if len(name) > _SHORT else None
    code = code or (state.context.names.in_a_row(state.context.statement, name) if len(name) > _LONGEST_NAME else None)
    if code is None and (before := name_before_base(state, end)):
        name, code = before
    if code is not None and not is_project(state):
        state.item, state.listed = code, True
        speak_of(state, state.context.resolver.code(state.context.statement, code, name))
        state.clause.named_end = end
        return ""
    if "本级" in name:  # “其中:局本级支出 …”: understood, but a part
        state.parted = True
    return unknown_words(state.text, state.clause.begin, end, state.tokens) if state.clause.begin < end else ""


def _whole_name(state: State, name: str, begin: int, end: int) -> str:
    """A short name with the 支出 behind it, which makes it one (教育支出)."""
    meant = name not in _ANY or (name == _OTHER and state.context.names.spends(state.context.statement, _OTHER_SPENDING))
    return name + "支出" if len(name) == _SHORT and meant and state.text.find(name + "支出", begin, end) >= 0 else name


def name_before_base(state: State, end: int) -> tuple[str, str] | None:
    """“社会保障和就业支出年初预算数为 …”: the name and code of an item that stands right before what its figure is; else None."""
    begin = state.clause.begin
    base = next((token.start for token in state.tokens if begin < token.start < end and token.role in _WHAT_IT_IS), -1)
    name = _whole_name(state, name_in(state.text, begin, base), begin, base) if base > 0 else ""
    code = state.context.names.one(state.context.statement, name) if len(name) > _SHORT else None
    code = code or (state.context.names.in_a_row(state.context.statement, name) if len(name) > _LONGEST_NAME else None)
    return (name, code) if code is not None else None


_WHAT_IT_IS: Final = frozenset({*BASE_ROLES, "actual", "completion"})


def subject_behind(state: State, at: int, figure: Figure) -> Subject | None:
    """“5 个项目实施单位自评”: in the section on performance the subject may stand behind its count."""
    if figure.kind is not FigureKind.COUNT or state.block.section not in {"performance", "other"} or is_project(state):
        return None
    for token in state.tokens[at + 1 :]:
        if token.role in SEPARATORS or token.role == "figure" or token.start - state.tokens[at].end > 16:
            return None
        if token.words is not None and figure.unit in token.words.counts:
            return state.context.resolver.phrase(token.words, token.text, state.item, "")
    return None
