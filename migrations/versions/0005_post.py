"""Post utan arbetsbok, och vad ett meddelande lämnade med"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ar", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("organ", sa.String()),
        sa.Column("slag", sa.String(), nullable=False),
        sa.Column("inkom", sa.Date(), nullable=False),
        sa.Column("avsandare", sa.String(), nullable=False),
        sa.Column("amne", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("bilagor", sa.JSON(), nullable=False),
        sa.Column("om", sa.JSON(), nullable=False),
        sa.Column("adresser", sa.JSON(), nullable=False),
        sa.UniqueConstraint("ar", "sha256"),
    )
    op.create_index("ix_post_ar", "post", ["ar"])
    with op.batch_alter_table("utskick") as utskick:
        utskick.add_column(sa.Column("meddelande", sa.String()))
        utskick.add_column(sa.Column("forst", sa.Date()))
        utskick.add_column(sa.Column("sandare", sa.String()))
        utskick.create_index("ix_utskick_meddelande", ["meddelande"])


def downgrade() -> None:
    with op.batch_alter_table("utskick") as utskick:
        utskick.drop_index("ix_utskick_meddelande")
        for namn in ("sandare", "forst", "meddelande"):
            utskick.drop_column(namn)
    op.drop_table("post")
