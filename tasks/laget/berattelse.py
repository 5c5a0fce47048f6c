"""What the trail tells of an avstämning, made from the tables: for the event, and to hold the tables against it later.

`proposed` stands in the event "Förslag gjort", `decided` in "Beslut fattat", `issued` in "Uppmaning utfärdad", each
with the names of the tables' columns. What they tell is never changed afterwards: a decision not at all, and a proposal
not before it gives way to a newer one or is decided. So every key of theirs stands with the same value in the event,
and a table that says something else has been changed beside the program. What is moved afterwards (the days and values
of recipients, anstånd, what waits) is told by tasks/laget/rorligt.py.

What organs have written themselves (the text of an answer, why they ask for money) is not repeated: it stands in their
workbooks, which are kept. Values are as JSON has them: numbers in plain notation, days in ISO form, and no e-mail
address or telephone number.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlmodel import Session, SQLModel

from schemas.begrepp import Grund, Uppmaningsstatus
from schemas.omgangar import Omgang
from schemas.personuppgift import without_personuppgifter
from schemas.tabeller import Avstamning, Mottagare, Svarsdom, Uppmaningsrad
from tasks.laget.beslutat import framstallningar_i, malbeslut, utfall_i
from tasks.laget.fragat import Del, judged_in, mottagare_av, parts, uppmaningar_av
from tasks.laget.inlamnat import basis
from tasks.laget.oppet import Oppet

#: the columns of each table that are told
INDIKATOR = ("kod", "aggregerat", "kf_arsmal", "uppfyllelse", "antal", "saknas", "hojning", "arsmal_aggregerat")
MAL = ("kod", "forslag", "skal", "helt", "delvis", "inte", "av", "namnder", "bolag", "namndmal")
MALBESLUT = (*MAL, "beslut", "motivering")
UPPMANING = ("nummer", "grund", "begar", "mal", "indikator", "avser", "senast", "till", "text", "rad")
STRUKEN = (*UPPMANING, "motivering")
MOTTAGARE = ("organ", "jamfort")
SVAR = ("omgang", "senast", "forslag", "skal", "sen", "varde")
SVARSBESLUT = (*SVAR, "status", "motivering")
BEGARAN = ("organ", "slag", "andamal")
FRAMSTALLNING = (*BEGARAN, "sokt", "forslag", "finansiering")
BEVILJAT = (*BEGARAN, "sokt", "forslag", "beviljat", "finansiering", "motivering")


def as_told(varde: Any) -> Any:
    """A value as it stands in the trail."""
    return without_personuppgifter(json.loads(json.dumps(varde, default=_plain)))


def _plain(varde: Any) -> str:
    return format(varde, "f") if isinstance(varde, Decimal) else str(varde)


def told(rad: SQLModel, falt: Iterable[str]) -> dict[str, Any]:
    """Some columns of a row."""
    return {f: getattr(rad, f) for f in falt}


def proposed(session: Session, oppet: Oppet, omgang: Omgang, rad: Avstamning) -> dict[str, Any]:
    """What the rules proposed in an avstämning that is not decided.

    Returns:
        inlamningar: organ → the version of its workbook that it rests on.
        indikatorer, mal: the columns of `INDIKATOR` and `MAL`, for each.
        uppmaningar: the columns of `UPPMANING`, with `mottagare`: those of `MOTTAGARE` for each recipient.
        svar: the answers judged: nummer, organ and the columns of `SVAR`.
        framstallningar: the columns of `FRAMSTALLNING`; resultatenheter: as the table has them.
    """
    domar = judged_in(parts(session, oppet), omgang)
    return as_told(
        {
            "inlamningar": {organ: i.version for organ, i in _inlamnat(session, rad).items()},
            "indikatorer": [told(u, INDIKATOR) for u in utfall_i(session, rad).values()],
            "mal": [told(m, MAL) for m in malbeslut(session, rad).values()],
            "uppmaningar": _uppmaningar(session, uppmaningar_av(session, rad, Uppmaningsstatus.FORSLAG), UPPMANING),
            "svar": [_svar(d, dom, SVAR) for d, dom in domar],
            "framstallningar": [told(f, FRAMSTALLNING) for f in framstallningar_i(session, rad)],
            "resultatenheter": rad.resultatenheter,
        }
    )


def decided(session: Session, oppet: Oppet, omgang: Omgang, rad: Avstamning) -> dict[str, Any]:
    """What was decided in an avstämning, whole: what follows the proposal too.

    Returns:
        inlamningar: as `proposed`.
        mal: every goal, the columns of `MALBESLUT`.
        utfardade: every uppmaning that was issued with the decision: the columns of `UPPMANING`, with `mottagare`.
        strukna: every one that was struck, with its motivering.
        andrade_texter: nummer, fore (the program's text) and efter, of the uppmaningar that the office has edited.
        svar: every answer judged: nummer, organ and the columns of `SVARSBESLUT`; andrade_svar: nummer, organ, forslag,
            status and motivering of those that the office overruled.
        framstallningar: every request, the columns of `BEVILJAT`.
        resultatenheter, texter, forklaringar: as the table has them.
    """
    domar = judged_in(parts(session, oppet), omgang)
    egna = [
        u for u in uppmaningar_av(session, rad, Uppmaningsstatus.UTFARDAD) if u.grund != Grund.KF_ARSMAL_FASTSTALLT
    ]  # those of a late-set årsmål are issued by themselves, later
    return as_told(
        {
            "inlamningar": {organ: i.version for organ, i in _inlamnat(session, rad).items()},
            "mal": [told(m, MALBESLUT) for m in malbeslut(session, rad).values()],
            "utfardade": _uppmaningar(session, egna, UPPMANING),
            "strukna": _uppmaningar(session, uppmaningar_av(session, rad, Uppmaningsstatus.STRUKEN), STRUKEN),
            "andrade_texter": [
                {"nummer": u.nummer, "fore": u.regeltext, "efter": u.text} for u in egna if u.text != u.regeltext
            ],
            "svar": [_svar(d, dom, SVARSBESLUT) for d, dom in domar],
            "andrade_svar": [
                _svar(d, dom, ("forslag", "status", "motivering")) for d, dom in domar if dom.status != dom.forslag
            ],
            "framstallningar": [told(f, BEVILJAT) for f in framstallningar_i(session, rad)],
            "resultatenheter": rad.resultatenheter,
            "texter": rad.texter,
            "forklaringar": rad.forklaringar,
        }
    )


def changes(fore: Mapping[str, Any], efter: Mapping[str, Any], arets_texter: Mapping[str, str]) -> dict[str, Any]:
    """What a decision made of what was proposed, where the tables keep only what came of it.

    Args:
        fore, efter: as `proposed` and `decided`.
        arets_texter: the office's texts of the year.

    Returns:
        andrade_forslag: goals whose proposal follows from those below as decided: kod, fore, efter.
        andrad_finansiering: organ, slag, andamal, fore, efter.
        andrade_kontorstexter: avsnitt, fore (the year's), efter.
        nya: the numbers that the office added; vidgade: nummer and the recipients that were added to it.
    """
    forslag, fanns = ({m["kod"]: m["forslag"] for m in fore["mal"]}, {u["nummer"]: u for u in fore["uppmaningar"]})
    pengar = [f["finansiering"] for f in fore["framstallningar"]]
    texter = as_told(arets_texter)
    vidgade = [(u["nummer"], _tillkomna(fanns[u["nummer"]], u)) for u in efter["utfardade"] if u["nummer"] in fanns]
    return {
        "andrade_forslag": [
            {"kod": m["kod"], "fore": forslag[m["kod"]], "efter": m["forslag"]}
            for m in efter["mal"]
            if forslag[m["kod"]] != m["forslag"]
        ],
        "andrad_finansiering": [
            {**{k: f[k] for k in BEGARAN}, "fore": fran, "efter": f["finansiering"]}
            for fran, f in zip(pengar, efter["framstallningar"], strict=True)
            if fran != f["finansiering"]
        ],
        "andrade_kontorstexter": [
            {"avsnitt": k, "fore": texter.get(k), "efter": efter["texter"].get(k)}
            for k in {**texter, **efter["texter"]}
            if texter.get(k) != efter["texter"].get(k)
        ],
        "nya": [u["nummer"] for u in efter["utfardade"] if u["nummer"] not in fanns],
        "vidgade": [{"nummer": nummer, "tillkomna": organ} for nummer, organ in vidgade if organ],
    }


def _tillkomna(fore: Mapping[str, Any], efter: Mapping[str, Any]) -> list[str]:
    hade = {m["organ"] for m in fore["mottagare"]}
    return [m["organ"] for m in efter["mottagare"] if m["organ"] not in hade]


def issued(session: Session, u: Uppmaningsrad) -> dict[str, Any]:
    """An uppmaning that was issued by itself, after the decision: the columns of `UPPMANING`, with `mottagare`."""
    return as_told(_uppmaningar(session, [u], UPPMANING)[0])


def _inlamnat(session: Session, rad: Avstamning) -> Mapping[str, Any]:
    bocker = basis(session, rad.inlamningar)
    return {organ: bocker[nr] for organ, nr in rad.inlamningar.items()}


def _uppmaningar(session: Session, alla: list[Uppmaningsrad], falt: Iterable[str]) -> list[dict[str, Any]]:
    mottagare: Mapping[int, list[Mottagare]] = mottagare_av(session, alla)
    return [told(u, falt) | {"mottagare": [told(m, MOTTAGARE) for m in mottagare.get(u.id, ())]} for u in alla]


def _svar(d: Del, dom: Svarsdom, falt: Iterable[str]) -> dict[str, Any]:
    return {"nummer": d.u.nummer, "organ": d.m.organ, **told(dom, falt)}
