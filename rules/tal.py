"""Numbers: reading them as a Swede writes them, rounding and comparing them exactly (kontrakt sections 4 and 5)."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import numpy as np

from schemas.begrepp import Riktning

#: digits carried in sums and products: more than any city's figures need, so that nothing is rounded on the way
PRECISION = 60

_SPACES = "\u0020\u00a0\u2009\u202f"
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(?:[ ]\d{3})+)(?:[.,](\d+))?", re.ASCII)
_THOUSANDS_DOT = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)


#: what no figure of a city comes near; above it Excel has no room for every digit
MOST = Decimal(10) ** 15
#: as many digits of a number as Excel keeps and shows
EXCEL_DIGITS = 15


class EjTal(ValueError):
    """The text cannot be read as one number without guessing; the message says why, in Swedish."""


def parse_tal(text: str, *, punkt_ar_decimal: bool = False) -> tuple[Decimal, bool]:
    """Read a number as a Swede writes it: `11 000`, `70,5`, `70,5 %`, `−5` (kontrakt section 4).

    Args:
        text: what stands in the cell.
        punkt_ar_decimal: `1.234` is one and a bit, as in the year folder's CSV; otherwise it is ambiguous.

    Returns:
        The number as written, and whether a percent sign followed it.

    Raises:
        EjTal: not a number, or one that can be read in two ways.
    """
    ren = unicodedata.normalize("NFC", text).strip().translate(_MINUS)
    procent = ren.endswith("%")
    ren = re.sub(f"[{_SPACES}]", " ", ren.removesuffix("%")).strip()
    ren = re.sub(r"^([+-]) ", r"\1", ren)
    if not _NUMBER.fullmatch(ren):
        raise EjTal("det går inte att läsa som ett tal")
    if not punkt_ar_decimal and _THOUSANDS_DOT.fullmatch(ren):
        raise EjTal("punkten kan vara både tusentals- och decimaltecken")
    return Decimal(ren.replace(" ", "").replace(",", ".")), procent


def ur_cell(tal: float) -> Decimal:
    """A spreadsheet's number as it is shown there: 0.30000000000000004 is how 0.3 is stored, not what was stated."""
    return Decimal(f"{tal:.{EXCEL_DIGITS}g}")


def round_tal(tal: Decimal | Fraction, decimaler: int) -> Decimal:
    """Round half away from zero to `decimaler` places, exactly (kontrakt section 5, *Rounded*)."""
    if isinstance(tal, Decimal):
        with localcontext(prec=PRECISION):
            return tal.quantize(Decimal(1).scaleb(-decimaler), ROUND_HALF_UP) + 0  # never −0
    skalat = abs(tal) * 10**decimaler
    heltal = (2 * skalat.numerator + skalat.denominator) // (2 * skalat.denominator)
    return Decimal(heltal if tal >= 0 else -heltal).scaleb(-decimaler)


def round_towards_better(tal: Fraction, decimaler: int, riktning: str) -> Decimal:
    """Round towards the side that `riktning` says is better: up for `hogre`, down for `lagre`."""
    skalat = tal * 10**decimaler
    nedat = skalat.numerator // skalat.denominator
    uppat = -(-skalat.numerator // skalat.denominator)
    return Decimal(uppat if riktning == Riktning.HOGRE else nedat).scaleb(-decimaler)


def round_all(varden: np.ndarray, decimaler: np.ndarray) -> np.ndarray:
    """Round every value, all of them stated, to its own number of decimals. To be used in `exakt`."""
    return _AVRUNDA(varden, _ENHETER[decimaler], ROUND_HALF_UP)


#: the unit of the last decimal, by the number of decimals
_ENHETER = np.array([Decimal(1).scaleb(-d) for d in range(16)], dtype=object)
_AVRUNDA = np.frompyfunc(Decimal.quantize, 3, 1)


def tecken(riktning: Iterable[str]) -> np.ndarray:
    """+1 where higher is better, −1 where lower is: what a value is multiplied by before it is compared."""
    return np.where(np.asarray(riktning, dtype=object) == Riktning.HOGRE, 1, -1)


def is_worse(a: Decimal, b: Decimal, riktning: str) -> bool:
    """Whether a is worse than b."""
    return a < b if riktning == Riktning.HOGRE else a > b


def exakt() -> AbstractContextManager[Context]:
    """A decimal context in which the sums and products of a whole country lose no digit."""
    return localcontext(prec=PRECISION)


def plain(tal: Decimal | int | None, decimaler: int | None = None) -> str | None:
    """A number in plain notation, never with an exponent; with `decimaler` places where that is given."""
    if tal is None:
        return None
    if decimaler is not None:
        tal = round_tal(Decimal(tal), decimaler)
    return format(Decimal(tal), "f")


def svensk(tal: Decimal | int | None) -> str:
    """A number as it is quoted back to the person who typed it: `70,5`; nothing for none."""
    return "" if tal is None else format(Decimal(tal).normalize(), "f").replace(".", ",")


def antal_decimaler(tal: Decimal) -> int:
    """How many decimals a number needs."""
    return max(0, -int(tal.normalize().as_tuple().exponent))
