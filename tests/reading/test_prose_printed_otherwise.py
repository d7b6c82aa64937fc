"""The same statement in other words – as published accounts say it – makes the same claims."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.reading.document import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from baozhang.facts.document import Document
    from baozhang.facts.records import ClaimRow

    Wording = Callable[[str], str]

ROOT: Final = Path(__file__).parents[2]
ACCOUNTS: Final = [
    *(ROOT / "examples" / f"{name}" for name in ("budget-clean.md", "budget-with-defects.txt", "final-account-clean.txt")),
    ROOT / "examples" / "final-account-with-defects.md",
    *sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")),
]
FIGURE: Final = r"-?\d[\d,]*(?:\.\d+)?"
MONEY: Final = rf"(?<![\d.,])({FIGURE})(\s?)万元(?!\s*[（(]?含?[）)]?\s*以[上下])"
PRIOR: Final = (
    r"(?:与|较|比|同)(?:上年度?|20\d\d年度?)(?:决算数?)?(?:相比|比较)?[，,]?"
    r"(?=(?:(?:财政拨款)?收、支总计)?各?(?:增加|减少|增长|下降|净增加)\s*-?\d)"
)
CHANGE: Final = rf"(增加|减少)\s*({FIGURE})\s*万元[，,](增长|下降|降低)\s*({FIGURE})\s*%"
BUDGETED: Final = (
    rf"(年初预算|全年预算)数?[为是]?\s*({FIGURE}\s*万元)[，,]支出决算数?[为是]?\s*({FIGURE}\s*万元)[，,]"
    rf"完成(?:年初|全年)预算数?的\s*({FIGURE})\s*%"
)
COMPLETED: Final = rf"完成(年初|全年)预算数?的\s*({FIGURE})\s*%"
SHARE: Final = rf"[，,]占\s*({FIGURE})\s*%"
REASON: Final = r"(?:其)?主要(?:是|原因是|原因[:：]|是[:：]|原因是[:：])(?![因由])"
ITEM: Final = r"([一-龥]{3,20})（类）([一-龥（）、]{2,30}?)（款）([一-龥（）、]{2,40}?)（项）"
CODED: Final = r"(2\d{6})\s*[-—－]\s*"
RISES: Final = {"增加": "上升", "减少": "下降", "增长": "增幅", "下降": "降幅", "降低": "减幅"}


def sub(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Wording:
    compiled = re.compile(pattern)
    return lambda line: compiled.sub(replacement, line)


def separated(found: re.Match[str]) -> str:
    whole, _, decimals = found[1].replace(",", "").partition(".")
    return f"{int(whole):,}{'.' if decimals else ''}{decimals}万元"


def wide(found: re.Match[str]) -> str:
    return found[0].translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))


def in_brackets(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}万元（{found[3]}{found[4]}%）"


WORDINGS: Final[Mapping[str, Wording]] = {
    "thousands separated": sub(MONEY, separated),
    "blanks around figures": sub(MONEY, r" \1 万元"),
    "wide figures": sub(rf"{FIGURE}(?=\s*万元(?!\s*[（(以]))", wide),
    "wide per cent": sub(r"(?<=\d)%", "％"),
    "half-width brackets": lambda line: line.replace("（", "(").replace("）", ")"),
    "half-width marks": lambda line: line.replace("，", ",").replace("：", ":").replace("；", ";"),
    "of the year before": sub(PRIOR, "与上年相比，"),
    "against the year before": sub(PRIOR, "较上年度"),
    "than the year before, the 与 left out": sub(PRIOR, "上年同期相比，"),
    "year on year": sub(PRIOR, "同比"),
    "rate in brackets": sub(CHANGE, in_brackets),
    "rate first": sub(CHANGE, r"\3\4%，\1\2万元"),
    "money in brackets": sub(CHANGE, r"\3\4%（\1\2万元）"),
    "the rate has a name": sub(CHANGE, lambda found: f"{found[1]}{found[2]}万元，{RISES[found[3]]}为{found[4]}%"),
    "a pause before the rate": sub(CHANGE, lambda found: f"{RISES[found[1]]}{found[2]}万元、{RISES[found[3]]}{found[4]}%"),
    "short words": sub(CHANGE, lambda found: f"{found[1][0]}{found[2]}万元，{'增' if found[3] == '增长' else '降'}{found[4]}%"),
    "account before budget": sub(BUDGETED, r"支出决算为\3，\1为\2，完成\1的\4%"),
    "budget in brackets": sub(BUDGETED, r"支出决算\3，完成\1（\2）的\4%"),
    "account and budget with colons": sub(BUDGETED, r"\1：\2，支出决算：\3，完成\1的\4%"),
    "budget within the rate": sub(BUDGETED, r"支出决算\3，完成\1\2的\4%"),
    "the rate of the budget": sub(COMPLETED, r"为\1预算的\2%"),
    "reached of the budget": sub(COMPLETED, r"达到\1预算的\2%"),
    "rate of completion": sub(COMPLETED, r"\1预算完成率\2%"),
    "rate of execution": sub(COMPLETED, r"\1预算执行率为\2%"),
    "share in brackets": sub(SHARE, r"（占\1%）"),
    "share as a proportion": sub(SHARE, r"，所占比重为\1%"),
    "share with a colon": sub(SHARE, r"，占比：\1%"),
    "share told by its weight": sub(SHARE, r"，比重为\1%"),
    "cause": sub(REASON, "主要系"),
    "reasons listed": sub(REASON, "原因如下："),
    "name and figure parted by a colon": sub(rf"(合计|总计|总额|支出|收入|经费|费)(?=\s*{FIGURE}\s*万元)", r"\1："),
    "to the amount of": sub(rf"(合计|总计|总额|支出|收入|经费|费)(?=\s*{FIGURE}\s*万元)", r"\1共计"),
    "both sides named": sub(rf"收、支总计均为\s*({FIGURE}\s*万元)", r"收入总计\1，支出总计\1"),
    "all three names with dashes": sub(ITEM, r"\1-\2-\3"),
    "all three names, levels without brackets": sub(ITEM, r"\1类\2款\3项"),
    "all three names as a row": sub(ITEM, r"\1\2\3"),
    "code glued to its name": sub(CODED, r"\1"),
    "numbers in circles": sub(r"^\s*([1-9])[、.．](?!\d)(?=[^“”]*（项）)", lambda found: chr(0x245F + int(found[1]))),
    "parts without a colon": sub(r"其中[:：，,]", "其中"),
    "parts, including": sub(r"其中[:：](?=[^。]*辆)", "其中包括："),
    "vehicles counted as machines": sub(r"(?<=\d)(\s*)辆", r"\1台"),
    "sets without brackets": sub(r"台（套）", "台套"),
    "batches and persons as a row": sub(r"(\d+)\s*批次、\s*(\d+)\s*人次", r"\1批次\2人次"),
}


def key_of(claim: ClaimRow) -> tuple[object, ...]:
    """What a claim says, wherever it stands and in whatever unit."""
    sign = claim.direction if claim.kind in {"change", "change_pct"} and claim.direction else 1
    return claim.statement, claim.item, claim.column, claim.kind, claim.base, sign * claim.value


def said(document: Document) -> Counter[tuple[object, ...]]:
    """The claims of a document; figures that only stand in a reason or a description assert nothing."""
    return Counter(key_of(claim) for claim in document.claims if claim.kind != "mention" and not claim.unbound)


def worded(document: Document, wording: Wording) -> str:
    """The document with every paragraph of its explanation in other words."""
    prose = {
        line
        for block in document.blocks
        if block.part == "explanation" and block.kind == "paragraph" and block.section != "performance"
        for line in range(block.line_from, block.line_to + 1)
    }
    return "\n".join(wording(line) if number in prose else line for number, line in enumerate(document.source, start=1)) + "\n"


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda path: path.stem[:20])
def test_the_same_statements_in_other_words_are_the_same_claims(account: Path) -> None:
    document = read_text(account.read_text(encoding="utf-8"), "甲.txt")
    claims = said(document)
    assert sum(claims.values()) > 40
    for name, wording in WORDINGS.items():
        other = worded(document, wording)
        if other.split() == "\n".join(document.source).split():
            continue
        found = said(read_text(other, "甲.txt"))
        assert not found - claims, (name, found - claims)
        assert not claims - found, (name, claims - found)


def test_every_wording_changes_some_account() -> None:
    documents = [read_text(account.read_text(encoding="utf-8"), "甲.txt") for account in ACCOUNTS]
    unused = [name for name, wording in WORDINGS.items() if all(worded(d, wording) == "\n".join(d.source) + "\n" for d in documents)]
    assert not unused
