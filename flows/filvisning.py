"""The year's documents and workbooks, from the browser: what a run's page links to.

Prefect's own protection is for its API; a link carries no header, so the browser asks for the same user and password.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from flows.skydd import auth
from schemas.installningar import installningar

VAG = "/filer"
#: folders of a year that its office may read here
MAPPAR = ("dokument", "mallar", "rattning")
#: a page of ours is read, not run: it has its styles in itself and nothing else
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"


def link_to(fil: Path) -> str:
    """Where the browser finds a file of the work folder; nothing where it may not be shown."""
    try:
        delar = fil.absolute().relative_to(installningar().hem.absolute()).parts
    except ValueError:
        return ""
    return f"{VAG}/{quote('/'.join(delar))}" if len(delar) == 3 and delar[1] in MAPPAR else ""


class Filvisning:
    """Answers with files of the years' folders, to whoever has the password."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        svar = self._answer(Request(scope))
        await svar(scope, receive, send)

    def _answer(self, begaran: Request) -> Response:
        if begaran.method not in ("GET", "HEAD"):
            return PlainTextResponse("Här går det bara att läsa.", 405)
        if not _is_let_in(begaran.headers.get("Authorization", "")):
            huvud = {"WWW-Authenticate": 'Basic realm="Arshjulet", charset="UTF-8"'}
            return PlainTextResponse("Användare och lösenord behövs.", 401, huvud)
        fil = _file(begaran.url.path)
        if fil is None:
            return PlainTextResponse("Filen finns inte.", 404)
        hur = "inline" if fil.suffix in (".html", ".pdf") else "attachment"
        return FileResponse(fil, filename=fil.name, content_disposition_type=hur)


def _is_let_in(huvud: str) -> bool:
    slag, _, kod = huvud.partition(" ")
    try:
        angivet = base64.b64decode(kod, validate=True)
    except (binascii.Error, ValueError):
        return False
    return slag.lower() == "basic" and secrets.compare_digest(angivet, _auth().encode())


def _auth() -> str:
    """What the running server was started with: a new password holds from the next start."""
    return os.environ.get("PREFECT_SERVER_API_AUTH_STRING") or auth()


def _file(vag: str) -> Path | None:
    """The file of a path; None where there is none, or it lies anywhere else, or is a link to it."""
    delar = vag.removeprefix(VAG).strip("/").split("/")
    if len(delar) != 3 or delar[1] not in MAPPAR or not delar[0].isdecimal() or delar[2].startswith("."):
        return None
    hem = installningar().hem.resolve()
    fil = hem.joinpath(*delar)
    return fil if fil.is_file() and fil.resolve() == fil else None
