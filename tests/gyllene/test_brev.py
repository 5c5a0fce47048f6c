"""The messages of a Stockholm year and of a city that speaks otherwise, and those that only an odd year has."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml

from schemas.arsmapp import Organ
from schemas.tabeller import Utskick
from tasks.grund.databas import read
from tasks.laget.arsdata import rows
from tasks.laget.utkorg import messages
from tests.gyllene.gyllene import jamfor, kvar
from tests_stod import AR_2024, EXEMPEL, i_miljo

AREN = {"stockholm-2024": (AR_2024, 2024), "kommun-2033": (EXEMPEL / "kommun-2033", 2033)}
BOLAG = "bolagsstyrelse"
#: parts of the keys of what only an odd year has
UDDA = ("/anstand/", "aterkallelse/", *(f"kvittens/VP/o0000{n}/" for n in range(3)), "/o00000/sista-dag/")
#: what differs from run to run of the same program
HASH = re.compile(r"rattning/[0-9a-f]{12}-")


def text(u: Utskick) -> list[str]:
    """A message as its recipient reads it."""
    till = [f"Till: {', '.join(u.till)}", *([f"Kopia: {', '.join(u.kopia)}"] if u.kopia else [])]
    bilagor = [f"Bilaga: {HASH.sub('', b).rpartition('/')[2]}" for b in u.bilagor]
    return [*till, f"Ämne: {u.amne}", *bilagor, "", *u.text.splitlines()]


def utvalda(ar: int) -> dict[str, Utskick]:
    """One message of every kind, omgång, role and kind of organ: the longest, so that it says most."""
    with read() as session:
        slag = {o.kod: BOLAG if o.slag == BOLAG else "namnd" for o in rows(session, Organ, ar)}
        svar: dict[str, Utskick] = {}
        for u in messages(session, ar):
            namn = "-".join([u.slag, u.omgang or "utan", u.roll, slag.get(u.organ or "", "samlat")]).lower()
            if namn not in svar or len(u.text) > len(svar[namn].text):
                svar[namn] = u
    return svar


@pytest.mark.parametrize("namn", AREN)
def test_the_messages_of_a_year(namn: str, aren: Callable) -> None:
    data, ar = AREN[namn]
    genomgatt = aren(data)
    with i_miljo(**genomgatt.miljo):
        alla = utvalda(ar)
    for brev, u in alla.items():
        jamfor(f"brev/{namn}/{brev}", text(u))
    assert kvar(f"brev/{namn}", alla) == []


def test_the_messages_of_an_odd_year(tmp_path: Path) -> None:
    """Refused, waiting, settled, late, with anstånd, withdrawn, moved: each as a person would bring it about."""
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        alla = udda_ar(tmp_path)
    for brev, u in alla.items():
        jamfor(f"brev/udda/{brev}", text(u))
    assert kvar("brev/udda", alla) == []


def udda_ar(tmp_path: Path) -> dict[str, Utskick]:
    """Take a year to its follow-up with everything that may go another way than it should."""
    from flows.anstand import anstand
    from flows.aterkalla import aterkalla
    from flows.avstamning import avstamning
    from flows.besluta import besluta
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.mallar import mallar
    from flows.oppna import oppna

    data, hem = EXEMPEL / "liten-2026", tmp_path / "hem" / "2026"
    ut, inkorg = tmp_path / "ut", hem / "inkorg"
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=datetime.date(2025, 12, 1))
    mallar.fn(omgang="VP", idag=datetime.date(2025, 12, 1))
    om = {"motivering": "Nämnden sammanträder först den 19 januari.", "handlaggare": "Åsa Öberg"}
    anstand.fn(galler="VP", organ="o00000", dag=datetime.date(2026, 1, 20), idag=datetime.date(2026, 1, 7), **om)
    bocker = [Path(b) for b in exempel.fn(omgang="VP", data=data, ut=ut)]
    inkorg.mkdir(parents=True)
    for bok in bocker[3:]:
        (inkorg / bok.name).write_bytes(bok.read_bytes())
    rev = openpyxl.load_workbook(bocker[1])
    rev["Årsmål"]["F2"], rev["Årsmål"]["F3"] = "ca 70", "#REF!"
    rev["Mål"]["C2"] = "kanske"
    rev.save(inkorg / bocker[1].name)
    _som_mejl(bocker[2], "vikarie@example.com", inkorg / "vikarien.eml")
    intag.fn(idag=datetime.date(2026, 1, 12))
    (inkorg / bocker[0].name).write_bytes(bocker[0].read_bytes())
    intag.fn(idag=datetime.date(2026, 1, 25))
    avstamning.fn(idag=datetime.date(2026, 3, 1))
    granskning = openpyxl.load_workbook(hem / "dokument" / "Granskning-2026.xlsx")
    blad = granskning["Väntande"]
    rubriker = [c.value for c in blad[1]]
    blad.cell(2, rubriker.index("Godta") + 1).value = "Nej"
    blad.cell(2, rubriker.index("Motivering") + 1).value = "Skickad från en adress som organet inte känns vid."
    budget = granskning["Budget"]
    motivering = [c.value for c in budget[1]].index("Motivering") + 1
    for rad in range(2, budget.max_row + 1):
        budget.cell(rad, motivering).value = "Ryms inom ramen."
    ifylld = tmp_path / "Granskning-2026.xlsx"
    granskning.save(ifylld)
    dag = datetime.date(2026, 3, 10)
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", granskning=ifylld, idag=dag)
    _anstand_och_aterkallelse(anstand.fn, aterkalla.fn)
    senare = tmp_path / "senare"
    _flyttad(data, senare)
    oppna.fn(handlaggare="Åsa Öberg", data=senare, idag=datetime.date(2026, 4, 2))
    with read() as session:
        alla = messages(session, 2026)
    return {_namn(u): u for u in alla if any(d in u.nyckel for d in UDDA)}


def _anstand_och_aterkallelse(ge: Callable, ta: Callable) -> None:
    from tasks.laget.fragat import parts
    from tasks.laget.oppet import the_year

    with read() as session:
        delar = parts(session, the_year(session))
    daterad, annan = [d for d in delar if d.m.senast][:2]
    om = {"handlaggare": "Åsa Öberg", "idag": datetime.date(2026, 3, 20)}
    ge(
        galler=daterad.u.nummer, organ=daterad.m.organ, dag=datetime.date(2026, 5, 28),
        motivering="Underlaget kommer i maj.", **om,
    )  # fmt: skip
    ta(nummer=annan.u.nummer, organ=annan.m.organ, motivering="Frågan är redan besvarad i planen.", **om)


def _som_mejl(bok: Path, fran: str, till: Path) -> None:
    from email.message import EmailMessage

    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = fran, "planering@example.org", "Verksamhetsplan"
    m.set_content("Här kommer planen.")
    m.add_attachment(bok.read_bytes(), maintype="application", subtype="octet-stream", filename=bok.name)
    till.write_bytes(bytes(m))


def _flyttad(data: Path, till: Path) -> None:
    """The same year with a later last day for the follow-up."""
    import shutil

    shutil.copytree(data, till)
    fil = till / "ar.yaml"
    varden = yaml.safe_load(fil.read_text("utf-8"))
    varden["kalender"]["tertialrapport_1_senast"] = datetime.date(2026, 5, 21)
    fil.write_text(yaml.safe_dump(varden, allow_unicode=True), "utf-8")


def _namn(u: Utskick) -> str:
    """What a message of the odd year is called: its key, without what is long."""
    return u.nyckel.replace("/", "-")
