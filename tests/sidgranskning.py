"""Web pages as axe-core in Chromium finds them; see tests/dokumenttest/sidor.mjs."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests_stod import ROOT

MANUS = ROOT / "tests" / "dokumenttest" / "sidor.mjs"


def granska(filer: Iterable[Path]) -> list[dict[str, Any]]:
    """What is wrong with each page: {"fil": name, "fel": [[width, what], …], "tabbar": {width: tab stops}}."""
    assert shutil.which("chromium"), "apt-get install chromium"
    ut = subprocess.run(["node", MANUS, *filer], capture_output=True, text=True, check=True).stdout
    return [json.loads(rad) for rad in ut.splitlines()]
