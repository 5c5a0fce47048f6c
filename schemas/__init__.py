"""The nouns: codes, values, frames, tables, the year folder, workbooks, problems and settings."""
