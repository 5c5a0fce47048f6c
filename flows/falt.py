"""The fields of a form in the Prefect UI: what each is called, its help, and what can be chosen.

A field is declared where a flow takes it as an argument. The form shows names; the flow gets codes, paths and days.
"""

import datetime
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from flows import listor
from schemas.installningar import installningar

#: the code of what is chosen stands last in its line: `Gatunämnden (gatu)`
KOD_SIST = re.compile(r"\(([^()]+)\)$")
#: and when a file was saved: `2026/dokument/Granskning-2026.xlsx (sparad 2026-03-02 14:05)`
SPARAD_SIST = re.compile(r" \(sparad [^()]*\)$")


def code_of(text: str) -> str:
    """The code in a line of a list; what has none is one."""
    hittad = KOD_SIST.search(text)
    return hittad.group(1) if hittad else text


@dataclass(frozen=True)
class Falt:
    """A field of a form.

    Args:
        titel: what it is called.
        hjalp: what is to stand in it.
        lista: what can be chosen, as it stands when the form is made; nothing = anything can be written.
        fasta: what can be chosen, always: text → what it means; first what does no harm.
        tomt: the first choice, which is none of those.
        ur: what a text means; a code, where nothing is said.
        form: the kind of field.
        ovning: only where the installation is for practice.
        kravs: it must be chosen, although a command can do without.
        monster: what a text must be like, which the server sees to before it keeps anything of it.
    """

    titel: str
    hjalp: str = ""
    lista: Callable[[], Sequence[str]] | None = None
    fasta: Mapping[str, Any] = field(default_factory=dict, hash=False)
    tomt: str | None = None
    ur: Callable[[str], Any] = code_of
    form: type = str
    ovning: bool = False
    kravs: bool = False
    monster: str | None = None

    def read(self, varde: Any) -> Any:
        """What a field of the form means to the flow."""
        if not isinstance(varde, str) or self.form is not str:
            return varde
        if varde.strip() in ("", self.tomt):
            return None
        if varde in self.fasta.values():
            return varde
        return self.fasta[varde] if varde in self.fasta else self.ur(varde.strip())

    def __get_pydantic_core_schema__(self, typ: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(typ))

    def in_form(self, namn: str, plats: int, annars: Any) -> inspect.Parameter:
        """The field as `prefect deploy` is to see it."""
        val = [*([self.tomt] if self.tomt else ()), *(self.lista() if self.lista else ()), *self.fasta]
        forval = self._forval(annars)
        extra: dict[str, Any] = {"title": self.titel, "position": plats}
        if val:
            extra["enum"] = val
        elif forval is ... and self.form is str:
            extra["minLength"] = 1
        if self.monster:
            extra["pattern"] = self.monster
        om = Field(default=forval, description=self.hjalp or None, json_schema_extra=extra)
        return inspect.Parameter(namn, inspect.Parameter.KEYWORD_ONLY, default=om, annotation=self.form)

    def _forval(self, annars: Any) -> Any:
        """What stands in the field from the start: none of the choices, or the first, which does no harm."""
        if self.kravs or annars is inspect.Parameter.empty:
            return ...
        return self.tomt or next(iter(self.fasta), annars)


def field_of(annotation: Any) -> Falt | None:
    """The field that an annotation declares."""
    if get_origin(annotation) is not Annotated:
        return None
    return next((x for x in get_args(annotation) if isinstance(x, Falt)), None)


def form_of(fn: Callable[..., Any]) -> inspect.Signature:
    """The fields of a flow's form, in the order of its arguments; an argument without a field is not shown."""
    visa_ovning = not installningar().skarp
    fields = [(p.name, p.default, field_of(p.annotation)) for p in inspect.signature(fn).parameters.values()]
    return inspect.Signature(
        [
            f.in_form(namn, plats, annars)
            for plats, (namn, annars, f) in enumerate(fields)
            if f is not None and (visa_ovning or not f.ovning)
        ]
    )


def text_of(varde: str) -> str:
    """What is written, as it is."""
    return varde


def _file(varde: str) -> Path:
    """A file of the work folder by its line in a list, or any file by its path."""
    fil = installningar().hem / SPARAD_SIST.sub("", varde)
    return fil if fil.exists() else Path(varde)


def _in_work_folder(varde: str) -> Path:
    """A path; a relative one from the work folder, since a worker stands wherever it was started."""
    return installningar().hem / varde


FORSLAGEN = "enligt förslagen"

Ar = Annotated[
    int | None,
    Falt("År", "Vilket år det gäller, när flera är öppna.", lista=listor.ar, tomt="Det öppna året", ur=int),
]
Aren = Annotated[int | None, Falt("År", "Bara det här året.", lista=listor.ar, tomt="Alla öppna år", ur=int)]
Idag = Annotated[
    datetime.date | None,
    Falt("Dag", "Stå på en annan dag än dagens. Bara för övning.", form=datetime.date, ovning=True),
]
#: an address would be kept with the run, whatever the flow says of it
UTAN_ADRESS = "^[^@]*$"
_HANDLAGGARE = Falt(
    "Handläggare",
    "Vem som gör det: ett namn. Det står i händelsekedjan.",
    ur=text_of,
    kravs=True,
    monster=UTAN_ADRESS,
)
Handlaggare = Annotated[str, _HANDLAGGARE]
#: where a command can do without, because it can also be run so that it changes nothing
HandlaggareVidAndring = Annotated[str | None, _HANDLAGGARE]
Motivering = Annotated[str, Falt("Motivering", "Varför. Organet får läsa den.", ur=text_of, monster=UTAN_ADRESS)]
Omgangskod = Annotated[str, Falt("Omgång", "Vilken omgång det gäller.", lista=listor.omgangar)]
Organkod = Annotated[str, Falt("Organ", "Vilket organ det gäller.", lista=listor.organ)]
EttOrgan = Annotated[str | None, Falt("Organ", "Bara det här organets.", lista=listor.organ, tomt="Alla organ")]
Nummer = Annotated[str, Falt("Nummer", "Det som har begärts.", lista=listor.uppmaningar)]
NummerEllerOmgang = Annotated[
    str, Falt("Gäller", "Det som har begärts, eller en omgångs hela arbetsbok.", lista=listor.begart)
]
NyDag = Annotated[datetime.date, Falt("Ny sista dag", "När organet senast ska ha svarat.", form=datetime.date)]
Arsbok = Annotated[
    Path,
    Falt(
        "Årsarbetsbok eller årsmapp",
        "Lägg den i arbetsmappen eller i en inkorg, så står den i listan.",
        lista=listor.arsbocker,
        ur=_file,
    ),
]
Prov = Annotated[
    bool,
    Falt(
        "Vad ska göras",
        "Att kontrollera ändrar inget.",
        fasta={"Kontrollera och visa vad som skiljer sig": True, "Öppna året, eller genomför ändringarna": False},
    ),
]
Granskningsval = Annotated[
    Path | str | None,
    Falt(
        "Beslutsunderlag",
        "Granskningen som ni har fyllt i, eller förslagen som de står.",
        lista=listor.granskningar,
        fasta={"Besluta enligt förslagen": FORSLAGEN},
        ur=_file,
        kravs=True,
    ),
]
Fatta = Annotated[
    bool,
    Falt(
        "Vad ska göras",
        "Titta först: ett beslut låser omgången och går inte att ta tillbaka.",
        fasta={"Visa vad som skulle beslutas": False, "Besluta": True},
    ),
]
Visa = Annotated[
    bool,
    Falt(
        "Vad ska göras",
        "Att visa skickar inget.",
        fasta={"Visa bara vad som skulle skickas": True, "Skicka": False},
    ),
]
Manga = Annotated[
    bool,
    Falt(
        "Även om de är många", "Fler brev än gränsen (bekrafta_over i ar.yaml) skickas bara med kryss här.", form=bool
    ),
]
Igen = Annotated[bool, Falt("Även det som inte kom fram", "Försök igen med det, till dagens adresser.", form=bool)]
Nyckel = Annotated[str, Falt("Osäkert meddelande", "Det som ska avgöras.", lista=listor.osakra)]
Avgors = Annotated[
    str,
    Falt(
        "Hur det avgörs",
        "Fråga mottagaren, eller se efter i e-postserverns logg.",
        fasta={"Det kom fram": "skickat", "Skicka en gång till": "om"},
        kravs=True,
    ),
]
NyArsbok = Annotated[
    Path,
    Falt("Filnamn", "Till exempel Ar-2027.xlsx. Årsarbetsboken läggs i arbetsmappen.", ur=_in_work_folder),
]
ForraAret = Annotated[
    Path | None,
    Falt("Förra året", "Det som det nya året bygger på.", lista=listor.arsbocker, tomt="Det öppna året", ur=_file),
]
Arsmapp = Annotated[Path, Falt("Årsmapp", "Mappen med årets CSV-filer.", ur=_in_work_folder)]
Utmapp = Annotated[Path, Falt("Mapp", "Var arbetsböckerna ska läggas.", ur=_in_work_folder)]
