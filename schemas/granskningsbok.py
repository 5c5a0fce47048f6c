"""The planning office's review workbooks (kontrakt section 3): sheets, headers, what cells hold."""

from decimal import Decimal
from enum import StrEnum

from schemas.arbetsbocker import Blad
from schemas.begrepp import Bedomning, Begar, Budgetslag, Forandring, Grund, Svarsstatus
from schemas.falt import falt, tal


class GranskaBedomning(Blad):
    BLAD = "Bedömningar"
    HJALP = "Ett beslut som skiljer sig från förslaget ska ha en motivering. Tomt beslut = förslaget gäller."
    KRAVS = True
    NYCKEL = ("kod",)

    kod: str = falt("", namn="Kod", krav=True, locked=True, bredd=8)
    namn: str | None = falt("", namn="Namn", locked=True, bredd=60)
    forslag: str | None = falt("", namn="Förslag", locked=True, koder=Bedomning)
    skal: str | None = falt("", namn="Skäl", locked=True, bredd=70)
    beslut: str | None = falt("Välj i listan.", namn="Beslut", koder=Bedomning)
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaUppmaning(Blad):
    BLAD = "Uppmaningar"
    HJALP = "Ändra texten där det behövs. Stryk det som inte ska ställas, med motivering."
    KRAVS = True
    NYCKEL = ("nummer",)

    nummer: str = falt("", namn="Nummer", krav=True, locked=True, bredd=10)
    text: str | None = falt("Får ändras; både den här och den ursprungliga sparas.", namn="Text", bredd=90)
    mottagare: str | None = falt("", namn="Mottagare", locked=True, bredd=50)
    stryk: bool | None = falt("Ja = ställs inte", namn="Stryk")
    motivering: str | None = falt("", namn="Motivering", bredd=50)
    nyckel: str | None = falt("", namn="Nyckel", locked=True, dold=True)
    foreslagen: str | None = falt("", namn="Föreslagen text", locked=True, dold=True)


class GranskaNyUppmaning(Blad):
    BLAD = "Nya uppmaningar"
    HJALP = "Egna {uppmaning.flera}, eller rader som vidgar vad en regel fann."
    KRAVS = True
    NYCKEL = ("mottagare",)

    mal: str | None = falt("", ref="mal")
    indikator: str | None = falt("", ref="indikatorer")
    begar: str | None = falt("", koder=Begar)
    omgang: str | None = falt("tomt = den här omgången", ref="omgangar")
    senast: str | None = falt("koden för en senare omgång, eller tomt", ref="omgangar")
    mottagare: str = falt("", krav=True, ref="grupper", bredd=30)
    avser: str | None = falt("", bredd=60)
    grund: str | None = falt("", koder=Grund)


class GranskaBudget(Blad):
    BLAD = "Budget"
    HJALP = "Organens framställningar, mnkr. 0 = avslås. Det som inte beviljas helt ska ha en motivering."
    KRAVS = True
    NYCKEL = ("andamal",)

    organ: str | None = falt("Organets kod; tomt = flera, ej namngivna.", namn="Organ", locked=True, bredd=18)
    namn: str | None = falt("", namn="Organets namn", locked=True, bredd=28)
    slag: str | None = falt("", namn="Slag", locked=True, koder=Budgetslag)
    andamal: str = falt("", namn="Ändamål", krav=True, locked=True, bredd=40)
    onskan: str | None = falt("Varför organet söker.", namn="Organets motivering", locked=True, bredd=40)
    varning: str | None = falt("Vad som ser orimligt ut.", namn="Se upp", locked=True, bredd=24)
    sokt: Decimal | None = tal("", namn="Sökt", locked=True)
    forslag: Decimal | None = tal("", namn="Förslag", locked=True)
    beviljat: Decimal | None = tal("Tomt = som förslaget.", namn="Beviljat")
    finansiering: str | None = falt("", namn="Finansiering")
    motivering: str | None = falt("", namn="Motivering", bredd=50)
    arets_finansiering: str | None = falt("", namn="Årets finansiering", locked=True, dold=True)


class Enhetsbeslut(StrEnum):
    """What is decided on a change of a resultatenhet; the values are what stands in the workbook."""

    GODKANNS = "Godkänns"
    AVSLAS = "Avslås"


class GranskaResultatenhet(Blad):
    BLAD = "Resultatenheter"
    HJALP = "Organens önskade förändringar av resultatenheter. Tomt beslut = godkänns."
    KRAVS = True
    NYCKEL = ("resultatenhet",)

    organ: str = falt("Organets kod.", namn="Organ", krav=True, locked=True, bredd=18)
    namn: str | None = falt("", namn="Organets namn", locked=True, bredd=28)
    resultatenhet: str = falt("", namn="Resultatenhet", krav=True, locked=True, bredd=50)
    forandring: str | None = falt("", namn="Förändring", locked=True, koder=Forandring)
    beslut: str | None = falt("Välj i listan.", namn="Beslut", koder=Enhetsbeslut)
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaText(Blad):
    BLAD = "Texter"
    HJALP = "Kontorets egna texter."
    KRAVS = True
    NYCKEL = ("avsnitt",)

    avsnitt: str = falt("", namn="Avsnitt", krav=True)
    text: str | None = falt("", namn="Text", bredd=110)
    arets_text: str | None = falt("", namn="Årets text", locked=True, dold=True)


class GranskaAvvikelse(Blad):
    BLAD = "Avvikelser"
    HJALP = "Belopp som inte stämmer överens, mnkr. Förklaringen trycks bredvid skillnaden."
    KRAVS = True
    NYCKEL = ("slag", "nyckel", "vad")

    slag: str = falt("", namn="Slag", krav=True, locked=True, bredd=18)
    nyckel: str | None = falt("", namn="Nyckel", locked=True, bredd=30)
    vad: str | None = falt("", namn="Vad som skiljer", locked=True, bredd=70)
    skillnad: Decimal | None = tal("", namn="Skillnad", locked=True)
    forklaring: str | None = falt("", namn="Förklaring", bredd=70)


class GranskaVantande(Blad):
    BLAD = "Väntande"
    HJALP = "Inlämningar som väntar på kontorets ord."
    KRAVS = True
    NYCKEL = ("fil",)

    organ: str | None = falt("Organets kod.", namn="Organ", locked=True, bredd=18)
    fil: str = falt("", namn="Fil", krav=True, locked=True, bredd=50)
    skal: str | None = falt("", namn="Skäl", locked=True, bredd=60)
    godta: bool | None = falt("Ja eller Nej", namn="Godta")
    motivering: str | None = falt("", namn="Motivering", bredd=50)


class GranskaSvar(Blad):
    BLAD = "Svar"
    HJALP = "Organens svar och hur de bedömts."
    KRAVS = True
    NYCKEL = ("nummer", "organ")

    nummer: str = falt("", namn="Nummer", krav=True, locked=True, bredd=10)
    uppmaning: str | None = falt("", namn="Uppmaning", visas="{uppmaning}", locked=True, bredd=60)
    organ: str = falt("Organets kod.", namn="Organ", krav=True, locked=True, bredd=18)
    namn: str | None = falt("", namn="Organets namn", locked=True, bredd=28)
    svar: str | None = falt("", namn="Svar", locked=True, bredd=60)
    forslag: str | None = falt("", namn="Förslag", locked=True, koder=Svarsstatus)
    skal: str | None = falt("Varför svaret bedöms så.", namn="Skäl", locked=True, bredd=44)
    beslut: str | None = falt("Välj i listan.", namn="Beslut", koder=Svarsstatus)
    motivering: str | None = falt("", namn="Motivering", bredd=50)
