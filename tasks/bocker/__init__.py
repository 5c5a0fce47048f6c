"""Workbooks as files: the gate, cells, values, and writing them."""
