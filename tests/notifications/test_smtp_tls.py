"""Encryption and login, against a real server on loopback: no password goes out in the clear, and faults are named."""

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

from notifications.utfall import Utfall
from smtpserver import SVAREN, hand_over, smtpserver


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


@pytest.mark.parametrize("svar", ["250 not 220", *(s for svaren in SVAREN.values() for s in svaren)])
def test_starttls_that_fails_is_an_outage_and_gets_no_password(svar: str, tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls, svar={"STARTTLS": svar}) as server:
        assert hand_over(server, inloggad=True)[0] is Utfall.NERE
    assert (server.count("AUTH"), server.brev) == (0, [])


@pytest.mark.parametrize("svar", ["530 no", *(s for svaren in SVAREN.values() for s in svaren)])
def test_a_login_that_fails_is_an_outage(svar: str, tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls, svar={"AUTH": svar}) as server:
        assert hand_over(server, inloggad=True)[0] is Utfall.NERE
    assert server.brev == []


def test_535_is_named_and_not_tried_again(tls: ssl.SSLContext) -> None:
    with smtpserver(erbjuder=MED_TLS, tls=tls, svar={"AUTH": "535 bad hemligt"}) as server:
        _, skal = hand_over(server, inloggad=True)
    assert skal == "inloggningen godtogs inte (535): kontrollera användare och lösenord i ARSHJUL_EPOST"
    assert (server.anslutningar, server.count("AUTH")) == (1, 1)
