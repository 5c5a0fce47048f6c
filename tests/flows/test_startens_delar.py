"""The parts of `arshjul start` that can be tried by themselves."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from flows.driftsatt import with_pauses
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
