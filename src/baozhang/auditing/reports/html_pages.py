"""The pages of a PDF in the HTML report: each as it is printed, with the places of the findings drawn over it and linked."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.originals import Originals
from baozhang.auditing.reports.html_source import CLASS_OF
from baozhang.auditing.reports.marks import Marks
from baozhang.auditing.reports.page_images import PageImage, page_images
from baozhang.auditing.reports.shown import SEVERITIES, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.auditing.findings import DocumentAudit, PageBox

_GRAVITY: Final = {severity: at for at, severity in enumerate(Severity)}
_ROOM: Final = 150
"""How far a frame reaches beyond the words in it, in hundredths of a point."""
_CHIPS: Final = 3
_ALL_PAGES: Final = 60
"""A document of no more pages is shown whole while there is room; of a longer one only the pages that are spoken of."""
_TIP: Final = 200


@dataclass(slots=True)
class PageBudget:
    """Bytes of pictures that a report may still take in: a report about a thousand documents must stay readable."""

    left: int = 32 * 1024 * 1024

    @property
    def ample(self) -> bool:
        """Whether there is room for pages that no finding speaks of."""
        return self.left > 16 * 1024 * 1024


@dataclass(slots=True)
class _Frame:
    """A frame on a page: the findings that speak of it, gravest first."""

    anchor: str
    severity: Severity
    suspect: bool = False
    numbers: list[int] = field(default_factory=list)


class PagesView:
    """The pages of one document. `marks` has the anchors for the cards of the findings."""

    def __init__(self, audit: DocumentAudit, images: tuple[PageImage, ...], prefix: str) -> None:
        """Gather the frames of every page; `images` are all pages of the file."""
        self._audit, self._images, self._prefix = audit, images, prefix
        self._frames: dict[PageBox, _Frame] = {}
        anchors: dict[tuple[int, int], str] = {}
        for number, finding in enumerate(audit.findings, start=1):
            for at, place in enumerate(finding.evidence):
                for box in place.original.boxes if place.original else ():
                    frame = self._frames.setdefault(box, _Frame(f"b{len(self._frames) + 1}", finding.severity))
                    frame.numbers += [] if number in frame.numbers else [number]
                    frame.suspect = frame.suspect or place.side == "suspect"
                    frame.severity = min(frame.severity, finding.severity, key=_GRAVITY.__getitem__)
                    anchors.setdefault((number, at), frame.anchor)
        self.marks = Marks({}, anchors)
        self._originals = Originals(audit.document)

    def anchor_of_line(self, line: int) -> str:
        """The anchor of the page a line stands on; empty when it stands on none."""
        original = self._originals.of_line(line)
        return f"p{original.boxes[0].page}" if original is not None and original.boxes else ""

    def render(self) -> Iterator[str]:
        """HTML of all pages, piece by piece."""
        for image in self._images:
            yield self._page(image)

    def _page(self, image: PageImage) -> str:
        boxes = {box: frame for box, frame in self._frames.items() if box.page == image.number}
        head = f'<figure class="pg" id="{self._prefix}p{image.number}"><figcaption>第 {image.number} 页'
        if not image.png and not boxes:
            return f"{head}<span>没有问题，未附图</span></figcaption></figure>\n"
        drawn = ""
        if image.png:
            data = base64.b64encode(image.png).decode()
            drawn = f'<image width="{image.width}" height="{image.height}" href="data:image/png;base64,{data}"/>'
        frames = "".join(self._frame(box, frame) for box, frame in sorted(boxes.items(), key=lambda one: (one[0].top, one[0].left)))
        return (
            f'{head}</figcaption><div class="grid"><svg viewBox="0 0 {image.width} {image.height}" role="group" '
            f'aria-label="第 {image.number} 页">{drawn}{frames}</svg></div></figure>\n'
        )

    def _frame(self, box: PageBox, frame: _Frame) -> str:
        left, top = (box.left - _ROOM) / 100, (box.top - _ROOM) / 100
        width, height = (box.right - box.left + 2 * _ROOM) / 100, (box.bottom - box.top + 2 * _ROOM) / 100
        kind = f"m {CLASS_OF[frame.severity]}" + ("" if frame.suspect else " o")
        shown = ",".join(map(str, frame.numbers[:_CHIPS])) + ("…" if len(frame.numbers) > _CHIPS else "")
        first = self._audit.findings[frame.numbers[0] - 1]
        tip = escape(f"{SEVERITIES[first.severity]} {frame.numbers[0]}：{one_line(first.message)[:_TIP]}")
        return (
            f'<a class="{kind}" id="{self._prefix}{frame.anchor}" href="#{self._prefix}f{frame.numbers[0]}"><title>{tip}</title>'
            f'<rect x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}" rx="1.5"/>'
            f'<text x="{left + width + 1:.2f}" y="{top + 6:.2f}">{shown}</text></a>'
        )


def pages_view(audit: DocumentAudit, prefix: str, budget: PageBudget) -> PagesView | None:
    """The view of a document that was read from a PDF which is still there; None for any other."""
    numbers = {row.page for row in audit.document.places if row.page is not None}
    if not numbers:
        return None
    spoken = {box.page for one in audit.findings for place in one.evidence if place.original for box in place.original.boxes}
    all_of_them = budget.ample and max(numbers) <= _ALL_PAGES
    wanted = frozenset(range(1, _ALL_PAGES + 1)) if all_of_them else frozenset(spoken)
    images = page_images(audit.document, wanted, budget.left)
    budget.left -= sum(len(image.png) for image in images)
    return PagesView(audit, images, prefix) if images else None
