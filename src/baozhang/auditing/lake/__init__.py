"""Audits of the lake: every rule is one query over a thousand documents or more, and only what fails is looked at one by one.

The same rules, the same engine and the same merging as for files (`auditing.tallies`, `auditing.engine`); what differs is where the
hub comes from. `profiles` says what a document contains, `cited` fetches the rows that findings speak of, `chunks` divides the work,
`examining` does it, `results` keeps and reads what was found.
"""
