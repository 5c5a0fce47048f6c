"""The year folder (kontrakt section 2): one table per file, one row per fact, with where the row comes from."""

import datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field as Kolumnfalt
from sqlmodel import SQLModel

from schemas.begrepp import (
    Aggregering,
    Begar,
    Bidragsslag,
    Budgetslag,
    Grund,
    Indikatorslag,
    Investeringsslag,
    Justering,
    Kalla,
    Omgangsslag,
    Organslag,
    Riktning,
    Roll,
    Vardeslag,
)
from schemas.falt import falt, tal
from schemas.ord import beskrivningar
from schemas.regler import GRUNDER

#: the first sheet of a year workbook
LASMIG = "Läs mig"


class Arsfil(SQLModel):
    """A row of a file of the year folder. `rad` is its row in the file (the header is row 1)."""

    FIL: ClassVar[str]
    HJALP: ClassVar[str]
    NYCKEL: ClassVar[tuple[str, ...]] = ()
    OBLIGATORISK: ClassVar[bool] = False

    id: int | None = Kolumnfalt(default=None, primary_key=True)
    ar: int = Kolumnfalt(index=True)
    rad: int = 0
    tillagd: datetime.date | None = None

    @classmethod
    def blad(cls) -> str:
        """The name of its sheet in the year workbook."""
        return cls.FIL.removesuffix(".csv")


def _kalla() -> str | None:
    return falt("varifrån raden kommer", koder=Kalla)


class Omgangsrad(Arsfil, table=True):
    __tablename__ = "omgang"
    FIL = "omgangar.csv"
    HJALP = "Årets omgångar i tidsordning: planen, uppföljningarna, bokslutet; utan rader gäller bladet ar."
    NYCKEL = ("omgang",)
    __table_args__ = (UniqueConstraint("ar", "omgang"),)

    omgang: str = falt("kod: 1–8 stora bokstäver A–Z och siffror", krav=True)
    slag: str = falt("plan, uppföljning eller bokslut; den första raden är planen", krav=True, koder=Omgangsslag)
    namn: str = falt("namnet", krav=True, bredd=30)
    bestamd: str | None = falt("namnet i löpande text; tomt = namnet med liten bokstav", bredd=30)
    senast: datetime.date = falt("sista dag för organen", krav=True)
    sammanstalls: datetime.date = falt("dagen då det läggs ihop", krav=True)
    beslutas: datetime.date | None = falt("dagen för beslutet; tomt = samma dag")
    varde: str | None = falt("vad som läggs ihop; tomt = årsmål, i ett bokslut utfall", koder=Vardeslag)
    kalla: str | None = _kalla()


class Ordrad(Arsfil, table=True):
    __tablename__ = "ord"
    FIL = "ord.csv"
    HJALP = "Era egna ord. En tom form, och en nyckel som inte finns, är den som står i handboken."
    NYCKEL = ("nyckel",)
    __table_args__ = (UniqueConstraint("ar", "nyckel"),)

    nyckel: str = falt("vilket ord", krav=True, koder=tuple(beskrivningar()), nycklar=True, bredd=26)
    obestamd: str | None = falt("en …", bredd=26)
    bestamd: str | None = falt("den eller det …", bredd=26)
    flera: str | None = falt("flera …", bredd=26)
    flera_bestamd: str | None = falt("de …", bredd=26)
    kort: str | None = falt("kort form, för tabeller")
    kalla: str | None = _kalla()


class Organ(Arsfil, table=True):
    FIL = "organ.csv"
    HJALP = "Nämnder och bolagsstyrelser. Ordningen är den i vilken allt listas."
    NYCKEL = ("kod",)
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "kod"),)

    kod: str = falt("kort kod, används i filnamn", krav=True, bredd=26)
    namn: str = falt("fullständigt namn", krav=True, bredd=40)
    kortnamn: str | None = falt("namn efter ”utom” och i tabeller; tomt = namn", bredd=24)
    slag: str = falt("slag av organ", krav=True, koder=Organslag)
    genom: str | None = falt("organet genom vilket detta skrivs till", ref="organ")
    kalla: str | None = _kalla()


class Kontakt(Arsfil, table=True):
    FIL = "kontakter.csv"
    HJALP = "Vart det skrivs: e-postadresser eller namn på hemliga kanaler. Tomt organ = planeringskontoret."

    organ: str | None = falt("organ; tomt = planeringskontoret", ref="organ")
    roll: str = falt("roll", krav=True, koder=Roll)
    adress: str = falt("e-postadress eller namn på en hemlig kanal", krav=True, bredd=40)
    kalla: str | None = _kalla()


class Mal(Arsfil, table=True):
    FIL = "mal.csv"
    HJALP = "Målen. Ett mål kan ha mål under sig, i hur många led som helst; indikatorerna hör till de understa."
    NYCKEL = ("kod",)
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "kod"),)

    kod: str = falt("målets kod", krav=True)
    namn: str = falt("målets namn", krav=True, bredd=60)
    overordnat: str | None = falt("målet ovanför; tomt = ett mål överst", ref="mal")
    kalla: str | None = _kalla()


class Indikator(Arsfil, table=True):
    FIL = "indikatorer.csv"
    HJALP = "Indikatorerna, med fullmäktiges årsmål."
    NYCKEL = ("kod",)
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "kod"),)

    kod: str = falt("indikatorns kod", krav=True)
    mal: str = falt("målet, ett utan mål under sig", krav=True, ref="mal")
    namn: str = falt("indikatorns namn", krav=True, bredd=60)
    slag: str = falt("kf eller obligatorisk", krav=True, koder=Indikatorslag)
    enhet: str | None = falt("t.ex. procent eller antal")
    decimaler: int = falt("antal decimaler", krav=True, minst=0, storst=15)
    riktning: str = falt("vilket håll som är bättre: högre eller lägre", krav=True, koder=Riktning)
    aggregering: str = falt(
        "hur organens årsmål läggs ihop: summa, medel, vägt medel (med tilldelningens vikt), minst eller störst",
        krav=True,
        koder=Aggregering,
    )
    kf_arsmal: Decimal | None = tal("fullmäktiges årsmål")
    faststalls_senare: bool = falt("fullmäktige fastställer årsmålet under året", standard=False)
    ingar_i_bedomning: bool = falt("räknas i målets bedömning; tomt = ja", standard=True)
    provas: str | None = falt("regler som prövas, med +", koder=GRUNDER, flera=True, bredd=30)
    kalla: str | None = _kalla()


class Tilldelning(Arsfil, table=True):
    FIL = "tilldelningar.csv"
    HJALP = "Vilka organ som har fått vilken indikator."
    NYCKEL = ("indikator", "organ")
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "indikator", "organ"),)

    indikator: str = falt("indikator", krav=True, ref="indikatorer")
    organ: str = falt("organ", krav=True, ref="organ")
    vikt: Decimal = tal("vikt i vägt medel; tomt = 1", standard=Decimal(1), minst=0)
    utfall_foregaende: Decimal | None = tal("utfall föregående år")
    utgar: bool = falt("ja = tas bort för organet i avstämningen", standard=False)
    kalla: str | None = _kalla()


class ObligatoriskProcess(Arsfil, table=True):
    __tablename__ = "obligatorisk_process"
    FIL = "obligatoriska_processer.csv"
    HJALP = "Processer som ska finnas i organets väsentlighets- och riskanalys."

    organ: str = falt("organ", krav=True, ref="organ")
    mal: str = falt("mål", krav=True, ref="mal")
    process: str = falt("processens namn", krav=True, bredd=40)
    kalla: str | None = _kalla()


class RiktadUppmaning(Arsfil, table=True):
    __tablename__ = "riktad_uppmaning"
    FIL = "riktade_uppmaningar.csv"
    HJALP = "Uppmaningar som kontoret självt riktar, och rader som vidgar vad en regel fann."

    mal: str | None = falt("mål", ref="mal")
    indikator: str | None = falt("indikator", ref="indikatorer")
    begar: str | None = falt("vad som begärs; krävs där grund är tom", koder=Begar)
    omgang: str | None = falt("omgången vars beslut ställer den; tomt = planens", ref="omgangar")
    senast: str | None = falt("koden för en senare omgång; tomt = utan datum", ref="omgangar")
    mottagare: str = falt(
        "grupper: sdn, fack, namnder, bolag, berorda och koder, med + och -", krav=True, ref="grupper"
    )
    avser: str | None = falt(
        "fortsätter ett verb, som ”statistiken” i ”följa upp statistiken”; upprepa inte verbet", bredd=60
    )
    grund: str | None = falt("tomt = riktad; en regels namn = vidga den", koder=(Grund.RIKTAD, *GRUNDER))
    kalla: str | None = _kalla()


class Inlamningsdag(Arsfil, table=True):
    FIL = "inlamningar.csv"
    HJALP = "När exempelarbetsböckerna kommer in; utan rad på förfallodagen."
    NYCKEL = ("organ", "slag")
    __table_args__ = (UniqueConstraint("ar", "organ", "slag"),)

    organ: str = falt("organ", krav=True, ref="organ")
    slag: str = falt("omgången", krav=True, ref="omgangar")
    inkom: datetime.date = falt("dag", krav=True)
    kalla: str | None = _kalla()


class Text(Arsfil, table=True):
    FIL = "texter.csv"
    HJALP = "Kontorets egna texter: per mål eller per avsnitt i dokumentet."
    NYCKEL = ("avsnitt",)
    __table_args__ = (UniqueConstraint("ar", "avsnitt"),)

    avsnitt: str = falt("ett måls kod eller ett avsnitt", krav=True)
    text: str = falt("texten", krav=True, bredd=100)
    kalla: str | None = _kalla()


class Fakta(Arsfil, table=True):
    FIL = "fakta.csv"
    HJALP = "Siffror för året som inte har en egen fil; de visas i sitt avsnitt."

    avsnitt: str = falt("ett måls kod eller ett avsnitt", krav=True)
    text: str = falt("vad siffran gäller", krav=True, bredd=80)
    varde: Decimal | None = tal("värdet")
    enhet: str | None = falt("enheten")
    organ: str | None = falt("organ, om siffran gäller ett", ref="organ")
    kalla: str | None = _kalla()


class Beslutspunkt(Arsfil, table=True):
    FIL = "beslutspunkter.csv"
    HJALP = "Förslag till beslut; {belopp} byts mot beloppet i beslutsbelopp."
    NYCKEL = ("punkt",)
    __table_args__ = (UniqueConstraint("ar", "punkt"),)

    punkt: str = falt("nummer", krav=True)
    text: str = falt("texten", krav=True, bredd=100)
    kalla: str | None = _kalla()


class Resultatbudgetrad(Arsfil, table=True):
    FIL = "resultatbudget.csv"
    HJALP = "Resultatbudgeten i mnkr."
    NYCKEL = ("rad_namn",)
    __table_args__ = (UniqueConstraint("ar", "rad_namn"),)

    rad_namn: str = falt("radens namn", namn="rad", krav=True, bredd=50)
    ordning: int | None = falt("ordning")
    kf_budget: Decimal | None = tal("fullmäktiges budget, mnkr")
    justeringar: Decimal | None = tal("beviljade justeringar, mnkr")
    omslutning: Decimal | None = tal("omslutningsförändringar, mnkr")
    summerar: str | None = falt("raderna som denna är summan av, med +", ref="rader", bredd=50)
    kalla: str | None = _kalla()


class Budgetjustering(Arsfil, table=True):
    FIL = "budgetjusteringar.csv"
    HJALP = "Budgetjusteringar i mnkr; beviljat > 0 = högre nettokostnad, investering eller omslutning."

    andamal: str = falt("ändamål", krav=True, bredd=40)
    organ: str | None = falt("grupper; tomt = flera, ej namngivna", ref="grupper")
    slag: str = falt("slag", krav=True, koder=Budgetslag)
    finansiering: str | None = falt("t.ex. CM2")
    intakter: Decimal | None = tal("mnkr")
    kostnader: Decimal | None = tal("mnkr")
    avskrivningar: Decimal | None = tal("mnkr")
    investering: Decimal | None = tal("mnkr")
    sokt: Decimal | None = tal("sökt, mnkr")
    beviljat: Decimal | None = tal("beviljat, mnkr")
    kalla: str | None = _kalla()


class Beslutsbelopp(Arsfil, table=True):
    FIL = "beslutsbelopp.csv"
    HJALP = "Belopp i beslutspunkterna, mnkr; tomt belopp = summan gäller."
    NYCKEL = ("punkt",)
    __table_args__ = (UniqueConstraint("ar", "punkt"),)

    punkt: str = falt("beslutspunkt", krav=True)
    avser: str | None = falt("vad beloppet avser", bredd=40)
    belopp: Decimal | None = tal("beslutat belopp, mnkr")
    slag: str = falt("slag av budgetjustering", krav=True, koder=Budgetslag)
    finansiering: str | None = falt("finansiering, om summan begränsas till en")
    kalla: str | None = _kalla()


class Investering(Arsfil, table=True):
    FIL = "investeringar.csv"
    HJALP = "Investeringsramar, deras delar och projekt, mnkr. Tomt organ = hela organisationen."

    organ: str | None = falt("organ; tomt = alla tillsammans", ref="organ")
    post: str | None = falt("post", bredd=40)
    slag: str = falt("ram, del eller projekt", krav=True, koder=Investeringsslag)
    utgifter: Decimal | None = tal("mnkr")
    inkomster: Decimal | None = tal("mnkr")
    netto: Decimal | None = tal("mnkr")
    prognos: Decimal | None = tal("mnkr")
    ej_aktiverbara_utgifter: Decimal | None = tal("mnkr")
    ej_aktiverbara_inkomster: Decimal | None = tal("mnkr")
    kalla: str | None = _kalla()


class Resultatenhet(Arsfil, table=True):
    FIL = "resultatenheter.csv"
    HJALP = "Resultatenheter som finns när året öppnas."

    organ: str = falt("organ", krav=True, ref="organ")
    resultatenhet: str = falt("enhetens namn", krav=True, bredd=40)
    kalla: str | None = _kalla()


class Indikatorjustering(Arsfil, table=True):
    FIL = "indikatorjusteringar.csv"
    HJALP = "Bilaga 3: förändringar av indikatorer och målvärden."

    indikator: str = falt("indikator", krav=True, ref="indikatorer")
    organ: str | None = falt("grupper", ref="grupper")
    justering: str = falt("vad som ändras", krav=True, koder=Justering)
    varde: str | None = falt("nytt värde")
    skal: str | None = falt("skäl", bredd=60)
    kalla: str | None = _kalla()


class Statsbidrag(Arsfil, table=True):
    FIL = "statsbidrag.csv"
    HJALP = "Statsbidrag att fördela, hela kronor."
    NYCKEL = ("bidrag",)
    __table_args__ = (UniqueConstraint("ar", "bidrag"),)

    bidrag: str = falt("bidragets namn", krav=True, bredd=30)
    slag: str = falt("fordelat efter antal och index, eller fast", krav=True, koder=Bidragsslag)
    diarienummer: str | None = falt("diarienummer")
    rekvirerat: Decimal | None = tal("kronor", minst=0)
    riktade_insatser: Decimal | None = tal("kronor", minst=0)
    avvecklat: Decimal | None = tal("kronor", minst=0)
    andel_antal: Decimal | None = tal("andel efter antal, t.ex. 0,80", andel=True)
    andel_index: Decimal | None = tal("andel efter index, t.ex. 0,20", andel=True)
    kalla: str | None = _kalla()


class StatsbidragOrgan(Arsfil, table=True):
    __tablename__ = "statsbidrag_organ"
    FIL = "statsbidrag_organ.csv"
    HJALP = "Antal och index per organ, eller fast belopp; flera organ med + är ett kluster."
    NYCKEL = ("bidrag", "organ")
    __table_args__ = (UniqueConstraint("ar", "bidrag", "organ"),)

    bidrag: str = falt("bidrag", krav=True, ref="statsbidrag", bredd=30)
    organ: str = falt("organ, eller flera med +", krav=True, ref="kluster")
    antal: Decimal | None = tal("t.ex. inskrivna barn", minst=0)
    index: Decimal | None = tal("socioekonomiskt index", minst=0)
    belopp: Decimal | None = tal("kronor, för fast")
    avser: str | None = falt("vad medlen avser", bredd=40)
    kalla: str | None = _kalla()


class Projektmedel(Arsfil, table=True):
    FIL = "projektmedel.csv"
    HJALP = "Sökta och beviljade projektmedel, mnkr."

    projekt: str = falt("projekt", krav=True, bredd=60)
    organ: str = falt("sökande", krav=True, ref="organ")
    medsokande: str | None = falt("grupper", ref="grupper")
    ar_antal: Decimal | None = tal("antal år", namn="ar")
    sokt: Decimal | None = tal("mnkr")
    beviljat: Decimal | None = tal("mnkr")
    diarienummer: str | None = falt("diarienummer")
    kalla: str | None = _kalla()


class Arende(Arsfil, table=True):
    FIL = "arenden.csv"
    HJALP = "Övriga ärenden som beslutet tar upp."

    arende: str = falt("ärende", krav=True, bredd=60)
    diarienummer: str | None = falt("diarienummer")
    forslag: str | None = falt("förslag", bredd=60)
    belopp: Decimal | None = tal("belopp")
    enhet: str | None = falt("beloppets enhet")
    kalla: str | None = _kalla()


#: every file of the year folder, in the order in which it is read, checked and listed
ARSFILER: tuple[type[Arsfil], ...] = (
    Omgangsrad,
    Ordrad,
    Organ,
    Kontakt,
    Mal,
    Indikator,
    Tilldelning,
    ObligatoriskProcess,
    RiktadUppmaning,
    Inlamningsdag,
    Text,
    Fakta,
    Beslutspunkt,
    Resultatbudgetrad,
    Budgetjustering,
    Beslutsbelopp,
    Investering,
    Resultatenhet,
    Indikatorjustering,
    Statsbidrag,
    StatsbidragOrgan,
    Projektmedel,
    Arende,
)
