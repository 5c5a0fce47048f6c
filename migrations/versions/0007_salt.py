"""Salter till avtrycken av personuppgifter"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "salt",
        sa.Column("enhet", sa.String(), primary_key=True),
        sa.Column("salt", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("salt")
