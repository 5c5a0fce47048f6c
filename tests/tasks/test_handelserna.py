"""The trail: whatever is done stands in its event whole, with before, after and why, and the tables say the same."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from schemas.tabeller import Handelse, Uppmaningsrad
from tasks.grund.databas import read, release
from tasks.laget.berattelse import decided, issued, proposed
from tasks.laget.beslutat import newest_of_all
from tasks.laget.oppet import the_year
from tasks.laget.rorligt import NU, told_so_far
from tests_stod import EXEMPEL, ga_genom, i_miljo


def kedjan(session: Session, vad: str | None = None) -> list[Handelse]:
    """The events, or those of one kind, in their order."""
    fraga = select(Handelse).order_by(col(Handelse.nr))
    return list(session.exec(fraga.where(Handelse.vad == vad) if vad else fraga))


def otrohet(session: Session) -> list[str]:
    """Every place where the tables of the only year say something else than its events."""
    oppet = the_year(session)
    alla = kedjan(session)
    svar = [f"{vad}" for vad, nu in NU.items() if told_so_far(vad, alla) != nu(session, oppet.ar)]
    for o, rad in newest_of_all(session, oppet).items():
        vad, bygg = ("Beslut fattat", decided) if rad.beslutad else ("Förslag gjort", proposed)
        (h,) = [
            h for h in alla if h.vad == vad and (h.uppgifter["omgang"], h.uppgifter["version"]) == (o.kod, rad.version)
        ]
        svar += [f"{vad} {o.kod}: {k}" for k, v in bygg(session, oppet, o, rad).items() if h.uppgifter[k] != v]
    for h in kedjan(session, "Uppmaning utfärdad"):
        u = session.exec(select(Uppmaningsrad).where(Uppmaningsrad.nummer == h.uppgifter["nummer"])).one()
        svar += [f"{u.nummer}: {k}" for k, v in issued(session, u).items() if h.uppgifter[k] != v]
    return svar


@pytest.mark.parametrize("ar", ["liten-2026", "kommun-2033"])
def test_the_tables_say_what_the_events_say(ar: str, tmp_path: Path) -> None:
    gatt = ga_genom(EXEMPEL / ar, tmp_path / "hem")
    with i_miljo(**gatt.miljo):
        with read() as session:
            assert otrohet(session) == []
            beslut = kedjan(session, "Beslut fattat")
        release()
    for h in beslut:
        assert h.vem == "demo"
        egna = {m["kod"]: m for m in gatt.export["mal"] if m["fas"] == h.uppgifter["omgang"]}
        assert {m["kod"]: (m["forslag"], m["beslut"]) for m in h.uppgifter["mal"]} == {
            k: (m["forslag"], m["beslut"]) for k, m in egna.items()
        }
