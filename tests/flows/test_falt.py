"""The fields of the forms: what each shows, and what a choice means to the flow."""

import datetime
import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from flows import falt, listor
from flows.falt import field_of, form_of
from flows.oppna import oppna
from schemas.hur import HUR, hur, in_the_ui
from tests_stod import EXEMPEL, ROOT, i_miljo

#: what no form shows: a folder that only a command can name
DOLDA = {"intag.inkorg"}


def floden() -> list[Any]:
    """Every flow that is deployed and has a form."""
    alla = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    ingangar = [d["entrypoint"].rpartition(".")[::2] for d in alla]
    return [getattr(importlib.import_module(m), n) for m, n in ingangar if n != "sjalvtest"]


def schema(flode: Any) -> dict[str, Any]:
    """The form as `prefect deploy` puts it on the server."""
    from prefect.utilities.callables import parameter_schema

    return parameter_schema(flode).model_dump_for_openapi()


@pytest.mark.parametrize("flode", floden(), ids=lambda f: f.name)
def test_every_field_has_a_title_and_a_help_in_swedish(flode: Any, hem: Path) -> None:
    for namn, f in schema(flode)["properties"].items():
        assert f["title"][0].isupper(), namn
        assert f["title"] != namn
        assert len(f["description"]) > 10, namn


@pytest.mark.parametrize("flode", floden(), ids=lambda f: f.name)
def test_an_argument_without_a_field_is_left_out_on_purpose(flode: Any) -> None:
    utan = {
        f"{flode.name}.{p.name}" for p in inspect.signature(flode.fn).parameters.values() if not field_of(p.annotation)
    }
    assert utan <= DOLDA


def test_the_day_is_chosen_only_where_messages_reach_nobody(hem: Path) -> None:
    from flows.dagens import dagens

    assert "idag" in form_of(dagens.fn).parameters
    with i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_EPOST="smtp://127.0.0.1:1"):
        assert "idag" not in form_of(dagens.fn).parameters


def test_what_does_no_harm_is_chosen_from_the_start(hem: Path) -> None:
    from flows.besluta import besluta
    from flows.skicka import skicka

    assert schema(besluta)["properties"]["fatta"]["default"] == "Visa vad som skulle beslutas"
    assert schema(besluta)["required"] == ["handlaggare", "granskning"]
    assert schema(skicka)["properties"]["visa"]["default"] == "Visa bara vad som skulle skickas"
    assert schema(oppna)["properties"]["prov"]["default"] == "Kontrollera och visa vad som skiljer sig"


@pytest.mark.parametrize(
    ("typ", "valt", "betyder"),
    [
        (falt.Organkod, "Järva (Kista) stadsdelsnämnd (jarva)", "jarva"),
        (falt.Organkod, "jarva", "jarva"),
        (falt.EttOrgan, "Alla organ", None),
        (falt.EttOrgan, "", None),
        (falt.Ar, "Det öppna året", None),
        (falt.Ar, "2026", 2026),
        (falt.Ar, 2026, 2026),
        (falt.Nummer, "Samtliga nämnder uppmanas att … (2026-03)", "2026-03"),
        (falt.Fatta, "Besluta", True),
        (falt.Fatta, "Visa vad som skulle beslutas", False),
        (falt.Fatta, True, True),
        (falt.Avgors, "Skicka en gång till", "om"),
        (falt.Avgors, "om", "om"),
        (falt.Granskningsval, "Besluta enligt förslagen", falt.FORSLAGEN),
        (falt.Granskningsval, falt.FORSLAGEN, falt.FORSLAGEN),
        (falt.Granskningsval, Path("/a/b.xlsx"), Path("/a/b.xlsx")),
        (falt.Handlaggare, "Åsa (vikarie)", "Åsa (vikarie)"),
        (falt.NyDag, "2026-05-14", datetime.date(2026, 5, 14)),
    ],
)
def test_a_choice_means_what_it_says(typ: Any, valt: Any, betyder: Any, hem: Path) -> None:
    assert TypeAdapter(typ).validate_python(valt) == betyder


def test_a_file_is_chosen_by_its_name_even_where_it_has_parentheses(hem: Path) -> None:
    fil = hem / "2026" / "dokument" / "Granskning-2026 (2).xlsx"
    fil.parent.mkdir(parents=True)
    fil.touch()
    (hem / "Ar-2027.xlsx").touch()
    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
    (rad,) = listor.granskningar()
    assert re.fullmatch(r"2026/dokument/Granskning-2026 \(2\)\.xlsx \(sparad \d{4}-\d\d-\d\d \d\d:\d\d\)", rad)
    assert TypeAdapter(falt.Granskningsval).validate_python(rad) == fil
    assert TypeAdapter(falt.Arsbok).validate_python(listor.arsbocker()[0]) == hem / "Ar-2027.xlsx"


def test_without_a_year_the_lists_are_empty_and_the_forms_can_be_made(hem: Path) -> None:
    assert listor.organ() == listor.ar() == listor.uppmaningar() == listor.granskningar() == []
    for flode in floden():
        schema(flode)


def test_whoever_does_it_writes_a_name(hem: Path) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
    falt_ = schema(oppna)["properties"]["handlaggare"]
    assert (falt_["minLength"], "enum" in falt_, "data" in schema(oppna)["required"]) == (1, False, True)
    assert "handlaggare" in schema(oppna)["required"]
    assert not re.search(falt_["pattern"], "asa@stad.example")
    assert re.search(falt_["pattern"], "Åsa Öberg (vikarie)")


@pytest.mark.parametrize("nyckel", HUR)
def test_each_reader_is_told_in_their_own_words(nyckel: str) -> None:
    val = {"kommando": "avstamning", "formular": "Avstämning", "fil": "G.xlsx"}
    assert re.search(r"arshjul [a-z]|--[a-z]", hur(nyckel, **val))
    with in_the_ui():
        assert not re.search(r"arshjul [a-z]|--[a-z]", hur(nyckel, **val))
