"""Where the libraries' log lines go: a file in the work folder, never the user's terminal."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from schemas.installningar import installningar


def loggfil() -> Path:
    """The log file of this installation."""
    return installningar().hem / "logg" / "arshjul.log"


class Loggfil(RotatingFileHandler):
    """A handler that writes to the log file of the installation; opened when the first line is written."""

    def __init__(self) -> None:
        sokvag = loggfil()
        sokvag.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(sokvag, maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)


def silence() -> None:
    """Send warnings and log lines of every library to the file, also where Prefect is not used."""
    logging.captureWarnings(True)
    rot = logging.getLogger()
    if not any(isinstance(h, Loggfil) for h in rot.handlers):
        rot.addHandler(Loggfil())
