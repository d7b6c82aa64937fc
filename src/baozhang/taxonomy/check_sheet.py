"""The sheet of a compiled workbook that recomputes the relations between its statements: by these words it is written and known again."""

from __future__ import annotations

from typing import Final

TITLE: Final = "勾稽核对"
"""Name of the sheet."""
COLUMNS: Final = ("编号", "勾稽关系", "项目", "表列数", "按关系计算", "差额", "结论")
"""Its header: id of the identity, its title, the item, the printed figure, what its parts give, the difference, the verdict."""
