"""Baozhang 保障报账: the accounts of a medical-security bureau, read, checked, compiled and published."""

__version__ = "0.1.0"
