"""Documents in, whatever their format: to blocks, statements, forms and claims.

The reader is loaded when it is asked for: whoever only speaks of places in files (`reading.formats.transcript`) does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.reading.document import read_accounts, read_file, read_source, read_text
    from baozhang.reading.sources import Source

__all__ = ["Source", "read_accounts", "read_file", "read_source", "read_text"]

_HOMES: Final = {name: "sources" if name == "Source" else "document" for name in __all__}

if not TYPE_CHECKING:  # a type checker should go on refusing names that are not there

    def __getattr__(name: str) -> object:
        """What the package offers, from the module it is made in."""
        if name not in _HOMES:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
