"""Measures: actual values computed from registered datasets, each result with what it was computed from."""
