"""Synthetic datasets for the measures: numbered persons and institutions, a fixed seed, and edge cases at known places."""
