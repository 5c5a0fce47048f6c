"""The templates as the office's files: copied once, tried with every kind of message, told of in words it can use."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from notifications.brevmallar import MALLAR, Mallfel, copy_mallar, mallar, prova
from notifications.egna import KOPIERAT, fingerprint
from notifications.exempel import Stad, exempel
from notifications.texter import SIDA, environment, render_brev
from schemas.ord import standardord

STAD = Stad(standardord(), 2030, "Provköping")


@pytest.fixture
def mapp(hem: Path) -> Path:
    """A work folder with the templates copied."""
    copy_mallar()
    return hem / "texter"


def test_every_kind_of_message_has_examples() -> None:
    assert {m.removesuffix(".txt.j2") for m in mallar()} - {"_fot", "_ord.j2", SIDA} == set(exempel(STAD))


def said(nod: nodes.Node) -> list[str]:
    """What a template says in words of its own, wherever it says it."""
    data = [d.data for d in nod.find_all(nodes.TemplateData)]
    data += [c.value for c in nod.find_all(nodes.Const) if isinstance(c.value, str) and " " in c.value.strip()]
    return [r.strip() for d in data for r in d.splitlines() if len(r.strip()) > 8]


@pytest.mark.parametrize("slag", exempel(STAD))
def test_the_examples_bring_out_everything_that_a_template_may_say(slag: str) -> None:
    env = environment([MALLAR], STAD.o, html=False)
    text = "\n".join("Ämne: {}\n{}".format(*render_brev(STAD.o, slag, **om)) for om in exempel(STAD)[slag])
    mall = env.parse((MALLAR / f"{slag}.txt.j2").read_text("utf-8"))
    assert [r for r in said(mall) if r.lower() not in text.lower()] == []


#: a plural after 1, a value that is not there, space where none belongs
KROKIGT = re.compile(r"(?<![\d.])1 (?!klar\b)\w+(?:ar|or|er)\b|\bNone\b|  +\n|\n\n\n|[ ,]\.")


def test_no_example_says_anything_wrong_about_the_number_of_things() -> None:
    for slag, alla in exempel(STAD).items():
        for om in alla:
            text = "\n".join(render_brev(STAD.o, slag, **om))
            assert not KROKIGT.search(text), (slag, text)


def test_the_copies_are_the_standard_ones_and_all_go_through(mapp: Path) -> None:
    fel, prov = prova(STAD)
    assert fel == []
    filer = {f.name for f in prov.iterdir()}
    assert filer == {
        f"{slag}-{n}.{typ}"
        for slag, alla in exempel(STAD).items()
        for n in range(1, len(alla) + 1)
        for typ in ("txt", "html")
    }
    assert (prov / "tack-1.txt").read_text("utf-8").startswith("Ämne: Svaret från Gatunämnden")


def test_copying_again_leaves_what_was_changed(mapp: Path) -> None:
    (mapp / "tack.txt.j2").write_text("Ämne: Tack\nTack, {{ organ }}!\n", "utf-8")
    k = copy_mallar()
    assert (k.skrivna, k.egna, k.nyare) == ((), ("tack.txt.j2",), ())
    assert (mapp / "tack.txt.j2").read_text("utf-8").startswith("Ämne: Tack\n")


def test_a_newer_standard_takes_the_place_of_a_copy_and_is_told_of_beside_a_changed_one(mapp: Path) -> None:
    gammal = "Ämne: Gammal lydelse\nHej\n"
    rader = (mapp / KOPIERAT).read_text("utf-8")
    for namn in ("tack.txt.j2", "besked.txt.j2"):
        rader = re.sub(rf"\w+(  {namn})", rf"{fingerprint(gammal)}\1", rader)
    (mapp / KOPIERAT).write_text(rader, "utf-8")
    (mapp / "tack.txt.j2").write_text(gammal, "utf-8")
    (mapp / "besked.txt.j2").write_text(gammal + "Ändrad\n", "utf-8")
    k = copy_mallar()
    assert (k.skrivna, k.egna, k.nyare) == (("tack.txt.j2",), ("besked.txt.j2",), ("besked.txt.j2",))
    assert (mapp / "tack.txt.j2").read_text("utf-8") == (MALLAR / "tack.txt.j2").read_text("utf-8")


@pytest.mark.parametrize(
    ("fil", "fore", "efter", "vantat"),
    [
        pytest.param(
            *("anstand.txt.j2", "{{ motivering }}", "{{ motivring }}"),
            ("anstand.txt.j2", 7, "Namnet ”motivring” finns inte", "Menade ni ”motivering”?"),
            id="a misspelt name",
        ),
        pytest.param(
            *("besked.txt.j2", "|datum", "|datm"),
            ("besked.txt.j2", 5, "inget filter som heter ”datm”", "datum"),
            id="a filter that is not there",
        ),
        pytest.param(
            *("sammandrag.txt.j2", "o.kontoret.bestamd", "o.kontor.bestamd"),
            ("sammandrag.txt.j2", 2, "inget ord som heter ”kontor”", "handboken"),
            id="a word that is not there",
        ),
        pytest.param(
            *("tack.txt.j2", "{% include", "{% if %}{% include"),
            ("tack.txt.j2", None, "", ""),
            id="something that cannot be read",
        ),
        pytest.param(
            *("_fot.txt.j2", "{% endif %}", ""),
            ("_fot.txt.j2", None, "stängs aldrig", "{% endif %}"),
            id="an if without an end, in what all messages end with",
        ),
        pytest.param(
            *("tack.txt.j2", "Ämne: ", "Rubrik: "),
            ("tack.txt.j2", 1, "”Ämne: …” på första raden", "saknas"),
            id="no subject",
        ),
        pytest.param(
            *("tack.txt.j2", '"_fot.txt.j2"', '"_slut.txt.j2"'),
            ("tack.txt.j2", None, "hämtar _slut.txt.j2, som inte finns", "Rätta namnet"),
            id="a file that is not there",
        ),
        pytest.param(
            *(SIDA, "{{ amne }}", "{{ rubrik }}"),
            (SIDA, 8, "Namnet ”rubrik” finns inte", "amne, innehall"),
            id="the page",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_its_remedy(
    mapp: Path, fil: str, fore: str, efter: str, vantat: tuple[str, int | None, str, str]
) -> None:
    text = (mapp / fil).read_text("utf-8")
    assert fore in text
    (mapp / fil).write_text(text.replace(fore, efter, 1), "utf-8")
    fel, _ = prova(STAD)
    namn, rad, vad, atgard = vantat
    assert [f.fil for f in fel] == [namn]
    funnet: Mallfel = fel[0]
    assert vad in funnet.vad
    assert atgard in funnet.atgard
    assert rad in (None, funnet.rad)


def test_a_file_that_no_message_is_made_of_is_told_of(mapp: Path) -> None:
    (mapp / "tak.txt.j2").write_text("Ämne: Tack\nHej\n", "utf-8")
    assert [(f.fil, f.atgard) for f in prova(STAD)[0]] == [("tak.txt.j2", "Menade ni tack.txt.j2? Byt namn på filen.")]


def test_a_file_in_another_encoding_is_told_of_once(mapp: Path) -> None:
    (mapp / "tack.txt.j2").write_bytes("Ämne: Tack\nHej på er\n".encode("cp1252"))
    assert [(f.fil, f.vad) for f in prova(STAD)[0]] == [("tack.txt.j2", "Filen går inte att läsa som text.")]
