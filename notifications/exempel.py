"""What every kind of message may be about: one, two and many, a nämnd, a bolag through another, the office.

With it a template that somebody has changed is tried (`arshjul brevmallar --prova`). Every name that a standard
template uses stands in each of its examples, so that what is offered here is what may be used.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schemas.begrepp import Omgangsslag, Vardeslag
from schemas.omgangar import Omgang
from schemas.ord import Ordbok

#: what a message of the kind is about: the names that its template may use
Exempel = dict[str, Any]
NAMNDEN = {"organ": "Gatunämnden", "genom": None}
BOLAGET = {"organ": "Bostads AB", "genom": "Kommunbolagen AB"}
NAMNEN = ("Andel nöjda besökare", "Antal träd längs gatorna", "Andel gående och cyklister")


@dataclass(frozen=True)
class Stad:
    """The city that the examples speak for, and its rounds: a plan, a follow-up, and a last one."""

    o: Ordbok
    ar: int
    kommun: str
    fragor_till: str | None = "planering@example.org"

    @property
    def alltid(self) -> Exempel:
        """What every message is told."""
        return {"ar": self.ar, "kommun": self.kommun, "diarienummer": "KS 1/1", "fragor_till": self.fragor_till}

    def dag(self, manad: int, dag: int = 15) -> datetime.date:
        """A day of the year."""
        return datetime.date(self.ar, manad, dag)

    @property
    def plan(self) -> Omgang:
        """The plan."""
        return self._omgang(0, "P", Omgangsslag.PLAN, "Verksamhetsplan", "verksamhetsplanen", Vardeslag.ARSMAL, 1)

    @property
    def uppfoljning(self) -> Omgang:
        """A follow-up with a prognos, that another omgång follows."""
        return self._omgang(1, "U", Omgangsslag.UPPFOLJNING, "Delårsrapport", "delårsrapporten", Vardeslag.PROGNOS, 5)

    @property
    def sista(self) -> Omgang:
        """The bokslut."""
        return self._omgang(2, "B", Omgangsslag.BOKSLUT, "Bokslut", "bokslutet", Vardeslag.UTFALL, 9)

    def _omgang(
        self, nr: int, kod: str, slag: Omgangsslag, namn: str, bestamd: str, varde: Vardeslag, manad: int
    ) -> Omgang:
        dagar = (self.dag(manad), self.dag(manad + 1), self.dag(manad + 2))
        return Omgang(kod, slag, namn, bestamd, *dagar, varde, nr, foljs=nr < 2)

    def nummer(self, n: int) -> str:
        """The number of an uppmaning."""
        return f"{self.ar}-{n:02d}"

    def kort(self, n: int) -> str:
        """What one is about, in a few words."""
        return f"{self.o.arsmal.reviderad} för ”{NAMNEN[n % len(NAMNEN)]}”"


def _asked(s: Stad, n: int, **om: Any) -> Exempel:
    text = f"Gatunämnden {s.o.uppmanas} lämna {s.o.arsmal.en} {s.o.arsmal.reviderad} för ”{NAMNEN[n % len(NAMNEN)]}”."
    var = {"nummer": s.nummer(n), "text": text, "senast": s.uppfoljning.senast, "begart": None, "nuvarande": None}
    return var | {"enhet": "procent", "vidgad": False, "hos_er": ""} | om


def _judged(s: Stad, n: int, status: str, **om: Any) -> Exempel:
    var = {"nummer": s.nummer(n), "kort": s.kort(n), "status": status, "sen": False, "skal": None}
    return var | {"senast": s.sista.senast, "kvarstar": False} | om


def _uppmaning(s: Stad) -> list[Exempel]:
    inget: Exempel = {"uppmaningar": [], "kvarstar": [], "framstallningar": [], "resultatenheter": [], "vardet": None}
    inget |= {"blad": f"gatunamnden-vp-{s.ar}.pdf"}
    om = inget | {"omgang": s.plan, "nasta": s.uppfoljning, "beslutad": s.plan.beslutas, "forfallo": s.sista.senast}
    brist = "Det här behöver kompletteras hos er: mål 1.1 saknar process."
    flera = [
        _asked(s, 1, begart=Decimal("31.0"), nuvarande=Decimal("30.5")),
        _asked(s, 2, hos_er=brist),
        _asked(s, 3, senast=None),
    ]
    sokt = {"andamal": "Lekplatser", "slag": "investering", "sokt": Decimal(2), "beviljat": Decimal(1)}
    beslut = {
        "framstallningar": [sokt | {"motivering": "Ryms delvis."}, sokt | {"beviljat": None, "motivering": None}],
        "resultatenheter": [
            {"resultatenhet": "Parkdrift", "forandring": "Ny", "beslut": "Godkänns", "motivering": None}
        ],
    }
    kvar = [_judged(s, 4, "utebliven"), _judged(s, 5, "otillracklig", skal="Värdet når inte det begärda 31,0.")]
    senare = {"omgang": s.uppfoljning, "nasta": s.sista, "vardet": s.o.vardet(s.sista.varde).bestamd}
    return [
        om | NAMNDEN | {"uppmaningar": flera} | beslut,
        om | BOLAGET | {"uppmaningar": flera[:1]},
        om | NAMNDEN | beslut,
        om | NAMNDEN | {"nasta": None, "forfallo": None, "uppmaningar": flera[2:]},
        om | NAMNDEN | senare | {"uppmaningar": flera[2:], "kvarstar": kvar},
    ]


def _tack(s: Stad) -> list[Exempel]:
    def ett(*domar: Exempel, nasta: Omgang | None) -> Exempel:
        klara = [d for d in domar if d["status"] in ("tillracklig", "besvarad", "motiverad")]
        andra = {k: [d for d in domar if d["status"] == k] for k in ("otillracklig", "utebliven", "oppen")}
        omgang = s.uppfoljning if nasta else s.sista
        return {"omgang": omgang, "nasta": nasta, "antal": len(domar), "klara": klara, **andra}

    lacking = {"skal": "Värdet 30,6 når inte det begärda 31,0."}
    kvar = {"kvarstar": True}
    alla = [_judged(s, 1, "otillracklig", **lacking), _judged(s, 2, "utebliven"), _judged(s, 3, "oppen", senast=None)]
    klara = [_judged(s, 4, "besvarad"), _judged(s, 5, "motiverad"), _judged(s, 6, "tillracklig", skal="Räcker väl.")]
    return [
        ett(klara[0] | {"sen": True}, nasta=None) | NAMNDEN,
        ett(*(d | {"sen": True} for d in klara), nasta=s.sista) | BOLAGET,
        ett(*(d | kvar for d in alla), *klara, nasta=s.sista) | NAMNDEN,
        ett(*alla, *klara[:1], nasta=None) | BOLAGET,
        ett(*alla[:1], nasta=s.sista) | NAMNDEN,
    ]


def _veckan(s: Stad) -> list[Exempel]:
    om = {"vecka": 48, "omgangar": [("Verksamhetsplan", "föreslagen 2026-03-02, version 1, väntar på beslut")]}
    return [
        om
        | {"saknas": [("Verksamhetsplan", ["Gatunämnden", "Bostads AB"])], "anmarkningar": ["Ett meddelande väntar."]},
        om | {"saknas": [], "anmarkningar": []},
    ]


def _sammandrag(s: Stad) -> list[Exempel]:
    om = {"omgang": s.uppfoljning, "nasta": s.sista, "beslutad": s.uppfoljning.beslutas}
    skyldiga = {
        "otillracklig": [("Gatunämnden", [s.nummer(1), s.nummer(2)])],
        "utebliven": [("Gatunämnden", [s.nummer(3)]), ("Bostads AB", [s.nummer(1)])],
    }
    svar = [("tillracklig", 1), ("besvarad", 20), ("motiverad", 2)]
    mal = [{"kod": "1.1", "namn": "Trygga gator", "fore": "delvis", "efter": "helt"}]
    ny = {"mal": [mal[0] | {"fore": None}]}
    allt = {"antal": 29, "kvarstar": 3, "skyldiga": 4, "svar": svar, "oppna": 2, "mal": mal, "oforandrade": 18}
    inga: Exempel = {"antal": 0, "kvarstar": 0, "skyldiga": 0, "svar": [], "oppna": 0, "mal": [], "oforandrade": 19}
    tomt: Exempel = {"otillracklig": [], "utebliven": []}
    utan_dag = {"kvarstar": 0, "oforandrade": 1}
    return [
        om | allt | skyldiga,
        om | allt | skyldiga | ny | {"nasta": None},
        om | allt | skyldiga | utan_dag,
        om | inga | tomt,
    ]


def _kvittens(s: Stad) -> list[Exempel]:
    om: Exempel = {
        "omgang": s.plan, "vardet": str(s.o.arsmal), "status": "godkand", "version": 2, "sen": False,
        "inkom": s.dag(1, 14), "forfallo": s.plan.senast, "filnamn": "Plan.xlsx", "skal": None, "fragor": [],
        "saknas": [], "sammanstalls": s.plan.sammanstalls, "antal_arsmal": 5, "antal_indikatorer": 5, "problem": [],
        "tappat": [], "otillrackligt": [], "rattad": False, "ovriga": [], "kontoret_lamnade": False,
    }  # fmt: skip
    slagen = ("arsmal", "varde", "beskrivning", "bidrar", "hur", "process", "ofullstandig", "obligatorisk")
    saknas = [{"brist": b, "kod": "1.1", "namn": "Trygga gator", "senast": None} for b in slagen]
    svar = {"brist": "svar", "kod": s.nummer(1), "namn": s.kort(1), "senast": s.uppfoljning.senast}
    ovanligt = {"fragor": ["Bladet 1, cell F3: värdet är 378,9. Stämmer det?"], "sen": True, "antal_arsmal": 4}
    problem = [{"plats": "bladet 1, cell F2", "text": "Värdet är inte ett tal. Där står ”ca 70”."}]
    brister = {"tappat": [s.nummer(2)], "otillrackligt": [{"nummer": s.nummer(3), "skal": "Inget värde är angivet."}]}
    senare = {"omgang": s.uppfoljning, "antal_arsmal": None, "sammanstalls": s.uppfoljning.sammanstalls}
    return [
        om | NAMNDEN | {"antal_arsmal": 3, "ovriga": ["protokoll.pdf"], "kontoret_lamnade": True},
        om | NAMNDEN | ovanligt | {"saknas": saknas},
        om | BOLAGET | senare | brister | {"saknas": [svar, svar | {"senast": None}]},
        om | NAMNDEN | {"status": "vantar", "skal": "avsändaren är ingen känd kontakt"},
        om | BOLAGET | {"status": "avvisad", "problem": problem, "rattad": True},
        om | NAMNDEN | {"status": "avvisad", "problem": problem * 2, "omgang": None},
    ]


def _forfragan(s: Stad) -> list[Exempel]:
    om = {"omgang": s.plan, "forfallo": s.plan.senast, "antal_indikatorer": 12, "antagna": 0, "vardet": "värdet"}
    senare = {"omgang": s.sista, "forfallo": s.sista.senast, "vardet": s.o.utfall.bestamd}
    return [
        om | NAMNDEN,
        om | BOLAGET | {"antal_indikatorer": 1, "antagna": 1},
        om | NAMNDEN | {"antagna": 2},
        om | NAMNDEN | senare,
        om | BOLAGET | senare | {"antal_indikatorer": 1},
    ]


def _anstand(s: Stad) -> list[Exempel]:
    om: Exempel = {"motivering": "Nämnden möts senare.", "senast": s.dag(6), "fore": s.dag(5)}
    svaret = {"nummer": s.nummer(1), "omgang": None, "kort": s.kort(1)}
    return [om | NAMNDEN | svaret, om | BOLAGET | {"nummer": None, "omgang": s.plan, "kort": None}]


def _ny_sista_dag(s: Stad) -> list[Exempel]:
    om: Exempel = {"omgang": s.uppfoljning, "senast": s.dag(6)}
    return [
        om | NAMNDEN | {"nummer": [s.nummer(1)]},
        om | BOLAGET | {"nummer": [s.nummer(n) for n in (1, 2, 3)]},
    ]


def _aterkallelse(s: Stad) -> list[Exempel]:
    om: Exempel = {"nummer": s.nummer(1), "motivering": "Det är redan klart.", "text": _asked(s, 1)["text"]}
    return [om | NAMNDEN, om | BOLAGET]


def _besked(s: Stad) -> list[Exempel]:
    om = {"omgang": s.plan, "status": "godkand", "inkom": s.dag(1), "version": 1, "filnamn": "Plan.xlsx"}
    return [
        om | NAMNDEN | {"motivering": None},
        om | BOLAGET | {"motivering": "Fel år.", "status": "avvisad"},
    ]


def _skuld(s: Stad) -> Exempel:
    rader = [f"{s.nummer(n)}: {s.kort(n)}" for n in (1, 2)]
    ett = [{"namn": NAMNDEN["organ"], "saknas": rader}]
    om = {"omgang": s.uppfoljning, "forfallo": s.uppfoljning.senast, "skuld": ["svar"], "lika": False}
    return om | {"delar": ett, "via": None, "mottagaren": s.o.forvaltningschef, "kvar": 14}


def _skulder(s: Stad) -> list[Exempel]:
    om = _skuld(s)
    planen = {"omgang": s.plan, "skuld": ["plan"], "lika": True}
    bada = [{"namn": n, "saknas": [f"{s.plan.bestamd} {s.ar}"]} for n in ("Bostads AB", "Vatten AB", "Hamn AB")]
    bolag = {"via": BOLAGET["genom"], "mottagaren": s.o.vd}
    return [
        om,
        om | bolag | planen | {"delar": bada[:1], "kvar": 1},
        om | bolag | planen | {"delar": bada, "kvar": 0},
        om | bolag | {"delar": [*om["delar"], *bada[:1]], "kvar": -5},
    ]


def _forfragan_samlad(s: Stad) -> list[Exempel]:
    om = {"organen": ["Bostads AB", "Vatten AB"], "vardet": s.o.utfall.bestamd}
    return [om | {"omgang": o, "forfallo": o.senast} for o in (s.plan, s.sista)]


def _samlat(s: Stad) -> list[Exempel]:
    om = {"organen": ["Bostads AB", "Vatten AB"], "delar": ["Till Bostads AB", "Till Vatten AB"]}
    return [om | {"slag": "tack", "omgang": s.uppfoljning}, om | {"slag": "uppmaning", "omgang": s.plan}]


def _utan_arbetsbok(s: Stad) -> list[Exempel]:
    om = {"amnet": "Vår plan", "inkom": s.dag(1)}
    return [om | NAMNDEN | {"istallet": ["en länk"]}, om | BOLAGET | {"istallet": ["en PDF"]},
            om | NAMNDEN | {"istallet": []}]  # fmt: skip


def _post(s: Stad) -> list[Exempel]:
    brev = {
        "slag": "utan_arbetsbok", "avsandare": "a@example.org", "amne": "Vår plan", "text": "Se bilagan.\nHälsningar",
        "inkom": s.dag(1), "bilagor": ["Plan.pdf"], "organ": "Gatunämnden", "fil": "0123.bin", "adresser": [],
        "antal": 0, "skal": "",
    }  # fmt: skip
    studs = brev | {"slag": "studs", "adresser": ["b@example.org"], "antal": 1, "skal": "550 okänd"}
    okand = studs | {"adresser": [], "antal": 0, "skal": ""}
    alla = [brev, brev | {"organ": None, "bilagor": [], "amne": ""}, studs, okand]
    return [
        {"poster": alla, "antal": {"studs": 2, "utan_arbetsbok": 2}},
        {"poster": alla[::2], "antal": {"studs": 1, "utan_arbetsbok": 1}},
    ]


#: kind of message → its examples
KINDS: dict[str, Callable[[Stad], list[Exempel]]] = {
    "forfragan": _forfragan,
    "kvittens": _kvittens,
    "besked": _besked,
    "forfragan_samlad": _forfragan_samlad,
    "utan_arbetsbok": _utan_arbetsbok,
    "paminnelse": _skulder,
    "eskalering": _skulder,
    "eskalering_samlad": _skulder,
    "uppmaning": _uppmaning,
    "anstand": _anstand,
    "ny_sista_dag": _ny_sista_dag,
    "aterkallelse": _aterkallelse,
    "tack": _tack,
    "sammandrag": _sammandrag,
    "samlat": _samlat,
    "post": _post,
    "veckan": _veckan,
}


def exempel(s: Stad) -> dict[str, list[Exempel]]:
    """Kind of message → what some of that kind are about, with what every message is told."""
    return {slag: [s.alltid | om for om in gor(s)] for slag, gor in KINDS.items()}
