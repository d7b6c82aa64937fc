"""How many findings damage makes: each document is damaged in each way, audited, and compared with the audit of the undamaged one.

    python -m benchmarks.damage [FILE …] [--seeds 1] [--only WORDS] [--show]

Without files: the examples and, where they are present, the documents in ../shared/seeds. Nothing of the damage changes a figure: an error
or warning that the undamaged document does not have is a false one. *Known* are those apart from these that tell a defect which the
undamaged document has as well, in another figure: the same rule speaks of the same line, or another one of the same figure first.
*Facts* are the figures read beside those read undamaged.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import load_rules
from baozhang.reading import read_text
from baozhang.reading.text import decode
from benchmarks.damages import DAMAGES
from benchmarks.recall import default_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.auditing.findings import DocumentAudit, Finding


def main() -> None:
    """Print one line for every damage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=1, help="times that every document is damaged in every way")
    parser.add_argument("--only", default="", help="damages whose name holds these words")
    parser.add_argument("--show", action="store_true", help="print every false finding")
    options = parser.parse_args()
    rules = load_rules()
    texts = {path.name: decode(path.read_bytes(), path.name) for path in options.files or default_files()}
    sound = dict(zip(texts, evaluate([read_text(text, name) for name, text in texts.items()], rules), strict=True))
    sys.stdout.write("| damage | documents | errors | warnings | known | facts |\n|---|---:|---:|---:|---:|---:|\n")
    for damage, function in DAMAGES.items():
        if options.only not in damage:
            continue
        names = [name for name in texts for _ in range(options.seeds)]
        chance = [Random(f"{damage}{at}{name}") for at, name in enumerate(names)]  # noqa: S311 -- the same damage in every run
        damaged = ["\n".join(function(texts[name].split("\n"), random)) for name, random in zip(names, chance, strict=True)]
        audits = evaluate([read_text(text, name) for name, text in zip(names, damaged, strict=True)], rules)
        false = [(name, found) for name, audit in zip(names, audits, strict=True) for found in _new(audit, sound[name])]
        known = [(name, found) for name, found in false if _is_known(found, sound[name])]
        counts = Counter(found.severity for name, found in false if (name, found) not in known)
        facts = sum(len(audit.document.facts) for audit in audits) / sum(len(sound[name].document.facts) for name in names)
        sys.stdout.write(
            f"| {damage} | {len(names)} | {counts[Severity.ERROR]} | {counts[Severity.WARNING]} | {len(known)} | {facts:.0%} |\n"
        )
        if options.show:
            sys.stdout.writelines(
                f"  {name} {found.severity}{' (known)' * ((name, found) in known)} {found.rule} {found.message}\n" for name, found in false
            )


def _new(audit: DocumentAudit, sound: DocumentAudit) -> list[Finding]:
    """The errors and warnings that the undamaged document does not have."""
    known = {_key(found) for found in sound.findings}
    return [found for found in audit.findings if found.severity is not Severity.NOTE and _key(found) not in known]


def _is_known(found: Finding, sound: DocumentAudit) -> bool:
    """Whether a finding tells otherwise what one of the undamaged document tells."""
    known = [other for other in sound.findings if other.severity is not Severity.NOTE]
    lines = {evidence.text for evidence in found.evidence}
    same_line = any(other.rule == found.rule and any(evidence.text in lines for evidence in other.evidence) for other in known)
    accused = found.evidence[0].text if found.evidence else ""
    figure = not found.rule.startswith("PER")  # a form and its rows are spoken of by many rules
    return same_line or (figure and any(other.evidence and other.evidence[0].text == accused for other in known))


def _key(found: Finding) -> Sequence[str]:
    return found.rule, found.expected, found.actual


if __name__ == "__main__":
    main()
