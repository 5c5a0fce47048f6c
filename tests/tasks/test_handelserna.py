"""The trail: whatever is done stands in its event whole, with before, after and why, and the tables say the same."""

import datetime
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from flows.anstand import anstand
from flows.aterkalla import aterkalla
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.intag import intag
from flows.oppna import oppna
from flows.osakra import osakra
from flows.skicka import skicka
from flows.uppfoljning import uppfoljning
from schemas.begrepp import Utskicksstatus
from schemas.handelseslag import Handelseslag
from schemas.personuppgift import has_personuppgift, without_personuppgifter
from schemas.problem import ArshjulFel, Avvisat
from schemas.tabeller import Handelse, Uppmaningsrad
from tasks.grund.databas import read, release, write
from tasks.grund.filer import avtryck
from tasks.grund.handelser import head, log
from tasks.kopia.aterstall import restore, tell_restored
from tasks.kopia.kopiera import make_backup
from tasks.laget.berattelse import decided, issued, proposed
from tasks.laget.beslutat import newest_of_all
from tasks.laget.inlamnat import received
from tasks.laget.oppet import the_year
from tasks.laget.rorligt import NU, told_so_far
from tasks.laget.utkorg import messages
from tests_stod import EXEMPEL, exportera_nu, ga_genom, i_miljo

S = Handelseslag


def kedjan(session: Session, vad: str | None = None) -> list[Handelse]:
    """The events, or those of one kind, in their order."""
    fraga = select(Handelse).order_by(col(Handelse.nr))
    return list(session.exec(fraga.where(Handelse.vad == vad) if vad else fraga))


def otrohet(session: Session) -> list[str]:
    """Every place where the tables of the only year say something else than its events."""
    oppet = the_year(session)
    alla = kedjan(session)
    svar = [f"{vad}" for vad, nu in NU.items() if told_so_far(vad, alla) != nu(session, oppet.ar)]
    for o, rad in newest_of_all(session, oppet).items():
        vad, bygg = (S.BESLUT_FATTAT, decided) if rad.beslutad else (S.FORSLAG_GJORT, proposed)
        (h,) = [
            h for h in alla if h.vad == vad and (h.uppgifter["omgang"], h.uppgifter["version"]) == (o.kod, rad.version)
        ]
        svar += [f"{vad} {o.kod}: {k}" for k, v in bygg(session, oppet, o, rad).items() if h.uppgifter[k] != v]
    for h in kedjan(session, S.UPPMANING_UTFARDAD):
        u = session.exec(select(Uppmaningsrad).where(Uppmaningsrad.nummer == h.uppgifter["nummer"])).one()
        svar += [f"{u.nummer}: {k}" for k, v in issued(session, u).items() if h.uppgifter[k] != v]
    return svar


@pytest.mark.parametrize("ar", ["liten-2026", "kommun-2033"])
def test_the_tables_say_what_the_events_say(ar: str, tmp_path: Path) -> None:
    gatt = ga_genom(EXEMPEL / ar, tmp_path / "hem")
    with i_miljo(**gatt.miljo):
        with read() as session:
            assert otrohet(session) == []
            beslut = kedjan(session, S.BESLUT_FATTAT)
        release()
    for h in beslut:
        assert h.vem == "demo"
        egna = {m["kod"]: m for m in gatt.export["mal"] if m["fas"] == h.uppgifter["omgang"]}
        assert {m["kod"]: (m["forslag"], m["beslut"]) for m in h.uppgifter["mal"]} == {
            k: (m["forslag"], m["beslut"]) for k, m in egna.items()
        }


OPPNAT, BESLUT, UPPFOLJNING = datetime.date(2025, 12, 1), datetime.date(2026, 3, 10), datetime.date(2026, 6, 25)
#: what nobody may find in the trail
PLANTERAT = ("okand.person@privat.example", "070-123 45 67", "ny.registrator@stad.example")


@dataclass(frozen=True)
class Sedan:
    """What was decided, and the trail."""

    hem: Path
    alla: list[Handelse]

    def en(self, vad: Handelseslag, **som: Any) -> Handelse:
        """The only event of a kind, with some uppgifter."""
        (h,) = [h for h in self.alla if h.vad == vad and all(h.uppgifter.get(k) == v for k, v in som.items())]
        return h


@pytest.fixture
def gjort(avstamt_hem: Path, fyll: Callable[..., Path], tmp_path: Path) -> Sedan:
    """Everything that a planning office can do with a small year, done once, by named persons."""
    fil = next((avstamt_hem / "sen").iterdir())
    brev = EmailMessage()
    brev["From"], brev["To"], brev["Date"] = PLANTERAT[0], "kontoret@stad.example", "Mon, 02 Mar 2026 08:00:00 +0100"
    namn = f"VP ring {PLANTERAT[1]}.xlsx"
    brev.add_attachment(fil.read_bytes(), maintype="application", subtype="octet-stream", filename=namn)
    (avstamt_hem / "2026" / "inkorg" / "brev.eml").write_bytes(bytes(brev))
    intag.fn(idag=datetime.date(2026, 3, 2))
    avstamning.fn(idag=datetime.date(2026, 3, 2))
    export = exportera_nu()
    mal = next(m for m in export["mal"] if m["namnder"] is not None)
    stryk, andra = (u["nummer"] for u in export["uppmaningar"][:2])
    vidga = next(u for u in export["uppmaningar"] if u["grund"] == "aggregat_under_kf")
    with read() as session:
        enhet = newest_of_all(session, the_year(session)).popitem()[1].resultatenheter[0]
        filnamn = next(i.filnamn for i in received(session, 2026) if i.status == "vantar")
    f = next(f for f in export["framstallningar"] if f["sokt"] and f["organ"])
    annat = next(b for b in ("helt", "inte") if b != mal["forslag"])
    gransk = fyll(
        {
            "Bedömningar": [(mal["kod"], {"Beslut": annat, "Motivering": "Vägt mot fjolåret"})],
            "Uppmaningar": [(stryk, {"Stryk": "Ja", "Motivering": "Redan gjort"}), (andra, {"Text": "Vi ber er."})],
            "Nya uppmaningar": [
                (None, {"begar": "atgard", "mottagare": "namnder", "avser": "Se över", "senast": "T1"}),
                (None, {"indikator": vidga["indikator"], "grund": "aggregat_under_kf", "mottagare": "berorda"}),
            ],
            "Budget": [(f["organ"], {"Beviljat": 0.3, "Finansiering": "CM9", "Motivering": "Delvis finansierat"})],
            "Resultatenheter": [(enhet["resultatenhet"], {"Beslut": "Avslås", "Motivering": "För liten"})],
            "Texter": [(None, {"Avsnitt": "sammanfattning", "Text": f"Frågor: {PLANTERAT[0]}"})],
            "Väntande": [(filnamn, {"Godta": "Nej", "Motivering": "Okänd avsändare"})],
        }
    )
    besluta.fn(fatta=True, handlaggare="Anna Ek", granskning=gransk, idag=BESLUT)
    u = next(u for u in exportera_nu()["uppmaningar"] if u["senast"] and len(u["mottagare"]) > 1)
    organ = u["mottagare"][0]["organ"]
    om: dict[str, Any] = {"handlaggare": "Bo Ek", "idag": BESLUT}
    anstand.fn(galler=u["nummer"], organ=organ, dag=datetime.date(2026, 5, 28), motivering="Sammanträder sent", **om)
    anstand.fn(galler="T1", organ="o00003", dag=datetime.date(2026, 5, 20), motivering="Byter system", **om)
    aterkalla.fn(nummer=u["nummer"], organ=u["mottagare"][1]["organ"], motivering="Ställd till fel organ", **om)
    senare = Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "senare"))
    for namn, fran, till in (
        ("ar.yaml", "tertialrapport_1_senast: 2026-05-14", "tertialrapport_1_senast: 2026-05-16"),
        ("kontakter.csv", "registrator.o00000@example.org", PLANTERAT[2]),
        ("organ.csv", "Organ Åäö 3,", "Nytt namn,"),
    ):
        text = (senare / namn).read_text("utf-8")
        assert fran in text
        (senare / namn).write_text(text.replace(fran, till), "utf-8")
    oppna.fn(data=senare, **om)
    skicka.fn(idag=BESLUT, ja=True)
    _answer(avstamt_hem / "2026" / "mallar" / f"T1-2026-{organ}.xlsx", avstamt_hem / "2026" / "inkorg")
    intag.fn(idag=datetime.date(2026, 5, 14))
    uppfoljning.fn(idag=UPPFOLJNING)
    svar = next(s for s in exportera_nu()["svar"] if s["organ"] == organ and s["status"] != "oppen")
    bok = load_workbook(avstamt_hem / "2026" / "dokument" / "Granskning-T1-2026.xlsx")
    _overrule(bok["Svar"], svar["nummer"], svar["organ"])
    bok.save(tmp_path / "Granskning-T1-2026.xlsx")
    besluta.fn(fatta=True, handlaggare="Anna Ek", granskning=tmp_path / "Granskning-T1-2026.xlsx", idag=UPPFOLJNING)
    with read() as session:
        assert otrohet(session) == []
        return Sedan(avstamt_hem, kedjan(session))


def _answer(mall: Path, inkorg: Path) -> None:
    """Say the same to everything that is asked."""
    bok = load_workbook(mall)
    rubriker = {c.value: c.column for c in bok["Svar"][1]}
    for rad in range(2, bok["Svar"].max_row + 1):
        bok["Svar"].cell(rad, rubriker["Svar"]).value = f"Vi återkommer, {PLANTERAT[1]}."
    bok.save(inkorg / mall.name)


def _overrule(ark: Any, nummer: str, organ: str) -> None:
    rubriker = {c.value: c.column - 1 for c in ark[1]}
    (rad,) = [r for r in ark.iter_rows() if (r[0].value, r[rubriker["Organ"]].value) == (nummer, organ)]
    rad[rubriker["Beslut"]].value, rad[rubriker["Motivering"]].value = "motiverad", "De har skäl"


def test_a_year_through_every_event_stands_whole_in_the_trail(gjort: Sedan) -> None:
    _check_received(gjort)
    _check_decided(gjort)
    _check_moved(gjort)
    _check_without_addresses(gjort)


def _check_received(gjort: Sedan) -> None:
    h = gjort.en(S.ARET_OPPNADES)
    assert (h.vem, h.fil) == ("Åsa Öberg", "liten-2026.zip")
    _check_the_kept_year(gjort.hem / "2026" / "mottaget", h)

    vantar = gjort.en(S.INLAMNING_MOTTAGEN, status="vantar")
    assert (vantar.uppgifter["avsandare"], vantar.fil) == ("okänd", "VP ring (telefon).xlsx")
    assert vantar.uppgifter["skal"] == "avsändaren (adress) är inte någon av organets kontakter"
    nej = gjort.en(S.VANTANDE_AVVISAD).uppgifter
    assert nej["inlamning"][0]["fore"] == {"status": "vantar"}
    assert nej["inlamning"][0]["efter"] == {"status": "avvisad"}
    assert nej["motivering"] == "Okänd avsändare"

    forslag = [h for h in gjort.alla if h.vad == S.FORSLAG_GJORT]
    assert {h.vem for h in forslag} == {"arshjul"}
    assert all(h.uppgifter["mal"] and h.uppgifter["indikatorer"] for h in forslag)
    assert all(u["mottagare"] and u["text"] for u in forslag[0].uppgifter["uppmaningar"])


def _check_decided(gjort: Sedan) -> None:
    beslut = gjort.en(S.BESLUT_FATTAT, omgang="VP")
    b = beslut.uppgifter
    assert beslut.vem == "Anna Ek"
    assert (gjort.hem / "2026" / "mottaget" / f"{beslut.fil_sha256}.bin").is_file()
    (eget,) = [m for m in b["mal"] if m["motivering"]]
    assert (eget["beslut"] != eget["forslag"], eget["motivering"]) == (True, "Vägt mot fjolåret")
    assert [(u["motivering"], bool(u["text"]), bool(u["mottagare"])) for u in b["strukna"]] == [
        ("Redan gjort", True, True)
    ]
    (text,) = b["andrade_texter"]
    assert (text["efter"], text["fore"] != text["efter"]) == ("Vi ber er.", True)
    ny = next(u for u in b["utfardade"] if u["nummer"] in b["nya"])
    assert (ny["avser"], ny["senast"], len(ny["mottagare"])) == ("Se över", "2026-05-14", 6)
    assert [r["mottagare"] for r in b["nya_rader"]] == ["namnder", "berorda"]
    assert all(v["tillkomna"] for v in b["vidgade"])
    delat = next(f for f in b["framstallningar"] if f["motivering"] == "Delvis finansierat")
    assert (delat["beviljat"], delat["finansiering"]) == ("0.3", "CM9")
    assert b["andrad_finansiering"][0]["efter"] == "CM9"
    assert ("Avslås", "För liten") in {(e["beslut"], e["motivering"]) for e in b["resultatenheter"]}
    assert b["texter"]["sammanfattning"] == "Frågor: (adress)"
    assert {"avsnitt": "sammanfattning", "fore": None, "efter": "Frågor: (adress)"} in b["andrade_kontorstexter"]
    assert {(d["nummer"], d["organ"]) for d in b["delar"]} == {
        (u["nummer"], m["organ"]) for u in b["utfardade"] for m in u["mottagare"]
    }
    assert all(d["fore"] is None and d["efter"]["tillfragad"] == "2026-03-10" for d in b["delar"])
    assert b["utskick"]


def _check_moved(gjort: Sedan) -> None:
    svar, bok = (h for h in gjort.alla if h.vad == S.ANSTAND_GIVET)
    assert (svar.vem, svar.uppgifter["motivering"]) == ("Bo Ek", "Sammanträder sent")
    (del_,) = svar.uppgifter["delar"]
    assert (del_["fore"]["senast"], del_["efter"]["senast"]) == ("2026-05-14", "2026-05-28")
    assert bok.uppgifter["anstand"] == [
        {"omgang": "T1", "organ": "o00003", "fore": None, "efter": {"dag": "2026-05-20", "givet": "2026-03-10"}}
    ]
    aterkallad = gjort.en(S.UPPMANING_ATERKALLAD).uppgifter
    assert [(d["fore"]["aterkallad"], d["efter"]["aterkallad"]) for d in aterkallad["delar"]] == [(False, True)]
    assert aterkallad["text"]
    flyttad = gjort.en(S.SISTA_DAGEN_FLYTTAD)
    assert flyttad.vem == "Bo Ek"
    assert {(d["fore"]["senast"], d["efter"]["senast"]) for d in flyttad.uppgifter["delar"]} == {
        ("2026-05-14", "2026-05-16")
    }
    andrat = gjort.en(S.ARET_ANDRADES)
    assert {(a["fil"], a["nyckel"], a["kolumn"], a["efter"]) for a in andrat.uppgifter["andringar"]} >= {
        ("organ.csv", "o00003", "namn", "Nytt namn"),
        ("kontakter.csv", "o00000, registrator", "adress", "en annan adress"),
    }
    t1 = gjort.en(S.BESLUT_FATTAT, omgang="T1").uppgifter
    (andrat_svar,) = t1["andrade_svar"]
    assert andrat_svar["forslag"] != andrat_svar["status"] == "motiverad"
    assert andrat_svar["motivering"] == "De har skäl"
    skrivna = [s["sha256"] for h in gjort.alla if h.vad == S.FILER_SKRIVNA for s in h.uppgifter.get("sparat", ())]
    assert skrivna
    assert all((gjort.hem / "2026" / "mottaget" / f"{sha}.bin").is_file() for sha in skrivna)


def _check_without_addresses(gjort: Sedan) -> None:
    text = json.dumps([h.model_dump(mode="json") for h in gjort.alla], ensure_ascii=False)
    assert "@" not in text
    assert [p for p in PLANTERAT if p in text] == []


def _check_the_kept_year(mottaget: Path, h: Handelse) -> None:
    """The year lies there as it was opened, its contacts by themselves."""
    mappen, kontakter = h.uppgifter["sparat"]
    assert (mappen["sha256"], mappen["personuppgifter"], kontakter["personuppgifter"]) == (h.fil_sha256, False, True)
    data = EXEMPEL / "liten-2026"
    with zipfile.ZipFile(mottaget / f"{h.fil_sha256}.bin") as arkiv:
        sparat = {namn: arkiv.read(namn) for namn in arkiv.namelist()}
    assert sparat == {f.name: f.read_bytes() for f in data.iterdir() if f.is_file() and f.name != "kontakter.csv"}
    assert (mottaget / f"{kontakter['sha256']}.bin").read_bytes() == (data / "kontakter.csv").read_bytes()


@pytest.mark.parametrize("motivering", ["Ring 08-508 29 000.", "Fråga asa@stad.example"])
def test_a_motivering_with_personal_data_is_refused_where_it_stands(
    motivering: str, avstamt_hem: Path, fyll: Callable[..., Path]
) -> None:
    gransk = fyll({"Uppmaningar": [("2026-01", {"Stryk": "Ja", "Motivering": motivering})]})
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="Anna Ek", granskning=gransk, idag=BESLUT)
    (p,) = fel.value.problem
    assert (p.kod, p.blad, p.cell) == ("personuppgift", "Uppmaningar", "E2")
    with pytest.raises(ArshjulFel, match="motiveringen får inte innehålla någon e-postadress"):
        anstand.fn(galler="VP", organ="o00000", dag=BESLUT, motivering=motivering, handlaggare="Bo Ek", idag=OPPNAT)
    with read() as session:
        assert kedjan(session, S.BESLUT_FATTAT) == kedjan(session, S.ANSTAND_GIVET) == []


@pytest.mark.parametrize(("vem", "varfor"), [(" ", "saknas"), ("a@b.example", "får inte innehålla")])
def test_a_name_that_is_none_opens_no_year(vem: str, varfor: str, tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        with pytest.raises(ArshjulFel, match=varfor):
            oppna.fn(data=EXEMPEL / "liten-2026", handlaggare=vem, idag=OPPNAT)
        assert "kan öppnas" in oppna.fn(data=EXEMPEL / "liten-2026", prov=True, idag=OPPNAT)
        release()


def test_an_uncertain_message_is_settled_by_somebody_and_a_copy_put_back_too(avstamt_hem: Path, tmp_path: Path) -> None:
    with write() as session:
        forsta = messages(session, 2026, Utskicksstatus.VANTAR)[0]
        forsta.status = str(Utskicksstatus.OSAKERT)
        log(session, S.AVBRUTNA, dag=BESLUT, ar=2026, nycklar=[forsta.nyckel])
    osakra.fn(nyckel=forsta.nyckel, som="om", handlaggare="Cia Ek", idag=BESLUT)
    kopia = make_backup(tmp_path / "k.zip", lambda *_: None).fil
    with read() as session:
        (avgjort,) = kedjan(session, S.OSAKERT_AVGJORT)
        slut = head(session.connection())
    om = {"nyckel": forsta.nyckel, "som": "om", "nycklar": [forsta.nyckel], "fore": "osakert", "efter": "vantar"}
    assert avgjort.vem == "Cia Ek"
    assert {k: avgjort.uppgifter[k] for k in om} == om
    svar = restore(kopia, ersatt=True, framsteg=lambda *_: None)
    tell_restored(svar, kopia, BESLUT, "Dan Ek")
    with read() as session:
        sist = kedjan(session)[-1]
    assert (sist.vad, sist.vem, sist.fil, sist.fil_sha256) == (S.KOPIA_ATERSTALLD, "Dan Ek", "k.zip", avtryck(kopia))
    assert sist.uppgifter["ersatte"] == {"nr": slut[0], "hash": slut[1]}


@pytest.mark.parametrize(
    ("skrivet", "kvar"),
    [
        ("Ring 08-508 29 000.", "Ring (telefon)."),
        ("070-123 45 67", "(telefon)"),
        ("+46 (0)8-508 290 00, vardagar", "(telefon), vardagar"),
        ("Mejla asa.oberg@stad.example.", "Mejla (adress)"),
        ("mailto:asa@stad.example/", "mailto:(adress)/"),
        ("2026-03-14 KS 2024/0123-4567 1 234 567,50 0,5", "2026-03-14 KS 2024/0123-4567 1 234 567,50 0,5"),
        ("0" * 32_000, "0" * 32_000),
        ("uppmaning/T1/o00001/sista-dag/2026-05-16/2026-03-10", "uppmaning/T1/o00001/sista-dag/2026-05-16/2026-03-10"),
    ],
)
def test_an_address_and_a_number_are_struck_out_and_nothing_else(skrivet: str, kvar: str) -> None:
    assert without_personuppgifter({skrivet: [skrivet]}) == {kvar: [kvar]}
    assert has_personuppgift(skrivet) == (skrivet != kvar)
