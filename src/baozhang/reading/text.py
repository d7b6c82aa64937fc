"""The door: bytes to text, and the one folding of characters that all later reading relies on.

Folding makes what looks alike equal: full-width ASCII and punctuation become half-width, Kangxi and CJK radicals become
the characters they stand for, every kind of blank becomes a space, every dash a hyphen. Source lines are kept beside.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.model import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES: Final = 64 * 1024 * 1024
"""Longest text that is read; published accounts are below 1 MB, so more is a mistake or an attack."""

_RADICALS: Final = (
    "⺀冫⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尢⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺢氺⺣灬"
    "⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱网⺲罒⺳冗⺴罓⺵羊⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见"
    "⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄"
    "⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱亀⻲龟⻳龟"
)


def _folding() -> dict[str, str]:
    """Every character that is folded, with what it becomes."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != ord("｜")}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    table.update({ord(_RADICALS[at]): _RADICALS[at + 1] for at in range(0, len(_RADICALS), 2)})
    table.update(dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "))
    table.update(dict.fromkeys((*range(0x200B, 0x2010), 0xFEFF, 0xAD, 0x2060, *range(0x0C)), ""))
    table.pop(0x09, None)
    table[0x0C] = ""
    table.update(dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-"))
    table.update({ord("﹪"): "%", ord("≧"): "≥", ord("≦"): "≤", ord("⩾"): "≥", ord("⩽"): "≤", ord("﹤"): "<", ord("﹥"): ">"})
    table.update({ord("「"): "“", ord("」"): "”", ord("﹙"): "(", ord("﹚"): ")", ord("﹐"): ",", ord("﹕"): ":", ord("﹔"): ";"})
    return {chr(code): plain for code, plain in table.items()}


_FOLD: Final = _folding()
_FOLDED: Final = re.compile(f"[{re.escape(''.join(_FOLD))}]")
"""The characters that are folded: a text has few of them, again and again, so each is found once and replaced wherever it stands."""
_FOLDED_IN_LINES: Final = re.compile(f"[{re.escape(''.join(_FOLD.keys() - {chr(10)}))}]")
_MARKUP: Final = re.compile(r"</?(?:b|p|strong|br|span|i|u|em)\s*/?>", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_BLANK_BETWEEN_DIGITS: Final = re.compile(
    r"(?<![\d.,])(\d{1,3}(?: \d{3})+(?:\.\d+)?)(?![\d.])|(\d) (\.\d)|(\d\.) (\d{1,2}(?!\d))(?=\s*(?:万元|元|亿元|%))"
)
_BESIDE_DIGITS: Final = re.compile(r"[\d.] [\d.]")
"""What every blank inside a figure looks like."""
_BESIDE_LETTER: Final = re.compile(r"[OoIl](?:(?<=[\d.,].)|(?=[\d.]))")
_LETTER_FOR_DIGIT: Final = re.compile(
    r"(?<=[\d.,])[OoIl](?=[\d.,]|\s*(?:[万亿元%|]|$|\t))|(?<![A-Za-z\d.,])[OoIl](?=[\dOoIl]*(?:,[\dOoIl]{3})*\.[\dOoIl]{1,6}(?![A-Za-z\d.]))"
)
"""A letter in the midst of a figure, which a scanner took for 0 or 1."""
_DIGIT_MEANT: Final = {"O": "0", "o": "0", "I": "1", "l": "1"}
_REMOVABLE_BLANK: Final = re.compile(r"(?<![A-Za-z0-9]) +| +(?![A-Za-z0-9])")
_KEPT_BLANK: Final = re.compile(r"[A-Za-z0-9] [A-Za-z0-9]")


def decode(raw: bytes, file: str) -> str:
    """Text of a file: UTF-8 (with or without mark), UTF-16 with mark, or GB18030; anything else is an InputError."""
    if len(raw) > MAX_BYTES:
        raise InputError(
            file, f"文件有 {len(raw) // 1048576} MB，超过 {MAX_BYTES // 1048576} MB 的上限", "请确认文件正确，或拆分后再检查。"
        )
    if not raw.strip():
        raise InputError(file, "文件是空的", "请重新导出后再检查。")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(raw, file)
    if b"\x00" in raw:
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        raise InputError(file, f"第 {line} 行含有空字符（NUL），不是正常的文本文件", "请用记事本重新另存为 UTF-8 文本。")
    return _utf8_or_gb(raw, file)


def _utf16(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise InputError(file, "UTF-16 编码不完整", "请用记事本重新另存为 UTF-8 文本。") from error


def _utf8_or_gb(raw: bytes, file: str) -> str:
    for cut in range(4):  # a file cut off inside its last character is still readable up to there
        try:
            return (raw[:-cut] if cut else raw).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if error.start < len(raw) - 4:
                break
    for cut in range(4):
        try:
            text = (raw[:-cut] if cut else raw).decode("gb18030")
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    raise InputError(file, "文字编码无法识别（不是 UTF-8，也不是 GB18030）", "请用记事本打开，另存为 UTF-8 文本后再检查。")


def _plausible(text: str) -> bool:
    """Whether text decoded as GB18030 looks like Chinese: most characters beyond ASCII lie in its common ranges."""
    foreign = [ch for ch in text[:20000] if ord(ch) > 0x7F]
    if not foreign:
        return True
    common = sum(1 for ch in foreign if 0x4E00 <= ord(ch) <= 0x9FFF or ch in "，。、；：“”（）《》〔〕—…％！？　·‘’①②③④⑤⑥⑦⑧⑨≥≤")
    # the first level of GB 2312 holds the characters in daily use; a wrong decoding lands outside it
    level_one = sum(1 for ch in foreign if 0xB0 <= ch.encode("gb18030")[0] <= 0xD7)
    return common >= 0.9 * len(foreign) and level_one >= 0.5 * len(foreign)


def fold(text: str) -> str:
    """The folded form of one line: alike characters made equal, inline markup removed, blanks inside kept.

    >>> fold("收入１２．５０万元（⾦额）")
    '收入12.50万元(金额)'
    """
    if not text:
        return text
    return _plain(_folded(text, _FOLDED.findall(text)))


def _folded(text: str, found: Iterable[str]) -> str:
    """The text with these characters folded; none of them folds to another one."""
    for char in set(found):
        text = text.replace(char, _FOLD[char])
    return text


def _plain(folded: str) -> str:
    """A line of folded characters without letters meant for digits, markup, and blanks at its ends."""
    if _BESIDE_LETTER.search(folded):
        folded = _LETTER_FOR_DIGIT.sub(lambda found: _DIGIT_MEANT[found[0]], folded)
    if "<" in folded:
        folded = _MARKUP.sub("", folded)
    if "*" in folded:
        folded = folded.replace("**", "").replace("\\*", "*")
    return folded.strip(" ")


def compact(text: str) -> str:
    """Folded text without the blanks that carry nothing: only those between two words or numbers stay.

    >>> compact("2024 年度 10 420.92 万元 DRG fee")
    '2024年度10420.92万元DRG fee'
    """
    if " " not in text and "\t" not in text:
        return text
    joined = text.replace("\t", " ")
    if _BESIDE_DIGITS.search(joined):
        joined = _BLANK_BETWEEN_DIGITS.sub(lambda found: found[0].replace(" ", ""), joined)
    return _REMOVABLE_BLANK.sub("", joined) if _KEPT_BLANK.search(joined) else joined.replace(" ", "")


def unspaced(text: str) -> str:
    """The words of a text as vocabularies have them: folded, without any blank.

    >>> unspaced("医疗保障　管理 事务（DRG fee）")
    '医疗保障管理事务(DRGfee)'
    """
    return compact(fold(text)).replace(" ", "")


def lines_of(text: str) -> list[str]:
    """The lines of a decoded text, whose ends may be mixed."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def folded_lines(sources: Iterable[str]) -> tuple[Line, ...]:
    """Lines numbered from 1, each with its folded form."""
    listed = [*sources]
    whole = "\n".join(listed)
    whole = _folded(whole, _FOLDED_IN_LINES.findall(whole))
    folded = whole.split("\n")
    if len(folded) != len(listed):  # an end of line within a line
        return tuple([Line(number, source, fold(source)) for number, source in enumerate(listed, start=1)])
    if "<" in whole or "*" in whole or _BESIDE_LETTER.search(whole):
        folded = [_plain(text) for text in folded]
    return tuple([Line(number, source, text.strip(" ")) for number, source, text in zip(count(1), listed, folded, strict=False)])


def split_lines(text: str) -> tuple[Line, ...]:
    """Lines of a decoded text, numbered from 1, each with its folded form."""
    return folded_lines(lines_of(text))
