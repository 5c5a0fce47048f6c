"""${message}"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op
${imports if imports else ""}
import schemas.falt

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
