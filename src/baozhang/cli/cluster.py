"""Work on a Spark cluster: files read, audited and concluded there, in order; and the rules asked of the lake."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from baozhang.cli.batches import about_file
from baozhang.cli.outcomes import read_outcome
from baozhang.facts.spark.session import spark_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.cli.lake.audit import Workers
    from baozhang.errors import InputError
    from baozhang.reading import Source


def audit_on_spark(sources: Sequence[Source], rules: Sequence[Rule], master: str, *, whole: bool) -> Iterator[DocumentAudit | InputError]:
    """Audit files on the cluster of `master`, in order; `whole` keeps the documents complete (for reports that show them)."""
    with spark_session(master) as session:
        from baozhang.auditing.spark.audit import audit_on_cluster  # noqa: PLC0415  # now that pyspark is known to be there

        yield from audit_on_cluster(session, sources, rules, read_outcome, partial(about_file, whole=whole), _tell)


@contextmanager
def lake_on_spark(master: str) -> Iterator[Workers]:
    """What examines the lake on the cluster of `master`: one large portion after the other."""
    from baozhang.auditing.lake.chunks import PORTION_OF_FEW  # noqa: PLC0415
    from baozhang.cli.lake.audit import Workers  # noqa: PLC0415

    with spark_session(master) as session:
        from baozhang.auditing.spark.lake import do_on_cluster  # noqa: PLC0415

        yield Workers(lambda _: PORTION_OF_FEW, lambda tasks: (do_on_cluster(session, task) for task in tasks))


def _tell(line: str) -> None:
    sys.stderr.write(f"Spark：{line}\n")
