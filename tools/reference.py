"""Write docs/reference from what it describes: rules, layouts, commands, records, the warehouse, measures, the indicator library.

`python -m tools.reference` writes the pages, `--check` only says which of them are stale (exit status 1).
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.across.partners import RELATIONS
from baozhang.auditing.reports.shown import FAMILIES, SEVERITIES
from baozhang.auditing.rule import every_rule
from baozhang.cli import build_parser
from baozhang.facts import derived, records
from baozhang.facts.derived import DERIVED
from baozhang.facts.described import field_meanings
from baozhang.facts.lake import tables as lake_tables
from baozhang.facts.lake.manifest import manifest_statements
from baozhang.facts.lake.tables import TABLES
from baozhang.facts.schemas import HUB
from baozhang.operations.warehouse import datasets as warehouse_datasets
from baozhang.operations.warehouse.datasets import choices
from baozhang.operations.warehouse.relations import READABLE, shared_views
from baozhang.taxonomy.layouts import layouts
from tools.measures_reference import indicators_page, measures_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from _typeshed import DataclassInstance

    from baozhang.auditing.messages import Message
    from baozhang.auditing.rule import Rule
    from baozhang.operations.warehouse import Dataset
    from baozhang.taxonomy.layouts import Layout

FOLDER: Final = Path(__file__).parents[1] / "docs" / "reference"

STAGES: Final = {"final": "决算", "budget": "预算", "both": "预算、决算"}
"""The documents a rule is made for."""


def rules_page(rules: Sequence[Rule]) -> str:
    """Every rule: what must hold, where it is required, what it needs and what it says."""
    lines = [
        "# 规则",
        "",
        f"共 {len(rules)} 条。问题分三级：错误（不可能正确）、提示（须核实或说明）、备注（四舍五入的尾差，以及文字格式）。",
        "",
        "“需要”列出核对所需的内容，缺少时本规则记为“未核对”，各词的含义见[增加规则](../guide/extending.md)。",
    ]
    for family, group in groupby(sorted(rules, key=_order), key=lambda rule: rule.family):
        members = list(group)
        lines += ["", f"## {family} {FAMILIES[family]}", "", "| 规则 | 内容 | 级别 | 适用 |", "|---|---|---|---|", *map(_rule_row, members)]
        for rule in members:
            lines += ["", *_rule_lines(rule)]
    return _page(lines)


def _order(rule: Rule) -> tuple[int, str]:
    return list(FAMILIES).index(rule.family), rule.id


def _rule_row(rule: Rule) -> str:
    return f"| [{rule.id}](#{rule.id.lower()}) | {_escaped(rule.title)} | {SEVERITIES[rule.severity]} | {STAGES[rule.applies]} |"


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}"
    yield ""
    yield f"**{_escaped(rule.title)}**"
    yield ""
    yield f"- 级别：{SEVERITIES[rule.severity]}；适用：{STAGES[rule.applies]}"
    yield f"- 依据：{_escaped(rule.basis)}"
    if rule.across:
        yield f"- 比较：{RELATIONS[rule.across]}"
    if rule.needs:
        yield f"- 需要：{'，'.join(f'`{need}`' for need in rule.needs)}"
    if rule.identity is not None:
        yield f"- 勾稽关系：`{rule.identity.formula}`"
        if rule.identity.given:
            yield f"- 仅当列有：{'，'.join(f'`{term}`' for term in rule.identity.given)}"
        if rule.identity.unless:
            yield f"- 除非列有：{'，'.join(f'`{term}`' for term in rule.identity.unless)}"
    else:
        yield f"- 问题：{_template(rule.message)}"
    if rule.suggestion is not None:
        yield f"- 建议：{_template(rule.suggestion)}"


def _template(message: Message) -> str:
    return "".join(_escaped(literal) + (f"〈{field}〉" if field else "") for literal, field, _ in message.parts)


def _escaped(text: str) -> str:
    """Words that Markdown must not take for markup."""
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", text)


def layouts_page(known: Iterable[Layout]) -> str:
    """Every layout with the statements it prints."""
    lines = ["# 版式", "", "读取时按表名和栏目识别版式；不属于以下版式的文件，按最接近的版式读取，并在报告中说明。"]
    for layout in known:
        lines += ["", f"## {layout.id}", "", f"**{_escaped(layout.title)}**", ""]
        lines += [
            f"- 文件：{STAGES[layout.stage]}；自 {layout.valid_from} 年度起；金额单位：{layout.unit}",
            f"- 来源：{_escaped(layout.source)}",
        ]
        lines += ["", "| 表号 | 表名 | 表 | 栏目 |", "|---|---|---|---|"]
        lines += [
            f"| {one.number} | {_escaped(one.title)} | `{one.id}` | {'、'.join(f'`{column}`' for column in one.columns)} |"
            for one in layout.statements
        ]
    return _page(lines)


def commands_page(parser: argparse.ArgumentParser) -> str:
    """Every command with its arguments and options."""
    lines = ["# 命令"]
    for name, command in commands(parser):
        lines += ["", f"## {name}", "", _sentence(command.description), "", "| 参数 | 含义 |", "|---|---|"]
        lines += [f"| {names} | {meaning} |" for action in arguments_of(command) for names, meaning in _rows(action)]
    return _page(lines)


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The parser itself and every command below it; argparse has no public way to list them."""
    yield parser.prog, parser
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                yield from commands(command)


def arguments_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments and options of one command that its help shows."""
    return [action for action in parser._actions if action.help != argparse.SUPPRESS]  # noqa: SLF001


def _rows(action: argparse.Action) -> Iterator[tuple[str, str]]:
    """An argument and its meaning; of an argument that is a command, every command."""
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        yield from ((f"`{name}`", _sentence(command.description)) for name, command in action.choices.items())
    else:
        yield _names(action), _meaning(action)


def _names(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 or action.choices else f" {_metavar(action)}"
    if action.option_strings:
        return "，".join(f"`{option}{value}`" for option in action.option_strings)
    if action.choices:
        return "、".join(f"`{choice}`" for choice in action.choices)
    return f"`{_metavar(action)}{'…' if action.nargs in {'+', '*'} else ''}`"


def _metavar(action: argparse.Action) -> str:
    return action.metavar if isinstance(action.metavar, str) else action.dest.upper()


def _meaning(action: argparse.Action) -> str:
    meaning = _sentence(action.help)
    if action.option_strings and action.choices:
        meaning += f"可选：{'、'.join(f'`{choice}`' for choice in action.choices)}。"
    if action.option_strings and action.nargs != 0 and action.default is not None and "默认" not in meaning:
        meaning += f"默认：`{action.default}`。"
    return meaning.replace("|", "\\|")


def _sentence(text: str | None) -> str:
    return f"{text.rstrip('。')}。" if text else ""


def hub_page() -> str:
    """Every hub table with its fields, from the record types and the docstrings behind their fields."""
    lines = ["# The hub", "", inspect.getdoc(records) or ""]
    for table, record in HUB.items():
        lines += _table(table, record)
    return _page(lines)


def lake_page() -> str:
    """The tables of the lake that are not of the hub, and the manifest."""
    lines = ["# The lake", "", inspect.getdoc(lake_tables) or "", "", "The tables of the hub are told in [the hub](hub.md)."]
    for table, record in TABLES.items():
        if table not in HUB:
            lines += _table(table, record)
    lines += ["", "## Derived tables", "", inspect.getdoc(derived) or ""]
    for one in DERIVED.values():
        lines += _table(one.kept_as, one.record)
    lines += ["", "## The manifest", "", "`manifest.sqlite` decides which files belong to the lake.", "", "```sql"]
    return _page([*lines, ";\n\n".join(manifest_statements()) + ";", "```"])


def warehouse_page() -> str:
    """The datasets of the warehouse with their fields, the short code lists, and the views that queries share."""
    known = warehouse_datasets().values()
    lines = [
        "# 数据仓库",
        "",
        "字段名取自国家医保信息平台接口。有月份的数据集另有一列 `month`（如 202403）。类型：",
        "",
        "- `key`：编号；不是至多 18 位数字的编号在字典中编为负数。`code`：字典编码。`choice`：短代码表的值。",
        "- `fen`：金额（分）。`price`：单价，百万分之一元。`scaled`：其他数字，万分之一。",
        "- `count`：整数。`date`、`time`：日期、时间（精确到秒）。`text`：文字。",
        "",
        "查询还可以用以下各表：",
        "",
        "- `dictionary_item` 等（code、text）：各字典的编码和原文；`dictionary`（name、code、text）是全部字典。",
        "- `code_lists`（list、value、name、class）：短代码表。",
        "- `months`（month、last_day）：仓库中有的月份。",
        "- `visits_text` 等：各数据集的原样，编码、编号为原文，金额为元，也就是导入的文件的样子。",
    ]
    for dataset in known:
        lines += ["", f"## {dataset.name}", "", *_dataset_lines(dataset)]
    lines += ["", "## 代码表", "", "| 代码表 | 值 | 含义 | 归类 |", "|---|---|---|---|"]
    lines += [f"| `{one.list}` | {one.value} | {one.name} | {one.group} |" for one in choices()]
    for name, query in shared_views().items():
        if name.endswith(READABLE):
            continue
        lines += ["", f"## 视图 {name}", "", "```sql", query.strip(), "```"]
    return _page(lines)


def _dataset_lines(dataset: Dataset) -> Iterator[str]:
    partition = f"按 `{dataset.month}` 的月份分区" if dataset.month else "不分区"
    yield f"{dataset.title}（{dataset.interface}）。{partition}；按 {'、'.join(f'`{name}`' for name in dataset.sort)} 排序；"
    yield f"{'、'.join(f'`{name}`' for name in dataset.key)} 不重复。"
    yield from ("", "| 字段 | 类型 | 含义 |", "|---|---|---|")
    for field in dataset.fields:
        of = f" {field.of}" if field.of not in {"", field.name} else ""
        yield f"| `{field.name}` | {field.kind}{of}{'，可空' if field.optional else ''} | {field.meaning} |"


def _table(table: str, record: type[DataclassInstance]) -> Iterator[str]:
    yield from ("", f"## {table}", "", inspect.getdoc(record) or "", "", "| field | type | meaning |", "|---|---|---|")
    yield from (f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in _fields(record))


def _fields(record: type[DataclassInstance]) -> Iterator[tuple[str, str, str]]:
    """Name, type and meaning of each field."""
    meanings = field_meanings(record)
    for field in fields(record):
        yield field.name, str(field.type).replace(" | None", ", may be missing"), meanings[field.name].replace("|", "\\|")


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "rules.md": lambda: rules_page(every_rule()),
    "layouts.md": lambda: layouts_page(layouts().values()),
    "commands.md": lambda: commands_page(build_parser()),
    "hub.md": hub_page,
    "lake.md": lake_page,
    "warehouse.md": warehouse_page,
    "measures.md": measures_page,
    "indicators.md": indicators_page,
}
"""Every generated page and what makes it."""


def stale_pages() -> list[str]:
    """Names of the pages that are missing or differ from what they should say."""
    return [name for name, page in PAGES.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != page()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with `--check` only compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 when a page is stale")
    if parser.parse_args(arguments).check:
        stale = stale_pages()
        if stale:
            print(f"stale: {', '.join(stale)}; run `make reference`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
