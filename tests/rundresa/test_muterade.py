"""Five hundred workbooks damaged at random: each gets a verdict, and none brings the reader down."""

import datetime
import random
import re
from pathlib import Path

import pytest

import daliga_bocker as db
from flows.oppna import oppna
from tasks.aret.exempel import plan_exempel
from tasks.bocker.skrivbok import write_all
from tasks.bocker.tolkning import parse_fil
from tasks.grund.databas import read, release
from tasks.intag.kontroll import check_all
from tasks.intag.sammanhang import sammanhang
from tasks.laget.oppet import the_year
from tests_stod import AR_2024, i_miljo

ANTAL = 500
UTBYTEN = (b"", b"0", b"-1", b"1E999", b"NaN", b"s", b"str", b"inlineStr", b"e", b"b", b"d", b"n", b"A1", b"XFD1048576",
           b"99999999999", "å\u200b".encode(), b"true", b"&#0;", b"&amp;", b"<v>1</v>")  # fmt: skip


def _mutera(bra: bytes, slump: random.Random) -> bytes:
    """Some bytes of the archive, or some words of one of its parts, are others."""
    if slump.random() < 0.3:
        svar = bytearray(bra)
        for _ in range(slump.randint(1, 30)):
            svar[slump.randrange(len(svar))] = slump.randrange(256)
        return bytes(svar)
    delar = db.delar(bra)
    namn = slump.choice([n for n in delar if n.endswith((".xml", ".rels"))])
    ord_ = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)|</?[a-z]+', delar[namn]))
    text = delar[namn]
    for traff in sorted(slump.sample(ord_, min(len(ord_), slump.randint(1, 5))), key=lambda m: -m.start()):
        text = text[: traff.start()] + slump.choice(UTBYTEN) + text[traff.end() :]
    return db.packa(delar | {namn: text})


@pytest.mark.tal
def test_a_workbook_that_is_damaged_at_random_gets_a_verdict(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=datetime.date(2023, 12, 1))
        with read() as session:
            s = sammanhang(session, the_year(session))
        release()
    bra = next(f for f in write_all(plan_exempel(AR_2024, tmp_path / "vp")) if "idrott" in f.stem).read_bytes()
    slump, avvisade = random.Random(18), 0
    for n in range(ANTAL):
        fil = tmp_path / f"{n}.xlsx"
        fil.write_bytes(_mutera(bra, slump))
        t = parse_fil(fil, fil.name, [s])
        check_all([(fil.name, t)], s)
        avvisade += bool(t.problem)
        assert t.problem or t.organ == "idrottsnamnden", n
    assert 50 < avvisade < ANTAL
