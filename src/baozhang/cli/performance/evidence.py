"""Where evidence is kept: arguments that actions on the performance books share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

    from baozhang.performance.books.evidence import EvidenceStore

_VARIABLE: Final = "BAOZHANG_EVIDENCE"
_PLACE: Final = "佐证材料"


def add_evidence(parser: argparse.ArgumentParser) -> None:
    """Declare where the files of evidence are kept."""
    parser.add_argument("--evidence", metavar="DIR", help=f"存放佐证材料的文件夹，默认取环境变量 {_VARIABLE}，再默认 {_PLACE}")


def evidence_of(arguments: argparse.Namespace) -> EvidenceStore:
    """The store of evidence that is meant."""
    from baozhang.performance.books.evidence import EvidenceStore  # noqa: PLC0415  # loads only when it is needed

    return EvidenceStore(Path(arguments.evidence or os.environ.get(_VARIABLE) or _PLACE))
