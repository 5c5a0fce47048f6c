"""Golden cases: the value that an organ is asked to come to, Begärt (kontrakt section 5)."""

from decimal import Decimal

import pytest

from rules.avstamning import propose_uppmaningar, reconcile
from rules.uppmaningar import Stalld, begarda_varden, strictest
from schemas.begrepp import Begar, Grund, Riktning
from schemas.regler import GER_VARDE, REGEL

HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
SAKNAT, FASTSTALLT = Grund.SAKNAT_ARSMAL, Grund.KF_ARSMAL_FASTSTALLT
AGGREGAT, UNDER, SANKT = Grund.AGGREGAT_UNDER_KF, Grund.UNDER_KF_ARSMAL, Grund.SANKT_AMBITION


def stalld(grund, organ="alby", indikator="k1", hojning="72", kf_arsmal="75", utfall="80", begar=None):
    """What a rule asked an organ, with the three values that it may have to come to."""
    varden = [None if v is None else Decimal(v) for v in (hojning, kf_arsmal, utfall)]
    return Stalld(organ, indikator, grund, begar or REGEL[grund].begar or Begar.REVIDERAT_ARSMAL, *varden)


@pytest.fixture
def begarda():
    """Begärt of every organ, from the uppmaningar of the plan's decision."""

    def av(underlag):
        avstamning = reconcile(underlag)
        hojda = avstamning.hojningar(underlag)
        utfall = {(r.indikator, r.organ): r.utfall for r in underlag.innehav.itertuples()}
        stallda = [
            Stalld(
                organ=organ,
                indikator=u.indikator,
                grund=u.grund,
                begar=u.begar,
                hojning=hojda[u.indikator].get(organ),
                kf_arsmal=underlag.indikatorer.at[u.indikator, "kf_arsmal"],
                utfall=utfall.get((u.indikator, organ)),
            )
            for u in propose_uppmaningar(underlag, avstamning)
            for organ in u.mottagare
        ]
        return begarda_varden(stallda, underlag.indikatorer["riktning"].to_dict())

    return av


# ---- what the rules give --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grund", "vantat"),
    [
        pytest.param(AGGREGAT, "72", id="aggregat_under_kf gives the raise"),
        pytest.param(UNDER, "75", id="under_kf_arsmal gives KF's arsmal"),
        pytest.param(SANKT, "80", id="sankt_ambition gives last year's utfall"),
        pytest.param(SAKNAT, None, id="saknat_arsmal gives none"),
        pytest.param(FASTSTALLT, None, id="kf_arsmal_faststallt gives none"),
        pytest.param(Grund.RIKTAD, None, id="riktad gives none"),
        pytest.param(Grund.STOR_AVVIKELSE, None, id="one that asks for no value gives none"),
        pytest.param(Grund.PROGNOS_UNDER_ARSMAL, None, id="prognos_under_arsmal gives none"),
    ],
)
def test_what_each_rule_gives_to_come_to(grund, vantat):
    assert stalld(grund).krav == (None if vantat is None else Decimal(vantat))


def test_every_grund_gives_something_or_nothing():
    gerda = {grund for grund in Grund if stalld(grund).krav is not None}
    assert gerda == {AGGREGAT, UNDER, SANKT} == set(GER_VARDE)


@pytest.mark.parametrize(("grund", "saknas"), [(AGGREGAT, "hojning"), (UNDER, "kf_arsmal"), (SANKT, "utfall")])
def test_a_rule_whose_value_is_not_there_gives_none(grund, saknas):
    assert stalld(grund, **{saknas: None}).krav is None


@pytest.mark.parametrize(
    ("varden", "riktning", "vantat"),
    [
        pytest.param("72 75 80", HOGRE, "80", id="the highest where higher is better"),
        pytest.param("72 75 80", LAGRE, "72", id="the lowest where lower is better"),
        pytest.param("-72 -75", HOGRE, "-72", id="the highest of negative ones"),
        pytest.param("0", HOGRE, "0", id="a value of 0 is a value"),
        pytest.param("", HOGRE, None, id="none where there is none"),
    ],
)
def test_the_strictest_of_some_values(varden, riktning, vantat):
    svar = strictest([Decimal(v) for v in varden.split()], riktning)
    assert svar == (None if vantat is None else Decimal(vantat))


@pytest.mark.parametrize(
    ("grunder", "riktning", "vantat"),
    [
        pytest.param([AGGREGAT, UNDER], HOGRE, "75", id="the highest of two where higher is better"),
        pytest.param([AGGREGAT, UNDER, SANKT], HOGRE, "80", id="the highest of three where higher is better"),
        pytest.param([AGGREGAT, UNDER], LAGRE, "72", id="the lowest of two where lower is better"),
        pytest.param([SANKT, UNDER], LAGRE, "75", id="only of those rules that asked"),
        pytest.param([Grund.RIKTAD, UNDER], HOGRE, "75", id="one that gives none does not hide one that does"),
        pytest.param([SAKNAT, Grund.RIKTAD], HOGRE, None, id="none where no rule that asked gives any"),
        pytest.param([], HOGRE, None, id="none where nobody asked"),
    ],
)
def test_begart_is_the_strictest_of_what_the_rules_that_asked_give(grunder, riktning, vantat):
    svar = begarda_varden([stalld(g) for g in grunder], {"k1": riktning})
    assert svar == ({} if vantat is None else {("alby", "k1"): Decimal(vantat)})


def test_begart_belongs_to_an_organ_and_an_indicator():
    stallda = [stalld(UNDER), stalld(SANKT, organ="berga"), stalld(AGGREGAT, indikator="k2")]
    assert begarda_varden(stallda, {"k1": HOGRE, "k2": LAGRE}) == {
        ("alby", "k1"): Decimal(75),
        ("berga", "k1"): Decimal(80),
        ("alby", "k2"): Decimal(72),
    }


def test_what_was_asked_in_an_earlier_omgang_counts_beside_what_is_asked_now():
    """An omgång may find another raise than the one before: the stricter is asked for."""
    tva = [stalld(AGGREGAT, hojning="72"), stalld(AGGREGAT, hojning="70")]
    assert begarda_varden(tva, {"k1": HOGRE}) == {("alby", "k1"): Decimal(72)}
    assert begarda_varden(tva[::-1], {"k1": HOGRE}) == {("alby", "k1"): Decimal(72)}


# ---- of a whole plan ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "om", "vantat"),
    [
        # mean 70; 2·75 − 80 = 70 for alby, KF's 75 is stricter
        pytest.param({"alby": "60", "berga": "80"}, {}, {"alby": "75"}, id="KF's arsmal is stricter than the raise"),
        pytest.param(
            {"alby": "60", "berga": "80"},
            {"utfall": {"alby": "76"}},
            {"alby": "76"},
            id="last year's utfall is stricter than KF's arsmal",
        ),
        pytest.param(
            {"alby": "60", "berga": "80"},
            {"utfall": {"alby": "76.4"}, "decimaler": 0},
            {"alby": "76.4"},
            id="last year's utfall is asked for as it is stated, not rounded",
        ),
        # mean 70; 2·75 − 80 = 70
        pytest.param(
            {"alby": "60", "berga": "80"}, {"provas": None}, {"alby": "70"}, id="the raise alone where it alone asked"
        ),
        # lower is better: mean 80, KF 75; 2·75 − 70 = 80 for alby, KF's 75 is stricter, last year's 74 stricter yet
        pytest.param(
            {"alby": "90", "berga": "70"},
            {"riktning": LAGRE, "utfall": {"alby": "74", "berga": "70"}},
            {"alby": "74"},
            id="the lowest is the strictest where lower is better",
        ),
        pytest.param(
            {"alby": "0", "berga": "0"},
            {"aggregering": "summa", "provas": None},
            {},
            id="none where no raise can be given",
        ),
        pytest.param({"alby": None, "berga": "80"}, {}, {}, id="none where an arsmal is missing"),
    ],
)
def test_begart_of_each_organ(en_indikator, begarda, arsmal, om, vantat):
    underlag = en_indikator(arsmal, **{"kf_arsmal": "75", "provas": "under_kf_arsmal+sankt_ambition", **om})
    assert begarda(underlag) == {(organ, "k1"): Decimal(v) for organ, v in vantat.items()}


def test_a_riktad_that_asks_for_a_value_shows_what_the_rules_asked_and_one_for_another_indicator_does_not(
    gor_underlag, begarda
):
    """The value belongs to organ and indicator: every uppmaning of the two that asks for a value shows it."""
    underlag = gor_underlag(
        indikatorer=[{"kod": "k1", "kf_arsmal": "75"}, {"kod": "k2"}],
        innehav=[{"indikator": k, "organ": "alby", "arsmal": "70"} for k in ("k1", "k2")],
        riktade=[{"indikator": k, "begar": Begar.REVIDERAT_ARSMAL, "mottagare": "alby+gata"} for k in ("k1", "k2")],
    )
    assert begarda(underlag) == {("alby", "k1"): Decimal(75)}


def test_one_widened_into_a_rule_is_asked_what_that_rule_gives_it(en_indikator, begarda):
    """berga's 80 is not worse than KF's 75 nor than its 78, but it was put among those asked."""
    rader = [{"indikator": "k1", "grund": g, "mottagare": "berga"} for g in (SANKT, AGGREGAT)]
    underlag = en_indikator(
        {"alby": "60", "berga": "80"},
        kf_arsmal="75",
        utfall={"alby": "61", "berga": "78"},
        provas="sankt_ambition",
        riktade=rader,
    )
    # alby: the stricter of its raise 70 and its utfall 61; berga has no raise, and its utfall is 78
    assert begarda(underlag) == {("alby", "k1"): Decimal(70), ("berga", "k1"): Decimal(78)}
