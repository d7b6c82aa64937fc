"""A synthetic city: persons, care, settlements and planted abuse, drawn by a seed, in a warehouse. There is no real person in it."""
