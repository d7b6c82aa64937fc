"""`baozhang payment methods`: the ways of paying, their formulas and files, and the parameter files that come with the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from baozhang.cli.output import print_table
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("methods", "列出付费方式、公式、依据、输入文件各列和自带的参数文件", _run)
    parser.add_argument("name", nargs="?", metavar="NAME", help="付费方式或自带参数文件的名称；写了就显示其输入文件各列，或打印参数文件")


def _run(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.methods import METHODS  # noqa: PLC0415
    from baozhang.operations.payment.parameters import Method, read_parameters, shipped  # noqa: PLC0415

    files = {file.name.removesuffix(".toml"): file for file in shipped()}
    if arguments.name is None:
        for method, about in METHODS.items():
            sys.stdout.write(f"{method}  {about.title}\n  公式  {about.formula}\n  依据  {about.source}\n")
            named = [f"{name}（{read_parameters(file).header.title}）" for name, file in files.items() if _is(file, method)]
            sys.stdout.write(f"  参数  {'、'.join(named)}\n")
        return 0
    if arguments.name in files:
        sys.stdout.write(files[arguments.name].read_text(encoding="utf-8"))
        return 0
    if arguments.name not in set(Method):
        raise UsageError(f"没有名为“{arguments.name}”的付费方式或参数文件；可用的有：{'、'.join([*Method, *files])}。")
    about = METHODS[Method(arguments.name)]
    sys.stdout.write(f"{about.title}\n{about.formula}\n依据 {about.source}\n")
    for option, relation in about.files.items():
        sys.stdout.write(f"\n{option} {relation.title}\n")
        print_table([f"  {each.name}", "必须有" if each.required else "可以没有", each.meaning] for each in relation.columns)
    return 0


def _is(file: object, method: object) -> bool:
    from baozhang.operations.payment.parameters import read_parameters  # noqa: PLC0415

    return read_parameters(file).header.method == method  # type: ignore[arg-type]  # a file that came with the program
