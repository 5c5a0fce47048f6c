"""What the T1 workbooks answer, by organ and uppmaning (kontrakt section 5, T1 answers)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.svar import Svar
from schemas.arbetsbocker import T1Svar
from schemas.tabeller import Inlamning


@dataclass
class Svarsbok:
    """One T1 workbook: its rows by number, and its reviderade årsmål by indicator."""

    rader: dict[str, T1Svar] = field(default_factory=dict)
    varden: dict[str, Decimal] = field(default_factory=dict)

    def pa(self, nummer: str, indikator: str | None) -> Svar:
        """What it answers to one uppmaning; a value for the indicator answers wherever it stands."""
        varde = self.varden.get(indikator or "")
        r = self.rader.get(nummer)
        if r is None:
            return Svar(varde)
        return Svar(varde, r.svar, r.aktivitet, bool(r.kan_inte), r.reviderat_arsmal is not None)


@dataclass(frozen=True)
class Svarsbocker:
    """T1 workbooks by organ, each organ's in their order."""

    per_organ: dict[str, list[Svarsbok]]

    def pa(self, organ: str, nummer: str, indikator: str | None) -> list[Svar]:
        """What each of an organ's workbooks answers to one uppmaning."""
        return [bok.pa(nummer, indikator) for bok in self.per_organ.get(organ, ())]


def svar_i(session: Session, inlamningar: Iterable[int]) -> Svarsbocker:
    """The answers of the given submissions."""
    nummer = list(inlamningar)
    organ = dict(session.exec(select(Inlamning.id, Inlamning.organ).where(col(Inlamning.id).in_(nummer))).all())
    bocker = {nr: Svarsbok() for nr in nummer}
    for r in session.exec(select(T1Svar).where(col(T1Svar.inlamning_id).in_(nummer)).order_by(col(T1Svar.id))):
        bok = bocker[r.inlamning_id]
        bok.rader[r.nummer] = r
        if r.indikatorkod and r.reviderat_arsmal is not None:
            bok.varden[r.indikatorkod] = r.reviderat_arsmal
    per_organ: dict[str, list[Svarsbok]] = {}
    for nr, bok in bocker.items():
        per_organ.setdefault(str(organ[nr]), []).append(bok)
    return Svarsbocker(per_organ)
