"""One city and its program for every test here, and somebody of its office who has logged in."""

import shutil
from collections.abc import Iterator

import pytest

from almviken import mail_server, prepare, surroundings
from smtpserver import Smtpserver
from startprogram import Program, arshjul_start
from webbperson import Webbperson, somebody


@pytest.fixture(scope="session")
def post() -> Iterator[Smtpserver]:
    """The city's mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, post: Smtpserver) -> Iterator[Program]:
    """The program of a city whose avstämning is proposed."""
    assert shutil.which("chromium"), "apt-get install chromium"
    mapp = tmp_path_factory.mktemp("almviken")
    miljo = surroundings(mapp / "hem", post)
    prepare(mapp / "hem", miljo)
    with arshjul_start(mapp, **miljo) as p:
        p.wait_until_said("Självtest: arbetaren tog emot en körning.")
        yield p


@pytest.fixture(scope="module")
def anna(program: Program) -> Iterator[Webbperson]:
    """Anna Lind of the planning office."""
    with somebody(program) as person:
        yield person
