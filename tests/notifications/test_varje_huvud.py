"""Every header of every mail of two years, read by readers that do not know how it was written."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

import pytest

from notifications.kanaler import filnamn
from schemas.tabeller import Utskick
from tasks.grund.databas import read
from tasks.laget.oppet import the_year
from tasks.laget.utkorg import messages
from tests_stod import AR_2024, EXEMPEL, i_miljo


@pytest.mark.parametrize("data", [AR_2024, EXEMPEL / "kommun-2033"], ids=lambda p: p.name)
def test_what_is_read_is_what_was_meant(data: Path, aren: Callable) -> None:
    genomgatt = aren(data)
    with i_miljo(**genomgatt.miljo), read() as session:
        ar = int(genomgatt.export["ar"])
        alla = {u.nyckel: u for u in messages(session, ar)}
        oppet = the_year(session, ar)
        fran = f"{oppet.o.kontoret.bestamd[:1].upper()}{oppet.o.kontoret.bestamd[1:]}, {oppet.kommun}"
    forda: dict[str, list[Utskick]] = {}
    for u in alla.values():
        forda.setdefault(str(u.brev), []).append(u)
    for nyckel, rader in forda.items():
        fil = genomgatt.hem / str(ar) / "utskick" / f"{filnamn(alla[nyckel])}.eml"
        jamfor(fil.read_bytes(), rader, fran)
    assert len(list((genomgatt.hem / str(ar) / "utskick").glob("*.eml"))) == len(forda)


def jamfor(ra: bytes, rader: list[Utskick], fran: str) -> None:
    """One mail against the rows that it carried, by the old reader and by the new."""
    u = rader[0]
    gammal, ny = message_from_bytes(ra), message_from_bytes(ra, policy=policy.default)
    for amne in (str(make_header(decode_header(gammal["Subject"]))), str(ny["Subject"])):
        assert amne == u.amne
    for brev in (gammal, ny):
        assert [a for _, a in getaddresses(brev.get_all("To"))] == u.till
        assert [a for _, a in getaddresses(brev.get_all("Cc") or [])] == u.kopia
        assert brev["Message-ID"] == u.meddelande
        assert brev["Auto-Submitted"] == "auto-generated"
    ((kodat, _),) = getaddresses(gammal.get_all("From"))
    assert str(make_header(decode_header(kodat))) == ny["From"].addresses[0].display_name == fran
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", str(u.meddelande))
    filer = [d.get_filename() for d in ny.iter_attachments()]  # type: ignore[attr-defined]
    assert filer == [b.rpartition("/")[2] for b in u.bilagor]
    text = ny.get_body(("plain",))  # type: ignore[attr-defined]
    html = ny.get_body(("html",))  # type: ignore[attr-defined]
    assert text.get_content().replace("\r\n", "\n").strip() == u.text.strip()
    assert "<html" in html.get_content()
    assert all(len(rad) < 999 for rad in ra.split(b"\r\n"))
