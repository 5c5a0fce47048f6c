"""The way back of the resultatbudget, and of figures that do not agree."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from notifications.texter import tal
from rules import ekonomi
from schemas.arsmapp import (
    Investering,
    Resultatbudgetrad,
)
from schemas.begrepp import Avvikelseslag, Investeringsslag
from schemas.granskningsbok import GranskaAvvikelse
from schemas.problem import ArshjulFel
from schemas.sparnyckel import Sparnyckel, Sparslag, nyckel
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning, finn
from tasks.laget.pengar import forklaringar

MNKR = "mnkr"
#: the column that the others add up to
JUSTERAD = "justerad"


def total(varden: Iterable[Decimal | int | None]) -> Decimal:
    """The sum of what is stated."""
    return sum((Decimal(v) for v in varden if v is not None), Decimal(0))


def belopp(v: Decimal | None) -> str:
    """An amount; empty where there is none."""
    return "" if v is None else tal(v)


def _budgetraderna(las: Sparlasning) -> dict[str, Resultatbudgetrad]:
    return {r.rad_namn: r for r in las.rader(Resultatbudgetrad)}


def budgetrad(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A row of the resultatbudget with all its columns, and the rows that it is the sum of."""
    r = finn(_budgetraderna(las), n.delar[0], "ingen rad i resultatbudgeten")
    forst = Spar(r.rad_namn, belopp(_justerad(r)), las.ruta(Resultatbudgetrad, r.rad), f"{MNKR}, {JUSTERAD}")
    delar = [
        Spar(d, belopp(_justerad(_budgetraderna(las)[d])), None, MNKR, nyckel(Sparslag.BUDGETRAD, d), 1)
        for d in _delarna(r)
    ]
    return [forst, *under(_kolumnerna(las, r)), *([Spar("Raden är summan av")] if delar else []), *delar]


def _delarna(r: Resultatbudgetrad) -> list[str]:
    return [d.strip() for d in (r.summerar or "").split("+") if d.strip()]


def _justerad(r: Resultatbudgetrad) -> Decimal | None:
    return ekonomi.justerad(vars(r))


def _kolumnerna(las: Sparlasning, r: Resultatbudgetrad) -> Iterator[Spar]:
    for falt, namn in ekonomi.KOLUMNER.items():
        if (v := getattr(r, falt)) is not None:
            yield Spar(las.o.text(namn), tal(v), las.ruta(Resultatbudgetrad, r.rad, falt))


def budget(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """One amount of the resultatbudget; of a sum row, with the same amount of its parts.

    Raises:
        ArshjulFel: no such row, or column.
    """
    alla = _budgetraderna(las)
    r, kolumn = finn(alla, n.delar[0], "ingen rad i resultatbudgeten"), n.delar[1]
    if kolumn not in (*ekonomi.KOLUMNER, JUSTERAD):
        raise ArshjulFel(f"Kolumnen är {', '.join(ekonomi.KOLUMNER)} eller {JUSTERAD}, inte {kolumn}.")

    def ett(rad: Resultatbudgetrad) -> Spar:
        if kolumn == JUSTERAD:
            return Spar(f"{rad.rad_namn}, {JUSTERAD}", belopp(_justerad(rad)), None, MNKR)
        namn = las.o.text(ekonomi.KOLUMNER[kolumn])
        return Spar(
            f"{rad.rad_namn}, {namn}", belopp(getattr(rad, kolumn)), las.ruta(Resultatbudgetrad, rad.rad, kolumn), MNKR
        )

    svar = [ett(r), *(under(_kolumnerna(las, r)) if kolumn == JUSTERAD else [])]
    delar = [s for d in _delarna(r) for s in [ett(alla[d])]]
    return [*svar, *([Spar("Raden är summan av")] if delar else []), *under(delar)]


def avvikelse(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """Figures that should agree and do not, with both sides and what the office says of it.

    Raises:
        ArshjulFel: they agree.
    """
    slag, post = n.delar[0], n.del_(1)
    alla = [v for v in avvikelserna(las) if v.slag == slag and v.nyckel == post]
    if not alla:
        raise ArshjulFel(f"Det finns ingen avvikelse av slaget {slag} för {post or 'alla tillsammans'}.")
    sagt, svar = forklaringar(las.rundor.get(las.plan)), []
    for v in alla:
        svar.append(Spar(v.text, tal(v.belopp), None, MNKR))
        if forklaring := sagt.get(v.galler):
            om = f"granskningens blad {GranskaAvvikelse.BLAD}, {las.beslutat(las.plan)}"
            svar.append(Spar("Förklaring", forklaring, None, om, djup=1))
    return svar + under(_sidorna(las, Avvikelseslag(slag), post))


def avvikelserna(las: Sparlasning) -> list[ekonomi.Avvikelse]:
    """Everything that does not add up."""
    return las.avvikelser


def _sidorna(las: Sparlasning, slag: Avvikelseslag, post: str) -> list[Spar]:
    """The two sides of a difference."""
    if slag == Avvikelseslag.BESLUTSBELOPP:
        return [Spar(f"Punkt {post}", vidare=nyckel(Sparslag.PUNKT, post))]
    if slag == Avvikelseslag.RESULTATBUDGET:
        return [Spar(post, vidare=nyckel(Sparslag.BUDGET, post, k)) for k in ekonomi.KOLUMNER]
    projekt = slag == Avvikelseslag.PROJEKT
    slagen = (Investeringsslag.PROJEKT,) if projekt else (Investeringsslag.RAM, Investeringsslag.DEL)
    svar = []
    for r in las.rader(Investering):
        traff = (r.post or r.organ or "") == post if projekt else post in ("", r.organ)
        if r.slag in slagen and traff and (post or r.slag == Investeringsslag.RAM):
            vad = f"{las.o.kod(r.slag)} {r.post or las.namn(r.organ)}"
            falten = ("netto", "prognos") if projekt else ("netto",)
            svar += [
                Spar(f"{vad}, {f}", tal(v), las.ruta(Investering, r.rad, f), MNKR)
                for f in falten
                if (v := getattr(r, f)) is not None
            ]
    return svar
