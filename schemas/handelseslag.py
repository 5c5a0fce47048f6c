"""The kinds of event in the audit trail: what each is called there, and which tables the change it tells of may touch.

`handelse.vad` holds the text, so a kind is never given other words: a new kind is added.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from schemas.arbetsbocker import ALLA_BLAD
from schemas.arsmapp import ARSFILER


class Handelseslag(StrEnum):
    """A kind of event, by what it is called in the trail."""

    ARET_OPPNADES = "Året öppnades"
    ARET_ANDRADES = "Året ändrades"
    UPPMANING_UTFARDAD = "Uppmaning utfärdad"
    SISTA_DAGEN_FLYTTAD = "Sista dagen flyttad"
    INLAMNING_MOTTAGEN = "Inlämning mottagen"
    POST_MOTTAGEN = "Post mottagen"
    FORSLAG_GJORT = "Förslag gjort"
    VANTANDE_GODTAGEN = "Väntande inlämning godtagen"
    VANTANDE_AVVISAD = "Väntande inlämning avvisad"
    BESLUT_FATTAT = "Beslut fattat"
    ANSTAND_GIVET = "Anstånd givet"
    UPPMANING_ATERKALLAD = "Uppmaning återkallad"
    FILER_SKRIVNA = "Filer skrivna"
    FORFRAGNINGAR = "Förfrågningar lagda i utkorgen"
    PAMINNELSER = "Påminnelser lagda i utkorgen"
    SAMMANDRAG = "Sammandrag lagt i utkorgen"
    INAKTUELLA = "Inaktuella meddelanden strukna"
    HAMTADE = "Meddelanden hämtade för utskick"
    SANT = "Utkorgen sänd"
    AVBRUTNA = "Avbrutna utskick är osäkra"
    AVBRUTNA_FILER = "Avbrutna utskick väntar igen"
    VANTAR_IGEN = "Misslyckade utskick väntar igen"
    OSAKERT_AVGJORT = "Osäkert utskick avgjort"
    VITTNET_UNDERRATTAT = "Vittnet underrättat"
    KOPIA_ATERSTALLD = "Säkerhetskopia återställd"
    ARKIVERAT = "Året arkiverat"
    GALLRAT = "Personuppgifter gallrade"
    AVTRYCK_TAGNA = "Avtryck tagna av det som fanns"


def _tabell(modell: type) -> str:
    return str(modell.__tablename__)  # type: ignore[attr-defined]


#: the tables of the year, and those of what was handed in
ARETS = frozenset({"ar", *map(_tabell, ARSFILER)})
INLAMNAT = frozenset({"inlamning", *map(_tabell, ALLA_BLAD)})
_UTKORG = frozenset({"utskick"})
_STALLT = frozenset({"uppmaning", "mottagare", "svarsdom"})
_FORESLAGET = frozenset({"avstamning", "indikatorutfall", "malbeslut", "framstallning"}) | _STALLT
#: every table that has the state
TILLSTANDET = ARETS | INLAMNAT | _FORESLAGET | _UTKORG | {"anstand", "post", "dokument"}

_S = Handelseslag
#: kind → the tables whose rows it may change
ANDRAR: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        _S.ARET_OPPNADES: ARETS | _UTKORG,
        _S.ARET_ANDRADES: ARETS | _UTKORG | _STALLT,
        _S.UPPMANING_UTFARDAD: _STALLT | _UTKORG,
        _S.SISTA_DAGEN_FLYTTAD: _STALLT | _UTKORG | {"anstand"},
        _S.INLAMNING_MOTTAGEN: INLAMNAT | _UTKORG | {"svarsdom"},
        _S.POST_MOTTAGEN: _UTKORG | {"post"},
        _S.FORSLAG_GJORT: _FORESLAGET | _UTKORG,
        _S.VANTANDE_GODTAGEN: _UTKORG | {"inlamning"},
        _S.VANTANDE_AVVISAD: _UTKORG | {"inlamning"},
        _S.BESLUT_FATTAT: _FORESLAGET | _UTKORG,
        _S.ANSTAND_GIVET: _STALLT | _UTKORG | {"anstand"},
        _S.UPPMANING_ATERKALLAD: _STALLT | _UTKORG,
        _S.FILER_SKRIVNA: frozenset({"dokument"}),
        **dict.fromkeys(
            (
                _S.FORFRAGNINGAR, _S.PAMINNELSER, _S.SAMMANDRAG, _S.INAKTUELLA, _S.HAMTADE, _S.SANT, _S.AVBRUTNA,
                _S.AVBRUTNA_FILER, _S.VANTAR_IGEN, _S.OSAKERT_AVGJORT,
            ),
            _UTKORG,
        ),
        _S.VITTNET_UNDERRATTAT: frozenset(),
        _S.KOPIA_ATERSTALLD: frozenset(),
        _S.ARKIVERAT: frozenset(),
        _S.GALLRAT: frozenset({"kontakt", "inlamning", "utskick", "post"}),
        _S.AVTRYCK_TAGNA: frozenset(),
    }
)  # fmt: skip
