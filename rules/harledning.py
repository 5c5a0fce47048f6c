"""Why an organ is asked: the values that a rule compared, organ by organ (kontrakt section 5, Uppmaningar)."""

from decimal import Decimal
from typing import Any

import pandas as pd

from rules.internkontroll import all_faults
from rules.tal import plain
from rules.uppmaningar import find
from schemas.begrepp import Grund
from schemas.regler import REGEL, REGLER
from schemas.underlag import Underlag

INGET = "inget"
#: said of an organ that a widening row added to those that the rule found
VIDGAD = "en rad som vidgar regeln"
#: what is said even where it is not stated
ALLTID = ("arsmal", "utfall", "varde")


class Jamforare:
    """The values behind every uppmaning of one avstämning.

    Args:
        utfall: by indikator, `uppfyllelse` and `aggregerat`; hojning: as `rules.uppmaningar.find` takes it.
    """

    def __init__(self, underlag: Underlag, utfall: pd.DataFrame, hojning: pd.Series) -> None:
        self.underlag, self.utfall = underlag, utfall
        ram = underlag.innehav.assign(hojning=hojning.to_numpy())
        self._rader = {
            (str(r["indikator"]), str(r["organ"])): r
            for r in ram[["indikator", "organ", "varde", "arsmal", "utfall", "hojning"]].to_dict("records")
        }
        self._fel = all_faults(underlag) if underlag.omgang.ar_plan else {}
        med_villkor = [r for r in REGLER if r.villkor is not None]
        self._funna = {nyckel: set(o) for nyckel, o in find(underlag, med_villkor, utfall, hojning).items()}

    def jamfort(self, grund: Grund, indikator: str | None, organ: str) -> dict[str, str]:
        """What the rule compared for one recipient: by the keys of `JAMFORT`, numbers in plain notation."""
        regel = REGEL[grund]
        if "brister" in regel.jamfor:
            fel = self._fel.get(organ)
            return {"brister": "; ".join(f.text for f in fel)} if fel else {"vidgad": VIDGAD}
        if indikator is None or not regel.jamfor:
            return {}
        vidgad = {} if organ in self._funna.get((grund, indikator), ()) else {"vidgad": VIDGAD}
        r = self._rader.get((indikator, organ), {})
        i: Any = self.underlag.indikatorer.loc[indikator]
        varden = {
            **{k: r.get(k) for k in ("varde", "arsmal", "utfall", "hojning")},
            "kf_arsmal": i["kf_arsmal"],
            "aggregerat": self.utfall.at[indikator, "aggregerat"],
            "grans": self._grans(r.get("utfall")),
        }
        return vidgad | {k: _text(varden[k]) for k in regel.jamfor if k in ALLTID or varden[k] is not None}

    def _grans(self, utfall: Decimal | None) -> Decimal | None:
        return None if utfall is None else self.underlag.trosklar.stor_avvikelse * abs(utfall)


def _text(varde: Decimal | None) -> str:
    return INGET if varde is None else plain(varde) or INGET
