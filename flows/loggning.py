"""Where the libraries' log lines go: a file in the work folder, never the user's terminal."""

import logging
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from schemas.installningar import installningar


def loggfil() -> Path:
    """The log file of this installation."""
    return installningar().hem / "logg" / "arshjul.log"


class Loggfil(RotatingFileHandler):
    """A handler that writes to the log file of the installation; opened when the first line is written."""

    def __init__(self) -> None:
        super().__init__(loggfil(), maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def silence() -> None:
    """Send warnings and log lines of every library to the file, also where Prefect is not used."""
    logging.captureWarnings(True)
    rot = logging.getLogger()
    for h in [h for h in rot.handlers if isinstance(h, Loggfil) and h.baseFilename != str(loggfil().absolute())]:
        rot.removeHandler(h)  # of the work folder before another was chosen
    if not any(isinstance(h, Loggfil) for h in rot.handlers):
        rot.addHandler(Loggfil())
