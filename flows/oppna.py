"""Öppna: check a year and open it, or apply what has changed."""

from flows.dag import today
from flows.falt import Arsbok, HandlaggareVidAndring, Idag, Prov
from flows.flode import flode
from flows.redovisning import show_aret, show_skillnader
from notifications.utkorg import adressbok, enqueue
from schemas.personuppgift import require_name
from tasks.aret.arsbok import read_ar
from tasks.aret.oppna import faststallda, open_ar, skillnader, try_out
from tasks.avstamning.faststallda import issue_faststallda
from tasks.beslut.anstand import follow_kalender
from tasks.beslut.brev import beslutsbrev
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import read, write
from tasks.laget.beslutat import decision
from tasks.laget.oppet import all_years, the_year

#: what the trail says of whoever opened a year without a name; never the name of a computer's account
EJ_ANGIVET = "namn ej angivet"


@flode("oppna", korning="Öppna {data}")
def oppna(data: Arsbok, handlaggare: HandlaggareVidAndring = None, prov: Prov = False, idag: Idag = None) -> str:
    """Check a year and open it, or apply what differs.

    Args:
        data: the year folder, or the year workbook.
        handlaggare: who opens or changes it; where nobody is named, the trail says so (docs/beslut/0022).
        prov: only check; nothing is opened or changed.

    Raises:
        Avvisat: it has faults. ArshjulFel: what differs may no longer change.
    """
    dag = today(idag)
    vem = require_name(handlaggare) if handlaggare else EJ_ANGIVET
    innehall = read_ar(data)
    ar = innehall.yaml.ar
    if prov:
        with read() as session:
            show_skillnader(skillnader(session, innehall))
            return try_out(session, innehall)
    with write() as session:
        fore = next((o for o in all_years(session) if o.ar == ar), None)
        funna = skillnader(session, innehall)
        svar = [open_ar(session, innehall, funna, dag, vem)]
        session.flush()
        oppet = the_year(session, ar)
        plan = decision(session, ar, oppet.omgangar.plan)
        if plan and (nya := issue_faststallda(session, oppet, plan, faststallda(funna), dag, vem)):
            brev = beslutsbrev(session, oppet, oppet.omgangar.plan, plan, bara=set(nya))
            enqueue(session, ar, adressbok(session, ar), brev, dag)
            svar.append(f"Nya {oppet.o.uppmaning.flera}: {', '.join(nya)}.")
        if fore:
            svar += follow_kalender(session, oppet, fore.omgangar, dag, vem)
    write_everything(oppet, dag)
    show_aret(ar, dag)
    return " ".join(svar)
