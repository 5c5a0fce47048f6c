"""The law: pure functions on values and frames. Nothing here knows a database, a clock or a framework."""
