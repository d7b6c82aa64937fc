"""Reads damaged files of every format: no exception but InputError, and no file that takes long.

    python -m benchmarks.fuzz_formats FILE … [--count 500] [--seed 1] [--limit 20]

Every round changes some bytes of a file, or, inside a package (DOCX, XLSX, OFD, ZIP), the bytes or the markup of one member. What
fails is written to out/fuzz/ so that it can be read again.
"""

from __future__ import annotations

import argparse
import re
import sys
import traceback
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from baozhang.errors import InputError
from baozhang.reading.document import read_transcript
from baozhang.reading.formats import transcribe
from benchmarks.fuzz import flipped, within

_MARKUP: Final = re.compile(rb"<[^<>]{1,400}>|\"[^\"<>]{0,80}\"")
_VALUES: Final = (
    b'""',
    b'"0"',
    b'"-1"',
    b'"99999999999999999999"',
    b'"NaN"',
    b'"1e9"',
    b'"../../x"',
    b'"XFD1048576"',
    '"一"'.encode(),
    b'"true"',
)
_MEMBERS: Final = 3


def damaged_file(raw: bytes, random: Random) -> bytes:
    """The bytes of a file after some damage: anywhere, or inside the members of a package."""
    if not raw.startswith(b"PK") or random.random() < 0.3:
        return flipped(raw, random)
    try:
        with ZipFile(BytesIO(raw)) as package:
            members = {info.filename: package.read(info) for info in package.infolist()}
    except BadZipFile:
        return flipped(raw, random)
    for name in random.sample(sorted(members), min(len(members), _MEMBERS)):
        members[name] = flipped(members[name] or b"0", random) if random.random() < 0.2 else damaged_markup(members[name], random)
    if random.random() < 0.2:
        del members[random.choice(sorted(members))]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def damaged_markup(raw: bytes, random: Random) -> bytes:
    """Markup with tags lost, doubled or swapped, and values of attributes that nobody expects; mostly still well formed."""
    places = list(_MARKUP.finditer(raw))
    if not places:
        return raw
    for place in sorted(random.sample(places, min(len(places), random.randint(1, 8))), key=lambda one: -one.start()):
        text = place[0]
        if text.startswith(b'"'):
            text = random.choice(_VALUES)
        elif text.endswith(b"/>"):
            text *= random.choice([0, 2, 50])
        elif random.random() < 0.2:
            text = b""
        raw = raw[: place.start()] + text + raw[place.end() :]
    return raw


def check_file(raw: bytes, limit: float) -> None:
    """Read the bytes within so many seconds; InputError is an answer, anything else is raised."""
    with within(limit):
        try:
            read_transcript(transcribe(raw, "fuzz"), "fuzz", "")
        except InputError:
            return


def main() -> int:
    """Run the rounds; the exit status is 1 when one failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds a file may take")
    arguments = parser.parse_args()
    originals = [path.read_bytes() for path in arguments.files]
    failed = 0
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        random = Random(seed)  # noqa: S311  # repeatable, not secret
        raw = damaged_file(random.choice(originals), random)
        try:
            check_file(raw, arguments.limit)
        except Exception:  # noqa: BLE001  # what is looked for
            failed += 1
            kept = Path("out/fuzz") / f"formats-{seed}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(raw)
            print(f"seed {seed}, kept as {kept}")
            traceback.print_exc(limit=-4)
    print(f"{arguments.count} damaged files, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
