"""Small years for the follow-ups: a city with one nämnd, one where nobody answers, one where everybody does."""

import csv
from collections.abc import Sequence
from pathlib import Path

Rader = Sequence[Sequence[str]]

AR_YAML = """ar: 2028
kommun: {kommun}
diarienummer: RS 2027/7
kalender: {{oppnas: 2027-12-01}}
trosklar: {{indikator_delvis_inom: 0.10, mal_helt: 0.60, mal_delvis: 0.50, stor_avvikelse: 0.10}}
paminnelser: {{fore: [7], efter: [1], eskalering: {{}}}}
"""
OMGANGAR = (
    ("VP", "plan", "Verksamhetsplan", "verksamhetsplanen", "2028-01-14", "2028-02-01", "2028-02-10", "arsmal"),
    ("T1", "uppfoljning", "Tertialrapport 1", "", "2028-05-12", "2028-06-01", "2028-06-10", "arsmal"),
    ("VB", "bokslut", "Årsredovisning", "årsredovisningen", "2029-01-12", "2029-02-01", "2029-02-10", "utfall"),
)
REGIONENS_ORD = (
    ("kommunfullmaktige", "regionfullmäktige", "regionfullmäktige", "", "", "RF"),
    ("staden", "region", "regionen", "", "", ""),
    ("kontoret", "regionledningskontor", "regionledningskontoret", "", "", ""),
    ("verksamhetsomradesmal", "mål", "målet", "mål", "målen", ""),
    ("arsmal", "målvärde", "målvärdet", "målvärden", "målvärdena", ""),
)
NAMNDER = (("kultur", "Kulturnämnden"), ("trafik", "Trafiknämnden"), ("vard", "Vårdnämnden"))


def _skriv(fil: Path, rubriker: str, rader: Rader) -> None:
    fil.parent.mkdir(parents=True, exist_ok=True)
    with fil.open("w", encoding="utf-8", newline="") as ut:
        csv.writer(ut).writerows([rubriker.split(","), *rader])


def _grunden(mapp: Path, kommun: str, namnder: Rader, indikatorer: Rader) -> None:
    mapp.mkdir(parents=True, exist_ok=True)
    (mapp / "ar.yaml").write_text(AR_YAML.format(kommun=kommun), "utf-8")
    _skriv(mapp / "omgangar.csv", "omgang,slag,namn,bestamd,senast,sammanstalls,beslutas,varde", OMGANGAR)
    _skriv(mapp / "organ.csv", "kod,namn,kortnamn,slag,genom", [(k, n, "", "facknamnd", "") for k, n in namnder])
    _skriv(mapp / "mal.csv", "kod,namn,overordnat", [("1", "Vården ska vara nära", ""), ("2", "Resandet ska öka", "")])
    rubriker = "kod,mal,namn,slag,enhet,decimaler,riktning,aggregering,kf_arsmal,provas"
    _skriv(mapp / "indikatorer.csv", rubriker, indikatorer)
    tilldelningar = [(i[0], k, "1", "") for i in indikatorer for k, _ in namnder]
    _skriv(mapp / "tilldelningar.csv", "indikator,organ,vikt,utfall_foregaende", tilldelningar)


def _varden(fil: Path, rubriker: str, rader: Rader) -> None:
    _skriv(fil, f"organ,{rubriker}", rader)


def en_namnd(mapp: Path) -> Path:
    """A city with one nämnd and one indicator that is reached: nothing is asked, and it reports what it promised."""
    _grunden(mapp, "Storås", NAMNDER[:1], [("i1", "1", "Antal besök", "kf", "antal", "0", "hogre", "summa", "100", "")])
    _varden(mapp / "verksamhetsplaner" / "arsmal.csv", "Indikatorkod,Nämndens årsmål,Så når vi målet",
            [("kultur", "i1", "100", "Öppet fler kvällar.")])  # fmt: skip
    _varden(mapp / "VB" / "utfall.csv", "Indikatorkod,Utfall", [("kultur", "i1", "104")])
    return mapp


def _regionen(mapp: Path, svar: Rader) -> Path:
    """A region with three nämnder and no bolag, whose årsmål do not add up to what is decided."""
    indikatorer = [
        ("i1", "1", "Antal besök", "kf", "antal", "0", "hogre", "summa", "300", ""),
        ("i2", "2", "Andel nöjda", "kf", "procent", "0", "hogre", "medel", "80", ""),
    ]
    _grunden(mapp, "Norra regionen", NAMNDER, indikatorer)
    _skriv(mapp / "ord.csv", "nyckel,obestamd,bestamd,flera,flera_bestamd,kort", REGIONENS_ORD)
    arsmal = [(k, "i1", v, "Så.") for (k, _), v in zip(NAMNDER, ("90", "90", "90"), strict=True)]
    arsmal += [(k, "i2", v, "Så.") for (k, _), v in zip(NAMNDER, ("80", "80", ""), strict=True)]
    _varden(mapp / "verksamhetsplaner" / "arsmal.csv", "Indikatorkod,Nämndens årsmål,Så når vi målet", arsmal)
    if svar:
        _varden(mapp / "T1" / "svar.csv", "grund,indikator,reviderat_arsmal,svar", svar)
        utfall = [(k, i, v) for k, _ in NAMNDER for i, v in (("i1", "100"), ("i2", "79"))]
        _varden(mapp / "VB" / "utfall.csv", "Indikatorkod,Utfall", utfall)
    return mapp


def ingen_svarar(mapp: Path) -> Path:
    """The region where nobody answers, in the tertialrapport or in the bokslut."""
    return _regionen(mapp, [])


def alla_svarar(mapp: Path) -> Path:
    """The region where everybody answers with what was asked."""
    svar = [(k, "aggregat_under_kf", "i1", "100", "Höjt.") for k, _ in NAMNDER]
    return _regionen(mapp, [*svar, ("vard", "saknat_arsmal", "i2", "80", "")])
