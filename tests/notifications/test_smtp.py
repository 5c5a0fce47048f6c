"""Each kind of answer at each step of SMTP, against a real server on loopback: its outcome, and what the server has."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from notifications.epostserver import Epostserver
from notifications.smtp import SmtpSession
from notifications.utfall import SMTPUTFALL, Leverans, Smtpsteg, Svarsslag, Utfall
from smtpserver import BRYT, TYST, Smtpserver, free_port, smtpserver

TEXT = b"Subject: prov\r\n\r\nHej\r\n.punkt\r\n"
FRAN, TILL, KOPIA = "kontoret@stad.example", ["reg@a.example"], ["con@a.example"]
SVAR = {
    Svarsslag.STANGER: ["421 closing"],
    Svarsslag.SENARE: ["450 later", "499 later"],
    Svarsslag.NEJ: ["550 no", "599 no"],
    Svarsslag.BRUTET: [BRYT, TYST, "300 what", "hello"],
}
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
    for slag, svaren in SVAR.items()
    for svar in svaren
    if (steg, slag) in {(s, k) for s, rad in SMTPUTFALL.items() for k in rad}
]


def session(server: Smtpserver, *, vantan: float = 0.5, tls: bool = False, inloggad: bool = False) -> SmtpSession:
    """A session with the server that does not pause."""
    inloggning = ("kontoret", "hemligt") if inloggad else None
    return SmtpSession(Epostserver("127.0.0.1", server.port, tls, inloggning), vantan=vantan, pauser=(0, 0))


def hand_over(
    server: Smtpserver, till: list[str] = TILL, kopia: list[str] = KOPIA, **val: bool
) -> tuple[Utfall, str | None]:
    """What became of one mail, and the reason or the note."""
    try:
        with session(server, **val) as s:  # type: ignore[arg-type]
            return Utfall.SKICKAT, s.hand_over(FRAN, till, kopia, TEXT)
    except Leverans as fel:
        return fel.utfall, str(fel)


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


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    """A certificate for loopback that this process trusts."""
    fil = tmp_path_factory.mktemp("tls") / "cert.pem"
    _write_certificate(fil)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(fil)
    with pytest.MonkeyPatch.context() as miljo:
        miljo.setenv("SSL_CERT_FILE", str(fil))
        yield server


def _write_certificate(fil: Path) -> None:
    nyckel = ec.generate_private_key(ec.SECP256R1())
    namn = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    nu = datetime.datetime.now(datetime.UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(namn).issuer_name(namn).public_key(nyckel.public_key()).serial_number(1)
        .not_valid_before(nu - datetime.timedelta(days=1)).not_valid_after(nu + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(nyckel, hashes.SHA256())
    )  # fmt: skip
    privat = nyckel.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fil.write_bytes(privat + cert.public_bytes(serialization.Encoding.PEM))


MED_TLS = ["STARTTLS", "AUTH PLAIN"]


def test_a_password_goes_out_only_after_starttls(tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls) as server:
        assert hand_over(server, inloggad=True) == (Utfall.SKICKAT, None)
    assert [rad.split()[0].upper() for rad in server.rader[:4]] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


def test_tls_from_the_start(tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=["AUTH PLAIN"], tls=tls, from_start=True) as server:
        assert hand_over(server, inloggad=True, tls=True) == (Utfall.SKICKAT, None)


def test_a_certificate_that_nobody_vouches_for_is_an_outage(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with smtpserver(erbjuder=MED_TLS, tls=tls) as server:
        utfall, skal = hand_over(server, inloggad=True)
    assert (utfall, server.count("AUTH")) == (Utfall.NERE, 0)
    assert "certifikat" in str(skal)


def test_a_server_without_starttls_gets_no_password() -> None:
    with smtpserver(erbjuder=["AUTH PLAIN"]) as server:
        utfall, skal = hand_over(server, inloggad=True)
    assert (utfall, server.count("AUTH"), server.anslutningar) == (Utfall.NERE, 0, 1)
    assert "erbjuder inte STARTTLS" in str(skal)


def test_a_server_without_logins_is_told(tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=["STARTTLS"], tls=tls) as server:
        utfall, skal = hand_over(server, inloggad=True)
    assert utfall is Utfall.NERE
    assert "tar inte emot användare och lösenord" in str(skal)


@pytest.mark.parametrize("svar", ["250 not 220", *(s for svaren in SVAR.values() for s in svaren)])
def test_starttls_that_fails_is_an_outage_and_gets_no_password(svar: str, tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls, svar={"STARTTLS": svar}) as server:
        assert hand_over(server, inloggad=True)[0] is Utfall.NERE
    assert (server.count("AUTH"), server.brev) == (0, [])


@pytest.mark.parametrize("svar", ["530 no", *(s for svaren in SVAR.values() for s in svaren)])
def test_a_login_that_fails_is_an_outage(svar: str, tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls, svar={"AUTH": svar}) as server:
        assert hand_over(server, inloggad=True)[0] is Utfall.NERE
    assert server.brev == []


def test_535_is_named_and_not_tried_again(tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls, svar={"AUTH": "535 bad hemligt"}) as server:
        _, skal = hand_over(server, inloggad=True)
    assert skal == "inloggningen godtogs inte (535): kontrollera användare och lösenord i ARSHJUL_EPOST"
    assert (server.anslutningar, server.count("AUTH")) == (1, 1)
