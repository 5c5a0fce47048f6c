"""Numbers as the documents print them."""

from decimal import Decimal

import pytest

from tasks.dokument.framstallning import miljo


@pytest.mark.parametrize(
    ("varde", "vantat"),
    [
        pytest.param(Decimal("80.00"), "80", id="no zeros that say nothing"),
        pytest.param(Decimal("7.50"), "7,5", id="but the decimals that do"),
        pytest.param(0, "0", id="a share that is not stated is 0 and no decimal"),
    ],
)
def test_a_share_is_printed_without_trailing_zeros(varde: Decimal | int, vantat: str) -> None:
    assert miljo().from_string("{{ v|utan_nollor }}").render(v=varde) == vantat
