"""Restoring a backup: everything is unpacked and checked beside, and then takes the place of what was there."""

import datetime
import itertools
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from schemas.handelseslag import Handelseslag
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from tasks.grund.adress import database_url, is_postgres
from tasks.grund.databas import engine, known_revisions, own_tables, release, write
from tasks.grund.databasfel import told_in_words
from tasks.grund.filer import avtryck
from tasks.grund.handelser import head, log
from tasks.grund.prefectschema import own_schema
from tasks.kopia import postgres
from tasks.kopia.arkiv import Framsteg, Manifest, open_archive, read_out
from tasks.kopia.kopiera import PREFECTS_FIL, make_backup
from tasks.kopia.sqlite import BREDVID, rows_of

#: what a work folder may hold without holding a year; the password is kept as it is
TOMT = {"prefect", "prefect-losenord", "start.json", "start.las", "logg"}
BEHALLS = "prefect-losenord"


@dataclass(frozen=True)
class Aterstallt:
    """What was restored, where what was there before is kept, and how its trail ended: number and hash."""

    manifest: Manifest
    undan: Path | None
    fore: tuple[int, str] | None = None


def restore(fil: Path, *, ersatt: bool, framsteg: Framsteg) -> Aterstallt:
    """Put back what an archive holds in the work folder and the database of the environment.

    Args:
        ersatt: replace what is there, after a copy of it has been made beside the work folder.

    Raises:
        ArshjulFel: the archive is not whole, or of another kind; or something is there already.
    """
    hem = installningar().hem.absolute()
    with _written(hem), open_archive(fil) as (arkiv, manifest), ExitStack() as stada:
        _refuse_wrong_kind(manifest)
        fanns = _what_is_there(hem)
        if fanns and not ersatt:
            raise ArshjulFel(
                f"Inget är ändrat: {fanns}. Med --ersatt tas en kopia av det som finns, och sedan ersätts det."
            )
        nytt = _unpack_in(hem, stada)
        for n, namn in enumerate(sorted(manifest.filer), 1):
            framsteg("Packar upp och kontrollerar", n, len(manifest.filer))
            read_out(arkiv, manifest, namn, nytt / namn)
        for mapp in manifest.mappar:
            (nytt / mapp).mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_rows(manifest, nytt / "databas")
        undan, fore = (_set_aside(hem, framsteg), _end_of_trail()) if fanns else (None, None)
        release()
        _put_in_place(manifest, nytt, hem, framsteg, undan if undan and undan.suffix != ".zip" else None)
    return Aterstallt(manifest, undan, fore)


def tell_restored(svar: Aterstallt, fil: Path, dag: datetime.date, vem: str) -> None:
    """Append to the trail that was put back who did it, from which copy, and how the trail that it replaced ended."""
    m = svar.manifest
    om: dict[str, Any] = {"skapad": m.skapad, "rader": m.antal_rader, "filer": m.antal_filer}
    om["ersatte"] = dict(zip(("nr", "hash"), svar.fore, strict=True)) if svar.fore else None
    with write() as session:
        log(
            session,
            Handelseslag.KOPIA_ATERSTALLD,
            dag=dag,
            ar=None,
            vem=vem,
            fil=fil.name,
            fil_sha256=avtryck(fil),
            **om,
        )


def _end_of_trail() -> tuple[int, str] | None:
    """How the trail that is there ends; None where it cannot be read."""
    with suppress(ArshjulFel), told_in_words(database_url), engine().connect().execution_options(bara_las=True) as c:
        return head(c) if "kedja" in own_tables(c) else None
    return None


@contextmanager
def _written(hem: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fel:
        raise ArshjulFel(
            f"Inget är ändrat: {fel.filename or hem} går inte att skriva eller byta namn på ({fel.strerror}). Mappen "
            f"som arbetsmappen ligger i, {hem.parent}, måste gå att skriva i, och ha plats för kopian."
        ) from fel


def _refuse_wrong_kind(manifest: Manifest) -> None:
    """Refuse what this program, or this database, cannot hold."""
    if manifest.revision not in known_revisions():
        raise ArshjulFel(
            f"Säkerhetskopian är gjord av en nyare version av Årshjulet ({manifest.program}, databasens version "
            f"{manifest.revision}). Inget är ändrat. Installera den versionen först."
        )
    slag = "postgresql" if is_postgres(database_url()) else "sqlite"
    if manifest.slag != slag:
        namn = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise ArshjulFel(
            f"Säkerhetskopian är av {namn[manifest.slag]}, men ARSHJUL_DATABASE_URL är {namn[slag]}. Inget är ändrat. "
            "Ställ in en databas av samma slag."
        )
    if slag == "postgresql":
        with told_in_words(database_url), engine().connect() as c:
            if own_schema(c) != manifest.databaser[0].schemanamn:
                raise ArshjulFel(
                    f"Säkerhetskopian är av schemat {manifest.databaser[0].schemanamn}, men ARSHJUL_DATABASE_URL står "
                    f"i {own_schema(c)}. Inget är ändrat."
                )


def _what_is_there(hem: Path) -> str | None:
    """What would be lost, in words; None where there is nothing."""
    url = database_url()
    if is_postgres(url) or Path(str(url.database)).exists():
        try:
            with told_in_words(database_url), engine().connect().execution_options(bara_las=True) as c:
                tabeller = own_tables(c)
                if "ar" in tabeller and (ar := c.execute(sa.text("SELECT ar FROM ar ORDER BY ar")).scalars().all()):
                    return f"databasen innehåller {', '.join(map(str, ar))}"
                if tabeller and "handelse" not in tabeller:
                    return "databasen tillhör ett annat program"
        except ArshjulFel:
            if is_postgres(url):
                raise
            return "databasen finns, men går inte att läsa"
    finns = {f.name for f in hem.iterdir()} if hem.is_dir() else set()
    bort = {f"{Path(str(url.database)).name}{slut}" for slut in ("", *BREDVID)}
    if annat := sorted(finns - TOMT - bort):
        return f"arbetsmappen {hem} innehåller {', '.join(annat[:5])}"
    return None


def _unpack_in(hem: Path, stada: ExitStack) -> Path:
    """A new folder beside the work folder; it is gone afterwards."""
    nytt = hem.with_name(f".{hem.name}.aterstalls")
    shutil.rmtree(nytt, ignore_errors=True)
    hem.parent.mkdir(parents=True, exist_ok=True)
    stada.callback(shutil.rmtree, nytt, ignore_errors=True)
    (nytt / "hem").mkdir(parents=True, mode=0o700)
    return nytt


def _check_rows(manifest: Manifest, mapp: Path) -> None:
    """Hold the files of SQLite to the manifest before anything is changed; PostgreSQL counts before it commits."""
    if manifest.slag == "sqlite":
        for kopia in manifest.databaser:
            if rows_of(mapp / f"{kopia.namn}.sqlite") != kopia.rader:
                raise ArshjulFel(f"Inget är ändrat: databasen {kopia.namn} i säkerhetskopian har inte alla sina rader.")


def _set_aside(hem: Path, framsteg: Framsteg) -> Path:
    """A backup of what is there; where its database cannot be read, the folder itself is kept under the name given."""
    tid = datetime.datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    namn = (f"{hem.name}-fore-aterstallning-{tid}{n}" for n in ("", *(f"-{n}" for n in range(2, 100))))
    undan = next(u for n in namn if not (u := hem.with_name(n)).exists() and not u.with_name(f"{n}.zip").exists())
    try:
        return make_backup(undan.with_name(f"{undan.name}.zip"), framsteg).fil
    except ArshjulFel:
        if is_postgres(database_url()):
            raise
        return undan


def _put_in_place(manifest: Manifest, nytt: Path, hem: Path, framsteg: Framsteg, undan: Path | None) -> None:
    """Let what is unpacked take the place of what was there: all of it, or where anything fails nothing.

    The files change places within PostgreSQL's transaction, which is committed last: a row never lacks its file.
    """
    byten = _swaps(nytt, hem, undan)
    try:
        if manifest.slag == "sqlite":
            byten.swap()
        else:
            antal, gjort = sum(len(d.rader) for d in manifest.databaser), itertools.count(1)
            with postgres.read_back(
                nytt / "databas", manifest.databaser, lambda text: framsteg(text, next(gjort), antal)
            ):
                byten.swap()
    except BaseException:
        byten.undo()
        raise
    byten.forget(keep=undan is not None)


class _Byten:
    """Pairs of places: what lies in the one takes the other's, whose old content is kept aside till all is well."""

    def __init__(self) -> None:
        self.alla: list[tuple[Path, Path, Path]] = []
        self._gjorda: list[tuple[Path, Path, Path]] = []

    def swap(self) -> None:
        """Do it."""
        for nytt, plats, undan in self.alla:
            plats.parent.mkdir(parents=True, exist_ok=True)
            if plats.exists():
                plats.rename(undan)
            self._gjorda.append((nytt, plats, undan))
            if nytt.exists():
                nytt.rename(plats)

    def undo(self) -> None:
        """As it was."""
        for nytt, plats, undan in reversed(self._gjorda):
            if undan.exists():
                if plats.exists():
                    plats.rename(nytt)
                undan.rename(plats)

    def forget(self, *, keep: bool) -> None:
        """Remove the old, unless it is to be kept."""
        for _, _, undan in self.alla:
            if undan.exists() and not keep:
                shutil.rmtree(undan) if undan.is_dir() else undan.unlink()


def _swaps(nytt: Path, hem: Path, undan: Path | None) -> _Byten:
    """What changes place: the work folder, and the database where it does not lie in it."""
    svar = _Byten()
    ny, url = nytt / "hem", database_url()
    if (losen := hem / BEHALLS).exists():
        shutil.copy2(losen, ny / BEHALLS)
    if not is_postgres(url):
        (ny / PREFECTS_FIL).parent.mkdir(mode=0o700, exist_ok=True)
        if (prefects := nytt / "databas" / "prefect.sqlite").exists():
            prefects.rename(ny / PREFECTS_FIL)
        _place_database(svar, nytt / "databas" / "arshjul.sqlite", Path(str(url.database)).absolute(), hem, ny)
    svar.alla.append((ny, hem, undan or nytt / "gammal"))
    return svar


def _place_database(svar: _Byten, kopia: Path, plats: Path, hem: Path, ny: Path) -> None:
    if plats.is_relative_to(hem):
        (ny / plats.relative_to(hem)).parent.mkdir(parents=True, exist_ok=True)
        kopia.rename(ny / plats.relative_to(hem))
        return
    bredvid = plats.with_name(f".{plats.name}.aterstalls")
    shutil.copyfile(kopia, bredvid)  # it may be another disk
    bredvid.chmod(0o600)
    for slut in ("", *BREDVID):  # a journal of the old file would be played into the new
        gammal = plats.with_name(f"{plats.name}{slut}")
        svar.alla.append((bredvid.with_name(f"{bredvid.name}{slut}"), gammal, gammal.with_name(f"{gammal.name}.fore")))
