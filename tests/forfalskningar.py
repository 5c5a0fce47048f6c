"""Ways to forge a finished year (tests/rikt_ar.py), declared: what a dishonest clerk does, and what must be said."""

from collections.abc import Callable
from dataclasses import dataclass

from forfalskare import Forfalskare


@dataclass(frozen=True)
class Forfalskning:
    """One forgery.

    Attributes:
        namn: what is done, as a sentence.
        gor: does it.
        sags: what one of the findings must say, as a regular expression.
        huvud: it shows only to somebody who has kept an end of the trail.
        daterad: some finding must say since when.
    """

    namn: str
    gor: Callable[[Forfalskare], object]
    sags: str
    huvud: bool = False
    daterad: bool = True

    def __str__(self) -> str:
        return self.namn


T1 = "(SELECT id FROM avstamning WHERE omgang = 'T1')"
VP = "(SELECT max(id) FROM avstamning WHERE omgang = 'VP')"


def _forged_hash(f: Forfalskare) -> None:
    """Another workbook in place of one that came in, with the hash in the table to match."""
    fil = f.file("mottaget/*.bin")
    rad = f.sql("SELECT id, sha256 FROM inlamning ORDER BY id")[0]
    ny = "0" * 64
    (f.mapp / "mottaget" / f"{rad['sha256']}.bin").rename(fil.with_name(f"{ny}.bin"))
    f.sql("UPDATE inlamning SET sha256 = :s WHERE id = :i", s=ny, i=rad["id"])


def _forged_pdf(f: Forfalskare) -> None:
    """A published document with other bytes, and the register to match."""
    import hashlib

    f.append("dokument/avstamning-2026.html", b"<!-- -->")
    ny = hashlib.sha256(f.file("dokument/avstamning-2026.html").read_bytes()).hexdigest()
    f.sql("UPDATE dokument SET sha256 = :s, fore = NULL WHERE sokvag = 'dokument/avstamning-2026.html'", s=ny)


def _event_and_row(f: Forfalskare) -> None:
    """A decision and the event that tells of it, and the trail computed anew."""
    f.change("malbeslut", "beslut", "helt", f"avstamning_id = {VP} AND kod = '1.3'")
    f.change_event("vad = 'Beslut fattat'", lambda u: _swap(u, '"beslut": "delvis"', '"beslut": "helt"'))
    f.rechain()


def _swap(u: object, gammalt: str, nytt: str) -> dict:
    import json

    return dict(json.loads(json.dumps(u).replace(gammalt, nytt)))


def _no_triggers(f: Forfalskare) -> None:
    if f.db.dialect.name == "postgresql":
        f.sql("ALTER TABLE handelse DISABLE TRIGGER handelse_skrivskydd")
    else:
        f.sql("DROP TRIGGER handelse_skrivskydd_update")


def _toothless(f: Forfalskare) -> None:
    f.sql("DROP TRIGGER handelse_skrivskydd_delete")
    f.sql("CREATE TRIGGER handelse_skrivskydd_delete BEFORE DELETE ON handelse BEGIN SELECT 1; END")


def _event_removed(f: Forfalskare) -> None:
    with f.unprotected():
        f.sql("DELETE FROM handelse WHERE nr = (SELECT min(nr) FROM handelse WHERE vad = 'Anstånd givet')")


def _event_removed_and_renumbered(f: Forfalskare) -> None:
    _event_removed(f)
    with f.unprotected():
        utan = "NOT EXISTS (SELECT 1 FROM handelse x WHERE x.nr = h.nr - 1)"
        nr = f.sql(f"SELECT min(nr) AS n FROM handelse h WHERE {utan} AND nr > 1")[0]["n"]
        for rad in f.sql("SELECT nr FROM handelse WHERE nr >= :n ORDER BY nr", n=nr):
            f.sql("UPDATE handelse SET nr = nr - 1 WHERE nr = :n", n=rad["nr"])
    f.rechain()


def _who(f: Forfalskare) -> None:
    with f.unprotected():
        f.sql("UPDATE handelse SET vem = 'Någon Annan' WHERE vad = 'Beslut fattat'")


def _invented_decision(f: Forfalskare) -> None:
    """A forged decision, and an event that the program never wrote to account for it."""
    f.change("malbeslut", "beslut", "inte", f"avstamning_id = {VP} AND kod = '1.3'")
    f.invent("Beslut fattat", "2026-06-27", omgang="VP", version=99, bedomningar=[])


def _invented_files(f: Forfalskare) -> None:
    """A forged decision, given a fingerprint by an event of another kind."""
    f.change("malbeslut", "beslut", "inte", f"avstamning_id = {VP} AND kod = '1.3'")
    nr = f.sql(f"SELECT {VP} AS n")[0]["n"]
    f.invent("Filer skrivna", "2026-06-27", filer={}, avtryck={f"malbeslut/{nr}": ["", "0" * 64]})


def _planted_message(f: Forfalskare) -> None:
    f.copy(
        "utskick",
        "status = 'skickat'",
        nyckel="paminnelse/VP/o00001/registrator/2026-01-15/-7",
        brev=None,
        text="Ni är påminda.",
    )


def _planted_submission(f: Forfalskare) -> None:
    f.copy("inlamning", "organ = 'o00002' AND omgang = 'VP'", version=2, filnamn="VP-2026-o00002-ny.xlsx")


FORFALSKNINGAR = (
    # what the organs handed in
    Forfalskning(
        "ett årsmål i en plan höjs",
        lambda f: f.change("plan_arsmal", "arsmal", "123456", "arsmal IS NOT NULL"),
        r"cell [A-Z]+\d+ \(Nämndens årsmål",
    ),
    Forfalskning(
        "en beskrivning i en plan skrivs om",
        lambda f: f.change("plan_arsmal", "sa_nar_vi", "Vi når målet.", "sa_nar_vi IS NOT NULL"),
        "Så når vi målet",
    ),
    Forfalskning("ett Bidrar blir Nej", lambda f: f.change("plan_mal", "bidrar", False, "bidrar"), "Bidrar"),
    Forfalskning(
        "ett sökt belopp höjs",
        lambda f: f.change("plan_budget", "kostnader", "99", "kostnader IS NOT NULL"),
        "Kostnader",
    ),
    Forfalskning(
        "en motivering till en framställning byts",
        lambda f: f.change("plan_budget", "motivering", "Annat", "id > 0"),
        "Motivering",
    ),
    Forfalskning(
        "en risk tonas ned", lambda f: f.change("plan_risk", "sannolikhet", 1, "sannolikhet > 1"), "Sannolikhet"
    ),
    Forfalskning(
        "en kontroll läggs till",
        lambda f: f.copy("plan_kontroll", "id > 0", rad=500),
        "raden finns i databasen men inte i filen",
    ),
    Forfalskning(
        "en aktivitet tas bort",
        lambda f: f.remove("plan_aktivitet", "id > 0"),
        "raden finns i filen men inte i databasen",
    ),
    Forfalskning(
        "en resultatenhets förändring byts",
        lambda f: f.change("plan_resultatenhet", "forandring", "Ny", "id > 0"),
        "Förändring",
    ),
    Forfalskning(
        "ett svar skrivs om",
        lambda f: f.change("svarsrad", "svar", "Vi gör allt.", "svar IS NOT NULL"),
        r"bladet Svar.*Svar",
    ),
    Forfalskning(
        "ett reviderat årsmål byts",
        lambda f: f.change("svarsrad", "reviderat_arsmal", "9999", "reviderat_arsmal IS NOT NULL"),
        "Reviderat årsmål",
    ),
    Forfalskning("ett Kan inte tas bort", lambda f: f.change("svarsrad", "kan_inte", False, "kan_inte"), "Kan inte"),
    Forfalskning(
        "en inlämning blir avvisad",
        lambda f: f.change("inlamning", "status", "avvisad", "status = 'godkand' AND omgang = 'T1'"),
        "status",
    ),
    Forfalskning("en sen inlämning blir i tid", lambda f: f.change("inlamning", "sen", False, "sen"), "(?i)inlämning"),
    Forfalskning(
        "en inlämnings dag flyttas",
        lambda f: f.change("inlamning", "inkom", "2026-01-02", "omgang = 'VP'"),
        "(?i)inlämning",
    ),
    Forfalskning(
        "en annan har lämnat uppgifterna",
        lambda f: f.change("inlamning", "uppgiftslamnare", "Någon", "id > 0"),
        "Uppgiftslämnare",
    ),
    Forfalskning(
        "en inlämnings diarienummer byts",
        lambda f: f.change("inlamning", "diarienummer", "X 1", "id > 0"),
        "Diarienummer",
    ),
    Forfalskning("en inlämning får en annan fils hash", _forged_hash, "ingen händelse säger att den har kommit in"),
    Forfalskning("en mottagen fil byts", lambda f: f.append("mottaget/*.bin", b"x"), "inte längre den som kom in"),
    Forfalskning("en mottagen fil tas bort", lambda f: f.file("mottaget/*.bin").unlink(), "saknas"),
    Forfalskning(
        "en inlämning hittas på", _planted_submission, "ingen händelse säger att den har kommit in", daterad=False
    ),
    Forfalskning(
        "en inlämning tas bort", lambda f: f.remove("inlamning", "omgang = 'T1'"), "finns inte längre i databasen"
    ),
    Forfalskning(
        "cellernas platser byts",
        lambda f: f.change_json("inlamning", "kolumner", "omgang = 'VP'", lambda k: k | {"Årsmål": {}}),
        "kolumnerna",
    ),
    # what was computed
    Forfalskning(
        "ett aggregat byts",
        lambda f: f.change("indikatorutfall", "aggregerat", "1", f"avstamning_id = {VP} AND aggregerat IS NOT NULL"),
        "aggregerat|sammanlagda",
    ),
    Forfalskning(
        "en uppfyllelse byts",
        lambda f: f.change("indikatorutfall", "uppfyllelse", "helt", f"avstamning_id = {VP} AND uppfyllelse <> 'helt'"),
        "uppfyllelse",
    ),
    Forfalskning(
        "en höjning sänks",
        lambda f: f.change_json(
            "indikatorutfall",
            "hojning",
            f"avstamning_id = {VP} AND hojning LIKE '%o0%'",
            lambda h: dict.fromkeys(h, "1"),
        ),
        "höjning",
    ),
    Forfalskning(
        "en rad med utfall tas bort",
        lambda f: f.remove("indikatorutfall", f"avstamning_id = {T1}"),
        "saknas, men följer av reglerna|indikator",
    ),
    Forfalskning(
        "ett förslag till bedömning byts",
        lambda f: f.change("malbeslut", "forslag", "helt", f"avstamning_id = {VP} AND forslag <> 'helt'"),
        "förslag",
    ),
    Forfalskning(
        "skälet till ett förslag skrivs om",
        lambda f: f.change("malbeslut", "skal", "Allt är bra.", f"avstamning_id = {T1}"),
        "skäl",
    ),
    Forfalskning(
        "antalet indikatorer som nås ändras",
        lambda f: f.change("malbeslut", "helt", 77, f"avstamning_id = {VP}"),
        "helt",
    ),
    # what was decided
    Forfalskning(
        "en beslutad bedömning byts",
        lambda f: f.change("malbeslut", "beslut", "helt", f"avstamning_id = {VP} AND kod = '1.3'"),
        "1.3",
    ),
    Forfalskning(
        "en motivering skrivs om",
        lambda f: f.change("malbeslut", "motivering", "Enligt plan.", f"avstamning_id = {VP} AND kod = '1.3'"),
        "1.3",
    ),
    Forfalskning(
        "ett beviljat belopp höjs",
        lambda f: f.change("framstallning", "beviljat", "50", f"avstamning_id = {VP} AND beviljat IS NOT NULL"),
        "(?i)framställning",
    ),
    Forfalskning(
        "ett förslag till belopp höjs",
        lambda f: f.change("framstallning", "forslag", "50", f"avstamning_id = {VP}"),
        "förslag",
    ),
    Forfalskning(
        "en finansiering byts",
        lambda f: f.change("framstallning", "finansiering", "CM", f"avstamning_id = {VP}"),
        "(?i)framställning",
    ),
    Forfalskning(
        "ett avslags motivering byts",
        lambda f: f.change("framstallning", "motivering", "Bra", f"avstamning_id = {VP} AND motivering IS NOT NULL"),
        "(?i)framställning",
    ),
    Forfalskning(
        "en annan har beslutat",
        lambda f: f.change("avstamning", "handlaggare", "Cecilia Al", "omgang = 'VP' AND beslutad IS NOT NULL"),
        "(?i)handläggare|avstämning",
    ),
    Forfalskning(
        "beslutet får en annan dag",
        lambda f: f.change("avstamning", "beslutad", "2026-03-02", "omgang = 'VP' AND beslutad IS NOT NULL"),
        "(?i)beslutad|avstämning",
    ),
    Forfalskning(
        "kontorets text skrivs om",
        lambda f: f.change_json(
            "avstamning",
            "texter",
            "omgang = 'VP' AND beslutad IS NOT NULL",
            lambda t: t | {"sammanfattning": "Allt går bra."},
        ),
        "(?i)text|avstämning",
    ),
    Forfalskning(
        "en resultatenhet avslås",
        lambda f: f.change_json(
            "avstamning",
            "resultatenheter",
            "omgang = 'VP' AND beslutad IS NOT NULL",
            lambda e: [r | {"beslut": "Avslås"} for r in e],
        ),
        "(?i)resultatenhet|avstämning",
    ),
    Forfalskning(
        "en plan räknas inte",
        lambda f: f.change_json(
            "avstamning",
            "inlamningar",
            "omgang = 'VP' AND beslutad IS NOT NULL",
            lambda i: {k: v for k, v in i.items() if k != "o00003"},
        ),
        "senaste godkända inlämning",
    ),
    # what was asked
    Forfalskning(
        "en uppmanings text skrivs om",
        lambda f: f.change("uppmaning", "text", "Tack för planen.", "nummer = '2026-04'"),
        "2026-04",
    ),
    Forfalskning(
        "den ändrade texten återställs",
        lambda f: f.sql("UPDATE uppmaning SET text = regeltext WHERE nummer = '2026-03'"),
        "2026-03",
    ),
    Forfalskning(
        "en struken uppmaning blir utfärdad",
        lambda f: f.change("uppmaning", "status", "utfardad", "status = 'struken'"),
        "2026-02",
    ),
    Forfalskning(
        "motiveringen till en strykning byts",
        lambda f: f.change("uppmaning", "motivering", "Annat", "status = 'struken'"),
        "2026-02",
    ),
    Forfalskning(
        "en uppmaning stryks i efterhand",
        lambda f: f.change("uppmaning", "status", "struken", "nummer = '2026-05'"),
        "2026-05",
    ),
    Forfalskning(
        "en återkallelse tas tillbaka", lambda f: f.change("uppmaning", "aterkallad", False, "aterkallad"), "2026-01"
    ),
    Forfalskning(
        "en mottagare tas bort",
        lambda f: f.remove("mottagare", "uppmaning_id = (SELECT id FROM uppmaning WHERE nummer = '2026-05')"),
        "2026-05",
    ),
    Forfalskning(
        "en mottagare läggs till",
        lambda f: f.copy(
            "mottagare",
            "organ = 'o00004'",
            organ="o00001",
            uppmaning_id=f.sql("SELECT id FROM uppmaning WHERE nummer = '2026-09'")[0]["id"] + 2,
        ),
        "(?i)mottagare|2026-1",
    ),
    Forfalskning(
        "ett begärt värde sänks",
        lambda f: f.change(
            "mottagare",
            "begart",
            "1",
            "begart IS NOT NULL AND uppmaning_id = (SELECT id FROM uppmaning WHERE nummer = '2026-03')",
        ),
        "begär",
    ),
    Forfalskning(
        "det som regeln jämförde byts",
        lambda f: f.change_json(
            "mottagare", "jamfort", "jamfort LIKE '%aggregerat%'", lambda j: j | {"aggregerat": "1"}
        ),
        "det som jämfördes",
    ),
    Forfalskning(
        "en sista dag flyttas",
        lambda f: f.change(
            "mottagare", "senast", "2026-12-31", "senast IS NOT NULL AND NOT aterkallad AND uppmaning_id > 2"
        ),
        "(?i)sista dag|senast|mottagare",
    ),
    Forfalskning("ett anstånd förlängs", lambda f: f.change("anstand", "dag", "2026-02-20", "id > 0"), "(?i)anstånd"),
    Forfalskning("ett anstånd tas bort", lambda f: f.remove("anstand", "id > 0"), "(?i)anstånd"),
    Forfalskning(
        "ett anstånd hittas på", lambda f: f.copy("anstand", "id > 0", organ="o00005"), "(?i)anstånd", daterad=False
    ),
    Forfalskning(
        "en uppmaning tas bort", lambda f: f.remove("uppmaning", "nummer = '2026-06'"), "(?i)2026-0|uppmaningarna"
    ),
    Forfalskning(
        "ett svar bedöms om",
        lambda f: f.change("svarsdom", "status", "tillracklig", "status = 'utebliven'"),
        "(?i)svaret",
    ),
    Forfalskning(
        "regelns bedömning av ett svar byts",
        lambda f: f.change("svarsdom", "forslag", "besvarad", "forslag = 'utebliven'"),
        "förslag",
    ),
    Forfalskning(
        "motiveringen till ett underkänt svar byts",
        lambda f: f.change("svarsdom", "motivering", "Bra svar", "motivering IS NOT NULL"),
        "(?i)svar",
    ),
    Forfalskning(
        "det svarade värdet byts", lambda f: f.change("svarsdom", "varde", "1", "varde IS NOT NULL"), "värdet"
    ),
    Forfalskning("ett svar blir inte bedömt", lambda f: f.remove("svarsdom", "id > 0"), "svaret är inte bedömt"),
    # the year itself
    Forfalskning(
        "KF:s årsmål sänks",
        lambda f: f.change("indikator", "kf_arsmal", "1", "kf_arsmal IS NOT NULL"),
        "kf_arsmal|indikator",
    ),
    Forfalskning(
        "ett förra års utfall byts",
        lambda f: f.change("tilldelning", "utfall_foregaende", "1", "utfall_foregaende IS NOT NULL"),
        "(?i)tilldelning",
    ),
    Forfalskning("en vikt byts", lambda f: f.change("tilldelning", "vikt", "9", "id > 0"), "(?i)tilldelning"),
    Forfalskning(
        "en tröskel sänks",
        lambda f: f.change_json(
            "ar", "yaml", "ar = 2026", lambda y: y | {"trosklar": {**y["trosklar"], "mal_helt": "0.10"}}, nyckel="ar"
        ),
        "(?i)året|ar.yaml|avstämning",
    ),
    Forfalskning(
        "ett organ byter namn", lambda f: f.change("organ", "namn", "Annan nämnd", "kod = 'o00002'"), "(?i)organ"
    ),
    Forfalskning(
        "en kontakts adress byts",
        lambda f: f.change("kontakt", "adress", "falsk@example.org", "organ = 'o00001'"),
        "(?i)kontakt",
    ),
    Forfalskning(
        "en budgetjustering höjs",
        lambda f: f.change("budgetjustering", "beviljat", "77", "id > 0"),
        "(?i)budgetjustering|framställning",
    ),
    Forfalskning(
        "ett statsbidrag höjs",
        lambda f: f.change("statsbidrag", "rekvirerat", "1", "rekvirerat IS NOT NULL"),
        "(?i)statsbidrag",
    ),
    Forfalskning(
        "ett organs del av ett statsbidrag byts",
        lambda f: f.change("statsbidrag_organ", "antal", "9999", "id > 0"),
        "(?i)statsbidrag",
    ),
    Forfalskning(
        "ett beslutsbelopp byts", lambda f: f.change("beslutsbelopp", "belopp", "1", "id > 0"), "(?i)beslutsbelopp"
    ),
    Forfalskning(
        "en rad i resultatbudgeten byts",
        lambda f: f.change("resultatbudgetrad", "kf_budget", "1", "id > 0"),
        "(?i)resultatbudget",
    ),
    Forfalskning("en investering byts", lambda f: f.change("investering", "netto", "1", "id > 0"), "(?i)investering"),
    # the messages
    Forfalskning(
        "ett brevs text skrivs om i utkorgen",
        lambda f: f.change("utskick", "text", "Hej!", "slag = 'uppmaning' AND status = 'skickat'"),
        "(?i)text",
    ),
    Forfalskning(
        "ett brevs ämne byts",
        lambda f: f.change("utskick", "amne", "Hej", "slag = 'kvittens' AND status = 'skickat'"),
        "(?i)ämne",
    ),
    Forfalskning(
        "ett brev har gått till en annan",
        lambda f: f.change_json(
            "utskick", "till", "slag = 'uppmaning' AND status = 'skickat'", lambda t: ["annan@example.org"]
        ),
        "mottagare",
    ),
    Forfalskning(
        "ett brev får ett annat Message-ID",
        lambda f: f.change("utskick", "meddelande", "<x@y>", "status = 'skickat'"),
        "Message-ID",
    ),
    Forfalskning(
        "ett struket meddelande blir skickat",
        lambda f: f.change("utskick", "status", "skickat", "status = 'struken'"),
        "är skickat, men",
    ),
    Forfalskning(
        "ett skickat meddelande blir struket",
        lambda f: f.change("utskick", "status", "struken", "status = 'skickat'"),
        "är struken, men",
    ),
    Forfalskning("ett meddelande hittas på", _planted_message, "(?i)meddelande", daterad=False),
    Forfalskning(
        "ett meddelande tas bort",
        lambda f: f.remove("utskick", "slag = 'uppmaning' AND status = 'skickat'"),
        "finns inte längre i utkorgen",
    ),
    Forfalskning(
        "ett brev skrivs om i sin fil",
        lambda f: f.replace("utskick/*_uppmaning_*.eml", b"Subject:", b"Subject: X"),
        "ämne",
    ),
    Forfalskning(
        "ett mejl till kontoret skrivs om", lambda f: f.change("post", "text", "Annat", "id > 0"), "(?i)mejl|post"
    ),
    Forfalskning("ett mejl till kontoret tas bort", lambda f: f.remove("post", "id > 0"), "(?i)mejlet"),
    # the files
    Forfalskning(
        "ett publicerat dokument skrivs om",
        lambda f: f.append("dokument/avstamning-2026.html"),
        "är ändrad efter att programmet skrev den",
    ),
    Forfalskning(
        "ett publicerat PDF-dokument skrivs om",
        lambda f: f.append("dokument/avstamning-2026.pdf"),
        "är ändrad efter att programmet skrev den",
    ),
    Forfalskning("dokumentet och registret skrivs om", _forged_pdf, "registret säger en annan hash"),
    Forfalskning(
        "ett organblad skrivs om",
        lambda f: f.append("dokument/organ/*.html"),
        "är ändrad efter att programmet skrev den",
    ),
    Forfalskning("ett dokument tas bort", lambda f: f.file("dokument/avstamning-2026.pdf").unlink(), "saknas"),
    Forfalskning(
        "ett dokument tas bort ur registret",
        lambda f: f.remove("dokument", "sokvag LIKE '%.pdf'"),
        "borttagen ur registret",
    ),
    Forfalskning(
        "registret hittar på en fil",
        lambda f: f.copy("dokument", "id > 0", sokvag="dokument/hittepa.html"),
        "ingen händelse säger",
        daterad=False,
    ),
    # the trail
    Forfalskning(
        "en händelse skrivs om",
        lambda f: f.change_event("vad = 'Anstånd givet'", lambda u: u | {"motivering": "Annat"}),
        "har ändrats efter att den skrevs",
    ),
    Forfalskning("en händelse får en annan upphovsman", _who, "har ändrats efter att den skrevs"),
    Forfalskning("en händelse tas bort", _event_removed, "saknas; nästa rad"),
    Forfalskning("händelsernas skydd tas bort", _no_triggers, "skydd", daterad=False),
    Forfalskning("händelsernas skydd görs tandlöst", _toothless, "skydd", daterad=False),
    Forfalskning(
        "kedjans slut flyttas", lambda f: f.sql("UPDATE kedja SET antal = antal - 1"), "ska sluta med", daterad=False
    ),
    Forfalskning(
        "kedjans slut får en annan hash",
        lambda f: f.sql("UPDATE kedja SET hash = 'x'"),
        "slutar med en annan",
        daterad=False,
    ),
    Forfalskning(
        "kedjan kapas vid beslutet och slutet flyttas",
        lambda f: f.cut("Beslut fattat"),
        "(?i)ingen händelse|avstämning",
    ),
    Forfalskning(
        "en händelse tas bort och kedjan räknas om",
        _event_removed_and_renumbered,
        "(?i)kedja|anstånd|händelse",
        huvud=True,
    ),
    Forfalskning("beslutet och dess händelse byts och kedjan räknas om", _event_and_row, "omräknad", huvud=True),
    Forfalskning("ett beslut hittas på i händelserna", _invented_decision, "(?i)beslut"),
    Forfalskning("ett beslut får ett avtryck av en annan händelse", _invented_files, "(?i)filer skrivna|1\\.3"),
)
