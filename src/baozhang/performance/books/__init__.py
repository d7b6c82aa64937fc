"""The performance books: what a year's goals are, what was reached and on what evidence, kept in the ledger's store beside its money."""
