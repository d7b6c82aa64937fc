"""The forms reader: performance targets, self-evaluations, whole-department forms, lists and evaluation reports."""

from baozhang.reading.forms.reader import read_forms
from baozhang.reading.forms.result import FormsReading
from baozhang.reading.forms.spans import form_tables

__all__ = ["FormsReading", "form_tables", "read_forms"]
