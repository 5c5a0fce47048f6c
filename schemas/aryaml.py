"""The settings of a year, ar.yaml (kontrakt section 2), and the sheet of the year workbook that holds them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from schemas.arsmapp import Arsfil
from schemas.begrepp import Roll
from schemas.falt import falt
from schemas.underlag import Trosklar


def _datum_ur(varde: object) -> object:
    return varde or None


def _om(vad: str, standard: Any = ..., **val: Any) -> Any:
    """A key of ar.yaml: what it is for, in Swedish."""
    return Field(standard, description=vad, **val)


class _Strikt(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Dag = Annotated[datetime.date | None, BeforeValidator(_datum_ur)]
#: how long before the plans are due the year opens, where it does not say
OPPNAS_FORE = datetime.timedelta(days=45)


class Kalender(_Strikt):
    """The dates of a year without omgangar.csv; with it only `oppnas`."""

    oppnas: Dag = _om("dagen då organen får sina arbetsböcker; tomt = 45 dagar före sista dag för planerna", None)
    verksamhetsplan_senast: Dag = _om("sista dag för planerna; tomt om bladet omgangar är ifyllt", None)
    avstamning: Dag = _om("dagen då planerna stäms av; tomt om bladet omgangar är ifyllt", None)
    beslut: Dag = _om("dagen då avstämningen beslutas; tomt om bladet omgangar är ifyllt", None)
    tertialrapport_1_senast: Dag = _om("sista dag för svaren (`t1`); tomt om bladet omgangar är ifyllt", None)
    uppfoljning: Dag = _om("dagen då svaren bedöms; tomt om bladet omgangar är ifyllt", None)


class Troskelvarden(_Strikt):
    """The thresholds of kontrakt section 5, which gives the values that stand here."""

    indikator_delvis_inom: Decimal = _om(
        "delvis om det som fattas är högst så stor del av fullmäktiges årsmål", Decimal("0.10"), ge=0, le=1
    )
    mal_helt: Decimal = _om(
        "helt om minst så stor del av indikatorerna är helt och ingen är inte", Decimal("0.60"), ge=0, le=1
    )
    mal_delvis: Decimal = _om(
        "delvis om minst så stor del av indikatorerna är helt eller delvis", Decimal("0.50"), ge=0, le=1
    )
    stor_avvikelse: Decimal = _om(
        "stor avvikelse om årsmålet är så mycket bättre än utfallet, som del av utfallet", Decimal("0.10"), ge=0, le=1
    )

    def trosklar(self) -> Trosklar:
        """As the rules take them."""
        return Trosklar(**self.model_dump())


#: a number of days
Antal = Annotated[int, Field(ge=0, le=365)]


class Paminnelseplan(_Strikt):
    """When organs are reminded: calendar days before and after a due date, and who is told after how many."""

    fore: tuple[Antal, ...] = _om("dagar före förfallodagen då det påminns", (28, 14, 7, 1))
    efter: tuple[Antal, ...] = _om("dagar efter förfallodagen då det påminns", (1, 5, 10))
    eskalering: dict[Antal, Literal[Roll.FORVALTNINGSCHEF, Roll.PLANERINGSKONTORET]] = _om(
        "vem mer som får veta, efter vilken av dagarna i `efter`",
        {5: Roll.FORVALTNINGSCHEF, 10: Roll.PLANERINGSKONTORET},
    )


class Utskicksplan(_Strikt):
    """How many messages may go out at once without a question."""

    bekrafta_over: int = _om("väntar fler meddelanden än så skickas inget utan `--ja`", 100, ge=0)


class ArYaml(_Strikt):
    """ar.yaml (kontrakt section 2)."""

    ar: int = _om("året som planeras", ge=1900, le=2999)
    kommun: str = _om("namnet, som det skrivs i dokument och meddelanden", min_length=1)
    diarienummer: str | None = _om("ärendets diarienummer; står under meddelanden och i dokumenten", None)
    kalender: Kalender = Kalender()
    trosklar: Troskelvarden = Troskelvarden()
    paminnelser: Paminnelseplan = Paminnelseplan()
    utskick: Utskicksplan = Utskicksplan()


class Arsnyckel(Arsfil):
    """A row of the sheet `ar` of a year workbook: a key of ar.yaml and its value."""

    FIL = "ar.csv"
    HJALP = "Året, kalendern, trösklarna och påminnelserna."

    nyckel: str = falt("nyckel", namn="Nyckel", krav=True, locked=True, bredd=34)
    varde: str | None = falt("Skriv värdet här.", namn="Värde", bredd=44)
    vad: str | None = falt("vad nyckeln är till för", namn="Vad", locked=True, bredd=80)


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
