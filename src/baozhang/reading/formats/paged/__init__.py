"""Formats with pages (PDF, OFD): characters and ruling lines at their places become tables, paragraphs and their boxes."""
