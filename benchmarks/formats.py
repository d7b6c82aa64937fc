"""How long files of each format take to become a transcript, and a document.

    python -m benchmarks.formats FILE … [--times 3]

Prints, for every file, the processor time of its transcript (the fastest of several runs), of everything behind it, and the lines.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from baozhang.reading.document import read_transcript
from baozhang.reading.formats import transcribe

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def fastest(work: Callable[[], T], times: int) -> tuple[float, T]:
    """The result of some work and the seconds of processor time of its fastest run."""
    best, result = float("inf"), None
    for _ in range(times):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    assert result is not None  # noqa: S101  # times is at least one
    return best, result


def main() -> int:
    """Measure the files named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'file':32}{'form':24}{'KB':>8}{'lines':>8}{'transcript s':>14}{'the rest s':>12}")
    for path in arguments.files:
        raw = path.read_bytes()
        first, transcript = fastest(lambda raw=raw, path=path: transcribe(raw, str(path)), arguments.times)  # type: ignore[misc]  # bound now
        rest, _ = fastest(lambda transcript=transcript: read_transcript(transcript, "", ""), arguments.times)  # type: ignore[misc]
        print(f"{path.name:32}{transcript.form:24}{len(raw) // 1024:8}{len(transcript.lines):8}{first:14.3f}{rest:12.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
