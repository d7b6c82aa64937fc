"""Exceptions for broken input and wrong use; what does not hold *inside* a document is a finding, never an exception.

BaozhangError
├── InputError          a file could not be read: what, where, what to do
├── EvaluationError     the figures of some document are beyond what a rule can compute with
├── PublishingError     a version cannot be kept, changed or found: what, what to do
├── LedgerError         the books refuse what was asked: a closed year, somebody else was first, a store that cannot be opened
└── UsageError          the call itself is wrong (unknown rule, path that does not exist)
"""

from __future__ import annotations


class BaozhangError(Exception):
    """Root of everything Baozhang raises on purpose; its text is Chinese and meant for the user."""


class InputError(BaozhangError):
    """A file that cannot be read as a document.

    Attributes: file (as the user named it), why (Chinese, one sentence), advice (Chinese, what to do next).
    """

    def __init__(self, file: str, why: str, advice: str) -> None:
        """Keep the three parts apart so that a report can show them in columns."""
        super().__init__(f"{file}：{why}。{advice}")
        self.file = file
        self.why = why
        self.advice = advice

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Made again from its parts, so that it crosses processes."""
        return (InputError, (self.file, self.why, self.advice))


class EvaluationError(BaozhangError):
    """A rule could not be computed on the figures of a batch (they are damaged beyond any amount); the rule itself is sound."""


class PublishingError(BaozhangError):
    """A step with a version that is not possible: out of turn, overtaken by somebody else, or its files are damaged."""

    def __init__(self, why: str, advice: str) -> None:
        """Both parts are Chinese sentences without a stop, and with one."""
        super().__init__(f"{why}。{advice}")
        self.why = why
        self.advice = advice


class LedgerError(BaozhangError):
    """The books refuse what was asked of them; nothing was changed."""


class UsageError(BaozhangError):
    """The command or call names something that does not exist or does not go together."""
