"""How Alembic connects: with the connection that the store hands over. No files, no logging."""

from alembic import context

from beikao.record.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
