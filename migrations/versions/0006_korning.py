"""När varje flöde senast körde"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "korning",
        sa.Column("flode", sa.String(), primary_key=True),
        sa.Column("borjade", sa.String(), nullable=False),
        sa.Column("lyckad", sa.Boolean(), nullable=False),
        sa.Column("mening", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("korning")
