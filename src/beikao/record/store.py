"""The store: events, drafts, snapshots and blobs of the learners of one data folder.

One `Record` a process; methods may be called from any thread. Nothing here interprets an event beyond its type.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, and_, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from beikao import events as event_types
from beikao.errors import EnvironmentFault, UsageError
from beikao.events import Data, Event, canonical
from beikao.record.blobs import Blobs
from beikao.record.database import FILE, open_database
from beikao.record.schema import drafts, events, removing, snapshots

TYPES: dict[str, type[Data]] = {
    t.TYPE: t for t in vars(event_types).values() if isinstance(t, type) and issubclass(t, Data) and t.TYPE
}
Order = tuple[datetime, str]


def stamp(at: datetime) -> str:
    """An instant as it is stored: UTC, microseconds, sorts as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Record:
    """The record of one data folder. Close it, or use it as a context manager."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home = home
        self._engine = engine
        self._blobs = Blobs(home / "blobs")
        self._write = threading.Lock()

    @classmethod
    def open(cls, home: Path) -> Record:
        """Make the folder where needed, migrate, open. Raises EnvironmentFault."""
        return cls(home, open_database(home))

    def append(self, *new: Event) -> None:
        """Store these events in one transaction; on disk when it returns. The same event twice is stored once.

        Raises UsageError for data that is not of its type, or for another event under a known id.
        """
        for item in new:
            check_data(item)
        self._insert(new)

    def _insert(self, new: Collection[Event]) -> None:
        rows = [
            {"id": e.id, "learner": e.learner, "at": stamp(e.at), "type": e.type, "line": canonical(e)} for e in new
        ]
        if not rows:
            return
        with self._write, self._engine.begin() as connection:
            known = {
                row.id: bytes(row.line)
                for row in connection.execute(
                    select(events.c.id, events.c.line).where(events.c.id.in_([r["id"] for r in rows]))
                )
            }
            for row in rows:
                if known.get(str(row["id"]), row["line"]) != row["line"]:
                    raise UsageError(f"another event has the id {row['id']}", where="record")
            fresh = [row for row in rows if row["id"] not in known]
            if fresh:
                connection.execute(insert(events), fresh)

    def events(self, learner: str, *, after: Order | None = None, types: Collection[str] | None = None) -> list[Event]:
        """A learner's events in total order (at, id)."""
        query = select(events.c.line).where(events.c.learner == learner).order_by(events.c.at, events.c.id)
        if after is not None:
            at = stamp(after[0])
            query = query.where(or_(events.c.at > at, and_(events.c.at == at, events.c.id > after[1])))
        if types is not None:
            query = query.where(events.c.type.in_(list(types)))
        with self._engine.connect() as connection:
            return [Event.from_dict(json.loads(row.line)) for row in connection.execute(query)]

    def event(self, event_id: str) -> Event | None:
        """One event by its id."""
        with self._engine.connect() as connection:
            row = connection.execute(select(events.c.line).where(events.c.id == event_id)).first()
        return Event.from_dict(json.loads(row.line)) if row else None

    def put_blob(self, data: bytes) -> str:
        """Store bytes, return their SHA-256. On disk when it returns, before any event names it."""
        return self._blobs.put(data)

    def blob(self, digest: str) -> bytes:
        """The bytes of a digest. Raises NotFoundError."""
        return self._blobs.get(digest)

    def save_draft(self, learner: str, unit: str, tree: Mapping[str, str], at: datetime) -> None:
        """Replace the draft of a unit."""
        row = {
            "learner": learner,
            "unit": unit,
            "at": stamp(at),
            "tree": json.dumps(dict(tree), ensure_ascii=False, sort_keys=True),
        }
        query = insert(drafts).values(row)
        query = query.on_conflict_do_update(
            index_elements=["learner", "unit"], set_={"at": row["at"], "tree": row["tree"]}
        )
        with self._write, self._engine.begin() as connection:
            connection.execute(query)

    def draft(self, learner: str, unit: str) -> Mapping[str, str] | None:
        """The draft of a unit, None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(drafts.c.tree).where(drafts.c.learner == learner, drafts.c.unit == unit)
            ).first()
        return dict(json.loads(row.tree)) if row else None

    def drafts(self, learner: str) -> list[dict[str, Any]]:
        """All drafts of a learner, as plain records."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(drafts).where(drafts.c.learner == learner).order_by(drafts.c.unit)).all()
        return [{"unit": r.unit, "at": r.at, "tree": json.loads(r.tree)} for r in rows]

    def drop_draft(self, learner: str, unit: str) -> None:
        """Forget the draft of a unit."""
        with self._write, self._engine.begin() as connection:
            connection.execute(delete(drafts).where(drafts.c.learner == learner, drafts.c.unit == unit))

    def snapshot(self, learner: str) -> tuple[str, dict[str, Any], Order] | None:
        """(hash, derived state, order of the last event in it)."""
        with self._engine.connect() as connection:
            row = connection.execute(select(snapshots).where(snapshots.c.learner == learner)).first()
        if row is None:
            return None
        last = datetime.strptime(row.last_at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        return row.hash, json.loads(row.state), (last, row.last_id)

    def save_snapshot(self, learner: str, state_hash: str, state: Mapping[str, Any], last: Order) -> None:
        """Keep derived state; it can always be computed again."""
        values = {
            "hash": state_hash,
            "state": json.dumps(state, ensure_ascii=False, default=str),
            "last_at": stamp(last[0]),
            "last_id": last[1],
        }
        query = insert(snapshots).values(learner=learner, **values)
        query = query.on_conflict_do_update(index_elements=["learner"], set_=values)
        with self._write, self._engine.begin() as connection:
            connection.execute(query)

    def learners(self) -> list[str]:
        """Everyone who has an event."""
        with self._engine.connect() as connection:
            return [
                row.learner
                for row in connection.execute(select(events.c.learner).distinct().order_by(events.c.learner))
            ]

    def remove_learner(self, learner: str) -> None:
        """Remove a learner whole: the one exception to append-only. Blobs stay: another learner may share them."""
        with self._write, self._engine.begin() as connection:
            connection.execute(insert(removing).values(learner=learner, one=1))
            for table in (events, drafts, snapshots):
                connection.execute(delete(table).where(table.c.learner == learner))
            connection.execute(delete(removing).where(removing.c.learner == learner))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_data(item: Event) -> None:
    """Raises UsageError unless the event's type is known and its data has exactly that type's fields."""
    kind = TYPES.get(item.type)
    if kind is None:
        raise UsageError(f"unknown type of event {item.type!r}", where="record")
    fields = {f.name for f in dataclasses.fields(kind)}
    if set(item.data) != fields:
        wrong = sorted(set(item.data) ^ fields)
        raise UsageError(f"{item.type}: missing or unknown {', '.join(wrong)}", where="record")


def backup(record: Record, path: Path) -> None:
    """A consistent copy of database and blobs into a new folder, also while others write. Raises UsageError."""
    import shutil

    if path.exists():
        raise UsageError(f"{path} exists already", where="backup", hint="Name a folder that does not exist yet.")
    try:
        path.mkdir(parents=True)
    except OSError as error:
        raise EnvironmentFault(f"cannot write: {error.strerror}", where=str(path)) from error
    source, target = sqlite3.connect(record.home / FILE), sqlite3.connect(path / FILE)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    if (record.home / "blobs").is_dir():
        shutil.copytree(record.home / "blobs", path / "blobs")
