"""Resultatbudget, beslutsbelopp, and where figures do not agree (kontrakt section 5, Money). All in mnkr."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from rules.tal import plain
from schemas.begrepp import NAMNDSLAG, Avvikelseslag, Investeringsslag
from schemas.ord import Ordbok

#: the columns of the resultatbudget that are added up → what they are called
KOLUMNER: dict[str, str] = {
    "kf_budget": "{kommunfullmaktige.kort_genitiv} budget",
    "justeringar": "justeringar",
    "omslutning": "omslutning",
}


@dataclass(frozen=True)
class Avvikelse:
    """Two figures that should agree and do not.

    nyckel is a punkt, rad, organ or post (empty = the city); belopp is in mnkr.
    """

    slag: Avvikelseslag
    nyckel: str
    text: str
    belopp: Decimal

    @property
    def galler(self) -> tuple[str, str, str]:
        """What the figures are of, whatever they come to: slag, nyckel, and the text before the figures."""
        return str(self.slag), self.nyckel, what_differs(self.text)


def what_differs(text: str) -> str:
    """The text of an avvikelse without its figures."""
    return text.rpartition(": ")[0]


def _summa(varden: Iterable[Decimal | None]) -> Decimal:
    return sum((v for v in varden if v is not None), Decimal(0))


def justerad(rad: Mapping[str, Any]) -> Decimal | None:
    """kf_budget + justeringar + omslutning of one row of the resultatbudget, in mnkr; None where none is stated."""
    angivna = [rad[k] for k in KOLUMNER if rad[k] is not None]
    return _summa(angivna) if angivna else None


def behind(punkt: Mapping[str, Any], justeringar: pd.DataFrame) -> pd.DataFrame:
    """The budgetjusteringar behind a beslutspunkt: those of its slag and, where stated, its finansiering."""
    rader = justeringar[justeringar["slag"] == punkt["slag"]]
    return rader[rader["finansiering"] == punkt["finansiering"]] if punkt["finansiering"] else rader


def beslutssumma(punkt: Mapping[str, Any], justeringar: pd.DataFrame) -> Decimal | None:
    """Σ beviljat over the budgetjusteringar behind a beslutspunkt; None without any."""
    rader = behind(punkt, justeringar)
    return _summa(rader["beviljat"]) if len(rader) else None


def beslutsavvikelser(beslutsbelopp: pd.DataFrame, justeringar: pd.DataFrame) -> list[Avvikelse]:
    """Sums of budgetjusteringar that differ from the amount decided."""
    svar = []
    for punkt in beslutsbelopp.to_dict("records"):
        summa, belopp = beslutssumma(punkt, justeringar), punkt["belopp"]
        if summa is not None and belopp is not None and summa != belopp:
            text = f"Punkt {punkt['punkt']}: justeringarna är {_mnkr(summa)} mnkr, beslutet {_mnkr(belopp)} mnkr"
            svar.append(Avvikelse(Avvikelseslag.BESLUTSBELOPP, punkt["punkt"], text, summa - belopp))
    return svar


def budgetavvikelser(resultatbudget: pd.DataFrame, o: Ordbok) -> list[Avvikelse]:
    """Columns of sum rows that differ from the sum of their parts."""
    rader = resultatbudget.set_index("rad")
    svar = []
    for rad in resultatbudget[resultatbudget["summerar"].notna()].to_dict("records"):
        namn = rad["rad"]
        delar = rader.loc[[d.strip() for d in rad["summerar"].split("+")]]
        for kolumn, namn_ in KOLUMNER.items():
            delsumma = _summa(delar[kolumn])
            if rad[kolumn] is not None and delar[kolumn].notna().any() and rad[kolumn] != delsumma:
                text = f"{namn}, {o.text(namn_)}: raden är {_mnkr(rad[kolumn])} mnkr, delarna {_mnkr(delsumma)} mnkr"
                svar.append(Avvikelse(Avvikelseslag.RESULTATBUDGET, namn, text, rad[kolumn] - delsumma))
    return svar


def ramavvikelser(investeringar: pd.DataFrame, organ: pd.DataFrame, o: Ordbok) -> list[Avvikelse]:
    """Frames that differ from their parts, and the city's frame from all nämnders' where every nämnd has one.

    Args:
        investeringar: rows of investeringar.csv; organ is None for the whole city.
        organ: the organs by kod, with namn and slag.
    """
    har_netto = investeringar[investeringar["netto"].notna()]
    ramar = har_netto[har_netto["slag"] == Investeringsslag.RAM]
    egna = ramar[ramar["organ"].notna()].groupby("organ", sort=False)["netto"].agg(_summa)
    delar = har_netto[har_netto["slag"] == Investeringsslag.DEL].groupby("organ", sort=False)["netto"].agg(_summa)
    svar = []
    for kod in [k for k in egna.index if k in delar.index and egna[k] != delar[k]]:
        text = (
            f"{organ.at[kod, 'namn']}: delarna summerar till {_mnkr(delar[kod])} mnkr, ramen är {_mnkr(egna[kod])} mnkr"
        )
        svar.append(Avvikelse(Avvikelseslag.RAM, kod, text, delar[kod] - egna[kod]))
    hela = ramar[ramar["organ"].isna()]["netto"]
    namnder = set(organ.index[organ["slag"].isin(NAMNDSLAG)])
    if len(hela) and namnder and namnder <= set(egna.index):
        summa, stadens = _summa(egna[egna.index.isin(namnder)]), _summa(hela)
        if summa != stadens:
            text = (
                f"Hela {o.staden.bestamd}: ramarna summerar till {_mnkr(summa)} mnkr, {o.staden.genitiv} ram är "
                f"{_mnkr(stadens)} mnkr"
            )
            svar.append(Avvikelse(Avvikelseslag.RAM, "", text, summa - stadens))
    return svar


def projektavvikelser(investeringar: pd.DataFrame) -> list[Avvikelse]:
    """Projects whose forecast passes their budget."""
    projekt = investeringar[investeringar["slag"] == Investeringsslag.PROJEKT]
    svar = []
    for p in projekt.to_dict("records"):
        if p["prognos"] is not None and p["netto"] is not None and p["prognos"] > p["netto"]:
            over = p["prognos"] - p["netto"]
            text = f"{p['post']}: prognosen {_mnkr(p['prognos'])} mnkr överstiger budgeten {_mnkr(p['netto'])} mnkr"
            svar.append(Avvikelse(Avvikelseslag.PROJEKT, p["post"] or p["organ"] or "", text, over))
    return svar


def _mnkr(belopp: Decimal) -> str:
    return (plain(belopp) or "").replace(".", ",").replace("-", "−")


def avvikelser(filer: Mapping[str, pd.DataFrame], justeringar: pd.DataFrame, o: Ordbok) -> list[Avvikelse]:
    """Everything of a year that does not add up, in the order of the rules.

    Args:
        filer: file name → frame with the file's headers; files that the year does not have are left out.
        justeringar: the budgetjusteringar that count: those of the year, or as decided.
    """
    alla: list[Avvikelse] = []
    if (budget := filer.get("resultatbudget.csv")) is not None:
        alla += budgetavvikelser(budget, o)
    if (belopp := filer.get("beslutsbelopp.csv")) is not None:
        alla += beslutsavvikelser(belopp, justeringar)
    if (investeringar := filer.get("investeringar.csv")) is not None:
        alla += ramavvikelser(investeringar, filer["organ.csv"].set_index("kod"), o)
        alla += projektavvikelser(investeringar)
    return alla
