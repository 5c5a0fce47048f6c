"""Settings from the environment (kontrakt section 6)."""

import os
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Installningar(BaseSettings):
    """One installation = one city. Every variable begins with ARSHJUL_."""

    model_config = SettingsConfigDict(env_prefix="ARSHJUL_", extra="ignore")

    hem: Path = Field(Path("arshjul-hem"), description="the work folder")
    database_url: str | None = Field(None, description="default: an SQLite file in the work folder")
    epost: SecretStr | None = Field(None, description="mail server, e.g. smtp://user:pass@host:587; none = .eml files")
    inkorg: SecretStr | None = Field(
        None, description="mailbox that is read, e.g. imaps://user:pass@host/Mailbox or maildir:///path; none = files"
    )
    inkorg_losenord: SecretStr | None = Field(None, description="password of the mailbox, where its URL has none")
    avsandare: str = Field("planeringskontoret@localhost", description="the address that messages come from")
    kanaler: dict[str, SecretStr] = Field(default_factory=dict, description="secret channels: name → Apprise URL")

    port: int = Field(4200, description="where the server of `arshjul start` listens, on this machine only")

    @property
    def databas(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{(self.hem / 'arshjul.sqlite').absolute()}"


def installningar() -> Installningar:
    """The settings as the environment has them now."""
    return _installningar(tuple(os.environ.get(f"ARSHJUL_{falt.upper()}") for falt in Installningar.model_fields))


@cache
def _installningar(_miljo: tuple[str | None, ...]) -> Installningar:
    return Installningar()
