"""Prefect's server as it is run here: its own application, with what nobody here needs closed around it.

Run as a program by `arshjul start`: `python -m flows.server --vard 127.0.0.1 --port 4200 [--bakom-proxy VÄRD …]`.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.filvisning import CSP as FILENS_CSP
from flows.filvisning import VAG, Filvisning
from flows.inloggad import Inloggad

#: documentation of the API: for those who look for a way in, not for those who work here
STANGDA = ("docs", "redoc", "openapi.json")
HEMMA = ["127.0.0.1", "localhost"]
#: the browser asks nobody but us. Styles and fonts stand in the pages themselves, and the editors of the forms start
#: workers and compile small programs out of their own text.
CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HUVUDEN = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Skal:
    """The shell around an application: closed paths, and headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._filer = app, Filvisning()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        filen = scope["path"].startswith(f"{VAG}/")
        huvuden = HUVUDEN | ({"Content-Security-Policy": FILENS_CSP} if filen else {})

        async def send_with_headers(meddelande: Message) -> None:
            if meddelande["type"] == "http.response.start":
                MutableHeaders(scope=meddelande).update(huvuden)
            await send(meddelande)

        if filen:
            await self._filer(scope, receive, send_with_headers)
        elif _is_closed(scope["path"]):
            await PlainTextResponse("Finns inte.", 404)(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)


def _is_closed(vag: str) -> bool:
    delar = [d for d in vag.lower().split("/") if d]
    return any(d in STANGDA for d in delar[:2])


def enclose(app: ASGIApp, varden: Sequence[str]) -> ASGIApp:
    """An application that answers only to its own names.

    Args:
        varden: the names beside this machine's, e.g. those of a proxy.
    """
    skal = Skal(Inloggad(app, betrodd=bool(varden)))
    return TrustedHostMiddleware(skal, allowed_hosts=[*HEMMA, *varden], www_redirect=False)


def lock_before_reading() -> None:
    """Let every transaction that Prefect writes in take SQLite's lock as it begins, and wait for it.

    Prefect begins them as reads (DEFERRED). In WAL mode a read that turns into a write after somebody else's commit
    fails at once, whatever the timeout, and the caller gets 503: 87 of 100 runs asked for by four at once, and none so.
    """
    from prefect.server.database.configurations import AioSqliteConfiguration

    begin: Any = AioSqliteConfiguration.begin_transaction

    def begin_immediate(self: Any, session: Any, with_for_update: bool = False) -> Any:
        return begin(self, session, with_for_update=True)

    if begin.__name__ != begin_immediate.__name__:
        AioSqliteConfiguration.begin_transaction = begin_immediate  # type: ignore[method-assign]


def create(varden: Sequence[str] = ()) -> ASGIApp:
    """The whole server, with its background services."""
    from prefect.server.api.server import create_app

    import flows.larmblock  # noqa: F401 (registered in the database when the server starts)
    from flows.formularord import translate_forms

    lock_before_reading()
    translate_forms()
    return enclose(create_app(final=True), varden)


def main() -> None:
    """Serve until told to stop."""
    import uvicorn

    val: Any = argparse.ArgumentParser()
    val.add_argument("--vard", default="127.0.0.1")
    val.add_argument("--port", type=int, required=True)
    val.add_argument("--bakom-proxy", action="append", default=[])
    om = val.parse_args()
    uvicorn.run(
        create(om.bakom_proxy),
        host=om.vard,
        port=om.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
