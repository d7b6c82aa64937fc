"""The explanatory part: a template per layout says what is told in which order, phrases say how figures and changes are told."""
