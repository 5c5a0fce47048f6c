"""The workbooks that organs and the planning office fill in (kontrakt section 3): sheets, headers, what cells hold."""

from decimal import Decimal
from typing import ClassVar

from sqlmodel import Field as Kolumnfalt
from sqlmodel import SQLModel

from schemas.begrepp import (
    Budgetslag,
    Forandring,
    Grund,
    Kalla,
    Vardeslag,
)
from schemas.falt import falt, tal

#: raised when a sheet or a header changes; a returned workbook may carry any version so far, and needs only the
#: columns that were there then
MALLVERSION = 1

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
    """A sheet with a header row. `KRAVS` = the sheet must be there."""

    BLAD: ClassVar[str]
    #: what stands on the sheet, with the city's words
    HJALP: ClassVar[str] = ""
    KRAVS: ClassVar[bool] = False
    #: attributes in which something must stand for a row to count as filled in
    NYCKEL: ClassVar[tuple[str, ...]] = ()
    #: attributes that stand in the template though they are not locked
    FORIFYLLT: ClassVar[tuple[str, ...]] = ()


class Bladrad(Blad):
    """A row of an accepted workbook; with its row and the submission's columns it is traced back to its cell."""

    id: int | None = Kolumnfalt(default=None, primary_key=True)
    inlamning_id: int = Kolumnfalt(foreign_key="inlamning.id", index=True)
    rad: int


_UTFALL = "{utfall} föregående år"
_KF_ARSMAL = "{kommunfullmaktige.kort_genitiv} {arsmal}"
_EGET_ARSMAL = "{organet.genitiv} {arsmal}"


class PlanArsmal(Bladrad, table=True):
    __tablename__ = "plan_arsmal"
    BLAD = "Årsmål"
    HJALP = "Ange {organet.genitiv} {arsmal} för varje indikator och hur ni når det."
    KRAVS = True
    NYCKEL = ("indikatorkod",)

    indikatorkod: str = falt("", namn="Indikatorkod", krav=True, ref="indikatorer", locked=True)
    indikator: str | None = falt("", namn="Indikator", locked=True, bredd=46)
    enhet: str | None = falt("", namn="Enhet", locked=True, bredd=10)
    utfall_foregaende: str | None = falt("", namn="Utfall föregående år", visas=_UTFALL, locked=True)
    kf_arsmal: str | None = falt(
        "Gäller hela {staden.bestamd}, inte {organet.bestamd} för sig.",
        namn="KF:s årsmål",
        visas=_KF_ARSMAL,
        locked=True,
    )
    arsmal: Decimal | None = tal("Ett tal i {indikator.genitiv} enhet.", namn="Nämndens årsmål", visas=_EGET_ARSMAL)
    sa_nar_vi: str | None = falt("Hur {arsmal.bestamd} nås.", namn="Så når vi målet", bredd=50)


class PlanMal(Bladrad, table=True):
    __tablename__ = "plan_mal"
    BLAD = "Mål"
    HJALP = "Svara Ja eller Nej för varje mål och beskriv hur {organet.bestamd} bidrar."
    KRAVS = True
    NYCKEL = ("malkod",)

    malkod: str = falt("", namn="Målkod", krav=True, ref="mal", locked=True)
    mal: str | None = falt("", namn="Mål", locked=True, bredd=60)
    bidrar: bool | None = falt("Ja eller Nej", namn="Bidrar")
    hur: str | None = falt(
        "Hur {organet.bestamd} bidrar till målet.",
        namn="Hur nämnden bidrar",
        visas="Hur {organet.bestamd} bidrar",
        bredd=60,
    )
    namndmal: str | None = falt("{organet.genitiv} eget mål.", namn="Nämndmål", visas="{organmal}", bredd=40)


class PlanAktivitet(Bladrad, table=True):
    __tablename__ = "plan_aktivitet"
    BLAD = "Aktiviteter"
    HJALP = "Planerade aktiviteter, gärna med indikatorkod."
    NYCKEL = ("malkod", "indikatorkod", "aktivitet")

    malkod: str | None = falt("", namn="Målkod", ref="mal")
    indikatorkod: str | None = falt("", namn="Indikatorkod", ref="indikatorer")
    aktivitet: str | None = falt("", namn="Aktivitet", bredd=60)
    start: str | None = falt("Gärna ett datum.", namn="Start")
    slut: str | None = falt("Gärna ett datum.", namn="Slut")
    ansvarig: str | None = falt("", namn="Ansvarig", bredd=24)


class PlanRisk(Bladrad, table=True):
    __tablename__ = "plan_risk"
    BLAD = "Risker"
    HJALP = "Risker som kan påverka måluppfyllelsen."
    NYCKEL = ("malkod", "risk")

    malkod: str | None = falt("", namn="Målkod", ref="mal")
    risk: str | None = falt("", namn="Risk", bredd=50)
    sannolikhet: int | None = falt("1–5", namn="Sannolikhet", minst=1, storst=5)
    konsekvens: int | None = falt("1–5", namn="Konsekvens", minst=1, storst=5)
    atgard: str | None = falt("", namn="Åtgärd", bredd=50)


class PlanKontroll(Bladrad, table=True):
    __tablename__ = "plan_kontroll"
    BLAD = "Intern kontroll"
    HJALP = "Väsentliga processer med arbetssätt, systematisk kontroll och oönskad händelse."
    NYCKEL = ("malkod", "process")
    FORIFYLLT = ("malkod", "process", "obligatorisk")

    malkod: str | None = falt("", namn="Målkod", ref="mal")
    process: str | None = falt("", namn="Process", bredd=40, enrads=True)
    obligatorisk: bool | None = falt("Ja eller Nej", namn="Obligatorisk")
    arbetssatt: str | None = falt("", namn="Arbetssätt", bredd=40)
    kontroll: str | None = falt("", namn="Systematisk kontroll", bredd=40)
    handelse: str | None = falt("", namn="Oönskad händelse", bredd=40)
    i_planen: bool | None = falt("Ja eller Nej", namn="I internkontrollplanen")


class PlanBudget(Bladrad, table=True):
    __tablename__ = "plan_budget"
    BLAD = "Budget"
    HJALP = "Bara framställningar utöver den beslutade ramen, i mnkr."
    NYCKEL = ("slag", "andamal")

    slag: str | None = falt("", namn="Slag", koder=Budgetslag)
    andamal: str | None = falt("", namn="Ändamål", bredd=40, enrads=True)
    intakter: Decimal | None = tal("mnkr", namn="Intäkter")
    kostnader: Decimal | None = tal("mnkr", namn="Kostnader")
    avskrivningar: Decimal | None = tal("mnkr", namn="Avskrivningar")
    investering: Decimal | None = tal("mnkr", namn="Investering")
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class PlanResultatenhet(Bladrad, table=True):
    __tablename__ = "plan_resultatenhet"
    BLAD = "Resultatenheter"
    HJALP = "Resultatenheter och om de förändras."
    NYCKEL = ("resultatenhet",)
    FORIFYLLT = ("resultatenhet",)

    resultatenhet: str | None = falt("", namn="Resultatenhet", bredd=40, enrads=True)
    forandring: str | None = falt("", namn="Förändring", koder=Forandring)


class SvarRad(Bladrad, table=True):
    """An answer to one uppmaning, in any omgång after the plan."""

    __tablename__ = "svarsrad"
    BLAD = "Svar"
    HJALP = "Svara på varje {uppmaning}: {arsmal.en} {arsmal.reviderad}, en text eller en aktivitet."
    KRAVS = True
    NYCKEL = ("nummer",)

    nummer: str = falt("", namn="Nummer", krav=True, locked=True, bredd=10)
    uppmaning: str | None = falt("", namn="Uppmaning", visas="{uppmaning}", locked=True, bredd=56)
    indikatorkod: str | None = falt("", namn="Indikatorkod", locked=True)
    nuvarande: str | None = falt("", namn="Nuvarande årsmål", visas="Nuvarande {arsmal}", locked=True)
    begart: str | None = falt("Värdet att nå, i {indikator.genitiv} enhet.", namn="Begärt", locked=True, bredd=18)
    reviderat_arsmal: Decimal | None = tal(
        "Ett tal i {indikator.genitiv} enhet.", namn="Reviderat årsmål", visas="{arsmal.reviderad}"
    )
    svar: str | None = falt("Skriv svaret, eller varför ni inte kan.", namn="Svar", bredd=46)
    aktivitet: str | None = falt("Vad som ska göras, och när.", namn="Aktivitet", bredd=34)
    kan_inte: bool | None = falt("Ja = organet kan inte; motivera under Svar.", namn="Kan inte")


class Vardesrad(Bladrad):
    """A row with the value of one indicator that an omgång asks for; `varde` is the column that holds it."""

    NYCKEL = ("indikatorkod",)
    KRAVS = True

    indikatorkod: str = falt("", namn="Indikatorkod", krav=True, ref="indikatorer", locked=True)
    indikator: str | None = falt("", namn="Indikator", locked=True, bredd=46)
    enhet: str | None = falt("", namn="Enhet", locked=True, bredd=10)
    utfall_foregaende: str | None = falt("", namn="Utfall föregående år", visas=_UTFALL, locked=True)
    arsmal: str | None = falt("Det som gäller nu.", namn="Nämndens årsmål", visas=_EGET_ARSMAL, locked=True)
    kf_arsmal: str | None = falt(
        "Gäller hela {staden.bestamd}, inte {organet.bestamd} för sig.",
        namn="KF:s årsmål",
        visas=_KF_ARSMAL,
        locked=True,
    )


class PrognosRad(Vardesrad, table=True):
    __tablename__ = "prognosrad"
    BLAD = "Prognos"
    HJALP = "Ange vad ni räknar med att nå under året för varje indikator."

    varde: Decimal | None = tal("Ett tal i {indikator.genitiv} enhet.", namn="Prognos", visas="{prognos}")
    kommentar: str | None = falt("", namn="Kommentar", bredd=60)


class UtfallRad(Vardesrad, table=True):
    __tablename__ = "utfallsrad"
    BLAD = "Utfall"
    HJALP = "Ange årets utfall för varje indikator."

    varde: Decimal | None = tal("Ett tal i {indikator.genitiv} enhet.", namn="Utfall", visas="{utfall}")
    kommentar: str | None = falt("", namn="Kommentar", bredd=60)


#: the sheets of the plan
PLANENS_BLAD: tuple[type[Bladrad], ...] = (
    PlanArsmal,
    PlanMal,
    PlanAktivitet,
    PlanRisk,
    PlanKontroll,
    PlanBudget,
    PlanResultatenhet,
)
#: the sheet on which the values of an omgång are reported, where they are not årsmål
VARDEBLAD: dict[Vardeslag, type[Vardesrad]] = {Vardeslag.PROGNOS: PrognosRad, Vardeslag.UTFALL: UtfallRad}
#: every sheet that an organ may fill in
ALLA_BLAD: tuple[type[Bladrad], ...] = (*PLANENS_BLAD, SvarRad, *VARDEBLAD.values())

#: file of the examples → the sheet whose cells it holds, by the kind of omgång
PLANENS_EXEMPEL: dict[str, type[Bladrad]] = {
    "arsmal.csv": PlanArsmal,
    "mal.csv": PlanMal,
    "aktiviteter.csv": PlanAktivitet,
    "risker.csv": PlanRisk,
    "intern_kontroll.csv": PlanKontroll,
    "budget.csv": PlanBudget,
    "resultatenheter.csv": PlanResultatenhet,
}
SVARSFIL = "svar.csv"


class Exempelsvar(SQLModel):
    """A row of `<omgång>/svar.csv`: an answer, keyed by what was asked."""

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
