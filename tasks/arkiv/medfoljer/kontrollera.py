"""Check a packed year without the program that made it: Python 3.8 or later, and nothing else.

    python3 kontrollera.py            in the folder that the package was unpacked to

It reads every file once, and says in Swedish what it held against what. Exit code 0 where all is as it was packed,
1 where something is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from typing import Any

MANIFEST = "manifest.sha256"
DATA = os.path.join("representations", "aret", "data")
HANDELSER = os.path.join(DATA, "handelser", "handelser.jsonl")
HUVUD = os.path.join(DATA, "handelser", "huvud.txt")
FILLISTA = os.path.join(DATA, "handelser", "filer.json")
GALLRAT = "Personuppgifter gallrade"
SKRIVNA = "Filer skrivna"
#: what people change in a program of their own; another change is of no office
REDIGERAS = (".docx", ".xlsx")
#: what an operating system puts in a folder by itself
SKRAP = (".DS_Store", "Thumbs.db", "desktop.ini")
MEST = 20


class Arkivkontroll:
    """What has been found: faults, and what is only worth knowing."""

    def __init__(self, rot: str) -> None:
        self.rot = rot
        self.fel: list[str] = []
        self.obs: list[str] = []
        self.summor: dict[str, str] = {}

    def run(self) -> None:
        """Check everything; what cannot be checked is a fault with a sentence."""
        delar = (("manifestet", self.manifest), ("händelsekedjan", self.kedjan), ("filerna", self.filerna))
        for namn, del_ in delar:
            try:
                del_()
            except Exception as fel:
                self.fel.append(f"Det gick inte att kontrollera {namn}: uppgifterna är skadade ({type(fel).__name__}).")

    def manifest(self) -> None:
        """Every file has the hash that the manifest says, and none has come or gone."""
        vantade = {}
        for rad in self._text(MANIFEST).splitlines():
            summa, _, namn = rad.partition("  ")
            vantade[namn] = summa
        funna = set()
        for mapp, _, filnamn in os.walk(self.rot):
            for n in filnamn:
                hel = os.path.join(mapp, n)
                rel = os.path.relpath(hel, self.rot).replace(os.sep, "/")
                if rel == MANIFEST or n in SKRAP or n.startswith("._"):
                    continue
                funna.add(rel)
                if rel not in vantade:
                    self.fel.append(f"Filen {rel} står inte i manifestet: den har lagts till efteråt.")
                    continue
                self.summor[rel] = self._summa(hel)
                if self.summor[rel] != vantade[rel]:
                    self.fel.append(f"Filen {rel} har ändrats efter att arkivet gjordes.")
        for rel in sorted(set(vantade) - funna):
            self.fel.append(f"Filen {rel} saknas.")
        print(f"Manifestet: {len(vantade)} filer.")

    def kedjan(self) -> None:
        """Every event follows on the one before: it holds the hash of that line."""
        fore, antal = "", 0
        with open(os.path.join(self.rot, HANDELSER), "rb") as fil:
            for rad in fil:
                rad = rad.rstrip(b"\n")
                handelse = json.loads(rad.decode("utf-8"))
                antal += 1
                if handelse["nr"] != antal:
                    self.fel.append(f"Händelse {antal} saknas: på dess plats står nummer {handelse['nr']}.")
                    return
                if handelse["fore"] != fore:
                    self.fel.append(
                        f"Händelse {antal} ({handelse['dag']}, {handelse['vad']}) följer inte på händelsen före: "
                        f"händelse {antal - 1} är ändrad, eller så är händelse {antal} det."
                    )
                fore = hashlib.sha256(rad).hexdigest()
        nr, _, summa = self._text(HUVUD).strip().partition(" ")
        if (nr, summa) != (str(antal), fore):
            self.fel.append(f"Kedjan ska sluta med händelse {nr} ({summa}), men slutar med händelse {antal} ({fore}).")
        print(f"Händelsekedjan: {antal} händelser. Den slutar med nr {antal}, {fore}")

    def filerna(self) -> None:
        """What was received and written has the hash that the events say."""
        lista = json.loads(self._text(FILLISTA))
        ar, platser = lista["ar"], {(r["nr"], r["sha256"]): r for r in lista["filer"]}
        gallrat: dict[str, str] = {}
        hallna: list[tuple[dict[str, Any], str]] = []
        skrivna: dict[str, str] = {}
        with open(os.path.join(self.rot, HANDELSER), encoding="utf-8") as fil:
            for h in map(json.loads, fil):
                if h["ar"] != ar:
                    continue
                uppgifter = h["uppgifter"]
                summor = [h["fil_sha256"], *(s["sha256"] for s in uppgifter.get("sparat") or [])]
                hallna += [(h, s) for s in dict.fromkeys(summor) if s]
                if h["vad"] == GALLRAT:
                    gallrat.update(uppgifter["filer"])
                if h["vad"] == SKRIVNA:
                    skrivna.update(uppgifter["filer"])
        antal = sum(self._received(h, s, platser.get((h["nr"], s)), gallrat) for h, s in hallna)
        print(f"Mottagna filer: {antal} av {len(hallna)} finns här och är de som händelserna säger.")
        dokument = {namn: summa for namn, summa in skrivna.items() if namn.startswith("dokument/")}
        antal = sum(self._written(namn, _now(summa, gallrat)) for namn, summa in sorted(dokument.items()))
        print(f"Dokument: {antal} av {len(dokument)} är som programmet skrev dem.")

    def _received(self, h: dict[str, Any], summa: str, plats: dict[str, Any] | None, gallrat: dict[str, str]) -> bool:
        om = f"händelse {h['nr']} ({h['dag']}, {h['vad']})"
        nu = _now(summa, gallrat)
        if plats is None:
            self.fel.append(f"Filen till {om} är inte upptagen i förteckningen handelser/filer.json.")
        elif plats["fil"]:
            if self.summor.get(plats["fil"]) == nu:
                return True
            self.fel.append(f"Filen {plats['fil']} är inte den som {om} säger.")
        elif nu:
            self.obs.append(f"Filen till {om} finns inte i arkivet: {plats['varfor']}.")
        return False

    def _written(self, namn: str, summa: str) -> bool:
        rel = f"{DATA.replace(os.sep, '/')}/{namn}"
        if self.summor.get(rel) == summa:
            return True
        if rel not in self.summor:
            self.obs.append(f"Dokumentet {namn} fanns inte kvar när arkivet gjordes.")
        elif namn.lower().endswith(REDIGERAS):
            self.obs.append(f"Dokumentet {namn} ändrades av någon efter att programmet skrev det.")
        else:
            self.fel.append(f"Dokumentet {namn} är inte det som programmet skrev.")
        return False

    def _text(self, namn: str) -> str:
        with open(os.path.join(self.rot, namn), encoding="utf-8") as fil:
            return fil.read()

    def _summa(self, hel: str) -> str:
        summa = hashlib.sha256()
        with open(hel, "rb") as fil:
            for bit in iter(lambda: fil.read(1 << 20), b""):
                summa.update(bit)
        return summa.hexdigest()


def _now(summa: str, gallrat: dict[str, str]) -> str:
    """The hash that stands for one since personal data was removed from its file; empty where the file was."""
    sedda: set[str] = set()
    while summa in gallrat and summa not in sedda:
        sedda.add(summa)
        summa = gallrat[summa]
    return summa


def main() -> int:
    """Check the package that this file lies in."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    k = Arkivkontroll(os.path.dirname(os.path.abspath(__file__)))
    k.run()
    for rubrik, funna in (("Att veta", k.obs), ("FEL", k.fel)):
        for mening in funna[:MEST]:
            print(f"{rubrik}: {mening}")
        if len(funna) > MEST:
            print(f"{rubrik}: … och {len(funna) - MEST} till.")
    print("Arkivet stämmer." if not k.fel else f"Arkivet stämmer inte: {len(k.fel)} fel.")
    return 1 if k.fel else 0


if __name__ == "__main__":
    sys.exit(main())
