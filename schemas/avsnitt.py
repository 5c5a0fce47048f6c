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
    Avsnitt("fore-efter", "Målen före och nu", text=False),
    Avsnitt("indikatorer", "{indikator.flera} som har ändrats", text=False),
    Avsnitt("utfall", "Det som lovades och det som blev", text=False),
    Avsnitt("organen", "{arsmal.flera} organ för organ", text=False),
    Avsnitt("att-hoja", "Det som fattas", text=False),
    Avsnitt("att-folja", "{uppmaning.flera} utan svar", text=False),
    Avsnitt("otillrackliga", "Svar som inte räcker", text=False),
    Avsnitt("nya-uppmaningar", "Nya {uppmaning.flera}", text=False),
    Avsnitt("arets-uppmaningar", "Årets {uppmaning.flera} och vad som kom av dem", text=False),
    Avsnitt("svar", "Svaren på {uppmaning.flera_bestamd}", text=False),
    Avsnitt("utan-forandring", "Bilaga: {indikator.flera} utan förändring", text=False),
)

#: what texter.csv may name, besides the goals' codes
TEXTAVSNITT: tuple[str, ...] = tuple(a.nyckel for a in (*AVSTAMNINGENS, *UPPFOLJNINGENS) if a.text)
#: what fakta.csv may name, besides the goals' codes
FAKTAAVSNITT: tuple[str, ...] = tuple(
    a.nyckel for a in AVSTAMNINGENS if a.nyckel not in ("i-korthet", "beslut", "bilagor")
)
