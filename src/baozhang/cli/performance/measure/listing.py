"""`baozhang performance measure list`: the measures there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import add_format, add_measures, measures_of, tell

if TYPE_CHECKING:
    import argparse

NAME: Final = "list"
HELP: Final = "列出测算：编号、名称、单位、参数和需要的数据集"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    add_measures(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """List them; returns the exit status."""
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415

    values = [
        {
            "measure": one.id,
            "title": one.title,
            "unit": one.shown_unit,
            "parameters": [each.name + ("" if each.default is None else f"={each.default}") for each in one.parameters],
            "needs": list(one.needs),
        }
        for one in measures_of(arguments).values()
    ]
    rows = [["、".join(cell) if isinstance(cell, list) else cell for cell in each.values()] for each in values]
    tell(arguments, values, list(tabulated(["测算", "名称", "单位", "参数", "数据集"], rows)), "measures")
    return 0
