"""PDF to transcript: seconds of computing time for a page, on the documents given or on the examples printed as PDF.

    python -m benchmarks.pdf [FILE …] [--rounds N]

Printed per file: pages, characters, seconds of the median round (computing time of one core), seconds and milliseconds for a page.
The last line is the median page over all files. The largest memory of the process is printed too.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path
from statistics import median

from baozhang.reading.formats.pdf import transcribe


def _examples() -> dict[str, bytes]:
    """The bundled examples, printed as the tests print them."""
    from tests.reading.formats.pdf.test_invariance import EXAMPLES, SETTINGS, printed  # noqa: PLC0415  # needs the fonts of the tools

    setting = next(iter(SETTINGS))
    return {path.name: printed(path.read_text(encoding="utf-8"), setting) for path in EXAMPLES}


def measure(raw: bytes, name: str, rounds: int) -> tuple[int, int, float]:
    """Pages, characters of the transcript, and the median seconds of computing time of a reading."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        transcript = transcribe(raw, name)
        times.append(time.process_time() - started)
    return len(transcript.pages), sum(len(line.text) for line in transcript.lines), median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    arguments = parser.parse_args()
    documents = {path.name: path.read_bytes() for path in arguments.files} or _examples()
    per_page: list[float] = []
    results = []
    for name, raw in documents.items():
        pages, characters, seconds = measure(raw, name, arguments.rounds)
        per_page += [seconds / pages] * pages
        results.append({"file": name, "pages": pages, "characters": characters, "seconds": round(seconds, 4), "per_page": seconds / pages})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if arguments.json:
        print(json.dumps({"files": results, "median_page": median(per_page), "memory_mb": memory}, ensure_ascii=False))
        return
    for one in results:
        print(f"{one['pages']:4} 页 {one['characters']:7} 字 {one['seconds']:8.3f} 秒 {1000 * one['per_page']:7.1f} 毫秒/页  {one['file']}")
    print(f"中位数 {1000 * median(per_page):.1f} 毫秒/页，内存最多 {memory} MB")


if __name__ == "__main__":
    main()
