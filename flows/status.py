"""Status as a flow: what `arshjul status` shows, as an artifact in the Prefect UI."""

import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.dag import run_name, today
from schemas.begrepp import svenska
from tasks.grund.databas import read
from tasks.insyn.status import Arstatus, arets_status
from tasks.laget.oppet import oppet_ar


@flow(name="status", flow_run_name=run_name("Status {idag}"))
def status(idag: datetime.date | None = None) -> str:
    """Where the year stands, in Markdown."""
    with read() as session:
        s = arets_status(session, oppet_ar(session), today(idag))
    text = as_markdown(s)
    create_markdown_artifact(text, key="status", description=f"{s.kommun} {s.ar}")
    return text


def as_markdown(s: Arstatus) -> str:
    """The status of the year as Markdown."""
    rader = [f"# {s.kommun} {s.ar}", *(f"- {vad}: {hur}" for vad, hur in s.faser.items()), ""]
    rader += ["| Organ | Slag | Status | Version | Inkom |", "|---|---|---|---|---|"]
    for i in s.inlamningar:
        inkom = f"{i.inkom or ''}{' (sen)' if i.sen else ''}"
        rader.append(f"| {i.namn} | {i.slag} | {svenska(i.status)} | {i.version or ''} | {inkom} |")
    return "\n".join([*rader, "", *(f"- {a}" for a in s.anmarkningar)])
