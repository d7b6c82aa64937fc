"""DIP 按病种分值: a catalogue of groups, the choice among candidates, deviation, auxiliary coefficients, the score of a case."""

from baozhang.operations.grouping.dip.catalogue import Catalogue, DipGroup, Tier, Treatment
from baozhang.operations.grouping.dip.catalogues import import_catalogue, load_catalogue
from baozhang.operations.grouping.dip.factors import Deviation, case_score, deviation_of
from baozhang.operations.grouping.dip.scoring import DipCase, DipResult, Scorer
from baozhang.operations.grouping.dip.selecting import Selector

__all__ = [
    "Catalogue",
    "Deviation",
    "DipCase",
    "DipGroup",
    "DipResult",
    "Scorer",
    "Selector",
    "Tier",
    "Treatment",
    "case_score",
    "deviation_of",
    "import_catalogue",
    "load_catalogue",
]
