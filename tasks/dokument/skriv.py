"""The documents of the year: the avstämning with its bilagor, and the follow-up of tertialrapport 1.

A document is made from the tables alone: the same state gives the same bytes, whatever the clock says.
"""

import datetime
import io
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment
from sqlmodel import Session

from notifications.texter import miljo, tal
from rules.tal import avrunda
from schemas.arsmapp import Beslutspunkt
from schemas.begrepp import Kalla, Svarsstatus
from schemas.tabeller import Avstamning
from tasks.ar import Oppet
from tasks.dokument import ekonomi, t1
from tasks.dokument import mal as malen
from tasks.dokument import underlag as grund
from tasks.dokument.bilagor import skriv_bilagor, skriv_t1_harledning
from tasks.dokument.lager import Lager
from tasks.filer import utan_tid
from tasks.uppgift import uppgift

MALLAR = Path(__file__).parent / "mallar"
#: when every document says that it was made; a real time would make two equal documents differ
SKAPAD = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
#: how a row's source is marked in print
MARKEN: dict[str, str] = {Kalla.REKONSTRUERAD: "°", Kalla.ANTAGANDE: "†"}

_STYRTECKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@uppgift("Skriv avstämningens dokument", korning="Avstämningens dokument")
def skriv_avstamningsdokument(session: Session, oppet: Oppet, rad: Avstamning, idag: datetime.date) -> list[Path]:
    """Write the avstämning as docx and html with its bilagor; what has not changed is not written.

    Args:
        rad: the avstämning of phase VP, decided or not.
        idag: the day that is recorded; it is not printed.

    Returns:
        The paths of all documents, written now or before.
    """
    a = grund.las_aret(session, oppet, rad)
    bilagor = skriv_bilagor(a)
    innehall = avstamningens_innehall(a) | {"bilagor": bilagor}
    filer = {
        f"avstamning-{oppet.ar}.docx": som_docx("avstamning", innehall),
        f"avstamning-{oppet.ar}.html": som_html("avstamning", innehall),
    } | {b.fil: b.innehall for b in bilagor}
    return Lager(session, oppet, idag).spara_alla(filer)


@uppgift("Skriv uppföljningens dokument", korning="Uppföljningens dokument")
def skriv_uppfoljningsdokument(session: Session, oppet: Oppet, rad: Avstamning, idag: datetime.date) -> list[Path]:
    """Write the follow-up of tertialrapport 1 as docx and html, and where its figures come from as xlsx.

    What has not changed is not written.

    Args:
        rad: the avstämning of phase T1, decided or not.
        idag: the day that is recorded; it is not printed.

    Returns:
        The paths of all three, written now or before.
    """
    a = grund.las_aret(session, oppet, rad)
    innehall = uppfoljningens_innehall(a)
    filer = {
        f"uppfoljning-t1-{oppet.ar}.docx": som_docx("uppfoljning", innehall),
        f"uppfoljning-t1-{oppet.ar}.html": som_html("uppfoljning", innehall),
        f"harledning-t1-{oppet.ar}.xlsx": skriv_t1_harledning(a),
    }
    return Lager(session, oppet, idag).spara_alla(filer)


def avstamningens_innehall(a: grund.Aret) -> dict[str, Any]:
    """Everything that the avstämning shows, by the names that its templates use."""
    texter = grund.texter(a)
    uppmaningar = malen.uppmaningar(a)
    mal = malen.malavsnitt(a, texter, uppmaningar)
    belopp = ekonomi.beslutsbelopp(a)
    investeringar = ekonomi.investeringar(a)
    innehall: dict[str, Any] = {
        "huvud": grund.huvud(a),
        "forbehall": grund.forbehall(a),
        "texter": texter,
        "beslutspunkter": grund.beslutspunkter(a.rader(Beslutspunkt), {b.punkt: b.galler for b in belopp}),
        "mal": mal,
        "alla_mal": [m for i in mal for m in (i, *i.under)],
        "antal_mal": sum(len(m.under) for m in mal),
        "malantal": malen.per_bedomning(u.bedomning for m in mal for u in m.under),
        "uppmaningar": uppmaningar,
        "ovriga_uppmaningar": tuple(u for u in uppmaningar if u.mal is None),
        "indikatorjusteringar": malen.indikatorjusteringar(a),
        "resultatbudget": ekonomi.resultatbudget(a),
        "beslutsbelopp": belopp,
        "framstallningar": ekonomi.framstallningar(a),
        "avvikelser": ekonomi.avvikelser(a),
        "ramar": ekonomi.ramar(investeringar),
        "projekt": ekonomi.projekt(investeringar),
        "statsbidrag": ekonomi.statsbidrag(a),
        "projektmedel": ekonomi.projektmedel(a),
        "arenden": ekonomi.arenden(a),
    }
    return innehall | {"innehallsforteckning": _innehallsforteckning(innehall)}


def _innehallsforteckning(i: dict[str, Any]) -> list[tuple[str, str]]:
    """(heading, anchor) of the sections that the year has."""
    texter = i["texter"]
    ekonomin = any(i[k] for k in ("resultatbudget", "beslutsbelopp", "framstallningar", "avvikelser"))
    alla: list[tuple[str, str, object]] = [
        ("Förslag till beslut" if not i["huvud"].beslutad else "Beslut", "beslut", i["beslutspunkter"]),
        ("Sammanfattning", "sammanfattning", True),
        *((texter[k].rubrik, k, True) for k in ("bakgrund", "beredning", "direktiv") if k in texter),
        ("Kommunfullmäktiges mål", "mal", True),
        ("Förändringar av indikatorer och årsmål", "indikatorjusteringar", i["indikatorjusteringar"]),
        *((texter[k].rubrik, k, True) for k in ("kvalitetsarbete",) if k in texter),
        ("Ekonomi", "ekonomi", ekonomin or "ekonomi" in texter),
        ("Investeringar", "investeringar", i["ramar"] or i["projekt"] or "investeringar" in texter),
        *((texter[k].rubrik, k, True) for k in ("medfinansiering", "forsaljningar") if k in texter),
        (
            "Intern kontroll och övriga uppmaningar",
            "ovriga-uppmaningar",
            i["ovriga_uppmaningar"] or "internkontroll" in texter,
        ),
        ("Statsbidrag", "statsbidrag", i["statsbidrag"] or "statsbidrag" in texter),
        ("Projektmedel", "projektmedel", i["projektmedel"]),
        ("Anmälda ärenden", "arenden", i["arenden"]),
        *((texter[k].rubrik, k, True) for k in ("ovrigt",) if k in texter),
        ("Bilagor", "bilagor", True),
    ]
    return [(rubrik, ankare) for rubrik, ankare, finns in alla if finns]


def uppfoljningens_innehall(a: grund.Aret) -> dict[str, Any]:
    """Everything that the follow-up shows, by the names that its templates use."""
    mal = t1.malforandringar(a)
    svar = t1.uppmaningssvar(a)
    alla = [r for u in svar for r in u.svar]
    under = [u for m in mal for u in m.under]
    return {
        "huvud": grund.huvud(a),
        "forbehall": grund.forbehall(a, grund.FILER_I_UPPFOLJNINGEN),
        "texter": grund.texter(a),
        "mal": mal,
        "alla_mal": [m for i in mal for m in (i, *i.under)],
        "antal_mal": len(under),
        "malantal": malen.per_bedomning(u.efter for u in under),
        "antal_andrade_mal": sum(u.andrad for u in under),
        "antal_andrade_indikatorer": sum(i.andrad for u in under for i in u.indikatorer),
        "svar": svar,
        "antal_svar": len(alla),
        "antal_sena": sum(r.sen for r in alla),
        "svarsantal": t1.rakna(r.status for r in alla),
        "uteblivna": t1.per_organ(a, t1.med_status(svar, Svarsstatus.UTEBLIVEN)),
        "att_hoja": t1.att_hoja(a),
        "att_folja": [
            ("Otillräckliga svar", t1.med_status(svar, Svarsstatus.OTILLRACKLIG)),
            ("Motiverade svar: organet kan inte göra det som begärs", t1.med_status(svar, Svarsstatus.MOTIVERAD)),
        ],
    }


def _varde(v: Decimal | None, decimaler: int) -> str:
    """An indicator's value, rounded to its decimals."""
    return tal(None if v is None else avrunda(v, decimaler), decimaler)


def _utan_nollor(v: Decimal | int) -> str:
    return tal(format(Decimal(v).normalize(), "f"))


def _ren(v: Any) -> Any:
    """Characters that neither XML nor HTML can hold are left out of what is printed."""
    return type(v)(_STYRTECKEN.sub("", v)) if isinstance(v, str) and _STYRTECKEN.search(v) else v


@cache
def _miljo() -> Environment:
    env = miljo([MALLAR], html=True).overlay(finalize=_ren)
    env.filters |= {"marke": lambda kalla: MARKEN.get(kalla, ""), "varde": _varde}
    env.globals["satser"] = env.get_template("satser.j2").module
    return env


def som_html(mall: str, innehall: dict[str, Any]) -> bytes:
    """A document as one self-contained web page."""
    sida = _miljo().get_template(f"{mall}.html.j2").render(innehall)
    return (re.sub(r"\n\s*\n+", "\n", sida).strip() + "\n").encode()


def som_docx(mall: str, innehall: dict[str, Any]) -> bytes:
    """A document as a Word file, made from the template of that name."""
    dokument = DocxTemplate(MALLAR / f"{mall}.docx")
    dokument.render(innehall, jinja_env=_miljo(), autoescape=True)
    egenskaper = dokument.docx.core_properties
    satser: Any = _miljo().globals["satser"]
    egenskaper.title = str((satser.rubrik_t1 if mall == "uppfoljning" else satser.rubrik)(innehall["huvud"]))
    egenskaper.created = egenskaper.modified = SKAPAD
    ut = io.BytesIO()
    dokument.save(ut)
    return utan_tid(ut.getvalue())
