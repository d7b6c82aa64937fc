"""Figures side by side: any item, indicator or ratio over years and departments, with the place of each and outliers among peers."""

from baozhang.comparing.figures import Comparison, Figure, Place
from baozhang.comparing.gathering import compare, open_hub, open_spool
from baozhang.comparing.subjects import Subject, find_subject

__all__ = ["Comparison", "Figure", "Place", "Subject", "compare", "find_subject", "open_hub", "open_spool"]
