"""Documents in, whatever their format: to blocks, statements, forms and claims."""

from baozhang.reading.document import read_accounts, read_file, read_source, read_text
from baozhang.reading.sources import Source

__all__ = ["Source", "read_accounts", "read_file", "read_source", "read_text"]
