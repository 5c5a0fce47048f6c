"""Alembic's environment: migrates over the connection that it is given."""

from alembic import context
from sqlmodel import SQLModel

import schemas.tabeller  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
