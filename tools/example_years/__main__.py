"""`python -m tools.example_years SEEDS OUT`: one folder of tables per published document in SEEDS; prints the cells that cannot be met."""

from __future__ import annotations

import sys
from pathlib import Path

from baozhang.ledger.exchange.exporting import csv_text
from baozhang.ledger.registers import registers
from baozhang.reading import read_file
from baozhang.taxonomy.layouts import layouts
from tools.example_years.equations import fitted
from tools.example_years.ledgers import ledger_of
from tools.example_years.stated import Stated
from tools.example_years.units import OFFICE
from tools.example_years.unknowns import printed_of, unknowns
from tools.example_years.words import texts_of


def main(seeds: Path, out: Path) -> int:
    """Write the example years; the status is 1 when some printed cell has no ledger that rounds to it."""
    missed = 0
    for file in sorted(seeds.glob("*.txt")):
        document = read_file(file)
        layout = layouts()[document.about.layout]
        printed = printed_of(document)
        operating = Stated(document, OFFICE).operating()
        flows, unmet = fitted(unknowns(printed, document.about.stage), printed, layout, operating)
        batch = ledger_of(flows, document)
        batch["texts"] = texts_of(batch, layout, document.about.fiscal_year or 0)
        folder = out / f"{layout.id}-{document.about.fiscal_year}"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.csv"):
            old.unlink()
        for number, register in enumerate((one for one in registers().values() if one.id in batch), 1):
            rows = batch[register.id]
            text = csv_text(register, rows)
            (folder / f"{number:02d}-{register.title}.csv").write_text(text, encoding="utf-8")
        about = {"department": batch["units"][0]["agency_name"], "fiscal_year": document.about.fiscal_year, "layout": layout.id}
        lines = [f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"' for key, value in about.items()]
        (folder / "book.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{folder.name}: {len(flows)} flows, {len(printed.cells)} printed cells, {len(unmet)} unmet {unmet}")
        missed += len(unmet)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
