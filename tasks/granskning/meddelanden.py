"""The messages: what stands in the outbox against what left, and against what the trail says of each."""

from collections.abc import Iterator, Sequence
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses

from notifications.brev import message_id, read_adress
from notifications.kanaler import filnamn
from notifications.utkorg import EPOST
from schemas.begrepp import Utskicksstatus
from schemas.handelseslag import Handelseslag
from schemas.tabeller import Handelse, Utskick
from tasks.granskning.fynd import Fynd, obs
from tasks.granskning.revision import Revision, differs, nar
from tasks.laget.utkorg import messages

SANT = Handelseslag.SANT
#: status → what else than `Utkorgen sänd` can have given it
ANDRA_SKAL = {
    str(Utskicksstatus.SKICKAT): (Handelseslag.OSAKERT_AVGJORT,),
    str(Utskicksstatus.MISSLYCKAT): (Handelseslag.POST_MOTTAGEN,),
    str(Utskicksstatus.OSAKERT): (Handelseslag.AVBRUTNA,),
    str(Utskicksstatus.STRUKEN): (Handelseslag.INAKTUELLA,),
}
AVSLUTADE = tuple(ANDRA_SKAL)
UTSKICK = "utskick"


def check_messages(p: Revision) -> Iterator[Fynd]:
    """Every message of the year."""
    alla = messages(p.session, p.ar)
    p.raknat["meddelanden"] += len(alla)
    namnda = _told(p)
    for u in alla:
        yield from _status(p, u, namnda.get(u.nyckel, []))
    for h in p.arets:
        for nyckel in h.uppgifter.get("utskick", ()):
            namnda.setdefault(nyckel, []).insert(0, h)
    for nyckel in namnda.keys() - {u.nyckel for u in alla}:
        yield Fynd(
            "finns inte längre i utkorgen", f"Meddelandet {nyckel}", f"Borttaget efter {nar(namnda[nyckel][-1])}"
        )
    yield from _letters(p, alla, namnda)


def _namn(p: Revision, u: Utskick) -> str:
    till = p.organ(u.organ) if u.organ else "planeringskontoret"
    return f"Meddelandet {u.nyckel} ({u.slag} till {till}, {u.dag})"


def _told(p: Revision) -> dict[str, list[Handelse]]:
    """Key → the events that tell what became of the message, in their order."""
    svar: dict[str, list[Handelse]] = {}
    for h in p.av(
        SANT,
        *(vad for alla in ANDRA_SKAL.values() for vad in alla),
        Handelseslag.VANTAR_IGEN,
        Handelseslag.AVBRUTNA_FILER,
    ):
        u = h.uppgifter
        alla = u.get("nycklar", ())
        av_utfall = [n for per in alla.values() for n in per] if isinstance(alla, dict) else alla
        for nyckel in [*av_utfall, *(u.get("om") or ()), *([u["nyckel"]] if "nyckel" in u else ())]:
            svar.setdefault(nyckel, []).append(h)
    return svar


def _status(p: Revision, u: Utskick, om: Sequence[Handelse]) -> Iterator[Fynd]:
    """Whether what became of a message is what the trail says."""
    sist = om[-1] if om else None
    if u.status not in AVSLUTADE:
        sagt = _outcome(sist, u) if sist and sist.vad == SANT else None
        if sagt not in (None, u.status, str(Utskicksstatus.VANTAR)):
            yield Fynd(
                differs(u.status, sagt, dar="enligt händelsen"), f"{_namn(p, u)}, status",
                f"Ändrat efter {nar(sist)}",
            )  # fmt: skip
        return
    if not any(_can_give(h, u) for h in om):
        yield Fynd(
            f"är {u.status}, men ingen händelse säger det", _namn(p, u), f"Ändrat efter {nar(sist)}" if sist else ""
        )
    elif sist and not _can_give(sist, u):
        yield Fynd(f"är {u.status}, men den senaste händelsen säger annat", _namn(p, u), f"Ändrat efter {nar(sist)}")


def _can_give(h: Handelse, u: Utskick) -> bool:
    if h.vad == SANT:
        return _outcome(h, u) == u.status
    if h.vad == Handelseslag.POST_MOTTAGEN:  # a copy that did not arrive is noted on a message that stands as sent
        return u.status in (Utskicksstatus.MISSLYCKAT, Utskicksstatus.SKICKAT)
    return h.vad in ANDRA_SKAL[u.status]


def _outcome(h: Handelse, u: Utskick) -> str | None:
    """What became of a message, as an event of a run over the outbox tells it."""
    alla = h.uppgifter.get("nycklar", {})
    per_utfall = alla if isinstance(alla, dict) else dict.fromkeys(h.uppgifter.get("utfall", {}), alla)
    return next((utfall for utfall, nycklar in per_utfall.items() if u.nyckel in nycklar), None)


def _letters(p: Revision, alla: Sequence[Utskick], namnda: dict[str, list[Handelse]]) -> Iterator[Fynd]:
    """Each message that has left, beside the letter that it left as, where that is kept as a file."""
    per_brev: dict[str, list[Utskick]] = {}
    for u in alla:
        if u.status == Utskicksstatus.SKICKAT:
            per_brev.setdefault(u.brev or u.nyckel, []).append(u)
    for nyckel, rader in per_brev.items():
        forsta = next((u for u in rader if u.nyckel == nyckel), None)
        if forsta is None:
            yield Fynd(f"ska ha gått i brevet {nyckel}, som inte finns", _namn(p, rader[0]))
            continue
        om = namnda.get(nyckel, [])
        sedan = f"Ändrat efter {nar(om[-1])}" if om else ""
        for u in rader:
            if u.meddelande and u.meddelande.split("@")[0] != message_id(u.ar, nyckel).split("@")[0]:
                yield Fynd("har ett annat Message-ID än det gick med", _namn(p, u), sedan)
        yield from _same_in_all(p, forsta, rader, sedan)
        fil = p.oppet.mapp / UTSKICK / f"{filnamn(forsta)}.eml"
        if forsta.kanal == EPOST and fil.is_file():
            p.raknat["brev som filer"] += 1
            brev = BytesParser().parsebytes(fil.read_bytes())  # the older policy: ten times faster
            yield from _as_it_left(p, forsta, brev, fil.name, sedan)
    yield from _lost_files(p, [u for u in alla if u.nyckel in per_brev and u.kanal == EPOST])


def _same_in_all(p: Revision, forsta: Utskick, rader: Sequence[Utskick], sedan: str) -> Iterator[Fynd]:
    """What went in one letter says the same on every row that it carried."""
    for u in rader:
        for falt in ("amne", "text", "till", "kopia", "kanal", "meddelande"):
            if getattr(u, falt) != getattr(forsta, falt):
                vad = f"{falt} är inte det som stod i brevet som det gick i ({forsta.nyckel})"
                yield Fynd(vad, _namn(p, u), sedan)


def _as_it_left(p: Revision, u: Utskick, brev: Message, fil: str, sedan: str) -> Iterator[Fynd]:
    delar = [d for d in brev.walk() if not d.is_multipart()]
    bilagor = sorted(_decoded(d.get_filename()) for d in delar if d.get_content_disposition() == "attachment")
    text = next((_content(d) for d in delar if d.get_content_type() == "text/plain"), "")
    star = {
        "ämne": (_flat(u.amne), _flat(_decoded(brev["Subject"]))),
        "text": (u.text.split(), text.split()),
        "mottagare": (_adresser(u.till), _i_huvudet(brev, "To")),
        "kopia till": (_adresser(u.kopia), _i_huvudet(brev, "Cc")),
        "Message-ID": (str(u.meddelande), _flat(brev["Message-ID"])),
    }
    for vad, (i_utkorgen, i_brevet) in star.items():
        if i_utkorgen != i_brevet:
            a, b = (" ".join(x) if isinstance(x, list) else x for x in (i_utkorgen, i_brevet))
            yield Fynd(differs(a, b, "i utkorgen", f"enligt brevet {UTSKICK}/{fil}"), f"{_namn(p, u)}, {vad}", sedan)
    if bilagor != sorted(b.rpartition("/")[2] for b in u.bilagor):
        yield Fynd(f"bilagorna är inte de som följde med brevet {UTSKICK}/{fil}", _namn(p, u), sedan)


def _flat(text: object) -> str:
    return " ".join(str(text or "").split())


def _adresser(alla: Sequence[str]) -> list[str]:
    return sorted(read_adress(a).adress for a in alla)


def _i_huvudet(brev: Message, namn: str) -> list[str]:
    return sorted(adress for _, adress in getaddresses([_decoded(brev[namn])]) if adress)


def _decoded(huvud: object) -> str:
    return str(make_header(decode_header(str(huvud or ""))))


def _content(del_: Message) -> str:
    innehall = del_.get_payload(decode=True)
    return innehall.decode(del_.get_content_charset() or "utf-8") if isinstance(innehall, bytes) else ""


def _lost_files(p: Revision, gick: Sequence[Utskick]) -> Iterator[Fynd]:
    """Where letters are kept as files: those that are gone, and those that nobody has sent."""
    mapp = p.oppet.mapp / UTSKICK
    finns = {f.stem for f in mapp.glob("*.eml")} if mapp.is_dir() else set()
    if not finns:
        return
    forsta = {filnamn(u): u for u in gick if (u.brev or u.nyckel) == u.nyckel}
    borta = [u for namn, u in forsta.items() if namn not in finns]
    for u in borta if len(borta) < len(forsta) else ():
        yield obs("brevet finns inte bland filerna i mappen utskick", _namn(p, u))
    for namn in sorted(finns - forsta.keys()):
        yield obs("hör inte till något meddelande som har skickats", f"Brevet {UTSKICK}/{namn}.eml")
