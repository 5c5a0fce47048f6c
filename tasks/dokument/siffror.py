"""The keys of printed figures: how a text says what each of its figures is traced by, and where in it they stand.

A sentence marks a figure where it is counted (`{{ n|i_ord|sparas(antalet(h, "mal")) }}`); a row or a run of text has
one key for all its figures. One pass over a document that is ready makes each figure a run of its own with its key.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from schemas.kedjehuvud import TYPED
from schemas.omgangar import Omgang
from schemas.ord import RAKNEORD
from schemas.sparnyckel import Antalsslag, EjNyckel, Sparslag, antal, nyckel, parse
from tasks.dokument.skrift import Bild, Bit, Block, Innehall, Lista, Rubrik, Skrift, Stycke, Tabell, Text

#: what stands around the key behind a figure, in a text under way; of the characters that Unicode has left to programs
FORE, EFTER = "\ue0f0", "\ue0f1"
MANADER = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
#: what is written with digits and is no figure: days, times, years, codes, paragraphs of law, files, the trail's head
INGA_SIFFROR = (
    rf"nr[ \u00a0]\d+,[ \u00a0][0-9a-f]{{64}}|--huvud[ \u00a0]\d+[ \u00a0][0-9a-f]{{{TYPED}}}",
    rf"\d{{1,2}}[ \u00a0](?:{MANADER})(?:[ \u00a0]\d{{4}})?",
    r"\d{4}-\d\d-\d\d(?!\d)",
    r"[Mm]ål[ \u00a0]\d+(?:\.\d+)*(?!\.?\d)",
    r"(?:19|20)\d\d(?:[–-](?:19|20)\d\d)?(?![\w,.:/-]*\d)",
    r"(?:kap\.|§§?)[ \u00a0]?\d+|\d+[ \u00a0]?(?:kap\.|§)",
    r"[^\W\d_]+[ \u00a0]\d{2,4}/\d+(?:-\d+)?",
    r"(?:bilag(?:a|orna)|[Bb]ilaga)[ \u00a0]\d+(?: och \d+)?",
    r"\d+(?:[.:/_-]+\w+)+",
    r"\w*[^\W\d]\w*\d[\w.:/-]*|\d+[^\W\d][\w.:/-]*",
)
_TAL = r"[−-]?\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?|[−-]?\d+(?:,\d+)?"
_ORD = "|".join(RAKNEORD[2:])
_SIFFROR = re.compile(rf"(?<![\w])(?:(?:{'|'.join(INGA_SIFFROR)})|(?P<tal>{_TAL}|(?i:{_ORD})(?!\w)))")
_MARKE = re.compile(f"{FORE}([^{FORE}{EFTER}]*){EFTER}")


def sparas(text: object, med: object) -> str:
    """A text whose last figure is traced by a key: what a template's filter writes."""
    return f"{text}{FORE}{med}{EFTER}" if med else str(text)


def utan_nycklar(text: str) -> str:
    """A text without the keys of its figures."""
    return _MARKE.sub("", text)


def spar(slag: str, *delar: object) -> str:
    """A key as text: `spar("aggregat", omgang, "1.2-03")`."""
    return str(nyckel(Sparslag(slag), *(_del(d) for d in delar)))


def antalet(omgang: object, vad: str, **villkor: object) -> str:
    """The key of a count as text: `antalet(omgang, "svar", status="utebliven")`."""
    return str(antal(_del(omgang), Antalsslag(vad), villkor))


def rutan(fil: str, rad: object, kolumn: str | None = None) -> str:
    """The key of a row of the year, or of a cell of it."""
    return spar("rad", fil, rad, kolumn)


def _del(d: object) -> object:
    return d.kod if isinstance(d, Omgang) else d


def siffrorna(text: str) -> Iterator[tuple[int, int]]:
    """Where the figures of a text stand, counts in words too."""
    for traff in _SIFFROR.finditer(text):
        if traff["tal"]:
            yield traff.span("tal")


def with_keys(skrift: Skrift, omgangar: Iterable[Omgang]) -> Skrift:
    """A document in which each figure is a run of its own, with its key.

    Args:
        omgangar: those of the year: a digit in the name of one is no figure.
    """
    namn = {x for o in omgangar for x in (o.namn, o.bestamd) if any(c.isdigit() for c in x)}
    namnen = re.compile("|".join(map(re.escape, namn)) or "(?!)", re.IGNORECASE)

    def text(t: Text) -> Text:
        return tuple(d for b in t for d in _delar(b, namnen))

    return replace(skrift, block=tuple(_block(b, text) for b in skrift.block))


def _block(block: Block, text: Callable[[Text], Text]) -> Block:
    gor: dict[type, Callable[..., Block]] = {
        Rubrik: lambda b: replace(b, text=text(b.text)),
        Stycke: lambda b: replace(b, text=text(b.text)),
        Lista: lambda b: replace(b, rader=tuple((nummer, text(t)) for nummer, t in b.rader)),
        Tabell: lambda b: replace(
            b, rader=tuple(replace(r, celler=tuple(text(c) for c in r.celler)) for r in b.rader)
        ),
    }  # fmt: skip
    return gor[type(block)](block) if not isinstance(block, Bild | Innehall) else block


def around_keys(gor: Callable[[str], str], text: str) -> str:
    """A text changed by a function that must not see the keys of its figures."""
    if FORE not in text:
        return gor(text)
    utan, nycklar = _read(text)
    svar, slut = "", 0
    ny = gor(utan)
    for n, (_, till) in enumerate(siffrorna(ny)):
        svar, slut = svar + sparas(ny[slut:till], nycklar.get(n)), till
    return svar + ny[slut:]


def _read(text: str) -> tuple[str, dict[int, str]]:
    """A text without its keys, and the key of its n:th figure; one that stands behind no figure is nobody's."""
    forst, *resten = _MARKE.split(text)
    utan, nycklar, antal_fore = forst, dict[int, str](), 0
    for nyckeln, efter in zip(resten[0::2], resten[1::2], strict=True):
        antal_nu = sum(1 for _ in siffrorna(utan))
        if antal_nu > antal_fore and _is_key(nyckeln):
            nycklar[antal_nu - 1] = nyckeln
        utan, antal_fore = utan + efter, antal_nu
    return utan, nycklar


def _is_key(text: str) -> bool:
    try:
        parse(text)
    except EjNyckel:
        return False
    return True


def _delar(b: Bit, namnen: re.Pattern[str]) -> Iterator[Bit]:
    """A run in parts: each figure with its key, and what stands between them without one."""
    text, nycklar = _read(b.text)
    i_namn = {n for traff in namnen.finditer(text.replace("\u00a0", " ")) for n in range(*traff.span())}
    if b.lank or b.svag:
        yield replace(b, text=text)
        return
    slut = 0
    for n, (fran, till) in enumerate(siffrorna(text)):
        if (egen := nycklar.get(n, b.nyckel)) and fran not in i_namn:
            if fran > slut:
                yield replace(b, text=text[slut:fran], kalla=None, nyckel=None)
            yield replace(b, text=text[fran:till], kalla=b.kalla if till == len(text) else None, nyckel=egen)
            slut = till
    if slut < len(text) or not text:
        yield replace(b, text=text[slut:], nyckel=None)
