"""Files, archives and archives in archives as documents; what is no document is passed over, what cannot be read is named."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from baozhang.errors import InputError
from baozhang.reading import Source, read_source
from baozhang.reading.sources import DEEPEST, PassedOver, expand
from tests.reading.formats.packing import p, word, zipped

if TYPE_CHECKING:
    from pathlib import Path

PICTURE: Final = b"\x89PNG\r\n\x1a\n" + bytes(60)
TEXT: Final = "某市医疗保障局2024年度部门决算".encode()


def names(path: Path) -> list[str]:
    """What an archive holds, without the archive's own path; what is passed over in brackets."""
    prefix = f"{path}/"
    return [
        each.name.removeprefix(prefix) if isinstance(each, Source) else f"({each.name.removeprefix(prefix)} {each.why})"
        for each in expand(path)
    ]


def saved(path: Path, raw: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(raw)
    return path


def test_a_file_is_itself_whatever_it_is_called(tmp_path: Path) -> None:
    for raw in (TEXT, word(""), b"", b"PK\x03\x04 damaged", "收入\x00支出".encode()):
        path = saved(tmp_path / "文件.zip", raw)
        assert [each.name for each in expand(path) if isinstance(each, Source)] == [str(path)]
    assert list(expand(tmp_path / "没有")) == [Source(tmp_path / "没有")]


@pytest.mark.parametrize("raw", [PICTURE, b"MZ\x90\x00", bytes(range(32)) * 20])
def test_what_is_no_document_is_passed_over(raw: bytes, tmp_path: Path) -> None:
    assert [type(each) for each in expand(saved(tmp_path / "甲.txt", raw))] == [PassedOver]


def test_members_are_documents_of_their_own(tmp_path: Path) -> None:
    inner = zipped({"丙.txt": TEXT, "丁.docx": word(p("某市医疗保障局2024年度部门决算"))})
    members: dict[str, str | bytes] = {"甲/乙.docx": word(p("某市医疗保障局2023年度部门决算")), "内.zip": inner, "图.png": PICTURE}
    members |= {"__MACOSX/._甲": TEXT, ".DS_Store": b"x", "../外.txt": TEXT, "坏.docx": b"PK\x03\x04", "旧.rar": b"Rar!\x1a\x07\x00"}
    path = saved(tmp_path / "包.zip", zipped(members))
    assert names(path) == ["甲/乙.docx", "内.zip/丙.txt", "内.zip/丁.docx", "(图.png PNG 图片)", "外.txt", "坏.docx", "旧.rar"]
    found = {each.name.removeprefix(f"{path}/"): each for each in expand(path) if isinstance(each, Source)}
    assert read_source(found["甲/乙.docx"]).about.fiscal_year == 2023
    assert read_source(pickle.loads(pickle.dumps(found["内.zip/丁.docx"]))).about.file == f"{path}/内.zip/丁.docx"  # noqa: S301  # our own
    for name in ("坏.docx", "旧.rar"):
        with pytest.raises(InputError) as refused:
            read_source(found[name])
        assert refused.value.file == f"{path}/{name}"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["包.zip"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_mark_are_in_gbk_or_utf_8(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    plain = b"0" * len("决算表.txt".encode(encoding))
    with ZipFile(path, "w") as archive:
        archive.writestr(ZipInfo(plain.decode()), TEXT)
    raw = path.read_bytes().replace(plain, "决算表.txt".encode(encoding))
    assert names(saved(path, raw)) == ["决算表.txt"]


def test_archives_inside_each_other_are_opened_three_deep(tmp_path: Path) -> None:
    raw = TEXT
    for level in range(DEEPEST + 1):
        raw = zipped({f"{level}.zip" if level else "甲.txt": raw})
    sources = list(expand(saved(tmp_path / "包.zip", raw)))
    assert [isinstance(each, Source) and each.refused is not None for each in sources] == [True]
    with pytest.raises(InputError, match="层以上"):
        read_source(sources[0] if isinstance(sources[0], Source) else Source(tmp_path))
    assert names(saved(tmp_path / "包.zip", zipped({"1.zip": zipped({"2.zip": zipped({"甲.txt": TEXT})})}))) == ["1.zip/2.zip/甲.txt"]


def test_members_with_a_password_are_named(tmp_path: Path) -> None:
    raw = bytearray(zipped({"甲.txt": TEXT}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + at] |= 1
    (source,) = expand(saved(tmp_path / "包.zip", bytes(raw)))
    assert isinstance(source, Source)
    with pytest.raises(InputError, match="密码"):
        read_source(source)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    with ZipFile(path, "w", ZIP_STORED) as archive:
        archive.writestr("甲.txt", TEXT * 100)
        archive.filelist *= 50
    (source,) = expand(path)
    assert isinstance(source, Source)
    with pytest.raises(InputError, match="重叠"):
        read_source(source)
