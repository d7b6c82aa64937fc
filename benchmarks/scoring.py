"""How many performance forms are scored per second and core: `python -m benchmarks.scoring`."""

from __future__ import annotations

import time
from pathlib import Path

from baozhang.performance.forms import forms_of
from baozhang.performance.schemes import schemes
from baozhang.performance.scoring import score_form
from baozhang.reading import read_file

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


def main() -> None:
    """Score the forms of the examples and, where present, of the seed documents again and again, with every trace written."""
    paths = [*sorted((ROOT / "examples").glob("final-account-*")), *sorted(SEEDS.glob("*.txt"))]
    forms = [form for path in paths for form, _ in forms_of(read_file(path))]
    indicators = sum(len(form.indicators) for form in forms) / len(forms)
    for scheme in schemes().values():
        started, scored = time.process_time(), 0
        while (spent := time.process_time() - started) < 2:
            for form in forms:
                score_form(form, scheme)
            scored += len(forms)
        print(f"{scheme.id}: {scored / spent:,.0f} forms a second and core ({indicators:.1f} indicators each)")


if __name__ == "__main__":
    main()
