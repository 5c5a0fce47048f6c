"""Personal data in a text: e-mail addresses and telephone numbers, of which the trail and what is published is free."""

import re
from collections.abc import Mapping
from typing import Any

from schemas.hur import hur
from schemas.problem import ArshjulFel

#: with an end to how long its parts are: a text without spaces would else be gone through once for every sign
ADRESS = re.compile(r"[^\s@<>(),:;/\"”]{1,64}@[^\s@<>(),:;/\"”]{1,255}")
# 08-508 29 000, 070 123 45 67, +46 (0)8-508 290 00, 0046812345678; not a date, an amount or a part of a longer code
TELEFON = re.compile(
    r"(?<![\w.,:/+-])(?:(?:\+|00)[1-9]\d{0,2}(?:[ \u00a0-]?\(0\))?|0(?=[1-9]))"
    r"(?:[ \u00a0/–-]{0,3}\d){7,11}(?![\w-]|[.,]\d)"
)
#: what stands in the place of what is taken away
BORTTAGET = ((ADRESS, "(adress)"), (TELEFON, "(telefon)"))


def without_addresses(text: str) -> str:
    """A text with its e-mail addresses struck out: what is kept or sent where not everybody may see them."""
    return ADRESS.sub("(adress)", text)


def has_personuppgift(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in a text."""
    return any(monster.search(text) for monster, _ in BORTTAGET)


def without_personuppgifter(varde: Any) -> Any:
    """A JSON value with every e-mail address and telephone number in its texts struck out, in keys too."""
    if isinstance(varde, str):
        for monster, istallet in BORTTAGET:
            varde = monster.sub(istallet, varde)
        return varde
    if isinstance(varde, Mapping):
        return {without_personuppgifter(k): without_personuppgifter(v) for k, v in varde.items()}
    return [without_personuppgifter(v) for v in varde] if isinstance(varde, list | tuple) else varde


#: what a person states of a change → what it is called, in the forms and the commands
ANGES: Mapping[str, str] = {"handlaggare": "namnet på den som gör det", "motivering": "motiveringen"}


def check_stated(val: Mapping[str, Any]) -> None:
    """See that what a person states of a change can stand in the trail, which nothing can be taken away from.

    Args:
        val: the arguments of a command or a form, by name.

    Raises:
        ArshjulFel: a name or a motivering is empty, or an e-mail address or a telephone number stands in it.
    """
    for namn, vad in ANGES.items():
        varde = val.get(namn)
        if varde is not None and not str(varde).strip():
            raise ArshjulFel(f"Inget är ändrat: {vad} saknas.{' ' + hur('namnge') if namn == 'handlaggare' else ''}")
        if varde is not None and has_personuppgift(str(varde)):
            raise ArshjulFel(
                f"Inget är ändrat: {vad} får inte innehålla någon e-postadress eller något telefonnummer. Det sparas i "
                "händelsekedjan, som inget kan tas bort ur."
            )


def require_name(handlaggare: str | None) -> str:
    """The name of whoever changes something.

    Raises:
        ArshjulFel: none is stated, or it holds an e-mail address or a telephone number.
    """
    check_stated({"handlaggare": handlaggare or ""})
    return str(handlaggare).strip()
