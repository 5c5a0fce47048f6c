"""The year folder (kontrakt section 2): one table per file, one row per fact, with where the row comes from."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from sqlalchemy import UniqueConstraint
from sqlmodel import Field as Kolumnfalt
from sqlmodel import SQLModel

from schemas.begrepp import (
    REGLER,
    Aggregering,
    Begar,
    Bidragsslag,
    Budgetslag,
    Fas,
    Grund,
    Indikatorslag,
    Investeringsslag,
    Justering,
    Kalla,
    Organslag,
    Riktning,
    Roll,
    Senast,
)
from schemas.falt import falt, tal
from schemas.underlag import Trosklar

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


class Organ(Arsfil, table=True):
    FIL = "organ.csv"
    HJALP = "Nämnder och bolagsstyrelser. Ordningen är den i vilken allt listas."
    NYCKEL = ("kod",)
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "kod"),)

    kod: str = falt("kort kod, används i filnamn", krav=True, bredd=26)
    namn: str = falt("fullständigt namn", krav=True, bredd=40)
    kortnamn: str | None = falt("namn efter ”utom” och i tabeller; tomt = namn", bredd=24)
    slag: str = falt("stadsdelsnämnd, facknämnd eller bolagsstyrelse", krav=True, koder=Organslag)
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
    HJALP = "Inriktningsmål och, under dem, verksamhetsområdesmål."
    NYCKEL = ("kod",)
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "kod"),)

    kod: str = falt("målets kod", krav=True)
    namn: str = falt("målets namn", krav=True, bredd=60)
    overordnat: str | None = falt("inriktningsmålet; tomt = är ett inriktningsmål", ref="mal")
    kalla: str | None = _kalla()


class Indikator(Arsfil, table=True):
    FIL = "indikatorer.csv"
    HJALP = "KF:s indikatorer och obligatoriska nämndindikatorer."
    NYCKEL = ("kod",)
    OBLIGATORISK = True
    __table_args__ = (UniqueConstraint("ar", "kod"),)

    kod: str = falt("indikatorns kod", krav=True)
    mal: str = falt("verksamhetsområdesmålet", krav=True, ref="mal")
    namn: str = falt("indikatorns namn", krav=True, bredd=60)
    slag: str = falt("kf eller obligatorisk", krav=True, koder=Indikatorslag)
    enhet: str | None = falt("t.ex. procent eller antal")
    decimaler: int = falt("antal decimaler", krav=True, minst=0, storst=15)
    riktning: str = falt("vilket håll som är bättre", krav=True, koder=Riktning)
    aggregering: str = falt("hur organens årsmål läggs ihop", krav=True, koder=Aggregering)
    kf_arsmal: Decimal | None = tal("KF:s årsmål")
    faststalls_senare: bool = falt("KF fastställer årsmålet under året", standard=False)
    ingar_i_bedomning: bool = falt("räknas i målets bedömning; tomt = ja", standard=True)
    provas: str | None = falt("regler som prövas, med +", koder=REGLER, flera=True, bredd=30)
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
    senast: str | None = falt("t1, eller tomt utan datum", koder=Senast)
    mottagare: str = falt(
        "grupper: sdn, fack, namnder, bolag, berorda och koder, med + och -", krav=True, ref="grupper"
    )
    avser: str | None = falt("vad uppmaningen gäller", bredd=60)
    grund: str | None = falt("tomt = riktad; en regels namn = vidga den", koder=(Grund.RIKTAD, *REGLER))
    kalla: str | None = _kalla()


class Inlamningsdag(Arsfil, table=True):
    FIL = "inlamningar.csv"
    HJALP = "När exempelarbetsböckerna kommer in; utan rad på förfallodagen."
    NYCKEL = ("organ", "slag")
    __table_args__ = (UniqueConstraint("ar", "organ", "slag"),)

    organ: str = falt("organ", krav=True, ref="organ")
    slag: str = falt("VP eller T1", krav=True, koder=Fas)
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
    kf_budget: Decimal | None = tal("KF:s budget, mnkr")
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
    HJALP = "Investeringsramar, deras delar och projekt, mnkr. Tomt organ = hela staden."

    organ: str | None = falt("organ; tomt = hela staden", ref="organ")
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
    HJALP = "Statsbidrag som staden fördelar, hela kronor."
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
    Organ,
    Kontakt,
    Mal,
    Indikator,
    Tilldelning,
    ObligatoriskProcess,
    RiktadUppmaning,
    Inlamningsdag,
    Text,
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


def _datum_ur(varde: object) -> object:
    return varde or None


def _om(vad: str, standard: Any = ..., **val: Any) -> Any:
    """A key of ar.yaml: what it is for, in Swedish."""
    return Field(standard, description=vad, **val)


class _Strikt(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kalender(_Strikt):
    """The dates of the year; `oppnas` empty = 45 days before verksamhetsplan_senast."""

    oppnas: Annotated[datetime.date | None, BeforeValidator(_datum_ur)] = _om(
        "dagen då organen får sina arbetsböcker; tomt = 45 dagar före verksamhetsplan_senast", None
    )
    verksamhetsplan_senast: datetime.date = _om("sista dag för verksamhetsplanerna")
    avstamning: datetime.date = _om("dagen då årsmålen stäms av och granskningen skrivs")
    beslut: datetime.date = _om("dagen då avstämningen beslutas")
    tertialrapport_1_senast: datetime.date = _om("sista dag för svaren i tertialrapport 1 (`t1`)")
    uppfoljning: datetime.date = _om("dagen då svaren bedöms och följs upp")

    @model_validator(mode="after")
    def _oppnas(self) -> "Kalender":
        if self.oppnas is None:
            oppnas = self.verksamhetsplan_senast - datetime.timedelta(days=45)
            object.__setattr__(self, "oppnas", oppnas)
        return self


class Troskelvarden(_Strikt):
    """The thresholds of kontrakt section 5, which gives the values that stand here."""

    indikator_delvis_inom: Decimal = _om(
        "delvis om det som fattas är högst så stor del av KF:s årsmål", Decimal("0.10"), ge=0
    )
    mal_helt: Decimal = _om(
        "helt om minst så stor del av indikatorerna är helt och ingen är inte", Decimal("0.60"), ge=0, le=1
    )
    mal_delvis: Decimal = _om(
        "delvis om minst så stor del av indikatorerna är helt eller delvis", Decimal("0.50"), ge=0, le=1
    )
    stor_avvikelse: Decimal = _om(
        "stor avvikelse om årsmålet är så mycket bättre än utfallet, som del av utfallet", Decimal("0.10"), ge=0
    )

    def trosklar(self) -> Trosklar:
        """As the rules take them."""
        return Trosklar(**self.model_dump())


class Paminnelseplan(_Strikt):
    """When organs are reminded: calendar days before and after a due date, and who is told after how many."""

    fore: tuple[int, ...] = _om("dagar före förfallodagen då det påminns", (28, 14, 7, 1))
    efter: tuple[int, ...] = _om("dagar efter förfallodagen då det påminns", (1, 5, 10))
    eskalering: dict[int, Literal[Roll.FORVALTNINGSCHEF, Roll.PLANERINGSKONTORET]] = _om(
        "vem mer som får veta, efter vilken av dagarna i `efter`",
        {5: Roll.FORVALTNINGSCHEF, 10: Roll.PLANERINGSKONTORET},
    )


class Utskicksplan(_Strikt):
    """How many messages may go out at once without a question."""

    bekrafta_over: int = _om("väntar fler meddelanden än så skickas inget utan `--ja`", 100, ge=0)


class ArYaml(_Strikt):
    """ar.yaml (kontrakt section 2)."""

    ar: int = _om("året som planeras", ge=1900, le=2999)
    kommun: str = _om("stadens namn, som det skrivs i dokument och meddelanden", min_length=1)
    diarienummer: str | None = _om("ärendets diarienummer; står under meddelanden och i dokumenten", None)
    kalender: Kalender
    trosklar: Troskelvarden = Troskelvarden()
    paminnelser: Paminnelseplan = Paminnelseplan()
    utskick: Utskicksplan = Utskicksplan()


class Arsnyckel(Arsfil):
    """A row of the sheet `ar` of a year workbook: a key of ar.yaml and its value."""

    FIL = "ar.csv"
    HJALP = "Året, kalendern, trösklarna och påminnelserna."

    nyckel: str = falt("nyckel", namn="Nyckel", krav=True, last=True, bredd=34)
    varde: str | None = falt("Skriv värdet här.", namn="Värde", bredd=44)
    vad: str | None = falt("vad nyckeln är till för", namn="Vad", last=True, bredd=80)


@dataclass(frozen=True)
class Yamlnyckel:
    """A key of ar.yaml by its path, `kalender.beslut`: what it is for, and what holds where nothing stands."""

    namn: str
    hjalp: str
    krav: bool
    standard: Any
    typ: Any


def yamlnycklar(modell: type[BaseModel] = ArYaml, fore: str = "") -> Iterator[Yamlnyckel]:
    """Every key of ar.yaml, in the order of declaration."""
    for namn, f in modell.model_fields.items():
        if isinstance(f.annotation, type) and issubclass(f.annotation, BaseModel):
            yield from yamlnycklar(f.annotation, f"{fore}{namn}.")
        else:
            standard = None if f.is_required() else f.default
            yield Yamlnyckel(f"{fore}{namn}", f.description or "", f.is_required(), standard, f.annotation)
