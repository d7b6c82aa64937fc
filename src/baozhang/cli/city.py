"""`baozhang city`: a synthetic city of any size, to try everything on that must not be tried on real persons."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations, run_operation
from baozhang.cli.output import print_table
from baozhang.cli.processes import add_jobs, jobs_of, shared_out
from baozhang.cli.warehouse import add_warehouse
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.operations.grouping import Scheme

NAME: Final = "city"
HELP: Final = "合成城市：按种子生成虚构的参保人、就诊、费用、结算和埋设的违规，供试用和测试"

_YEARS: Final = range(2000, 2100)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the operations of the verb."""
    operations = Operations(parser)
    generated = operations.add("generate", "生成一个城市一年的数据，存入一个新的数据仓库；其中没有真实的人", _generate)
    generated.add_argument("--persons", type=int, required=True, metavar="N", help="人数，1,000 至 7,000,000")
    generated.add_argument("--year", type=int, default=2024, metavar="YEAR", help="年度，默认 2024")
    generated.add_argument("--seed", type=int, default=1, metavar="N", help="种子，默认 1；种子、人数、年度、方案相同，结果逐字节相同")
    generated.add_argument(
        "--scheme", metavar="NAME", help="病例所取的 DRG 分组方案：方案名，或 方案名@版本；不写时用随程序提供的示例方案 example"
    )
    add_jobs(generated)
    add_warehouse(generated)
    operations.add("kinds", "列出埋设的违规种类", _kinds)


run = run_operation


def _generate(arguments: argparse.Namespace) -> int:
    from baozhang.cli.progress import with_progress  # noqa: PLC0415
    from baozhang.operations.city.generating import make, tasks  # noqa: PLC0415  # Arrow loads only when needed
    from baozhang.operations.city.plan import LARGEST, SMALLEST, Plan  # noqa: PLC0415
    from baozhang.operations.warehouse import Warehouse  # noqa: PLC0415
    from baozhang.operations.warehouse.store import warehouse_folder  # noqa: PLC0415

    if not SMALLEST <= arguments.persons <= LARGEST or arguments.year not in _YEARS or arguments.seed < 0 or arguments.jobs < 0:
        raise UsageError(f"人数应为 {SMALLEST:,} 至 {LARGEST:,}，年度应为 2000 至 2099，种子和进程数不小于 0。")
    warehouse = Warehouse(Path(arguments.warehouse or warehouse_folder()))
    scheme = _scheme(arguments.scheme)
    plan = Plan(arguments.persons, arguments.year, arguments.seed)
    rows: Counter[str] = Counter()
    with warehouse.writing() as staging:
        if warehouse.loads:
            raise UsageError(
                f"数据仓库 {warehouse.root} 已有数据；合成城市要用新的文件夹，以免与其他数据混在一起。请用 --warehouse 另行指定。"
            )
        blocks = shared_out(make, tasks(plan, scheme, staging), min(jobs_of(arguments), plan.blocks))
        for made in with_progress(blocks, plan.blocks, "已生成"):
            rows += made.rows
        note = f"合成城市：{plan.persons:,} 人，{plan.year} 年，种子 {plan.seed}，方案 {scheme.identity.label}"
        warehouse.commit(staging, (), note)
    _tell(note, rows, warehouse.root)
    return 0


def _scheme(name: str | None) -> Scheme:
    from baozhang.operations.grouping import load_scheme  # noqa: PLC0415
    from baozhang.operations.grouping.schemes import import_example  # noqa: PLC0415

    return load_scheme(name) if name else import_example()


def _tell(note: str, rows: Counter[str], folder: Path) -> None:
    from baozhang.operations.warehouse import datasets  # noqa: PLC0415

    sys.stdout.write(f"{note}\n")
    print_table([["数据集", "行数"], *([one.title, f"{rows[name]:,}"] for name, one in datasets().items() if rows[name])], right=[1])
    sys.stdout.write(f"存入 {folder}；用 warehouse query 查询。\n")


def _kinds(_: argparse.Namespace) -> int:
    from baozhang.operations.city.abuse import planted_kinds  # noqa: PLC0415

    rows = [[kind.title, kind.name, f"{kind.rate}", "、".join(kind.roles)] for kind in planted_kinds().values()]
    print_table([["违规", "名称", "每万人", "角色"], *rows], right=[2])
    return 0
