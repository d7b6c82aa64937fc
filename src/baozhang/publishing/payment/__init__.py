"""What payment shows to people: indicators, comparisons and clearings as pages, workbooks and documents."""
