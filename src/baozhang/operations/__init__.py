"""The business behind the accounts: engines that are parameters plus data, from grouping of cases to payment."""
