"""The lake: documents of any number as Parquet, in a folder that is right whatever happens to the processes writing it.

It is a small table format. These are its invariants; `verify` checks them, `tests/facts/lake` kills processes to break them:

1. **A segment is whole.** A segment is a set of Parquet files, one per table, that holds *all* rows of some documents of one
   fiscal year. Its files are written once, forced to disk, and never changed.
2. **The manifest decides.** What belongs to the lake is what `manifest.sqlite` lists. A file that is not listed does not exist:
   a process killed before its commit leaves litter, never half a document.
3. **One commit, all or nothing.** Segments, documents, sources and what is retired change together in one transaction of SQLite.
4. **A document is held once.** On a shelf (`read`: what was read; `audit:…`, `across:…`: what some rules found) a document is live in
   exactly one segment; a unique index says so, not the code. Its id is the SHA-256 of the file: the same content is read once,
   whatever its path.
5. **One writer, any number of readers.** A writer holds a lock of the operating system that dies with its process. A reader takes a
   snapshot of the manifest and is never blocked; files that are retired stay on disk for an hour for readers that still need them.
6. **Nothing is forgotten.** A file that changes becomes the next version of its source; the old document stays, superseded, until
   `compact --drop-superseded` is asked for. What could not be read is remembered with its reason and not tried again until it changes.

`tables` says what the tables are, `segments` writes and reads files, `manifest` keeps the list, `lake` opens it all.
"""

from baozhang.facts.lake.lake import Lake, Writer
from baozhang.facts.lake.snapshot import Snapshot

__all__ = ["Lake", "Snapshot", "Writer"]
