"""The first schema: events, drafts, snapshots, and triggers that keep events as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# REPLACE deletes a row without asking the trigger on DELETE, so an insert over a known id is refused by itself.
SQLITE_TRIGGERS = (
    """CREATE TRIGGER events_once BEFORE INSERT ON events
       WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END""",
    """CREATE TRIGGER events_never_change BEFORE UPDATE ON events
       BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    """CREATE TRIGGER events_never_go BEFORE DELETE ON events
       WHEN NOT EXISTS (SELECT 1 FROM removing WHERE learner = OLD.learner)
       BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
)


def upgrade() -> None:
    """Make everything."""
    op.create_table(
        "events",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("line", sa.LargeBinary, nullable=False),
    )
    op.create_index("events_in_order", "events", ["learner", "at", "id"])
    op.create_table(
        "drafts",
        sa.Column("learner", sa.String(64), primary_key=True),
        sa.Column("unit", sa.String(200), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("tree", sa.Text, nullable=False),
    )
    op.create_table(
        "snapshots",
        sa.Column("learner", sa.String(64), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("last_at", sa.String(27), nullable=False),
        sa.Column("last_id", sa.String(36), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_table("removing", sa.Column("learner", sa.String(64), primary_key=True))
    if op.get_bind().dialect.name != "sqlite":
        raise NotImplementedError("the triggers that keep events as they are exist for SQLite only")
    for trigger in SQLITE_TRIGGERS:
        op.execute(trigger)
