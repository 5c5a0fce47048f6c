"""The templates of the messages as files of the office's: copied for it, and tried when it has changed them."""

import difflib
import re
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from notifications import egna
from notifications.exempel import Exempel, Stad, exempel
from notifications.html import content
from notifications.texter import AMNE, MALLAR, SIDA, brev_av, own_environment

PROV = "prov"
#: what messages of every kind are made of, beside the template of their kind
DELAR = ("_fot.txt.j2", "_ord.j2", SIDA)


@dataclass(frozen=True)
class Kopiering:
    """What became of the copies: written now, left because they were changed, and of those the ones that the program
    has since got a new standard for."""

    skrivna: tuple[str, ...]
    egna: tuple[str, ...]
    nyare: tuple[str, ...]


@dataclass(frozen=True)
class Mallfel:
    """What is wrong in a template, where, and how it is mended."""

    fil: str
    rad: int | None
    vad: str
    atgard: str

    def __str__(self) -> str:
        plats = f"{self.fil}, rad {self.rad}" if self.rad else self.fil
        return f"{plats}: {self.vad} {self.atgard}"


def mallar() -> list[str]:
    """The files that messages are made of."""
    brev = [f.name for f in sorted(MALLAR.glob("*.txt.j2")) if re.search(f"^{AMNE}", f.read_text("utf-8"), re.M)]
    return [*brev, *DELAR]


def copy_mallar() -> Kopiering:
    """Copy the standard templates to the work folder; one that was changed there is left as it is."""
    till = egna.mapp()
    till.mkdir(parents=True, exist_ok=True)
    kopierat = egna.copied(till)
    skrivna: list[str] = []
    andrade: list[str] = []
    nyare: list[str] = []
    for namn in mallar():
        standard = (MALLAR / namn).read_text("utf-8")
        nu, fil = egna.fingerprint(standard), till / namn
        if fil.exists() and _changed(fil, kopierat.get(namn), nu):
            andrade.append(namn)
            nyare += [namn] if kopierat.get(namn) not in (None, nu) else []
            continue
        if not fil.exists() or kopierat.get(namn) != nu:
            fil.write_text(standard, "utf-8")
            skrivna.append(namn)
        kopierat[namn] = nu
    lista = "".join(f"{stampel}  {namn}\n" for namn, stampel in sorted(kopierat.items()))
    (till / egna.KOPIERAT).write_text(lista, "utf-8")
    return Kopiering(tuple(skrivna), tuple(andrade), tuple(nyare))


def _changed(fil: Path, kopierat: str | None, standard: str) -> bool:
    try:
        return egna.fingerprint(egna.read_mall(fil)) not in (kopierat, standard)
    except UnicodeDecodeError:
        return True


def prova(stad: Stad) -> tuple[list[Mallfel], Path]:
    """Render every kind of message with the work folder's templates, and write what came of it where all went well.

    Returns:
        What is wrong, and the folder of the previews.
    """
    mapp = egna.mapp()
    till = mapp / PROV
    fel = [*_strangers(mapp), *_unreadable(mapp)]
    stampel = egna.stamp(mapp)
    env, sida = (own_environment(stad.o, mapp, stampel, html=html) for html in (False, True))
    shutil.rmtree(till, ignore_errors=True)
    till.mkdir(parents=True)
    for slag, alla in exempel(stad).items():
        for n, om in enumerate(alla, 1):
            if funnet := _preview(env, sida, slag, om, till / f"{slag}-{n}"):
                fel.append(funnet)
    return list(dict.fromkeys(fel)), till


def _preview(env: Environment, sida: Environment, slag: str, om: Exempel, till: Path) -> Mallfel | None:
    """Write one message as text and as HTML; what was wrong where that was not possible."""
    mall = f"{slag}.txt.j2"
    try:
        amne, text = brev_av(env, slag, om)
        mall, om = SIDA, {"amne": amne, "innehall": content(text)}
        html = sida.get_template(SIDA).render(**om)
    except UnicodeDecodeError:
        return None  # told of already
    except Exception as f:
        return _explain(f, mall, om)
    till.with_suffix(".txt").write_text(f"{AMNE} {amne}\n\n{text}", "utf-8")
    till.with_suffix(".html").write_text(html, "utf-8")
    return None


def _strangers(mapp: Path) -> Iterator[Mallfel]:
    """Files that look like templates and that no message is made of."""
    kanda = mallar()
    for f in sorted(mapp.glob("*.j2")) if mapp.is_dir() else ():
        if f.name not in kanda:
            nara = difflib.get_close_matches(f.name, kanda, 1)
            menade = f"Menade ni {nara[0]}? Byt namn på filen." if nara else "Ta bort filen, eller byt namn på den."
            yield Mallfel(f.name, None, "Inget meddelande har en mall med det namnet, så den används aldrig.", menade)


def _unreadable(mapp: Path) -> Iterator[Mallfel]:
    for f in sorted(mapp.glob("*.j2")) if mapp.is_dir() else ():
        try:
            egna.read_mall(f)
        except UnicodeDecodeError:
            yield Mallfel(f.name, None, "Filen går inte att läsa som text.", "Spara den som text i kodningen UTF-8.")


#: what Jinja says → what is wrong, and how it is mended; `\1` = the first thing that it names
FORKLARINGAR: tuple[tuple[str, str, str], ...] = (
    (r"'[^']*Ordbok object' has no attribute '(\w+)'", r"Ordlistan o har inget ord som heter ”\1”.",
     "Orden står i handboken under ord.csv."),
    (r"'[^']* object' has no (?:attribute|element) '?(\w+)'?", r"”\1” finns inte på det som står före punkten.",
     "Jämför med standardmallen."),
    (r"'(\w+)' is undefined", r"Namnet ”\1” finns inte i det här meddelandet.", "{namnen}"),
    (r"No (?:filter|test) named '(\w+)'", r"Det finns inget filter som heter ”\1”.",
     "Filter är t.ex. datum, tal, uppraknat och stor_bokstav."),
    (r"Encountered unknown tag '(\w+)'", r"”{% \1 %}” betyder ingenting här.",
     "Se efter att varje if har ett endif och varje for ett endfor, i rätt ordning."),
    (r"Unexpected end of template|Missing end of (\w+)", "Något som öppnas stängs aldrig.",
     "Varje {% if %} ska ha ett {% endif %}, varje {% for %} ett {% endfor %} och varje {{ ett }}."),
    (r"unexpected '(.+)'|unexpected char '(.+)'|expected token .*got '(.+)'|unexpected end of print",
     "Det som står mellan klamrarna går inte att läsa.", "Jämför raden med standardmallen."),
)  # fmt: skip


def _explain(f: Exception, mall: str, om: Exempel) -> Mallfel:
    """An error of Jinja's as a person who edits the template needs it."""
    fil, rad = _place(f, mall)
    if isinstance(f, TemplateNotFound):
        return Mallfel(fil, rad, f"Den hämtar {f.message}, som inte finns.", "Rätta namnet på filen i raden.")
    if isinstance(f, SecurityError):
        return Mallfel(fil, rad, "Den försöker göra något som en mall inte får göra.", "Ta bort det.")
    if isinstance(f, ValueError) and not isinstance(f, UnicodeError) and rad is None:
        vad = f"Mallen ska börja med ”{AMNE} …” på första raden, och ha en text under."
        return Mallfel(fil, 1, vad, "Lägg till det som saknas.")
    text = str(getattr(f, "message", None) or f)
    for monster, vad, atgard in FORKLARINGAR:
        if traff := re.search(monster, text):
            namnen = _names(traff[1], om) if atgard == "{namnen}" else atgard
            return Mallfel(fil, rad, traff.expand(vad) if "\\1" in vad else vad, namnen)
    return Mallfel(fil, rad, f"Mallen går inte att använda ({text}).", "Jämför raden med standardmallen.")


def _names(namn: str, om: Exempel) -> str:
    """The name that was meant, or those that there are."""
    nara = difflib.get_close_matches(namn, om, 1)
    return f"Menade ni ”{nara[0]}”?" if nara else f"De namn som finns är {', '.join(sorted(om))}."


def _place(f: Exception, mall: str) -> tuple[str, int | None]:
    """The file and the line of an error: Jinja puts the lines of templates into the traceback."""
    if isinstance(f, TemplateSyntaxError):
        return Path(f.filename or f.name or mall).name, f.lineno
    rader = [(Path(s.filename).name, s.lineno) for s in traceback.extract_tb(f.__traceback__)]
    return next(((fil, rad) for fil, rad in reversed(rader) if fil.endswith(".j2")), (mall, None))
