"""The review workbook, the decision, and what follows from it."""
