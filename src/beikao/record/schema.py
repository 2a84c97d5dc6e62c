"""The tables. Changing one needs a migration in `migrations/versions/`; a test compares the two.

Types are those that SQLite and PostgreSQL share. What keeps events as they are stands in the migration: triggers.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("learner", String(64), nullable=False),
    Column("at", String(27), nullable=False),  # 2026-01-31T08:00:00.000000Z: sorts as time
    Column("type", String(64), nullable=False),
    Column("line", LargeBinary, nullable=False),  # the canonical bytes: what is exported and hashed
    Index("events_in_order", "learner", "at", "id"),
)
drafts = Table(
    "drafts",
    metadata,
    Column("learner", String(64), primary_key=True),
    Column("unit", String(200), primary_key=True),
    Column("at", String(27), nullable=False),
    Column("tree", Text, nullable=False),
)
snapshots = Table(
    "snapshots",
    metadata,
    Column("learner", String(64), primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("last_at", String(27), nullable=False),
    Column("last_id", String(36), nullable=False),
    Column("state", Text, nullable=False),
)
removing = Table(
    "removing",  # learners being removed: the triggers let only their events go
    metadata,
    Column("learner", String(64), primary_key=True),
)
