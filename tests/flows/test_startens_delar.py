"""The parts of `arshjul start` that can be tried by themselves."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from flows.driftsatt import with_pauses
from flows.filvisning import link_to
from flows.inloggad import signed_in_of
from flows.server import enclose
from flows.skydd import alone, auth, check_open, repair_rights
from schemas.problem import ArshjulFel
from tests_stod import i_miljo

KL_8 = {"cron": "0 8 * * *", "timezone": "Europe/Stockholm"}
KL_9 = {"cron": "0 9 * * *", "timezone": "Europe/Stockholm"}


def _ask(vard: str, vag: str = "/api/health") -> int:
    async def answer(_: Any) -> PlainTextResponse:
        return PlainTextResponse("ok")

    app = enclose(Starlette(routes=[Route("/{vag:path}", answer)]), ["arshjul.staden.se"])
    return TestClient(app, base_url=f"http://{vard}").get(vag).status_code


@pytest.mark.parametrize("vard", ["127.0.0.1:4200", "localhost", "arshjul.staden.se"])
def test_it_answers_to_its_own_names(vard: str) -> None:
    assert _ask(vard) == 200


@pytest.mark.parametrize("vard", ["evil.example", "127.0.0.1.evil.example", "staden.se", "x.arshjul.staden.se"])
def test_it_answers_to_no_other(vard: str) -> None:
    assert _ask(vard) == 400


@pytest.mark.parametrize(
    "vag", ["/docs", "/api/docs", "/API/Docs/", "/api/openapi.json", "/redoc", "/docs/oauth2-redirect"]
)
def test_documentation_is_closed(vag: str) -> None:
    assert _ask("localhost", vag) == 404


def _run_asked_for(bakom: list[str], taggar: list[str]) -> Any:
    """What the server is told of a run that somebody at a proxy asks for."""

    async def answer(begaran: Request) -> JSONResponse:
        return JSONResponse(await begaran.json())

    app = enclose(Starlette(routes=[Route("/{vag:path}", answer, methods=["POST"])]), bakom)
    svar = TestClient(app, base_url="http://localhost").post(
        "/api/deployments/1/create_flow_run",
        json={"parameters": {"handlaggare": "Åsa"}, "tags": taggar},
        headers={"X-Forwarded-Email": "asa@stad.example"},
    )
    return svar.json()


def test_who_is_signed_in_at_the_proxy_is_noted_with_the_run() -> None:
    fick = _run_asked_for(["arshjul.staden.se"], ["a", "inloggad: nagon@annan.example"])
    assert fick == {"parameters": {"handlaggare": "Åsa"}, "tags": ["a", "inloggad: asa@stad.example"]}
    assert signed_in_of(fick["tags"]) == "asa@stad.example"


def test_without_a_proxy_nobody_is_noted_whatever_is_said() -> None:
    assert _run_asked_for([], ["a", "inloggad: nagon@annan.example"])["tags"] == ["a"]


def test_the_trail_keeps_who_was_signed_in_beside_who_was_stated(hem: Path) -> None:
    from sqlmodel import select

    from schemas.tabeller import Handelse
    from tasks.grund.databas import read, write
    from tasks.grund.handelser import log, signed_in

    with signed_in("asa@stad.example"), write() as session:
        log(session, "Beslut fattat", dag=datetime.date(2026, 3, 1), ar=2026, vem="Åsa")
        log(session, "Filer skrivna", dag=datetime.date(2026, 3, 1), ar=2026)
    with read() as session:
        beslut, filer = session.exec(select(Handelse).order_by(Handelse.nr)).all()  # type: ignore[arg-type]
    assert (beslut.vem, beslut.uppgifter) == ("Åsa", {"inloggad": "asa"})
    assert filer.uppgifter == {"avtryck": {}}


@pytest.fixture
def filer(hem: Path) -> TestClient:
    """The shell around nothing, with some files in the work folder."""
    for namn in ("2026/dokument/a b.html", "2026/mallar/VP.xlsx", "2026/mottaget/hemligt.bin", "arshjul.sqlite"):
        fil = hem / namn
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(f"<p>{namn}</p>")
    (hem / "2026" / "dokument" / "lank.html").symlink_to(hem / "arshjul.sqlite")
    return TestClient(enclose(Starlette(), []), base_url="http://localhost")


def test_a_document_is_read_by_whoever_has_the_password(filer: TestClient, hem: Path) -> None:
    vag = link_to(hem / "2026" / "dokument" / "a b.html")
    utan = filer.get(vag)
    assert (utan.status_code, utan.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    med = filer.get(vag, auth=tuple(auth().split(":")))  # type: ignore[arg-type]
    assert (med.status_code, med.text) == (200, "<p>2026/dokument/a b.html</p>")
    assert med.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert filer.get(vag, auth=("arshjul", "fel")).status_code == 401
    assert filer.post(vag, auth=tuple(auth().split(":"))).status_code == 405  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "vag",
    [
        "/filer/2026/mottaget/hemligt.bin", "/filer/arshjul.sqlite", "/filer/2026/dokument/../../arshjul.sqlite",
        "/filer/2026/dokument/%2e%2e%2f%2e%2e%2farshjul.sqlite", "/filer/2026/dokument/lank.html",
        "/filer/2026/dokument/", "/filer//etc/passwd", "/filer/2026/dokument/saknas.html",
    ],
)  # fmt: skip
def test_nothing_else_is_read(filer: TestClient, vag: str) -> None:
    assert filer.get(vag, auth=tuple(auth().split(":"))).status_code == 404  # type: ignore[arg-type]


def test_what_may_not_be_shown_has_no_link(hem: Path) -> None:
    assert link_to(hem / "2026" / "mottaget" / "x.bin") == link_to(Path("/etc/passwd")) == ""


def test_what_is_paused_stays_so_and_the_rest_is_as_declared() -> None:
    vill = {
        "deployments": [
            {"name": "a", "schedules": [KL_8 | {"active": True}, KL_9 | {"active": True}]},
            {"name": "b"},
            {"name": "ny", "schedules": [KL_8 | {"active": True}]},
        ]
    }
    finns = [
        {"name": "a", "paused": False, "schedules": [{"schedule": KL_8, "active": False}]},
        {"name": "b", "paused": True, "schedules": []},
    ]
    a, b, ny = with_pauses(vill, finns)["deployments"]
    assert [s["active"] for s in a["schedules"]] == [False, True]
    assert (a["paused"], b["paused"]) == (False, True)
    assert ny == vill["deployments"][2]


@pytest.mark.parametrize("vard", ["0.0.0.0", "192.168.1.7", "::"])
def test_listening_to_the_world_wants_a_proxy(vard: str) -> None:
    with pytest.raises(ArshjulFel, match="--bakom-proxy"):
        check_open(vard, [])
    check_open(vard, ["arshjul.staden.se"])


def test_a_new_password_is_another_and_its_owners_only(hem: Path) -> None:
    forsta = auth()
    assert auth() == forsta
    assert auth(nytt=True) != forsta
    assert (hem / "prefect-losenord").stat().st_mode & 0o777 == 0o600


def test_rights_of_others_are_taken_away(hem: Path) -> None:
    (hem / "2024").mkdir(parents=True)
    (hem / "2024" / "brev.eml").write_text("x")
    hem.chmod(0o755)
    (hem / "2024" / "brev.eml").chmod(0o644)
    assert repair_rights() >= 2
    assert not [p for p in [hem, *hem.rglob("*")] if p.stat().st_mode & 0o077]
    assert repair_rights() == 0


def test_what_a_kill_left_behind_fools_nobody(tmp_path: Path) -> None:
    from flows.motor import _running_server

    with i_miljo(ARSHJUL_HEM=str(tmp_path)):
        (tmp_path / "start.json").write_text(
            '{"api": "http://127.0.0.1:1/api", "auth": "a:b", "adress": "x", "pid": 1}'
        )
        assert _running_server() == {}
        with alone(), pytest.raises(ArshjulFel, match="starta"), alone():
            pass
