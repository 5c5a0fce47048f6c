"""Bad year folders: refused whole, with file, row, column and remedy; nothing half-loaded."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from schemas.arsmapp import ARSFILER
from schemas.problem import PROBLEMTYPER, Avvisat, Problem
from schemas.tabeller import Ar, Handelse
from tasks.aret.arsmapp import read_mapp
from tasks.grund.databas import read
from tests_stod import EXEMPEL

Skada = Callable[[Path], object]


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    """A copy of a good year folder, to damage."""
    return Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "ar"))


def byt(fil: str, gammalt: str, nytt: str) -> Skada:
    """Replace the first occurrence of a text in a file."""

    def skada(mapp: Path) -> None:
        text = (mapp / fil).read_text("utf-8")
        assert gammalt in text
        (mapp / fil).write_text(text.replace(gammalt, nytt, 1), "utf-8")

    return skada


def lagg_till(fil: str, rad: str) -> Skada:
    """Add a row at the end of a file."""
    return lambda mapp: (mapp / fil).write_text((mapp / fil).read_text("utf-8").rstrip("\r\n") + f"\n{rad}\n", "utf-8")


def ny_fil(fil: str, text: str) -> Skada:
    """Write a file."""
    return lambda mapp: (mapp / fil).write_text(text, "utf-8")


def ta_bort(fil: str) -> Skada:
    """Remove a file."""
    return lambda mapp: (mapp / fil).unlink()


FALL: dict[str, tuple[Skada, str, str, int | None, str | None]] = {
    "an unknown code of slag": (byt("organ.csv", "facknamnd", "facknämnd"), "okand-kod", "organ.csv", 5, "slag"),
    "an unknown direction": (byt("indikatorer.csv", "hogre", "upp"), "okand-kod", "indikatorer.csv", 2, "riktning"),
    "an unknown aggregation": (
        byt("indikatorer.csv", "storst", "max"),
        "okand-kod",
        "indikatorer.csv",
        3,
        "aggregering",
    ),
    "an unknown rule in provas": (
        byt("indikatorer.csv", "under_kf_arsmal+stor_avvikelse", "under_kf_arsmal+nagot"),
        "okand-kod",
        "indikatorer.csv",
        6,
        "provas",
    ),
    "a ja that is neither ja nor nej": (
        byt("tilldelningar.csv", ",8,nej", ",8,kanske"),
        "okand-kod",
        "tilldelningar.csv",
        3,
        "utgar",
    ),
    "an unknown role": (byt("kontakter.csv", "registrator,", "chef,"), "okand-kod", "kontakter.csv", 2, "roll"),
    "an unknown asking": (
        byt("riktade_uppmaningar.csv", "beskrivning", "prosa"),
        "okand-kod",
        "riktade_uppmaningar.csv",
        2,
        "begar",
    ),
    "a missing organ.csv": (ta_bort("organ.csv"), "fil-saknas", "organ.csv", None, None),
    "a missing ar.yaml": (ta_bort("ar.yaml"), "fil-saknas", "ar.yaml", None, None),
    "a missing tilldelningar.csv": (ta_bort("tilldelningar.csv"), "fil-saknas", "tilldelningar.csv", None, None),
    "a row with a field too many": (
        lagg_till("mal.csv", "3.6,Mål 3.6,3,för mycket"),
        "trasig-rad",
        "mal.csv",
        20,
        None,
    ),
    "a row with a field too few": (lagg_till("organ.csv", "o9,Organ 9"), "trasig-rad", "organ.csv", 11, None),
    "an unknown column": (
        byt("organ.csv", "kortnamn", "smeknamn"),
        "okand-kolumn",
        "organ.csv",
        1,
        "smeknamn",
    ),
    "the same column twice": (byt("organ.csv", "kortnamn", "namn"), "dubbel-kolumn", "organ.csv", 1, "namn"),
    "a required column missing": (
        ny_fil("mal.csv", "kod,overordnat\n1,\n1.1,1\n"),
        "kolumn-saknas",
        "mal.csv",
        1,
        "namn",
    ),
    "an empty required cell": (byt("mal.csv", "1.1,Mål 1.1,1", "1.1,,1"), "tomt-falt", "mal.csv", 5, "namn"),
    "the same organ twice": (
        lagg_till("organ.csv", "o00000,Dubblett,,facknamnd,"),
        "dubblett",
        "organ.csv",
        11,
        "kod",
    ),
    "the same tilldelning twice": (
        lagg_till("tilldelningar.csv", "i0000,o00000,1,,nej"),
        "dubblett",
        "tilldelningar.csv",
        64,
        "organ",
    ),
    "the same organ and slag twice in inlamningar": (
        lagg_till("inlamningar.csv", "o00008,VP,2026-01-11"),
        "dubblett",
        "inlamningar.csv",
        6,
        "slag",
    ),
    "the same rad twice in the resultatbudget": (
        lagg_till("resultatbudget.csv", "Netto,9,1,1,1,"),
        "dubblett",
        "resultatbudget.csv",
        6,
        "rad",
    ),
    "the same indicator twice in an organ's plan": (
        lagg_till("verksamhetsplaner/arsmal.csv", "o00000,i0000,,,,8,9,Igen."),
        "dubblett",
        "verksamhetsplaner/arsmal.csv",
        64,
        "Indikatorkod",
    ),
    "the same goal twice in an organ's plan": (
        lagg_till("verksamhetsplaner/mal.csv", "o00000,1.1,Mål 1.1,Ja,Igen,"),
        "dubblett",
        "verksamhetsplaner/mal.csv",
        137,
        "Målkod",
    ),
    "an unknown goal of an indicator": (
        byt("indikatorer.csv", "i0000,2.2", "i0000,9.9"),
        "okand-referens",
        "indikatorer.csv",
        2,
        "mal",
    ),
    "an unknown organ in a tilldelning": (
        byt("tilldelningar.csv", "i0000,o00000", "i0000,o99999"),
        "okand-referens",
        "tilldelningar.csv",
        2,
        "organ",
    ),
    "an unknown organ to be addressed through": (
        byt("organ.csv", "bolagsstyrelse,o00006", "bolagsstyrelse,o77"),
        "okand-referens",
        "organ.csv",
        9,
        "genom",
    ),
    "an unknown word in a group expression": (
        byt("riktade_uppmaningar.csv", "sdn+-o00000", "sdn+-alla"),
        "okand-referens",
        "riktade_uppmaningar.csv",
        2,
        "mottagare",
    ),
    "an unknown row to be summed": (
        byt("resultatbudget.csv", "Intäkter+Kostnader", "Intäkter+Utgifter"),
        "okand-referens",
        "resultatbudget.csv",
        5,
        "summerar",
    ),
    "an unknown indicator in an organ's plan": (
        byt("verksamhetsplaner/aktiviteter.csv", "2.2,i0000", "2.2,i9999"),
        "okand-referens",
        "verksamhetsplaner/aktiviteter.csv",
        2,
        "Indikatorkod",
    ),
    "an unknown organ in the answers": (
        byt("tertialrapport1/svar.csv", "o00000,", "o5,"),
        "okand-referens",
        "tertialrapport1/svar.csv",
        2,
        "organ",
    ),
    "an indicator directly under an inriktningsmål": (
        byt("indikatorer.csv", "i0000,2.2", "i0000,2"),
        "oforenligt",
        "indikatorer.csv",
        2,
        "mal",
    ),
    "an indicator under a goal that has a goal below it": (
        lagg_till("mal.csv", "2.2.1,Djupt,2.2"),
        "oforenligt",
        "indikatorer.csv",
        2,
        "mal",
    ),
    "a goal above itself": (
        byt("mal.csv", "1,Inriktning 1,", "1,Inriktning 1,1.1"),
        "oforenligt",
        "mal.csv",
        2,
        "overordnat",
    ),
    "a goal directly above itself": (
        byt("mal.csv", "1.1,Mål 1.1,1", "1.1,Mål 1.1,1.1"),
        "oforenligt",
        "mal.csv",
        5,
        "overordnat",
    ),
    "a number in words": (
        byt("indikatorer.csv", "407.2", "ca 407"),
        "ej-tal",
        "indikatorer.csv",
        3,
        "kf_arsmal",
    ),
    "decimals that are no whole number": (
        byt("indikatorer.csv", "procent,0,hogre", "procent,0.5,hogre"),
        "ej-heltal",
        "indikatorer.csv",
        2,
        "decimaler",
    ),
    "a kf_arsmal with more decimals than the indicator": (
        byt("indikatorer.csv", "summa,58", "summa,58.5"),
        "for-manga-decimaler",
        "indikatorer.csv",
        13,
        "kf_arsmal",
    ),
    "under_kf_arsmal on a sum": (
        byt("indikatorer.csv", "vagt_medel,8,", "summa,8,"),
        "oforenligt",
        "indikatorer.csv",
        2,
        "provas",
    ),
    "a weight below zero": (
        byt("tilldelningar.csv", "o00003,17.5", "o00003,-1"),
        "utanfor-granser",
        "tilldelningar.csv",
        3,
        "vikt",
    ),
    "a date that is none": (
        byt("inlamningar.csv", "2026-04-24", "2026-04-31"),
        "ej-datum",
        "inlamningar.csv",
        2,
        "inkom",
    ),
    "a date in ar.yaml that is none": (
        byt("ar.yaml", "beslut: 2026-03-10", "beslut: 2026-03-40"),
        "ej-datum",
        "ar.yaml",
        4,
        "kalender.beslut",
    ),
    "a number with too many digits": (
        byt("indikatorer.csv", "407.2", "407.2000000000001"),
        "utanfor-granser",
        "indikatorer.csv",
        3,
        "kf_arsmal",
    ),
    "a number that no city comes near": (
        byt("tilldelningar.csv", ",8,nej", ",1000000000000,nej"),
        "utanfor-granser",
        "tilldelningar.csv",
        3,
        "utfall_foregaende",
    ),
    "ten where ten per cent is meant": (
        byt("ar.yaml", "delvis_inom: 0.10", "delvis_inom: 10"),
        "troskel-over-ett",
        "ar.yaml",
        5,
        "trosklar.indikator_delvis_inom",
    ),
    "a threshold below nothing": (
        byt("ar.yaml", "delvis_inom: 0.10", "delvis_inom: -0.10"),
        "utanfor-granser",
        "ar.yaml",
        5,
        "trosklar.indikator_delvis_inom",
    ),
    "a day of reminding beyond a year": (
        byt("ar.yaml", "[28, 14", "[366, 14"),
        "utanfor-granser",
        "ar.yaml",
        6,
        "paminnelser.fore.0",
    ),
    "two addresses in a cell": (
        byt("kontakter.csv", "registrator.o00000@example.org", "a@example.org; b@example.org"),
        "oforenligt",
        "kontakter.csv",
        2,
        "adress",
    ),
    "an address with a display name": (
        byt("kontakter.csv", "registrator.o00000@example.org", "Anna Ek <a@example.org>"),
        "oforenligt",
        "kontakter.csv",
        2,
        "adress",
    ),
    "an address with a line break": (
        byt("kontakter.csv", "registrator.o00000@example.org", '"a@example.org\nBcc: b@example.org"'),
        "oforenligt",
        "kontakter.csv",
        2,
        "adress",
    ),
    "a secret in the place of a channel's name": (
        byt("kontakter.csv", "registrator.o00000@example.org", "https://hooks.example.org/x"),
        "oforenligt",
        "kontakter.csv",
        2,
        "adress",
    ),
    "a word of one's own that is not asked for": (
        ny_fil("ord.csv", "nyckel,obestamd\nstadshuset,rådhus\n"),
        "okand-kod",
        "ord.csv",
        2,
        "nyckel",
    ),
    "the same word twice": (
        ny_fil("ord.csv", "nyckel,obestamd\nstaden,kommun\nstaden,region\n"),
        "dubblett",
        "ord.csv",
        3,
        "nyckel",
    ),
    "a figure for a section that is not there": (
        ny_fil("fakta.csv", "avsnitt,text,varde\nekonomin,Resultat,5\n"),
        "okand-kod",
        "fakta.csv",
        2,
        "avsnitt",
    ),
    "the same section twice": (
        ny_fil("texter.csv", "avsnitt,text\nsammanfattning,Hej\nsammanfattning,Hopp\n"),
        "dubblett",
        "texter.csv",
        3,
        "avsnitt",
    ),
    "dates in the wrong order": (
        byt("ar.yaml", "avstamning: 2026-03-01", "avstamning: 2026-01-02"),
        "fel-i-kalender",
        "ar.yaml",
        None,
        "kalender.avstamning",
    ),
    "an unknown key in ar.yaml": (byt("ar.yaml", "diarienummer", "diarie"), "okand-kolumn", "ar.yaml", 3, "diarie"),
    "a missing key in ar.yaml": (byt("ar.yaml", "kommun: Lillåker\n", ""), "tomt-falt", "ar.yaml", None, "kommun"),
    "an ar.yaml that is no YAML": (byt("ar.yaml", "{verk", "{{verk"), "fil-olaslig", "ar.yaml", 5, None),
    "a riktad without a request": (
        byt("riktade_uppmaningar.csv", ",,uppfoljning,", ",,,"),
        "tomt-falt",
        "riktade_uppmaningar.csv",
        6,
        "begar",
    ),
    "a value asked for without an indicator": (
        byt("riktade_uppmaningar.csv", "2.1,,prioritering", "2.1,,arsmal"),
        "oforenligt",
        "riktade_uppmaningar.csv",
        3,
        "begar",
    ),
    "shares of a grant that are not the whole": (
        byt("statsbidrag.csv", "0.80,0.20", "0.80,0.30"),
        "oforenligt",
        "statsbidrag.csv",
        2,
        "andel_index",
    ),
    "a grant of which more is taken than there is": (
        ny_fil(
            "statsbidrag.csv", "bidrag,slag,rekvirerat,avvecklat,andel_antal,andel_index\nFörskola,fordelat,10,11,1,0\n"
        ),
        "oforenligt",
        "statsbidrag.csv",
        2,
        "rekvirerat",
    ),
    "a part of a grant with fewer than none": (
        byt("statsbidrag_organ.csv", "5435,", "-5435,"),
        "utanfor-granser",
        "statsbidrag_organ.csv",
        2,
        "antal",
    ),
    "a part of a grant without a number": (
        byt("statsbidrag_organ.csv", "5435,", ","),
        "tomt-falt",
        "statsbidrag_organ.csv",
        2,
        "antal",
    ),
    "a grant whose parts by number and index are nothing in all": (
        ny_fil("statsbidrag_organ.csv", "bidrag,organ,antal,index\nFörskola,o00000,5435,0\nFörskola,o00001,0,2.173\n"),
        "oforenligt",
        "statsbidrag_organ.csv",
        2,
        "index",
    ),
    "an indicator dropped in one file only": (
        ny_fil("indikatorjusteringar.csv", "indikator,organ,justering,skal\ni0000,o00000,utgar,Fel\n"),
        "oforenligt",
        "indikatorjusteringar.csv",
        2,
        "organ",
    ),
    "an unknown section of the document": (
        ny_fil("texter.csv", "avsnitt,text\nsammanfatning,Hej\n"),
        "okand-kod",
        "texter.csv",
        2,
        "avsnitt",
    ),
    "a code that cannot be a file name": (
        byt("organ.csv", "o00005,", "../o5,"),
        "oforenligt",
        "organ.csv",
        7,
        "kod",
    ),
    "a file that is not UTF-8": (
        lambda mapp: (mapp / "organ.csv").write_bytes("kod,namn,slag\nå,Ö,facknamnd\n".encode("latin-1")),
        "fil-olaslig",
        "organ.csv",
        None,
        None,
    ),
    "an unfinished quotation": (
        lagg_till("mal.csv", '4,"Mål fyra,'),
        "fil-olaslig",
        "mal.csv",
        None,
        None,
    ),
}


@pytest.mark.parametrize("fall", FALL)
def test_a_bad_year_is_refused_with_its_place(fall: str, mapp: Path) -> None:
    skada, kod, fil, rad, kolumn = FALL[fall]
    skada(mapp)
    with pytest.raises(Avvisat) as fel:
        read_mapp(mapp)
    funna = [p for p in fel.value.problem if p.kod == kod and p.fil == fil]
    assert (rad, kolumn) in {(p.rad, p.kolumn) for p in funna}, [p.plats for p in fel.value.problem]


@pytest.mark.parametrize("fall", FALL)
def test_every_problem_says_what_is_expected_and_how_to_mend_it(fall: str, mapp: Path) -> None:
    FALL[fall][0](mapp)
    with pytest.raises(Avvisat) as fel:
        read_mapp(mapp)
    for p in fel.value.problem:
        assert _ar_helt(p)


def _ar_helt(p: Problem) -> bool:
    typ = PROBLEMTYPER[p.kod]
    return typ.rubrik in p.text and bool(p.forvantat) and p.atgard.endswith(".") and "{" not in p.text


def test_all_problems_are_told_at_once(mapp: Path) -> None:
    byt("organ.csv", "facknamnd", "fack")(mapp)
    byt("indikatorer.csv", "407.2", "många")(mapp)
    ta_bort("mal.csv")(mapp)
    with pytest.raises(Avvisat) as fel:
        read_mapp(mapp)
    assert {p.fil for p in fel.value.problem} == {"organ.csv", "indikatorer.csv", "mal.csv"}


@pytest.mark.parametrize("tecken", [("utf-8-sig", ",", "."), ("utf-8", ";", ","), ("utf-8", ";", ".")])
def test_separator_decimal_sign_and_byte_order_mark_are_found_out(tecken: tuple[str, str, str], mapp: Path) -> None:
    kodning, skilje, decimal = tecken
    rader = ["bidrag,organ,antal,index,belopp", "Förskola,o00000,5435,0.356,", "Förskola,o00001,3533,2.173,"]
    text = "\n".join(r.replace(".", decimal).replace(",", skilje) if decimal == "." else _med_komma(r) for r in rader)
    (mapp / "statsbidrag_organ.csv").write_text(text, kodning)
    ram = read_mapp(mapp).filer["statsbidrag_organ.csv"]
    assert [str(v) for v in ram["index"]] == ["0.356", "2.173"]


def _med_komma(rad: str) -> str:
    return rad.replace(",", ";").replace(".", ",")


def test_names_are_compared_after_nfc_and_trimming(mapp: Path) -> None:
    import unicodedata

    text = (mapp / "resultatbudget.csv").read_text("utf-8")
    sonder = text.replace("Intäkter+", unicodedata.normalize("NFD", " Intäkter +"))
    (mapp / "resultatbudget.csv").write_text(sonder, "utf-8")
    assert read_mapp(mapp).filer["resultatbudget.csv"]["summerar"].iloc[3].startswith("Intäkter")


def test_a_file_that_is_not_there_is_left_out_and_said(mapp: Path) -> None:
    ta_bort("statsbidrag.csv")(mapp)
    ta_bort("statsbidrag_organ.csv")(mapp)
    assert "statsbidrag.csv" in read_mapp(mapp).saknade


def test_kalla_may_stand_in_every_csv(mapp: Path) -> None:
    for fil in [*mapp.glob("*.csv"), *mapp.glob("*/*.csv")]:
        rader = fil.read_text("utf-8").splitlines()
        if "kalla" not in rader[0]:
            fil.write_text("\n".join([rader[0] + ",kalla", *(r + ",antagande" for r in rader[1:])]), "utf-8")
    assert set(read_mapp(mapp).filer["organ.csv"]["kalla"]) == {"antagande"}


def test_nothing_is_loaded_from_a_bad_year(hem: Path, mapp: Path) -> None:
    from flows.oppna import oppna

    lagg_till("statsbidrag_organ.csv", "Förskola,o00003,x,1,")(mapp)
    with pytest.raises(Avvisat):
        oppna.fn(handlaggare="Åsa Öberg", data=mapp)
    with read() as session:
        assert session.exec(select(Ar)).all() == []
        assert session.exec(select(Handelse)).all() == []
        assert all(session.exec(select(m)).first() is None for m in ARSFILER)


def test_a_file_with_a_header_and_nothing_more_is_a_file_without_rows(hem: Path, mapp: Path) -> None:
    from flows.oppna import oppna

    for fil in ("statsbidrag.csv", "statsbidrag_organ.csv", "riktade_uppmaningar.csv"):
        rubriker = (mapp / fil).read_text("utf-8").split("\n", 1)[0]
        (mapp / fil).write_text(rubriker + "\n", "utf-8")
    oppna.fn(handlaggare="Åsa Öberg", data=mapp)
    with read() as session:
        assert session.exec(select(Ar)).one().saknade_filer == read_mapp(mapp).saknade
