"""A run of a flow as a worker starts it: Prefect's engine in the process that the worker began, and not in a second.

The program is installed where the worker runs, so there is no workspace to prepare first, which is what Prefect does
where no command is given; reading Prefect in for that took as long as most runs do.
"""

import runpy

from flows.skrap import collect_seldom

if __name__ == "__main__":
    collect_seldom()
    runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
