"""Properties of naming that hold whatever the city and whoever is asked (kontrakt section 5, Naming)."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.namngivning import Namngivare
from schemas.begrepp import Organslag
from schemas.ord import ordbok, standardord
from schemas.underlag import build

snabbt = settings(max_examples=300, deadline=None, derandomize=True)
STOCKHOLM = standardord()
ANNAN = ordbok(
    [
        {"nyckel": "namnd", "flera": "utskott"},
        {"nyckel": "stadsdelsnamnd", "flera": "kommundelsutskott"},
        {"nyckel": "facknamnd", "flera": "ämnesutskott"},
        {"nyckel": "bolagsstyrelse", "flera": "styrelser"},
    ]
)


@st.composite
def stad(draw):
    """A city: organs of all kinds in any order, some bolag addressed through another or through themselves."""
    slagen = draw(st.lists(st.sampled_from(list(Organslag)), min_size=1, max_size=16))
    koder = [f"o{n}" for n in range(len(slagen))]
    rader = []
    for kod, slag in zip(koder, slagen, strict=True):
        genom = draw(st.none() | st.sampled_from(koder)) if slag == Organslag.BOLAGSSTYRELSE else None
        rader.append(
            {"kod": kod, "namn": f"Organ {kod}", "kortnamn": f"k{kod}", "slag": slag, "genom": genom, "har_plan": True}
        )
    return build("organ", rader)


def uppdelat(lista):
    """`A, B och C` → its names; "och" stands before the last of several, and only there."""
    forsta, och, sista = lista.rpartition(" och ")
    namn = [*forsta.split(", "), sista] if och else [sista]
    assert not any(", " in n or " och " in n for n in namn)
    return namn


def uttyd_samtliga(fras, grupper, organ, *, forst, ensam):
    """Whom a phrase with "samtliga" names; None where it is none."""
    traff = re.fullmatch(r"([Ss])amtliga ([a-zäöå ]+?)(?: \(utom (.+)\)| utom (.+))?", fras)
    if traff is None:
        return None
    s, grupp, i_parentes, utan_parentes = traff.groups()
    alla = grupper[grupp]
    assert s == ("S" if forst else "s")
    assert len(alla) >= (4 if grupp.startswith("berörda") else 3)
    assert not (i_parentes if ensam else utan_parentes)
    per_kortnamn = {n: k for k, n in organ["kortnamn"].items()}
    undantag = [per_kortnamn[n] for n in uppdelat(i_parentes or utan_parentes)] if i_parentes or utan_parentes else []
    assert undantag == [k for k in organ.index if k in undantag]
    assert set(undantag) < alla
    assert len(undantag) <= 3
    assert 2 * len(undantag) < len(alla)
    return [k for k in organ.index if k in alla - set(undantag)]


def uttyd(text, organ, innehavare, o):
    """The recipients that a naming names, read as a person in the city would: the inverse of `name_mottagare`."""
    ar_bolag = organ["slag"] == Organslag.BOLAGSSTYRELSE
    namnder, bolag = set(organ.index[~ar_bolag]), set(organ.index[ar_bolag])
    grupper = {
        o.namnd.flera: namnder,
        o.stadsdelsnamnd.flera: set(organ.index[organ["slag"] == Organslag.STADSDELSNAMND]),
        o.facknamnd.flera: set(organ.index[organ["slag"] == Organslag.FACKNAMND]),
        o.bolagsstyrelse.flera: bolag,
        f"berörda {o.namnd.flera}": namnder & set(innehavare),
        f"berörda {o.bolagsstyrelse.flera}": bolag & set(innehavare),
    }
    per_namn = {n: k for k, n in organ["namn"].items()}
    alla, delar = [], text.split(" samt ")
    for n, del_ in enumerate(delar):
        fras, _, genom = del_.partition(", genom ")
        namnda = uttyd_samtliga(fras, grupper, organ, forst=n == 0, ensam=len(delar) == 1)
        if namnda is None:
            namnda = [per_namn[m] for m in uppdelat(fras)]
            assert namnda == [k for k in organ.index if k in namnda]
        ombud = {organ.at[k, "genom"] for k in namnda if k in bolag} - {None}
        om_genom = [per_namn[g] for g in uppdelat(genom)] if genom else []
        assert om_genom == [
            k for k in organ.index if k in ombud and any(organ.at[m, "genom"] == k != m for m in namnda)
        ]
        alla += namnda
    return alla


@snabbt
@given(stad(), st.sampled_from([STOCKHOLM, ANNAN]), st.data())
def test_a_naming_names_exactly_the_recipients_each_once(organ, orden, data):
    """Random organs are seldom nearly all of a group, so groups less a few are drawn too."""
    koder = list(organ.index)
    slagen = data.draw(st.sets(st.sampled_from(list(Organslag))))
    i_grupp = {k for k in koder if organ.at[k, "slag"] in slagen}
    bytta = data.draw(st.sets(st.sampled_from(koder), max_size=4))
    innehavare = data.draw(st.sets(st.sampled_from(koder)))
    mottagare = data.draw(st.sampled_from([i_grupp ^ bytta, innehavare, bytta]))
    till = Namngivare(organ, orden).name_mottagare(mottagare, innehavare)
    if not mottagare:
        assert till == ""
        return
    uttydda = uttyd(till, organ, innehavare, orden)
    assert len(uttydda) == len(set(uttydda))
    assert set(uttydda) == mottagare


@snabbt
@given(stad(), st.data())
def test_two_cities_name_alike_but_for_their_words(organ, data):
    koder = st.sets(st.sampled_from(list(organ.index)))
    mottagare, innehavare = data.draw(koder), data.draw(koder)
    i_stockholm, i_annan = (Namngivare(organ, o).name_mottagare(mottagare, innehavare) for o in (STOCKHOLM, ANNAN))
    for nyckel in ("stadsdelsnamnd", "facknamnd", "bolagsstyrelse", "namnd"):  # "nämnder" ends two of the others
        i_stockholm = i_stockholm.replace(STOCKHOLM[nyckel].flera, ANNAN[nyckel].flera)
    assert i_stockholm == i_annan
