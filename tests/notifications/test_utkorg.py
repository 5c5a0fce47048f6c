"""Whom a message goes to, and that the same message is always the same bytes."""

import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from notifications.kanaler import Leverans, deliver, filnamn, make_brev
from notifications.utkorg import Adressbok
from schemas.arsmapp import Kontakt, Organ
from schemas.begrepp import Roll
from schemas.tabeller import Utskick
from tests_stod import i_miljo

KONTAKTER = {
    ("a", "registrator"): "reg@a.example",
    ("a", "controller"): "con@a.example",
    ("m", "registrator"): "reg@m.example",
    ("m", "controller"): "con@m.example",
    (None, "planeringskontoret"): "kontoret@stad.example",
}


def bok(**extra: str) -> Adressbok:
    """Organs a (a nämnd), m (a parent company) and d (addressed through m), with contacts."""
    organ = [
        Organ(ar=2030, kod=kod, namn=kod, slag="facknamnd" if kod == "a" else "bolagsstyrelse", genom=genom)
        for kod, genom in (("a", None), ("m", "m"), ("d", "m"))
    ]
    kontakter = [Kontakt(ar=2030, organ=o, roll=r, adress=adress) for (o, r), adress in KONTAKTER.items()]
    kontakter += [Kontakt(ar=2030, organ="d", roll=roll, adress=adress) for roll, adress in extra.items()]
    return Adressbok(organ, kontakter)


def test_a_reminder_goes_to_the_registrator_with_the_controller_in_copy() -> None:
    a = bok().hitta("a", Roll.REGISTRATOR)
    assert (a.till, a.kopia) == (("reg@a.example",), ("con@a.example",))
    assert a.sandningar() == [("epost", ("reg@a.example",), ("con@a.example",))]


def test_an_organ_with_a_genom_is_written_to_through_its_contacts() -> None:
    a = bok().hitta("d", Roll.REGISTRATOR)
    assert (a.till, a.kopia) == (("reg@m.example",), ("con@m.example",))


def test_its_own_contacts_come_in_copy() -> None:
    a = bok(registrator="reg@d.example").hitta("d", Roll.REGISTRATOR)
    assert (a.till, a.kopia) == (("reg@m.example",), ("reg@d.example", "con@m.example"))


def test_an_organ_that_is_its_own_genom_is_written_to_directly() -> None:
    assert bok().hitta("m", Roll.REGISTRATOR).till == ("reg@m.example",)


def test_a_role_without_address_falls_to_planeringskontoret() -> None:
    a = bok().hitta("a", Roll.FORVALTNINGSCHEF)
    assert (a.till, a.fallit) == (("kontoret@stad.example",), True)


def test_without_any_address_the_message_has_no_channel() -> None:
    a = Adressbok([Organ(ar=2030, kod="a", namn="A", slag="facknamnd")], []).hitta("a", Roll.REGISTRATOR)
    assert a.sandningar() == [("saknas", (), ())]


def test_an_address_without_at_sign_names_a_secret_channel() -> None:
    kontakt = Kontakt(ar=2030, organ="a", roll="registrator", adress="teams-a")
    a = Adressbok([Organ(ar=2030, kod="a", namn="A", slag="facknamnd")], [kontakt]).hitta("a", Roll.REGISTRATOR)
    assert a.sandningar() == [("teams-a", ("teams-a",), ())]


@pytest.mark.parametrize(
    ("organ", "adress", "vantat"),
    [
        ("a", "REG@a.example", True),
        ("d", "reg@m.example", True),
        ("a", "reg@m.example", False),
        ("a", "kontoret@stad.example", False),
    ],
)
def test_a_sender_is_known_if_a_contact_of_the_organ_or_of_its_genom(organ: str, adress: str, vantat: bool) -> None:
    assert bok().ar_kontakt(organ, adress) is vantat


def utskick(**om: object) -> Utskick:
    """An outbox row."""
    val = {
        "ar": 2030, "nyckel": "prov/1", "organ": "a", "roll": "registrator", "slag": "tack",
        "dag": datetime.date(2030, 5, 17), "kanal": "epost", "till": ["reg@a.example"], "kopia": ["con@a.example"],
        "amne": "Tack för svaren, Åsa", "text": "Här är ett brev med å, ä och ö.\n",
    }  # fmt: skip
    return Utskick(**val | om)


def test_the_same_message_is_always_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"innehall")
    rad = utskick(bilagor=["b.xlsx"])
    assert make_brev(rad, tmp_path).as_bytes() == make_brev(rad, tmp_path).as_bytes()


def test_another_message_has_another_message_id(tmp_path: Path) -> None:
    ena, andra = make_brev(utskick(), tmp_path), make_brev(utskick(nyckel="prov/2"), tmp_path)
    assert ena["Message-ID"] != andra["Message-ID"]


def test_an_address_cannot_bring_a_header_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        make_brev(utskick(till=["reg@a.example\nBcc: x@y.example"]), tmp_path)


def test_without_a_mail_server_a_message_lands_as_a_file(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_AVSANDARE="kontoret@stad.example"):
        deliver(utskick(), tmp_path)
    brev = message_from_bytes((tmp_path / "utskick" / f"{filnamn(utskick())}.eml").read_bytes(), policy=policy.default)
    assert (brev["To"], brev["Cc"], brev["From"]) == ("reg@a.example", "con@a.example", "kontoret@stad.example")
    assert brev["Subject"] == "Tack för svaren, Åsa"
    assert brev.get_content().strip() == "Här är ett brev med å, ä och ö."


def test_a_missing_attachment_is_not_sent_without(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path)), pytest.raises(Leverans, match="bilagan"):
        deliver(utskick(bilagor=["finns-inte.xlsx"]), tmp_path)
    assert not (tmp_path / "utskick").exists()


def test_a_channel_that_is_not_configured_is_told(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path)), pytest.raises(Leverans, match="teams-a"):
        deliver(utskick(kanal="teams-a"), tmp_path)
