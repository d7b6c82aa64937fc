"""年终清算: the money of a year by every method, as a ledger in which each fen of the budget has its place."""
