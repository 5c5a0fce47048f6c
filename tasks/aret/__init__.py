"""The year folder and the year workbook: read, checked, opened, changed, and written for the next year."""
