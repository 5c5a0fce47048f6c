"""The sheets of the follow-up's workbook that say what is missing, and how every organ's årsmål come out."""

from notifications.texter import stor_bokstav, uppraknat
from tasks.dokument.bilagebok import Bokrad, Kol, Tabellblad
from tasks.dokument.loften import Loftesrad, loften
from tasks.dokument.satser import UPPFOLJNINGSMALL, Satser
from tasks.dokument.siffror import spar
from tasks.dokument.svar import bristrader
from tasks.dokument.underlag import Aret


def det_som_fattas(a: Aret) -> Tabellblad:
    """What was asked beside what would now be needed, as in the document."""
    o, u, rapporterat = a.o, Satser(a.o, UPPFOLJNINGSMALL), a.omgang.fragar_varden
    rader = [
        Bokrad(
            [
                r.organ, r.kod, r.namn, r.enhet, r.begart, r.varde, r.nu, r.behover,
                *([r.blev] if rapporterat else []),
                stor_bokstav(u.svarsord(r.status)) if r.status else "Inte tillfrågat", uppraknat(r.nummer),
            ],
            None,
            r.decimaler,
            nycklar=[r.kod, *r.nycklar.values()],
        )
        for r in bristrader(a)
    ]  # fmt: skip
    kolumner = [Kol("Organ", 34), Kol(stor_bokstav(o.indikator.obestamd), 10), Kol("Namn", 46), Kol("Enhet", 12)]
    kolumner += [Kol("Begärt", 12, "tal"), Kol("Svarat", 12, "tal")]
    kolumner += [Kol(stor_bokstav(o.arsmal.obestamd), 12, "tal"), Kol("Behövs", 12, "tal")]
    kolumner += [Kol(_vardet(a), 12, "tal")] if rapporterat else []
    kolumner += [Kol("Svaret", 16), Kol(stor_bokstav(o.uppmaning.obestamd), 20)]
    rubrik = f"Det som fattas för att nå {o.kommunfullmaktige.kort_genitiv} {o.arsmal}"
    return Tabellblad("Det som fattas", rubrik, kolumner, rader)


def organ_for_organ(a: Aret) -> Tabellblad:
    """Every årsmål of every organ beside what it reports; no rows where the omgång asks for no values."""
    o = a.o
    rader = [_loftesraden(a, r) for r in loften(a)] if a.omgang.fragar_varden else []
    kolumner = [Kol("Organ", 34), Kol(stor_bokstav(o.indikator.obestamd), 10), Kol("Namn", 46), Kol("Enhet", 12)]
    kolumner += [Kol(stor_bokstav(o.arsmal.obestamd), 12, "tal"), Kol(_vardet(a), 12, "tal")]
    kolumner += [Kol("Skillnad", 12, "tal"), Kol(f"Når {o.arsmal.adj('sin', 'sitt')} {o.arsmal}", 16)]
    rubrik = f"{stor_bokstav(o.arsmal.flera)} och {o.vardet(a.omgang.varde).flera}, organ för organ"
    return Tabellblad("Organ för organ", rubrik, kolumner, rader)


def _loftesraden(a: Aret, r: Loftesrad) -> Bokrad:
    nycklar = [spar(slag, a.omgang, r.kod, r.organ) for slag in ("arsmal", "varde")]
    return Bokrad(_loftet(a, r), None, r.decimaler, nycklar=[r.kod, *nycklar])


def _loftet(a: Aret, r: Loftesrad) -> list[object]:
    nar = "" if r.skillnad is None else "Ja" if r.nadd else "Nej"
    return [a.namn(r.organ), r.kod, r.namn, r.enhet, r.lovat, r.blev, r.skillnad, nar]


def _vardet(a: Aret) -> str:
    return stor_bokstav(a.o.vardet(a.omgang.varde).obestamd)
