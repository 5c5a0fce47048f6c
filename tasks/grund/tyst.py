"""Imported first by the process that children are forked from: what it or a starting child says reaches no terminal.

A child that starts while its parent ends writes a traceback that means nothing; what goes wrong in a child is the
result of its work.
"""

import os

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
