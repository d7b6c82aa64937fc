"""Tables without lines, or with some of them only: printed lines whose figures stand under each other, in columns parted by white.

Lines are cut into fragments at their gaps; figures above each other show where a table is (`regions`); its columns are what fragments
overlap when seen from above (`columns`); lines without a figure belong to the row they are wrapped from (`rows`); what stands above the
first figures is the header (`header`). Where this does not come out even, the lines stay text: nothing is read rather than guessed.
"""
