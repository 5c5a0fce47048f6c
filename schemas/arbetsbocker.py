"""The workbooks that organs and the planning office fill in (kontrakt section 3): sheets, headers, what cells hold."""

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field as Kolumnfalt
from sqlmodel import SQLModel

from schemas.begrepp import Bedomning, Begar, Budgetslag, Fas, Forandring, Grund, Kalla, Senast, Svarsstatus
from schemas.falt import falt, tal

#: bumped when a sheet or a header changes; a returned workbook must carry the one that was sent out
MALLVERSION = "1"

ORGANBLAD = "Organ"
#: labels of the first sheet → what is read from it
ORGANFALT: dict[str, str] = {
    "Organkod": "organ",
    "Organ": "namn",
    "År": "ar",
    "Slag av inlämning": "slag",
    "Uppgiftslämnare": "uppgiftslamnare",
    "Beslutad": "beslutad",
    "Diarienummer": "diarienummer",
    "Mallversion": "mallversion",
}
#: what stands under Uppgiftslämnare in workbooks that are made from a year folder's examples
EXEMPEL = "Exempel"
IFYLLS = ("Uppgiftslämnare", "Beslutad", "Diarienummer")


class Blad(SQLModel):
    """A sheet with a header row. `FRITT` = the organ may add rows; `KRAVS` = the sheet must be there."""

    BLAD: ClassVar[str]
    HJALP: ClassVar[str] = ""
    KRAVS: ClassVar[bool] = False
    #: attributes in which something must stand for a row to count as filled in
    NYCKEL: ClassVar[tuple[str, ...]] = ()


class Bladrad(Blad):
    """A row of an accepted workbook; with its row and the submission's columns it is traced back to its cell."""

    id: int | None = Kolumnfalt(default=None, primary_key=True)
    inlamning_id: int = Kolumnfalt(foreign_key="inlamning.id", index=True)
    rad: int


class VpArsmal(Bladrad, table=True):
    __tablename__ = "vp_arsmal"
    BLAD = "Årsmål"
    HJALP = "Ange nämndens årsmål för varje indikator och hur ni når det."
    KRAVS = True
    NYCKEL = ("indikatorkod",)

    indikatorkod: str = falt("", namn="Indikatorkod", krav=True, ref="indikatorer", last=True)
    indikator: str | None = falt("", namn="Indikator", last=True, bredd=60)
    enhet: str | None = falt("", namn="Enhet", last=True, bredd=10)
    utfall_foregaende: str | None = falt("", namn="Utfall föregående år", last=True)
    kf_arsmal: str | None = falt(
        "Gäller hela staden; för det som räknas i antal är det summan för alla.", namn="KF:s årsmål", last=True
    )
    arsmal: Decimal | None = tal("Ett tal i indikatorns enhet.", namn="Nämndens årsmål")
    sa_nar_vi: str | None = falt("Hur årsmålet nås.", namn="Så når vi målet", bredd=60)


class VpMal(Bladrad, table=True):
    __tablename__ = "vp_mal"
    BLAD = "Mål"
    HJALP = "Svara Ja eller Nej för varje mål och beskriv hur nämnden bidrar."
    KRAVS = True
    NYCKEL = ("malkod",)

    malkod: str = falt("", namn="Målkod", krav=True, ref="mal", last=True)
    mal: str | None = falt("", namn="Mål", last=True, bredd=60)
    bidrar: bool | None = falt("Ja eller Nej", namn="Bidrar")
    hur: str | None = falt("Hur nämnden bidrar till målet.", namn="Hur nämnden bidrar", bredd=60)
    namndmal: str | None = falt("Nämndens eget mål.", namn="Nämndmål", bredd=40)


class VpAktivitet(Bladrad, table=True):
    __tablename__ = "vp_aktivitet"
    BLAD = "Aktiviteter"
    HJALP = "Planerade aktiviteter, gärna med indikatorkod."
    NYCKEL = ("malkod", "indikatorkod", "aktivitet")

    malkod: str | None = falt("", namn="Målkod", ref="mal")
    indikatorkod: str | None = falt("", namn="Indikatorkod", ref="indikatorer")
    aktivitet: str | None = falt("", namn="Aktivitet", bredd=60)
    start: datetime.date | None = falt("", namn="Start")
    slut: datetime.date | None = falt("", namn="Slut")
    ansvarig: str | None = falt("", namn="Ansvarig", bredd=24)


class VpRisk(Bladrad, table=True):
    __tablename__ = "vp_risk"
    BLAD = "Risker"
    HJALP = "Risker som kan påverka måluppfyllelsen."
    NYCKEL = ("malkod", "risk")

    malkod: str | None = falt("", namn="Målkod", ref="mal")
    risk: str | None = falt("", namn="Risk", bredd=50)
    sannolikhet: int | None = falt("1–5", namn="Sannolikhet", minst=1, storst=5)
    konsekvens: int | None = falt("1–5", namn="Konsekvens", minst=1, storst=5)
    atgard: str | None = falt("", namn="Åtgärd", bredd=50)


class VpKontroll(Bladrad, table=True):
    __tablename__ = "vp_kontroll"
    BLAD = "Intern kontroll"
    HJALP = "Väsentliga processer med arbetssätt, systematisk kontroll och oönskad händelse."
    NYCKEL = ("malkod", "process")

    malkod: str | None = falt("", namn="Målkod", ref="mal")
    process: str | None = falt("", namn="Process", bredd=40)
    obligatorisk: bool | None = falt("Ja eller Nej", namn="Obligatorisk")
    arbetssatt: str | None = falt("", namn="Arbetssätt", bredd=40)
    kontroll: str | None = falt("", namn="Systematisk kontroll", bredd=40)
    handelse: str | None = falt("", namn="Oönskad händelse", bredd=40)
    i_planen: bool | None = falt("Ja eller Nej", namn="I internkontrollplanen")


class VpBudget(Bladrad, table=True):
    __tablename__ = "vp_budget"
    BLAD = "Budget"
    HJALP = "Framställningar om budgetjusteringar, i mnkr."
    NYCKEL = ("slag", "andamal")

    slag: str | None = falt("", namn="Slag", koder=Budgetslag)
    andamal: str | None = falt("", namn="Ändamål", bredd=40)
    intakter: Decimal | None = tal("mnkr", namn="Intäkter")
    kostnader: Decimal | None = tal("mnkr", namn="Kostnader")
    avskrivningar: Decimal | None = tal("mnkr", namn="Avskrivningar")
    investering: Decimal | None = tal("mnkr", namn="Investering")
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class VpResultatenhet(Bladrad, table=True):
    __tablename__ = "vp_resultatenhet"
    BLAD = "Resultatenheter"
    HJALP = "Resultatenheter och om de förändras."
    NYCKEL = ("resultatenhet",)

    resultatenhet: str | None = falt("", namn="Resultatenhet", bredd=40)
    forandring: str | None = falt("", namn="Förändring", koder=Forandring)


class T1Svar(Bladrad, table=True):
    __tablename__ = "t1_svar"
    BLAD = "Svar"
    HJALP = "Svara på varje uppmaning: ett reviderat årsmål, en text eller en aktivitet."
    KRAVS = True
    NYCKEL = ("nummer",)

    nummer: str = falt("", namn="Nummer", krav=True, last=True, bredd=10)
    uppmaning: str | None = falt("", namn="Uppmaning", last=True, bredd=70)
    indikatorkod: str | None = falt("", namn="Indikatorkod", last=True)
    nuvarande: str | None = falt("", namn="Nuvarande årsmål", last=True)
    begart: str | None = falt("Värdet att nå.", namn="Begärt", last=True)
    reviderat_arsmal: Decimal | None = tal("Ett tal i indikatorns enhet.", namn="Reviderat årsmål")
    svar: str | None = falt("", namn="Svar", bredd=60)
    aktivitet: str | None = falt("", namn="Aktivitet", bredd=40)
    kan_inte: bool | None = falt("Ja = organet kan inte; motivera under Svar.", namn="Kan inte")


BLAD_I: dict[Fas, tuple[type[Bladrad], ...]] = {
    Fas.VP: (VpArsmal, VpMal, VpAktivitet, VpRisk, VpKontroll, VpBudget, VpResultatenhet),
    Fas.T1: (T1Svar,),
}

#: the files under verksamhetsplaner/, one per sheet
EXEMPELFILER: dict[str, type[Bladrad]] = {
    "arsmal.csv": VpArsmal,
    "mal.csv": VpMal,
    "aktiviteter.csv": VpAktivitet,
    "risker.csv": VpRisk,
    "intern_kontroll.csv": VpKontroll,
    "budget.csv": VpBudget,
    "resultatenheter.csv": VpResultatenhet,
}


class Exempelsvar(SQLModel):
    """A row of tertialrapport1/svar.csv: an answer, keyed by what was asked."""

    organ: str = falt("organ", krav=True, ref="organ")
    grund: str = falt("grund", krav=True, koder=Grund)
    indikator: str | None = falt("indikator", ref="indikatorer")
    mal: str | None = falt("mål", ref="mal")
    avser: str | None = falt("avser")
    reviderat_arsmal: str | None = falt("reviderat årsmål")
    svar: str | None = falt("svar")
    aktivitet: str | None = falt("aktivitet")
    kan_inte: bool = falt("ja eller nej", standard=False)
    kalla: str | None = falt("varifrån raden kommer", koder=Kalla)


class GranskaBedomning(Blad):
    BLAD = "Bedömningar"
    HJALP = "Ett beslut som skiljer sig från förslaget ska ha en motivering. Tomt beslut = förslaget gäller."
    NYCKEL = ("kod",)

    kod: str = falt("", namn="Kod", krav=True, last=True, bredd=8)
    namn: str | None = falt("", namn="Namn", last=True, bredd=60)
    forslag: str | None = falt("", namn="Förslag", last=True, koder=Bedomning)
    skal: str | None = falt("", namn="Skäl", last=True, bredd=70)
    beslut: str | None = falt("Välj i listan.", namn="Beslut", koder=Bedomning)
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaUppmaning(Blad):
    BLAD = "Uppmaningar"
    HJALP = "Stryk det som inte ska ställas, med motivering."
    NYCKEL = ("nummer",)

    nummer: str = falt("", namn="Nummer", krav=True, last=True, bredd=10)
    text: str | None = falt("", namn="Text", last=True, bredd=90)
    mottagare: str | None = falt("", namn="Mottagare", last=True, bredd=50)
    stryk: bool | None = falt("Ja = ställs inte", namn="Stryk")
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaNyUppmaning(Blad):
    BLAD = "Nya uppmaningar"
    HJALP = "Egna uppmaningar, eller rader som vidgar vad en regel fann."
    NYCKEL = ("mottagare",)

    mal: str | None = falt("", ref="mal")
    indikator: str | None = falt("", ref="indikatorer")
    begar: str | None = falt("", koder=Begar)
    senast: str | None = falt("", koder=Senast)
    mottagare: str = falt("", krav=True, ref="grupper", bredd=30)
    avser: str | None = falt("", bredd=60)
    grund: str | None = falt("", koder=Grund)


class GranskaBudget(Blad):
    BLAD = "Budget"
    HJALP = "Organens framställningar, mnkr. 0 = avslås."
    NYCKEL = ("andamal",)

    organ: str | None = falt("Organets kod; tomt = flera, ej namngivna.", namn="Organ", last=True, bredd=18)
    namn: str | None = falt("", namn="Organets namn", last=True, bredd=28)
    slag: str | None = falt("", namn="Slag", last=True, koder=Budgetslag)
    andamal: str = falt("", namn="Ändamål", krav=True, last=True, bredd=40)
    onskan: str | None = falt("Varför organet söker.", namn="Organets motivering", last=True, bredd=40)
    sokt: Decimal | None = tal("", namn="Sökt", last=True)
    forslag: Decimal | None = tal("", namn="Förslag", last=True)
    beviljat: Decimal | None = tal("Tomt = som förslaget.", namn="Beviljat")
    finansiering: str | None = falt("", namn="Finansiering")
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class Enhetsbeslut(StrEnum):
    """What is decided on a change of a resultatenhet; the values are what stands in the workbook."""

    GODKANNS = "Godkänns"
    AVSLAS = "Avslås"


class GranskaResultatenhet(Blad):
    BLAD = "Resultatenheter"
    HJALP = "Organens önskade förändringar av resultatenheter. Tomt beslut = godkänns."
    NYCKEL = ("resultatenhet",)

    organ: str = falt("Organets kod.", namn="Organ", krav=True, last=True, bredd=18)
    namn: str | None = falt("", namn="Organets namn", last=True, bredd=28)
    resultatenhet: str = falt("", namn="Resultatenhet", krav=True, last=True, bredd=50)
    forandring: str | None = falt("", namn="Förändring", last=True, koder=Forandring)
    beslut: str | None = falt("Välj i listan.", namn="Beslut", koder=Enhetsbeslut)
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaText(Blad):
    BLAD = "Texter"
    HJALP = "Kontorets egna texter."
    NYCKEL = ("avsnitt",)

    avsnitt: str = falt("", namn="Avsnitt", krav=True)
    text: str | None = falt("", namn="Text", bredd=110)


class GranskaVantande(Blad):
    BLAD = "Väntande"
    HJALP = "Inlämningar som väntar på kontorets ord."
    NYCKEL = ("fil",)

    organ: str | None = falt("Organets kod.", namn="Organ", last=True, bredd=18)
    fil: str = falt("", namn="Fil", krav=True, last=True, bredd=50)
    skal: str | None = falt("", namn="Skäl", last=True, bredd=60)
    godta: bool | None = falt("Ja eller Nej", namn="Godta")
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaSvar(Blad):
    BLAD = "Svar"
    HJALP = "Organens svar och hur de bedömts."
    NYCKEL = ("nummer", "organ")

    nummer: str = falt("", namn="Nummer", krav=True, last=True, bredd=10)
    uppmaning: str | None = falt("", namn="Uppmaning", last=True, bredd=60)
    organ: str = falt("Organets kod.", namn="Organ", krav=True, last=True, bredd=18)
    namn: str | None = falt("", namn="Organets namn", last=True, bredd=28)
    svar: str | None = falt("", namn="Svar", last=True, bredd=60)
    forslag: str | None = falt("", namn="Förslag", last=True, koder=Svarsstatus)
    skal: str | None = falt("Varför svaret bedöms så.", namn="Skäl", last=True, bredd=44)
    beslut: str | None = falt("Välj i listan.", namn="Beslut", koder=Svarsstatus)
    motivering: str | None = falt("", namn="Motivering", bredd=50)


GRANSKNINGSBLAD: dict[Fas, tuple[type[Blad], ...]] = {
    Fas.VP: (
        GranskaBedomning,
        GranskaUppmaning,
        GranskaNyUppmaning,
        GranskaBudget,
        GranskaResultatenhet,
        GranskaText,
        GranskaVantande,
    ),
    Fas.T1: (GranskaBedomning, GranskaSvar, GranskaText, GranskaVantande),
}


def filnamn(slag: Fas, ar: int, organ: str) -> str:
    """The name of an organ's workbook: `VP-2024-jarva.xlsx`."""
    return f"{slag}-{ar}-{organ}.xlsx"


def granskningens_namn(fas: Fas, ar: int) -> str:
    """The name of the review workbook of a phase."""
    return f"Granskning-{ar}.xlsx" if fas == Fas.VP else f"Granskning-T1-{ar}.xlsx"
