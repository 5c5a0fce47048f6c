"""The head of the audit trail as it is printed and typed: the number of its last row, and that row's hash.

Who has kept one can tell later whether the trail has been written anew, or cut, since then: a chain with other rows
comes to another hash at the same number.
"""

import re
from dataclasses import dataclass

#: so much of the hash is enough to know it by, and is what a person types
TYPED = 16
_HASH = re.compile(rf"[0-9a-f]{{{TYPED},64}}")
#: what a reader of PDF files or of mail puts into a long word
_I_KOPIAN = re.compile(r"[\s\u00ad\u200b\ufeff]")
_RAD = re.compile(r"\n*^Händelsekedjan: nr .*\Z", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Kedjehuvud:
    """Where the trail ended at a time.

    Attributes:
        nr: the number of the row.
        hash: its hash, 64 hexadecimal characters; of one that a person has typed, at least the first of them.
    """

    nr: int
    hash: str

    def __str__(self) -> str:
        return f"{self.nr} {self.hash}"

    @property
    def i_text(self) -> str:
        """As it is shown: the number and the whole hash."""
        return f"Händelsekedjan: nr {self.nr}, {self.hash}"

    @property
    def sats(self) -> str:
        """The same, with what it is for and how it is used."""
        kommando = f"arshjul granska --huvud {self.nr} {self.hash[:TYPED]}"
        return f"{self.i_text}. Spara den raden: har något skrivits om i efterhand syns det med {kommando}"

    def is_of(self, nr: int, hash_: str) -> bool:
        """Whether it is that row's."""
        return self.nr == nr and hash_.startswith(self.hash)

    def under(self, text: str) -> str:
        """A message with the head as its last line, instead of the one that it had."""
        return f"{without_huvud(text)}\n\n{self.sats}\n"


def without_huvud(text: str) -> str:
    """A message without the head that it left with."""
    return _RAD.sub("", text).rstrip("\n")


def is_huvud(text: str) -> bool:
    """Whether a paragraph of a message is its head."""
    return _RAD.fullmatch(text) is not None


def read_kedjehuvud(nr: int, hash_: str) -> Kedjehuvud:
    """A head as somebody types it or copies it from a mail or a document.

    Raises:
        ValueError: it is none; why, in Swedish.
    """
    text = _I_KOPIAN.sub("", hash_).lower().rstrip("….,")
    if nr < 1 or not _HASH.fullmatch(text):
        raise ValueError(
            f"”{nr} {hash_}” är inget kedjehuvud: ange numret och minst de {TYPED} första tecknen i hashen"
        )
    return Kedjehuvud(nr, text)
