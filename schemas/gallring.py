"""The plan by which personal data is removed from a closed year: what, where, and why; and what is kept.

The city's informationshanteringsplan rests on it: docs/gallring.md is made from these declarations.
"""

from dataclasses import dataclass

#: what stands in the place of a text that is removed
GALLRAD = "(gallrat)"
ADRESSERNA = "behövs för att nå organen under året, och för frågor om det en tid efter"
INFORMATION = "information av tillfällig betydelse när året är avslutat (arkivlagen 10 §; GDPR artikel 5.1 e)"


@dataclass(frozen=True)
class Gallring:
    """A kind of personal data that is removed.

    Attributes:
        vad: what it is.
        var: where it lies.
        hur: what becomes of it.
        varfor: why it was there, and why it may go.
    """

    vad: str
    var: str
    hur: str
    varfor: str = INFORMATION


@dataclass(frozen=True)
class Bevarat:
    """What is kept though a person's name may stand in it."""

    vad: str
    varfor: str


#: kind, as an event counts it → what is removed
GALLRAS: dict[str, Gallring] = {
    "kontakter": Gallring(
        "Kontakternas adresser",
        "tabellen kontakter, och den kontaktfil som kom med året",
        "raderna och filen tas bort",
        f"{ADRESSERNA}; {INFORMATION}",
    ),
    "avsandare": Gallring(
        "Avsändarna av inlämningar", "inlämningens avsändare, och skälet att den väntade", "adressen tas bort"
    ),
    "uppgiftslamnare": Gallring(
        "Uppgiftslämnare", "inlämningen, och cellen i den sparade arbetsboken", f"ersätts av ”{GALLRAD}”"
    ),
    "problem": Gallring(
        "Adresser och telefonnummer i anmärkningar", "det som sades om en inlämning, och dess filnamn",
        "ersätts av ”(adress)” eller ”(telefon)”",
    ),
    "mottagare": Gallring(
        "Mottagarnas adresser", "utkorgen: till och kopia", "tas bort; organ och roll är kvar",
        f"{ADRESSERNA}; {INFORMATION}",
    ),
    "brevtexter": Gallring(
        "Adresser och telefonnummer i meddelanden", "utkorgen: ämne, text och skäl",
        "ersätts; texten i övrigt är kvar, utom i de meddelanden som återger inkomna brev"
    ),
    "post": Gallring(
        "Brev som kom in och inte var inlämningar",
        "avsändare, ämne, text, bilagornas namn",
        "töms; slag, organ och dag är kvar",
    ),
    "brev": Gallring(
        "Utskickade brev som filer", "mappen utskick (.eml)", "filerna tas bort; texten är kvar i utkorgen"
    ),
    "mottagna": Gallring(
        "Mottagna filer som inte är arbetsböcker", "mappen mottaget: brev, och filer som avvisades", "filerna tas bort"
    ),
    "arbetsbocker": Gallring(
        "Personuppgifter i sparade arbetsböcker",
        "mappen mottaget, och dokument som någon ändrat: upphovsman, senast sparad av, företag, länkar, sidhuvud och "
        "sidfot, kommentarer, adresser och telefonnummer i celler, uppgiftslämnare",
        "tas ur filen, som får en ny kontrollsumma; händelsen säger vilken som ersätter vilken",
    ),
    "rattningar": Gallring(
        "Rättningskopior av arbetsböcker", "mappen rattning", "filerna tas bort; de görs ur inlämningen"
    ),
}  # fmt: skip

BEVARAS: tuple[Bevarat, ...] = (
    Bevarat(
        "Namnet på den som beslutade, gav anstånd, återkallade, öppnade, arkiverade och gallrade",
        "beslutet ska kunna visas i efterhand; det är en allmän handling som bevaras",
    ),
    Bevarat("Händelsekedjan", "den är gjord utan adresser och telefonnummer, och inget kan tas ur den"),
    Bevarat(
        "Det organen skrivit om mål, aktiviteter, risker och svar, också kolumnen Ansvarig",
        "det är planen och uppföljningen själva; adresser och telefonnummer sparas inte ur dem",
    ),
    Bevarat(
        "Dokument, bilagor och export", "publicerade; de innehåller ingen annan personuppgift än beslutsfattarens namn"
    ),
)  # fmt: skip
