"""A worker, as a program of its own: read in while the server starts, and at work as soon as it answers.

Run by `arshjul start` and `arshjul arbetare`: `python -m flows.arbetare NAMN`.
"""

import os
import sys
import time
from pathlib import Path

from flows.serverapi import Serverapi, wait_for_api

POOL = "arshjul"
PATIENCE_SECONDS = 600.0


def main() -> None:
    """Take runs until told to stop."""
    import prefect.cli
    import prefect.cli.worker
    import prefect.workers.process

    api = wait_for_api(os.environ["PREFECT_API_URL"], os.environ["PREFECT_API_AUTH_STRING"], PATIENCE_SECONDS)
    _wait_for_pool(api)
    # the runs' `python` is the one that has the program
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    sys.argv = ["prefect", "worker", "start", "--pool", POOL, "--type", "process", "--name", sys.argv[1]]
    prefect.cli.app()


def _wait_for_pool(api: Serverapi) -> None:
    """The one who sets the server up makes it."""
    while not api.get(f"/work_pools/{POOL}"):
        time.sleep(0.5)


if __name__ == "__main__":
    main()
