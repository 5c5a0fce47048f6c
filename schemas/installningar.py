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
    "gallra_efter_manader": "ett heltal mellan 0 och 1200: så många månader efter årets sista beslut får det gallras",
    "historik_dagar": "ett heltal, minst 7: så många dagar som Prefects körningar sparas",
}


class Installningar(BaseSettings):
    """One installation = one city. Every variable begins with ARSHJUL_; the descriptions are docs/kommandon.md's."""

    model_config = SettingsConfigDict(env_prefix="ARSHJUL_", env_ignore_empty=True, extra="ignore")

    hem: Path = Field(Path("arshjul-hem"), description="arbetsmappen: allt som programmet sparar")
    database_url: str | None = Field(
        None,
        description="databasen, t.ex. `postgresql://arshjul@server/arshjul`",
        json_schema_extra={"annars": "en SQLite-fil i arbetsmappen"},
    )
    epost: SecretStr | None = Field(
        None,
        description="e-postserver, `smtp://namn:lösenord@server:587` eller `smtps://…`",
        json_schema_extra={"annars": "meddelanden blir `.eml`-filer"},
    )
    inkorg: SecretStr | None = Field(
        None,
        description="brevlåda som läses, `imaps://namn:lösenord@server/Mapp` eller `maildir:///sökväg`",
        json_schema_extra={"annars": "bara årens `inkorg/` läses"},
    )
    inkorg_losenord: SecretStr | None = Field(
        None, description="brevlådans lösenord, som det är, när det inte står i adressen"
    )
    avsandare: str = Field(
        "planeringskontoret@localhost",
        description="adressen som meddelanden kommer från, `a@b` eller `Namn <a@b>`; med e-postserver måste den anges",
    )
    svara_till: str | None = Field(
        None, description="adressen som svar går till", json_schema_extra={"annars": "`ARSHJUL_AVSANDARE`"}
    )
    kanaler: dict[str, SecretStr] = Field(
        default_factory=dict,
        description='hemliga kanaler som JSON, `{"namn": "Apprise-adress"}`',
        json_schema_extra={"annars": "inga"},
    )

    port: int = Field(4200, ge=1, le=65535, description="porten för `arshjul start`")
    vard: str = Field("127.0.0.1", description="adressen som servern lyssnar på")
    bakom_proxy: str = Field(
        "",
        description="namnet på proxyn som står framför servern, flera med komma mellan",
        json_schema_extra={"annars": "ingen proxy"},
    )
    arbetare: int = Field(1, ge=0, le=32, description="antal arbetare som `arshjul start` kör")
    server: str | None = Field(
        None,
        description="adressen till servern på en annan dator, för `arshjul arbetare`",
        json_schema_extra={"annars": "den här datorns"},
    )
    server_losenord: SecretStr | None = Field(None, description="dess användare och lösenord, `arshjul:…`")
    larm: str | None = Field(
        None,
        description="vem som får veta när något går fel: en e-postadress, eller namnet på en kanal i `ARSHJUL_KANALER`",
        json_schema_extra={"annars": "ingen"},
    )
    vittne: SecretStr | None = Field(
        None,
        description="en Apprise-adress utanför installationen, dit händelsekedjans huvud skickas varje dag",
        json_schema_extra={"annars": "inget vittne"},
    )
    gallra_efter_manader: int = Field(
        24, ge=0, le=1200, description="hur många månader efter årets sista beslut `arshjul gallra` får köras"
    )
    historik_dagar: int = Field(400, ge=7, description="hur många dagar Prefects avslutade körningar sparas")

    @property
    def skarp(self) -> bool:
        """Whether messages reach people: only an installation for practice may stand on another day in a form."""
        return self.epost is not None or bool(self.kanaler)

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
