"""A person at a real browser, as a test tells it what to do; see tests/webblasare/person.mjs."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.skydd import auth
from startprogram import Program
from tests_stod import ROOT, i_miljo

MANUS = ROOT / "tests" / "webblasare" / "person.mjs"
BILDER = ROOT / "docs" / "bilder"
#: `BILDER=skriv` makes the handbook's pictures anew
SKRIV = os.environ.get("BILDER") == "skriv"
#: what Prefect's own pages meet without harm: the drawing of a run's parts asks for more than the server lets it, the
#: icon of a tab is looked for in the wrong place, and an artifact of no task asks for the task without a name
OFARLIGT = ("unsafe-eval", "_cancelResize", ".svg", "422 /api/task_runs/filter")

#: fields in which anything can be written
SKRIVS = ("Handläggare", "Motivering")


class Webbperson:
    """Somebody who has logged in.

    Args:
        namn: the name by which the server is known to the browser.
    """

    def __init__(self, program: Program, namn: str = "127.0.0.1") -> None:
        self.program, self._adress = program, f"http://{namn}:{program.port}"
        self._process = subprocess.Popen(
            ["node", str(MANUS), self._adress],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with i_miljo(ARSHJUL_HEM=str(program.hem)):
            self.do("login", losenord=auth())

    def do(self, gor: str, **val: Any) -> Any:
        """Do one thing, and what is seen then."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"gor": gor, "val": val}) + "\n")
        self._process.stdin.flush()
        svar = json.loads(self._process.stdout.readline())
        assert "fel" not in svar, svar["fel"]
        return svar["svar"]

    def leave(self) -> None:
        """Close the browser."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def form(self, deployment: str) -> str:
        """Go to the form of a deployment; what it says."""
        d = self.program.deployment(deployment)
        falten = [f["title"] for f in d["parameter_openapi_schema"].get("properties", {}).values()]
        return str(self.do("go", vag=f"/v2/deployments/deployment/{d['id']}/run", till=[*falten, "Submit"][0]))

    def run(self, deployment: str, **falt: str) -> dict[str, Any]:
        """Fill in a form, submit it, and wait until the run has ended; the run.

        Args:
            falt: title of a field, `_` for a space → what is chosen, or written where there is no list.
        """
        self.form(deployment)
        for namn, val in falt.items():
            if namn in SKRIVS:
                self.do("fill", falt=namn, med=val)
            else:
                self.do("choose", falt=namn.replace("_", " "), val=val)
        fore = {k["id"] for k in self.runs(deployment)}
        self.do("submit")
        (ny,) = [k for k in self.runs(deployment) if k["id"] not in fore]
        self.program.wait_for_state(ny["id"], "COMPLETED", "FAILED", "CRASHED")
        return dict(self.program.api.get(f"/flow_runs/{ny['id']}"))

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """The runs of a deployment that are asked for by hand."""
        vem = self.program.deployment(deployment)["id"]
        alla = self.program.api.filter("flow_runs", flow_runs={"deployment_id": {"any_": [vem]}})
        return [k for k in alla if "auto-scheduled" not in k["tags"]]

    def look_at(self, korning: dict[str, Any], slutet: str = "Completed") -> str:
        """Go to the page of a run; the lines of its log."""
        self.do("go", vag=f"/v2/runs/flow-run/{korning['id']}", till=slutet)
        return str(self.do("tab", namn="Logs", till=korning["state"]["message"][:30]))

    def artifact(self, korning: dict[str, Any], nyckel: str, star: str) -> str:
        """Open an artifact of a run and wait until something stands there; what it says."""
        om = {"artifacts": {"flow_run_id": {"any_": [korning["id"]]}, "key": {"any_": [nyckel]}}}
        (a,) = self.program.api.filter("artifacts", **om)
        return str(self.do("go", vag=f"/v2/artifacts/artifact/{a['id']}", star=star))

    def picture(self, namn: str, hojd: int, *, artefakt: bool = False) -> None:
        """Keep a picture for the handbook, where pictures are asked for: the top of the page, or of what it shows."""
        if SKRIV:
            self.do("picture", fil=str(BILDER / f"{namn}.png"), hojd=hojd, artefakt=artefakt)
            compress(BILDER / f"{namn}.png")

    def asked_others(self) -> list[str]:
        """Whom the browser has asked, besides the server."""
        return list(self.do("seen")["utat"])

    def faults(self) -> list[str]:
        """What went wrong in the pages."""
        alla = [f.replace(self._adress, "") for f in self.do("seen")["fel"]]
        return [f for f in alla if not any(o in f for o in OFARLIGT)]


def compress(fil: Path) -> None:
    """Make a picture small, where there is something to do it with."""
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--strip", "--speed", "1", "--ext", ".png", "64", str(fil)], check=True)


@contextlib.contextmanager
def somebody(program: Program, namn: str = "127.0.0.1") -> Iterator[Webbperson]:
    """Somebody who logs in, and leaves."""
    person = Webbperson(program, namn)
    try:
        yield person
    finally:
        person.leave()
