"""Golden cases: the city's own words, form by form (kontrakt section 1, The city's own words)."""

import pytest

from schemas.begrepp import Aggregering, Bedomning, Begar, Grund, Organslag, Riktning, Roll, Svarsstatus
from schemas.ord import KODORD, beskrivningar, genitiv, ordbok, standardord


@pytest.mark.parametrize(
    ("egna", "vantat"),
    [
        pytest.param({}, "nämnd nämnden nämnder nämnderna", id="no row: the default's"),
        pytest.param({"namnd": "////"}, "nämnd nämnden nämnder nämnderna", id="a row of empty forms: the default's"),
        pytest.param({"namnd": "/utskottet//"}, "nämnd utskottet nämnder nämnderna", id="one form alone"),
        pytest.param(
            {"namnd": "utskott/utskottet/utskott/utskotten"}, "utskott utskottet utskott utskotten", id="all forms"
        ),
        pytest.param({"bolag": "företag/företaget//"}, "nämnd nämnden nämnder nämnderna", id="another word's row"),
    ],
)
def test_an_empty_form_is_the_defaults(ord_ur, egna, vantat):
    o = ord_ur(**egna).namnd
    assert f"{o.obestamd} {o.bestamd} {o.flera} {o.flera_bestamd}" == vantat


def test_every_key_has_its_forms_and_says_what_it_is_for(stockholm):
    assert list(stockholm) == list(beskrivningar())
    assert all(o.obestamd and o.bestamd and o.flera and o.flera_bestamd for o in stockholm.values())
    assert all(beskrivningar().values())


def test_cities_with_the_same_words_are_alike(ord_ur):
    assert ordbok([]) == standardord()
    assert ord_ur(namnd="utskott") == ord_ur(namnd="utskott") != standardord()
    assert hash(ord_ur(namnd="utskott")) == hash(ord_ur(namnd="utskott"))


def test_a_key_that_is_not_declared_is_an_error(stockholm):
    with pytest.raises(AttributeError):
        _ = stockholm.kommunstyrelsen


@pytest.mark.parametrize(
    ("ord_", "vantat"),
    [
        ("nämnden", "nämndens"),
        ("bolaget", "bolagets"),
        ("kommunfullmäktige", "kommunfullmäktiges"),
        ("KF", "KF:s"),
        ("Region Västerås", "Region Västerås"),
    ],
)
def test_the_genitive(ord_, vantat):
    assert genitiv(ord_) == vantat


@pytest.mark.parametrize(
    ("arsmal", "vantat"),
    [
        pytest.param(
            "årsmål/årsmålet/årsmål/årsmålen",
            "ett årsmål, inget årsmål, något årsmål, reviderat årsmål, det aggregerade årsmålet",
            id="an ett-word",
        ),
        pytest.param(
            "målnivå/målnivån/målnivåer/målnivåerna",
            "en målnivå, ingen målnivå, någon målnivå, reviderad målnivå, den aggregerade målnivån",
            id="an en-word",
        ),
    ],
)
def test_what_stands_before_a_word_agrees_with_it(ord_ur, arsmal, vantat):
    o = ord_ur(arsmal=arsmal).arsmal
    assert f"{o.en} {o}, {o.ingen} {o}, {o.nagon} {o}, {o.reviderad}, {o.aggregerad}" == vantat


@pytest.mark.parametrize(("antal", "vantat"), [(0, "0 nämnder"), (1, "1 nämnd"), (29, "29 nämnder")])
def test_so_many_of_something(stockholm, antal, vantat):
    assert stockholm.namnd.antal(antal) == vantat


@pytest.mark.parametrize(
    ("slag", "vantat"),
    [
        (Organslag.STADSDELSNAMND, "nämndens nämndmål förvaltningschef"),
        (Organslag.FACKNAMND, "nämndens nämndmål förvaltningschef"),
        (Organslag.BOLAGSSTYRELSE, "bolagets bolagsmål verkställande direktör"),
    ],
)
def test_a_bolag_is_never_addressed_with_a_namnds_words(stockholm, slag, vantat):
    organet, malet, chefen = (
        stockholm.organet(slag),
        stockholm.organmal(slag),
        stockholm.roll(Roll.FORVALTNINGSCHEF, slag),
    )
    assert f"{organet.genitiv} {malet} {chefen}" == vantat


@pytest.mark.parametrize("kod", KODORD)
def test_a_code_has_a_word_in_running_text(stockholm, kod):
    assert stockholm.kod(kod)
    assert "{" not in stockholm.kod(kod)


@pytest.mark.parametrize("koder", [Aggregering, Bedomning, Begar, Grund, Organslag, Riktning, Svarsstatus])
def test_a_code_is_known_by_itself_its_word_and_its_spelling_in_large_letters_and_small(stockholm, koder):
    alla = [str(k) for k in koder]
    for kod in alla:
        skrivna = {kod, stockholm.kod(kod), stockholm.stavad(kod), stockholm.kod(kod).upper()}
        assert {stockholm.kod_av(text, alla) for text in skrivna} == {kod}
    assert stockholm.kod_av("något annat", alla) is None
