"""Status as a flow: what `arshjul status` shows, as an artifact in the Prefect UI."""

import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.dag import run_name, today
from tasks.grund.databas import read
from tasks.insyn.status import Arstatus, arets_status
from tasks.laget.oppet import years_to_show


@flow(name="status", flow_run_name=run_name("Status {idag}"))
def status(ar: int | None = None, idag: datetime.date | None = None) -> str:
    """Where the year stands, in Markdown; every open year where none is named."""
    with read() as session:
        texter = []
        for oppet in years_to_show(session, ar):
            s = arets_status(session, oppet, today(idag))
            texter.append(as_markdown(s))
            om = {"key": f"status-{oppet.ar}", "description": f"{oppet.kommun} {oppet.ar}"}
            create_markdown_artifact(texter[-1], **om)
    return "\n\n".join(texter)


def as_markdown(s: Arstatus) -> str:
    """The status of a year as Markdown."""
    rader = [f"# {s.oppet.kommun} {s.oppet.ar}", *(f"- {o.namn}: {hur}" for o, hur in s.omgangar), ""]
    rader += ["| Organ | Omgång | Status | Version | Inkom |", "|---|---|---|---|---|"]
    for i in s.inlamningar:
        inkom = f"{i.inkom or ''}{' (sen)' if i.sen else ''}"
        rader.append(f"| {i.namn} | {i.omgang} | {s.oppet.o.kod(i.status)} | {i.version or ''} | {inkom} |")
    return "\n".join([*rader, "", *(f"- {a}" for a in s.anmarkningar)])
