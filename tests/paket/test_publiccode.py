"""publiccode.yml, held to what version 0.4 of the standard asks for (no validator of it is on PyPI or npm)."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from tests_stod import ROOT

#: https://yml.publiccode.tools/categories-list.html and scope-list.html, as far as they may concern the program
KATEGORIER = set(
    "accounting budgeting business-process-management collaboration communications compliance-management "
    "data-analytics data-collection data-visualization document-management email-management financial-reporting "
    "knowledge-management office project-management resource-management task-management workflow-management".split()
)
OMRADEN = {"finance-and-economic-development", "local-authorities", "society", "welfare"}
KRAVS = (
    "publiccodeYmlVersion name url platforms categories developmentStatus softwareType description legal maintenance "
    "localisation".split()
)
TILLATNA = {
    *KRAVS,
    "softwareVersion",
    "releaseDate",
    "intendedAudience",
    "dependsOn",
    "landingURL",
    "roadmap",
    "usedBy",
}


@pytest.fixture(scope="module")
def om() -> dict[str, Any]:
    """What publiccode.yml says."""
    innehall = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert isinstance(innehall, dict)
    return innehall


def test_its_keys_are_the_standards(om: dict[str, Any]) -> None:
    assert set(KRAVS) <= set(om) <= TILLATNA
    assert om["publiccodeYmlVersion"] == "0.4"


def test_its_values_are_the_standards(om: dict[str, Any]) -> None:
    assert re.fullmatch(r"https://\S+\.git", om["url"])
    assert set(om["platforms"]) <= {"web", "windows", "mac", "linux", "ios", "android"}
    assert set(om["categories"]) <= KATEGORIER
    assert set(om["intendedAudience"]["scope"]) <= OMRADEN
    assert om["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert om["softwareType"] in {"standalone/web", "standalone/backend", "standalone/other"}
    assert isinstance(om["localisation"]["localisationReady"], bool)
    assert om["localisation"]["availableLanguages"]


def test_its_descriptions_have_the_lengths_of_the_standard(om: dict[str, Any]) -> None:
    for sprak, text in om["description"].items():
        assert re.fullmatch(r"[a-z]{2}", sprak)
        assert len(text["shortDescription"]) <= 150, sprak
        assert 150 <= len(text["longDescription"]) <= 10_000, sprak
        assert all(len(f) <= 100 for f in text["features"]), sprak


def test_who_maintains_it_is_a_person_where_anyone_does(om: dict[str, Any]) -> None:
    vard = om["maintenance"]
    assert vard["type"] in {"internal", "contract", "community", "none"}
    if vard["type"] in {"internal", "community"}:
        assert all(k["name"] for k in vard["contacts"])
    if vard["type"] == "contract":
        assert all(k["name"] and k["until"] for k in vard["contractors"])


def test_it_says_what_the_package_says(om: dict[str, Any]) -> None:
    projektet = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert om["legal"]["license"] == projektet["license"] == "EUPL-1.2"
    assert om["softwareVersion"] == projektet["version"]
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text("utf-8")
