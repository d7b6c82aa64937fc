"""Payment of providers: by DRG, DIP, bed-day, head and package; formulas are exact, policy is dated data, money is integer fen."""
