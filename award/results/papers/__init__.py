"""What is printed of a snapshot: minutes, annex, workbook and table, from its content alone."""
