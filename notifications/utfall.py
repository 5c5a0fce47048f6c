"""What may become of a delivery, declared once: each kind of answer at each step has one outcome.

docs/leverans.md is written from these tables.
"""

from collections.abc import Mapping
from enum import StrEnum


class Utfall(StrEnum):
    """What became of a delivery.

    FORSOK_IGEN: this message later. MISSLYCKAT: trying again does not help. OSAKERT: it may have arrived, a person
    decides. NERE: the service or its set-up cannot be used now, and no message is at fault.
    """

    SKICKAT = "skickat"
    FORSOK_IGEN = "forsok igen"
    MISSLYCKAT = "misslyckat"
    OSAKERT = "osakert"
    NERE = "nere"


class Leverans(Exception):
    """A delivery that did not end well; the message says why, in Swedish and without secrets."""

    def __init__(self, utfall: Utfall, skal: str) -> None:
        self.utfall = utfall
        super().__init__(skal)


class Smtpsteg(StrEnum):
    """The steps of handing a mail to a server, in their order; the value is the step's Swedish name."""

    ANSLUT = "anslutningen"
    HALSNING = "hälsningen"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    INLOGGNING = "inloggningen"
    AVSANDARE = "MAIL FROM"
    MOTTAGARE = "RCPT TO, en mottagare"
    ALLA_MOTTAGARE = "RCPT TO, varje mottagare"
    KOPIA = "RCPT TO, en kopia"
    DATA = "DATA"
    TEXT = "texten"
    QUIT = "QUIT"


class Svarsslag(StrEnum):
    """The kinds of answer to a step; BRUTET is also silence until the time is up, and what cannot be understood."""

    JA = "ja"
    STANGER = "421"
    SENARE = "4xx"
    NEJ = "5xx"
    SAKNAS = "erbjuds inte"
    BRUTET = "bruten eller tyst"


_S, _U = Svarsslag, Utfall
#: the next step
VIDARE = None
_SERVERN = {_S.JA: VIDARE, _S.STANGER: _U.NERE, _S.SENARE: _U.NERE, _S.NEJ: _U.NERE, _S.BRUTET: _U.NERE}
_BREVET = {_S.JA: VIDARE, _S.STANGER: _U.NERE, _S.SENARE: _U.FORSOK_IGEN, _S.NEJ: _U.MISSLYCKAT, _S.BRUTET: _U.NERE}

#: SKICKAT at a recipient: the mail goes to the others, and the result names the one who was refused
SMTPUTFALL: Mapping[Smtpsteg, Mapping[Svarsslag, Utfall | None]] = {
    Smtpsteg.ANSLUT: {_S.JA: VIDARE, _S.BRUTET: _U.NERE},
    Smtpsteg.HALSNING: _SERVERN,
    Smtpsteg.EHLO: _SERVERN,
    Smtpsteg.STARTTLS: _SERVERN | {_S.SAKNAS: _U.NERE},
    Smtpsteg.INLOGGNING: _SERVERN | {_S.SAKNAS: _U.NERE},
    Smtpsteg.AVSANDARE: _BREVET | {_S.NEJ: _U.NERE, _S.SAKNAS: _U.MISSLYCKAT},
    Smtpsteg.MOTTAGARE: _BREVET | {_S.NEJ: _U.SKICKAT},
    Smtpsteg.ALLA_MOTTAGARE: {_S.NEJ: _U.MISSLYCKAT},
    Smtpsteg.KOPIA: _BREVET | {_S.SENARE: _U.SKICKAT, _S.NEJ: _U.SKICKAT},
    Smtpsteg.DATA: _BREVET,
    Smtpsteg.TEXT: _BREVET | {_S.JA: _U.SKICKAT, _S.STANGER: _U.FORSOK_IGEN, _S.BRUTET: _U.OSAKERT},
    Smtpsteg.QUIT: dict.fromkeys((_S.JA, _S.STANGER, _S.SENARE, _S.NEJ, _S.BRUTET), _U.SKICKAT),
}

#: why, where the step and the kind of answer say more than its code
SMTPSKAL: Mapping[tuple[Smtpsteg, Svarsslag], str] = {
    (Smtpsteg.ANSLUT, _S.BRUTET): "e-postservern i ARSHJUL_EPOST gick inte att nå: {vad}",
    (Smtpsteg.STARTTLS, _S.SAKNAS): (
        "e-postservern erbjuder inte STARTTLS, och lösenordet lämnas inte okrypterat: ange en port som har det "
        "(oftast 587) eller smtps:// i ARSHJUL_EPOST"
    ),
    (Smtpsteg.STARTTLS, _S.BRUTET): "krypteringen med STARTTLS kom inte till stånd: {vad}",
    (Smtpsteg.INLOGGNING, _S.SAKNAS): (
        "e-postservern tar inte emot användare och lösenord här: ange en annan port i ARSHJUL_EPOST, eller ingen "
        "användare"
    ),
    (Smtpsteg.INLOGGNING, _S.NEJ): (
        "inloggningen godtogs inte ({kod}): kontrollera användare och lösenord i ARSHJUL_EPOST"
    ),
    (Smtpsteg.AVSANDARE, _S.NEJ): (
        "avsändaren {vad} godtogs inte ({kod}): kontrollera ARSHJUL_AVSANDARE och inloggningen i ARSHJUL_EPOST"
    ),
    (Smtpsteg.AVSANDARE, _S.SAKNAS): "{vad}",
    (Smtpsteg.MOTTAGARE, _S.SENARE): "{vad} kan inte ta emot nu ({kod})",
    (Smtpsteg.MOTTAGARE, _S.NEJ): "{vad} godtogs inte ({kod})",
    (Smtpsteg.ALLA_MOTTAGARE, _S.NEJ): "{vad}",
    (Smtpsteg.KOPIA, _S.SENARE): "en kopia till {vad} godtogs inte ({kod})",
    (Smtpsteg.KOPIA, _S.NEJ): "en kopia till {vad} godtogs inte ({kod})",
    (Smtpsteg.TEXT, _S.BRUTET): (
        "förbindelsen bröts, eller servern svarade inte i tid, sedan texten hade lämnats över"
    ),
}
_SVARADE = "e-postservern svarade {kod} på {steg}"
_TEG = "e-postservern bröt förbindelsen, eller svarade inte i tid, vid {steg}"


def smtpskal(steg: Smtpsteg, slag: Svarsslag, kod: int, vad: str = "") -> str:
    """Why a step did not end well, in Swedish.

    Args:
        kod: the server's reply code; 0 where there was none.
        vad: the address or the cause that the step is about.
    """
    allman = _TEG if slag is Svarsslag.BRUTET else _SVARADE
    return SMTPSKAL.get((steg, slag), allman).format(kod=kod, steg=steg, vad=vad)


class Kanalsvar(StrEnum):
    """The kinds of answer of an Apprise channel."""

    MOTTAGET = "2xx"
    NEJ = "3xx, 4xx"
    SENARE = "5xx, 408, 429"
    ONABAR = "gick inte att nå"
    BRUTET = "bruten eller tyst sedan meddelandet hade lämnats"
    DELVIS = "2xx på en fråga, fel på en annan"
    OKANT = "okänt fel"


#: outcome, and why
KANALUTFALL: Mapping[Kanalsvar, tuple[Utfall, str]] = {
    Kanalsvar.MOTTAGET: (_U.SKICKAT, ""),
    Kanalsvar.NEJ: (_U.MISSLYCKAT, "kanalen {namn} godtog inte meddelandet ({kod})"),
    Kanalsvar.SENARE: (_U.FORSOK_IGEN, "kanalen {namn} kan inte ta emot nu ({kod})"),
    Kanalsvar.ONABAR: (_U.FORSOK_IGEN, "kanalen {namn} gick inte att nå"),
    Kanalsvar.BRUTET: (
        _U.OSAKERT,
        "kanalen {namn} bröt förbindelsen, eller svarade inte i tid, sedan meddelandet hade lämnats över",
    ),
    Kanalsvar.DELVIS: (_U.OSAKERT, "kanalen {namn} tog emot en del men inte allt"),
    Kanalsvar.OKANT: (_U.OSAKERT, "kanalen {namn} svarade inte att den har tagit emot meddelandet"),
}
