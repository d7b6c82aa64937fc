"""Years that cannot be right, and years without their 年.

Only places are judged where the year can be nothing but the account's own year (or the one before): titles and table captions,
the opening of a section's sentence (2024年度本部门…), the closing date of the asset and vehicle figures, and the year compared with.
A year inside a reason, a project's name or a document number is never judged.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from baozhang.facts.records import WordingRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.model import Block

_ACCOUNT: Final = (
    r"(?:度?(?:本部门|一般公共预算|财政拨款|政府性基金|国有资本经营|机关运行经费|政府采购支出|收入总?计?\d|收入合计|支出合计|支出总?计?\d|收、支|“三公”"
    r"|部门(?:决算|预算)|收支|预算(?:收支|安排|支出|收入)))"
)
_OPENING: Final = re.compile(rf"^(?:\(?[一二三四五六七八九十\d]{{1,3}}[)、.])?((?:19|20)\d{{2}})年{_ACCOUNT}")
_TITLE: Final = re.compile(
    r"((?:19|20)\d{2})年度?(?=(?:部门|单位|收|支|财政拨款|一般公共|政府性|国有资本|“三公”|项目支出|政府采购|政府购买)"
    r"[^。,;]{0,30}(?:表|决算|预算|说明)$)"
)
_CLOSING: Final = re.compile(r"截[至止](?:到)?((?:19|20)\d{2})年12月31日")
_COMPARED: Final = re.compile(r"[与和同比较]((?:19|20)\d{2})年(?:度)?(?:决算数?|预算数?)?(?:相比|(?=决算|预算))")
_BUDGET_AFTER: Final = re.compile(r"年?度?(?:部门)?(?:年初|全年|调整)?预算")
_NO_YEAR_WORD: Final = re.compile(
    r"20(?<![\d.\-—〔\[(]20)\d{2}(?=度(?:本|部|一|财|政|国|机|收|支|决|预|“)|一般公共预算|财政拨款|本部门|政府性基金|国有资本经营|机关运行经费|部门决算|部门预算)"
)
_IN_YEAR: Final = re.compile(r"\d{1,7}年度")
_YEAR_DIGITS: Final = range(3, 7)
"""How many digits a year and a slip of one may have; more or fewer are something else."""
_NAMED_YEAR: Final = re.compile(r"(20\d{2})年")
_FIRST_YEAR: Final = 1949
_LAST_YEAR: Final = 2099
_AROUND: Final = 14
_WIDE: Final = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）"})


def shown(text: str) -> str:
    """Folded words with full-width marks again, for quoting; marks inside figures stay.

    >>> shown("增加1,200.00万元,增长5%")
    '增加1,200.00万元，增长5%'
    """
    return re.sub(r"(?<!\d)[,;:()]|[,;:()](?!\d)", lambda found: found[0].translate(_WIDE), text)


def find_years(blocks: Sequence[Block], fiscal_year: int | None, stage: str) -> Iterator[WordingRow]:
    """Marks of kind `impossible_year`, `missing_year_word` and, when the account's year is sure, `year`."""
    for block in blocks:
        if block.kind in {"paragraph", "heading", "caption", "cover"}:
            yield from _misprinted(block)
    if fiscal_year is None or not _is_sure(blocks, fiscal_year):
        return
    heading = ""
    for block in blocks:
        heading = block.text if block.kind == "heading" else heading
        if block.kind in {"heading", "caption", "cover"} and block.part in {"", "statements", "explanation", "overview"}:
            yield from _titles(block, fiscal_year)
        elif block.kind == "paragraph" and block.part == "explanation":
            if not _tells_of_other(heading, stage):
                yield from _openings(block, fiscal_year)
            yield from _closing_dates(block, fiscal_year, stage)
            yield from _compared(block, fiscal_year, stage)


def _misprinted(block: Block) -> Iterator[WordingRow]:
    if "年度" in block.text:
        yield from _impossible(block)
    if "20" in block.text:
        yield from _without_word(block)


def _is_sure(blocks: Sequence[Block], fiscal_year: int) -> bool:
    """Whether the year is the one the document speaks of most: a wrong guess would make every true year look false."""
    years = Counter(_NAMED_YEAR.findall("\n".join([block.text for block in blocks])))
    return bool(years) and years.most_common(1)[0][0] == str(fiscal_year)


def _impossible(block: Block) -> Iterator[WordingRow]:
    for match in _IN_YEAR.finditer(block.text):
        start, year = match.start(), match.group().removesuffix("年度")
        inside = block.text[start - 1 : start] in {".", ","}  # 1,234年度
        if len(year) in _YEAR_DIGITS and not inside and not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            yield _mark(block, "impossible_year", start, match.end(), f"“{year}年度”不是可能的年份")


def _without_word(block: Block) -> Iterator[WordingRow]:
    for match in _NO_YEAR_WORD.finditer(block.text):
        yield _mark(block, "missing_year_word", match.start(), match.end(), f"“{match.group()}”后缺“年”字")


def _titles(block: Block, fiscal_year: int) -> Iterator[WordingRow]:
    for match in _TITLE.finditer(block.text):
        if int(match.group(1)) != fiscal_year:
            yield _mark(block, "year", match.start(1), match.end(), _wrong(match.group(1), fiscal_year))


def _tells_of_other(heading: str, stage: str) -> bool:
    """Whether a heading with a year is about the other account: “二、2023年“三公”经费决算情况” in a budget."""
    return _NAMED_YEAR.search(heading) is not None and (
        "决算" in heading if stage == "budget" else "预算" in heading and "决算" not in heading
    )


def _openings(block: Block, fiscal_year: int) -> Iterator[WordingRow]:
    match = _OPENING.search(block.text)
    if match and int(match.group(1)) != fiscal_year and f"{fiscal_year}年" not in block.text.split("。")[0]:
        yield _mark(block, "year", match.start(1), match.end(1), _wrong(match.group(1), fiscal_year))


def _closing_dates(block: Block, fiscal_year: int, stage: str) -> Iterator[WordingRow]:
    if block.section not in {"assets", "three_public", "other"} or stage not in {"final", "budget"}:
        return
    expected = fiscal_year if stage == "final" else fiscal_year - 1
    for match in _CLOSING.finditer(block.text):
        if int(match.group(1)) != expected and any(word in block.text for word in ("车辆", "公务用车", "设备")):
            yield _mark(block, "year", match.start(1), match.end(1), _wrong(match.group(1), expected))


def _compared(block: Block, fiscal_year: int, stage: str) -> Iterator[WordingRow]:
    for match in _COMPARED.finditer(block.text):
        year = int(match.group(1))
        budget = _BUDGET_AFTER.match(block.text[match.end(1) :]) is not None
        allowed = {fiscal_year - 1, fiscal_year} if budget and stage == "final" else {fiscal_year - 1}
        # “2024年与2023年相比” inside a reason may reach further back; a clause that names its own year is left alone
        clause = re.split(r"[。,;:]", block.text[: match.start()])[-1]
        if year not in allowed and not re.search(r"20\d{2}年", clause):
            yield _mark(block, "year", match.start(1), match.end(1), _wrong(match.group(1), fiscal_year - 1))


def _wrong(printed: str, expected: int) -> str:
    return f"印为{printed}年，按本年度推算应为{expected}年"


def _mark(block: Block, kind: str, start: int, end: int, detail: str) -> WordingRow:
    text = shown(block.text[max(start - _AROUND, 0) : end + _AROUND])
    return WordingRow("", 0, kind, text, detail, block.line_at(start), None, block.section or block.part)
