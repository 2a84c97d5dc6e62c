"""The store: events, drafts, snapshots and blobs of the learners of one data folder.

One `Record` a process; methods may be called from any thread, and other processes may use the same folder. Nothing
here interprets an event beyond its type and the blobs it names.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, func, insert, or_, select

from beikao.errors import UsageError
from beikao.events import Event
from beikao.record.admission import blobs_named, blobs_perhaps_named, check_data, instant, line_of, read_line, stamp
from beikao.record.blobs import Blobs, digest_of
from beikao.record.database import FILE, WRITES, faults, open_database
from beikao.record.schema import drafts, events, removing, snapshots

Order = tuple[datetime, str]
KEPT = 8  # learners whose stream is kept in memory
AT_ONCE = 500  # values in one IN (...): far below every database's limit
MAX_UNIT = 200


@dataclass(frozen=True)
class Draft:
    """What is being typed for a unit: path -> text, and when it was last saved."""

    unit: str
    at: datetime
    tree: Mapping[str, str]


class Record:
    """The record of one data folder. Close it, or use it as a context manager."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home = home
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._blobs = Blobs(home / "blobs")
        self._lock = threading.Lock()
        self._watching = threading.Lock()
        self._watch: sqlite3.Connection | None = None  # never writes, so it sees everybody's commits
        self._keeping = threading.Lock()
        self._streams: dict[str, tuple[int, list[Event]]] = {}  # learner -> (version, stream), the latest used last

    @classmethod
    def open(cls, home: Path) -> Record:
        """Make the folder where needed, migrate, open. Raises EnvironmentFault."""
        return cls(home, open_database(home))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with faults(self.home / FILE), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction, on disk when it ends. Threads wait here, processes at the database's lock."""
        with self._lock, faults(self.home / FILE), self._writer.begin() as connection:
            yield connection

    def append(self, *new: Event) -> None:
        """Store these events in one transaction; on disk when it returns. The same event twice is stored once.

        Raises UsageError for data that is not of its type, for another event under a known id, and for code whose
        blobs are not here; then nothing is stored.
        """
        for item in new:
            check_data(item)
        rows = _rows(new)
        if rows:
            with self._writing() as connection:
                self._insert(connection, rows, new)

    def _insert(self, connection: Connection, rows: Mapping[str, Mapping[str, Any]], new: Iterable[Event]) -> int:
        known = _lines(connection, list(rows))
        for event_id, line in known.items():
            if rows[event_id]["line"] != line:
                raise _another(event_id)
        for item in new:
            lost = [d for d in blobs_named(item) if not self._blobs.has(d)]
            if lost:
                raise UsageError(f"the blob {lost[0]} is not here", where=f"event {item.id}", hint="Put it first.",
                                 zh=f"这里没有文件 {lost[0]}", hint_zh="先存文件，再记事件。")  # fmt: skip
        fresh = [dict(row) for event_id, row in rows.items() if event_id not in known]
        if fresh:
            connection.execute(insert(events), fresh)
        return len(fresh)

    def merge(self, learner: str, stream: Sequence[Event], typed: Iterable[Draft], blobs: Iterable[bytes]) -> int:
        """All of it or nothing, as an import needs; types of a newer version are kept. Returns how many were new.

        A draft replaces an older one only. Raises as `append` does.
        """
        rows, made = _rows(stream), list[str]()
        try:
            with self._writing() as connection:
                for data in blobs:
                    if not self._blobs.has(digest_of(data)):
                        made.append(digest_of(data))
                    self._blobs.put(data)
                new = self._insert(connection, rows, stream)
                for draft in typed:
                    _save_if_newer(connection, learner, draft)
                return new
        except BaseException:
            for digest in made:
                self._blobs.remove(digest)
            raise

    def events(self, learner: str, *, after: Order | None = None, types: Collection[str] | None = None) -> list[Event]:
        """A learner's events in total order (at, id): all, those after an order, those of some types. Of all of them, those read before are
        the same objects again."""
        if after is None and types is None:
            return self._stream(learner)
        return self._read(learner, after, types)

    def _stream(self, learner: str) -> list[Event]:
        """The whole stream; where there were commits since it was read, only what came after its end is read, if that is all."""
        version = self.version()
        with self._keeping:
            seen, stream = self._streams.pop(learner, (None, list[Event]()))
            if seen != version:
                stream = self._grown(learner, stream) or self._read(learner)
            self._streams[learner] = (version, stream)
            while len(self._streams) > KEPT:
                del self._streams[next(iter(self._streams))]
            return list(stream)

    def _grown(self, learner: str, known: list[Event]) -> list[Event] | None:
        """`known` with what was appended to it; None unless it is still the beginning of the stream."""
        if not known:
            return None
        mine = events.c.learner == learner
        ends = {known[0].id, known[-1].id}
        with self._reading() as connection:
            count = connection.scalar(select(func.count()).select_from(events).where(mine))
            there = set(connection.scalars(select(events.c.id).where(mine, events.c.id.in_(ends))))
        new = self._read(learner, known[-1].order)
        return known + new if there == ends and count == len(known) + len(new) else None

    def _read(self, learner: str, after: Order | None = None, types: Collection[str] | None = None) -> list[Event]:
        query = select(events.c.line).where(events.c.learner == learner).order_by(events.c.at, events.c.id)
        if after is not None:
            at = stamp(after[0])
            query = query.where(or_(events.c.at > at, and_(events.c.at == at, events.c.id > after[1])))
        if types is not None:
            query = query.where(events.c.type.in_(list(types)))
        with self._reading() as connection:
            return [read_line(row.line) for row in connection.execute(query)]

    def version(self) -> int:
        """A number that is another one after any commit, by this process or another: what was read before is stale."""
        with self._watching, faults(self.home / FILE):
            if self._watch is None:
                self._watch = sqlite3.connect(self.home / FILE, check_same_thread=False, timeout=30)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def event(self, event_id: str) -> Event | None:
        """One event by its id, whoever's it is."""
        with self._reading() as connection:
            row = connection.execute(select(events.c.line).where(events.c.id == event_id)).first()
        return read_line(row.line) if row else None

    def put_blob(self, data: bytes) -> str:
        """Store bytes, return their SHA-256. On disk when it returns, before any event names it."""
        return self._blobs.put(data)

    def blob(self, digest: str) -> bytes:
        """The bytes of a digest. Raises NotFoundError; EnvironmentFault where they are damaged."""
        return self._blobs.get(digest)

    def has_blob(self, digest: str) -> bool:
        """Whether a blob is here; it is not read."""
        return self._blobs.has(digest)

    def save_draft(self, learner: str, unit: str, tree: Mapping[str, str], at: datetime) -> None:
        """Replace the draft of a unit. Raises UsageError for what is no tree of texts."""
        draft = check_draft(Draft(unit, at, dict(tree)))
        with self._writing() as connection:
            _save(connection, learner, draft)

    def draft(self, learner: str, unit: str) -> Mapping[str, str] | None:
        """The draft of a unit, None where there is none."""
        mine = select(drafts.c.tree).where(drafts.c.learner == learner, drafts.c.unit == unit)
        with self._reading() as connection:
            row = connection.execute(mine).first()
        return dict(json.loads(row.tree)) if row else None

    def drafts(self, learner: str) -> list[Draft]:
        """All drafts of a learner, by unit."""
        with self._reading() as connection:
            rows = connection.execute(select(drafts).where(drafts.c.learner == learner)).all()
        return sorted((Draft(r.unit, instant(r.at), json.loads(r.tree)) for r in rows), key=lambda d: d.unit)

    def drop_draft(self, learner: str, unit: str) -> None:
        """Forget the draft of a unit."""
        with self._writing() as connection:
            connection.execute(delete(drafts).where(drafts.c.learner == learner, drafts.c.unit == unit))

    def snapshot(self, learner: str) -> tuple[str, dict[str, Any], Order] | None:
        """(hash, derived state, order of the last event in it), None where none was saved."""
        with self._reading() as connection:
            row = connection.execute(select(snapshots).where(snapshots.c.learner == learner)).first()
        return (row.hash, json.loads(row.state), (instant(row.last_at), row.last_id)) if row else None

    def save_snapshot(self, learner: str, state_hash: str, state: Mapping[str, Any], last: Order) -> None:
        """Keep derived state; it can always be computed again from the events up to `last`."""
        kept = json.dumps(state, ensure_ascii=False, sort_keys=True, allow_nan=False)
        row = {"learner": learner, "hash": state_hash, "state": kept, "last_at": stamp(last[0]), "last_id": last[1]}
        with self._writing() as connection:
            connection.execute(delete(snapshots).where(snapshots.c.learner == learner))
            connection.execute(insert(snapshots).values(row))

    def learners(self) -> list[str]:
        """Everyone who has an event or a draft, by name."""
        with self._reading() as connection:
            return sorted({n for t in (events, drafts) for n in connection.scalars(select(t.c.learner).distinct())})

    def remove_learner(self, learner: str) -> None:
        """Remove a learner whole: the one exception to append-only. Code that nobody else handed in goes too."""
        gone = self._digests(self.events(learner))
        with self._writing() as connection:
            connection.execute(insert(removing).values(learner=learner))
            for table in (events, drafts, snapshots):
                connection.execute(delete(table).where(table.c.learner == learner))
            connection.execute(delete(removing).where(removing.c.learner == learner))
        with self._keeping:
            self._streams.pop(learner, None)  # what was kept of the stream goes with it
        # A second transaction: were the files to go before the commit, a crash would leave events without them.
        with self._writing() as connection:
            kept = self._digests(read_line(line) for line in connection.scalars(select(events.c.line)))
            for digest in gone - kept:
                self._blobs.remove(digest)
        with self._lock, faults(self.home / FILE), closing(self._engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal still held the old pages

    def _digests(self, stream: Iterable[Event]) -> set[str]:
        return {d for e in stream for d in blobs_named(e) | blobs_perhaps_named(e)}

    def close(self) -> None:
        """Let go of the file."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_draft(draft: Draft) -> Draft:
    """The draft itself. Raises UsageError for what is no unit, no tree of texts, or no text."""
    tree = draft.tree
    texts = all(isinstance(path, str) and isinstance(body, str) for path, body in tree.items())
    if not texts or not 1 <= len(draft.unit) <= MAX_UNIT:
        raise UsageError("a draft has a unit, and a text for each path", where=f"draft {draft.unit[:80]!r}",
                         zh="草稿要有所属单元，每个文件都要是文本")  # fmt: skip
    try:
        _tree_text(tree).encode()
        instant(stamp(draft.at))
    except ValueError as error:
        raise UsageError(f"this draft cannot be stored: {error}"[:200], where=f"draft {draft.unit!r}",
                         zh=f"这份草稿存不下来：{error}"[:200]) from error  # fmt: skip
    return draft


def _tree_text(tree: Mapping[str, str]) -> str:
    return json.dumps(dict(tree), ensure_ascii=False, sort_keys=True)


def _save(connection: Connection, learner: str, draft: Draft) -> None:
    connection.execute(delete(drafts).where(drafts.c.learner == learner, drafts.c.unit == draft.unit))
    connection.execute(
        insert(drafts).values(learner=learner, unit=draft.unit, at=stamp(draft.at), tree=_tree_text(draft.tree))
    )


def _save_if_newer(connection: Connection, learner: str, draft: Draft) -> None:
    mine = select(drafts.c.at).where(drafts.c.learner == learner, drafts.c.unit == draft.unit)
    here = connection.scalar(mine)
    if here is None or here < stamp(draft.at):
        _save(connection, learner, draft)


def _rows(new: Iterable[Event]) -> dict[str, dict[str, Any]]:
    """id -> row. Raises UsageError for what cannot be stored, and for two events under one id."""
    rows: dict[str, dict[str, Any]] = {}
    for item in new:
        line = line_of(item)
        if rows.get(item.id, {"line": line})["line"] != line:
            raise _another(item.id)
        rows[item.id] = {
            "id": item.id,
            "learner": item.learner,
            "at": stamp(item.at),
            "type": item.type,
            "line": line,
        }
    return rows


def _lines(connection: Connection, ids: Sequence[str]) -> dict[str, bytes]:
    """id -> stored line, of those ids that are there."""
    out: dict[str, bytes] = {}
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        query = select(events.c.id, events.c.line).where(events.c.id.in_(some))
        out.update((row.id, bytes(row.line)) for row in connection.execute(query))
    return out


def _another(event_id: str) -> UsageError:
    return UsageError(f"another event has the id {event_id}", where="record", hint="An event is never changed.",
                      zh=f"编号 {event_id} 已经是另一个事件的了", hint_zh="事件记下后不再改动。")  # fmt: skip
