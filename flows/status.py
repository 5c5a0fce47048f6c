"""Status as a flow: what `arshjul status` shows, as an artifact in the Prefect UI."""

from flows.dag import today
from flows.falt import Aren, Idag
from flows.flode import flode
from flows.redovisning import as_markdown, show_aret
from tasks.grund.databas import read
from tasks.insyn.status import arets_status, sentence
from tasks.laget.oppet import years_to_show


@flode("status", korning="Status", sager=lambda svar: svar[0])
def status(ar: Aren = None, idag: Idag = None) -> tuple[str, str]:
    """Where the year stands, in a sentence and in Markdown; every open year where none is named."""
    dag = today(idag)
    with read() as session:
        alla = [arets_status(session, oppet, dag) for oppet in years_to_show(session, ar)]
    show_aret(ar, dag)
    return " ".join(sentence(s) for s in alla), "\n\n".join(as_markdown(s) for s in alla)
