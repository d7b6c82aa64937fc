"""From draft to published version: what was compiled is kept, checked, approved and published, and never changes again."""
