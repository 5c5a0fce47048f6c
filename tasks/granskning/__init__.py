"""Holding everything that is kept against everything else: the trail, the tables, the rules, the files, the mail."""
