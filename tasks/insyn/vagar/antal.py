"""The way back of counts: what is counted, one by one, each with where it leads on."""

from schemas.sparnyckel import Antalsslag, Sparnyckel
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning
from tasks.insyn.vagar import malantal, organantal, svarsantal
from tasks.insyn.vagar.urval import Rakning, Villkor

RAKNINGAR: dict[Antalsslag, Rakning] = {
    Antalsslag.ORGAN: organantal.organen,
    Antalsslag.INLAMNADE: organantal.inlamnade,
    Antalsslag.EJ_INLAMNADE: organantal.ej_inlamnade,
    Antalsslag.SENA: organantal.sena,
    Antalsslag.SKULLE_RAPPORTERA: svarsantal.skulle_rapportera,
    Antalsslag.EJ_RAPPORTERAT: svarsantal.ej_rapporterat,
    Antalsslag.OBESVARADE: svarsantal.obesvarade,
    Antalsslag.MAL: malantal.malen,
    Antalsslag.INDIKATORER: malantal.indikatorerna,
    Antalsslag.BIDRAR: malantal.bidrar,
    Antalsslag.NAMNDMAL: malantal.namndmal,
    Antalsslag.UPPMANINGAR: svarsantal.uppmaningarna,
    Antalsslag.MOTTAGARE: svarsantal.mottagarna,
    Antalsslag.ATT_BESVARA: svarsantal.att_besvara,
    Antalsslag.FRAGOR: svarsantal.fragor,
    Antalsslag.SVAR: svarsantal.svaren,
    Antalsslag.DELAR: svarsantal.delarna,
    Antalsslag.ARSMAL: malantal.lovade,
    Antalsslag.PROCESSER: organantal.processer,
    Antalsslag.RISKER: organantal.risker,
    Antalsslag.FRAMSTALLNINGAR: organantal.framstallningar,
    Antalsslag.SOKANDE: organantal.sokande,
    Antalsslag.ANDAMAL: organantal.andamal,
    Antalsslag.ENHETER: organantal.enheter,
    Antalsslag.ENHETSORGAN: organantal.enhetsorgan,
    Antalsslag.JUSTERINGAR: malantal.justeringar,
}


def antalet(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """How many there are, and every one of them."""
    o, vad = las.omgang(n.delar[0]), Antalsslag(n.delar[1])
    traffar = RAKNINGAR[vad](las, o, Villkor(n.villkor))
    om = ", ".join(f"{k}: {v}" for k, v in n.villkor.items())
    forst = Spar(f"Antal {vad.replace('-', ' ')}, {o.bestamd}", str(len(traffar)), None, om)
    return [forst, *(s for medlem in traffar for s in under(medlem))]
