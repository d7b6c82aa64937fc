"""Workbooks: every sheet as it is shown, its title lines as paragraphs, its rows as rows, each cell knowing its address."""
