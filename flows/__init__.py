"""The story: one short flow per stage of the year, and the command line that runs them."""

import gc

# look for garbage more seldom: modules, rows, frames and cells live long or die by themselves, and looking took a
# tenth of the time of every command and run
gc.set_threshold(50_000, 20, 100)
