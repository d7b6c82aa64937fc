"""Documents in: text and Markdown to blocks, statements, forms and claims."""

from baozhang.reading.document import read_file, read_text

__all__ = ["read_file", "read_text"]
