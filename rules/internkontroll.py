"""Is the väsentlighets- och riskanalys of a nämnd complete? (kontrakt section 5, ofullstandig_internkontroll)"""

import pandas as pd

from schemas.begrepp import NAMNDSLAG
from schemas.underlag import Underlag


def brister_i_internkontroll(underlag: Underlag) -> pd.DataFrame:
    """Every fault in the internal control of a nämnd with an accepted plan.

    Returns:
        Columns organ, mal, process, brist (`process_saknas`, `ofullstandig_process`, `obligatorisk_saknas`).
    """
    ar_namnd = underlag.organ["slag"].isin(NAMNDSLAG) & underlag.organ["har_vp"]
    namnder = set(underlag.organ.index[ar_namnd])
    kontroll = underlag.kontroll
    har = pd.MultiIndex.from_frame(kontroll[["organ", "mal"]])
    bidrar = underlag.bidrag[underlag.bidrag["bidrar"]]
    utan = bidrar[~pd.MultiIndex.from_frame(bidrar[["organ", "mal"]]).isin(har)]
    nycklar = ["organ", "mal", "process"]
    finns = pd.MultiIndex.from_frame(kontroll[nycklar])
    saknade = underlag.processer[~pd.MultiIndex.from_frame(underlag.processer[nycklar]).isin(finns)]
    delar = [
        utan[["organ", "mal"]].assign(process=None, brist="process_saknas"),
        kontroll.loc[~kontroll["komplett"], nycklar].assign(brist="ofullstandig_process"),
        saknade[nycklar].assign(brist="obligatorisk_saknas"),
    ]
    alla = pd.concat(delar, ignore_index=True)
    return alla[alla["organ"].isin(namnder)].reset_index(drop=True)
