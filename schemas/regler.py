"""What each rule says, in words that an auditor can hold against the contract (kontrakt section 5)."""

from dataclasses import dataclass

from schemas.begrepp import Grund

#: raised when a rule changes, so that the same figures give a new version of the avstämning
REGELVERSION = 1


@dataclass(frozen=True)
class Regel:
    """A rule in a sentence; troskel = the threshold that it uses, a key of `trosklar` in ar.yaml."""

    text: str
    troskel: str | None = None


REGLERNA: dict[Grund, Regel] = {
    Grund.SAKNAT_ARSMAL: Regel("Den godtagna verksamhetsplanen anger inget årsmål, och KF:s fastställs inte senare."),
    Grund.KF_ARSMAL_FASTSTALLT: Regel("KF:s årsmål sattes efter beslutet, och organet har inte angett något årsmål."),
    Grund.SANKT_AMBITION: Regel("Årsmålet är sämre än utfallet föregående år."),
    Grund.UNDER_KF_ARSMAL: Regel("Årsmålet är sämre än KF:s årsmål."),
    Grund.AGGREGAT_UNDER_KF: Regel(
        "Det aggregerade årsmålet når inte KF:s, och organet hör till dem som måste höja för att det ska nås. "
        "Kan ingen höjning räknas fram gäller det alla som har angett ett årsmål.",
        "indikator_delvis_inom",
    ),
    Grund.STOR_AVVIKELSE: Regel(
        "Årsmålet är bättre än utfallet föregående år med mer än tröskeln gånger utfallet.", "stor_avvikelse"
    ),
    Grund.SAKNAD_BESKRIVNING: Regel("Så når vi målet är tomt."),
    Grund.SAKNAD_AKTIVITET: Regel(
        "Det aggregerade årsmålet når inte KF:s, och organet har ingen aktivitet med indikatorns kod.",
        "indikator_delvis_inom",
    ),
    Grund.OFULLSTANDIG_INTERNKONTROLL: Regel(
        "Ett mål som nämnden bidrar till saknar process, en process saknar arbetssätt, systematisk kontroll eller "
        "oönskad händelse, eller en obligatorisk process saknas."
    ),
    Grund.RIKTAD: Regel("Planeringskontoret har riktat uppmaningen."),
}
