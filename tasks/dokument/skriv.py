"""The files of the year that follow from what is proposed and decided: documents, review workbooks, organs' workbooks.

They are made from the tables alone: the same state gives the same bytes, whatever the clock says.
"""

import datetime
from collections.abc import Iterable
from pathlib import Path

from sqlmodel import Session

from schemas.former import granskningsblad
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.problem import Avvisat
from schemas.tabeller import Avstamning
from tasks.beslut.granskning import Beslutsrader, parse_granskning, review_bok, shown
from tasks.beslut.overforing import carry_over
from tasks.bocker.mallar import MAPP as MALLMAPP
from tasks.bocker.mallar import mallar
from tasks.bocker.skrivbok import Bokinnehall, render_bok
from tasks.dokument.avstamningen import avstamningen
from tasks.dokument.bilagebok import render_xlsx
from tasks.dokument.bilagor import arets_bilagor, harledningsbok
from tasks.dokument.framstallning import WEBBFILER, render_html
from tasks.dokument.harledningssida import SPARMALL, harledningssida, render_harledning
from tasks.dokument.lager import Filgrupp, Register, Verk, names, stampel, write_current
from tasks.dokument.organblad import blad_som_html, blad_som_pdf
from tasks.dokument.organunderlag import organblad
from tasks.dokument.oversikt import render_oversikt
from tasks.dokument.oversiktsunderlag import oversikten
from tasks.dokument.pdf import BILDMALL, PDFMALL, render_pdf
from tasks.dokument.underlag import read_aret
from tasks.dokument.uppfoljningen import uppfoljningen
from tasks.dokument.wordfil import BRODTEXT, ORDMALL, render_docx
from tasks.grund.filer import avtryck
from tasks.grund.handelser import last_event
from tasks.grund.uppgift import uppgift
from tasks.laget.beslutat import has_begun, newest, newest_decided, newest_of_all
from tasks.laget.inlamnat import received
from tasks.laget.oppet import Oppet, current
from tasks.laget.utkorg import bring_bok

DOKUMENTMAPP = "dokument"
#: what says how a document looks
MALLFILER = (ORDMALL, BRODTEXT, *WEBBFILER, SPARMALL, PDFMALL, BILDMALL)
#: what can change a document beside a new proposal or its decision
ANDRAR_DOKUMENT = (Handelseslag.ARET_ANDRADES, Handelseslag.UPPMANING_ATERKALLAD)


def dokument(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> Filgrupp:
    """The documents of an avstämning: as Word file, web page and PDF, with the workbooks that go with it.

    What is decided changes only where the year's names and words do, or something is withdrawn; what is proposed
    follows its templates too.
    """
    namn = f"{DOKUMENTMAPP}/{o.dokument(oppet.ar)}"
    mallar_ = () if rad.beslutad else [avtryck(mall) for mall in MALLFILER]
    senast = last_event(session, oppet.ar, ANDRAR_DOKUMENT)

    def bygg() -> list[Verk]:
        a = read_aret(session, oppet, rad)
        if o.ar_plan:
            bilagor = arets_bilagor(a)
            skrift, bocker = avstamningen(a, bilagor), {b.fil: b.bok for b in bilagor}
        else:
            skrift, bocker = uppfoljningen(a), {o.harledning(oppet.ar): harledningsbok(a)}
        sida = harledningssida(a, skrift, f"{o.dokument(oppet.ar)}.html")
        former = {"docx": render_docx, "html": render_html, "pdf": render_pdf}
        egna = [Verk(f"{namn}.{form}", gor, (skrift,)) for form, gor in former.items()]
        egna.append(Verk(f"{DOKUMENTMAPP}/{o.harledningssida(oppet.ar)}", render_harledning, (sida,)))
        return egna + [Verk(f"{DOKUMENTMAPP}/{fil}", render_xlsx, (bok,)) for fil, bok in bocker.items()]

    return Filgrupp(f"{namn}.docx", stampel(namn, rad.version, rad.beslutad, senast, mallar_), bygg)


def organens(session: Session, oppet: Oppet, rad: Avstamning) -> list[Filgrupp]:
    """A page for each organ after a decided omgång, each by itself; made when what it shows is another."""
    svar = []
    for blad in organblad(read_aret(session, oppet, rad)):
        pdf = blad.omgang.organblad(oppet.ar, blad.kod)
        html = f"{pdf.removesuffix('.pdf')}.html"
        verk = [Verk(pdf, blad_som_pdf, (blad,)), Verk(html, blad_som_html, (blad,))]
        svar.append(Filgrupp(pdf, stampel(pdf, blad), lambda verk=verk: verk))  # type: ignore[misc]
    return svar


def oversikt(session: Session, oppet: Oppet) -> Filgrupp:
    """The page of the year; it follows all that is proposed or decided, and what is handed in."""
    sokvag = f"{DOKUMENTMAPP}/oversikt-{oppet.ar}.html"
    rundor = [(o, rad.version, rad.beslutad) for o, rad in newest_of_all(session, oppet).items()]
    inkommet = [(i.organ, i.omgang, i.version, i.status) for i in received(session, oppet.ar)]
    senast = last_event(session, oppet.ar, ANDRAR_DOKUMENT)
    visar = stampel(sokvag, rundor, inkommet, senast)
    return Filgrupp(sokvag, visar, lambda: [Verk(sokvag, render_oversikt, (oversikten(session, oppet),))])


def granskning(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning, ifylld: Path | None = None) -> Filgrupp:
    """The review workbook of an avstämning that is not decided.

    What the office had typed in an earlier one is carried over where it still fits, and what has changed is told; the
    earlier one is left as it is.

    Args:
        ifylld: the review that was filled in; the newest that has been changed, where it is not given.
    """
    sokvag = f"{DOKUMENTMAPP}/{o.granskning(oppet.ar)}"
    visat = shown(session, oppet, o, rad)

    def bygg() -> list[Verk]:
        fore = ifylld or _filled_in(session, oppet, sokvag)
        fyllt, andrat = (visat, None) if fore is None else _carried(fore, oppet, visat)
        return [Verk(sokvag, render_bok, (review_bok(session, oppet, o, rad, fyllt, andrat),))]

    visar = [(m.BLAD, visat[m]) for m in granskningsblad(o)]
    return Filgrupp(sokvag, stampel(sokvag, rad.version, visar, oppet.o), bygg, sparas="granskning, som den skrevs")


def _carried(fore: Path, oppet: Oppet, visat: Beslutsrader) -> tuple[Beslutsrader, list[str]]:
    try:
        return carry_over(parse_granskning(fore, oppet), visat, oppet.o)
    except Avvisat as fel:
        return visat, [f"{fore.name} gick inte att läsa, så inget är överfört från den. {fel}"]


def changed_granskning(session: Session, oppet: Oppet) -> Path | None:
    """The newest review that a person has changed, of the omgång that waits for its decision."""
    nu = current(session, oppet)
    rad = newest(session, oppet.ar, nu) if nu else None
    return _filled_in(session, oppet, f"{DOKUMENTMAPP}/{nu.granskning(oppet.ar)}") if nu and rad else None


def _filled_in(session: Session, oppet: Oppet, sokvag: str) -> Path | None:
    """The newest review of an omgång that a person has changed."""
    register, svar = Register(session, oppet), None
    for namn in names(sokvag):
        if register.pa_disk(namn) is None:
            return svar
        svar = oppet.mapp / namn if register.ar_andrad(namn) else svar
    raise AssertionError("unreachable")


def arbetsbocker(session: Session, oppet: Oppet, o: Omgang, bara: Iterable[str] | None = None) -> list[Filgrupp]:
    """The workbooks of an omgång for the organs to fill in, each by itself.

    Args:
        bara: only these organs'.
    """

    def en(bok: Bokinnehall) -> Filgrupp:
        sokvag = f"{MALLMAPP}/{bok.sokvag.name}"
        return Filgrupp(sokvag, stampel(sokvag, bok), lambda: [Verk(sokvag, render_bok, (bok,))], skyddad=False)

    return [en(bok) for bok in mallar(session, oppet, o, bara)]


def everything(session: Session, oppet: Oppet, ifylld: Path | None = None) -> list[Filgrupp]:
    """Every file that the state of a year calls for: what is proposed or decided, what is reviewed, what is asked.

    Args:
        ifylld: the review that the office has filled in.
    """
    svar: list[Filgrupp] = []
    for o, rad in newest_of_all(session, oppet).items():
        svar.append(dokument(session, oppet, o, rad))
        if rad.beslutad is None:
            svar.append(granskning(session, oppet, o, rad, ifylld))
    if svar:
        svar.append(oversikt(session, oppet))
    if senast := newest_decided(session, oppet):
        svar += organens(session, oppet, senast)
    nu = current(session, oppet)
    if nu and (bring_bok(session, oppet.ar, nu.kod) if nu.ar_plan else has_begun(session, oppet, nu)):
        svar += arbetsbocker(session, oppet, nu)
    return svar


@uppgift("Skriv det som inte är aktuellt", korning="Skriv filer")
def write_everything(oppet: Oppet, idag: datetime.date, ifylld: Path | None = None) -> list[Path]:
    """See that every file that the state calls for is there and current, a deleted one too.

    Args:
        idag: the day that is recorded; it is not printed.
        ifylld: the review that the office has filled in.

    Returns:
        The paths of those that were written now.
    """
    return write_current(oppet, lambda session: everything(session, oppet, ifylld), idag)
