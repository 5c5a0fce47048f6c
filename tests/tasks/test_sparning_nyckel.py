"""The keys of figures: what is printed can be typed."""

import pytest

from schemas.sparnyckel import DELAR, VILLKOR, Antalsslag, EjNyckel, Sparnyckel, Sparslag, antal, nyckel, parse, skrivs


@pytest.mark.parametrize(
    ("text", "slag", "delar"),
    [
        ("1.2-03", Sparslag.KOD, ("1.2-03",)),
        ("Verksamhetens nettokostnader", Sparslag.KOD, ("Verksamhetens nettokostnader",)),
        ("punkt 3", Sparslag.PUNKT, ("3",)),
        ("Punkt 3a", Sparslag.PUNKT, ("3a",)),
        ("varde:T1/1.2-03/jarva", Sparslag.VARDE, ("T1", "1.2-03", "jarva")),
        ("arsmal:T1/1.2-03", Sparslag.ARSMAL, ("T1", "1.2-03")),
        ("beviljat:drift//jarva", Sparslag.BEVILJAT, ("drift", "", "jarva")),
        ("framstallning:/drift/Kök %2F matsal 100 %25", Sparslag.FRAMSTALLNING, ("", "drift", "Kök / matsal 100 %")),
        ("antal:T1/svar/status=utebliven", Sparslag.ANTAL, ("T1", "svar", "status=utebliven")),
        ("Anm: en rad med kolon", Sparslag.KOD, ("Anm: en rad med kolon",)),
    ],
)
def test_a_key_is_read(text: str, slag: Sparslag, delar: tuple[str, ...]) -> None:
    assert parse(text) == Sparnyckel(slag, delar)
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize("slag", list(Sparslag))
def test_every_kind_is_declared_and_comes_back_as_it_was_written(slag: Sparslag) -> None:
    form = DELAR[slag]
    assert form.vad
    if slag == Sparslag.ANTAL:
        return
    for med in (form.krav, (*form.krav, *form.fler)):
        delar = [f"{d} 50 %/{n}=å" for n, d in enumerate(med)]
        assert parse(str(nyckel(slag, *delar))) == nyckel(slag, *delar)
    assert str(slag) in skrivs(slag) or slag == Sparslag.KOD


@pytest.mark.parametrize("vad", list(Antalsslag))
def test_every_count_takes_its_conditions_in_one_order(vad: Antalsslag) -> None:
    villkor = {v: f"x{n}/y" for n, v in enumerate(reversed(VILLKOR[vad]))}
    alla = antal("T1", vad, villkor)
    assert list(alla.villkor) == list(VILLKOR[vad])
    assert parse(str(alla)) == alla


@pytest.mark.parametrize(
    ("text", "sagt"),
    [
        ("varde:T1/1.2-03", "varde:omgång/indikator/organ"),
        ("antal:T1/apor", "apor räknas inte"),
        ("antal:T1/svar/utebliven", "villkor=värde"),
        ("antal:T1/svar/farg=blå", "har inte villkoret farg"),
        ("beslut:", "beslut:omgång"),
    ],
)
def test_a_key_that_is_wrong_says_how_it_is_written(text: str, sagt: str) -> None:
    with pytest.raises(EjNyckel, match=sagt):
        parse(text)
