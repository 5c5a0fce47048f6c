"""A walk over every number that a document prints: its key, and whether what the key leads to says that number.

What is looked for is found by other means than the program finds it: numbers as digits stand in Swedish text, and what
is no figure by the short list `INGA_SIFFROR`, each form with its reason.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
from lxml import html

MANADER = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
#: what is written with digits and is no figure → why
INGA_SIFFROR: dict[str, str] = {
    r"nr \d+, [0-9a-f]{64}|--huvud \d+ [0-9a-f]{16}": "the head of the trail",
    r"SHA-256": "the name of a kind of hash",
    r"> 0": "what a sign means",
    r"[\w-]+\.(?:xlsx|html|pdf|docx|csv|yaml)": "the name of a file",
    r"[Mm]ål \d+(?:\.\d+)*(?!\.?\d)": "the code of a goal, itself a key",
    r"del \d+ av \d+": "which part of a chart that is drawn in several",
    rf"\d{{1,2}} (?:{MANADER})(?: \d{{4}})?|\d{{4}}-\d\d-\d\d": "a day",
    r"\d{1,2}[.:]\d\d(?=\D|$)": "a time",
    r"(?:19|20)\d\d(?:[–-](?:19|20)\d\d)?(?![\w,/-]*\d)": "a year",
    r"(?:\d+ ?kap\.|\d+ ?§|§ ?\d+|\d{4}:\d+)": "a paragraph of law",
    r"[A-ZÅÄÖa-zåäö]+ \d{2,4}/\d+(?:-\d+)?": "the number of a case in the register",
    r"[Bb]ilag(?:a|orna) \d(?: och \d)?": "which bilaga",
    r"\d{4}-\d{2,}": "the number of an uppmaning, itself a key",
    r"\w*[^\W\d]\w*\d[\w./:-]*|\d+[^\W\d][\w./:-]*": "a code or the name of a file",
    r"\d+(?:\.\d+)+(?:-\d+)?": "the code of a goal or an indicator, itself a key",
}
TAL = r"[−-]?\d{1,3}(?: \d{3})+(?:,\d+)?|[−-]?\d+(?:,\d+)?"
_TAL = re.compile(rf"(?<!\w)(?:(?:{'|'.join(INGA_SIFFROR)})|(?P<tal>{TAL})(?!\w))")
RAKNEORD = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_ORD = re.compile(rf"(?<!\w)(?i:{'|'.join(RAKNEORD)})(?!\w)")
#: the column of a bilaga that says what the figures of a row are traced by
SPARAS_MED = "Spåras med"
#: the columns of a bilaga that say where a figure stands, or what a row is, and hold none
PLATSER = {SPARAS_MED, *"Fil Version Blad Cell Källa Kod Nummer Mål Punkt Dnr".split(), "Filens SHA-256"}
#: what the text of a chart is marked by
BILD = "[bild]"
#: what a key leads to: the lines of its derivation, set in where they are members of what is counted or summed
Harledning = Callable[[str], list[str]]


@dataclass(frozen=True)
class Siffra:
    """A number as it is printed: in which file and sentence, and the keys that it carries (of a chart, several)."""

    fil: str
    text: str
    mening: str
    nycklar: tuple[str, ...]

    @property
    def varde(self) -> Decimal:
        """What it says."""
        return talet(self.text)


def jamnt(text: str) -> str:
    """A text with plain spaces."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("\u200b", "").replace("\u00ad", "")


def talet(text: str) -> Decimal:
    """A printed number, or number word, as a number."""
    if text.lower() in RAKNEORD:
        return Decimal(RAKNEORD.index(text.lower()) + 2)
    return Decimal(re.sub(r"\s", "", text).replace("−", "-").replace(",", "."))


def talen(text: str) -> Iterator[str]:
    """The figures of a text."""
    for traff in _TAL.finditer(jamnt(text)):
        if traff["tal"]:
            yield traff["tal"]


def sidans_siffror(fil: Path, namn: Iterable[str] = ()) -> Iterator[Siffra]:
    """Every figure of a web page, with the key of the link that it stands in; those of a chart's text with its keys.

    Args:
        namn: what the year calls its organs, omgångar, goals and indicators: a digit in a name is no figure.
    """
    alla = "|".join(re.escape(jamnt(n)) for n in sorted(set(namn), key=len, reverse=True))
    namnen = re.compile(alla or r"(?!)", re.IGNORECASE)
    sida = html.parse(str(fil)).getroot()
    for bort in sida.xpath("//style | //script | //head | //*[@hidden]"):
        bort.drop_tree()
    for element, text in _texter(sida):
        nyckel = _narmaste(element, "data-nyckel")
        egna = [nyckel] if nyckel else []
        mening = jamnt(_block(element).text_content())
        for tal in _i_sitt_sammanhang(element, text if egna else namnen.sub("", jamnt(text))):
            yield Siffra(fil.name, tal, mening, tuple(egna))
    for bild in sida.xpath("//img[@alt]"):
        nycklar = tuple(filter(None, (_narmaste(bild, "data-nycklar") or "").split("|")))
        for tal in talen(namnen.sub("", jamnt(bild.get("alt")))):
            yield Siffra(fil.name, tal, f"{BILD} {bild.get('alt')}", nycklar)


#: elements whose text is one sentence or cell
BLOCK = {*"p li th td caption dt dd figcaption footer div summary a h1 h2 h3 h4 h5".split()}


def _texter(rot) -> Iterator[tuple]:  # type: ignore[no-untyped-def,type-arg]
    """(element, the text that stands directly in it), with a block's unkeyed text joined so that a date is whole."""
    for block in rot.iter():
        if not isinstance(block.tag, str) or block.tag not in BLOCK - {"a"}:
            continue
        if any(b.tag in BLOCK - {"a"} for b in block.iterdescendants() if isinstance(b.tag, str)):
            continue
        yield from _delar(block)


def _delar(block) -> Iterator[tuple]:  # type: ignore[no-untyped-def,type-arg]
    """The text of a block outside links with keys as one, with a gap where they stand; and each such link's own."""
    utan = "".join("\x00" if e is not None and _narmaste(e, "data-nyckel") else t for e, t in _strangar(block))
    yield block, utan
    for lank in block.iterdescendants("a", "span"):
        if lank.get("data-nyckel"):
            yield lank, lank.text_content()


def _strangar(element) -> Iterator[tuple]:  # type: ignore[no-untyped-def,type-arg]
    yield element, element.text or ""
    for barn in element:
        if isinstance(barn.tag, str):
            yield from _strangar(barn)
        yield element, barn.tail or ""


def _i_sitt_sammanhang(element, text: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    if element.get("data-nyckel"):
        ord_ = _ORD.search(text)
        yield from talen(text) if not ord_ else [ord_[0]]
    else:
        yield from talen(text)


def _narmaste(element, namn: str) -> str | None:  # type: ignore[no-untyped-def]
    while element is not None:
        if element.get(namn):
            return str(element.get(namn))
        element = element.getparent()
    return None


def _block(element):  # type: ignore[no-untyped-def]
    while element.tag not in BLOCK - {"a"} and element.getparent() is not None:
        element = element.getparent()
    return element


def bokens_siffror(fil: Path) -> Iterator[Siffra]:
    """Every figure of a bilaga, with the key of its row; a sum at the foot is its own way, a formula."""
    bok, formler = openpyxl.load_workbook(fil, data_only=True), openpyxl.load_workbook(fil)
    for blad in bok.worksheets:
        rader = list(blad.iter_rows())
        huvud = next((n for n, rad in enumerate(rader) if any(c.value == SPARAS_MED for c in rad)), None)
        rubriker = [] if huvud is None else [c.value for c in rader[huvud]]
        kolumn = rubriker.index(SPARAS_MED) if rubriker else None
        platser = {n for n, r in enumerate(rubriker) if r in PLATSER}
        for n, rad in enumerate(rader):
            nyckel = "" if kolumn is None or n <= (huvud or 0) else str(rad[kolumn].value or "")
            mening = f"[{blad.title}] " + " | ".join("" if c.value is None else str(c.value) for c in rad)
            for c in rad:
                if c.column - 1 in platser or str(formler[blad.title][c.coordinate].value or "").startswith("=SUM"):
                    continue
                for tal in _cellens_tal(c):
                    yield Siffra(f"{fil.name}", tal, mening, tuple(filter(None, nyckel.split("\n"))))


def _cellens_tal(c) -> Iterable[str]:  # type: ignore[no-untyped-def]
    if isinstance(c.value, bool) or c.value is None:
        return []
    if isinstance(c.value, int | float):
        return [format(Decimal(repr(c.value)).normalize(), "f").replace(".", ",")]
    return talen(str(c.value))


def says(rader: Iterable[str], s: Siffra, varde: Decimal | None = None) -> bool:
    """Whether a derivation says a number: itself, or one that it is when rounded as it is printed, or in percent."""
    sokt = s.varde if varde is None else varde
    decimaler = -int(s.varde.as_tuple().exponent)
    for rad in rader:
        for traff in _ALLA.finditer(jamnt(rad)):
            v = talet(traff[0])
            if sokt in (v, v * 100) or _avrundat(v, decimaler) == sokt:
                return True
    return False


_ALLA = re.compile(rf"(?<![\d,])(?:{TAL})|(?<!\w)(?i:{'|'.join(RAKNEORD)})(?!\w)")


def _avrundat(v: Decimal, decimaler: int) -> Decimal:
    from decimal import ROUND_HALF_UP

    return v.quantize(Decimal(1).scaleb(-decimaler), ROUND_HALF_UP) if decimaler >= 0 else v


@dataclass(frozen=True)
class Brist:
    """A number without a way back, and why."""

    siffra: Siffra
    skal: str

    def __str__(self) -> str:
        s = self.siffra
        return f"{s.fil}: {s.text} ({self.skal}; {', '.join(s.nycklar)}) i: {s.mening[:200]}"


#: kinds of which only what is said of the whole counts, and not the members that it is the count or the sum of
LISTOR = ("antal:", "aggregat:", "arsmal:", "foregaende:", "beviljat:", "sokt:", "summa:")


def _vagen(s: Siffra, harledning: Harledning) -> list[str]:
    """What the keys of a number lead to; a chart tells of the members too."""
    bild = s.mening.startswith(BILD)
    alla = ((n, rad) for n in s.nycklar for rad in harledning(n))
    return [rad for n, rad in alla if bild or not (n.startswith(LISTOR) and rad.startswith(" "))]


def without_way(siffror: Iterable[Siffra], harledning: Harledning) -> Iterator[Brist]:
    """The numbers that have no key, whose key leads nowhere, or whose derivation says another number."""
    for s in siffror:
        if not s.nycklar:
            yield Brist(s, "ingen nyckel")
            continue
        rader = _vagen(s, harledning)
        if not rader:
            yield Brist(s, "nyckeln leder ingenstans")
        elif not says(rader, s):
            yield Brist(s, "härledningen säger det inte")


def forvaxlade(siffror: Iterable[Siffra], harledning: Harledning) -> tuple[int, int]:
    """How many numbers would pass with their last digit changed by one, of how many that pass."""
    gar, alla = 0, 0
    for s in siffror:
        rader = _vagen(s, harledning)
        if says(rader, s):
            alla += 1
            steg = Decimal(1).scaleb(int(s.varde.as_tuple().exponent))
            gar += says(rader, s, s.varde + steg)
    return gar, alla


def per_slag(brister: Iterable[Brist]) -> Mapping[str, int]:
    """The faults counted by why, and by the kind of key."""
    svar: dict[str, int] = {}
    for b in brister:
        slag = b.siffra.nycklar[0].partition(":")[0] if b.siffra.nycklar else ""
        svar[f"{b.skal} {slag}".strip()] = svar.get(f"{b.skal} {slag}".strip(), 0) + 1
    return dict(sorted(svar.items(), key=lambda x: -x[1]))
