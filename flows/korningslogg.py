"""What a run shows as its log: our own lines, in Swedish; the engine's small talk and tracebacks go to the file."""

import copy
import logging
from pathlib import Path

import prefect
from prefect.logging.handlers import APILogHandler

PREFECT = str(Path(prefect.__file__).parent)


class Korningslogg(APILogHandler):
    """Prefect's handler for the log of a run, without what nobody who reads it can act on.

    What the engine has to say of an error is English, and said already: by the state, in a sentence.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on what is ours, without a traceback."""
        if record.pathname.startswith(PREFECT):
            return
        bar = copy.copy(record)
        bar.exc_info = bar.exc_text = bar.stack_info = None
        super().emit(bar)
