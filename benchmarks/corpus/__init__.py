"""A corpus of any size: consistent random budgets and final accounts, seeded, in every layout, with errors at known places.

`books` invents a department's years in exact fen, `tables`, `accounts`, `plans` and `forms` print them by the layout data, `defects`
makes the errors, `families` decides which documents there are. Every amount is rounded once, when it is printed, so that rounding
tails occur as they do in published accounts.
"""
