"""What the fields of a record mean, in the words that stand behind them in the code."""

from __future__ import annotations

import ast
import inspect
from functools import cache


@cache
def field_meanings(record: type) -> dict[str, str]:
    """The docstring of every field of a record type, in order; a field's docstring is the string that follows it."""
    (body,) = ast.parse(inspect.getsource(record)).body
    nodes = body.body if isinstance(body, ast.ClassDef) else []
    following = [*nodes[1:], ast.Pass()]
    return {
        ast.unparse(node.target): _string(after) for node, after in zip(nodes, following, strict=True) if isinstance(node, ast.AnnAssign)
    }


def _string(node: ast.stmt) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
        case _:
            return ""
