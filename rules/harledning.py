"""Why an organ is asked: the values that a rule compared, organ by organ (kontrakt section 5, Uppmaningar)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from rules.internkontroll import brister_i_internkontroll
from rules.tal import plain
from rules.uppmaningar import Uppmaning
from schemas.begrepp import Grund
from schemas.underlag import Underlag

#: what a compared value is → what it is called
JAMFORT: dict[str, str] = {
    "arsmal": "årsmål",
    "utfall": "utfall föregående år",
    "kf_arsmal": "KF:s årsmål",
    "aggregerat": "aggregerat årsmål",
    "hojning": "årsmål att nå",
    "grans": "får avvika med högst",
    "brister": "brister",
    "vidgad": "tillagd av",
}
BRISTER: dict[str, str] = {
    "process_saknas": "mål {mal} saknar process",
    "ofullstandig_process": "processen {process} är ofullständig",
    "obligatorisk_saknas": "den obligatoriska processen {process} saknas (mål {mal})",
}
INGET = "inget"


class Jamforare:
    """The values behind every uppmaning of one avstämning."""

    def __init__(self, underlag: Underlag, utfall: pd.DataFrame, hojning: pd.Series) -> None:
        self.underlag, self.utfall = underlag, utfall
        ram = underlag.innehav.assign(hojning=hojning.to_numpy())
        self._rader = {
            (str(r["indikator"]), str(r["organ"])): r
            for r in ram[["indikator", "organ", "arsmal", "utfall", "hojning"]].to_dict("records")
        }
        self._brister: dict[str, list[str]] = {}
        for b in brister_i_internkontroll(underlag).to_dict("records"):
            self._brister.setdefault(str(b["organ"]), []).append(BRISTER[b["brist"]].format_map(b))

    def jamfort(self, u: Uppmaning, organ: str) -> dict[str, str]:
        """What the rule compared for one recipient: by the keys of `JAMFORT`, numbers in plain notation."""
        if u.grund == Grund.OFULLSTANDIG_INTERNKONTROLL:
            brister = self._brister.get(organ)
            return {"brister": "; ".join(brister)} if brister else {"vidgad": "en rad som vidgar regeln"}
        if u.grund == Grund.RIKTAD or u.indikator is None:
            return {}
        r = self._rader.get((u.indikator, organ), {})
        i: Any = self.underlag.indikatorer.loc[u.indikator]
        varden = {
            "arsmal": r.get("arsmal"),
            "utfall": r.get("utfall"),
            "kf_arsmal": i["kf_arsmal"],
            "aggregerat": self.utfall.at[u.indikator, "aggregerat"],
            "hojning": r.get("hojning"),
            "grans": self._grans(r.get("utfall")),
        }
        return {k: _text(varden[k]) for k in VISAS[u.grund] if k in ("arsmal", "utfall") or varden[k] is not None}

    def _grans(self, utfall: Decimal | None) -> Decimal | None:
        return None if utfall is None else self.underlag.trosklar.stor_avvikelse * abs(utfall)


#: grund → the values that it looks at
VISAS: Mapping[Grund, tuple[str, ...]] = {
    Grund.SAKNAT_ARSMAL: ("arsmal",),
    Grund.KF_ARSMAL_FASTSTALLT: ("arsmal", "kf_arsmal"),
    Grund.SANKT_AMBITION: ("arsmal", "utfall"),
    Grund.UNDER_KF_ARSMAL: ("arsmal", "kf_arsmal"),
    Grund.AGGREGAT_UNDER_KF: ("arsmal", "aggregerat", "kf_arsmal", "hojning"),
    Grund.STOR_AVVIKELSE: ("arsmal", "utfall", "grans"),
    Grund.SAKNAD_BESKRIVNING: ("arsmal",),
    Grund.SAKNAD_AKTIVITET: ("arsmal", "aggregerat", "kf_arsmal"),
}


def _text(varde: Decimal | None) -> str:
    return INGET if varde is None else plain(varde) or INGET
