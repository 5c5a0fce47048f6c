"""The witness: a channel that is told each day where the trail ends, to keep it where nobody here can change it."""

import datetime
from typing import TYPE_CHECKING

from notifications.texter import datum
from schemas.installningar import installningar
from schemas.kedjehuvud import Kedjehuvud
from schemas.problem import ArshjulFel

if TYPE_CHECKING:
    from notifications.hemligkanal import Hemligkanal

NAMN = "vittnet"
TEXT = """{kommun}: så långt har händelsekedjan i Årshjulet kommit den {dag}.

{sats}

Meddelandet kommer en gång om dagen. Spara alla, där den som sköter installationen inte kan ändra dem.
"""


def vittnet() -> "Hemligkanal | None":
    """The channel of ARSHJUL_VITTNE; None where there is none.

    Raises:
        ArshjulFel: Apprise knows no such address.
    """
    url = installningar().vittne
    if not url:
        return None
    from notifications.hemligkanal import Hemligkanal

    return Hemligkanal(NAMN, url.get_secret_value(), "ARSHJUL_VITTNE")


def write_head(huvud: Kedjehuvud, kommun: str, dag: datetime.date) -> tuple[str, str]:
    """The subject and the text of what the witness is told."""
    return f"Årshjulet: händelsekedjan slutar med nr {huvud.nr}", TEXT.format(
        kommun=kommun, dag=datum(dag), sats=huvud.sats
    )


def witness_in_words() -> list[str]:
    """Whether there is a witness that can be told, as a sentence. Sends nothing."""
    try:
        if vittnet() is None:
            return []
    except ArshjulFel as fel:
        return [f"Självtest: {fel}"]
    return ["Självtest: vittnet får händelsekedjans huvud en gång om dagen."]
