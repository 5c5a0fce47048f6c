"""The UI in a real browser: it asks nobody but us, and both of its versions work behind what is closed around them.

Needs Debian's chromium, Node.js and playwright-core: `make webblasare`.
"""

import pytest

from startprogram import Program, vanta
from webbperson import somebody

pytestmark = pytest.mark.webb


@pytest.mark.parametrize(("namn", "uin"), [("127.0.0.1", ("", "/v2")), ("localhost", ("/v2",))])
def test_the_browser_asks_nobody_but_us(program: Program, namn: str, uin: tuple[str, ...]) -> None:
    with somebody(program, namn) as person:
        for ui in uin:
            sidor = {s: person.do("go", vag=f"{ui}/{s}") for s in ("dashboard", "deployments", "runs", "automations")}
            assert "intag" in sidor["deployments"]
            assert "markeras som avbruten" in sidor["automations"]
            assert not any("Upgrade" in text or "Prefect Cloud" in text for text in sidor.values())
        assert person.asked_others() == []
        assert not [f for f in person.faults() if "/api/" in f]


def test_a_form_starts_a_run(program: Program) -> None:
    with somebody(program) as person:
        fore = len(person.runs("Självtest"))
        assert person.run("Självtest")["state"]["message"] == "Arbetaren tar emot körningar."
        vanta(lambda: len(person.runs("Självtest")) == fore + 1, "one more run")
