"""The office's own texts: templates in the work folder that are read before the standard ones (docs/handbok.md).

`arshjul brevmallar` copies the standard templates there and notes what it copied, so that a copy that nobody has
changed never stands in the way of a newer standard.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound

from schemas.installningar import installningar

MAPP = "texter"
#: which template was copied, and its hash: as `sha256sum` writes it
KOPIERAT = "standard.sha256"

#: what a template in the folder looked like: its name, when it was written and how large it is
Stampel = tuple[tuple[str, int, int], ...]


def mapp() -> Path:
    """The folder of the office's own templates."""
    return installningar().hem / MAPP


def fingerprint(text: str) -> str:
    """The hash of a template."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_mall(fil: Path) -> str:
    """The text of a template, however an editor has saved it.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    return fil.read_text("utf-8-sig").replace("\r\n", "\n")


def copied(fran: Path) -> dict[str, str]:
    """Template → its hash when it was copied into a folder."""
    lista = fran / KOPIERAT
    rader = lista.read_text("utf-8").splitlines() if lista.exists() else []
    return {namn: stampel for rad in rader for stampel, _, namn in [rad.partition("  ")] if namn}


def stamp(fran: Path) -> Stampel:
    """What lies in a folder of templates: as long as it is the same, so are the templates."""
    filer = [f for f in fran.iterdir() if f.suffix in (".j2", ".sha256")] if fran.is_dir() else []
    return tuple((f.name, s.st_mtime_ns, s.st_size) for f in sorted(filer) for s in [f.stat()])


class EgnaMallar(BaseLoader):
    """Reads the templates of a folder that somebody has written or changed."""

    def __init__(self, fran: Path) -> None:
        self._fran, self._copied = fran, copied(fran)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template, and where it stands."""
        fil = self._fran / template
        if Path(template).name != template or not fil.is_file():
            raise TemplateNotFound(template)
        text = read_mall(fil)
        if fingerprint(text) == self._copied.get(template):
            raise TemplateNotFound(template)
        return text, str(fil), None
