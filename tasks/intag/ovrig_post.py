"""Mails that are no submissions: filed, and told of to those who need to know (kontrakt section 4)."""

import datetime
from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Adressbok, Brev, adressbok, enqueue
from schemas.begrepp import Postslag, Roll, Utskicksslag, Utskicksstatus
from schemas.handelseslag import Handelseslag
from schemas.tabeller import Handelse, Post
from tasks.grund.databas import write
from tasks.grund.handelser import handelse, log_all
from tasks.grund.uppgift import uppgift
from tasks.intag.brevlasning import Studs
from tasks.intag.post import REDAN, Mottagning, Utanbok, clean_name
from tasks.laget.oppet import Oppet
from tasks.laget.post import filed
from tasks.laget.tilltal import tilltal
from tasks.laget.utkorg import sent_as

#: what stands in the key of an answer to a mail without a workbook
OM_POST = "/post/"
SVAR = Utskicksslag.KVITTENS
#: what the office is told of: the others are filed
ATT_SE = (Postslag.STUDS, Postslag.UTAN_ARBETSBOK)


@uppgift("Sortera post utan arbetsbok", korning="Sortera post")
def file_post(brev: Sequence[Utanbok], oppet: Oppet, idag: datetime.date) -> list[Mottagning]:
    """File mails that are no submissions, in one commit, and clear the in-folder of them; what became of each.

    A bounce marks the messages that it is about as undelivered. A sender that is a contact is told what was missing,
    a machine never; the office sees what a person should see.
    """
    if not brev:
        return []
    with write() as session:
        nya = {rad.sha256: (rad.organ, str(rad.slag)) for rad in _file(session, brev, oppet, idag)}
    for b in brev:
        b.fil.kalla.unlink(missing_ok=True)
    return [Mottagning(b.fil.namn, *nya.pop(b.fil.sha256, (None, REDAN))) for b in brev]


def _file(session: Session, brev: Sequence[Utanbok], oppet: Oppet, idag: datetime.date) -> list[Post]:
    bok = adressbok(session, oppet.ar)
    redan = filed(session, oppet.ar)
    nya: list[tuple[Post, Utanbok]] = []
    handelser: list[Handelse] = []
    for b in brev:
        if b.fil.sha256 not in redan:
            redan.add(b.fil.sha256)
            rad = _rad(b, oppet, bok, idag)
            if b.brev.studs:
                rad.om = _mark_undelivered(session, b.brev.studs, rad)
            nya.append((rad, b))
            handelser.append(
                handelse(
                    Handelseslag.POST_MOTTAGEN, dag=idag, ar=oppet.ar, fil=b.fil.namn, fil_sha256=b.fil.sha256,
                    slag=rad.slag, organ=rad.organ, avsandare=bok.who(rad.organ, rad.avsandare), inkom=rad.inkom,
                    om=rad.om,
                )
            )  # fmt: skip
    session.add_all([rad for rad, _ in nya])
    log_all(session, handelser)
    enqueue(session, oppet.ar, bok, _letters(session, oppet, bok, nya), idag)
    return [rad for rad, _ in nya]


def _rad(b: Utanbok, oppet: Oppet, bok: Adressbok, idag: datetime.date) -> Post:
    studs = b.brev.studs
    kontakt = bok.vems_kontakt(b.brev.avsandare)
    return Post(
        ar=oppet.ar, sha256=b.fil.sha256, organ=kontakt[0] if kontakt else None,
        slag=b.brev.maskin or Postslag.UTAN_ARBETSBOK, inkom=min(b.brev.dag or idag, idag), avsandare=b.brev.avsandare,
        amne=b.brev.amne, text=b.brev.text, bilagor=[clean_name(x.namn) for x in b.brev.bilagor],
        adresser=list(studs.adresser) if studs else [],
    )  # fmt: skip


def _mark_undelivered(session: Session, studs: Studs, rad: Post) -> list[str]:
    """The keys of the messages that did not arrive; a copy that did not is noted, the message stands as sent."""
    traffade = sent_as(session, studs.om)
    for u in traffade:
        adresser = [a.lower() for a in studs.adresser]
        skal = f" ({studs.skal})" if studs.skal else ""
        u.fel = f"kom inte fram till {', '.join(studs.adresser or u.till)}{skal}"
        bara_kopia = bool(adresser) and not any(a.lower() in adresser for a in u.till)
        if not bara_kopia:
            u.status = Utskicksstatus.MISSLYCKAT
    rad.adresser = rad.adresser or [a for u in traffade[:1] for a in u.till]
    return [u.nyckel for u in traffade]


def _letters(session: Session, oppet: Oppet, bok: Adressbok, nya: Sequence[tuple[Post, Utanbok]]) -> list[Brev]:
    """What the senders and the office are told."""
    till, brev = tilltal(session, oppet.ar), []
    for rad, b in nya:
        kontakt = bok.vems_kontakt(b.brev.avsandare)
        if kontakt and rad.slag == Postslag.UTAN_ARBETSBOK and not _is_echo(session, b):
            brev.append(_to_sender(oppet, rad, b, kontakt[1], till[kontakt[0]]))
    att_se = [(rad, b) for rad, b in nya if rad.slag in ATT_SE]
    if att_se:
        brev.append(_to_office(oppet, att_se, {kod: str(t["organ"]) for kod, t in till.items()}))
    return brev


def _is_echo(session: Session, b: Utanbok) -> bool:
    """Whether a mail answers what we say of such mails: a machine that does not say that it is one would never stop."""
    return any(OM_POST in u.nyckel for u in sent_as(session, b.brev.svar_pa))


def _to_sender(oppet: Oppet, rad: Post, b: Utanbok, roll: Roll, till: dict[str, str | None]) -> Brev:
    om = till | {"amnet": rad.amne, "istallet": b.brev.sant_istallet, "inkom": rad.inkom}
    amne, text = render_brev(oppet.o, "utan_arbetsbok", **om, **oppet.stad)
    nyckel = f"kvittens/-/{rad.organ}{OM_POST}{rad.sha256[:16]}"
    return Brev(nyckel, rad.organ, Roll.REGISTRATOR if roll == Roll.CONTROLLER else roll, SVAR, amne, text)


def _to_office(oppet: Oppet, att_se: Sequence[tuple[Post, Utanbok]], namn: dict[str, str]) -> Brev:
    poster = [
        {
            "slag": str(rad.slag), "avsandare": rad.avsandare, "amne": rad.amne, "text": rad.text, "inkom": rad.inkom,
            "bilagor": rad.bilagor, "organ": namn.get(rad.organ or ""), "fil": b.fil.lagrad.name,
            "adresser": rad.adresser, "antal": len(rad.om), "skal": b.brev.studs.skal if b.brev.studs else "",
        }
        for rad, b in att_se
    ]  # fmt: skip
    antal = Counter(str(rad.slag) for rad, _ in att_se)
    amne, text = render_brev(oppet.o, "post", poster=poster, antal=antal, **oppet.stad)
    nyckel = f"sammandrag/post/{att_se[0][0].sha256[:16]}"
    return Brev(nyckel, None, Roll.PLANERINGSKONTORET, Utskicksslag.SAMMANDRAG, amne, text)
