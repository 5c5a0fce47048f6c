"""The sections of the documents, in their order: declared once for the contents, the Word and the web templates."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Avsnitt:
    """A section of a document.

    Attributes:
        nyckel: its anchor, and what texter.csv calls it.
        rubrik: its heading, with the city's words.
        text: whether the office may write in it.
    """

    nyckel: str
    rubrik: str
    text: bool = True


#: the avstämning
AVSTAMNINGENS: tuple[Avsnitt, ...] = (
    Avsnitt("i-korthet", "I korthet", text=False),
    Avsnitt("beslut", "Beslut", text=False),
    Avsnitt("sammanfattning", "Sammanfattning"),
    Avsnitt("bakgrund", "Bakgrund"),
    Avsnitt("beredning", "Ärendets beredning"),
    Avsnitt("direktiv", "Direktiv för samtliga {namnd.flera} och {bolagsstyrelse.flera}"),
    Avsnitt("mal", "{kommunfullmaktige.genitiv} mål", text=False),
    Avsnitt("investeringar", "Investeringar"),
    Avsnitt("medfinansiering", "Medfinansiering"),
    Avsnitt("forsaljningar", "Försäljningar"),
    Avsnitt("budgetjusteringar", "Budgetjusteringar"),
    Avsnitt("ekonomi", "Ekonomi"),
    Avsnitt("kvalitetsarbete", "Kvalitetsarbete"),
    Avsnitt("internkontroll", "Intern kontroll och övriga {uppmaning.flera}"),
    Avsnitt("omslutning", "Omslutningsförändringar"),
    Avsnitt("resultatenheter", "{resultatenhet.flera}"),
    Avsnitt("indikatorjusteringar", "Förändringar av {indikator.flera} och {arsmal.flera}", text=False),
    Avsnitt("statsbidrag", "Statsbidrag"),
    Avsnitt("projektmedel", "Projektmedel", text=False),
    Avsnitt("arenden", "Anmälda ärenden", text=False),
    Avsnitt("ovrigt", "Övrigt"),
    Avsnitt("bilagor", "Bilagor", text=False),
)

#: the follow-up of a later omgång
UPPFOLJNINGENS: tuple[Avsnitt, ...] = (
    Avsnitt("uppfoljning", "Sammanfattning"),
    Avsnitt("fore-efter", "Bedömning av målen före och efter", text=False),
    Avsnitt("indikatorer", "Indikatorerna före och efter", text=False),
    Avsnitt("att-hoja", "Det som fattas för att nå {kommunfullmaktige.kort_genitiv} {arsmal}", text=False),
    Avsnitt("nya-uppmaningar", "Nya {uppmaning.flera}", text=False),
    Avsnitt("att-folja", "Svar som behöver följas upp", text=False),
    Avsnitt("svar", "Svaren på {uppmaning.flera_bestamd}", text=False),
)

#: what texter.csv may name, besides the goals' codes
TEXTAVSNITT: tuple[str, ...] = tuple(a.nyckel for a in (*AVSTAMNINGENS, *UPPFOLJNINGENS) if a.text)
#: what fakta.csv may name, besides the goals' codes
FAKTAAVSNITT: tuple[str, ...] = tuple(
    a.nyckel for a in AVSTAMNINGENS if a.nyckel not in ("i-korthet", "beslut", "bilagor")
)
