"""In and out: templates to fill, what other systems export, and everything back under the same names."""
