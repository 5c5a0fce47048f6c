"""The charts: the same bytes each time, true text alternatives, and nothing of a name that draws or runs."""

import subprocess
import sys
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from schemas.begrepp import Bedomning
from schemas.ord import ordbok, standardord
from tasks.dokument import diagram
from tasks.dokument.ritbord import LINJE, MORK, SVAG, TECKEN
from tasks.dokument.skrift import Bild

ORDEN = standardord()
FIENTLIGT = "Nämnd <script>alert(1)</script> $x_1$ \"&' \x07\x00 日本"


def indikator(**annat: object) -> diagram.Indikatordata:
    punkter = (
        diagram.Organpunkt("Bromma", Decimal("60"), Decimal("64.04")),
        diagram.Organpunkt("Järva", Decimal("70.45"), None),
        diagram.Organpunkt("Farsta", None, Decimal("61")),
    )
    data = {
        "kod": "I1", "namn": "Andel behöriga", "enhet": "procent", "decimaler": 1, "vad": "årsmål",
        "kf": Decimal("70.5"), "aggregerat": Decimal("65.2"), "hogre": True, "jamfors": True, "fore_ar": 2023,
        "punkter": punkter,
    }  # fmt: skip
    return diagram.Indikatordata(**(data | annat))  # type: ignore[arg-type]


def texterna(bild: Bild) -> list[str]:
    return ["".join(t.itertext()).strip() for t in ElementTree.fromstring(bild.svg).iter() if t.tag.endswith("}text")]


def test_an_indicator_is_told_in_words() -> None:
    alt = diagram.indikatordiagram(ORDEN, indikator()).alt
    assert alt == (
        "Andel behöriga. KF:s årsmål är 70,5 procent; alla tillsammans 65,2. 1 av 2 organ som har angett ett värde "
        "når dit. Bromma 60,0 (utfall 2023 64,0); Järva 70,5; Farsta inget värde (utfall 2023 61,0)."
    )


def test_part_of_a_sum_is_not_held_against_the_whole() -> None:
    bild = diagram.indikatordiagram(ORDEN, indikator(jamfors=False, kf=Decimal(200), decimaler=0))
    assert "når dit" not in bild.alt
    assert not [t for t in texterna(bild) if "KF:s" in t]


def test_many_organs_are_summed_up() -> None:
    punkter = tuple(diagram.Organpunkt(f"Nämnd {n}", Decimal(n)) for n in range(1, 41))
    alt = diagram.indikatordiagram(ORDEN, indikator(punkter=(*punkter, diagram.Organpunkt("Tyst", None)))).alt
    assert alt.endswith("Lägst har Nämnd 1, 1,0, och högst Nämnd 40, 40,0. 1 saknar värde.")


def test_the_city_has_its_own_words() -> None:
    region = ordbok([{"nyckel": "kommunfullmaktige", "bestamd": "regionfullmäktige", "kort": "RF"}])
    bild = diagram.indikatordiagram(region, indikator())
    assert "RF:s årsmål är" in bild.alt
    assert any(t.startswith("RF:s årsmål") for t in texterna(bild))
    assert "KF" not in bild.alt + bild.svg


def test_numbers_are_written_as_swedes_write_them() -> None:
    bild = diagram.stapeldiagram(("Antal",), [diagram.Stapel("A", (Decimal("-1234.5"),))], "R", "")
    assert "−1\u00a0234,5" in texterna(bild)
    assert "−1\u00a0234,5" in bild.alt


def test_hostile_names_are_only_text() -> None:
    bilder = [
        diagram.indikatordiagram(ORDEN, indikator(punkter=(diagram.Organpunkt(FIENTLIGT, Decimal(1)),))),
        diagram.uppfyllelsediagram(ORDEN, [diagram.Malrad("1", FIENTLIGT, "helt", (("I1", "helt"),))], "R"),
        diagram.pengadiagram([(FIENTLIGT, Decimal(1), None)], "R"),
    ]
    for bild in bilder:
        assert "<script" not in bild.svg
        assert "http://www.w3.org/2000/svg" in bild.svg
        assert "DOCTYPE" not in bild.svg
        assert any("$x_1$" in t or "<script>" in t for t in texterna(bild))


def test_answers_and_money_say_their_point() -> None:
    svar = diagram.svarsdiagram(ORDEN, [("tillracklig", 12), ("utebliven", 3), ("motiverad", 1)], "Svar")
    assert svar.alt == ("13 av 16 delar är besvarade så att inget återstår. Tillräcklig 12; Motiverad 1; Utebliven 3.")
    pengar = diagram.pengadiagram([("Lokaler", Decimal("57.9"), Decimal("50")), ("Annat", Decimal(2), None)], "Pengar")
    assert pengar.alt == (
        "Sökt är 59,9 mnkr och beviljat 50 mnkr. Lokaler: sökt 57,9 mnkr, beviljat 50 mnkr; Annat: sökt 2 mnkr."
    )


def test_goals_count_their_indicators() -> None:
    mal = diagram.Malrad("1.1", "Skola", "delvis", (("I1", "helt"), ("I2", "inte"), ("I3", "helt")))
    bild = diagram.uppfyllelsediagram(ORDEN, [mal, diagram.Malrad("1.2", "Miljö", "ej_bedombar", ())], "R", koder=True)
    assert bild.alt == "2 av 3 indikatorer uppfylls helt. 1.1 Skola: 2 helt och 1 inte. 1.2 Miljö: ingen indikator."
    assert {"I1", "I2", "I3"} <= set(texterna(bild))


NOLL = Decimal(0)


@pytest.mark.parametrize("punkter", [(), (diagram.Organpunkt("A", None),), (diagram.Organpunkt("A", NOLL, NOLL),)])
def test_nothing_to_draw_is_drawn(punkter: tuple[diagram.Organpunkt, ...]) -> None:
    for kf in (None, Decimal(0)):
        assert (
            ElementTree.fromstring(diagram.indikatordiagram(ORDEN, indikator(punkter=punkter, kf=kf)).svg) is not None
        )
    assert diagram.stapeldiagram(("A",), [], "R", "Inget.").alt == "Inget."


def _ljus(farg: str) -> float:
    delar = [int(farg[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (d / 12.92 if d <= 0.03928 else ((d + 0.055) / 1.055) ** 2.4 for d in delar)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("farg", [MORK, LINJE, SVAG, *(t[0] for t in TECKEN.values())])
def test_every_mark_stands_out(farg: str) -> None:
    assert 1.05 / (_ljus(farg) + 0.05) >= 4.5


def test_every_bedomning_has_its_own_shape() -> None:
    assert set(TECKEN) == set(map(str, Bedomning))
    assert len({t[1:] for t in TECKEN.values()}) == len(TECKEN)


def test_the_same_figures_are_the_same_bytes_in_another_process() -> None:
    """No clock, seed or font of a machine changes a picture, and matplotlib is not loaded before one is drawn."""
    kod = (
        "import sys, hashlib; from tests.tasks.test_diagram import ORDEN, indikator, diagram;"
        "assert 'matplotlib' not in sys.modules;"
        "print(hashlib.sha256(diagram.indikatordiagram(ORDEN, indikator()).svg.encode()).hexdigest())"
    )

    def i_en_process(fro: str) -> str:
        miljo = {"PYTHONHASHSEED": fro, "PYTHONPATH": "."}
        return subprocess.run([sys.executable, "-c", kod], capture_output=True, text=True, check=True, env=miljo).stdout

    assert i_en_process("1") == i_en_process("2")
