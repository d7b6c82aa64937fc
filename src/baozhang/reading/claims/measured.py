"""What the performance part says of indicators: figures that no item of the account explains are bound to the forms' indicators.

A figure belongs to the indicator whose name stands nearest before it in its sentence, without the counting word the form ends it
with (城乡居民参保人数 is spoken of as 城乡居民参保28.74万人). The words right before the figure say what of the indicator it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.claims.drafts import to_unrecognised
from baozhang.reading.claims.reader import ClaimsReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.facts.records import ClaimRow, EvaluationRow, IndicatorRow
    from baozhang.reading.forms import FormsReading
    from baozhang.reading.model import Block

_SECTION: Final = "performance"
_KINDS: Final = frozenset({"self", "department", "target"})
_COUNTED: Final = re.compile(r"(?:总?人次|总?人数|次数|家数|件数|场次|户数|天数|数量|总数|数|情况)$")
_MARKS: Final = re.compile(r"[ \"“”‘’《》()]")
_STOP: Final = re.compile(r"[。;\n]")
_SHORTEST: Final = 3
_SHORTEST_CUT: Final = 4
_OTHER: Final = re.compile(r"多|超额|差|高|低|增|减|提升|下降|上升|同比|较|比|剩|扣|其中|百分点")
_TARGET: Final = re.compile(r"目标|指标值|计划|预期|控制在|不低于|不少于|不超过|不高于|年初设定|[≥≤]")
_ACTUAL: Final = re.compile(r"[,:]?(?:实际|全年|全市|全县|全省|共|共计|累计|已|约|均|完成|达到|达|为|是|实现|完成率|完成值|率|了)*")
_LEADS: Final = (
    "我市",
    "我县",
    "我区",
    "全市",
    "全县",
    "全省",
    "全区",
    "全年",
    "年度",
    "本年",
    "其中",
    "实现",
    "确保",
    "完成",
    "累计",
    "使",
    "及",
    "和",
    "与",
    "共",
    "的",
    "年",
    "达成",
    "当年",
)
"""What may stand right before the name of an indicator without being part of a longer name."""
_APART: Final = re.compile(r"[^\u4e00-\u9fff]")
_ELSEWHEN: Final = re.compile(r"上年|去年|上一年|同期|力争|争取|下一步|拟|将|上半年|季度|截至(?!.*12月)")
"""Words that say a figure is of another time than the year of the forms."""
_YEAR: Final = re.compile(r"(20\d\d)年")
_ACTUALLY: Final = re.compile(r"实际(?:完成|达到|为|达|支出|实现)?(?:值|数)?(?:为|是|:)?$")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """An indicator as prose calls it."""

    words: str
    name: str


def bind_to_indicators(read: ClaimsReading, forms: FormsReading, blocks: Sequence[Block]) -> ClaimsReading:
    """The reading, in which unbound figures of the performance part have found the indicators they speak of."""
    if not any(_is_open(claim) for claim in read.claims):
        return read
    spoken = sorted(set(_spoken(forms.evaluations, forms.indicators)), key=lambda one: -len(one.words))
    if not spoken:
        return read
    texts = {block.index: block.text for block in blocks}
    projects = sorted({form.project for form in forms.evaluations if form.kind == "target" and form.project}, key=len, reverse=True)
    years = frozenset(str(form.fiscal_year) for form in forms.evaluations)
    claims = tuple(_bound(read.claims, spoken, projects, texts, years))
    found = sum(1 for before, after in zip(read.claims, claims, strict=True) if before.unbound and not after.unbound)
    unbound = tuple(to_unrecognised(row) for row in claims if row.unbound)
    return ClaimsReading(claims, unbound, read.figures, read.figures_bound + found)


def _is_open(claim: ClaimRow) -> bool:
    """Whether a figure of the performance part has no subject, or only that of the whole part."""
    passing = claim.kind in {"mention", "change", "change_pct"} and claim.item.startswith("performance.")
    return claim.section == _SECTION and (bool(claim.unbound) or passing)


def _spoken(evaluations: Iterable[EvaluationRow], indicators: Iterable[IndicatorRow]) -> Iterator[_Spoken]:
    forms = {form.form for form in evaluations if form.kind in _KINDS and form.copy_of is None}
    for row in indicators:
        name = _MARKS.sub("", row.name)
        if row.form not in forms or len(name) < _SHORTEST:
            continue
        yield _Spoken(name, row.name)
        cut = _COUNTED.sub("", name)
        if cut != name and len(cut) >= _SHORTEST_CUT:
            yield _Spoken(cut, row.name)


def _bound(
    claims: Sequence[ClaimRow], spoken: Sequence[_Spoken], projects: Sequence[str], texts: Mapping[int, str], years: frozenset[str]
) -> Iterator[ClaimRow]:
    ends: dict[int, int] = {}
    for claim in claims:
        text, before = texts[claim.block], ends.get(claim.block, 0)
        ends[claim.block] = claim.end
        yield (_as_budget(claim, text, projects) or _bind(claim, text, before, spoken, years)) if _is_open(claim) else claim


def _as_budget(claim: ClaimRow, text: str, projects: Sequence[str]) -> ClaimRow | None:
    """An amount right behind the name of a project that has a form of targets is that project's budget."""
    lead = _MARKS.sub("", text[: claim.start]).removesuffix("项目")
    project = next((name for name in projects if lead.endswith(_MARKS.sub("", name).removesuffix("项目"))), "")
    if not project or claim.unit != "元":
        return None
    return replace(claim, kind="amount", statement="disclosure", item=f"project:{project}", column="budget", subject=project, unbound="")


def _bind(claim: ClaimRow, text: str, before: int, spoken: Sequence[_Spoken], years: frozenset[str]) -> ClaimRow:
    start = max((match.end() for match in _STOP.finditer(text, 0, claim.start)), default=0)
    sentence = _MARKS.sub("", text[start : claim.start])
    nearest = max(((_last(sentence, one.words), one) for one in spoken), key=lambda found: found[0], default=(0, None))
    end, one = nearest
    if not end or one is None:
        return claim
    behind = sentence[end:]
    since = _MARKS.sub("", text[max(before, start) : claim.start])
    lead = behind if len(behind) < len(since) else since
    first = len(behind) <= len(since)
    told = sentence[: end - len(one.words)]
    other = _ELSEWHEN.search(told.rsplit(";", 1)[-1]) or any(year not in years for year in _YEAR.findall(told)[-1:])
    column = "" if other else _column(claim, lead, text[claim.end : claim.end + 4], first=first)
    return replace(claim, kind="mention", statement="disclosure", item=f"indicator:{one.name}", column=column, subject=one.name, unbound="")


def _last(sentence: str, words: str) -> int:
    """Where a name ends that stands last in a sentence as a name of its own (not as the end of a longer one), or 0."""
    at = sentence.rfind(words)
    while at > 0 and not (_APART.search(sentence[at - 1]) or sentence[:at].endswith(_LEADS)):
        at = sentence.rfind(words, 0, at + len(words) - 1)
    return at + len(words) if at >= 0 else 0


def _column(claim: ClaimRow, lead: str, tail: str, *, first: bool) -> str:
    """What of the indicator a figure is: `actual`, `target`, `score`, `weight`, `completion`, or empty for anything else."""
    if claim.unit == "分":
        return (
            "score" if re.search(r"得分?(?:为|是|:)?$", lead) else "weight" if re.search(r"(?:分值|满分|权重)(?:为|是|:)?$", lead) else ""
        )
    if claim.unit == "%" and (lead.endswith("的") or re.search(r"(?:完成率|完成比例|完成目标)(?:为|达|达到|:)?$", lead)):
        return "completion"
    if _ACTUALLY.search(lead):
        return "actual"
    clause = re.split(r"[,、;]", lead)[-1]
    if _TARGET.search(clause) or tail.startswith(("的目标", "目标", "以上", "以内", "以下")):
        return "target"
    if _OTHER.search(clause) or "百分点" in claim.text or "百分点" in tail:
        return ""
    return "actual" if first and _ACTUAL.fullmatch(lead) else ""
