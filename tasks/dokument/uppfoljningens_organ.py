"""The follow-up's sections on the organs: what each promised and reports, and what came of the year's uppmaningar."""

from notifications.texter import stor_bokstav
from schemas.begrepp import Omgangsslag
from tasks.dokument import loften
from tasks.dokument.satser import stycken, varde
from tasks.dokument.siffror import antalet, spar
from tasks.dokument.skrift import Bit, Block, Rubrik, Spalt, Tabellrad, bitar, med_nyckel, rad, tabell
from tasks.dokument.uppfoljningsdata import Uppfoljningen, med_tecken


def organen(d: Uppfoljningen) -> list[Block]:
    """Where values are reported: each organ's årsmål counted, and those that it does not reach."""
    if not d.jamforelse.arsmalet:
        return []
    lovade = [r for r in d.loften if r.lovat is not None]
    nadda, samre = sum(r.nadd for r in lovade), sum(r.samre for r in lovade)
    antal = d.u.loftena(nadda, samre, len(lovade) - nadda - samre, d.huvud)
    return [*stycken(d.u.om_organen(d.huvud), antal), *_organtabell(d), *_samre(d)]


def _organtabell(d: Uppfoljningen) -> list[Block]:
    o = d.o
    nadda, ej = ("Nådda", "Inte nådda") if d.ar_utfall else ("Väntas nås", "Väntas inte nås")
    spalter = [Spalt("Organ", 4.8), Spalt(stor_bokstav(o.arsmal.flera), 1.6, tal=True), Spalt(nadda, 1.6, tal=True)]
    spalter += [
        Spalt(ej, 1.7, tal=True),
        Spalt(f"{stor_bokstav(o.vardet(d.huvud.omgang.varde).obestamd)} saknas", 1.6, tal=True),
    ]
    spalter += [Spalt(stor_bokstav(o.uppmaning.flera), 2.1, tal=True), Spalt("Uppfyllda", 1.8, tal=True)]
    rader = (
        rad(
            d.a.namn(r.organ),
            *_raknade(d, "arsmal", {"organ": r.organ}, {None: r.arsmal, **r.efter_utfall}),
            *_raknade(
                d, "delar", {"organ": r.organ},
                {
                    None: r.uppmaningar.antal, "uppfyllda": r.uppmaningar.uppfyllda,
                    "kan_inte+ej_uppfyllda+oppna": r.uppmaningar.antal - r.uppmaningar.uppfyllda,
                },
            ),
        )
        for r in loften.per_organ(d.a, d.loften)
    )  # fmt: skip
    rubrik = f"{stor_bokstav(o.arsmal.flera)} och {o.uppmaning.flera}, organ för organ"
    return tabell(rubrik, [*spalter, Spalt("Inte uppfyllda", 1.9, tal=True)], rader)


def _raknade(d: Uppfoljningen, vad: str, av: dict[str, str], per_utfall: dict[str | None, int]) -> list[Bit]:
    """Counts of one kind by what came of it, in all where that is None, each with its key."""
    return [Bit(str(n), nyckel=antalet(d.huvud.omgang, vad, **av, utfall=utfall)) for utfall, n in per_utfall.items()]


def _samre(d: Uppfoljningen) -> list[Block]:
    """Organ by organ, so that its name stands once."""
    o, hur = d.o, "nåddes" if d.ar_utfall else "väntas nås"
    spalter = [Spalt(stor_bokstav(o.indikator.obestamd), 10.4), Spalt(stor_bokstav(o.arsmal.obestamd), 2.2, tal=True)]
    spalter += [Spalt(stor_bokstav(o.vardet(d.huvud.omgang.varde).obestamd), 2.2, tal=True)]
    spalter += [Spalt("Skillnad", 2.2, tal=True)]
    per: dict[str, list[loften.Loftesrad]] = {}
    for r in (r for r in d.loften if r.samre):
        per.setdefault(d.a.namn(r.organ), []).append(r)
    block: list[Block] = [Rubrik(2, bitar(f"{stor_bokstav(o.arsmal.flera)} som inte {hur}"))] if per else []
    for namn, egna in per.items():
        tabellen = tabell(f"{namn}: {o.arsmal.flera} som inte {hur}", spalter, (_loftet(d, r) for r in egna))
        block += [Rubrik(3, bitar(namn)), *tabellen]
    return block


def _loftet(d: Uppfoljningen, r: loften.Loftesrad) -> Tabellrad:
    namn = med_nyckel(bitar(Bit(r.kod, svag=True), f" {r.namn}{f', {r.enhet}' if r.enhet else ''}"), r.kod)
    lovat = Bit(varde(r.lovat, r.decimaler), nyckel=spar("arsmal", d.huvud.omgang, r.kod, r.organ))
    return rad(
        namn, lovat, varde(r.blev, r.decimaler), med_tecken(r.skillnad, r.decimaler),
        nyckel=spar("varde", d.huvud.omgang, r.kod, r.organ),
    )  # fmt: skip


def arets_uppmaningar(d: Uppfoljningen) -> list[Block]:
    """The bokslut: every uppmaning of the year and what came of it."""
    if d.a.omgang.slag != Omgangsslag.BOKSLUT:
        return []
    o = d.o
    spalter = [Spalt("Nummer", 1.8), Spalt("Det som begärdes", 6.0), Spalt("Mottagare", 1.9, tal=True)]
    spalter += [Spalt("Uppfyllda", 1.8, tal=True), Spalt("Kan inte", 1.6, tal=True)]
    spalter += [Spalt("Inte uppfyllda", 2.0, tal=True), Spalt("Öppna", 1.6, tal=True)]
    rader = (
        rad(
            Bit(u.nummer, nyckel=u.nummer), d.u.begart(u),
            *_raknade(d, "delar", {"nummer": u.nummer}, _utfallet(u.utfall)), nyckel=u.nummer,
        )
        for u in loften.per_uppmaning(d.a)
    )  # fmt: skip
    tabellen = tabell(f"Årets {o.uppmaning.flera}", spalter, rader)
    return [*stycken(d.u.om_uppmaningarna()), *tabellen] if tabellen else []


def _utfallet(u: loften.Uppmaningsutfall) -> dict[str | None, int]:
    return {
        None: u.antal, "uppfyllda": u.uppfyllda, "kan_inte": u.kan_inte, "ej_uppfyllda": u.ej_uppfyllda,
        "oppna": u.oppna,
    }  # fmt: skip
