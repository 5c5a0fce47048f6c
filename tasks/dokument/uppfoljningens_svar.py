"""The follow-up's sections on the answers: what is still missing, who is silent, and every answer."""

from collections.abc import Iterable
from dataclasses import replace

from notifications.texter import stor_bokstav, uppraknat
from schemas.begrepp import Svarsstatus
from tasks.dokument import svar as svaren
from tasks.dokument.diagram import svarsdiagram
from tasks.dokument.satser import not_, stycken, varde
from tasks.dokument.siffror import antalet, spar, sparas
from tasks.dokument.skrift import Bit, Block, Rubrik, Spalt, bitar, rad, tabell
from tasks.dokument.uppfoljningsdata import Uppfoljningen

#: what needs the office's attention beside silence, and what it is called
ATT_FOLJA = (
    (Svarsstatus.OTILLRACKLIG, "Otillräckliga svar"),
    (Svarsstatus.MOTIVERAD, "Organet kan inte göra det som begärdes"),
)


def att_hoja(d: Uppfoljningen) -> list[Block]:
    """What was asked beside what would now be needed; and what would be needed of those that nobody has asked."""
    alla = svaren.bristrader(d.a)
    fragade, ovriga = ([r for r in alla if (r.status is None) is utan] for utan in (False, True))
    svar_: list[Block] = []
    if fragade:
        namn = {r.kod: f"{r.kod}: {_namn(r)}" for r in fragade}
        lista = not_(f"{'. '.join(sparas(namn[k], k) for k in sorted(namn))}.")
        svar_ += [*stycken(d.u.om_begart(d.huvud)), *_fragade(d, fragade), *lista]
    if ovriga:
        svar_ += [*stycken(d.u.om_ej_fragade()), *_ej_fragade(d, ovriga)]
    return svar_


def _namn(r: svaren.Bristrad) -> str:
    return f"{r.namn}, {r.enhet}" if r.enhet else r.namn


def _fragade(d: Uppfoljningen, rader: Iterable[svaren.Bristrad]) -> list[Block]:
    o, utfall = d.o, d.ar_utfall
    arsmal = f"{stor_bokstav(o.arsmal.obestamd)}{'' if utfall else ' nu'}"
    spalter = [Spalt("Organ", 5.2), Spalt(stor_bokstav(o.indikator.obestamd), 1.7), Spalt("Begärt", 1.8, tal=True)]
    spalter += [Spalt("Svarat", 1.7, tal=True), Spalt(arsmal, 1.7, tal=True)]
    spalter += [Spalt(stor_bokstav(o.utfall.obestamd) if utfall else "Behövs nu", 1.7, tal=True), Spalt("Svaret", 3.2)]
    return tabell(
        "Det som begärdes och inte nåddes" if utfall else "Det som begärdes och inte är nått",
        spalter,
        (
            rad(
                r.organ, Bit(r.kod, nyckel=r.kod), _nytt(d, r) if r.begart is None else _bristen(r, "begart"),
                *(_bristen(r, falt) for falt in ("varde", "nu", "blev" if utfall else "behover")),
                f"{stor_bokstav(d.u.svarsord(r.status))} ({uppraknat(r.nummer)})",
            )
            for r in rader
        ),
    )  # fmt: skip


def _bristen(r: svaren.Bristrad, falt: str) -> Bit:
    """A figure of what is missing."""
    return Bit(varde(getattr(r, falt), r.decimaler), nyckel=r.nycklar.get(falt))


def _nytt(d: Uppfoljningen, r: svaren.Bristrad) -> str:
    """What was asked where no value was named."""
    arsmal = d.o.arsmal
    return f"{arsmal.en if r.nu is None else arsmal.adj('ny', 'nytt')} {arsmal}"


def _ej_fragade(d: Uppfoljningen, rader: list[svaren.Bristrad]) -> list[Block]:
    """A table for each indicator, so that its name stands once."""
    arsmal = stor_bokstav(d.o.arsmal.obestamd)
    spalter = [Spalt("Organ", 9.0), Spalt(f"{arsmal} nu", 4.0, tal=True), Spalt("Skulle behövas", 4.0, tal=True)]
    per: dict[str, list[svaren.Bristrad]] = {}
    for r in rader:
        per.setdefault(f"{r.kod} {_namn(r)}", []).append(r)
    return [
        block
        for namn, egna in per.items()
        for block in tabell(namn, spalter, (rad(r.organ, _bristen(r, "nu"), _bristen(r, "behover")) for r in egna))
    ]


def att_folja(d: Uppfoljningen) -> list[Block]:
    """Two different things: who has not reported, and who has but left questions unanswered."""
    t, i = d.tystnad, f"i {d.huvud.omgang.bestamd}"
    tysta = _organlista(d, f"Har inte rapporterat {i}", "Organ som inte har rapporterat", t.ej_rapporterats)
    rubrik = "Har rapporterat, men inte besvarat allt"
    return [*tysta, *_organlista(d, rubrik, "Organ som inte har besvarat allt", t.obesvarade)]


def _organlista(
    d: Uppfoljningen, rubrik: str, vilka: str, organen: dict[str, tuple[str, ...]]
) -> list[Block]:  # fmt: skip
    spalter = [Spalt("Organ", 7.0), Spalt(f"{stor_bokstav(d.o.uppmaning.flera)} utan svar", 10.0)]
    rader = (rad(d.a.namn(k), uppraknat(nummer) if nummer else "inga") for k, nummer in organen.items())
    tabellen = tabell(vilka, spalter, rader)
    return [Rubrik(2, bitar(rubrik)), *tabellen] if tabellen else []


def otillrackliga(d: Uppfoljningen) -> list[Block]:
    """What was answered, but is not enough, or cannot be done."""
    svar_: list[Block] = []
    for status, rubrik in ATT_FOLJA:
        if tabellen := _svarslista(d, svaren.med_status(d.svar, status), f"{rubrik}, nummer för nummer"):
            svar_ += [Rubrik(2, bitar(rubrik)), *tabellen]
    return svar_


def _svarslista(d: Uppfoljningen, rader: Iterable[svaren.Svarsrad], rubrik: str) -> list[Block]:
    spalter = [Spalt("Nummer", 1.7), Spalt("Organ", 4.1, namn=True), Spalt("Begärt", 1.6, tal=True)]
    spalter += [Spalt("Svarat", 1.6, tal=True), Spalt("Organets svar", 4.4), Spalt("Bedömning", 3.6)]
    return tabell(
        rubrik,
        spalter,
        (
            rad(
                Bit(r.nummer, nyckel=r.nummer), r.organ, "" if r.begart is None else _begart(r, r.decimaler),
                "" if r.varde is None else varde(r.varde, r.decimaler), r.svar or "",
                r.motivering or (r.skal if r.status == Svarsstatus.OTILLRACKLIG else "") or "",
                nyckel=r.nyckel,
            )
            for r in rader
        ),
    )  # fmt: skip


def _begart(r: svaren.Svarsrad, decimaler: int | None) -> Bit:
    return Bit(varde(r.begart, decimaler), nyckel=spar("del", r.nummer, r.kod))


def svar(d: Uppfoljningen) -> list[Block]:
    """Every uppmaning that stood to be answered, with every answer."""
    if not d.svarsrader:
        return []
    antal = svaren.count_status(r.status for r in d.svarsrader)
    om = d.huvud.omgang
    slagen = ["tillracklig+besvarad+motiverad", None, *(s for s, _ in antal)]
    nycklar = tuple(antalet(om, "svar", status=s) for s in slagen)
    bild = replace(svarsdiagram(d.o, antal, f"Så bedömdes svaren i {om.bestamd}"), nycklar=nycklar)
    return [*not_(d.u.statusforklaring()), bild, *(b for u in d.svar for b in _ett_svar(d, u))]


def _ett_svar(d: Uppfoljningen, u: svaren.Uppmaningssvar) -> list[Block]:
    o = d.o
    aterkallad = o.uppmaning.adj("återkallad", "återkallat")
    rubrik = bitar(Bit(u.nummer, u.kalla, nyckel=u.nummer), *([f" ({aterkallad})"] if u.aterkallad else []))
    svar_: list[Block] = [Rubrik(2, rubrik), *stycken(u.text, nyckel=u.nummer)]
    if u.svar:
        svar_ += stycken(d.u.svarsrad(u, d.huvud))
    if u.aterkallade and not u.aterkallad:
        svar_ += stycken(f"{stor_bokstav(aterkallad)} för {uppraknat(u.aterkallade)}.")
    return svar_ + (_vardesvar(d, u) if u.varde_begart else _textsvar(d, u))


def _vardesvar(d: Uppfoljningen, u: svaren.Uppmaningssvar) -> list[Block]:
    arsmal = d.o.arsmal
    spalter = [Spalt("Organ", 4.2), Spalt(f"{stor_bokstav(arsmal.obestamd)} före", 1.8, tal=True)]
    spalter += [Spalt("Begärt", 1.8, tal=True), Spalt(stor_bokstav(arsmal.reviderad), 1.9, tal=True)]
    spalter += [Spalt("Bedömning", 2.6), Spalt("Organets svar", 4.7)]
    rader = (
        rad(
            r.organ, _nuvarande(d, r, u), _begart(r, u.decimaler), varde(r.varde, u.decimaler), d.u.dom(r),
            r.svar or "", nyckel=r.nyckel,
        )
        for r in u.svar
    )  # fmt: skip
    return tabell(f"Svar på {u.nummer}" + (f", {u.enhet}" if u.enhet else ""), spalter, rader)


def _nuvarande(d: Uppfoljningen, r: svaren.Svarsrad, u: svaren.Uppmaningssvar) -> Bit:
    fore = d.jamforelse.fore
    return Bit(varde(r.nuvarande, u.decimaler), nyckel=spar("arsmal", fore, u.indikator, r.kod))


def _textsvar(d: Uppfoljningen, u: svaren.Uppmaningssvar) -> list[Block]:
    spalter = [Spalt("Organ", 5.4), Spalt("Bedömning", 2.8), Spalt("Organets svar", 8.8)]
    return tabell(
        f"Svar på {u.nummer}", spalter, (rad(r.organ, d.u.dom(r), r.svar or "", nyckel=r.nyckel) for r in u.svar)
    )
