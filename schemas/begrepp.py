"""The codes of the planning cycle (kontrakt sections 2, 3, 5 and 7) and what they are called in Swedish."""

from collections.abc import Iterable
from enum import StrEnum


class Fas(StrEnum):
    """A phase of the year, and the kind of workbook that an organ hands in for it."""

    VP = "VP"
    T1 = "T1"


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


class Senast(StrEnum):
    T1 = "t1"


VARDEBEGAR = (Begar.ARSMAL, Begar.REVIDERAT_ARSMAL)

#: grund → what it asks for, and by when (kontrakt section 5; `riktad` says both itself)
BEGAR_AV_GRUND: dict[Grund, tuple[Begar, Senast | None]] = {
    Grund.SAKNAT_ARSMAL: (Begar.ARSMAL, Senast.T1),
    Grund.KF_ARSMAL_FASTSTALLT: (Begar.ARSMAL, Senast.T1),
    Grund.SANKT_AMBITION: (Begar.REVIDERAT_ARSMAL, Senast.T1),
    Grund.UNDER_KF_ARSMAL: (Begar.REVIDERAT_ARSMAL, Senast.T1),
    Grund.AGGREGAT_UNDER_KF: (Begar.REVIDERAT_ARSMAL, Senast.T1),
    Grund.STOR_AVVIKELSE: (Begar.INTENSIFIERAT_ARBETE, None),
    Grund.SAKNAD_BESKRIVNING: (Begar.BESKRIVNING, Senast.T1),
    Grund.SAKNAD_AKTIVITET: (Begar.AKTIVITET, None),
    Grund.OFULLSTANDIG_INTERNKONTROLL: (Begar.KOMPLETTERING, Senast.T1),
}

#: the rules: what a row of riktade_uppmaningar.csv may widen, and what an indicator's `provas` may name
#: (naming one that always applies changes nothing)
REGLER = tuple(g for g in Grund if g is not Grund.RIKTAD)


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


#: the sections of the document that texter.csv may name, besides the goals' codes
AVSNITT: dict[str, str] = {
    "sammanfattning": "Sammanfattning",
    "bakgrund": "Bakgrund",
    "beredning": "Ärendets beredning",
    "direktiv": "Direktiv för samtliga nämnder och bolagsstyrelser",
    "kvalitetsarbete": "Kvalitetsarbete",
    "ekonomi": "Ekonomi",
    "investeringar": "Investeringar",
    "medfinansiering": "Medfinansiering",
    "forsaljningar": "Försäljningar",
    "internkontroll": "Intern kontroll",
    "statsbidrag": "Statsbidrag",
    "ovrigt": "Övrigt",
    "uppfoljning": "Uppföljning av tertialrapport 1",
}

SVENSKA: dict[str, str] = {
    "stadsdelsnamnd": "stadsdelsnämnd",
    "facknamnd": "facknämnd",
    "bolagsstyrelse": "bolagsstyrelse",
    "forvaltningschef": "förvaltningschef",
    "planeringskontoret": "planeringskontoret",
    "kf": "KF:s indikator",
    "obligatorisk": "obligatorisk nämndindikator",
    "hogre": "högre är bättre",
    "lagre": "lägre är bättre",
    "vagt_medel": "vägt medel",
    "storst": "störst",
    "saknat_arsmal": "årsmål saknas",
    "kf_arsmal_faststallt": "KF:s årsmål har fastställts",
    "sankt_ambition": "årsmålet är sämre än föregående års utfall",
    "under_kf_arsmal": "årsmålet når inte KF:s årsmål",
    "aggregat_under_kf": "det aggregerade årsmålet når inte KF:s årsmål",
    "stor_avvikelse": "stor avvikelse mellan årsmål och utfall",
    "saknad_beskrivning": "beskrivning av hur målet nås saknas",
    "saknad_aktivitet": "aktivitet saknas",
    "ofullstandig_internkontroll": "ofullständig väsentlighets- och riskanalys",
    "riktad": "riktad uppmaning",
    "arsmal": "årsmål",
    "reviderat_arsmal": "reviderat årsmål",
    "atgard": "åtgärd",
    "uppfoljning": "uppföljning",
    "intensifierat_arbete": "intensifierat arbete",
    "ej_bedombar": "ej bedömbar",
    "godkand": "godkänd",
    "vantar": "väntar",
    "oppen": "öppen",
    "forslag": "förslag",
    "utfardad": "utfärdad",
    "tillracklig": "tillräcklig",
    "otillracklig": "otillräcklig",
    "forfragan": "förfrågan",
    "paminnelse": "påminnelse",
    "aterkallelse": "återkallelse",
    "sands": "sänds",
    "osakert": "osäkert",
    "misslyckat": "misslyckat",
    "internranta": "internränta",
    "fordelat": "fördelat",
    "utgar": "utgår",
    "nytt_arsmal": "nytt årsmål",
    "andrad_lydelse": "ändrad lydelse",
    "VP": "verksamhetsplan",
    "T1": "tertialrapport 1",
}


def svenska(kod: str | None) -> str:
    """What a code is called in running Swedish text; the code itself where it already is a Swedish word."""
    return "" if kod is None else SVENSKA.get(kod, str(kod))


def is_procent(enhet: str | None) -> bool:
    """Whether an indicator's unit is per cent."""
    return (enhet or "").strip().lower() in ("procent", "%")


#: codes whose Swedish word says more than the code does, as they are spelt
STAVADE: dict[str, str] = {"hogre": "högre", "lagre": "lägre"}


def stavad(kod: str) -> str:
    """A code as it is spelt in a workbook: with å ä ö and spaces where that is all that differs; else the code."""
    ordet = STAVADE.get(kod) or svenska(kod)
    utan = ordet.translate(str.maketrans("åäö ", "aao_"))
    return ordet if utan == kod else kod


def kod_av(text: str, koder: Iterable[str]) -> str | None:
    """The code that a cell means, by the code itself, its spelling or its Swedish word; None where it is none."""
    per_namn = {stavning.lower(): kod for kod in koder for stavning in (svenska(kod), stavad(kod), kod)}
    return per_namn.get(text.lower())
