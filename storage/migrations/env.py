"""Alembic's entry: runs on the connection that `storage.migrate` opened and locked."""

from alembic import context

from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()
