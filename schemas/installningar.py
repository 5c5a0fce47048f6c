"""Settings from the environment (kontrakt section 6)."""

import os
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from schemas.problem import ArshjulFel

#: what is expected of a setting that can be of the wrong shape
FORMER = {
    "kanaler": 'JSON med ett namn och en Apprise-adress för varje kanal: {"teams-a": "json://…"}',
    "port": "ett heltal mellan 1 och 65535",
    "arbetare": "ett heltal mellan 0 och 32",
}


class Installningar(BaseSettings):
    """One installation = one city. Every variable begins with ARSHJUL_."""

    model_config = SettingsConfigDict(env_prefix="ARSHJUL_", env_ignore_empty=True, extra="ignore")

    hem: Path = Field(Path("arshjul-hem"), description="the work folder")
    database_url: str | None = Field(None, description="default: an SQLite file in the work folder")
    epost: SecretStr | None = Field(None, description="mail server, e.g. smtp://user:pass@host:587; none = .eml files")
    inkorg: SecretStr | None = Field(
        None, description="mailbox that is read, e.g. imaps://user:pass@host/Mailbox or maildir:///path; none = files"
    )
    inkorg_losenord: SecretStr | None = Field(None, description="password of the mailbox, where its URL has none")
    avsandare: str = Field("planeringskontoret@localhost", description="the address that messages come from")
    svara_till: str | None = Field(None, description="the address that answers go to; none = avsandare")
    kanaler: dict[str, SecretStr] = Field(default_factory=dict, description="secret channels: name → Apprise URL")

    port: int = Field(4200, ge=1, le=65535, description="where the server of `arshjul start` listens")
    vard: str = Field("127.0.0.1", description="the address that it listens on")
    bakom_proxy: str = Field(
        "", description="the name of the proxy in front of it, or several with commas; none = no proxy"
    )
    arbetare: int = Field(1, ge=0, le=32, description="how many workers `arshjul start` runs")
    server: str | None = Field(None, description="the address of another machine's server, for `arshjul arbetare`")
    server_losenord: SecretStr | None = Field(None, description="and its user and password, `arshjul:…`")
    larm: str | None = Field(
        None, description="who is told when something goes wrong: an address, or a channel of kanaler"
    )

    @property
    def databas(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{(self.hem / 'arshjul.sqlite').absolute()}"


def installningar() -> Installningar:
    """The settings as the environment has them now.

    Raises:
        ArshjulFel: a setting is of the wrong shape; its value, which may be secret, is not repeated.
    """
    return _installningar(tuple(os.environ.get(f"ARSHJUL_{falt.upper()}") for falt in Installningar.model_fields))


@cache
def _installningar(_miljo: tuple[str | None, ...]) -> Installningar:
    try:
        return Installningar()
    except SettingsError:
        falt = "kanaler"  # the only one that is JSON
    except ValidationError as fel:
        falt = str(fel.errors(include_input=False)[0]["loc"][0])
    raise ArshjulFel(f"ARSHJUL_{falt.upper()} ska vara {FORMER.get(falt, 'ett giltigt värde')}.")
