"""Taking in what the organs send."""
