"""The documents of the year: the avstämning with its bilagor, and the follow-up of tertialrapport 1.

A document is made from the tables alone: the same state gives the same bytes, whatever the clock says.
"""

import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from schemas.arsmapp import Beslutspunkt
from schemas.begrepp import Svarsstatus
from schemas.tabeller import Avstamning
from tasks.dokument import ekonomi, t1
from tasks.dokument import mal as malen
from tasks.dokument import underlag as grund
from tasks.dokument.bilagebok import render_xlsx
from tasks.dokument.bilagor import arets_bilagor, t1_harledning
from tasks.dokument.framstallning import Arbete, render_all, render_docx, render_html
from tasks.dokument.lager import Lager
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet


@uppgift("Skriv avstämningens dokument", korning="Avstämningens dokument")
def write_avstamningsdokument(session: Session, oppet: Oppet, rad: Avstamning, idag: datetime.date) -> list[Path]:
    """Write the avstämning as docx and html with its bilagor; what has not changed is not written.

    Args:
        rad: the avstämning of phase VP, decided or not.
        idag: the day that is recorded; it is not printed.

    Returns:
        The paths of all documents, written now or before.
    """
    a = grund.read_aret(session, oppet, rad)
    bilagor = arets_bilagor(a)
    innehall = avstamningens_innehall(a) | {
        "bilagor": [{"nummer": b.nummer, "titel": b.titel, "fil": b.fil} for b in bilagor]
    }
    dokument: dict[str, Arbete] = {
        f"avstamning-{oppet.ar}.docx": (render_docx, ("avstamning", innehall)),
        f"avstamning-{oppet.ar}.html": (render_html, ("avstamning", innehall)),
    }
    dokument |= {b.fil: (render_xlsx, (b.bok,)) for b in bilagor}
    return Lager(session, oppet, idag).spara_alla(render_all(dokument))


@uppgift("Skriv uppföljningens dokument", korning="Uppföljningens dokument")
def write_uppfoljningsdokument(session: Session, oppet: Oppet, rad: Avstamning, idag: datetime.date) -> list[Path]:
    """Write the follow-up of tertialrapport 1 as docx and html, and where its figures come from as xlsx.

    What has not changed is not written.

    Args:
        rad: the avstämning of phase T1, decided or not.
        idag: the day that is recorded; it is not printed.

    Returns:
        The paths of all three, written now or before.
    """
    a = grund.read_aret(session, oppet, rad)
    innehall = uppfoljningens_innehall(a)
    dokument: dict[str, Arbete] = {
        f"harledning-t1-{oppet.ar}.xlsx": (render_xlsx, (t1_harledning(a),)),
        f"uppfoljning-t1-{oppet.ar}.docx": (render_docx, ("uppfoljning", innehall)),
        f"uppfoljning-t1-{oppet.ar}.html": (render_html, ("uppfoljning", innehall)),
    }
    return Lager(session, oppet, idag).spara_alla(render_all(dokument))


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
        "svarsantal": t1.count_status(r.status for r in alla),
        "uteblivna": t1.per_organ(a, t1.med_status(svar, Svarsstatus.UTEBLIVEN)),
        "att_hoja": t1.att_hoja(a),
        "att_folja": [
            ("Otillräckliga svar", t1.med_status(svar, Svarsstatus.OTILLRACKLIG)),
            ("Motiverade svar: organet kan inte göra det som begärs", t1.med_status(svar, Svarsstatus.MOTIVERAD)),
        ],
    }
