"""Who is signed in at the proxy in front of us, kept with the run that they ask for.

Prefect's open server knows one user. A proxy that signs people in tells who they are in a header; here it is put among
the tags of the run, from where the trail gets it, beside the name that was stated in the form.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HUVUD = b"x-forwarded-email"
TAGG = "inloggad: "
#: where a run is asked for
BEGARAN = re.compile(r"/api/(deployments/[^/]+/create_flow_run|flow_runs/?)")
MOST_BYTES = 2_000_000


def signed_in_of(taggar: Iterable[str]) -> str | None:
    """Who asked for a run, from its tags; None where nobody can tell."""
    return next((t.removeprefix(TAGG) for t in taggar if t.startswith(TAGG)), None)


class Inloggad:
    """The shell that notes who asks for a run.

    Args:
        betrodd: whether a proxy stands in front, whose header can be believed; else nobody is noted, whatever is said.
    """

    def __init__(self, app: ASGIApp, *, betrodd: bool) -> None:
        self._app, self._betrodd = app, betrodd

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; one for a run with its tags made ours."""
        if scope["type"] != "http" or scope["method"] != "POST" or not BEGARAN.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        vem = dict(scope["headers"]).get(HUVUD, b"").decode("latin-1") if self._betrodd else ""
        text = with_tag(await _read(receive), vem)
        huvuden = [(k, v) for k, v in scope["headers"] if k != b"content-length"]
        scope["headers"] = [*huvuden, (b"content-length", str(len(text)).encode())]

        async def receive_changed() -> Message:
            return {"type": "http.request", "body": text, "more_body": False}

        await self._app(scope, receive_changed, send)


def with_tag(text: bytes, vem: str) -> bytes:
    """The request with the tag of who is signed in, and no other such; what cannot be read is passed on as it is."""
    try:
        om: Any = json.loads(text)
    except ValueError:
        return text
    if not isinstance(om, dict):
        return text
    taggar = [t for t in om.get("tags") or [] if not str(t).startswith(TAGG)]
    return json.dumps(om | {"tags": [*taggar, *([f"{TAGG}{vem}"] if vem else [])]}).encode()


async def _read(receive: Receive) -> bytes:
    delar: list[bytes] = []
    while sum(map(len, delar)) <= MOST_BYTES:
        meddelande = await receive()
        delar.append(meddelande.get("body", b""))
        if not meddelande.get("more_body"):
            break
    return b"".join(delar)
