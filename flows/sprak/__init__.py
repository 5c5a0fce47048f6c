"""The command line's own words in Swedish: what click and typer say, by gettext."""

import gettext
import os
from pathlib import Path

MAPP = Path(__file__).parent
DOMAN = "arshjul"


def pa_svenska() -> None:
    """Let click and typer find the Swedish messages; before they are used."""
    os.environ["LANGUAGE"] = "sv"
    gettext.bindtextdomain(DOMAN, str(MAPP))
    gettext.textdomain(DOMAN)
