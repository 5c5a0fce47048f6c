"""Golden cases: recipients are named in the city's own words (kontrakt sections 1 and 5, Naming).

The organs are those of test_namngivning.py, with five stadsdelsnämnder, four facknämnder and six bolag, or fewer.
"""

import pytest

from rules.namngivning import Namngivare

SDN = "alby berga cisa dala ekby"
FACK = "fritid gata hem idrott"
BOLAG = "koncernen ladan museet natet oljan parken"
GENOM = {"ladan": "koncernen", "museet": "koncernen"}
#: as in exempel/kommun-2033, where there is one kind of nämnd and it is called just that
KOMMUN = {"facknamnd": "nämnd/nämnden/nämnder/nämnderna"}
#: a city that calls nothing what Stockholm does
ANNAN = {
    "namnd": "utskott/utskottet/utskott/utskotten",
    "stadsdelsnamnd": "kommundelsnämnd/kommundelsnämnden/kommundelsnämnder/kommundelsnämnderna",
    "facknamnd": "fackutskott/fackutskottet/fackutskott/fackutskotten",
    "bolagsstyrelse": "styrelse/styrelsen/styrelser/styrelserna",
}


@pytest.fixture
def till(organen, ord_ur):
    """The naming of some recipients in a city with its words."""

    def av(egna, mottagare, innehavare="", sdn=SDN, fack=FACK, bolag=BOLAG):
        staden = Namngivare(organen(sdn=sdn, fack=fack, bolag=bolag, genom=GENOM), ord_ur(**egna))
        return staden.name_mottagare(mottagare.split(), innehavare.split())

    return av


@pytest.mark.parametrize(
    ("mottagare", "vantat"),
    [
        pytest.param("fritid gata hem idrott", "Samtliga nämnder", id="all"),
        pytest.param("fritid gata hem", "Samtliga nämnder utom Idrott", id="all but one"),
        pytest.param("fritid gata", "Fritidnämnden och Gatanämnden", id="all but two of four is half: by name"),
        pytest.param(
            "fritid gata hem idrott ladan",
            "Samtliga nämnder samt Ladan AB, genom Koncernen AB",
            id="all, and a bolag by name",
        ),
    ],
)
def test_a_city_with_one_kind_of_namnd_that_is_called_just_that(till, mottagare, vantat):
    assert till(KOMMUN, mottagare, sdn="") == vantat


def test_where_a_facknamnd_is_called_namnd_beside_stadsdelsnamnder_each_group_has_its_own_word(till):
    # five of nine left out; all of the four are asked, and of the others one
    assert till(KOMMUN, f"alby {FACK}") == "Alby stadsdelsnämnd samt samtliga nämnder"


@pytest.mark.parametrize(
    ("mottagare", "innehavare", "vantat"),
    [
        pytest.param(f"{SDN} {FACK}", "", "Samtliga utskott", id="all namnder"),
        pytest.param(SDN, "", "Samtliga kommundelsnämnder", id="all stadsdelsnamnder"),
        pytest.param(FACK, "", "Samtliga fackutskott", id="all facknamnder"),
        pytest.param(f"{SDN} fritid gata hem", "", "Samtliga utskott utom Idrott", id="all namnder but one"),
        pytest.param(
            "alby berga fritid gata",
            "alby berga fritid gata",
            "Samtliga berörda utskott",
            id="all namnder that hold it",
        ),
        pytest.param("alby", "", "Alby stadsdelsnämnd", id="an organ keeps its name"),
        pytest.param(
            BOLAG, "", "Samtliga styrelser, genom Koncernen AB", id="all bolagsstyrelser, through the organs they have"
        ),
        pytest.param(
            "koncernen ladan museet natet",
            "koncernen ladan museet natet",
            "Samtliga berörda styrelser, genom Koncernen AB",
            id="all bolagsstyrelser that hold it",
        ),
        pytest.param(
            f"alby berga cisa fritid gata {BOLAG}",
            "",
            "Fritidnämnden och Gatanämnden samt samtliga kommundelsnämnder (utom Dala och Ekby) "
            "samt samtliga styrelser, genom Koncernen AB",
            id="three parts, with a small s after samt",
        ),
    ],
)
def test_a_city_that_calls_nothing_what_stockholm_does(till, mottagare, innehavare, vantat):
    assert till(ANNAN, mottagare, innehavare) == vantat


def test_an_uppmaning_is_named_in_the_words_of_its_city(gor_underlag, ord_ur, uppmaningarna):
    underlag = gor_underlag(
        innehav=[{"organ": o, "arsmal": None} for o in ("alby", "berga", "cisa", "gata")], orden=ord_ur(**ANNAN)
    )
    [u] = uppmaningarna(underlag)
    assert u.till == "Samtliga berörda utskott"


def test_kortnamn_stands_after_utom_and_namn_elsewhere(organen, stockholm):
    organ = organen(sdn="alby berga cisa", fack="", bolag="")
    organ["kortnamn"] = ["Alb", "Ber", "Cis"]
    staden = Namngivare(organ, stockholm)
    assert staden.name_mottagare(["alby", "berga"]) == "Samtliga nämnder utom Cis"
    assert staden.name_mottagare(["alby"]) == "Alby stadsdelsnämnd"
