"""Whom a message goes to."""

import pytest

from notifications.utkorg import Adressbok
from schemas.arsmapp import Kontakt, Organ
from schemas.begrepp import Roll

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
