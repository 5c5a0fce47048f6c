"""Each kind of answer at each step of SMTP, against a real server on loopback: its outcome, and what the server has."""

import pytest

from notifications.epostserver import Epostserver
from notifications.smtp import SmtpSession
from notifications.utfall import SMTPUTFALL, Leverans, Smtpsteg, Svarsslag, Utfall
from smtpserver import (
    BRYT,
    FRAN,
    KOPIA,
    SVAREN,
    TEXT,
    TILL,
    TYST,
    Smtpserver,
    free_port,
    hand_over,
    session,
    smtpserver,
)

#: the server's name of each step at which it can answer anything
PLATSER = {
    Smtpsteg.HALSNING: "HALSNING",
    Smtpsteg.EHLO: "EHLO",
    Smtpsteg.AVSANDARE: "MAIL",
    Smtpsteg.DATA: "DATA",
    Smtpsteg.TEXT: "TEXT",
    Smtpsteg.QUIT: "QUIT",
}
RADER = [
    (steg, slag, svar)
    for steg in PLATSER
    for slag, svaren in SVAREN.items()
    for svar in svaren
    if (steg, slag) in {(s, k) for s, rad in SMTPUTFALL.items() for k in rad}
]


@pytest.mark.parametrize(("steg", "slag", "svar"), RADER)
def test_every_answer_at_every_step_has_its_outcome(steg: Smtpsteg, slag: Svarsslag, svar: str) -> None:
    with smtpserver(svar={PLATSER[steg]: svar}) as server:
        utfall, _ = hand_over(server)
    assert utfall is SMTPUTFALL[steg][slag]
    assert len(server.brev) == (steg in (Smtpsteg.TEXT, Smtpsteg.QUIT))


#: what was agreed: > next step, S skickat, F försök igen, M misslyckat, O osäkert, N nere, - cannot be
AVTALAT = """
               ja  421  4xx  5xx  saknas  bruten
anslutningen   >   -    -    -    -       N
hälsningen     >   N    N    N    -       N
EHLO           >   N    N    N    -       N
STARTTLS       >   N    N    N    N       N
inloggningen   >   N    N    N    N       N
MAIL           >   N    F    N    M       N
mottagare      >   N    F    S    -       N
varje          -   -    -    M    -       -
kopia          >   N    S    S    -       N
DATA           >   N    F    M    -       N
texten         S   F    F    M    -       O
QUIT           S   S    S    S    -       S
"""


def test_the_table_is_what_was_agreed() -> None:
    bokstav = {None: ">", **{u: u.name[0] for u in Utfall}}
    rader = ["".join(bokstav[rad[s]] if s in rad else "-" for s in Svarsslag) for rad in SMTPUTFALL.values()]
    assert list(SMTPUTFALL) == list(Smtpsteg)
    assert rader == ["".join(rad.split()[1:]) for rad in AVTALAT.strip().splitlines()[1:]]


def test_the_text_arrives_as_it_was_with_its_points() -> None:
    with smtpserver() as server:
        assert hand_over(server) == (Utfall.SKICKAT, None)
    (brev,) = server.brev
    assert (brev.avsandare, brev.till, brev.text) == (FRAN, TILL + KOPIA, TEXT)


@pytest.mark.parametrize("svar", ["250 ok", "421 closing", "500 what", BRYT, TYST])
def test_what_quit_answers_means_nothing(svar: str) -> None:
    with smtpserver(svar={"QUIT": svar}) as server:
        assert hand_over(server) == (Utfall.SKICKAT, None)
    assert len(server.brev) == 1


ETT, TVA = "ett@a.example", "tva@a.example"
NAMNER = {
    (ETT, "550"): f"{ETT} godtogs inte (550)",
    (TVA, "550"): f"{TVA} godtogs inte (550)",
    ("con@a.example", "550"): "en kopia till con@a.example godtogs inte (550)",
    ("con@a.example", "450"): "en kopia till con@a.example godtogs inte (450)",
}


@pytest.mark.parametrize(
    ("svaren", "utfall", "namns"),
    [
        ({}, Utfall.SKICKAT, []),
        ({ETT: "550"}, Utfall.SKICKAT, [(ETT, "550")]),
        ({ETT: "550", TVA: "550"}, Utfall.MISSLYCKAT, [(ETT, "550"), (TVA, "550")]),
        ({ETT: "550", TVA: "450"}, Utfall.FORSOK_IGEN, None),
        ({TVA: "450"}, Utfall.FORSOK_IGEN, None),
        ({TVA: "421"}, Utfall.NERE, None),
        ({TVA: BRYT}, Utfall.NERE, None),
        ({KOPIA[0]: "550"}, Utfall.SKICKAT, [(KOPIA[0], "550")]),
        ({KOPIA[0]: "450"}, Utfall.SKICKAT, [(KOPIA[0], "450")]),
        ({KOPIA[0]: "421"}, Utfall.NERE, None),
        ({KOPIA[0]: BRYT}, Utfall.NERE, None),
        ({ETT: "550", KOPIA[0]: "450"}, Utfall.SKICKAT, [(ETT, "550"), (KOPIA[0], "450")]),
    ],
)
def test_each_refused_recipient_is_named(
    svaren: dict[str, str], utfall: Utfall, namns: list[tuple[str, str]] | None
) -> None:
    def svara(rad: str) -> str:
        svar = next((s for adress, s in svaren.items() if adress in rad), "250")
        return svar if svar == BRYT else f"{svar} so"

    with smtpserver(svar={"RCPT": svara}) as server:
        blev, skal = hand_over(server, [ETT, TVA])
    assert blev is utfall
    assert len(server.brev) == (utfall is Utfall.SKICKAT)
    if namns is not None:
        assert (skal or "") == "; ".join(NAMNER[n] for n in namns)


def test_nobody_gets_a_mail_whose_only_recipient_is_refused() -> None:
    with smtpserver(svar={"RCPT": lambda rad: "550 no" if TILL[0] in rad else "250 ok"}) as server:
        assert hand_over(server) == (Utfall.MISSLYCKAT, "reg@a.example godtogs inte (550)")
    assert server.brev == []
    assert server.count("RSET") == 1


def test_a_refused_sender_is_the_fault_of_the_settings() -> None:
    with smtpserver(svar={"MAIL": "550 no"}) as server:
        utfall, skal = hand_over(server)
    assert utfall is Utfall.NERE
    assert f"avsändaren {FRAN} godtogs inte (550)" in str(skal)


def test_after_a_refusal_the_next_mail_goes_out_over_the_same_connection() -> None:
    with smtpserver(svar={"RCPT": lambda rad: "550 no" if "ett" in rad else "250 ok"}) as server, session(server) as s:
        with pytest.raises(Leverans):
            s.hand_over(FRAN, [ETT], [], TEXT)
        assert s.hand_over(FRAN, [TVA], [], TEXT) is None
    assert (server.anslutningar, [b.till for b in server.brev]) == (1, [[TVA]])


def test_five_hundred_mails_go_over_one_connection() -> None:
    with smtpserver() as server, session(server) as s:
        for n in range(500):
            s.hand_over(FRAN, [f"{n}@a.example"], [], TEXT)
    assert server.anslutningar == 1
    assert [b.till for b in server.brev] == [[f"{n}@a.example"] for n in range(500)]


@pytest.mark.parametrize("svar", [{}, {"RSET": "421 idle"}, {"RSET": "500 what"}])
def test_a_server_that_closes_after_each_mail_gets_each_once(svar: dict[str, str]) -> None:
    with smtpserver(svar=svar, stanger_efter=None if svar else 1) as server, session(server) as s:
        for n in range(20):
            s.hand_over(FRAN, [f"{n}@a.example"], [], TEXT)
    assert server.anslutningar == 20
    assert [b.till for b in server.brev] == [[f"{n}@a.example"] for n in range(20)]


@pytest.mark.parametrize("svar", ["421 enough", BRYT])
def test_a_limit_of_mails_per_connection_is_no_outage(svar: str) -> None:
    with smtpserver() as server, session(server) as s:
        server.svar["MAIL"] = lambda _: svar if server.count("MAIL") == 3 else "250 ok"
        for n in range(4):
            s.hand_over(FRAN, [f"{n}@a.example"], [], TEXT)
    assert (server.anslutningar, len(server.brev)) == (2, 4)


def test_nobody_who_answers_is_an_outage() -> None:
    utfall, skal = hand_over(Smtpserver(port=free_port()))
    assert utfall is Utfall.NERE
    assert "ingen svarar på porten" in str(skal)


def test_a_name_that_does_not_exist_is_an_outage() -> None:
    with SmtpSession(Epostserver("finns.inte.invalid", 25), pauser=()) as s, pytest.raises(Leverans) as fel:
        s.hand_over(FRAN, TILL, [], TEXT)
    assert (fel.value.utfall, "namnet finns inte" in str(fel.value)) == (Utfall.NERE, True)


@pytest.mark.parametrize(("svar", "ganger"), [("421 busy", 3), ("450 busy", 3), (BRYT, 3), ("554 no", 1)])
def test_connecting_is_tried_three_times_where_that_may_help(svar: str, ganger: int) -> None:
    with smtpserver(svar={"HALSNING": svar}) as server:
        assert hand_over(server)[0] is Utfall.NERE
    assert server.anslutningar == ganger


def test_a_server_that_comes_back_meanwhile_gets_the_mail() -> None:
    with smtpserver() as server:
        server.svar["HALSNING"] = lambda _: "421 busy" if server.anslutningar < 3 else "220 hello"
        assert hand_over(server) == (Utfall.SKICKAT, None)
    assert len(server.brev) == 1


def test_an_address_beyond_ascii_goes_where_the_server_takes_it() -> None:
    with smtpserver(erbjuder=["8BITMIME", "SMTPUTF8"]) as server:
        assert hand_over(server, ["åsa@a.example"]) == (Utfall.SKICKAT, None)
        assert hand_over(server) == (Utfall.SKICKAT, None)
    assert server.brev[0].till == ["åsa@a.example", "con@a.example"]
    assert [rad.endswith("SMTPUTF8 BODY=8BITMIME") for rad in server.rader if rad.startswith("mail")] == [True, False]


def test_an_address_beyond_ascii_fails_where_the_server_does_not() -> None:
    with smtpserver() as server:
        utfall, skal = hand_over(server, ["åsa@a.example"])
    assert (utfall, server.brev, server.count("MAIL")) == (Utfall.MISSLYCKAT, [], 0)
    assert "å, ä, ö" in str(skal)
    assert "åsa@a.example" in str(skal)


def test_a_mail_larger_than_the_server_takes_is_not_the_fault_of_the_sender() -> None:
    with smtpserver(erbjuder=["SIZE 10"]) as server:
        utfall, skal = hand_over(server)
    assert (utfall, server.brev) == (Utfall.MISSLYCKAT, [])
    assert "MB" in str(skal)
