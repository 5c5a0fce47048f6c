"""Problems: every finding has a code, a place, what was expected and how to mend it (kontrakt section 4).

All kinds are declared here once; messages, the export and the page in docs/ are made from these declarations.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from schemas.hur import hur


@dataclass(frozen=True)
class Problemtyp:
    """A kind of problem: its title, what is expected (a template) and how to mend it."""

    rubrik: str
    forvantat: str
    atgard: str


@dataclass(frozen=True)
class Problem:
    """One finding.

    Attributes:
        kod: a key of `PROBLEMTYPER`.
        fil: the file's name.
        blad, cell: sheet and cell of a workbook, e.g. `Årsmål`, `F12`.
        rad, kolumn: row (the header is row 1) and column of a CSV file.
        varde: what stands there.
        forvantat, atgard: filled-in Swedish sentences.
    """

    kod: str
    fil: str
    blad: str | None = None
    cell: str | None = None
    rad: int | None = None
    kolumn: str | None = None
    varde: str | None = None
    forvantat: str = ""
    atgard: str = ""

    @property
    def rubrik(self) -> str:
        """The title of its kind."""
        return PROBLEMTYPER[self.kod].rubrik

    @property
    def plats(self) -> str:
        """Where it is, in words: `organ.csv, rad 3, kolumn slag` or `VP-2024-jarva.xlsx, bladet Årsmål, cell F12`."""
        delar = [self.fil]
        if self.blad:
            delar.append(f"bladet {self.blad}")
        if self.cell:
            delar.append(f"cell {self.cell}")
        if self.rad:
            delar.append(f"rad {self.rad}")
        if self.kolumn:
            delar.append(f"kolumn {self.kolumn}")
        return ", ".join(delar)

    @property
    def text(self) -> str:
        """The whole finding as a sentence or two."""
        star = f"Där står ”{self.varde}”. " if self.varde not in (None, "") else ""
        slut = "" if self.forvantat.endswith("?") else "."
        return f"{self.rubrik}. {star}Förväntat: {self.forvantat}{slut} {self.atgard}"

    def i_fil(self, fil: str) -> "Problem":
        """The same finding in a file by another name."""
        return replace(self, fil=fil)


#: what is expected where a number belongs
ETT_TAL = "ett tal, till exempel 70,5"


def problem(
    kod: str,
    fil: str,
    *,
    blad: str | None = None,
    cell: str | None = None,
    rad: int | None = None,
    kolumn: str | None = None,
    varde: object = None,
    **uppgifter: object,
) -> Problem:
    """Make a finding of a declared kind; `uppgifter` fill the templates of the kind."""
    typ = PROBLEMTYPER[kod]
    vad = {"kolumn": kolumn, "blad": blad, "fil": fil, "varde": varde, "exempel": ETT_TAL} | uppgifter
    text = None if varde is None else str(varde)[:200]
    return Problem(kod, fil, blad, cell, rad, kolumn, text, typ.forvantat.format_map(vad), typ.atgard.format_map(vad))


class ArshjulFel(Exception):
    """Something that a person can act on; the message is Swedish and complete. Exit code 1."""


class IngetAr(ArshjulFel):
    """No year is open: nothing to do until one is, which is no fault where nobody asked."""

    def __init__(self) -> None:
        super().__init__(f"Inget år är öppnat. {hur('oppna')}")


class Ofullstandigt(ArshjulFel):
    """Some of the work was done, and the rest needs a person."""


class Upptaget(ArshjulFel):
    """Something outside the program cannot be reached or is in use; the same may go well in a moment."""


class Avvisat(ArshjulFel):
    """Input that was refused, with every finding at once."""

    def __init__(self, rubrik: str, funna: Iterable[Problem]) -> None:
        self.problem = list(funna)
        super().__init__(rubrik)


def cellfel(star: str) -> dict[str, str]:
    """What is said of a cell whose value cannot be read: an error, or a formula that nobody has calculated."""
    skal = "formeln saknar värde i filen" if star.startswith("=") else "det är ett felvärde ur en formel"
    return {"varde": star, "skal": skal}


PROBLEMTYPER: dict[str, Problemtyp] = {
    # The year folder and the year workbook
    "fil-saknas": Problemtyp(
        "En obligatorisk fil saknas",
        "filen {fil} i årets mapp",
        "Lägg till filen; kolumnerna står i handboken under Årsmappen.",
    ),
    "fil-olaslig": Problemtyp(
        "Filen går inte att läsa",
        "{vad}",
        "Spara filen på nytt i rätt format (CSV: UTF-8) och försök igen.",
    ),
    "okand-kolumn": Problemtyp(
        "Okänd kolumn",
        "någon av kolumnerna {kolumner}",
        "Rätta kolumnens namn eller ta bort den.",
    ),
    "dubbel-kolumn": Problemtyp(
        "Samma kolumn två gånger",
        "varje kolumn en gång",
        "Ta bort den ena kolumnen.",
    ),
    "kolumn-saknas": Problemtyp(
        "En obligatorisk kolumn saknas",
        "en kolumn med namnet {kolumn}",
        "Lägg till kolumnen och fyll i den på varje rad.",
    ),
    "trasig-rad": Problemtyp(
        "Raden har fel antal fält",
        "{antal} fält som i rubrikraden",
        "Se efter om ett skiljetecken eller citattecken saknas eller är för mycket på raden.",
    ),
    "tomt-falt": Problemtyp(
        "Ett obligatoriskt värde saknas",
        "ett värde för {kolumn}",
        "Fyll i värdet.",
    ),
    "okand-kod": Problemtyp(
        "Okänd kod",
        "någon av {koder}",
        "Byt till en av de tillåtna koderna.",
    ),
    "okand-referens": Problemtyp(
        "Hänvisning till något som inte finns",
        "en kod som finns i {mal}",
        "Rätta koden, eller lägg till den i {mal}.",
    ),
    "dubblett": Problemtyp(
        "Samma sak står två gånger",
        "att {nyckel} är unik; den står redan på rad {forst}",
        "Ta bort eller rätta den ena raden.",
    ),
    "ej-tal": Problemtyp(
        "Värdet är inte ett tal",
        "{exempel} ({skal})",
        "Skriv talet med siffror, utan ord som ”ca”.",
    ),
    "ej-heltal": Problemtyp("Värdet är inte ett heltal", "{grans}", "Skriv ett heltal med siffror."),
    "ej-datum": Problemtyp("Värdet är inte ett datum", "ett datum som 2024-05-17", "Skriv datumet som ÅÅÅÅ-MM-DD."),
    "utanfor-granser": Problemtyp("Värdet ligger utanför tillåtna gränser", "{grans}", "Rätta värdet."),
    "for-manga-decimaler": Problemtyp(
        "För många decimaler",
        "högst {decimaler} decimaler, som indikatorn anger",
        "Avrunda värdet eller ändra indikatorns antal decimaler.",
    ),
    "oforenligt": Problemtyp("Uppgifterna går inte ihop", "{vad}", "{rad_om}"),
    "fel-i-kalender": Problemtyp(
        "Datumen i kalendern kommer i fel ordning", "att {fore} inte ligger efter {efter}", "Rätta datumen i ar.yaml."
    ),
    "omgangar-i-oordning": Problemtyp(
        "Datumen i omgångarna kommer i fel ordning",
        "en dag efter {fore}: varje omgång tar slut innan nästa börjar",
        "Rätta datumen, eller radernas ordning.",
    ),
    "troskel-over-ett": Problemtyp(
        "En tröskel är en andel mellan 0 och 1",
        "en andel; menade du {forslag}?",
        "Skriv andelen, till exempel 0,10 för 10 procent.",
    ),
    "svar-utan-fraga": Problemtyp(
        "Raden svarar på något som organet inte har fått frågan om",
        "en rad som passar något som organet har fått frågan om och som inte är besvarat",
        "Rätta grund, indikator, mål eller avser så att raden pekar ut det som har frågats.",
    ),
    # The year workbook
    "okant-blad": Problemtyp(
        "Bladet hör inte till årsarbetsboken",
        "något av bladen {koder}",
        "Döp om bladet till rätt namn, eller ta bort det.",
    ),
    "blad-tomt": Problemtyp(
        "Ett obligatoriskt blad är tomt", "minst en ifylld rad på bladet {blad}", "Fyll i bladet från rad 2."
    ),
    # Files that are refused before they are read
    "ej-arbetsbok": Problemtyp(
        "Filen är inte en Excel-arbetsbok (.xlsx)",
        "en vanlig .xlsx-fil: {skal}",
        "Spara arbetsboken i Excel som Excel-arbetsbok (.xlsx) och skicka in den på nytt, eller fyll i den utskickade "
        "mallen.",
    ),
    "for-stort-blad": Problemtyp(
        "Ett blad når orimligt långt ut",
        "att inget står utanför de rader och kolumner som mallen har",
        "Ta bort det som står i cellen, eller börja om i den utskickade mallen.",
    ),
    "for-tung": Problemtyp(
        "Filen är för tung att läsa",
        "en fil som går att läsa inom några sekunder",
        "Börja om i den utskickade mallen och klistra in svaren som värden.",
    ),
    # The workbook as a whole
    "fel-mall": Problemtyp(
        "Arbetsboken är inte gjord av den mall som skickades ut",
        "mallversion {mallversion}",
        "Fyll i den senast utskickade mallen; flytta över svaren dit.",
    ),
    "fel-ar": Problemtyp("Arbetsboken gäller ett annat år", "år {ar}", "Fyll i mallen för rätt år."),
    "fel-slag": Problemtyp(
        "Arbetsboken är av ett annat slag", "en arbetsbok av slaget {slag}", "Skicka in rätt arbetsbok."
    ),
    "ej-borjat": Problemtyp(
        "Arbetsboken är för en omgång som inte har börjat",
        "en arbetsbok för en omgång som pågår; {omgang} börjar när omgången före är beslutad",
        "Vänta tills arbetsboken har skickats ut, och fyll i den.",
    ),
    "okant-organ": Problemtyp(
        "Arbetsboken gäller ett organ som inte finns",
        "en organkod som finns i årets organ",
        "Använd den mall som skickades till er.",
    ),
    "blad-saknas": Problemtyp("Ett blad saknas", "ett blad med namnet {blad}", "{rad_om}."),
    "blad-tva": Problemtyp(
        "Det går inte att se vilket blad som är {blad}",
        "ett blad med namnet {blad}; {bladen} har alla dess rubriker",
        "Döp om det rätta bladet till {blad}, och ta bort de andra.",
    ),
    "dolt-original": Problemtyp(
        "Bladet är dolt, och ett annat blad med samma rubriker syns",
        "ett enda blad {blad}, som syns; {bladen} har samma rubriker",
        "Ta bort det blad som inte gäller, och döp det rätta till {blad} (högerklicka på fliken, Ta fram visar dolda).",
    ),
    "tom-arbetsbok": Problemtyp(
        "Arbetsboken är inte ifylld",
        "minst ett svar i de celler som går att skriva i",
        "Fyll i arbetsboken och skicka in den på nytt. Har ni skickat fel fil, skicka den ifyllda.",
    ),
    "rubrik-saknas": Problemtyp(
        "En rubrik saknas på bladet", "rubriken {kolumn} på rad {radnr}", "Skriv tillbaka rubriken i cellen."
    ),
    "sammanslagna-celler": Problemtyp(
        "Celler är sammanslagna",
        "en egen cell för varje värde",
        "Markera cellerna, välj Avbryt cellsammanfogning och fyll i varje cell.",
    ),
    "cellfel": Problemtyp(
        "Cellens värde går inte att läsa",
        "{kolumn} som ett värde; {skal}",
        "Skriv in värdet direkt i cellen, eller öppna filen i Excel, låt den räkna om och spara.",
    ),
    "procent-fel-enhet": Problemtyp(
        "Ett procenttecken står där enheten inte är procent",
        "ett tal{enheten}, utan procenttecken eller procentformat",
        "Ändra cellens format till Tal och skriv talet i rätt enhet.",
    ),
    "tal-visas-skalat": Problemtyp(
        "Cellens format visar talet delat med tusen eller en miljon",
        "talet som det syns i cellen",
        "Ändra cellens format till Tal, och se efter att rätt tal står där.",
    ),
    "kod-som-tal": Problemtyp(
        "Koden är skriven som ett tal, och kan betyda mer än en kod",
        "en kod som text; menade du {forslag}?",
        "Ändra cellens format till Text och skriv koden på nytt.",
    ),
    "kod-som-datum": Problemtyp(
        "Koden har blivit ett datum",
        "en kod som text{menade}",
        "Ändra cellens format till Text och skriv koden på nytt.",
    ),
    "datum-som-tal": Problemtyp(
        "Cellen är ett datum där ett tal ska stå",
        "{exempel}",
        "Ändra cellens format till Tal och skriv värdet på nytt.",
    ),
    "procent-oklar": Problemtyp(
        "Det går inte att se om värdet är en andel eller procent",
        "värdet i procent",
        "Menade du {forslag}, skriv {forslag} eller {forslag} %. Menade du {varde} procent, skriv {varde} %.",
    ),
    "ej-ja-nej": Problemtyp("Värdet är varken Ja eller Nej", "Ja eller Nej", "Välj Ja eller Nej i listan."),
    "ej-i-listan": Problemtyp("Värdet finns inte i listan", "något av {koder}", "Välj ett värde i listan."),
    # Across sheets
    "indikator-ej-tilldelad": Problemtyp(
        "Indikatorn är inte tilldelad organet",
        "en indikator som organet har fått: {koder}",
        "Ta bort raden eller rätta koden.",
    ),
    "okant-mal": Problemtyp("Målet finns inte", "en målkod ur bladet Mål", "Rätta målkoden efter bladet Mål."),
    "mal-saknas": Problemtyp(
        "Ett mål saknas på bladet",
        "en rad för målet {malet}",
        "Återställ raden från den utskickade mallen och svara Ja eller Nej under Bidrar.",
    ),
    "okand-indikator": Problemtyp("Indikatorn finns inte", "en indikatorkod ur årets indikatorer", "Rätta koden."),
    "dubbel-rad": Problemtyp(
        "Samma kod står två gånger", "varje kod högst en gång; den står redan i cell {forst}", "Ta bort den ena raden."
    ),
    "okant-nummer": Problemtyp(
        "Numret är inte ställt till organet",
        "ett nummer ur det utskickade bladet Svar",
        "Återställ numret, eller ta bort raden.",
    ),
    "kan-inte-utan-svar": Problemtyp(
        "Kan inte = Ja utan motivering", "en motivering under Svar", "Skriv under Svar varför det inte går."
    ),
    "olika-reviderade": Problemtyp(
        "Två olika reviderade värden för samma indikator",
        "samma värde på varje rad för indikatorn; i cell {forst} står {varde_forst}",
        "Skriv samma värde på båda raderna, eller bara på den ena.",
    ),
    "varde-utan-indikator": Problemtyp(
        "Ett reviderat värde på en rad som inte gäller någon indikator",
        "ett värde bara på rader med indikatorkod",
        "Flytta värdet till rätt rad, eller skriv svaret under Svar.",
    ),
    # The review workbook
    "motivering-saknas": Problemtyp(
        "Ett beslut som skiljer sig från förslaget saknar motivering",
        "en motivering",
        "Skriv varför beslutet avviker från förslaget.",
    ),
    "personuppgift": Problemtyp(
        "En e-postadress eller ett telefonnummer står där inget får stå",
        "{kolumn} utan e-postadress och telefonnummer, eftersom det sparas i händelsekedjan",
        "Ta bort adressen eller numret. Skriv vem det gäller med namn eller befattning.",
    ),
    "last-cell": Problemtyp(
        "En cell som inte får ändras har ändrats",
        "{kolumn} som den skrevs ut: {skrivet}",
        "Återställ cellen. Skriv i de celler som inte är låsta; ett skäl hör hemma under Motivering.",
    ),
    "rad-saknas": Problemtyp(
        "En rad har tagits bort",
        "raden för {vad}",
        "Återställ raden. Det som inte ska gälla markeras på sin rad, med en motivering.",
    ),
    "kan-inte-anvandas": Problemtyp(
        "Det som står här kan inte användas",
        "en tom cell: programmet läser bara kolumnerna med rubrik",
        "Flytta det till rätt kolumn, eller ta bort det.",
    ),
    "gammal-granskning": Problemtyp(
        "Granskningen bygger på äldre siffror",
        "en granskning av version {mallversion}",
        "Kör arshjul {kommando} och gör besluten i den nya granskningen.",
    ),
}
