"""Places where the writing itself looks damaged: doubled words and marks, template residue, markup, duplicated paragraphs.

Reading only marks them; the rules `TXT-9xx` decide whether a mark is reported and how gravely. Precision comes before recall:
a repeated word that Chinese grammar may want (一步一步, 本部门部门预算, 医疗保险保险费) is not marked.

Kinds of marks: `doubled_mark`, `doubled_word`, `template`, `choice` (增加（减少）left from a form), `markup`, `counting_word`,
`doubled_paragraph`, `traditional`, `dangling`, and from `wording_years`: `year`, `impossible_year`, `missing_year_word`.
`detail` says in Chinese what is wrong with the quoted `text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.facts.records import WordingRow
from baozhang.reading.sought import Sought
from baozhang.reading.wording_years import find_years, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.model import Block

_HAN: Final = "\u3400-\u9fff"
_PROSE: Final = frozenset({"paragraph", "note", "heading"})
_WRITTEN: Final = frozenset({"overview", "explanation", "glossary"})
"""The parts that hold sentences; the statements and the annex hold tables, which extraction may flatten into prose."""
_SENTENCE: Final = re.compile(r"[。,;:]")
_ENDS: Final = ("。", ";", ":", "!", "?")
_HAS_WORDS: Final = re.compile(rf"[{_HAN}]")
_AROUND: Final = 12
"""How many characters are quoted on each side of a mark."""

# Blocks are folded: ，；：（） are half-width there, 。、 are not.
_DOUBLED_MARK: Final = re.compile(r"[。,、;:%万](?:(?<=。)\s?[。,;、:]|(?<=[,、;:])\s?[,。;、:](?!\d)|(?<=%)%|(?<=万)元元)")
"""Written with its first character in front, which `re` looks for much faster than for the beginnings of alternatives."""
_QUOTED_MARKS: Final = re.compile(r"[“\"'《(][。、,;:\s]+[”\"'》)]")

_REPEATED: Final = re.compile(rf"([{_HAN}]{{2,40}}?)\1")
_REPEATED_CLAUSE: Final = re.compile(r"(?:^|(?<=[。,;、:]))([^\s。,;、:][^\s]{5,79}?)[,、;。]\1(?=[。,;、])")
"""The same clause twice between marks; a clause that is the beginning of a longer one (…正常运行,…正常运行率) is not a copy."""
_CLAUSE_START: Final = re.compile(r"[。,;、:]")
_SHORTEST_CLAUSE: Final = 6
"""Characters by which a repeated clause is recognised before it is looked for."""
_REDUPLICATED: Final = frozenset("一二三四五六七八九十百千万两几半每逐")
"""A pair that begins with one of these (一步一步, 逐项逐项) is how the language repeats."""
_ABAB_VERBS: Final = frozenset({"研究", "学习", "讨论", "商量", "沟通", "宣传", "交流", "锻炼", "了解", "检查", "考虑"})
_TERM_PAIRS: Final = frozenset(
    {
        "支出", "收入", "预算", "决算", "经费", "资金", "人员", "管理", "服务", "保险", "工作", "情况", "中心", "机构", "医疗", "财政",
        "单位", "补助", "基金", "指标", "质量", "数量", "采购", "项级", "信息", "系统", "社会", "平均", "合计", "目标", "绩效", "设备",
        "年度", "监督", "评价", "改革", "建设", "保障", "培训", "会议", "接待", "运行", "办公", "执行", "安排", "使用", "公开", "考核",
        "审计", "补贴", "奖励", "购置", "维护", "政策", "制度", "养老",
    }
)  # fmt: skip
"""Words that may end one term and begin the next (项目支出支出决算): a pair of them alone proves nothing."""
_STATED: Final = frozenset({"支出", "收入"})
"""Before a figure even these are one too many: 基本支出支出5.00万元."""
_DEPARTMENT_BEFORE: Final = frozenset("本各我该其管涉及")
"""本部门部门预算 is two words; 2024年度部门部门预算 is one too many."""
_SINGLE: Final = re.compile(r"(?<![目标有别似真怎总])的的(?!确|士|卢)|万万元|年年度|(?<=\d)(?:辆辆|个个|台台|套套)")

_PAIR_OF_SINGLES: Final = re.compile(r"([的万年辆个台套])\1")
"""What every match of `_SINGLE` contains."""

_TEMPLATE: Final = Sought(
    "Xx×╳_{$○〇(此示请仍",
    r"(?<![A-Za-z])(?:[Xx]{2,}|[×╳]{2,})(?![A-Za-z])|_{3,}|\{\{.*?\}\}|\$\{\w+\}|[○〇]{2,}(?=[年月万元个])"
    r"|\((?:请|需|据实|如实|此处|按实际|根据实际情况)[^()]{0,12}填[^()]{0,20}\)?|此处(?:填写|插入|添加|说明|省略)|\(示例|示例:"
    r"|请(?:据实|如实|在此|按要求)填写|仍(?:需|应|须)?保留(?:该|本|此)?表格?(?:格式|样)?|\([若如](?:没有|无|有)[^()]{0,20}(?:删除|填列|填写|说明)"
    r"|\(各?(?:部门|单位)可?(?:根据|按照|自行)[^()]{0,24}(?:填写|修改|调整|删减|补充)[^()]{0,10}\)|\((?:可选|选填|必填|填写[^()]{0,20})\)",
)
_CHOICE: Final = Sought(
    "增上提减下大小高低等",
    r"(?:增加|增长|上升|提高)[(/](?:减少|下降|降低|或减少|或下降)\)?(?=\s*[\d-])|(?:减少|下降)[(/](?:增加|增长|上升)\)?(?=\s*[\d-])"
    r"|(?:大于|高于)[(/](?:小于|低于|等于)[^()]{0,6}\)?(?=全?年初?预算|上年|预算)"
    r"|(?:大于|小于|等于|高于|低于)(?:年初|全年)?预算数?\(或[^()]{0,8}(?:持平|相等|大于|小于)[^()]{0,6}\)"
    r"|(?:大小|小大|大\(小\)|小\(大\))于(?=全?年初?预算|上年|预算)",
)
_MARKUP: Final = re.compile(
    r"</?(?:p|br?|span|div|strong|em|font|[iu]|sup|sub|h[1-6]|li|[uo]l|a|img)(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|#\d+);"
    r"|\bPAGEREF\b|\bMERGEFORMAT\b|\bHYPERLINK\b|错误[!！]\s?(?:未找到引用源|未定义书签)",
    re.IGNORECASE,
)
_MAY_BE_MARKUP: Final = Sought("<&A-Za-z错", "[<&]|[A-Za-z]{7}|错误[!！]")
"""What every kind of markup contains; few lines of Chinese do, and the expressions that ignore case are slow."""
_MARKUP_FILE: Final = re.compile(r"<(?:html|body|table|td|tr|!doctype)\b", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"<(b|strong|em|u|i|sup|sub)>[^<>]*</\1>|<br\s*/?>", re.IGNORECASE)
_MOST_MARKUP: Final = 12
"""More tags than this and markup is the file's own format, not a slip."""

_COUNTING_WORD: Final = re.compile(r"(?:费用|费|支出|经费|资金|补助|燃料|维修)(?:辆|台|批次|人次|套)(?=[。,;、\n]|$)")

_DOUBLED_SIGN: Final = re.compile(r"(?:减少|下降|降低|压减|减幅为?|降幅为?)-\d[\d,.]*(?:万元|亿元|元|%|个百分点)?")

_TRADITIONAL: Final = re.compile(
    "[業務療醫護費機關單財會計劃項補發農區縣鄉與長職員專經營運車購採資產評價績標數據點時開總額學課題網絡實現報審應對戰國萬億賬規處節給繳貼險]+"
)
_MOST_TRADITIONAL: Final = 20

_PAIRS: Final = {"“": "”", "《": "》", "(": ")"}
_LIST_NUMBER: Final = re.compile(r"(?:^|(?<=[。;:,]))(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\)")
_NUMBER_END: Final = re.compile(r"[\da-zA-Z一二三四五六七八九十]\)")
_DANGLING_END: Final = re.compile(r"[,、(“《]$")

_LONG_PARAGRAPH: Final = 40
_LONG_TAIL: Final = 24
_MOST_COPIES: Final = 6
_NOTE_START: Final = re.compile(r"^\**\s*(?:备?注|说明|以上)[:\d]?|尾数误差")


def read_wording(
    blocks: Sequence[Block], source: Sequence[str], fiscal_year: int | None, stage: str, document_id: str = ""
) -> list[WordingRow]:
    """Every place where the writing looks damaged, in order of line.

    `blocks` are the compact blocks of a document, `source` its lines as decoded (markup is looked for there, because reading folds
    it away). Years are only judged when `fiscal_year` is known. Marks are numbered from 1.
    """
    likely = _likely(blocks)
    found: list[WordingRow] = []
    for block in blocks:
        if block.kind in _PROSE:
            found += _in_prose(block, likely)
        elif block.kind == "table" and likely.cells:
            found += _in_table(block)
    found += _markup(source, blocks)
    found += _doubled_paragraphs(blocks)
    found += _traditional(blocks) if likely.traditional else ()
    found += _dangling(blocks)
    found += _unpaired(blocks)
    found += find_years(blocks, fiscal_year, stage)
    lines = {row.line for row in found if 0 < row.line <= len(source)}  # a line of 60,000 marks is looked at once
    columns = {line for line in lines if _IN_COLUMNS.search(source[line - 1])}
    found = [row for row in found if row.line not in columns]
    # one unfilled template line is one mark, however many blanks it has
    unique = {(row.kind, row.line, "" if row.kind == "template" else row.text): row for row in reversed(found)}
    ordered = sorted(unique.values(), key=lambda row: (row.line, row.kind, row.text))
    return [replace(row, document_id=document_id, mark=number) for number, row in enumerate(ordered, start=1)]


_IN_COLUMNS: Final = re.compile(r"\S {2,}\S[^\n]* {2,}\S|\S {6,}\S")
"""A row of a table that blanks hold together: words that stand beside each other there make no sentence."""


@dataclass(frozen=True, slots=True)
class _Likely:
    """What a document may hold somewhere: one search over all its cells, or all its sentences, answers for most that there is nothing."""

    cells: bool
    """Whether any cell is damaged."""
    marks: bool
    """Whether marks are doubled in any sentence."""
    singles: bool
    traditional: bool
    phrases: tuple[tuple[str, re.Pattern[str] | Sought, str], ...]
    """The phrases that stand somewhere in the prose: kind of mark, expression, what is wrong."""


def _likely(blocks: Sequence[Block]) -> _Likely:
    cells = "\n".join(set().union(*[row.cells for block in blocks for row in block.rows]))
    prose = "\n".join([block.text for block in blocks if block.kind in _PROSE])
    return _Likely(
        bool(_DOUBLED_MARK.search(cells) or _TEMPLATE.search(cells)),
        bool(_DOUBLED_MARK.search(prose)),
        bool(_PAIR_OF_SINGLES.search(prose)),
        bool(_TRADITIONAL.search(prose)),
        tuple(phrase for phrase in _PHRASES if phrase[1].search(prose)),
    )


_PHRASES: Final = (
    ("template", _TEMPLATE, "模板文字未删除或未填写"),
    ("choice", _CHOICE, "模板中的备选词未删除"),
    ("counting_word", _COUNTING_WORD, "多余的量词"),
    ("doubled_sign", _DOUBLED_SIGN, "减少、下降的数又带负号"),
)


def _in_table(block: Block) -> Iterator[WordingRow]:
    for row in block.rows:
        for cell in row.filled:
            yield from _in_cell(block, cell, row.line)


def _in_cell(block: Block, cell: str, line: int) -> Iterator[WordingRow]:
    # Repeated words inside cells are mostly merged cells of a damaged table, so only what extraction cannot make is marked there.
    for kind, pattern, detail in (("doubled_mark", _DOUBLED_MARK, "标点重复"), ("template", _TEMPLATE, "模板文字未删除")):
        found = list(pattern.finditer(cell))
        if found and kind == "doubled_mark" and _QUOTED_MARKS.search(cell):
            continue
        for match in found:
            yield _row(kind, _quote(cell, match.start(), match.end()), detail, line, block)


def _in_prose(block: Block, likely: _Likely) -> Iterator[WordingRow]:
    text = block.text
    doubled = list(_DOUBLED_MARK.finditer(text)) if likely.marks and _HAS_WORDS.search(text) else []
    quoted = {place for match in _QUOTED_MARKS.finditer(text) for place in range(*match.span())} if doubled else set()
    for match in doubled:
        if match.start() not in quoted:
            yield _at(block, "doubled_mark", match, f"标点重复：“{shown(match.group().strip())}”")
    if _is_running_text(block):
        for start, end, detail in _doubled_words(text, singles=likely.singles):
            yield _row("doubled_word", _quote(text, start, end), detail, block.line_at(start), block)
    for kind, pattern, detail in likely.phrases:
        for match in pattern.finditer(text):
            yield _at(block, kind, match, detail)


def _is_running_text(block: Block) -> bool:
    """Whether a block is written language: tables that lost their cells in extraction repeat words all over."""
    sentence = block.level > 0 or _SENTENCE.search(block.text) is not None
    return sentence and (block.part in _WRITTEN or (not block.part and "。" in block.text))


@lru_cache(maxsize=4096)
def _doubled_words(text: str, *, singles: bool) -> tuple[tuple[int, int, str], ...]:
    """Where words are doubled, and which; headings and definitions are the same in many documents."""
    found: list[tuple[int, int, str]] = []
    taken = -1
    for match in _REPEATED.finditer(text):
        word = match.group(1)
        if _is_slip(word, text[: match.start()], text[match.end() :]):
            taken = match.end()
            found.append((*match.span(), f"“{word}”重复"))
    clauses = _REPEATED_CLAUSE.finditer(text) if _repeats_a_beginning(text) else ()
    copies = [match for match in clauses if match.start() >= taken and not _states_figure(match.group(1))]
    found += [(*match.span(), f"“{shown(match.group(1))}”重复") for match in copies]
    found += [(*match.span(), f"“{match.group()[-1]}”重复") for match in (_SINGLE.finditer(text) if singles else ())]
    return tuple(found)


def _repeats_a_beginning(text: str) -> bool:
    """Whether two clauses of a text begin alike; only then can one be the other's copy."""
    starts = [0, *(mark.end() for mark in _CLAUSE_START.finditer(text))]
    return len({text[start : start + _SHORTEST_CLAUSE] for start in starts}) < len(starts)


def _is_slip(word: str, before: str, after: str) -> bool:
    """Whether `word` printed twice in a row is a slip rather than grammar or two terms that meet."""
    if len(set(word)) == 1 or word in _ABAB_VERBS or (len(word) <= 3 and word[0] in _REDUPLICATED):
        return False
    if len(word) > 2:
        return True
    if word == "部门":
        return not before or before[-1] not in _DEPARTMENT_BEFORE
    return word not in _TERM_PAIRS or (word in _STATED and after[:1].isdigit())


def _states_figure(clause: str) -> bool:
    # 增长0.00%，与上年持平 may follow itself when two comparisons are made
    return re.search(r"\d", clause) is not None


def _dangling(blocks: Sequence[Block]) -> Iterator[WordingRow]:
    for block, behind in pairwise(blocks):
        # before a paragraph or a table the sentence may only be cut by the page
        if block.kind == "paragraph" and block.part == "explanation" and behind.kind == "heading":
            end = _DANGLING_END.search(block.text)
            if end:
                yield _at(block, "dangling", end, f"句末为“{shown(end.group())}”，句子不完整")


def _unpaired(blocks: Sequence[Block]) -> Iterator[WordingRow]:
    before: Block | None = None
    for block in blocks:
        # a paragraph that may be cut at either end proves nothing
        written = block.kind == "paragraph" and block.part in _WRITTEN and block.text.endswith(_ENDS)
        if written and (before is None or before.kind != "paragraph" or before.text.endswith(_ENDS)):
            yield from _unpaired_in(block)
        before = block


def _unpaired_in(block: Block) -> Iterator[WordingRow]:
    bare = _LIST_NUMBER.sub("", block.text) if _NUMBER_END.search(block.text) else block.text
    for opening, closing in _PAIRS.items():
        if bare.count(opening) != bare.count(closing):
            at = max(block.text.find(opening if opening in bare else closing), 0)
            yield _row("dangling", _quote(block.text, at, at + 1), f"“{shown(opening + closing)}”不成对", block.line_at(at), block)


def _markup(source: Sequence[str], blocks: Sequence[Block]) -> Iterator[WordingRow]:
    hits = [found.start() for found in _MAY_BE_MARKUP.finditer("\n".join(source))]
    if not hits:
        return
    starts = [0, *accumulate(len(line) + 1 for line in source)]
    numbers = dict.fromkeys(bisect_right(starts, hit) for hit in hits)
    suspects = [(number, source[number - 1]) for number in numbers]
    if any(_MARKUP_FILE.search(line) for _, line in suspects):
        return
    rows = []
    for number, line in suspects:
        tags = list(dict.fromkeys(_MARKUP.findall(_EMPHASIS.sub("", line))))
        if tags:
            rows.append(WordingRow("", 0, "markup", "".join(tags), "网页或文档标记未清除", number, None, _section_at(blocks, number)))
    if len(rows) <= _MOST_MARKUP:
        yield from rows


def _section_at(blocks: Sequence[Block], line: int) -> str:
    for block in blocks:
        if block.line_from <= line <= block.line_to:
            return block.section or block.part
    return ""


def _doubled_paragraphs(blocks: Sequence[Block]) -> list[WordingRow]:
    found = list(_copies(blocks))
    # a document that holds the accounts of several units repeats itself by design
    return found if len(found) <= _MOST_COPIES else []


def _copies(blocks: Sequence[Block]) -> Iterator[WordingRow]:
    seen: dict[str, Block] = {}
    before: Block | None = None
    text_before = ""
    for block in blocks:
        if block.kind != "paragraph" or block.part not in {"explanation", "overview"}:
            continue
        text = _bare(block.text)
        if _NOTE_START.search(text):
            continue
        first = seen.setdefault(text, block) if len(text) >= _LONG_PARAGRAPH else block
        if first is not block:
            yield _again(block, first)
        elif before is not None and len(text) >= _LONG_TAIL and text_before != text and text_before.endswith(text):
            yield _again(block, before)
        before, text_before = block, text


def _again(block: Block, first: Block) -> WordingRow:
    other = first.line_at(max(len(first.text) - len(block.text), 0))
    detail = f"与第{other}行的文字重复"
    return WordingRow("", 0, "doubled_paragraph", _shortened(block.text), detail, block.line_from, other, block.section or block.part)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """A paragraph without its list number and blanks, so that copies under different numbers are seen as copies."""
    return _NUMBERED.sub("", _BLANKS.sub("", text))


_BLANKS: Final = re.compile(r"[\s*#]+")
_NUMBERED: Final = re.compile(r"^\(?[一二三四五六七八九十\d]{1,3}[)、.]")


def _traditional(blocks: Sequence[Block]) -> Iterator[WordingRow]:
    rows = [
        _at(block, "traditional", match, f"繁体字“{match.group()}”")
        for block in blocks
        if block.kind in _PROSE
        for match in _TRADITIONAL.finditer(block.text)
    ]
    if len(rows) <= _MOST_TRADITIONAL:
        yield from rows


def _at(block: Block, kind: str, match: re.Match[str], detail: str) -> WordingRow:
    return _row(kind, _quote(block.text, match.start(), match.end()), detail, block.line_at(match.start()), block)


def _row(kind: str, text: str, detail: str, line: int, block: Block) -> WordingRow:
    return WordingRow("", 0, kind, text, detail, line, None, block.section or block.part)


def _quote(text: str, start: int, end: int) -> str:
    return shown(text[max(start - _AROUND, 0) : end + _AROUND].strip())


def _shortened(text: str) -> str:
    return shown(text if len(text) <= _LONG_PARAGRAPH else text[:_LONG_PARAGRAPH] + "…")
