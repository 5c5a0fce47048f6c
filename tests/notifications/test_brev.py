"""Mails: the same message is always the same bytes, and every reader reads the same headers."""

import base64
import binascii
import datetime
import re
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.brev import message_id
from notifications.kanaler import Forsandelse, Leverans, Utfall, filnamn, make_brev, posten_i
from schemas.tabeller import Utskick
from tests_stod import i_miljo

HAR = Path(__file__).parent
AVSANDARE = "Kontoret <kontoret@stad.example>"


def brevet(**om: object) -> Forsandelse:
    """A message."""
    val: dict[str, object] = {
        "nyckel": "prov/1", "ar": 2030, "dag": datetime.date(2030, 5, 17), "kanal": "epost",
        "till": ("reg@a.example",), "kopia": ("con@a.example",), "amne": "Tack för svaren, Åsa",
        "text": "Här är ett brev med å, ä och ö.\n", "organ": "a", "namn": "prov",
    }  # fmt: skip
    return Forsandelse(**val | om)  # type: ignore[arg-type]


def sent(mapp: Path = HAR, **om: object) -> bytes:
    """The bytes of a mail."""
    with i_miljo(ARSHJUL_AVSANDARE=AVSANDARE):
        return make_brev(brevet(**om), mapp).as_bytes()


def raw(brev: bytes, namn: str) -> str:
    """A header as it is in the bytes, unfolded."""
    huvud = re.sub(rb"\r\n(?=[ \t])", b"", brev.partition(b"\r\n\r\n")[0]).decode()
    (varde,) = re.findall(rf"(?im)^{namn}: ?(.*?)\r?$", huvud)
    return varde


def rfc2047(text: str) -> str:
    """A reading of encoded words of its own: white space between two of them is nothing (RFC 2047, section 6.2)."""
    ord_ = re.compile(r"=\?([^?\s]+)\?([bqBQ])\?([^?\s]*)\?=")
    text = re.sub(r"(\?=)[ \t]+(?==\?[^?\s]+\?[bqBQ]\?)", r"\1", text)

    def las(m: re.Match[str]) -> str:
        if m[2].lower() == "b":
            return base64.b64decode(m[3]).decode(m[1])
        return binascii.a2b_qp(m[3].encode(), header=True).decode(m[1])

    return ord_.sub(las, text)


SVENSKA = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöÅÄÖé –-,.”?=_\"'()<>@:;0123456789", max_size=200)
NAMN = st.lists(
    st.sampled_from(
        ["Vård- och omsorgsnämnden", "från", "Åtgärder", "för", "2024", "Hässelby-Vällingby stadsdelsnämnd", "T1", "VP"]
    ),
    max_size=14,
).map(" ".join)


@given(SVENSKA | NAMN | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
@example("Påminnelse: svar från Vård- och omsorgsnämnden")
@example("x" * 300)
@example("=?utf-8?q?x?=")
@example("")
def test_every_reader_gets_the_subject_back(amne: str) -> None:
    brev = sent(amne=amne)
    vantat = " ".join(amne.split())
    rubrik = raw(brev, "Subject")
    assert rfc2047(rubrik).strip() == vantat
    assert str(make_header(decode_header(rubrik))).strip() == vantat
    assert str(message_from_bytes(brev, policy=policy.default)["Subject"]).strip() == vantat
    assert rubrik.isascii()


@given(SVENSKA | NAMN)
@example('Planeringskontoret, "Stockholms stad" (Åsa)')
@example("Planeringskontoret vid Hässelby-Vällingby stadsdelsnämnd och Vård- och omsorgsnämnden i Upplands Väsby")
def test_every_reader_gets_the_senders_name_and_address_back(fran: str) -> None:
    brev = sent(fran=fran)
    vantat = " ".join(fran.split()) or "Kontoret"
    rubrik = raw(brev, "From")
    namn, adress = parseaddr(rubrik)
    assert (rfc2047(namn), adress) == (vantat, "kontoret@stad.example")
    assert str(make_header(decode_header(namn))) == vantat
    (lasts,) = message_from_bytes(brev, policy=policy.default)["From"].addresses
    assert lasts.addr_spec == "kontoret@stad.example"
    assert rubrik.isascii()


@given(st.lists(st.sampled_from(["Åsa Öberg <a@b.example>", "c@d.example", "Berg, Bo <b@b.example>"]), min_size=1))
def test_every_recipient_can_be_read(till: list[str]) -> None:
    lasta = message_from_bytes(sent(till=tuple(till)), policy=policy.default)["To"].addresses
    assert [a.addr_spec for a in lasta] == [re.sub(r".*<(.*)>", r"\1", t) for t in till]


def test_no_line_is_longer_than_readers_take() -> None:
    brev = sent(amne="Påminnelse om åtgärder " * 20, till=tuple(f"registrator{n}@a.example" for n in range(60)))
    assert max(map(len, brev.split(b"\r\n"))) <= 78
    assert b"\n" not in brev.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "namn", ["VP-2024-järva.xlsx", "Kvittens för Vård- och omsorgsnämnden i Hässelby-Vällingby år 2024, andra.pdf"]
)
def test_the_names_of_attachments_can_be_read(namn: str, tmp_path: Path) -> None:
    (tmp_path / namn).write_bytes(b"innehall")
    brev = sent(tmp_path, bilagor=(namn,))
    (bilaga,) = message_from_bytes(brev, policy=policy.default).iter_attachments()
    assert (bilaga.get_filename(), bilaga.get_content()) == (namn, b"innehall")
    (varde,) = re.findall(rb"filename\*=utf-8''(\S+)", brev)
    assert unquote_to_bytes(varde).decode() == namn


def headers(**om: object) -> Message:
    """The headers of a mail, as a reader has them."""
    return message_from_bytes(sent(**om), policy=policy.default)


def test_who_it_is_from_and_where_answers_go() -> None:
    brev = headers()
    assert (brev["From"], brev["Reply-To"]) == (AVSANDARE, AVSANDARE)
    assert (brev["To"], brev["Cc"], brev["Subject"]) == ("reg@a.example", "con@a.example", "Tack för svaren, Åsa")
    assert brev["Date"].datetime.isoformat() == "2030-05-17T08:00:00+02:00"


def test_answers_go_where_the_city_says() -> None:
    with i_miljo(ARSHJUL_AVSANDARE=AVSANDARE, ARSHJUL_SVARA_TILL="svar@stad.example"):
        assert make_brev(brevet(), HAR)["Reply-To"] == "svar@stad.example"


def test_it_is_marked_as_a_machines() -> None:
    brev = headers()
    assert (brev["Auto-Submitted"], brev["X-Auto-Response-Suppress"]) == ("auto-generated", "OOF, AutoReply")
    assert rfc2047(raw(sent(), "List-Id")) == "Årshjulet <arshjul.2030.stad.example>"
    assert raw(sent(), "List-Id").isascii()


def test_the_year_of_an_organ_is_one_thread() -> None:
    ett, tva, annat, nasta = headers(), headers(nyckel="prov/2"), headers(organ="b"), headers(ar=2031)
    assert ett["References"] == ett["In-Reply-To"] == tva["References"]
    assert len({ett["References"], annat["References"], nasta["References"], ett["Message-ID"]}) == 4
    assert headers(organ=None)["References"] is None


def test_a_message_id_is_stable_and_of_the_citys_domain() -> None:
    with i_miljo(ARSHJUL_AVSANDARE=AVSANDARE):
        assert headers()["Message-ID"] == message_id(2030, "prov/1")
    assert re.fullmatch(r"<[0-9a-f]{32}@stad\.example>", headers()["Message-ID"])
    assert len({headers()["Message-ID"], headers(nyckel="prov/2")["Message-ID"], headers(ar=2031)["Message-ID"]}) == 3


def test_the_same_message_is_always_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"innehall")
    om = {"bilagor": ("b.xlsx",), "html": "<p>Hej</p>"}
    assert sent(tmp_path, **om) == sent(tmp_path, **om)


def test_plain_text_and_html_lie_side_by_side_before_the_attachments(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"innehall")
    brev = message_from_bytes(sent(tmp_path, bilagor=("b.xlsx",), html="<p>Å</p>"), policy=policy.default)
    assert [d.get_content_type().partition("/")[2] for d in brev.walk()] == [
        "mixed", "alternative", "plain", "html", "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]  # fmt: skip
    assert brev.get_body(("html",)).get_content().strip() == "<p>Å</p>"
    assert brev.get_body(("plain",)).get_content().strip() == "Här är ett brev med å, ä och ö."


def test_an_address_beyond_ascii_is_written_as_it_is() -> None:
    brev = message_from_string(sent(till=("Åsa, x <åsa@a.example>",)).decode(), policy=policy.default)
    assert brev["To"].addresses[0].addr_spec == "åsa@a.example"
    assert brev["Subject"] == "Tack för svaren, Åsa"


def test_a_missing_attachment_is_not_sent_without(tmp_path: Path) -> None:
    with (
        i_miljo(ARSHJUL_HEM=str(tmp_path)),
        posten_i(tmp_path) as posten,
        pytest.raises(Leverans, match="bilagan") as fel,
    ):
        posten.deliver(brevet(bilagor=("finns-inte.xlsx",)))
    assert fel.value.utfall == Utfall.FORSOK_IGEN
    assert not (tmp_path / "utskick").exists()


def test_a_channel_that_is_not_configured_is_told(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path)), posten_i(tmp_path) as posten, pytest.raises(Leverans, match="teams-a"):
        posten.deliver(brevet(kanal="teams-a"))


def test_the_name_of_a_file_tells_what_it_is() -> None:
    rad = Utskick(ar=2030, nyckel="k", organ="a", roll="registrator", slag="tack", dag=datetime.date(2030, 5, 17),
                  kanal="epost", amne="Ä", text="T")  # fmt: skip
    assert re.fullmatch(r"2030-05-17_tack_a_registrator_[0-9a-f]{8}", filnamn(rad))
