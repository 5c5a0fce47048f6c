"""The post: what arrives over a real mail server, what becomes of a fault, and which settings are refused."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifications.epostserver import Epostserver, read_server
from notifications.kanaler import Forsandelse, Leverans, Utfall, posten_i
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from smtpserver import BRYT, Smtpserver, free_port, smtpserver
from tests_stod import i_miljo

AVSANDARE = "kontoret@stad.example"


def brevet(**om: object) -> Forsandelse:
    """A message."""
    val: dict[str, object] = {
        "nyckel": "prov/1", "ar": 2030, "dag": datetime.date(2030, 5, 17), "kanal": "epost",
        "till": ("reg@a.example",), "kopia": ("con@a.example",), "amne": "Ämne", "text": "Text\n", "namn": "prov",
    }  # fmt: skip
    return Forsandelse(**val | om)  # type: ignore[arg-type]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Smtpserver]:
    """A mail server on loopback, configured as the installation's."""
    with (
        smtpserver() as server,
        i_miljo(
            ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST=f"smtp://127.0.0.1:{server.port}", ARSHJUL_AVSANDARE=AVSANDARE
        ),
    ):
        yield server


def deliver(f: Forsandelse, mapp: Path) -> str | None:
    """Deliver one message."""
    with posten_i(mapp) as posten:
        return posten.deliver(f)


def test_a_message_arrives_at_its_recipients_and_copies(server: Smtpserver, tmp_path: Path) -> None:
    assert deliver(brevet(), tmp_path) is None
    (brev,) = server.brev
    assert (brev.avsandare, brev.till) == (AVSANDARE, ["reg@a.example", "con@a.example"])
    assert b"Message-ID: <" in brev.text


def test_a_refused_copy_is_told(server: Smtpserver, tmp_path: Path) -> None:
    server.svar["RCPT"] = lambda rad: "550 no" if "con@" in rad else "250 ok"
    assert deliver(brevet(), tmp_path) == "en kopia till con@a.example godtogs inte (550)"


@pytest.mark.parametrize(
    ("svar", "utfall"),
    [("451 later", Utfall.FORSOK_IGEN), ("554 no", Utfall.MISSLYCKAT), (BRYT, Utfall.OSAKERT)],
)
def test_a_fault_after_the_text_is_told_apart(svar: str, utfall: Utfall, server: Smtpserver, tmp_path: Path) -> None:
    server.svar["TEXT"] = svar
    with pytest.raises(Leverans) as fel:
        deliver(brevet(), tmp_path)
    assert fel.value.utfall == utfall


@pytest.mark.parametrize(
    "till",
    ["reg@a.example\nBcc: x@y.example", "reg@a.example; b@c.example", "reg@syd@x.example", "@", "reg", "", "a@b..c"],
)
def test_what_is_no_address_fails_alone(till: str, server: Smtpserver, tmp_path: Path) -> None:
    with posten_i(tmp_path) as posten:
        with pytest.raises(Leverans, match="ingen e-postadress") as fel:
            posten.deliver(brevet(till=(till,)))
        posten.deliver(brevet(nyckel="prov/2"))
    assert fel.value.utfall == Utfall.MISSLYCKAT
    assert "\n" not in str(fel.value)
    assert len(server.brev) == 1


def test_a_text_that_cannot_be_written_fails_alone(server: Smtpserver, tmp_path: Path) -> None:
    with pytest.raises(Leverans, match="brevet kunde inte göras") as fel:
        deliver(brevet(text="\ud800"), tmp_path)
    assert (fel.value.utfall, server.brev) == (Utfall.MISSLYCKAT, [])


def test_a_message_to_nobody_fails(server: Smtpserver, tmp_path: Path) -> None:
    with pytest.raises(Leverans, match="ingen mottagare") as fel:
        deliver(brevet(till=()), tmp_path)
    assert (fel.value.utfall, server.anslutningar) == (Utfall.MISSLYCKAT, 0)


def test_a_name_before_the_address_and_a_domain_with_swedish_letters(server: Smtpserver, tmp_path: Path) -> None:
    deliver(brevet(till=("Åsa Berg <asa@sjöstaden.example>",), kopia=()), tmp_path)
    assert server.brev[0].till == ["asa@xn--sjstaden-o4a.example"]


def test_without_a_mail_server_nothing_but_files(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path)):
        deliver(brevet(), tmp_path)
        assert [f.name for f in (tmp_path / "utskick").iterdir()] == ["prov.eml"]
        deliver(brevet(nyckel="prov/2", namn=""), tmp_path)
        deliver(brevet(nyckel="prov/3", namn=""), tmp_path)
    assert len(list((tmp_path / "utskick").iterdir())) == 3


def test_files_that_cannot_be_written_are_an_outage(tmp_path: Path) -> None:
    (tmp_path / "utskick").write_text("in the way")
    with i_miljo(ARSHJUL_HEM=str(tmp_path)), pytest.raises(Leverans) as fel:
        deliver(brevet(), tmp_path)
    assert fel.value.utfall == Utfall.NERE


@pytest.mark.parametrize(
    "url",
    [
        "http://kalle:hemligt@a.example", "smtp://", "smtp:a.example", "a.example", "smtp://kalle:hemligt@",
        "smtp://kalle:hemligt@a.example:abc", "smtp://kalle:hemligt@a.example:99999", "smtp://a.example:0",
        "smtp://hemligt@a.example", "smtp://kalle:hemligt@a b", "smtp://kalle:hemligt@a.example/mapp",
        "smtp://kalle:hemligtå@a.example",
    ],
)  # fmt: skip
def test_what_is_no_mail_server_is_told_without_the_secret(url: str, tmp_path: Path) -> None:
    with (
        i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST=url, ARSHJUL_AVSANDARE=AVSANDARE),
        pytest.raises(ArshjulFel, match="ARSHJUL_EPOST") as fel,
    ):
        posten_i(tmp_path)
    assert "hemligt" not in str(fel.value)
    assert "kalle" not in str(fel.value)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://a@b.se:p@ss:w/ord@a.example:587", Epostserver("a.example", 587, False, ("a@b.se", "p@ss:w/ord"))),
        ("SMTPS://a.example/", Epostserver("a.example", 465, True)),
        ("smtp://a.example", Epostserver("a.example", 25)),
        ("smtp://[::1]:25", Epostserver("::1", 25)),
    ],
)
def test_what_is_a_mail_server_is_read(url: str, server: Epostserver) -> None:
    assert read_server(url) == server


def test_a_real_server_needs_a_sender(tmp_path: Path) -> None:
    with (
        i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST="smtp://a.example"),
        pytest.raises(ArshjulFel, match="Ange avsändare"),
    ):
        posten_i(tmp_path)


@pytest.mark.parametrize("namn", ["ARSHJUL_AVSANDARE", "ARSHJUL_SVARA_TILL"])
def test_a_sender_that_is_no_address_is_told(namn: str, tmp_path: Path) -> None:
    with (
        i_miljo(**{"ARSHJUL_HEM": str(tmp_path), namn: "planeringskontoret"}),
        pytest.raises(ArshjulFel, match=f"{namn} ska vara en e-postadress"),
    ):
        posten_i(tmp_path)


@pytest.mark.parametrize(
    "kanaler", ["json://hemligt", '["json://hemligt"]', '{"a": 5}', '{"a": ["hemligt"]}', "{hemligt", "5"]
)
def test_channels_of_the_wrong_shape_are_told_without_the_secret(kanaler: str) -> None:
    with i_miljo(ARSHJUL_KANALER=kanaler), pytest.raises(ArshjulFel, match="ARSHJUL_KANALER ska vara JSON") as fel:
        installningar()
    assert "hemligt" not in str(fel.value)
    assert fel.value.__context__ is None


@pytest.mark.parametrize("port", ["abc", "0", "99999"])
def test_a_port_of_the_wrong_shape_is_told(port: str) -> None:
    with i_miljo(ARSHJUL_PORT=port), pytest.raises(ArshjulFel, match="ARSHJUL_PORT ska vara ett heltal"):
        installningar()


def test_an_empty_setting_is_none() -> None:
    with i_miljo(ARSHJUL_EPOST="", ARSHJUL_KANALER="", ARSHJUL_AVSANDARE=""):
        assert (installningar().epost, installningar().kanaler) == (None, {})


def test_a_server_that_is_not_there_is_an_outage(tmp_path: Path) -> None:
    with (
        i_miljo(
            ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST=f"smtp://127.0.0.1:{free_port()}", ARSHJUL_AVSANDARE=AVSANDARE
        ),
        pytest.raises(Leverans, match="gick inte att nå") as fel,
    ):
        deliver(brevet(), tmp_path)
    assert fel.value.utfall == Utfall.NERE
