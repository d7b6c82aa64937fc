"""Small packages made by hand, so that a test shows the markup it is about and nothing else."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP package of these members."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def relations(**kinds: str) -> str:
    """A relations part: kind=target."""
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(kinds.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body; `styles`, `numbering`, `footnotes` are the insides of those parts."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    for kind, inside in parts.items():
        members[f"word/{kind}.xml"] = f'<w:{roots[kind]} xmlns:w="{W}">{inside}</w:{roots[kind]}>'
    return zipped(members)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs of text (or of markup, where a run begins with a tag)."""
    inside = "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def tc(content: str, properties: str = "") -> str:
    """A table cell: words, or markup of paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row; a cell is words or markup."""
    inside = "".join(cell if cell.startswith("<w:tc") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"
