"""Every Word file opened again: its figures are the export's, and Word can find its way in it."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from notifications.texter import stor_bokstav, tal
from rules.tal import round_tal
from schemas.ord import standardord
from tasks.dokument.typografi import FORMER
from tests_stod import AR_2024, EXEMPEL, Genomgatt

AREN = {"stockholm-2024": AR_2024, "kommun-2033": EXEMPEL / "kommun-2033"}


@pytest.fixture(params=AREN)
def ar(request: pytest.FixtureRequest, aren: Callable) -> Genomgatt:
    """A year run through."""
    return aren(AREN[request.param])


@pytest.fixture
def filer(ar: Genomgatt) -> list[tuple[str, Any]]:
    """Its Word files, opened."""
    alla = [(f.name, Document(str(f))) for f in sorted(ar.hem.glob("*/dokument/*.docx"))]
    assert alla
    return alla


def cellerna(rad: Any) -> list[str]:
    """The text of each cell of a row."""
    return ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in rad.iter(qn("w:tc"))]


def rubriken(tabell: Any) -> str:
    """What a table is called."""
    return str(tabell.find(f".//{qn('w:tblCaption')}").get(qn("w:val")))


def tabellerna(dokument: Any, borjar: str) -> list[list[dict[str, str]]]:
    """The tables whose caption begins so, each as its rows by heading."""
    svar = []
    for t in dokument.element.body.iter(qn("w:tbl")):
        if rubriken(t).startswith(borjar):
            rubriker, *rader = [cellerna(r) for r in t.iter(qn("w:tr"))]
            svar.append([dict(zip(rubriker, r, strict=True)) for r in rader])
    return svar


def med_form(kod: str) -> str:
    """A bedömning as it is printed."""
    return f"{FORMER[kod]} {stor_bokstav(standardord().kod(kod))}"


def test_the_plans_indicators_are_those_of_the_export(ar_2024: Genomgatt) -> None:
    import pandas as pd

    decimaler = pd.read_csv(AR_2024 / "indikatorer.csv", dtype=str).set_index("kod")["decimaler"].astype(int)
    vantat = {i["kod"]: i for i in ar_2024.export["indikatorer"] if i["fas"] == "VP"}
    dokument = Document(str(ar_2024.hem / "2024" / "dokument" / "avstamning-2024.docx"))
    rader = [r for t in tabellerna(dokument, "Indikatorer för mål") for r in t]
    assert len(rader) == len(vantat)
    for r in rader:
        i = vantat[r["Indikator"].split(" ")[0]]
        d = int(decimaler[i["kod"]])
        aggregerat = None if i["aggregerat"] is None else round_tal(Decimal(i["aggregerat"]), d)
        assert r["Aggregerat årsmål"] == tal(aggregerat, d), i
        assert r["KF:s årsmål"] == (tal(i["kf_arsmal"], d) if i["kf_arsmal"] else "fastställs senare"), i
        tyst = ", men de flesta har inte svarat" if len(i["saknas"]) > i["antal"] else ""
        assert r["Uppfyllelse"] == med_form(i["uppfyllelse"]) + tyst, i
        assert (r["Antal årsmål"], r["Saknas"]) == (str(i["antal"]), str(len(i["saknas"]))), i


def test_the_goals_are_those_of_the_export(ar_2024: Genomgatt) -> None:
    vantat = {m["kod"]: m for m in ar_2024.export["mal"] if m["fas"] == "VP"}
    dokument = Document(str(ar_2024.hem / "2024" / "dokument" / "avstamning-2024.docx"))
    [tabellen] = tabellerna(dokument, "Bedömning av varje mål")
    assert [r["Mål"].split(" ")[0] for r in tabellen] == list(vantat)
    for r in tabellen:
        m = vantat[r["Mål"].split(" ")[0]]
        assert r["Bedömning"].partition(",")[0] == med_form(m["beslut"] or m["forslag"])
        assert r["Nås helt"] == f"{m['helt']} av {m['av']}"


def test_every_uppmaning_of_the_export_is_printed(ar: Genomgatt, filer: list[tuple[str, Any]]) -> None:
    text = "\n".join("".join(t.text or "" for t in d.element.body.iter(qn("w:t"))) for _, d in filer)
    assert [u["nummer"] for u in ar.export["uppmaningar"] if u["nummer"] not in text] == []


def test_the_contents_list_the_headings_and_lead_to_them(filer: list[tuple[str, Any]]) -> None:
    for namn, d in filer:
        platser = {b.get(qn("w:name")) for b in d.element.body.iter(qn("w:bookmarkStart"))}
        lankar = [x.get(qn("w:anchor")) for x in d.element.body.iter(qn("w:hyperlink")) if x.get(qn("w:anchor"))]
        assert set(lankar) <= platser, namn
        antal = Counter(b.get(qn("w:id")) for b in d.element.body.iter(qn("w:bookmarkStart")))
        assert set(antal.values()) <= {1}, namn
        innehall = [p.text.strip() for p in d.paragraphs if p.style.name in ("toc 1", "toc 2")]
        rubriker = [p.text for p in d.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
        assert not innehall or innehall == rubriker, namn


def test_headings_come_in_order_and_the_language_is_swedish(filer: list[tuple[str, Any]]) -> None:
    for namn, d in filer:
        nivaer = [int(p.style.name[-1]) for p in d.paragraphs if p.style.name.startswith("Heading ")]
        assert all(b <= a + 1 for a, b in zip([0, *nivaer], nivaer, strict=False)), namn
        assert d.core_properties.title, namn
        sprak = d.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
        assert sprak.get(qn("w:val")) == "sv-SE"


def test_a_table_says_what_it_is_repeats_its_head_and_breaks_no_row(filer: list[tuple[str, Any]]) -> None:
    for namn, d in filer:
        for t in d.element.body.iter(qn("w:tbl")):
            forst, *rader = t.iter(qn("w:tr"))
            assert rubriken(t), namn
            assert t.find(f".//{qn('w:tblDescription')}").get(qn("w:val")), namn
            assert forst.find(f".//{qn('w:tblHeader')}") is not None
            assert all(r.find(f".//{qn('w:cantSplit')}") is not None for r in (forst, *rader))
            kolumner = [set(kolumn) for kolumn in zip(*map(cellerna, rader), strict=True)]
            assert not [k for k in kolumner[1:] if k <= {"", "–"}], (namn, rubriken(t))


def test_the_foot_says_what_is_reconstructed_and_how_many_pages_there_are(ar_2024: Genomgatt) -> None:
    for fil in (ar_2024.hem / "2024" / "dokument").glob("*.docx"):
        fot = Document(str(fil)).sections[0].footer
        text = "".join(p.text for p in fot.paragraphs)
        assert text.startswith("Innehåller rekonstruerade uppgifter och antaganden\t")
        koder = [e.text.strip() for p in fot.paragraphs for e in p._p.iter(qn("w:instrText"))]
        assert koder == ["PAGE", "NUMPAGES"]


def test_what_is_reconstructed_is_explained_once_per_table(ar_2024: Genomgatt) -> None:
    sida = Path(ar_2024.hem / "2024" / "dokument" / "avstamning-2024.html").read_text("utf-8")
    assert "(rekonstruerad)" not in sida.replace("Exempeltext (rekonstruerad)", "")
    med = [t for t in sida.split("<table>")[1:] if "°" in t.partition("</table>")[0]]
    assert med
    assert all(t.partition("</table>")[0].count("° = rekonstruerad uppgift") == 1 for t in med)


def test_a_chart_is_svg_with_pixels_beside_it_and_a_text() -> None:
    import io

    from skrifter import med
    from tasks.dokument.wordfil import render_docx

    d = Document(io.BytesIO(render_docx(med("vad den visar"))))
    [bild] = d.element.body.iter(qn("wp:docPr"))
    assert bild.get("descr") == "Staplar: vad den visar"
    [blip] = d.element.body.iter(qn("a:blip"))
    [svg] = blip.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
    delar = [d.part.related_parts[e.get(qn("r:embed"))] for e in (blip, svg)]
    assert [x.content_type for x in delar] == ["image/png", "image/svg+xml"]
    assert b"57,9 mnkr" in delar[1].blob
