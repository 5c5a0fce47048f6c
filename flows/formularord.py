"""What a form answers when something in it is wrong: in Swedish, with the field by its title, before any run starts.

Prefect's server checks a form against the schema of the deployment, and answers with the library's own sentences
("'handlaggare' is a required property"). Here they are exchanged where the server takes them.
"""

from collections.abc import Callable, Mapping
from typing import Any

#: keyword of the schema → what is wrong
ORD: Mapping[str, str] = {
    "required": "Välj eller fyll i något här.",
    "minLength": "Fyll i något här.",
    "enum": "Välj något ur listan. Har den ändrats: öppna formuläret på nytt.",
    "type": "Välj eller fyll i något här.",
    "pattern": "Skriv utan e-postadress.",
    "format": "Ange en dag, ÅÅÅÅ-MM-DD.",
}
ANNARS = "Det som står här går inte att använda."


def sentence(fel: Any) -> str:
    """What a finding of the check means to whoever fills in the form."""
    return ORD.get(str(fel.validator), ANNARS)


def titles(fel: Any) -> list[str]:
    """The field that a finding is about, by its title."""
    egenskaper = fel.schema.get("properties", {}) if isinstance(fel.schema, dict) else {}
    if fel.validator == "required":
        return [egenskaper.get(namn, {}).get("title", namn) for namn in _missing(fel)]
    return [str(fel.schema.get("title", fel.path[-1] if fel.path else "")) if isinstance(fel.schema, dict) else ""]


def _missing(fel: Any) -> list[str]:
    return [namn for namn in fel.validator_value if f"'{namn}'" == fel.message.split(" ")[0]]


def in_swedish(build: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """The findings of a form as its page shows them, each at its field."""

    def build_error_obj(errors: Any) -> dict[str, Any]:
        ord_ = {fel.message: sentence(fel) for fel in errors}
        return dict(_exchanged(build(errors), ord_))

    return build_error_obj


def _exchanged(varde: Any, ord_: Mapping[str, str]) -> Any:
    if isinstance(varde, str):
        return ord_.get(varde, varde)
    if isinstance(varde, list):
        return [_exchanged(v, ord_) for v in varde]
    return {k: _exchanged(v, ord_) if k == "errors" else v for k, v in varde.items()} if varde else varde


def refusing_in_swedish(validate: Callable[..., Any], refusal: type[Exception]) -> Callable[..., Any]:
    """The check that refuses a run, with every field that is wrong in one sentence."""

    def check(obj: Any, schema: Any, raise_on_error: bool = False, **val: Any) -> Any:
        fel = validate(obj, schema, raise_on_error=False, **val)
        if raise_on_error and fel:
            raise refusal(" ".join(f"{titel}: {sentence(f)}" for f in fel for titel in titles(f)))
        return fel

    return check


def translate_forms() -> None:
    """Let the server say what is wrong in a form in Swedish."""
    from prefect.server.api import deployments
    from prefect.server.api.ui import schemas

    schemas.build_error_obj = in_swedish(schemas.build_error_obj)  # type: ignore[assignment]
    deployments.validate = refusing_in_swedish(deployments.validate, deployments.ValidationError)
