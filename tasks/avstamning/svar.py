"""Judging the organs' answers in one omgång (kontrakt section 5, Answers)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from notifications.texter import render_text
from rules.svar import Jamforelse, Svar, is_empty, judge_svar, krav, reason_for_svar
from schemas.begrepp import VARDEBEGAR, Grund, Inlamningsstatus
from schemas.omgangar import Omgang
from schemas.tabeller import Indikatorutfall, Svarsdom
from schemas.underlag import Underlag
from tasks.laget.beslutat import decision, utfall_i
from tasks.laget.fragat import Del, to_answer
from tasks.laget.inlamnat import Svarsbok, Val, answers, submissions
from tasks.laget.oppet import Oppet


@dataclass(frozen=True)
class Fragat:
    """What the omgångar that asked found: by omgång and indikator."""

    utfall: Mapping[int, Mapping[str, Indikatorutfall]]

    def jamforelse(self, d: Del, underlag: Underlag, utfall: Decimal | None, helt: bool) -> Jamforelse:
        """What a value of one part is judged against.

        Args:
            utfall: the organ's utfall of the year before; helt = the indicator is helt with all revised values.
        """
        if d.u.indikator is None:
            return Jamforelse()
        i = underlag.indikatorer.loc[d.u.indikator]
        da = self.utfall[d.u.avstamning_id][d.u.indikator]
        forut, hojs = da.arsmal.get(d.m.organ), da.hojning.get(d.m.organ)
        return Jamforelse(
            i.riktning, int(i.decimaler), i.kf_arsmal, utfall, None if forut is None else Decimal(forut),
            None if hojs is None else Decimal(hojs), helt,
        )  # fmt: skip


def judge_all(
    session: Session,
    oppet: Oppet,
    o: Omgang,
    underlag: Underlag,
    helt: set[str],
    inlamningar: Val,
    delar: Iterable[Del] | None = None,
) -> list[tuple[Del, Svarsdom]]:
    """Every part that stands to be answered in an omgång, with its judgement (not saved).

    Args:
        underlag: the basis of the omgång.
        helt: the indicators that are helt with all revised values.
        inlamningar: organ → id of its workbook that counts in the omgång.
        delar: what is judged; default what stands to be answered.
    """
    alla = answers(session, submissions(session, oppet.ar, o, Inlamningsstatus.GODKAND))
    utfallen = {(o_, i): v for i, o_, v in underlag.innehav[["indikator", "organ", "utfall"]].itertuples(index=False)}
    fragat = Fragat(
        {a.id: utfall_i(session, a) for r in oppet.omgangar[: o.nr] if (a := decision(session, oppet.ar, r))}
    )
    return [
        (d, _judge(oppet, o, d, alla.get(d.m.organ, []), inlamningar.get(d.m.organ), jamforelse))
        for d in (to_answer(session, oppet, o) if delar is None else delar)
        for jamforelse in [
            fragat.jamforelse(d, underlag, utfallen.get((d.m.organ, d.u.indikator)), d.u.indikator in helt)
        ]
    ]


def _judge(oppet: Oppet, o: Omgang, d: Del, bocker: list[Svarsbok], galler: int | None, mot: Jamforelse) -> Svarsdom:
    """One part: what the workbook that counts answers, and whether the first that answered came too late."""
    nummer, indikator, begar, grund = d.u.nummer, d.u.indikator, d.begar, Grund(d.u.grund)
    givet = next((b.pa(nummer, indikator) for b in bocker if b.inlamning.id == galler), Svar())
    status = judge_svar(grund, begar, givet, mot, d.m.senast, o.sammanstalls)
    forst = next((b.inlamning.inkom for b in bocker if not is_empty(begar, b.pa(nummer, indikator))), None)
    sen = d.m.senast is not None and forst is not None and forst > d.m.senast and not is_empty(begar, givet)
    skal = render_text(
        oppet.o, "svarsskal", skal=str(reason_for_svar(grund, begar, givet, mot, status)), status=str(status),
        varde=givet.varde, krav=krav(grund, mot), forut=mot.forut, senast=d.m.senast,
    )  # fmt: skip
    return Svarsdom(
        mottagare_id=d.m.id, omgang=o.kod, senast=d.m.senast, status=str(status), forslag=str(status), skal=skal,
        sen=sen, varde=givet.varde if begar in VARDEBEGAR else None, svar=givet.svar or givet.aktivitet,
    )  # fmt: skip
