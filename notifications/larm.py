"""An alarm to those who look after the program: short, without personal data, through one of the city's channels."""

import datetime
import hashlib
import sys

from notifications.brev import Forsandelse, read_adress
from notifications.epostserver import Epostserver, read_server
from notifications.kanaler import posten_i
from notifications.smtp import PAUSES_SECONDS, SmtpSession
from notifications.utfall import Leverans
from notifications.utkorg import EPOST
from notifications.vittne import witness_in_words
from schemas.installningar import installningar
from schemas.personuppgift import without_addresses
from schemas.problem import ArshjulFel

#: an address in an alarm would be somebody's


def recipient() -> tuple[str, tuple[str, ...]] | None:
    """The channel and the addresses that ARSHJUL_LARM names; None where it names nothing.

    Raises:
        ArshjulFel: it is neither an address nor a channel of ARSHJUL_KANALER.
    """
    val = installningar()
    if not val.larm:
        return None
    if val.larm in val.kanaler:
        return val.larm, ()
    try:
        read_adress(val.larm)
    except ValueError:
        raise ArshjulFel(
            "ARSHJUL_LARM ska vara en e-postadress eller namnet på en kanal i ARSHJUL_KANALER. Inget larm skickas."
        ) from None
    return EPOST, (val.larm,)


def send_larm(amne: str, text: str) -> bool:
    """Send an alarm; without a mail server it becomes a file in the folder `larm` of the work folder.

    Returns:
        Whether there is anybody to send it to.

    Raises:
        ArshjulFel: a setting is not what it must be.
        Leverans: it could not be handed over.
    """
    vart = recipient()
    if not vart:
        return False
    nu = datetime.datetime.now(datetime.UTC)
    stampel = hashlib.sha256(f"{nu.isoformat()}{amne}{text}".encode()).hexdigest()[:12]
    larm = Forsandelse(
        nyckel=f"larm/{stampel}",
        ar=nu.year,
        dag=nu.date(),
        kanal=vart[0],
        till=vart[1],
        kopia=(),
        amne=without_addresses(amne),
        text=without_addresses(text),
        namn=f"{nu:%Y-%m-%dT%H%M%S}_{stampel}",
    )
    with posten_i(installningar().hem / "larm") as posten:
        posten.deliver(larm)
    return True


def mail_in_words() -> list[str]:
    """Whether the mail server takes us in, anybody gets alarms, and the witness is one. Sends nothing."""
    try:
        svar = []
        if url := installningar().epost:
            svar.append(_answer(read_server(url.get_secret_value())))
        if recipient() is None:
            svar.append("Ingen får larm när något går fel: ange vem i ARSHJUL_LARM.")
        return [*svar, *witness_in_words()]
    except ArshjulFel as fel:
        return [f"Självtest: {fel}"]


def _answer(server: Epostserver) -> str:
    try:
        with SmtpSession(server, vantan=10, pauser=PAUSES_SECONDS[:1]) as session:
            session.try_out()
    except Leverans as fel:
        return f"Självtest: e-postservern tar inte emot: {fel}. Inget skickas förrän den gör det."
    return "Självtest: e-postservern svarar."


def main() -> None:
    """Send what stands after the command, or say how the mail is."""
    if sys.argv[1:]:
        send_larm(*sys.argv[1:3])
    else:
        sys.stdout.write("\n".join([*mail_in_words(), ""]))


if __name__ == "__main__":
    main()
