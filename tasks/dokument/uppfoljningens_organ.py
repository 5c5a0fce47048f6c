"""The follow-up's sections on the organs: what each promised and reports, and what came of the year's uppmaningar."""

from notifications.texter import stor_bokstav
from schemas.begrepp import Omgangsslag
from tasks.dokument import loften
from tasks.dokument.satser import stycken, varde
from tasks.dokument.skrift import Bit, Block, Rubrik, Spalt, Tabellrad, bitar, rad, tabell
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
            *(
                str(n)
                for n in (
                    r.arsmal, r.nadda, r.ej_nadda, r.utan_varde, r.uppmaningar.antal, r.uppmaningar.uppfyllda,
                    r.uppmaningar.antal - r.uppmaningar.uppfyllda,
                )
            ),
        )
        for r in loften.per_organ(d.a, d.loften)
    )  # fmt: skip
    rubrik = f"{stor_bokstav(o.arsmal.flera)} och {o.uppmaning.flera}, organ för organ"
    return tabell(rubrik, [*spalter, Spalt("Inte uppfyllda", 1.9, tal=True)], rader)


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
        tabellen = tabell(f"{namn}: {o.arsmal.flera} som inte {hur}", spalter, map(_loftet, egna))
        block += [Rubrik(3, bitar(namn)), *tabellen]
    return block


def _loftet(r: loften.Loftesrad) -> Tabellrad:
    return rad(
        bitar(Bit(r.kod, svag=True), f" {r.namn}{f', {r.enhet}' if r.enhet else ''}"), varde(r.lovat, r.decimaler),
        varde(r.blev, r.decimaler), med_tecken(r.skillnad, r.decimaler),
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
            u.nummer, d.u.begart(u),
            *(str(n) for n in (u.utfall.antal, u.utfall.uppfyllda, u.utfall.kan_inte, u.utfall.ej_uppfyllda)),
            str(u.utfall.oppna),
        )
        for u in loften.per_uppmaning(d.a)
    )  # fmt: skip
    tabellen = tabell(f"Årets {o.uppmaning.flera}", spalter, rader)
    return [*stycken(d.u.om_uppmaningarna()), *tabellen] if tabellen else []
