"""What was received: every file is there as it came, and says what stands in the tables (kontrakt section 4)."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from schemas.arbetsbocker import ALLA_BLAD, Bladrad
from schemas.begrepp import Inlamningsstatus
from schemas.falt import kolumner
from schemas.former import blad_i
from schemas.handelseslag import Handelseslag
from schemas.inlamning import Tolkning
from schemas.tabeller import Handelse, Inlamning, Post
from tasks.bocker.lasning import pack, read_in_child
from tasks.granskning.fynd import Fynd, obs
from tasks.granskning.revision import Revision, differs, nar
from tasks.grund.filer import avtryck
from tasks.grund.mottaget import MOTTAGET, stored
from tasks.intag.brevlasning import read_brev
from tasks.intag.sammanhang import sammanhang
from tasks.laget.arsdata import plain_rows, rows_of
from tasks.laget.inlamnat import received

#: files of the year that say nothing of how a workbook is read
UTAN_BETYDELSE = {"kontakter.csv", "inlamningar.csv", "ar.yaml"}
#: what the head of a workbook says
HUVUDET = {"uppgiftslamnare": "Uppgiftslämnare", "beslutad": "Beslutad", "diarienummer": "Diarienummer"}


def check_books(p: Revision) -> Iterator[Fynd]:
    """Every submission of the year against its event, its file, and what stands in it."""
    alla = received(p.session, p.ar)
    p.raknat["inlämningar"] += len(alla)
    yield from _against_the_trail(p, alla)
    yield from _planted_rows(p, alla)
    hela = []
    for i in alla:
        fel = list(_stored(p, i.sha256, _namn(p, i), _handelse(p, i)))
        yield from fel
        hela += [] if fel or not p.nu(i.sha256) else [i]
    yield from _read_again(p, hela)
    yield from _other_files(p)


def _namn(p: Revision, i: Inlamning) -> str:
    vems = f"{p.organ(i.organ)}, {p.omgang(i.omgang)}" if i.organ and i.omgang else "en fil utan känt organ"
    return f"Inlämningen {i.filnamn} ({vems}, version {i.version})"


def _handelse(p: Revision, i: Inlamning) -> Handelse | None:
    """The event with which a submission came."""
    return next(
        (
            h
            for h in p.av(Handelseslag.INLAMNING_MOTTAGEN)
            if h.fil_sha256 == i.sha256
            and (h.uppgifter.get("organ"), h.uppgifter.get("omgang"), h.uppgifter.get("version"))
            == (i.organ, i.omgang, i.version)
        ),
        None,
    )


def _against_the_trail(p: Revision, alla: Sequence[Inlamning]) -> Iterator[Fynd]:
    """Every submission has its event, every event its submission; what became of it is what was last said of it."""
    utan = {h.nr: h for h in p.av(Handelseslag.INLAMNING_MOTTAGEN)}
    for i in alla:
        kom = _handelse(p, i)
        if kom is None:
            yield Fynd("ingen händelse säger att den har kommit in", _namn(p, i))
            continue
        utan.pop(kom.nr, None)
        sist = [kom, *(h for h in p.av(*AVGJORD) if h.nr > kom.nr and h.fil_sha256 == i.sha256)][-1]
        status = AVGJORD.get(sist.vad) or sist.uppgifter.get("status")
        if i.status != status:
            yield Fynd(differs(i.status, status), f"{_namn(p, i)}, status", f"Ändrat efter {nar(sist)}")
        if i.inkom > kom.dag:
            yield Fynd(f"den ska ha kommit {i.inkom}, efter {nar(kom)}", _namn(p, i))
    for h in utan.values():
        vems = f"{p.organ(h.uppgifter.get('organ'))}, {p.omgang(h.uppgifter.get('omgang'))}"
        yield Fynd("finns inte längre i databasen", f"Inlämningen ({vems})", f"Borttagen efter {nar(h)}")


#: what the office says of one that waits → its status since
AVGJORD: Mapping[str, str] = {
    Handelseslag.VANTANDE_GODTAGEN: str(Inlamningsstatus.GODKAND),
    Handelseslag.VANTANDE_AVVISAD: str(Inlamningsstatus.AVVISAD),
}


def _stored(p: Revision, sha256: str, vad: str, kom: Handelse | None) -> Iterator[Fynd]:
    """Whether a received file lies where it was put, as it was, or as it was left when personal data was removed."""
    nu = p.nu(sha256)
    if not nu:
        return
    lagrad = stored(p.oppet.mapp / MOTTAGET, nu)
    fil, sedan = lagrad.name, f"Ändrat efter {nar(kom)}" if kom else ""
    if not lagrad.is_file():
        yield Fynd(f"den mottagna filen {MOTTAGET}/{fil} saknas", vad, sedan)
    elif avtryck(lagrad) != lagrad.stem:
        yield Fynd(f"den mottagna filen {MOTTAGET}/{fil} är inte längre den som kom in", vad, sedan)


def _planted_rows(p: Revision, alla: Sequence[Inlamning]) -> Iterator[Fynd]:
    """Rows of a refused workbook, or on a sheet that its omgång has not."""
    per_id = {i.id: i for i in alla}
    for modell in ALLA_BLAD:
        var = col(modell.inlamning_id)
        for nr in p.session.exec(select(var).where(var.in_(per_id)).distinct()):
            i, o = per_id[nr], p.oppet.omgangar.finn(per_id[nr].omgang or "")
            if i.status == Inlamningsstatus.AVVISAD and not _was_taken_in(p, i):
                yield Fynd(f"den är avvisad, men har rader på bladet {modell.BLAD}", _namn(p, i))
            elif o is None or modell not in blad_i(o):
                yield Fynd(f"den har rader på bladet {modell.BLAD}, som inte hör dit", _namn(p, i))


def _was_taken_in(p: Revision, i: Inlamning) -> bool:
    """Whether its rows were saved when it came, though it was refused later."""
    kom = _handelse(p, i)
    return kom is not None and kom.uppgifter.get("status") != Inlamningsstatus.AVVISAD


def _read_again(p: Revision, alla: Sequence[Inlamning]) -> Iterator[Fynd]:
    """What was taken in, read anew in child processes on every core, beside what is stored."""
    lasta = [i for i in alla if _was_taken_in(p, i)]
    paket, mapp = pack([sammanhang(p.session, p.oppet)]), p.oppet.mapp / MOTTAGET
    raderna = {m: _rows(p, m, [i.id for i in lasta]) for m in ALLA_BLAD}
    with ThreadPoolExecutor(os.cpu_count()) as tradar:
        tolkade = tradar.map(lambda i: read_in_child(stored(mapp, p.nu(i.sha256)), i.filnamn, paket, p.ar), lasta)
        for i, t in zip(lasta, tolkade, strict=True):
            skiljer = list(_differences(p, i, t, {m: raderna[m].get(i.id, []) for m in ALLA_BLAD}))
            if skiljer and (andrade := _year_changed_since(p, i)):
                vad = f"filen läses på ett annat sätt i dag, eftersom året har ändrats sedan den kom ({andrade})"
                skiljer = [obs(vad, _namn(p, i))]
            p.raknat["rader i arbetsböcker"] += sum(len(raderna[m].get(i.id, ())) for m in ALLA_BLAD)
            yield from skiljer


def _rows(p: Revision, modell: type[Bladrad], nummer: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Submission → the stored rows of a sheet."""
    var = col(modell.inlamning_id)
    fraga = plain_rows(modell).where(var.in_(nummer)).order_by(var, col(modell.rad), col(modell.id))
    svar: dict[int, list[dict[str, Any]]] = {}
    for r in rows_of(p.session, modell, fraga):
        svar.setdefault(r.inlamning_id, []).append(vars(r))
    return svar


def _differences(
    p: Revision, i: Inlamning, t: Tolkning, star: Mapping[type[Bladrad], Sequence[Mapping[str, Any]]]
) -> Iterator[Fynd]:
    sedan = f"Ändrat efter {nar(_handelse(p, i))}"
    if (t.organ, t.omgang.kod if t.omgang else None, t.ar) != (i.organ, i.omgang, i.ar):
        yield Fynd("filen är inte det organets eller den omgångens", _namn(p, i), sedan)
        return
    for falt, rubrik in HUVUDET.items():
        if getattr(i, falt) != t.huvud.get(falt):
            yield Fynd(
                differs(getattr(i, falt), t.huvud.get(falt), dar="enligt filen"), f"{_namn(p, i)}, {rubrik}", sedan
            )
    if i.kolumner != t.kolumner:
        yield Fynd("kolumnerna är noterade på andra ställen än där de står i filen", _namn(p, i), sedan)
    for modell in ALLA_BLAD:
        yield from _sheet(p, i, modell, star[modell], t.rader.get(modell.BLAD, ()), sedan)


def _sheet(
    p: Revision,
    i: Inlamning,
    modell: type[Bladrad],
    star: Sequence[Mapping[str, Any]],
    i_filen: Sequence[Mapping[str, Any]],
    sedan: str,
) -> Iterator[Fynd]:
    """One sheet, cell by cell."""
    plats = f"{_namn(p, i)}, bladet {modell.BLAD}"
    fore, efter = {r["rad"]: r for r in i_filen}, {r["rad"]: r for r in star}
    if len(efter) < len(star):
        yield Fynd("en rad finns två gånger i databasen", plats, sedan)
    for rad in sorted(fore.keys() | efter.keys()):
        if rad not in fore:
            yield Fynd("raden finns i databasen men inte i filen", f"{plats}, rad {rad}", sedan)
        elif rad not in efter:
            yield Fynd("raden finns i filen men inte i databasen", f"{plats}, rad {rad}", sedan)
        else:
            for k in kolumner(modell):
                if efter[rad][k.falt] != fore[rad][k.falt]:
                    cell = f"{i.kolumner.get(modell.BLAD, {}).get(k.falt, '')}{rad}"
                    om = next((str(fore[rad][f]) for f in modell.NYCKEL if fore[rad].get(f)), "")
                    vad = f"{k.namn}{f' för {om}' if om and k.falt not in modell.NYCKEL else ''}"
                    yield Fynd(
                        differs(efter[rad][k.falt], fore[rad][k.falt], dar="enligt filen"),
                        f"{plats}, cell {cell} ({vad})", sedan,
                    )  # fmt: skip


def _year_changed_since(p: Revision, i: Inlamning) -> str:
    """The files of the year that may be read into a workbook and have changed since it came."""
    kom = _handelse(p, i)
    andringar = [
        a for h in p.av(Handelseslag.ARET_ANDRADES) if kom and h.nr > kom.nr for a in h.uppgifter.get("andringar", ())
    ]
    return ", ".join(dict.fromkeys(a["fil"] for a in andringar if a.get("fil") not in UTAN_BETYDELSE))


def _other_files(p: Revision) -> Iterator[Fynd]:
    """The mails that were filed, and what else the trail says was received; then what lies there and nobody knows."""
    kanda = {i.sha256 for i in received(p.session, p.ar)}
    poster = p.session.exec(select(Post).where(Post.ar == p.ar)).all()
    p.raknat["inkomna mejl"] += len(poster)
    handelser = {h.fil_sha256: h for h in p.av(Handelseslag.POST_MOTTAGEN)}
    for post in poster:
        vad = f"Mejlet ”{post.amne}” ({post.inkom})"
        if post.sha256 not in handelser:
            yield Fynd("ingen händelse säger att det har kommit in", vad)
        yield from _stored(p, post.sha256, vad, handelser.get(post.sha256))
    for sha, h in handelser.items():
        if sha not in {post.sha256 for post in poster}:
            yield Fynd("finns inte längre i databasen", f"Mejlet {h.fil}", f"Borttaget efter {nar(h)}")
    for h in p.arets:
        for slag, namn, sha in _kept(h):
            kanda.add(sha)
            yield from _stored(p, sha, f"{slag.capitalize()} {namn}", h)
    kanda |= {h.fil_sha256 for h in p.handelser if h.fil_sha256}
    kanda |= {p.nu(sha) for sha in kanda if sha}
    mapp = p.oppet.mapp / MOTTAGET
    for fil in sorted(mapp.glob("*.bin")) if mapp.is_dir() else ():
        if fil.stem not in kanda and not fil.name.startswith(".") and not _brought(fil, kanda):
            yield obs("ingen händelse säger var den kommer ifrån", f"Filen {MOTTAGET}/{fil.name}")


def _kept(h: Handelse) -> Iterator[tuple[str, str, str]]:
    """What an event says is kept beside what it is about: kind, name, hash."""
    for sparat in h.uppgifter.get("sparat") or ():
        yield sparat.get("slag", "filen"), sparat["namn"], sparat["sha256"]
    if granskning := h.uppgifter.get("granskning"):
        yield "granskningen", granskning["namn"], granskning["sha256"]


def _brought(fil: Path, kanda: Collection[str | None]) -> bool:
    """Whether a file is the mail that a known submission came in."""
    innehall = fil.read_bytes()
    if innehall.startswith(b"PK"):  # a workbook or a folder
        return False
    return any(hashlib.sha256(b.innehall).hexdigest() in kanda for b in read_brev(innehall).bocker)
