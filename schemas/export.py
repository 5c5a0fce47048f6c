"""The export's form (kontrakt section 7) and the year folder's, as published schemas."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.arsmapp import ARSFILER
from schemas.aryaml import ArYaml
from schemas.begrepp import (
    Avvikelseslag,
    Bedomning,
    Begar,
    Budgetslag,
    Grund,
    Inlamningsstatus,
    Roll,
    Svarsstatus,
    Utskicksslag,
    Utskicksstatus,
)
from schemas.falt import Kolumn, kolumner

Tal = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$", description="number in plain notation")]
#: the code of an omgång
Omgangskod = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$", description="code of an omgång")]
Datum = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO date")]


class _Del(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExportProblem(_Del):
    kod: str
    blad: str | None
    cell: str | None
    varde: str | None
    forvantat: str
    text: str


class ExportInlamning(_Del):
    organ: str | None
    slag: Omgangskod | None
    version: int
    status: Inlamningsstatus
    sen: bool
    inkom: Datum
    sha256: str
    problem: list[ExportProblem]


class ExportIndikator(_Del):
    kod: str
    fas: Omgangskod
    aggregerat: Tal | None
    kf_arsmal: Tal | None
    uppfyllelse: Bedomning
    antal: int
    saknas: list[str]
    hojning: dict[str, Tal]


class ExportMal(_Del):
    kod: str
    fas: Omgangskod
    forslag: Bedomning
    beslut: Bedomning | None
    motivering: str | None
    helt: int
    delvis: int
    inte: int
    av: int
    namnder: int | None
    bolag: int | None
    namndmal: int | None


class ExportMottagare(_Del):
    organ: str
    senast: Datum | None
    begart: Tal | None
    status: Svarsstatus
    #: the omgång that judged it last
    omgang: Omgangskod | None
    sen: bool
    varde: Tal | None
    svar: str | None


class ExportUppmaning(_Del):
    nummer: str
    #: the one whose decision issued it
    omgang: Omgangskod
    grund: Grund
    begar: Begar
    mal: str | None
    indikator: str | None
    avser: str | None
    senast: Datum | None
    till: str
    text: str
    aterkallad: bool
    mottagare: list[ExportMottagare]


class ExportSvar(_Del):
    nummer: str
    organ: str
    omgang: Omgangskod
    status: Svarsstatus
    sen: bool
    varde: Tal | None
    svar: str | None


class ExportVarde(_Del):
    omgang: Omgangskod
    organ: str
    indikator: str
    varde: Tal


class ExportUtskick(_Del):
    organ: str | None
    roll: Roll
    slag: Utskicksslag
    omgang: Omgangskod | None
    steg: str | None
    forfallo: Datum | None
    dag: Datum
    kanal: str
    status: Utskicksstatus
    nyckel: str
    brev: str | None


class ExportBudgetrad(_Del):
    rad: str
    kf_budget: Tal | None
    justeringar: Tal | None
    omslutning: Tal | None
    justerad: Tal | None


class ExportBeslutsbelopp(_Del):
    punkt: str
    belopp: Tal | None
    summa: Tal | None


class ExportAvvikelse(_Del):
    slag: Avvikelseslag
    nyckel: str
    text: str
    belopp: Tal


class ExportStatsbidrag(_Del):
    bidrag: str
    organ: str
    belopp: Tal | None
    per_antal: Tal | None


class ExportFramstallning(_Del):
    organ: str | None
    slag: Budgetslag | Literal[""]
    andamal: str
    sokt: Tal | None
    beviljat: Tal | None
    finansiering: str | None
    motivering: str | None


class Export(_Del):
    """Everything that was received, judged, asked and sent in a year."""

    ar: int
    idag: Datum
    inlamningar: list[ExportInlamning]
    indikatorer: list[ExportIndikator]
    mal: list[ExportMal]
    uppmaningar: list[ExportUppmaning]
    svar: list[ExportSvar]
    varden: list[ExportVarde]
    utskick: list[ExportUtskick]
    resultatbudget: list[ExportBudgetrad]
    beslutsbelopp: list[ExportBeslutsbelopp]
    avvikelser: list[ExportAvvikelse]
    statsbidrag: list[ExportStatsbidrag]
    framstallningar: list[ExportFramstallning]


_TYPER = {"text": "string", "tal": "number", "heltal": "integer", "datum": "date", "janej": "boolean"}


def _falt(k: Kolumn) -> dict[str, Any]:
    falt: dict[str, Any] = {"name": k.namn, "type": _TYPER[k.typ], "description": k.hjalp}
    krav: dict[str, Any] = {"required": True} if k.krav else {}
    if k.koder and not k.flera:
        krav["enum"] = list(k.koder)
    if k.minst is not None:
        krav["minimum"] = int(k.minst)
    if k.storst is not None:
        krav["maximum"] = int(k.storst)
    if k.typ == "janej":
        falt |= {"trueValues": ["ja"], "falseValues": ["nej"]}
    return falt | ({"constraints": krav} if krav else {})


def table_schema() -> dict[str, Any]:
    """A Frictionless data package of the year folder: a Table Schema per file, from the models that check it."""
    resurser = []
    for m in ARSFILER:
        nyckel = [k.namn for k in kolumner(m) if k.falt in m.NYCKEL]
        form: dict[str, Any] = {"fields": [_falt(k) for k in kolumner(m)], "missingValues": [""]}
        if nyckel:
            form["primaryKey"] = nyckel
        resurser.append({"name": m.FIL.removesuffix(".csv"), "path": m.FIL, "description": m.HJALP, "schema": form})
    return {"name": "arsmapp", "resources": resurser}


def schema_for_allt() -> dict[str, Any]:
    """What `arshjul schema` prints: the export's JSON Schema, the year folder's Table Schema, and that of ar.yaml."""
    return {"export": Export.model_json_schema(), "arsmapp": table_schema(), "ar_yaml": ArYaml.model_json_schema()}
