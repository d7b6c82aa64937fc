"""Derived tables: what many rules ask of the hub first, worked out once for every document.

Each is a query in a file of this folder, in the dialect of the rules: a comment that says what a row is, the day since which the table
is made so, then one query over tables of the hub and other derived tables. Where documents are audited as they come it is a view; the
lake keeps its rows beside those of the hub, so that no rule over a hundred thousand documents has to group all figures again.
"""

from baozhang.facts.derived.tables import DERIVED, Derived, tables_read, without_comments

__all__ = ["DERIVED", "Derived", "tables_read", "without_comments"]
