"""The figures of a publication as open data: CSV tables with a Frictionless data package (Data Package 2.0) that describes them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from baozhang.compiling.account import details
from baozhang.compiling.figures import rounded
from baozhang.facts.amounts import fen_to_text
from baozhang.facts.spreadsheet import harmless
from baozhang.taxonomy.codes import level_of
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from baozhang.compiling.account import Account
    from baozhang.compiling.pieces import Publication

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_STATEMENT_FIELDS: Final = (
    ("statement", "string", "报表", "", True),
    ("statement_title", "string", "表名", "", True),
    ("item", "string", "项目编码", "functional-classification:generic:code", True),
    ("item_label", "string", "项目", "functional-classification:generic:label", True),
    ("level", "integer", "科目级次（1类、2款、3项，0为非科目）", "", True),
    ("column", "string", "栏目编码", "", True),
    ("column_label", "string", "栏目", "", True),
    ("amount", "number", "金额（元）", "value", True),
    ("amount_printed", "number", "公开金额（{unit}）", "", True),
    ("fiscal_year", "integer", "年度", "date:fiscal-year", True),
    ("department", "string", "部门", "administrative-classification:generic:level1:label", True),
)
_DETAIL_FIELDS: Final = (
    ("detail", "string", "披露项目编码", "", True),
    ("label", "string", "披露项目", "", True),
    ("unit", "string", "计量单位", "", True),
    ("value", "number", "数值", "value", True),
)


def to_open_data(publication: Publication, account: Account, dated: date) -> bytes:
    """A ZIP with statements.csv, details.csv and datapackage.json; amounts are exact decimal text in yuan, beside the printed figure."""
    files = {"statements.csv": _statements(account), "details.csv": _details(account)}
    package = {
        "$schema": _PROFILE,
        "name": f"account-{account.year}-{account.layout.stage}",
        "title": publication.title,
        "created": f"{dated.isoformat()}T00:00:00Z",
        "version": "1.0.0",
        "resources": [
            _resource("statements", files["statements.csv"], "报表金额", _STATEMENT_FIELDS, account, ["statement", "item", "column"]),
            _resource("details", files["details.csv"], "其他披露数据", _DETAIL_FIELDS, account, ["detail"]),
        ],
    }
    files["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
    return _zip(files, dated)


def _statements(account: Account) -> bytes:
    titles = {shape.id: shape.title for shape in account.layout.statements}
    rows = []
    for (statement, item, column), fen in account.figures.cells.items():
        if statement not in titles:
            continue
        printed = rounded(fen, account.layout)
        label = account.figures.name(statement, item)
        level = level_of(item) if item.isdigit() else 0
        words = (statement, titles[statement], item, label, level, column, labels().column(column, statement))
        rows.append((*words, fen_to_text(fen, "元"), fen_to_text(printed, account.layout.unit), account.year, account.department))
    return _csv([name for name, *_ in _STATEMENT_FIELDS], rows)


def _details(account: Account) -> bytes:
    known = details()
    rows = [
        (key, known[key].label, known[key].unit, fen_to_text(value, "元") if known[key].unit == "元" else value)
        for key, value in sorted(account.details.items())
    ]
    return _csv([name for name, *_ in _DETAIL_FIELDS], rows)


def _csv(header: list[str], rows: Sequence[tuple[object, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _resource(
    name: str, content: bytes, title: str, listed: tuple[tuple[str, str, str, str, bool], ...], account: Account, key: list[str]
) -> dict[str, object]:
    fields = [
        {"name": one, "type": kind, "title": words.format(unit=account.layout.unit), "constraints": {"required": required}}
        | ({"columnType": column} if column else {})
        for one, kind, words, column, required in listed
    ]
    return {
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    }


def _zip(files: dict[str, bytes], dated: date) -> bytes:
    """Members in order with the date of the document: equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (dated.year, dated.month, dated.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return out.getvalue()
