"""Intag: take in every workbook of the in-folder and the mailbox, bad ones beside good ones."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.dag import today
from flows.falt import Aren, Idag
from flows.flode import flode
from flows.redovisning import Framsteg, needs_somebody, sentence_of_intag, show_inkommet
from schemas.problem import ArshjulFel, IngetAr
from tasks.grund.databas import read
from tasks.grund.mottaget import MOTTAGET
from tasks.intag.brevlada import fetch, fetch_maildir
from tasks.intag.intag import Intagsar, take_in
from tasks.intag.ovrig_post import file_post
from tasks.intag.post import Mottagning, receive
from tasks.intag.sammanhang import sammanhang
from tasks.laget.oppet import Oppet, open_years, the_years


@flode("intag", korning="Intag", sager=sentence_of_intag, kraver=needs_somebody, ensam=True)
def intag(inkorg: Path | None = None, ar: Aren = None, idag: Idag = None) -> list[Mottagning]:
    """Take in the in-folder: store, read, save with a kvittens each, and clear it of what is saved.

    A workbook goes to its own year, whichever in-folder it lies in. Before that, the mails of the mailbox
    (ARSHJUL_INKORG) are brought into the first year's in-folder; they are not where an in-folder is given.

    Args:
        inkorg: the in-folder; default each year's own.
        ar: only this year's in-folder; with an in-folder, the year of what does not say to which it belongs.

    Raises:
        ArshjulFel: there is no such folder, or no year is open; or the mailbox could not be read, once everything
            that lies in the in-folders has been taken in.
    """
    dag = today(idag)
    if inkorg and not inkorg.is_dir():
        raise ArshjulFel(f"Mappen {inkorg} finns inte.")
    with read() as session:
        valda = the_years(session, ar)
        if not valda:
            raise IngetAr
        oppna = open_years(session)
        if inkorg and ar is None:
            valda = oppna[:1]
        alla = {oppet.ar: Intagsar(oppet, sammanhang(session, oppet)) for oppet in the_years(session)}
    svar: list[Mottagning] = []
    fel = _fetch_mail(inkorg, valda, oppna)
    for oppet in valda:
        inkommet = receive(inkorg or oppet.mapp / "inkorg", oppet.mapp / MOTTAGET)
        aren = [alla[oppet.ar], *(a for nr, a in alla.items() if nr != oppet.ar)]
        framsteg = Framsteg("Intag", len(inkommet.bocker))
        for mottagning in take_in(inkommet.bocker, aren, dag):
            svar.append(mottagning)
            framsteg.step()
        svar += file_post(inkommet.brev, oppet, dag)
    if svar:
        show_inkommet(svar)
    if fel and svar:
        fel.append(f"Det som låg i inkorgen är ändå intaget ({len(svar)} st).")
    if fel:
        raise ArshjulFel("\n".join(fel))
    return svar


def _fetch_mail(inkorg: Path | None, valda: Sequence[Oppet], oppna: Sequence[Oppet]) -> list[str]:
    """Bring mails into the in-folders; what went wrong, in sentences: it must not stop what already lies there.

    The mailbox is read into the first year that stands open, from the day when the oldest such year was opened.
    """
    if inkorg:
        return _tried(fetch_maildir, inkorg)
    sedan = min(oppet.oppnad for oppet in oppna)
    oppna_ar = {oppet.ar for oppet in oppna}
    forst, *andra = (o.mapp / "inkorg" for o in sorted(valda, key=lambda o: o.ar not in oppna_ar))
    return sum((_tried(fetch_maildir, mapp) for mapp in andra), _tried(fetch, forst, sedan))


def _tried(gor: Callable[..., int], *args: object) -> list[str]:
    try:
        gor(*args)
    except ArshjulFel as fel:
        return [str(fel)]
    return []
