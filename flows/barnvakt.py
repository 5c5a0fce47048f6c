"""Keeping a child going: started again when it dies, with growing pauses, and somebody is told."""

import datetime
import subprocess
import sys
import time
from collections.abc import Callable

from flows.paket import deployment_folder
from flows.processer import Barn
from schemas.installningar import installningar

LONGEST_PAUSE = 60.0
#: one that has been up so long has worked
WORKED_SECONDS = 60.0
#: so many times in a row, and it is an alarm
ALARM_AFTER = 4


class Skotsel:
    """A child that is to be there always.

    Args:
        namn: what it is called, as the first word of a sentence.
        foda: starts it.
        say: tells whoever watches.
        hogst: after so many times in a row it is not started again.

    Attributes:
        misslyckade: how many times in a row it has died without having worked.
    """

    def __init__(
        self, namn: str, foda: Callable[[], Barn], say: Callable[[str], None], hogst: int | None = None
    ) -> None:
        self.namn = namn
        self.barn: Barn | None = None
        self.misslyckade = 0
        self.sedan = datetime.datetime.now(datetime.UTC)
        self._foda = foda
        self._say = say
        self._hogst = hogst
        self._nasta = 0.0

    def start(self) -> None:
        """Start it."""
        self.sedan = datetime.datetime.now(datetime.UTC)
        self.barn = self._foda()

    def look_after(self) -> None:
        """Notice that it has died; start it again when the pause is over."""
        if self.barn is None:
            if time.monotonic() >= self._nasta:
                self.start()
            return
        if (kod := self.barn.poll()) is not None:
            self._take_leave(self.barn, kod)

    def _take_leave(self, barn: Barn, kod: int) -> None:
        barn.kill()  # what it had started would go on, and be doubled
        fungerade = time.monotonic() - barn.startad > WORKED_SECONDS
        self.misslyckade = 1 if fungerade else self.misslyckade + 1
        paus = min(2.0 ** (self.misslyckade - 1), LONGEST_PAUSE)
        self._nasta, self.barn = time.monotonic() + paus, None
        igen = "" if self.misslyckade == self._hogst else f" Startas igen om {paus:.0f} s."
        self._say(f"{self.namn} {_how(kod)}.{igen}")
        if self.misslyckade == ALARM_AFTER:
            alarm(
                f"Årshjulet: {self.namn[0].lower()}{self.namn[1:]} stannar gång på gång",
                f"{self.namn} har stannat {ALARM_AFTER} gånger i rad och startas om med allt längre pauser.\n\n"
                f"Se loggarna i {(installningar().hem / 'logg').absolute()} på datorn.",
            )


def _how(kod: int) -> str:
    return f"dödades (signal {-kod})" if kod < 0 else f"slutade (kod {kod})"


def alarm(amne: str, text: str) -> None:
    """Send an alarm from a process of its own: a mail server may be slow, and what sends is heavy."""
    if installningar().larm:
        subprocess.Popen(
            [sys.executable, "-m", "notifications.larm", amne, text],
            cwd=deployment_folder(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
