"""Cases into groups: DRG by schemes that are data, one case at a time or millions in a row, and DIP by catalogues.

scheme = load_scheme("fuzhou_2022")
ScalarGrouper(scheme).group(case_of({"id": "1", "gender": 1, "age": 60, "diagnoses": "I21.000", "procedures": ""}))
"""

from baozhang.operations.grouping.case import Case, Grouping, Status, case_of
from baozhang.operations.grouping.explaining import Explanation, explain
from baozhang.operations.grouping.scalar import ScalarGrouper
from baozhang.operations.grouping.scheme import Identity, Scheme
from baozhang.operations.grouping.schemes import import_scheme, load_scheme
from baozhang.operations.grouping.vectorised import VectorisedGrouper

__all__ = [
    "Case",
    "Explanation",
    "Grouping",
    "Identity",
    "ScalarGrouper",
    "Scheme",
    "Status",
    "VectorisedGrouper",
    "case_of",
    "explain",
    "import_scheme",
    "load_scheme",
]
