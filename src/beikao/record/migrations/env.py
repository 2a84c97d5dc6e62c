"""How Alembic connects: with the connection, and inside the transaction, that the store hands over. No files, no logs."""

from alembic import context

from beikao.record.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,  # SQLite has it once the driver leaves transactions alone
)
with context.begin_transaction():
    context.run_migrations()
