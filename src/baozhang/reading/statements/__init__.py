"""Statutory statements: recognised by title and columns, read by row axis, mended by their own arithmetic."""
