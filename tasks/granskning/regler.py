"""The figures against the rules: each avstämning made anew from the stored rows, without saving anything."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import SQLModel

from rules.avstamning import Sammanstallning, propose_uppmaningar, reconcile
from rules.uppmaningar import begarda_varden
from schemas.begrepp import Bedomning, Grund, Uppmaningsstatus
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning, Framstallning, Mottagare, Svarsdom, Uppmaningsrad
from schemas.underlag import Underlag
from tasks.avstamning.avstamning import asked_money, asked_units, malrader, utfallsrader
from tasks.avstamning.svar import judge_all
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppmaningar import STALLDA, jamforare_av, uppmaningsrad
from tasks.granskning.darvid import Sedan, changed_since, is_stale, made_with, numbers_in_order
from tasks.granskning.fynd import KOLUMNER, Fynd, obs
from tasks.granskning.revision import Revision, differs, nar
from tasks.laget.beslutat import framstallningar_i, malbeslut, newest_of_all, utfall_i
from tasks.laget.fragat import Del, asked_before, domar_av, mottagare_av, uppmaningar_av, uppmaningar_i, value_questions
from tasks.laget.inlamnat import accepted
from tasks.laget.pengar import distribute_bidrag

#: columns that say which row it is, not what it says
NYCKLAR = {"id", "avstamning_id", "mottagare_id", "uppmaning_id", "ar"}
#: what the decision, and not the rule, says of a goal, an uppmaning, a request, an answer
BESLUTETS: dict[str, set[str]] = {
    "malbeslut": {"beslut", "motivering"},
    "uppmaning": {"status", "utfardad", "aterkallad", "motivering", "text"},
    "framstallning": {"beviljat", "motivering", "finansiering"},
    "svarsdom": {"status", "motivering"},
}
#: where the city's words stand
ORDEN = {"till", "regeltext", "skal"}


def check_rules(p: Revision) -> Iterator[Fynd]:
    """Every omgång's newest avstämning, and what follows from the year alone."""
    for o, rad in newest_of_all(p.session, p.oppet).items():
        h = made_with(p, rad)
        if h is None:
            yield Fynd("ingen händelse säger att den är gjord", _namn(p, o))
        elif rad.beslutad is None and is_stale(p, h):
            yield obs("något har hänt sedan den gjordes; den görs om nästa gång", _namn(p, o))
        else:
            yield from _Omgangen(p, o, rad, f"Ändrat efter {nar(h)}", changed_since(p, h)).check()
    yield from _numbers(p)
    yield from _asked_values(p)
    yield from _grants(p)


def _namn(p: Revision, o: Omgang) -> str:
    return f"{p.oppet.o.avstamning.bestamd.capitalize()} av {o.bestamd}"


class _Omgangen:
    """One avstämning beside the one that the rules give today, of what it rests on."""

    def __init__(self, p: Revision, o: Omgang, rad: Avstamning, sedan: str, senare: Sedan) -> None:
        self.p, self.o, self.rad, self.sedan, self.senare = p, o, rad, sedan, senare
        self.var = _namn(p, o)
        self.planer = rad.inlamningar if o.ar_plan else {}

    def check(self) -> Iterator[Fynd]:
        """What differs."""
        s, p = self.p.session, self.p
        godkanda = {organ: i.id for organ, i in accepted(s, p.ar, self.o).items()}
        for organ in sorted(godkanda.keys() | self.rad.inlamningar.keys()):
            if godkanda.get(organ) != self.rad.inlamningar.get(organ):
                vad = "den bygger inte på organets senaste godkända inlämning"
                yield Fynd(vad, f"{self.var}, {p.organ(organ)}", self.sedan)
        underlag = self.senare.taken_back(read_underlag(s, p.oppet, self.o, self.rad.inlamningar))
        utfall = reconcile(underlag)
        yield from self._utfall(underlag, utfall)
        yield from self._malen(underlag, utfall)
        yield from self._pengar()
        yield from self._uppmaningar(underlag, utfall)
        yield from self._svaren(underlag, utfall)
        if self.senare.ord or self.senare.dagar:
            yield obs("året har fått andra ord, namn eller dagar sedan, så texter och dagar räknas inte om", self.var)

    def _rows(self, vad: str, star: SQLModel, vantat: SQLModel, utom: Collection[str] = ()) -> Iterator[Fynd]:
        """Two rows of a table, column by column, but for what is decided."""
        hoppas = NYCKLAR | BESLUTETS.get(str(star.__tablename__), set()) | set(utom)
        hoppas |= ORDEN if self.senare.ord or self.senare.dagar else set()
        hoppas |= {"senast"} if self.senare.dagar else set()
        a, b = star.model_dump(), vantat.model_dump()
        self.p.raknat["uträknade uppgifter"] += len(a.keys() - hoppas)
        for falt in a.keys() - hoppas:
            if a[falt] != b[falt]:
                yield self._fel(f"{vad}, {KOLUMNER.get(falt, falt)}", a[falt], b[falt])

    def _fel(self, vad: str, star: Any, vantat: Any) -> Fynd:
        return Fynd(differs(star, vantat, dar="enligt reglerna"), f"{self.var}, {vad}", self.sedan)

    def _lists(self, vad: str, star: Mapping[Any, SQLModel], vantat: Mapping[Any, SQLModel]) -> Iterator[Fynd]:
        """Rows by what they are known by."""
        for nyckel in star.keys() | vantat.keys():
            namn = f"{vad} {nyckel}"
            if nyckel not in vantat:
                yield Fynd("finns i databasen, men följer inte av reglerna", f"{self.var}, {namn}", self.sedan)
            elif nyckel not in star:
                yield Fynd("saknas, men följer av reglerna", f"{self.var}, {namn}", self.sedan)
            else:
                yield from self._rows(namn, star[nyckel], vantat[nyckel])

    def _utfall(self, underlag: Underlag, utfall: Sammanstallning) -> Iterator[Fynd]:
        vantat = {u.kod: u for u in utfallsrader(underlag, utfall)}
        yield from self._lists(p_indikator(self.p), utfall_i(self.p.session, self.rad), vantat)

    def _malen(self, underlag: Underlag, utfall: Sammanstallning) -> Iterator[Fynd]:
        star = malbeslut(self.p.session, self.rad)
        vantat = {m.kod: m for m in malrader(self.p.session, self.p.oppet, underlag, utfall)}
        if self.rad.beslutad:  # a goal with goals below rests on those as decided
            fattade = {kod: Bedomning(m.beslut) for kod, m in star.items() if m.beslut}
            for ny in reconcile(underlag, fattade).mal:
                m = vantat[ny.kod]
                m.forslag, m.helt, m.delvis, m.inte, m.av = str(ny.forslag), ny.helt, ny.delvis, ny.inte, ny.av
        yield from self._lists("målet", star, vantat)
        for m in star.values():
            if bool(self.rad.beslutad) != bool(m.beslut):
                vad = "saknar beslut, fast omgången är beslutad" if self.rad.beslutad else "har ett beslut i förväg"
                yield Fynd(vad, f"{self.var}, målet {m.kod}", self.sedan)
            elif m.beslut and m.beslut != m.forslag and not m.motivering:
                yield Fynd("är beslutat på annat sätt än förslaget utan motivering", f"{self.var}, målet {m.kod}")

    def _pengar(self) -> Iterator[Fynd]:
        s, p = self.p.session, self.p

        def per_namn(alla: Sequence[Framstallning]) -> dict[str, Framstallning]:
            return {f"{n} ({p.organ(f.organ)}: {f.andamal})": f for n, f in enumerate(alla, 1)}

        vantat = asked_money(s, p.oppet, self.planer) if self.o.ar_plan else []
        star = framstallningar_i(s, self.rad)
        yield from self._lists("framställningen", per_namn(star), per_namn(vantat))
        for f in star:
            if self.rad.beslutad is None and (f.beviljat is not None or f.motivering):
                yield Fynd("är avgjord innan omgången är beslutad", f"{self.var}, framställningen {f.andamal}")
        falt = ("organ", "resultatenhet", "forandring")
        a, b = (
            [[e.get(k) for k in falt] for e in x]
            for x in (self.rad.resultatenheter, asked_units(s, p.oppet, self.planer))
        )
        if a != b:
            yield self._fel("resultatenheterna", a, b)

    def _uppmaningar(self, underlag: Underlag, utfall: Sammanstallning) -> Iterator[Fynd]:
        """What the rules ask, in the order of the numbers; what the review or a later day added comes after."""
        s, p = self.p.session, self.p
        star = uppmaningar_av(s, self.rad, *Uppmaningsstatus)
        mottagare = mottagare_av(s, star)
        foreslagna = propose_uppmaningar(underlag, utfall)
        if len(star) < len(foreslagna):
            vad = f"{len(star)} finns i databasen, men reglerna ger {len(foreslagna)}"
            yield Fynd(vad, f"{self.var}, {p.oppet.o.uppmaning.flera_bestamd}", self.sedan)
        for u in star:
            if (u.status == Uppmaningsstatus.FORSLAG) == bool(self.rad.beslutad):
                yield Fynd(
                    f"är {u.status}, vilket inte hör ihop med om omgången är beslutad", f"{self.var}, {u.nummer}"
                )
        for u, f in zip(star, foreslagna, strict=False):
            organ = [m.organ for m in mottagare.get(u.id, ())]
            vidgad = set(organ) > set(f.mottagare) and self.rad.beslutad is not None
            utom = {"till", "regeltext"} if vidgad else ()
            yield from self._rows(u.nummer, u, uppmaningsrad(p.oppet, underlag, f, u.nummer), utom)
            if not vidgad and organ != list(f.mottagare):
                yield self._fel(f"{u.nummer}, mottagare", organ, list(f.mottagare))
        yield from self._jamfort(underlag, star, mottagare)

    def _jamfort(
        self, underlag: Underlag, star: Sequence[Uppmaningsrad], mottagare: Mapping[int, Sequence[Mottagare]]
    ) -> Iterator[Fynd]:
        """The values that the rule compared, organ by organ; one that is set later compared what held then."""
        jamforare = jamforare_av(self.p.session, self.rad, underlag)
        for u in star:
            for m in mottagare.get(u.id, ()) if u.grund != Grund.KF_ARSMAL_FASTSTALLT else ():
                vantat = jamforare.jamfort(Grund(u.grund), u.indikator, m.organ)
                self.p.raknat["uträknade uppgifter"] += 1
                if m.jamfort != vantat:
                    yield self._fel(f"{u.nummer} till {self.p.organ(m.organ)}, det som jämfördes", m.jamfort, vantat)

    def _svaren(self, underlag: Underlag, utfall: Sammanstallning) -> Iterator[Fynd]:
        """Each answer judged anew, against the day that it was judged against."""
        s, p = self.p.session, self.p
        delar, star = [], {}
        for d in asked_before(s, p.oppet, self.o):
            dom = domar_av(s, d.m).get(self.o.kod)
            sent = d.u.utfardad is not None and d.u.utfardad >= self.rad.skapad
            if dom is None and not (d.aterkallad or sent):
                yield Fynd("svaret är inte bedömt", f"{self.var}, {d.u.nummer} till {p.organ(d.m.organ)}", self.sedan)
            if dom is not None:
                star[d.nyckel] = dom
                da = Mottagare(**{**d.m.model_dump(), "senast": dom.senast})
                delar.append(Del(d.u, da, d.domar))
        domar = judge_all(s, p.oppet, self.o, underlag, utfall.helt_i_kraft, self.rad.inlamningar, delar)
        for d, vantat in domar:
            yield from self._svaret(d, star[d.nyckel], vantat)

    def _svaret(self, d: Del, dom: Svarsdom, vantat: Svarsdom) -> Iterator[Fynd]:
        vad = f"svaret på {d.u.nummer} från {self.p.organ(d.m.organ)}"
        yield from self._rows(vad, dom, vantat, {"forslag"} if self.senare.dagar else ())
        if dom.status != dom.forslag and not (self.rad.beslutad and dom.motivering):
            yield Fynd(
                "är bedömt på annat sätt än regeln utan beslut eller motivering", f"{self.var}, {vad}", self.sedan
            )


def p_indikator(p: Revision) -> str:
    """The city's word for an indicator, in front of its code."""
    return str(p.oppet.o.indikator.bestamd)


def _numbers(p: Revision) -> Iterator[Fynd]:
    """The numbers of a year are a series without holes."""
    alla = [u.nummer for u in uppmaningar_i(p.session, p.ar)]
    p.raknat[str(p.oppet.o.uppmaning.flera)] += len(alla)
    if fel := numbers_in_order(alla):
        yield Fynd(f"nummerserien är bruten vid {fel[0]}", p.oppet.o.uppmaning.flera_bestamd.capitalize())


def _asked_values(p: Revision) -> Iterator[Fynd]:
    """What each organ is asked to reach is the strictest of what the rules that have asked it give."""
    stallda = value_questions(p.session, p.oppet, STALLDA)
    underlag = read_underlag(p.session, p.oppet, p.oppet.omgangar.plan)
    varden = begarda_varden([s for _, _, s in stallda], underlag.indikatorer["riktning"].to_dict())
    for u, m, s in stallda:
        p.raknat["uträknade uppgifter"] += 1
        if m.begart != varden.get((s.organ, s.indikator)):
            vad = differs(m.begart, varden.get((s.organ, s.indikator)), dar="enligt reglerna")
            yield Fynd(vad, f"{u.nummer} till {p.organ(m.organ)}, begärt värde")


def _grants(p: Revision) -> Iterator[Fynd]:
    """What is divided by the rule adds up to what there is to divide."""
    for f in distribute_bidrag(p.session, p.ar):
        p.raknat["uträknade uppgifter"] += len(f.andelar)
        summa = sum(a.belopp or 0 for a in f.andelar)
        if f.fordelat and f.andelar and summa != f.pott:
            yield Fynd(f"delarna är tillsammans {summa}, men potten är {f.pott}", f"Statsbidraget {f.bidrag.bidrag}")
