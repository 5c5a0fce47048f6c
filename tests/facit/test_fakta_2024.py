"""Every published figure of 2024 is found in a document of the year, or stands in a list with the reason why not."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.texter import arbetsbok, webbsida

FAKTA = yaml.load((Path(__file__).parent / "fakta-2024.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
#: what is not a figure of the city's: path → why it is not looked for
UNDANTAG = {
    "statsbidrag.nationella_minoriteter.fordelning[4].kluster": "a name of ours for a group, shown as kluster 1",
}
#: a unit of the fact → what the documents may print it as instead
OMRAKNAT = {"_mnkr": Decimal(1_000_000), "_tkr": Decimal(1_000), "tkr": Decimal(1_000)}
TAL = re.compile(r"−?\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?|−?\d+(?:[,.]\d+)?")


def talen(fakta: Any, vag: str = "") -> Iterator[tuple[str, Decimal]]:
    """Every figure of the facts with its path; figures in names and texts are facts of another kind."""
    if isinstance(fakta, dict):
        for k, v in fakta.items():
            yield from talen(v, f"{vag}.{k}" if vag else str(k))
    elif isinstance(fakta, list):
        for n, v in enumerate(fakta):
            yield from talen(v, f"{vag}[{n}]")
    elif isinstance(fakta, int | float) and not isinstance(fakta, bool):
        yield vag, Decimal(str(fakta))


ALLA = dict(talen(FAKTA))


@pytest.fixture(scope="module")
def tryckt(ar_2024) -> set[Decimal]:  # type: ignore[no-untyped-def]
    """Every figure that a document of the year prints."""
    mapp = ar_2024.hem / "2024" / "dokument"
    rader = [r for f in sorted(mapp.glob("*.html")) for r in webbsida(f)]
    rader += [r for f in sorted(mapp.glob("bilaga*.xlsx")) for r in arbetsbok(f)]
    svar: set[Decimal] = set()
    for traff in (t for r in rader for t in TAL.findall(r)):
        try:
            svar.add(Decimal(re.sub(r"[ \u00a0]", "", traff).replace("−", "-").replace(",", ".")))
        except InvalidOperation:
            continue
    return svar


@pytest.mark.parametrize("vag", [v for v in ALLA if v not in UNDANTAG])
def test_a_published_figure_is_found_in_a_document(vag: str, tryckt: set[Decimal]) -> None:
    varde = ALLA[vag]
    ganger = next((f for namn, f in OMRAKNAT.items() if vag.endswith(namn)), Decimal(1))
    andel = {varde * 100} if "andel" in vag and varde < 1 else set()
    assert {varde, abs(varde), varde * ganger} & tryckt or andel & tryckt, varde


def test_what_is_left_out_is_there_to_be_left_out() -> None:
    assert set(UNDANTAG) <= set(ALLA)
