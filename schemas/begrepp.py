"""The codes of the planning cycle (kontrakt sections 2, 3, 5 and 7) and what they are called in Swedish."""

from enum import StrEnum


class Omgangsslag(StrEnum):
    """What kind of round of the year an omgång is (kontrakt section 1)."""

    PLAN = "plan"
    UPPFOLJNING = "uppfoljning"
    BOKSLUT = "bokslut"


class Vardeslag(StrEnum):
    """What is aggregated in an omgång (kontrakt section 5, the value of an omgång)."""

    ARSMAL = "arsmal"
    PROGNOS = "prognos"
    UTFALL = "utfall"


class Organslag(StrEnum):
    STADSDELSNAMND = "stadsdelsnamnd"
    FACKNAMND = "facknamnd"
    BOLAGSSTYRELSE = "bolagsstyrelse"


NAMNDSLAG = (Organslag.STADSDELSNAMND, Organslag.FACKNAMND)


class Roll(StrEnum):
    REGISTRATOR = "registrator"
    CONTROLLER = "controller"
    FORVALTNINGSCHEF = "forvaltningschef"
    PLANERINGSKONTORET = "planeringskontoret"


class Indikatorslag(StrEnum):
    KF = "kf"
    OBLIGATORISK = "obligatorisk"


class Riktning(StrEnum):
    HOGRE = "hogre"
    LAGRE = "lagre"


class Aggregering(StrEnum):
    SUMMA = "summa"
    VAGT_MEDEL = "vagt_medel"
    MEDEL = "medel"
    MINST = "minst"
    STORST = "storst"


#: where each value may be compared with that of all
MEDELVARDEN = (Aggregering.VAGT_MEDEL, Aggregering.MEDEL)


class Grund(StrEnum):
    """Why an uppmaning is issued, in the order of the table in kontrakt section 5."""

    SAKNAT_ARSMAL = "saknat_arsmal"
    KF_ARSMAL_FASTSTALLT = "kf_arsmal_faststallt"
    SANKT_AMBITION = "sankt_ambition"
    UNDER_KF_ARSMAL = "under_kf_arsmal"
    AGGREGAT_UNDER_KF = "aggregat_under_kf"
    STOR_AVVIKELSE = "stor_avvikelse"
    SAKNAD_BESKRIVNING = "saknad_beskrivning"
    SAKNAD_AKTIVITET = "saknad_aktivitet"
    OFULLSTANDIG_INTERNKONTROLL = "ofullstandig_internkontroll"
    PROGNOS_UNDER_ARSMAL = "prognos_under_arsmal"
    RIKTAD = "riktad"


class Begar(StrEnum):
    """What an uppmaning asks for."""

    ARSMAL = "arsmal"
    REVIDERAT_ARSMAL = "reviderat_arsmal"
    BESKRIVNING = "beskrivning"
    AKTIVITET = "aktivitet"
    ATGARD = "atgard"
    PRIORITERING = "prioritering"
    UPPFOLJNING = "uppfoljning"
    KOMPLETTERING = "komplettering"
    INTENSIFIERAT_ARBETE = "intensifierat_arbete"


#: what asks for a value
VARDEBEGAR = (Begar.ARSMAL, Begar.REVIDERAT_ARSMAL)


class Bedomning(StrEnum):
    """How far a goal or an indicator is fulfilled."""

    HELT = "helt"
    DELVIS = "delvis"
    INTE = "inte"
    EJ_BEDOMBAR = "ej_bedombar"


class Inlamningsstatus(StrEnum):
    GODKAND = "godkand"
    AVVISAD = "avvisad"
    VANTAR = "vantar"


class Uppmaningsstatus(StrEnum):
    FORSLAG = "forslag"
    UTFARDAD = "utfardad"
    STRUKEN = "struken"


class Svarsstatus(StrEnum):
    OPPEN = "oppen"
    UTEBLIVEN = "utebliven"
    TILLRACKLIG = "tillracklig"
    BESVARAD = "besvarad"
    MOTIVERAD = "motiverad"
    OTILLRACKLIG = "otillracklig"


#: what closes a recipient's part of an uppmaning (kontrakt section 5, What remains)
STANGER = (Svarsstatus.TILLRACKLIG, Svarsstatus.BESVARAD, Svarsstatus.MOTIVERAD)


class Utskicksslag(StrEnum):
    FORFRAGAN = "forfragan"
    KVITTENS = "kvittens"
    UPPMANING = "uppmaning"
    PAMINNELSE = "paminnelse"
    ESKALERING = "eskalering"
    TACK = "tack"
    ATERKALLELSE = "aterkallelse"
    SAMMANDRAG = "sammandrag"


class Utskicksstatus(StrEnum):
    VANTAR = "vantar"
    SANDS = "sands"
    SKICKAT = "skickat"
    MISSLYCKAT = "misslyckat"
    OSAKERT = "osakert"
    STRUKEN = "struken"


class Postslag(StrEnum):
    """What a mail that brings no workbook is."""

    FRANVARO = "franvaro"
    MASKIN = "maskin"
    STUDS = "studs"
    UTAN_ARBETSBOK = "utan_arbetsbok"


class Kalla(StrEnum):
    DOKUMENT = "dokument"
    REKONSTRUERAD = "rekonstruerad"
    ANTAGANDE = "antagande"


class Budgetslag(StrEnum):
    DRIFT = "drift"
    INVESTERING = "investering"
    INTERNRANTA = "internranta"
    OMDISPONERING = "omdisponering"
    OMSLUTNING = "omslutning"


class Investeringsslag(StrEnum):
    RAM = "ram"
    DEL = "del"
    PROJEKT = "projekt"


class Bidragsslag(StrEnum):
    FORDELAT = "fordelat"
    FAST = "fast"


class Justering(StrEnum):
    UTGAR = "utgar"
    NY = "ny"
    NYTT_ARSMAL = "nytt_arsmal"
    ANDRAD_LYDELSE = "andrad_lydelse"


class Avvikelseslag(StrEnum):
    BESLUTSBELOPP = "beslutsbelopp"
    RESULTATBUDGET = "resultatbudget"
    RAM = "ram"
    PROJEKT = "projekt"


class Forandring(StrEnum):
    """What happens to a resultatenhet; the values are what stands in the workbook."""

    OFORANDRAD = "Oförändrad"
    NY = "Ny"
    FORANDRAS = "Förändras"
    AVVECKLAS = "Avvecklas"


class Grupp(StrEnum):
    """The words that stand for several organs in a group expression."""

    SDN = "sdn"
    FACK = "fack"
    NAMNDER = "namnder"
    BOLAG = "bolag"
    BERORDA = "berorda"


def is_procent(enhet: str | None) -> bool:
    """Whether an indicator's unit is per cent."""
    return (enhet or "").strip().lower() in ("procent", "%")
