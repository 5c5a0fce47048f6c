"""A dishonest clerk with access to the database and the files: raw SQL, no rules, and the trail's own hash."""

import contextlib
import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from schemas.tabeller import Handelse
from tasks.grund.handelser import kedjehash

#: where the trail's rows are made anew
_T = Handelse.__table__  # type: ignore[attr-defined]


class Forfalskare:
    """Changes a year behind the program's back.

    Args:
        url: the database; mapp: the folder of the year.
    """

    def __init__(self, url: str, mapp: Path) -> None:
        self.db = sa.create_engine(url)  # one of its own: no foreign keys are kept, no event listens
        self.mapp = mapp

    def sql(self, sats: str, **om: Any) -> Any:
        """Run one statement as it stands; what it answers, if anything."""
        with self.db.begin() as c:
            svar = c.execute(sa.text(sats), om)
            return svar.mappings().all() if svar.returns_rows else svar.rowcount

    def change(self, tabell: str, kolumn: str, varde: Any, dar: str) -> None:
        """Another value in the first row that fits."""
        antal = self.sql(
            f'UPDATE "{tabell}" SET {kolumn} = :v WHERE id = (SELECT min(id) FROM "{tabell}" WHERE {dar})', v=varde
        )
        assert antal == 1, f"{tabell}: {dar}"

    def change_json(self, tabell: str, kolumn: str, dar: str, andra: Callable[[Any], Any], nyckel: str = "id") -> None:
        """The JSON of the first row that fits, as `andra` makes it."""
        rad = self.sql(f'SELECT {nyckel}, {kolumn} AS v FROM "{tabell}" WHERE {dar} ORDER BY {nyckel}')[0]
        fore = json.loads(rad["v"]) if isinstance(rad["v"], str) else rad["v"]
        varde = "CAST(:v AS JSON)" if self.db.dialect.name == "postgresql" else ":v"
        self.sql(
            f'UPDATE "{tabell}" SET {kolumn} = {varde} WHERE {nyckel} = :n', v=json.dumps(andra(fore)), n=rad[nyckel]
        )

    def copy(self, tabell: str, dar: str, **andrat: Any) -> None:
        """A row like another, with something else in it."""
        rad = dict(self.sql(f'SELECT * FROM "{tabell}" WHERE {dar} ORDER BY id')[0]) | andrat
        rad["id"] = self.sql(f'SELECT max(id) + 1 AS n FROM "{tabell}"')[0]["n"]
        rad = {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in rad.items()}
        kolumner = ", ".join(rad)
        self.sql(f'INSERT INTO "{tabell}" ({kolumner}) VALUES ({", ".join(f":{k}" for k in rad)})', **rad)

    def remove(self, tabell: str, dar: str) -> None:
        """Take away the first row that fits."""
        antal = self.sql(f'DELETE FROM "{tabell}" WHERE id = (SELECT min(id) FROM "{tabell}" WHERE {dar})')
        assert antal == 1, f"{tabell}: {dar}"

    @contextlib.contextmanager
    def unprotected(self) -> Iterator[None]:
        """Without the triggers of the trail, which are put back."""
        if self.db.dialect.name == "postgresql":
            self.sql("ALTER TABLE handelse DISABLE TRIGGER handelse_skrivskydd")
            yield
            self.sql("ALTER TABLE handelse ENABLE TRIGGER handelse_skrivskydd")
            return
        fraga = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'handelse'"
        skydd = self.sql(fraga)
        for s in skydd:
            self.sql(f"DROP TRIGGER {s['name']}")
        yield
        for s in skydd:
            with self.db.begin() as c:
                c.exec_driver_sql(s["sql"])

    def rechain(self) -> None:
        """Compute every hash of the trail anew, as if it had always been so, and move its end."""
        with self.unprotected(), self.db.begin() as c:
            fore = ""
            for rad in c.execute(sa.select(_T).order_by(_T.c.nr)).mappings().all():
                ny = Handelse(**{**rad, "fore": fore})
                ny.hash = kedjehash(ny)
                c.execute(sa.update(_T).where(_T.c.nr == ny.nr).values(fore=fore, hash=ny.hash))
                fore = ny.hash
            antal = c.execute(sa.select(sa.func.max(_T.c.nr))).scalar_one()
            c.execute(sa.text("UPDATE kedja SET antal = :a, hash = :h"), {"a": antal, "h": fore})

    def change_event(self, dar: str, andra: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """What an event tells, as `andra` makes it."""
        with self.unprotected():
            self.change_json("handelse", "uppgifter", dar, andra, nyckel="nr")

    def invent(self, vad: str, dag: str, ar: int = 2026, **uppgifter: Any) -> None:
        """Append an event that the program never wrote, with hashes that are right."""
        slut = self.sql("SELECT antal, hash FROM kedja")[0]
        nu = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        ny = Handelse(
            nr=slut["antal"] + 1, dag=datetime.date.fromisoformat(dag), tid=nu,
            vem="Anna Ek", vad=vad, ar=ar, uppgifter=uppgifter, fore=slut["hash"], hash="",
        )  # fmt: skip
        ny.hash = kedjehash(ny)
        with self.db.begin() as c:
            c.execute(sa.insert(_T), [ny.model_dump()])
            c.execute(sa.text("UPDATE kedja SET antal = :a, hash = :h"), {"a": ny.nr, "h": ny.hash})

    def cut(self, fran: str) -> None:
        """Cut the trail before the first event of a kind, and move its end."""
        with self.unprotected():
            nr = self.sql("SELECT min(nr) AS n FROM handelse WHERE vad = :v", v=fran)[0]["n"]
            self.sql("DELETE FROM handelse WHERE nr >= :n", n=nr)
            sist = self.sql("SELECT nr, hash FROM handelse ORDER BY nr DESC LIMIT 1")[0]
            self.sql("UPDATE kedja SET antal = :a, hash = :h", a=sist["nr"], h=sist["hash"])

    def file(self, monster: str) -> Path:
        """The first file of the year's folder that fits."""
        return sorted(self.mapp.glob(monster))[0]

    def append(self, monster: str, vad: bytes = b" ") -> None:
        """A file that is no longer what it was."""
        fil = self.file(monster)
        fil.write_bytes(fil.read_bytes() + vad)

    def replace(self, monster: str, gammalt: bytes, nytt: bytes) -> None:
        """Other words in a file."""
        fil = self.file(monster)
        assert gammalt in fil.read_bytes(), gammalt
        fil.write_bytes(fil.read_bytes().replace(gammalt, nytt))
