"""The letters that follow a decision: what is asked, what was granted, and how the answers were judged."""

from sqlmodel import Session, select

from notifications.texter import render_brev
from notifications.utkorg import Brev
from schemas.arbetsbocker import filnamn
from schemas.arsmapp import Indikator, Mal, Organ
from schemas.begrepp import Fas, Roll, Svarsstatus, Utskicksslag
from schemas.tabeller import Avstamning, Framstallning, Indikatorutfall, Malbeslut
from tasks.bocker.mallar import fragor, t1_rader
from tasks.laget.oppet import Oppet, beslutad, rows


def beslutsbrev(session: Session, oppet: Oppet, rad: Avstamning, bara: set[str] | None = None) -> list[Brev]:
    """A letter to each organ with its uppmaningar, its T1 workbook, and what was decided on its requests.

    Args:
        bara: only these numbers, for uppmaningar that a later day brings.
    """
    utfall = {u.kod: u for u in session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id))}
    enheter = {i.kod: i.enhet for i in rows(session, Indikator, oppet.ar)}
    begarda: dict[str, list[dict]] = {}
    for u, m in fragor(session, oppet.ar):
        if bara is not None and u.nummer not in bara:
            continue
        nu = utfall[u.indikator].arsmal.get(m.organ) if u.indikator in utfall else None
        begarda.setdefault(m.organ, []).append(
            {
                "nummer": u.nummer,
                "text": u.text,
                "senast": m.senast,
                "begart": m.begart,
                "nuvarande": nu,
                "enhet": enheter.get(u.indikator or ""),
                "brister": m.jamfort.get("brister"),
            }
        )
    sokta: dict[str, list[Framstallning]] = {}
    for f in session.exec(select(Framstallning).where(Framstallning.avstamning_id == rad.id)) if bara is None else ():
        if f.organ and f.sokt is not None:
            sokta.setdefault(f.organ, []).append(f)
    svarsrader = t1_rader(session, oppet.ar)
    brev = []
    for o in rows(session, Organ, oppet.ar):
        enhetsbeslut = [e for e in rad.resultatenheter if e["organ"] == o.kod] if bara is None else []
        if not (o.kod in begarda or o.kod in sokta or enhetsbeslut):
            continue
        amne, text = render_brev(
            "uppmaning", organ=o.namn, uppmaningar=begarda.get(o.kod, []), framstallningar=sokta.get(o.kod, []),
            resultatenheter=enhetsbeslut,
            ar=oppet.ar, beslutad=rad.beslutad, kommun=oppet.yaml.kommun, diarienummer=oppet.yaml.diarienummer,
        )  # fmt: skip
        nyckel = f"uppmaning/{o.kod}" if bara is None else f"uppmaning/{o.kod}/{min(bara)}"
        bilagor = [f"mallar/{filnamn(Fas.T1, oppet.ar, o.kod)}"] if o.kod in svarsrader else []
        brev.append(Brev(nyckel, o.kod, Roll.REGISTRATOR, Utskicksslag.UPPMANING, amne, text, bilagor=bilagor))
    return brev


def avslutande_brev(session: Session, oppet: Oppet, rad: Avstamning) -> list[Brev]:
    om = {"ar": oppet.ar, "kommun": oppet.yaml.kommun, "diarienummer": oppet.yaml.diarienummer}
    per_organ: dict[str, list[dict]] = {}
    antal: dict[str, int] = {}
    for u, m in fragor(session, oppet.ar):
        if u.aterkallad or m.aterkallad:
            continue
        vad = {"nummer": u.nummer, "text": u.text, "status": str(m.status), "sen": m.sen}
        vad |= {"motivering": m.motivering or m.skal}
        per_organ.setdefault(m.organ, []).append(vad)
        antal[str(m.status)] = antal.get(str(m.status), 0) + 1
    brev = []
    for o in rows(session, Organ, oppet.ar):
        svarat = any(x["status"] not in (Svarsstatus.UTEBLIVEN, Svarsstatus.OPPEN) for x in per_organ.get(o.kod, ()))
        if svarat:
            amne, text = render_brev("tack", organ=o.namn, uppmaningar=per_organ[o.kod], **om)
            brev.append(Brev(f"tack/{o.kod}", o.kod, Roll.REGISTRATOR, Utskicksslag.TACK, amne, text))
    vp = beslutad(session, oppet.ar, Fas.VP)
    fore = {
        m.kod: m.beslut for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == (vp.id if vp else -1)))
    }
    efter = {m.kod: m.beslut for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))}
    mal = [
        {"kod": m.kod, "namn": m.namn, "fore": fore.get(m.kod), "efter": efter.get(m.kod)}
        for m in rows(session, Mal, oppet.ar)
    ]
    svar = [(s, antal[s]) for s in map(str, Svarsstatus) if s in antal]
    amne, text = render_brev("sammandrag", svar=svar, mal=mal, **om)
    return [*brev, Brev("sammandrag/T1", None, Roll.PLANERINGSKONTORET, Utskicksslag.SAMMANDRAG, amne, text)]
