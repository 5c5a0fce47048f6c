"""The tables against what the trail tells: each decision whole, and everything that moves, move by move."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning, Handelse
from tasks.granskning.fynd import KOLUMNER, Fynd
from tasks.granskning.revision import Revision, differs, nar
from tasks.laget.berattelse import decided, issued, proposed
from tasks.laget.beslutat import newest_of_all
from tasks.laget.fragat import uppmaningar_i
from tasks.laget.rorligt import NU, NYCKLAR, Lage, told_so_far

FORSLAG, BESLUT = Handelseslag.FORSLAG_GJORT, Handelseslag.BESLUT_FATTAT
#: what tells the rows of a list apart, where it has one of them
KANNS_IGEN = (("nummer", "organ"), ("nummer",), ("organ", "slag", "andamal"), ("organ", "resultatenhet"), ("kod",),
              ("slag", "nyckel"), ("organ",))  # fmt: skip
#: key of an event → what its rows are called
KALLAS = {
    "mal": "målet", "indikatorer": "indikatorn", "utfardade": "uppmaningen", "strukna": "den strukna uppmaningen",
    "uppmaningar": "uppmaningen", "svar": "svaret på", "framstallningar": "framställningen",
    "resultatenheter": "resultatenheten", "texter": "texten", "inlamningar": "inlämningen från",
    "andrade_texter": "den ändrade texten till", "andrade_svar": "det ändrade svaret på",
    "forklaringar": "förklaringen till", "mottagare": "mottagaren",
}  # fmt: skip
#: what moves → what it is called
RORLIGT = {"delar": "uppmaningen", "anstand": "anståndet med", "inlamning": "inlämningen"}


def check_told(p: Revision) -> Iterator[Fynd]:
    """Every proposal, decision, day and withdrawal of the year beside its event."""
    yield from _order(p)
    for o, rad in newest_of_all(p.session, p.oppet).items():
        yield from _decision(p, o, rad) if rad.beslutad else _proposal(p, o, rad)
    for vad in NYCKLAR:
        yield from _moved(p, vad)
    yield from _issued_alone(p)
    yield from _withdrawn(p)


def _order(p: Revision) -> Iterator[Fynd]:
    """An omgång is decided once, and nothing is proposed in it after that."""
    beslutade: dict[Any, Handelse] = {}
    for h in p.av(FORSLAG, BESLUT):
        kod = h.uppgifter.get("omgang")
        if kod in beslutade:
            vad = "beslutas en gång till" if h.vad == BESLUT else "får ett nytt förslag"
            yield Fynd(f"{vad}, fast den redan är beslutad i {nar(beslutade[kod])}", _stort(p.omgang(kod)), _i(h))
        elif h.vad == BESLUT:
            beslutade[kod] = h


def _i(h: Handelse) -> str:
    return f"Står i {nar(h)}"


def _stort(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of(p: Revision, vad: str, rad: Avstamning) -> list[Handelse]:
    return [
        h for h in p.av(vad) if (h.uppgifter.get("omgang"), h.uppgifter.get("version")) == (rad.omgang, rad.version)
    ]


def _decision(p: Revision, o: Omgang, rad: Avstamning) -> Iterator[Fynd]:
    var = f"Beslutet om {o.bestamd}"
    alla = _of(p, BESLUT, rad)
    if not alla:
        yield Fynd("ingen händelse säger att det är fattat", var)
        return
    h = alla[0]
    star = {"handläggare": rad.handlaggare, "dag": rad.beslutad, "underlag": rad.underlag}
    sagt = {"handläggare": h.vem, "dag": h.dag, "underlag": h.uppgifter.get("underlag")}
    yield from _compare(p, var, star, sagt, h)
    yield from _compare(p, var, decided(p.session, p.oppet, o, rad), h.uppgifter, h)


def _proposal(p: Revision, o: Omgang, rad: Avstamning) -> Iterator[Fynd]:
    var = f"Förslaget till {o.bestamd}"
    alla = _of(p, FORSLAG, rad)
    if not alla:
        yield Fynd("ingen händelse säger att det är gjort", var)
        return
    star = {"underlag": rad.underlag, **proposed(p.session, p.oppet, o, rad)}
    yield from _compare(p, var, star, alla[-1].uppgifter, alla[-1])


def _compare(p: Revision, var: str, star: Mapping[str, Any], sagt: Mapping[str, Any], h: Handelse) -> Iterator[Fynd]:
    """Key by key; what an older version of the program did not tell is not missed."""
    for nyckel, varde in star.items():
        if nyckel in sagt:
            p.raknat["beslutade uppgifter"] += len(varde) if isinstance(varde, list | dict) else 1
            yield from _parts(p, f"{var}, {KALLAS.get(nyckel, nyckel)}", varde, sagt[nyckel], h)


def _parts(p: Revision, var: str, star: Any, sagt: Any, h: Handelse) -> Iterator[Fynd]:
    """Where two values that may hold others differ, as near as it can be told."""
    if star == sagt:
        return
    a, b = _by_name(star), _by_name(sagt)
    if a is None or b is None:
        yield Fynd(differs(star, sagt, dar="enligt händelsen"), var, f"Ändrat efter {nar(h)}")
        return
    for namn in [*a, *(n for n in b if n not in a)]:
        kolumn = None if isinstance(star, list) else KALLAS.get(namn) or KOLUMNER.get(namn)
        vad = f"{var}, {kolumn}" if kolumn else f"{var} {p.organ(namn)}"
        if namn not in b:
            yield Fynd("finns i databasen, men inte i händelsen", vad, f"Tillagt efter {nar(h)}")
        elif namn not in a:
            yield Fynd("finns i händelsen, men inte längre så i databasen", vad, f"Ändrat efter {nar(h)}")
        else:
            yield from _parts(p, vad, a[namn], b[namn], h)


def _by_name(varde: Any) -> dict[str, Any] | None:
    """The parts of a value by what they are called; None where it has none that can be told apart."""
    if isinstance(varde, Mapping):
        return dict(varde)
    if isinstance(varde, list) and all(isinstance(r, Mapping) for r in varde):
        for nycklar in KANNS_IGEN if varde else ((),):
            svar = {", ".join(str(r.get(n) or "–") for n in nycklar): r for r in varde}
            if all(n in r for n in nycklar for r in varde) and len(svar) == len(varde):
                return svar
    return None


def _moved(p: Revision, vad: str) -> Iterator[Fynd]:
    """What has moved stands where the last event that moved it put it, and was moved from where it stood."""
    told: Lage = {}
    sist: dict[tuple[str, ...], Handelse] = {}
    for h in p.arets:
        for rort in h.uppgifter.get(vad) or ():
            nyckel = tuple(str(rort[n] or "") for n in NYCKLAR[vad])
            if rort["fore"] != told.get(nyckel):
                sedan = f"Ändrat mellan {nar(sist[nyckel])} och {nar(h)}" if nyckel in sist else _i(h)
                yield Fynd(_lage(told.get(nyckel), rort["fore"], "där den ändrades"), _vad(p, vad, nyckel), sedan)
            told[nyckel], sist[nyckel] = rort["efter"], h
    nu, sagt = NU[vad](p.session, p.ar), told_so_far(vad, p.arets)
    p.raknat["rörliga uppgifter"] += len(nu)
    for nyckel in [*nu, *(n for n in sagt if n not in nu)]:
        if nu.get(nyckel) != sagt.get(nyckel):
            sedan = f"Ändrat efter {nar(sist[nyckel])}" if nyckel in sist else ""
            yield Fynd(_lage(nu.get(nyckel), sagt.get(nyckel), "enligt händelsen"), _vad(p, vad, nyckel), sedan)


def _vad(p: Revision, vad: str, nyckel: Sequence[str]) -> str:
    return _stort(f"{RORLIGT[vad]} {', '.join(p.organ(n) if n else 'okänt' for n in nyckel)}")


def _lage(star: Mapping[str, Any] | None, sagt: Mapping[str, Any] | None, dar: str) -> str:
    if star is None:
        return "finns inte längre i databasen"
    if sagt is None:
        return "finns i databasen, men ingen händelse säger det"
    skilda = [k for k in {**star, **sagt} if star.get(k) != sagt.get(k)]
    return "; ".join(f"{k}: {differs(star.get(k), sagt.get(k), dar=dar)}" for k in skilda)


def _issued_alone(p: Revision) -> Iterator[Fynd]:
    """What was issued by itself, when a late-set årsmål was set."""
    alla = {u.nummer: u for u in uppmaningar_i(p.session, p.ar)}
    for h in p.av(Handelseslag.UPPMANING_UTFARDAD):
        nummer = str(h.uppgifter.get("nummer"))
        var = _stort(f"{p.oppet.o.uppmaning.bestamd} {nummer}")
        if nummer not in alla:
            yield Fynd("finns inte längre i databasen", var, f"Borttaget efter {nar(h)}")
        else:
            yield from _compare(p, var, issued(p.session, alla[nummer]), h.uppgifter, h)


def _withdrawn(p: Revision) -> Iterator[Fynd]:
    """What is withdrawn is what an event has withdrawn."""
    sist = {str(h.uppgifter.get("nummer")): h for h in p.av(Handelseslag.UPPMANING_ATERKALLAD)}
    for u in uppmaningar_i(p.session, p.ar):
        h = sist.get(u.nummer)
        sagt = h.uppgifter.get("aterkallad", u.aterkallad) if h else False
        if u.aterkallad != sagt:
            sedan = f"Ändrat efter {nar(h)}" if h else ""
            vad = (
                "är återkallad, men ingen händelse säger det"
                if u.aterkallad
                else "är återkallad enligt händelsen, men inte i databasen"
            )
            yield Fynd(vad, _stort(f"{p.oppet.o.uppmaning.bestamd} {u.nummer}"), sedan)
