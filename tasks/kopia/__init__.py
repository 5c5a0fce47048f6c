"""Copying the whole installation to one file, and back: the database, Prefect's, and the work folder."""
