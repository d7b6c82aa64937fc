"""Reads and audits damaged documents: no exception but InputError, and no document that takes long.

    python -m benchmarks.fuzz [FILE …] [--count 500] [--seed 1] [--limit 5] [--audit-every 10]

Every round damages one document in one to four ways (lines dropped, doubled or cut, cells shifted, characters or bytes replaced,
enormous cells and figures, thousands of pipes). What fails is written to out/fuzz/ so that it can be read again.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.errors import InputError
from baozhang.reading import read_text
from baozhang.reading.text import decode
from benchmarks.recall import default_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from baozhang.auditing.rule import Rule

ODD: Final = "\0\x1b\u200b\u3000\ufeff\u2028|\t\n\r,.;:%()（）〔【“—≥≤=-+０１９⾦⽀〇零万亿元年第表一十百合计注E\U0001f600\u0301ﬁ\ud7ff"
"""Characters that readers of tables and figures stumble over."""
FIGURES: Final = (
    "9" * 400, "0" * 300 + ".1", "1e999", "-0.00", "1,2,3", "1.2.3", "∞", "NaN", "100100%", "３.１４", "." * 50, "0.1234567890123456789",
)  # fmt: skip
HUGE: Final = 60_000
PIECES: Final = (
    "医", "1", "(", "“", " ", "增加1.00万元,", "0.00|", "一、", "。", "2024年", "（一）", "≥100%", "1,", "、", "万元",
)  # fmt: skip


def drop_lines(lines: list[str], random: Random) -> None:
    """Some lines in a row are lost."""
    at = random.randrange(len(lines))
    del lines[at : at + random.randint(1, 30)]


def double_lines(lines: list[str], random: Random) -> None:
    """Some lines are printed twice, perhaps elsewhere."""
    at = random.randrange(len(lines))
    lines[random.randrange(len(lines)) : 0] = lines[at : at + random.randint(1, 40)]


def cut_line(lines: list[str], random: Random) -> None:
    """A line ends in the middle; what follows is lost or stands on a line of its own."""
    at = random.randrange(len(lines))
    place = random.randint(0, len(lines[at]))
    lines[at : at + 1] = [lines[at][:place], *([lines[at][place:]] if random.random() < 0.5 else [])]


def cut_file(lines: list[str], random: Random) -> None:
    """The rest of the file is lost."""
    del lines[random.randrange(len(lines)) :]


def shift_cells(lines: list[str], random: Random) -> None:
    """In some rows a cell is added or lost."""
    rows = [at for at, line in enumerate(lines) if "\t" in line or "|" in line]
    for at in random.sample(rows, min(len(rows), random.randint(1, 25))):
        mark = "\t" if "\t" in lines[at] else "|"
        cells = lines[at].split(mark)
        if random.random() < 0.5:
            cells.insert(random.randint(0, len(cells)), random.choice(["", " ", "0.00", "合计"]))
        else:
            del cells[random.randrange(len(cells))]
        lines[at] = mark.join(cells)


def replace_characters(lines: list[str], random: Random) -> None:
    """Some characters become odd ones."""
    for _ in range(random.randint(1, 60)):
        at = random.randrange(len(lines))
        place = random.randint(0, len(lines[at]))
        lines[at] = lines[at][:place] + random.choice(ODD) + lines[at][place + random.randint(0, 1) :]


def odd_figures(lines: list[str], random: Random) -> None:
    """Some cells hold figures that are none."""
    rows = [at for at, line in enumerate(lines) if any(char.isdigit() for char in line)]
    for at in random.sample(rows, min(len(rows), random.randint(1, 15))):
        places = [place for place, char in enumerate(lines[at]) if char.isdigit()]
        place = random.choice(places)
        lines[at] = lines[at][:place] + random.choice(FIGURES) + lines[at][place + 1 :]


def huge_cell(lines: list[str], random: Random) -> None:
    """One cell or paragraph is enormous: words, figures, brackets or blanks."""
    at = random.randrange(len(lines))
    piece = random.choice(PIECES)
    lines[at] += piece * (HUGE // len(piece))


def many_pipes(lines: list[str], random: Random) -> None:
    """A row of thousands of cells, or thousands of short rows."""
    at = random.randrange(len(lines))
    if random.random() < 0.5:
        lines.insert(at, random.choice("|\t") * random.choice([200, 5_000, 20_000]))
    else:
        lines[at:at] = [random.choice(["|", "| |", "\t", "|---|", "| 1 |", "合计\t1"])] * random.choice([50, 2_000])


def move_lines(lines: list[str], random: Random) -> None:
    """A stretch of lines stands elsewhere."""
    at = random.randrange(len(lines))
    piece = lines[at : at + random.randint(1, 60)]
    del lines[at : at + len(piece)]
    place = random.randint(0, len(lines))
    lines[place:place] = piece


def without_blanks(lines: list[str], random: Random) -> None:
    """All blank lines are lost, or every line is followed by one."""
    lines[:] = [line for line in lines if line.strip()] if random.random() < 0.5 else [part for line in lines for part in (line, "")]


DAMAGES: Final[tuple[Callable[[list[str], Random], None], ...]] = (
    drop_lines, double_lines, cut_line, cut_file, shift_cells, replace_characters, odd_figures, huge_cell, many_pipes, move_lines,
    without_blanks,
)  # fmt: skip


def damaged(text: str, random: Random) -> str:
    """The text after one to four damages."""
    lines = text.split("\n")
    for damage in random.choices(DAMAGES, k=random.randint(1, 4)):
        if not lines:
            break
        damage(lines, random)
    return "\n".join(lines)


def flipped(raw: bytes, random: Random) -> bytes:
    """The bytes with some of them changed or lost, as a bad transfer leaves them."""
    data = bytearray(raw)
    for _ in range(random.randint(1, 12)):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data[: random.randint(1, len(data))] if random.random() < 0.2 else data)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeoutError when the block takes more processor time; without SIGPROF (Windows) it only runs the block."""
    if not hasattr(signal, "SIGPROF"):
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def round_of(texts: Sequence[str], random: Random) -> str | InputError:
    """One damaged document as text, or the InputError its bytes gave."""
    text = random.choice(texts)
    if random.random() < 0.25:
        try:
            return decode(flipped(text.encode(), random), "fuzz")
        except InputError as error:
            return error
    return damaged(text, random)


def check(text: str, limit: float, rules: Sequence[Rule] | None) -> None:
    """Read the text, and audit it with `rules` when given; InputError is an answer, anything else is raised."""
    with within(limit):
        try:
            document = read_text(text)
        except InputError:
            return
        if rules is not None:
            evaluate([document], rules)


def main() -> int:
    """Run the rounds; the exit status is 1 when one failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=5.0, help="seconds a document may take")
    parser.add_argument("--audit-every", type=int, default=10)
    given = parser.parse_args()
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in given.files or default_files()]
    rules = load_rules()
    failed, slowest = 0, 0.0
    for number in range(given.seed, given.seed + given.count):
        made = round_of(texts, Random(number))  # noqa: S311  # repeatable, not secret
        if isinstance(made, InputError):
            continue
        started = time.perf_counter()
        try:
            check(made, given.limit, rules if number % given.audit_every == 0 else None)
        except Exception:  # noqa: BLE001  # whatever comes is what we look for
            failed += 1
            _keep(number, made)
        slowest = max(slowest, time.perf_counter() - started)
    print(f"{given.count} documents, {failed} failed, slowest {slowest:.2f} s")
    return 1 if failed else 0


def _keep(number: int, text: str) -> None:
    folder = Path("out/fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
    last = traceback.format_exc().strip().splitlines()
    print(f"seed {number}: {last[-1]}\n    " + "\n    ".join(last[-7:-1]), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
