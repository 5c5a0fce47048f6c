"""Härledning, beslutade texter och resultatenheter"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels: Any = None
depends_on: Any = None

NYA: list[tuple[str, sa.Column[Any]]] = [
    ("ar", sa.Column("arbetsbok", sa.String(), nullable=True)),
    ("avstamning", sa.Column("texter", sa.JSON(), nullable=False, server_default="{}")),
    ("avstamning", sa.Column("resultatenheter", sa.JSON(), nullable=False, server_default="[]")),
    ("uppmaning", sa.Column("rad", sa.Integer(), nullable=True)),
    ("mottagare", sa.Column("skal", sa.Text(), nullable=True)),
    ("mottagare", sa.Column("jamfort", sa.JSON(), nullable=False, server_default="{}")),
    ("framstallning", sa.Column("onskan", sa.Text(), nullable=True)),
]


def upgrade() -> None:
    for tabell, kolumn in NYA:
        op.add_column(tabell, kolumn)


def downgrade() -> None:
    for tabell, kolumn in reversed(NYA):
        op.drop_column(tabell, kolumn.name)
