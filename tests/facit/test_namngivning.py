"""Golden cases: naming the recipients the short way the city does (kontrakt section 5, Naming).

The city has five stadsdelsnämnder, four facknämnder and six bolag. Ladan, Museet and Natet are addressed
through Koncernen, as is Koncernen itself; Oljan is addressed through Parken, and Parken directly. The words are
Stockholm's; those of other cities stand in test_namngivning_ord.py.
"""

import pytest

from rules.namngivning import Namngivare, enumerate_names

SDN = "alby berga cisa dala ekby"
FACK = "fritid gata hem idrott"
NAMNDER = f"{SDN} {FACK}"
BOLAG = "koncernen ladan museet natet oljan parken"
GENOM = {
    "koncernen": "koncernen",
    "ladan": "koncernen",
    "museet": "koncernen",
    "natet": "koncernen",
    "oljan": "parken",
}


@pytest.fixture
def till(organen, stockholm):
    """The naming of some recipients in the city above, or in one with other groups."""

    def av(mottagare, innehavare="", sdn=SDN, fack=FACK, bolag=BOLAG, genom=GENOM):
        organ = organen(sdn=sdn, fack=fack, bolag=bolag, genom=genom)
        return Namngivare(organ, stockholm).name_mottagare(mottagare.split(), innehavare.split())

    return av


@pytest.mark.parametrize(
    ("namn", "vantat"),
    [
        pytest.param(["A"], "A", id="one"),
        pytest.param(["A", "B"], "A och B", id="two"),
        pytest.param(["A", "B", "C"], "A, B och C", id="three"),
    ],
)
def test_a_list_has_och_before_the_last(namn, vantat):
    assert enumerate_names(namn) == vantat


# ---- namnder --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mottagare", "vantat"),
    [
        pytest.param(NAMNDER, "Samtliga nämnder", id="all namnder"),
        pytest.param(SDN, "Samtliga stadsdelsnämnder", id="all stadsdelsnamnder"),
        pytest.param(FACK, "Samtliga facknämnder", id="all facknamnder"),
        pytest.param("ekby dala cisa berga alby", "Samtliga stadsdelsnämnder", id="in whatever order they are given"),
        pytest.param(
            "alby berga cisa dala fritid gata hem idrott",
            "Samtliga nämnder utom Ekby",
            id="all namnder but one",
        ),
        pytest.param(
            "alby berga cisa fritid gata hem",
            "Samtliga nämnder utom Dala, Ekby och Idrott",
            id="all namnder but three, by kortnamn in the order of the organs",
        ),
        pytest.param(
            "alby berga cisa dala fritid gata",
            "Samtliga nämnder utom Ekby, Hem och Idrott",
            id="all namnder but three of both kinds",
        ),
        # four left out of nine: not all-but; of sdn two of five are left out (4 < 5); of fack two of four (4 = 4)
        pytest.param(
            "alby berga cisa fritid gata",
            "Fritidnämnden och Gatanämnden samt samtliga stadsdelsnämnder (utom Dala och Ekby)",
            id="all namnder but four is not all but a few: the groups are tried",
        ),
        # five left out of nine; sdn all but one of five; no fack
        pytest.param("alby berga cisa dala", "Samtliga stadsdelsnämnder utom Ekby", id="all stadsdelsnamnder but one"),
        pytest.param(
            "alby berga cisa", "Samtliga stadsdelsnämnder utom Dala och Ekby", id="all but two of five, fewer than half"
        ),
        pytest.param("alby berga", "Alby stadsdelsnämnd och Berga stadsdelsnämnd", id="all but three of five: by name"),
        pytest.param("fritid gata hem", "Samtliga facknämnder utom Idrott", id="all facknamnder but one"),
        pytest.param("fritid gata", "Fritidnämnden och Gatanämnden", id="all but two of four, exactly half: by name"),
        pytest.param("alby", "Alby stadsdelsnämnd", id="one by name"),
        pytest.param(
            "idrott gata alby",
            "Alby stadsdelsnämnd, Gatanämnden och Idrottnämnden",
            id="a few of both kinds in one list in the order of the organs",
        ),
        pytest.param(
            f"{SDN} gata",
            "Samtliga nämnder utom Fritid, Hem och Idrott",
            id="all stadsdelsnamnder and one facknamnd is all namnder but three",
        ),
        # five left out; fack all; sdn one of five
        pytest.param(
            f"alby {FACK}",
            "Alby stadsdelsnämnd samt samtliga facknämnder",
            id="all facknamnder after one stadsdelsnamnd by name",
        ),
        # four left out; fack all but one (2 < 4); sdn all but three of five (6 > 5): by name
        pytest.param(
            "alby berga fritid gata hem",
            "Alby stadsdelsnämnd och Berga stadsdelsnämnd samt samtliga facknämnder (utom Idrott)",
            id="facknamnder but one after stadsdelsnamnder by name, the exception in parentheses",
        ),
        pytest.param("", "", id="nobody"),
    ],
)
def test_naming_namnder(till, mottagare, vantat):
    assert till(mottagare) == vantat


SJU = "a1 a2 a3 a4 a5 a6 a7"
ATTA = f"{SJU} a8"


@pytest.mark.parametrize(
    ("sdn", "mottagare", "vantat"),
    [
        pytest.param(SJU, "a1 a2 a3 a4", "Samtliga stadsdelsnämnder utom A5, A6 och A7", id="but three of seven"),
        pytest.param(
            "a1 a2 a3 a4 a5 a6",
            "a1 a2 a3",
            "A1 stadsdelsnämnd, A2 stadsdelsnämnd och A3 stadsdelsnämnd",
            id="but three of six is half: by name",
        ),
        pytest.param(
            f"{ATTA} a9",
            "a1 a2 a3 a4 a5",
            "A1 stadsdelsnämnd, A2 stadsdelsnämnd, A3 stadsdelsnämnd, A4 stadsdelsnämnd och A5 stadsdelsnämnd",
            id="but four of nine, fewer than half but more than three: by name",
        ),
    ],
)
def test_exceptions_are_at_most_three_and_fewer_than_half(till, sdn, mottagare, vantat):
    """With eight facknämnder besides, none of which is asked, the nämnder as a whole are never all but a few."""
    fack = "f1 f2 f3 f4 f5 f6 f7 f8"
    assert till(mottagare, sdn=sdn, fack=fack) == vantat


def test_both_groups_pass_each_with_its_exceptions_after_nobody_by_name(till):
    # 16 nämnder, four left out: two of eight stadsdelsnämnder and two of eight facknämnder
    fack = "f1 f2 f3 f4 f5 f6 f7 f8"
    assert till("a1 a2 a3 a4 a5 a6 f1 f2 f3 f4 f5 f6", sdn=ATTA, fack=fack) == (
        "Samtliga stadsdelsnämnder (utom A7 och A8) samt samtliga facknämnder (utom F7 och F8)"
    )


def test_one_group_whole_stands_after_the_other_by_name(till):
    # 12 nämnder, six left out, all of them of the seven facknämnder
    fack = "f1 f2 f3 f4 f5 f6 f7"
    assert till("a1 a2 a3 a4 a5 f1", sdn="a1 a2 a3 a4 a5", fack=fack) == "F1nämnden samt samtliga stadsdelsnämnder"


@pytest.mark.parametrize(
    ("sdn", "fack", "mottagare", "vantat"),
    [
        pytest.param("a b", "f", "a b f", "Samtliga nämnder", id="three namnder are a group"),
        pytest.param("a b", "", "a b", "A stadsdelsnämnd och B stadsdelsnämnd", id="two namnder are not a group"),
        pytest.param("a b c", "f", "a b c", "Samtliga stadsdelsnämnder", id="three stadsdelsnamnder are a group"),
        pytest.param(
            "a b", "f g h i", "a b", "A stadsdelsnämnd och B stadsdelsnämnd", id="two stadsdelsnamnder are not a group"
        ),
        pytest.param("a b c d", "f g", "f g", "Fnämnden och Gnämnden", id="two facknamnder are not a group"),
        pytest.param("a b", "f", "a b", "Samtliga nämnder utom F", id="all but one of three namnder"),
        pytest.param("a b c", "", "a b", "Samtliga nämnder utom C", id="all but one of three namnder of one kind"),
        # exactly all nämnder comes first
        pytest.param("a b c", "", "a b c", "Samtliga nämnder", id="where all are stadsdelsnamnder: samtliga namnder"),
    ],
)
def test_samtliga_needs_a_group_of_at_least_three(till, sdn, fack, mottagare, vantat):
    assert till(mottagare, sdn=sdn, fack=fack) == vantat


@pytest.mark.parametrize(
    ("mottagare", "innehavare", "vantat"),
    [
        pytest.param("alby berga fritid gata", "alby berga fritid gata", "Samtliga berörda nämnder", id="all four"),
        pytest.param(
            "alby berga fritid",
            "alby berga fritid",
            "Alby stadsdelsnämnd, Berga stadsdelsnämnd och Fritidnämnden",
            id="all three holders are too few to be berorda",
        ),
        pytest.param(
            "alby berga fritid gata",
            "alby berga fritid gata hem",
            "Alby stadsdelsnämnd, Berga stadsdelsnämnd, Fritidnämnden och Gatanämnden",
            id="four of five holders are not all of them",
        ),
        pytest.param(
            "alby berga fritid gata",
            "alby berga fritid",
            "Alby stadsdelsnämnd, Berga stadsdelsnämnd, Fritidnämnden och Gatanämnden",
            id="the holders and one more are not exactly them",
        ),
        pytest.param(
            "alby berga fritid gata",
            "alby berga fritid gata koncernen ladan",
            "Samtliga berörda nämnder",
            id="holders that are bolag do not matter to the namnder",
        ),
        pytest.param(
            "alby berga cisa dala fritid gata hem idrott",
            "alby berga cisa dala fritid gata hem idrott",
            "Samtliga berörda nämnder",
            id="berorda goes before all but one",
        ),
        pytest.param(NAMNDER, NAMNDER, "Samtliga nämnder", id="all namnder goes before berorda"),
        pytest.param(SDN, SDN, "Samtliga stadsdelsnämnder", id="all stadsdelsnamnder goes before berorda"),
        pytest.param(FACK, FACK, "Samtliga facknämnder", id="all facknamnder goes before berorda"),
        pytest.param(
            "alby berga cisa dala",
            "alby berga cisa dala",
            "Samtliga berörda nämnder",
            id="berorda goes before all stadsdelsnamnder but one",
        ),
    ],
)
def test_berorda_namnder(till, mottagare, innehavare, vantat):
    assert till(mottagare, innehavare) == vantat


# ---- bolag ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mottagare", "innehavare", "vantat"),
    [
        pytest.param(
            BOLAG, "", "Samtliga bolagsstyrelser, genom Koncernen AB och Parken AB", id="all, through each organ once"
        ),
        pytest.param(
            "koncernen ladan museet natet parken",
            "",
            "Samtliga bolagsstyrelser utom Oljan, genom Koncernen AB",
            id="all but one, through those of the named alone",
        ),
        pytest.param(
            "koncernen museet natet oljan",
            "",
            "Samtliga bolagsstyrelser utom Ladan och Parken, genom Koncernen AB och Parken AB",
            id="all but two of six",
        ),
        # three of six left out is half
        pytest.param(
            "koncernen parken oljan",
            "",
            "Koncernen AB och Parken AB samt Oljan AB, genom Parken AB",
            id="all but three of six is half: by name, those addressed directly first",
        ),
        pytest.param("parken", "", "Parken AB", id="one addressed directly"),
        pytest.param("koncernen", "", "Koncernen AB", id="one addressed through itself is addressed directly"),
        pytest.param("ladan", "", "Ladan AB, genom Koncernen AB", id="one addressed through another"),
        pytest.param(
            "ladan museet", "", "Ladan AB och Museet AB, genom Koncernen AB", id="two through the same organ are a part"
        ),
        pytest.param(
            "oljan ladan",
            "",
            "Ladan AB, genom Koncernen AB samt Oljan AB, genom Parken AB",
            id="two through different organs are two parts in the order of those organs",
        ),
        pytest.param(
            "parken ladan oljan",
            "",
            "Parken AB samt Ladan AB, genom Koncernen AB samt Oljan AB, genom Parken AB",
            id="one direct and two through others are three parts",
        ),
        pytest.param(
            "koncernen ladan museet oljan",
            "koncernen ladan museet oljan",
            "Samtliga berörda bolagsstyrelser, genom Koncernen AB och Parken AB",
            id="berorda goes before all but two",
        ),
        pytest.param(
            "ladan museet natet",
            "ladan museet natet",
            "Ladan AB, Museet AB och Natet AB, genom Koncernen AB",
            id="three holders are too few to be berorda",
        ),
        pytest.param(
            BOLAG,
            BOLAG,
            "Samtliga bolagsstyrelser, genom Koncernen AB och Parken AB",
            id="all bolagsstyrelser goes before berorda",
        ),
    ],
)
def test_naming_bolag(till, mottagare, innehavare, vantat):
    assert till(mottagare, innehavare) == vantat


@pytest.mark.parametrize(
    ("bolag", "genom", "mottagare", "vantat"),
    [
        pytest.param("x y z", {}, "x y z", "Samtliga bolagsstyrelser", id="all addressed directly: no genom"),
        pytest.param("x y z", {"x": "x"}, "x y z", "Samtliga bolagsstyrelser", id="through itself: no genom"),
        pytest.param("x y z", {}, "x y", "Samtliga bolagsstyrelser utom Z", id="all but one of three"),
        pytest.param("x y", {}, "x y", "X AB och Y AB", id="two bolag are not a group"),
        pytest.param(
            "x y", {"y": "x"}, "x y", "X AB samt Y AB, genom X AB", id="of two bolag one is addressed through the other"
        ),
        pytest.param("x y z", {"x": "gata"}, "x", "X AB, genom Gatanämnden", id="through a namnd"),
        pytest.param(
            "x y",
            {"x": "y", "y": "gata"},
            "x y",
            "Y AB, genom Gatanämnden samt X AB, genom Y AB",
            id="the parts stand in the order of the organs that they go through, not of their own",
        ),
        pytest.param(
            "x y z",
            {"y": "x"},
            "x z",
            "Samtliga bolagsstyrelser utom Y",
            id="the one left out does not bring its genom",
        ),
    ],
)
def test_other_cities(till, bolag, genom, mottagare, vantat):
    assert till(mottagare, bolag=bolag, genom=genom) == vantat


# ---- both -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mottagare", "innehavare", "vantat"),
    [
        pytest.param(
            f"{NAMNDER} {BOLAG}",
            "",
            "Samtliga nämnder samt samtliga bolagsstyrelser, genom Koncernen AB och Parken AB",
            id="all of both, with a small s after samt",
        ),
        pytest.param(
            "alby berga cisa dala fritid gata hem koncernen ladan museet natet oljan",
            "",
            "Samtliga nämnder (utom Ekby och Idrott) samt samtliga bolagsstyrelser (utom Parken), "
            "genom Koncernen AB och Parken AB",
            id="exceptions in parentheses in each, genom after them",
        ),
        pytest.param(
            "alby gata parken",
            "",
            "Alby stadsdelsnämnd och Gatanämnden samt Parken AB",
            id="by name in both",
        ),
        pytest.param(
            "alby ladan", "", "Alby stadsdelsnämnd samt Ladan AB, genom Koncernen AB", id="one of each, genom last"
        ),
        pytest.param(
            f"{SDN} ladan",
            "",
            "Samtliga stadsdelsnämnder samt Ladan AB, genom Koncernen AB",
            id="all stadsdelsnamnder and a bolag by name",
        ),
        pytest.param(
            "alby berga fritid gata koncernen ladan museet oljan",
            "alby berga fritid gata koncernen ladan museet oljan",
            "Samtliga berörda nämnder samt samtliga berörda bolagsstyrelser, genom Koncernen AB och Parken AB",
            id="berorda of both",
        ),
        pytest.param(
            "alby berga fritid gata koncernen ladan museet",
            "alby berga fritid gata koncernen ladan museet",
            "Samtliga berörda nämnder samt Koncernen AB samt Ladan AB och Museet AB, genom Koncernen AB",
            id="berorda namnder, and three bolag that are too few to be berorda",
        ),
        pytest.param(
            f"alby berga cisa dala {BOLAG}",
            "",
            "Samtliga stadsdelsnämnder (utom Ekby) samt samtliga bolagsstyrelser, genom Koncernen AB och Parken AB",
            id="the bolag are what puts the exception of the namnder in parentheses",
        ),
        # sdn: two of five left out (4 < 5); fack two of four: by name
        pytest.param(
            "alby berga cisa fritid gata oljan",
            "",
            "Fritidnämnden och Gatanämnden samt samtliga stadsdelsnämnder (utom Dala och Ekby) "
            "samt Oljan AB, genom Parken AB",
            id="names, a group with exceptions and a bolag: three parts",
        ),
    ],
)
def test_naming_namnder_and_bolag(till, mottagare, innehavare, vantat):
    assert till(mottagare, innehavare) == vantat
