"""Where the reading of a paragraph stands: who is spoken of, what the clause has said so far, which mode is on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from baozhang.reading.claims import reasons
from baozhang.reading.claims.assets import Inventory
from baozhang.reading.claims.clauses import Clause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.claims.context import Context
    from baozhang.reading.claims.drafts import Draft, Groups
    from baozhang.reading.claims.subjects import Subject
    from baozhang.reading.claims.tokens import Token
    from baozhang.reading.model import Block


@dataclass(slots=True)
class Trail:
    """What was said a moment ago and may still be meant."""

    titled: bool = False
    """Whether the end of what may be a title before the first full stop or colon has been passed."""
    told: list[Subject] = field(default_factory=list)
    """Subjects given amounts in the sentences before, while this one names none: “收入总计 …,支出总计 …。与上年相比,各增加 …”."""
    totals: dict[str, Subject] = field(default_factory=dict)
    """The totals given amounts in this paragraph, by their side: “收入总计 …,支出总计 …。与上年相比,收入增加 …”."""
    later: bool = False
    """Whether the paragraph tells of a later year's budget."""
    changed: tuple[int, int, str] = (-1, 0, "")
    """Where the last change in money ends, with its direction and base."""
    lost: tuple[int, str] = (-1, "")
    """Where the last change ends that has no subject, and the words that hid it: the rate behind it is of the same."""
    base: str = ""
    """The last year that was compared with in a sentence before."""
    depth: int = 0
    """How many brackets are open around 其中."""
    planned: str = ""
    """The budget whose parts are told behind 其中, up to the end of the sentence or the account beside it."""
    summed: int = -1
    """Where a row of subjects ends (公务接待费、会议费共 …): unless 分别 or 均 follows, what is said is said of their sum."""
    cause: str = ""
    """The reason that stood before what it explains."""
    cause_from: int = 0
    """Where its words begin."""
    explained_from: int = 0
    """The number of drafts before it."""


class State:
    """The mutable state of one paragraph; its parts are changed by `addressing`, `asserting`, `claiming` and `modes`."""

    def __init__(self, block: Block, tokens: Sequence[Token], context: Context, groups: Groups) -> None:
        """Begin with the words of the block as scanned; the subject in force comes from `context`."""
        self.block, self.context, self.groups, self.text = block, context, groups, block.text
        self.tokens = tokens
        self.drafts: list[Draft] = []
        self.figures = self.bound = 0
        self.subjects: tuple[Subject, ...] = context.opening()
        self.why = context.why
        """Why there is no subject, when there is none."""
        self.item, self.listed = "total", False
        """The classification code in force; one `listed` in a row of others (A……元,占……;B……元,占……) holds for its sentence."""
        self.clause = Clause(0)
        self.trail = Trail()
        self.name_end = 0
        """Where the name behind a code ends: marks within it (在乡复员、退伍军人生活补助) part no clauses."""
        self.outer: list[tuple[tuple[Subject, ...], Clause, bool]] = []
        """Subjects and clauses outside the brackets that are open, and whether they are about a part."""
        self.within = self.past = False
        """Whether the sentence is behind 其中; and whether behind that of an earlier year's whole."""
        self.divided: Subject | None = None
        """The whole of which a part is divided itself (其中:A……,其中:A1……;B……), up to the next semicolon."""
        self.sticky = False
        """Whether the subject stays whatever other phrases the sentence has."""
        self.parted = False
        """Whether the figures are about a part of the department (“其中:局本级基本支出 …”): they assert nothing of the whole."""
        self.base = ""
        """What changes of this sentence are compared with."""
        self.based = (-1, "")
        """Where the last amount that is not of this year's account ends, and its base."""
        self.budget_base = ""
        """The kind of budget named last."""
        self.chain: list[Subject] = []
        """Subjects in a row (收入总计、支出总计)."""
        self.chain_end = 0
        self.queue: list[Subject] = []
        """Subjects that 分别 still owes a figure."""
        self.queue_sign = 0
        """Direction of 分别增加 …、…, 0 when the queue is of amounts."""
        self.told: list[Subject] = []
        """Subjects given an amount in this sentence, for 各增加."""
        self.spoken: set[int] = set()
        self.spoken_before: set[int] = set()
        """Groups of this sentence, and of the last one that had any."""
        self.inventory = Inventory()
        self.mode = reasons.REST if context.rest else ""
        self.mode_depth = 0
        self.resting = False
        """Whether the paragraph ended inside a description of results."""
        self.reason_from = -1
        self.reason_groups: set[int] = set()
        self.reason_base = ""
