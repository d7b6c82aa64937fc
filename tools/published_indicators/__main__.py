"""`python -m tools.published_indicators SEEDS`: write `indicators.csv` from the documents in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from baozhang.reading import read_file
from tools.published_indicators import of_document, write

if __name__ == "__main__":
    found = [row for file in sorted(Path(sys.argv[1]).glob("*.txt")) for row in of_document(read_file(file))]
    write(found)
    print(f"{len(found)} indicators with a quantity")
