"""The article of a page: where most of its words are, and around it only what is no furniture of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.reading.formats.markup import Element

_MAIN_SHARE: Final = 0.8
"""Share of its parent's words that an element must hold for the article to lie inside it."""
_LINKED_SHARE: Final = 0.5
"""Share of linked words from which an element is a menu."""
_SITE: Final = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|当前位置|您的位置|网站地图|无障碍|设为首页|加入收藏|扫一扫|分享到|打印(?:本页|此页|页面)?|关闭(?:窗口|本页|页面)"
    r"|上一[篇条]|下一[篇条]|相关(?:阅读|链接|文[章档]|信息)|浏览(?:次数|量)|点击(?:数|量|次数)|索\s*引\s*号|发布(?:机构|日期|时间)|信息来源|文\s*号[:：]"
    r"|主题(?:分类|词)|生成日期|责任编辑|字体[:：]|字号[:：]|技术支持|主办单位|承办单位"
)
"""What sites print around an article."""
_LONGEST_FURNITURE: Final = 600
_FURNITURE: Final = frozenset({"nav", "footer", "aside", "head"})
_TITLE_END: Final = re.compile(r"[_|—]|\s[-–]\s")


def title_of(root: Element) -> str:
    """The title of the article as the page's head names it, without the names of column and site; empty when there is none."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (meta.get("content") or "").strip():
            return str(meta.get("content")).strip()
    title = next(root.iter("title"), None)
    words = "" if title is None else "".join(title.itertext()).strip()
    return _TITLE_END.split(words)[0].strip()


def article_of(root: Element) -> Element:
    """The body without the furniture of the site, or None when nothing is left."""
    body = next(root.iter("body"), None)
    if body is None:
        return None
    for element in [each for each in body.iter() if each.tag in _FURNITURE]:
        if element.getparent() is not None:
            element.drop_tree()
    weights = _weights(body)
    for outside in _around(body, weights):
        if _is_furniture(outside):
            outside.drop_tree()
    return body


def _weights(body: Element) -> dict[Element, int]:
    """Words in each element, links not counted, by element; children come before their parents."""
    weights: dict[Element, int] = {}
    for element in reversed(list(body.iter())):
        inside = 0 if element.tag == "a" else _length(element.text) + sum(weights[child] + _length(child.tail) for child in element)
        weights[element] = inside
    return weights


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _around(body: Element, weights: dict[Element, int]) -> list[Element]:
    """The elements beside the way down to the article."""
    beside: list[Element] = []
    at = body
    while len(at):
        main = max(at, key=weights.__getitem__)
        if weights[main] < _MAIN_SHARE * weights[at] or (main.tag == "tr" and len(at) > 1):
            break
        beside += [child for child in at if child is not main]
        at = main
    return beside


def _is_furniture(element: Element) -> bool:
    """Whether an element beside the article is a menu, or short words that sites print around an article."""
    words = "".join(element.itertext())
    length = len("".join(words.split()))
    linked = sum(len("".join("".join(link.itertext()).split())) for link in element.iter("a"))
    if length and linked >= _LINKED_SHARE * length:
        return True
    return length <= _LONGEST_FURNITURE and bool(_SITE.search(words))
