"""The story: one short flow per stage of the year, and the command line that runs them."""
