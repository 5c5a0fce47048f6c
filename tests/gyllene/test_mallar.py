"""The workbooks that go out: what a nämnd and a bolag read before they fill in anything."""

from collections.abc import Callable

import pytest

from tests.gyllene.gyllene import jamfor, kvar
from tests.texter import arbetsbok
from tests_stod import AR_2024, EXEMPEL, i_miljo

#: year → (its folder, the workbooks to read)
BOCKER = {
    "stockholm-2024": (AR_2024, 2024, ("VP-2024-farsta", "VP-2024-hamn", "T1-2024-farsta", "T1-2024-hamn")),
    "kommun-2033": (
        EXEMPEL / "kommun-2033",
        2033,
        ("VP-2033-o00000", "VP-2033-o00006", "D1-2033-o00000", "D1-2033-o00006", "D2-2033-o00000", "VB-2033-o00000"),
    ),
}


@pytest.mark.parametrize("namn", BOCKER)
def test_the_workbooks_of_a_year(namn: str, aren: Callable) -> None:
    data, ar, bocker = BOCKER[namn]
    mallar = aren(data).hem / str(ar) / "mallar"
    for bok in bocker:
        jamfor(f"mallar/{namn}/{bok}", arbetsbok(mallar / f"{bok}.xlsx"))
    assert kvar(f"mallar/{namn}", bocker) == []


def test_the_year_workbook_after_a_year_with_a_bokslut(aren: Callable, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from flows.nytt_ar import nytt_ar

    genomgatt = aren(EXEMPEL / "kommun-2033")
    with i_miljo(**genomgatt.miljo):
        nytt_ar.fn(ut=tmp_path / "Ar-2034.xlsx")
    jamfor("mallar/Ar-2034", arbetsbok(tmp_path / "Ar-2034.xlsx"))
