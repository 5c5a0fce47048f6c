"""A finished year in which everything has happened that can: what an audit has to hold together."""

import datetime
import shutil
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests_stod import EXEMPEL, i_miljo

LITEN = EXEMPEL / "liten-2026"
AR = 2026
VEM = "Anna Ek"


def _dag(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def fill_in(fil: Path, blad: str, nyckel: str | None, **varden: Any) -> None:
    """Type into a review workbook as a person would.

    Args:
        nyckel: what stands in the row; None = the first empty one.
        varden: header → value, `_` for a space in the header.
    """
    bok = load_workbook(fil)
    ark = bok[blad]
    rubriker = {str(c.value): c.column for c in ark[1]}
    rad = next(
        n
        for n in range(2, ark.max_row + 1)
        if (not any(c.value for c in ark[n]) if nyckel is None else any(c.value == nyckel for c in ark[n]))
    )
    for rubrik, varde in varden.items():
        ark.cell(rad, rubriker[rubrik.replace("_", " ")]).value = varde
    bok.save(fil)


def _cuts(fil: Path) -> None:
    """Every request that is not granted in full has its reason, and one is cut."""
    ark_namn, bok = "Budget", load_workbook(fil)
    ark = bok[ark_namn]
    rubriker = {str(c.value): c.column for c in ark[1]}
    skars = True
    for rad in range(2, ark.max_row + 1):
        sokt, forslag = (ark.cell(rad, rubriker[r]).value for r in ("Sökt", "Förslag"))
        if skars and forslag:
            ark.cell(rad, rubriker["Beviljat"]).value = 0.1
            skars = False
        elif sokt is None:
            continue
        ark.cell(rad, rubriker["Motivering"]).value = "Ryms inte"
    bok.save(fil)


def _mail(inkorg: Path, fran: str, *bocker: Path) -> None:
    brev = EmailMessage()
    brev["From"], brev["To"], brev["Subject"] = fran, "planering@example.org", "Planen"
    brev.set_content("Hej! Här kommer det.")
    for bok in bocker:
        om = {"maintype": "application", "subtype": "vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        brev.add_attachment(bok.read_bytes(), filename=bok.name, **om)
    (inkorg / f"{len(list(inkorg.iterdir()))}.eml").write_bytes(bytes(brev))


def run_rich_year(hem: Path, **miljo: str) -> dict[str, str]:
    """Run it in a work folder; the environment to stand in it.

    Args:
        miljo: other settings, e.g. another database.
    """
    from flows.anstand import anstand
    from flows.aterkalla import aterkalla
    from flows.avstamning import avstamning
    from flows.besluta import besluta
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.mallar import mallar
    from flows.oppna import oppna
    from flows.paminn import paminn
    from flows.skicka import skicka
    from flows.uppfoljning import uppfoljning
    from tasks.grund.databas import release

    val = {"ARSHJUL_HEM": str(hem), **miljo}
    data = Path(shutil.copytree(LITEN, hem.parent / "data"))
    enheter = data / "verksamhetsplaner" / "resultatenheter.csv"
    enheter.write_text(enheter.read_text("utf-8").replace("Oförändrad", "Avvecklas"), "utf-8")
    svar = data / "tertialrapport1" / "svar.csv"
    rader = svar.read_text("utf-8").splitlines(keepends=True)
    svar.write_text("".join([rader[0], *rader[3:]]), "utf-8")  # without answers to what is struck and withdrawn
    with i_miljo(**val):
        oppna.fn(data=data, idag=_dag("2025-12-01"), handlaggare=VEM)
        mallar.fn(omgang="VP", idag=_dag("2025-12-01"))
        skicka.fn(idag=_dag("2025-12-01"), ja=True)
        inkorg, dokument = hem / str(AR) / "inkorg", hem / str(AR) / "dokument"
        exempel.fn(omgang="VP", data=data, ut=hem / "planer")
        planer = sorted((hem / "planer").iterdir())
        inkorg.mkdir(exist_ok=True)
        for plan in planer[2:]:
            shutil.copy(plan, inkorg)
        _mail(inkorg, "registrator.o00003@example.org")
        intag.fn(idag=_dag("2026-01-14"))
        anstand.fn(
            galler="VP", organ="o00000", dag=_dag("2026-02-01"), motivering="Sjukdom", handlaggare=VEM,
            idag=_dag("2026-01-15"),
        )  # fmt: skip
        paminn.fn(idag=_dag("2026-01-16"))
        shutil.copy(planer[0], inkorg)
        intag.fn(idag=_dag("2026-01-30"))
        _mail(inkorg, "nagon@annanstans.example", planer[1])
        intag.fn(idag=_dag("2026-02-02"))
        avstamning.fn(idag=_dag("2026-03-01"))
        granskning = dokument / "Granskning-2026.xlsx"
        _cuts(granskning)
        fill_in(granskning, "Väntande", planer[1].name, Godta="Ja", Motivering="Bekräftad per telefon")
        _decide(besluta, granskning, "2026-03-09")
        granskning = sorted(dokument.glob("Granskning-2026*.xlsx"))[0]
        _cuts(granskning)
        fill_in(granskning, "Bedömningar", "1.3", Beslut="delvis", Motivering="Underlaget räcker inte")
        fill_in(granskning, "Uppmaningar", f"{AR}-02", Stryk="Ja", Motivering="Redan svarat")
        fill_in(
            granskning, "Uppmaningar", f"{AR}-03", Text="Organen ska höja sina årsmål, som vi har kommit överens om."
        )
        fill_in(granskning, "Texter", None, Avsnitt="sammanfattning", Text="Året i korthet.")
        nya = {"mal": "1.1", "begar": "Åtgärd", "senast": "T1", "mottagare": "sdn", "avser": "arbeta vidare med det"}
        fill_in(granskning, "Nya uppmaningar", None, **nya)
        besluta.fn(fatta=True, handlaggare=VEM, granskning=granskning, idag=_dag("2026-03-10"))
        skicka.fn(idag=_dag("2026-03-10"), ja=True)
        ny = Path(shutil.copytree(data, hem.parent / "ny"))
        byt = ("registrator.o00004@example.org", "ny.registrator.o00004@example.org")
        (ny / "kontakter.csv").write_text((ny / "kontakter.csv").read_text("utf-8").replace(*byt), "utf-8")
        oppna.fn(data=ny, idag=_dag("2026-03-20"), handlaggare=VEM)
        nummer, organ = _first_dated(hem)
        aterkalla.fn(
            nummer=f"{AR}-01", organ=None, motivering="Ställd av misstag", handlaggare=VEM, idag=_dag("2026-04-01")
        )
        anstand.fn(
            galler=nummer, organ=organ, dag=_dag("2026-05-20"), motivering="Semester", handlaggare=VEM,
            idag=_dag("2026-04-02"),
        )  # fmt: skip
        skicka.fn(idag=_dag("2026-04-02"), ja=True)
        exempel.fn(omgang="T1", data=data, ut=inkorg)
        intag.fn(idag=_dag("2026-05-14"))
        paminn.fn(idag=_dag("2026-05-15"))
        uppfoljning.fn(idag=_dag("2026-06-25"))
        uppfoljd = dokument / "Granskning-T1-2026.xlsx"
        fill_in(uppfoljd, "Svar", _answered(uppfoljd), Beslut="otillräcklig", Motivering="Det räcker inte")
        besluta.fn(fatta=True, handlaggare="Bo Ek", granskning=uppfoljd, idag=_dag("2026-06-26"))
        skicka.fn(idag=_dag("2026-06-26"), ja=True)
        release()
    return val


def _decide(besluta: Any, granskning: Path, dag: str) -> None:
    """Accept what waits, which writes a new review."""
    from schemas.problem import ArshjulFel

    with pytest.raises(ArshjulFel, match="En ny granskning är skriven"):
        besluta.fn(fatta=True, handlaggare=VEM, granskning=granskning, idag=_dag(dag))


def _first_dated(hem: Path) -> tuple[str, str]:
    from tests_stod import exportera_nu

    alla = exportera_nu()["uppmaningar"]
    return next(
        (u["nummer"], m["organ"]) for u in alla if u["nummer"] > f"{AR}-03" for m in u["mottagare"] if m["senast"]
    )


def _answered(fil: Path) -> str:
    """The number of the first answer that is judged to do."""
    ark = load_workbook(fil)["Svar"]
    rubriker = {str(c.value): c.column - 1 for c in ark[1]}
    for rad in ark.iter_rows(min_row=2, values_only=True):
        if rad[rubriker["Förslag"]] in ("besvarad", "motiverad"):
            return str(rad[rubriker["Nummer"]])
    raise AssertionError("no answer")
