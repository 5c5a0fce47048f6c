"""Start och slut för en aktivitet är fri text"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    with op.batch_alter_table("plan_aktivitet") as tabell:
        for namn in ("start", "slut"):
            tabell.alter_column(
                namn,
                existing_type=sa.Date(),
                type_=sa.String(),
                existing_nullable=True,
                postgresql_using=f"to_char({namn}, 'YYYY-MM-DD')",
            )


def downgrade() -> None:
    raise RuntimeError("Det som står under Start och Slut går inte att göra till datum igen.")
