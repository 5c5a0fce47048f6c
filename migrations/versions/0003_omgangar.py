"""Omgångar, svarsdomar, anstånd för hela arbetsböcker, ord och fakta"""

import datetime
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels: Any = None
depends_on: Any = None

NYTT_NAMN = {
    "vp_arsmal": "plan_arsmal",
    "vp_mal": "plan_mal",
    "vp_aktivitet": "plan_aktivitet",
    "vp_risk": "plan_risk",
    "vp_kontroll": "plan_kontroll",
    "vp_budget": "plan_budget",
    "vp_resultatenhet": "plan_resultatenhet",
    "t1_svar": "svarsrad",
}
#: what an answer was judged as, until now in the recipient's own row
DOMENS = ("status", "forslag", "skal", "motivering", "sen", "varde", "svar")
NAMNGIVNING = {"uq": "uq_%(table_name)s_%(column_0_N_name)s"}
PLANEN, SVAREN = "VP", "T1"


def _text(namn: str, *, krav: bool = False) -> sa.Column[Any]:
    return sa.Column(namn, sa.String(), nullable=not krav)


def _arsfil(namn: str, *kolumner: sa.Column[Any], nyckel: str | None = None) -> None:
    op.create_table(
        namn,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ar", sa.Integer(), nullable=False),
        sa.Column("rad", sa.Integer(), nullable=False),
        sa.Column("tillagd", sa.Date(), nullable=True),
        *kolumner,
        *([sa.UniqueConstraint("ar", nyckel)] if nyckel else []),
    )
    op.create_index(f"ix_{namn}_ar", namn, ["ar"])


def _vardesrad(namn: str) -> None:
    op.create_table(
        namn,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("inlamning_id", sa.Integer(), sa.ForeignKey("inlamning.id"), nullable=False),
        sa.Column("rad", sa.Integer(), nullable=False),
        _text("indikatorkod", krav=True),
        *(_text(k) for k in ("indikator", "enhet", "utfall_foregaende", "arsmal", "kf_arsmal", "varde", "kommentar")),
    )
    op.create_index(f"ix_{namn}_inlamning_id", namn, ["inlamning_id"])


def upgrade() -> None:
    for gammalt, nytt in NYTT_NAMN.items():
        op.drop_index(f"ix_{gammalt}_inlamning_id", gammalt)
        op.rename_table(gammalt, nytt)
        op.create_index(f"ix_{nytt}_inlamning_id", nytt, ["inlamning_id"])
    dagar = [sa.Column(k, sa.Date(), nullable=k == "beslutas") for k in ("senast", "sammanstalls", "beslutas")]
    namn = [_text(k, krav=k != "bestamd") for k in ("omgang", "slag", "namn", "bestamd")]
    _arsfil("omgang", *namn, *dagar, _text("varde"), _text("kalla"), nyckel="omgang")
    former = ("obestamd", "bestamd", "flera", "flera_bestamd", "kort", "kalla")
    _arsfil("ord", _text("nyckel", krav=True), *(_text(k) for k in former), nyckel="nyckel")
    fakta = (_text("avsnitt", krav=True), _text("text", krav=True))
    _arsfil("fakta", *fakta, *(_text(k) for k in ("varde", "enhet", "organ", "kalla")))
    _vardesrad("prognosrad")
    _vardesrad("utfallsrad")
    _anstand_och_domar()
    _omgang_for_fas()
    op.add_column("riktad_uppmaning", _text("omgang"))
    op.add_column("avstamning", sa.Column("forklaringar", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("indikatorutfall", sa.Column("varden", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("indikatorutfall", _text("arsmal_aggregerat"))
    op.execute("UPDATE indikatorutfall SET varden = arsmal, arsmal_aggregerat = aggregerat")
    op.add_column("uppmaning", sa.Column("regeltext", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE uppmaning SET regeltext = text")
    _utskick()
    _dokument()


def _anstand_och_domar() -> None:
    op.create_table(
        "anstand",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ar", sa.Integer(), nullable=False),
        _text("omgang", krav=True),
        _text("organ", krav=True),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("givet", sa.Date(), nullable=False),
        sa.UniqueConstraint("ar", "omgang", "organ"),
    )
    op.create_index("ix_anstand_ar", "anstand", ["ar"])
    op.create_table(
        "svarsdom",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("mottagare_id", sa.Integer(), sa.ForeignKey("mottagare.id"), nullable=False),
        _text("omgang", krav=True),
        sa.Column("senast", sa.Date(), nullable=True),
        _text("status", krav=True),
        _text("forslag", krav=True),
        sa.Column("skal", sa.Text(), nullable=False),
        sa.Column("motivering", sa.Text(), nullable=True),
        sa.Column("sen", sa.Boolean(), nullable=False),
        _text("varde"),
        sa.Column("svar", sa.Text(), nullable=True),
        sa.UniqueConstraint("mottagare_id", "omgang"),
    )
    op.create_index("ix_svarsdom_mottagare_id", "svarsdom", ["mottagare_id"])
    op.execute(
        "INSERT INTO svarsdom (mottagare_id, omgang, senast, status, forslag, skal, motivering, sen, varde, svar) "
        f"SELECT id, '{SVAREN}', senast, status, forslag, COALESCE(skal, ''), motivering, sen, varde, svar "
        "FROM mottagare WHERE forslag IS NOT NULL ORDER BY id"
    )
    with op.batch_alter_table("mottagare") as mottagare:
        for kolumn in DOMENS:
            mottagare.drop_column(kolumn)


def _omgang_for_fas() -> None:
    """A phase was one of two; an omgång has its own code. A file may come in again and be judged anew."""
    with op.batch_alter_table("avstamning") as avstamning:
        avstamning.alter_column("fas", new_column_name="omgang")
    unika = {tuple(u["column_names"]): u["name"] for u in sa.inspect(op.get_bind()).get_unique_constraints("inlamning")}
    with op.batch_alter_table("inlamning", naming_convention=NAMNGIVNING) as inlamning:
        inlamning.drop_constraint(unika[("ar", "sha256")] or "uq_inlamning_ar_sha256", type_="unique")
    with op.batch_alter_table("inlamning") as inlamning:
        inlamning.alter_column("slag", new_column_name="omgang")
    op.create_index("ix_inlamning_sha256", "inlamning", ["sha256"])


def _utskick() -> None:
    """The round of each message, which its key now names; so nothing that has been said is said again."""
    op.add_column("utskick", _text("omgang"))
    op.add_column("utskick", _text("brev"))
    bind = op.get_bind()
    planens = {ar: _planens_dag(yaml) for ar, yaml in bind.execute(sa.text("SELECT ar, yaml FROM ar"))}
    inlamnat = dict(bind.execute(sa.text("SELECT sha256, omgang FROM inlamning")).tuples().all())
    rader = bind.execute(sa.text("SELECT id, ar, nyckel, slag, forfallo FROM utskick ORDER BY id")).all()
    for nr, ar, nyckel, slag, forfallo in rader:
        forst, *delar = nyckel.split("/")
        sista_dag = slag == "uppmaning" and delar[1:2] == ["sista-dag"]
        omgang = _omgang(slag, str(forfallo), planens.get(ar), inlamnat.get(delar[0]), sista_dag=sista_dag)
        if slag in ("forfragan", "paminnelse", "eskalering", "tack"):
            nyckel = "/".join([forst, omgang or "", *delar])
        elif slag == "aterkallelse":
            nyckel = "/".join([forst, delar[1], delar[0], *delar[2:]])
        elif slag == "uppmaning":
            om_svar = len(delar) > 1 and delar[2:3] == ["anstand"]
            nyckel = "/".join([forst, *([delar[1], delar[0]] if om_svar else [omgang or PLANEN, *delar[:2]]), *delar[2:]])
        bind.execute(
            sa.text("UPDATE utskick SET nyckel = :nyckel, omgang = :omgang WHERE id = :nr"),
            {"nyckel": nyckel, "omgang": omgang, "nr": nr},
        )


def _planens_dag(yaml: Any) -> datetime.date | None:
    varden = json.loads(yaml) if isinstance(yaml, str) else yaml
    return varden.get("kalender", {}).get("verksamhetsplan_senast")  # type: ignore[no-any-return]


def _omgang(slag: str, forfallo: str, planens: Any, inlamnat: str | None, *, sista_dag: bool) -> str | None:
    """Which round a message was about."""
    if sista_dag:
        return SVAREN
    if slag in ("forfragan", "uppmaning"):
        return PLANEN
    if slag in ("tack", "sammandrag"):
        return SVAREN
    if slag in ("paminnelse", "eskalering"):
        return PLANEN if forfallo == str(planens) else SVAREN
    return inlamnat if slag == "kvittens" else None


def _dokument() -> None:
    """Where a file lies is said from the year's folder; what is decided stands as it was printed."""
    op.add_column("dokument", sa.Column("underlag", sa.String(), nullable=False, server_default="-"))
    op.add_column("dokument", _text("fore"))
    for omgang, tecken in ((PLANEN, "NOT LIKE"), (SVAREN, "LIKE")):
        op.execute(
            f"UPDATE dokument SET underlag = '' WHERE sokvag {tecken} '%-t1-%' AND EXISTS (SELECT 1 FROM avstamning a "
            f"WHERE a.ar = dokument.ar AND a.omgang = '{omgang}' AND a.beslutad IS NOT NULL)"
        )


def downgrade() -> None:
    raise RuntimeError("Gå tillbaka till säkerhetskopian: en svarsdom för varje omgång ryms inte i en kolumn.")
