"""Budget years made from published documents: ledgers whose closing reproduces every printed figure. It holds no figure of its own."""
