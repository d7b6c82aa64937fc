"""Performance forms as tables: layouts as data (`baozhang/compiling/data/forms/*.toml`), filled with an evaluation."""

from __future__ import annotations

from baozhang.compiling.forms.filling import filled
from baozhang.compiling.forms.layout import FormLayout, form_layout, form_layouts, usual_layout

__all__ = ["FormLayout", "filled", "form_layout", "form_layouts", "usual_layout"]
