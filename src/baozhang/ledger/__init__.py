"""The budget year: an append-only ledger of budget, execution and property, closed into the statements that are published."""
