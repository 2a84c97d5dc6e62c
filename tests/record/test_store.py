"""The store: what is appended is read back in order, once; nothing is changed or deleted; drafts and snapshots."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from beikao.errors import NotFoundError, UsageError
from beikao.events import CodeSubmitted, Event, NoteSet, canonical
from beikao.record import Record
from beikao.record.database import FILE
from beikao.record.store import _lines
from tests.record.stream import START, STREAMS, TREES, answered, event, raw_event, submitted


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "home") as record:
        yield record


def test_events_come_back_as_they_were_in_total_order(record: Record) -> None:
    stream = [event(answered(seed=i), minute=i % 3, event_id=f"e{i}") for i in range(9)]
    record.append(*stream)
    assert record.events("me") == sorted(stream, key=lambda e: e.order)
    assert record.event("e4") == stream[4]
    assert record.event("nowhere") is None
    assert record.events("nobody") == []


def test_after_and_types_select(record: Record) -> None:
    stream = [event(answered(seed=i) if i % 2 else NoteSet("u", str(i)), minute=i // 2) for i in range(8)]
    record.append(*stream)
    ordered = record.events("me")
    for place, item in enumerate(ordered):
        assert record.events("me", after=item.order) == ordered[place + 1 :]
    assert record.events("me", types=["note.set"]) == [e for e in ordered if e.type == "note.set"]
    assert record.events("me", types=[]) == []


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STREAMS, st.randoms(use_true_random=False))
def test_any_stream_in_any_arrival_is_the_same_record(
    tmp_path: Path, stream: list[Event], order: random.Random
) -> None:
    with Record.open(tmp_path / "home") as record:
        for learner in record.learners():
            record.remove_learner(learner)
        arrival = stream + stream[: len(stream) // 2]
        order.shuffle(arrival)
        while arrival:
            some = order.randint(1, len(arrival))
            record.append(*arrival[:some])
            arrival = arrival[some:]
        expected = sorted(stream, key=lambda e: e.order)
        assert [canonical(e) for e in record.events("me")] == [canonical(e) for e in expected]


def test_the_same_event_twice_is_stored_once(record: Record) -> None:
    one = event(answered())
    record.append(one, one)
    record.append(one)
    assert record.events("me") == [one]


def test_what_is_kept_of_a_stream_is_what_is_stored(tmp_path: Path) -> None:
    """Read again and again: events appended, older ones that come late, another process's, a learner removed and come back as another."""
    home = tmp_path / "home"
    with Record.open(home) as record, Record.open(home) as other:
        made = [event(NoteSet("u", str(n)), minute=n) for n in range(8)]
        record.append(*made[2:4])
        first = record.events("me")
        record.append(made[5])
        grown = record.events("me")
        assert grown == [*made[2:4], made[5]]
        assert all(a is b for a, b in zip(first, grown, strict=False)), "what was read before is not read again"
        first.clear()
        assert record.events("me") == grown, "a caller's list is the caller's own"
        other.append(made[0], made[4], made[7])
        assert record.events("me") == [made[0], *made[2:6], made[7]]
        other.append(made[1])
        other.append(made[6])
        assert record.events("me") == made == other.events("me")
        other.remove_learner("me")
        other.append(*(event(NoteSet("other", str(n)), minute=n) for n in range(8)))
        assert [e.data["unit"] for e in record.events("me")] == ["other"] * 8
        record.remove_learner("me")
        assert record.events("me") == other.events("me") == []
        for n in range(20):
            someone = replace(made[0], id=f"{n:036d}", learner=f"learner-{n}")
            record.append(someone)
            assert record.events(someone.learner) == [someone]
        assert record.events("learner-0") == [replace(made[0], id="0" * 36, learner="learner-0")]


@pytest.mark.parametrize("together", [True, False])
def test_another_event_under_a_known_id_is_refused_and_nothing_of_the_batch_stays(
    record: Record, together: bool
) -> None:
    first = event(answered(credit=1.0), event_id="same")
    other = event(answered(credit=0.0), event_id="same")
    fine = event(answered(seed=5))
    if together:
        with pytest.raises(UsageError, match="another event has the id same"):
            record.append(fine, first, other)
        assert record.events("me") == []
    else:
        record.append(first)
        with pytest.raises(UsageError, match="another event has the id same"):
            record.append(fine, other)
        assert record.events("me") == [first]


def test_appending_nothing_is_fine(record: Record) -> None:
    record.append()
    assert record.learners() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET type = 'x'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT id, learner, at, 'x', line FROM events",
        "UPDATE OR REPLACE events SET type = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_events(record: Record, statement: str) -> None:
    one = event(answered())
    record.append(one)
    with pytest.raises(IntegrityError, match="events are never"), record._engine.begin() as connection:
        connection.execute(text(statement))
    assert record.events("me") == [one]


def test_even_while_a_learner_is_removed_events_do_not_change_and_others_stay(record: Record) -> None:
    mine, other = event(answered()), event(answered(), learner="other")
    record.append(mine, other)
    for statement in (
        "UPDATE events SET type = 'x' WHERE learner = 'me'",
        "DELETE FROM events WHERE learner = 'other'",
    ):
        with pytest.raises(IntegrityError, match="events are never"), record._engine.begin() as connection:
            connection.execute(text("INSERT INTO removing (learner) VALUES ('me')"))
            connection.execute(text(statement))
    assert record.events("me") == [mine]
    assert record.events("other") == [other]


def test_code_must_be_there_before_the_event_that_names_it(record: Record) -> None:
    named = event(CodeSubmitted("lab:x", "r", {"a.py": "0" * 64}, 1))
    with pytest.raises(UsageError, match=r"blob 0{64} is not here"):
        record.append(named)
    assert record.events("me") == []


def test_a_draft_is_replaced_and_dropped(record: Record) -> None:
    assert record.draft("me", "lab:x") is None
    record.save_draft("me", "lab:x", {"a.py": "1"}, START)
    record.save_draft("me", "lab:x", {"a.py": "2", "b.py": "中"}, START + timedelta(seconds=1))
    record.save_draft("me", "lab:y", {}, START)
    record.save_draft("other", "lab:x", {"a.py": "3"}, START)
    assert record.draft("me", "lab:x") == {"a.py": "2", "b.py": "中"}
    record.drop_draft("me", "lab:x")
    record.drop_draft("me", "lab:x")
    assert record.draft("me", "lab:x") is None
    assert [d.unit for d in record.drafts("me")] == ["lab:y"]
    assert record.draft("other", "lab:x") == {"a.py": "3"}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_any_text_survives_as_a_draft(record: Record, tree: dict[str, str]) -> None:
    record.save_draft("me", "lab:x", tree, START)
    assert record.draft("me", "lab:x") == tree


@pytest.mark.parametrize(
    ("unit", "tree"), [("", {"a": "b"}), ("u" * 201, {}), ("u", {"a": 1}), ("u", {1: "a"}), ("u", {"a": "\ud800"})]
)
def test_what_is_no_draft_is_refused(record: Record, unit: str, tree: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        record.save_draft("me", unit, tree, START)
    assert record.drafts("me") == []


def test_a_snapshot_is_kept_and_replaced(record: Record) -> None:
    assert record.snapshot("me") is None
    record.save_snapshot("me", "h1", {"a": 1.5}, (START, "e1"))
    record.save_snapshot("me", "h2", {"b": ["中", None]}, (START + timedelta(days=1), "e2"))
    assert record.snapshot("me") == ("h2", {"b": ["中", None]}, (START + timedelta(days=1), "e2"))


def test_a_removed_learner_leaves_nothing_and_takes_nothing_of_others(record: Record, tmp_path: Path) -> None:
    secret = b"a very secret line of code of this learner"
    mine = submitted(record, secret, b"shared", learner="me")
    other = submitted(record, b"shared", learner="other", minute=1)
    record.append(mine, other, event(NoteSet("u", "a note of this learner alone"), minute=2))
    record.save_draft("me", "lab:x", {"a.py": "a draft of this learner alone"}, START)
    record.save_snapshot("me", "h", {}, (START, "e"))
    record.remove_learner("me")
    assert record.learners() == ["other"]
    assert (record.events("me"), record.drafts("me"), record.snapshot("me")) == ([], [], None)
    assert record.events("other") == [other]
    assert record.blob(other.data["tree"]["f0.py"]) == b"shared"
    with pytest.raises(NotFoundError):
        record.blob(mine.data["tree"]["f0.py"])
    for file in (tmp_path / "home").rglob("*"):
        assert not file.is_file() or b"of this learner" not in file.read_bytes(), file
    record.append(mine) if record.put_blob(secret) else None  # and may begin again
    assert record.learners() == ["me", "other"]


def test_learners_have_events_or_drafts(record: Record) -> None:
    record.append(event(answered(), learner="b"), event(answered(), learner="a"))
    record.save_draft("c", "u", {}, START)
    assert record.learners() == ["a", "b", "c"]


def test_many_threads_append_and_read_at_once(record: Record) -> None:
    def work(number: int) -> None:
        for i in range(20):
            record.append(event(answered(seed=i), minute=i, learner=f"l{number}"))
            assert len(record.events(f"l{number}")) == i + 1
            record.save_draft("shared", "u", {"a": str(number)}, START)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [None] * 8  # the first failure of any is raised here
    assert sum(len(record.events(f"l{n}")) for n in range(8)) == 160


def test_a_second_record_on_the_same_folder_sees_and_adds(record: Record, tmp_path: Path) -> None:
    with Record.open(tmp_path / "home") as second:
        record.append(event(answered(seed=1), minute=1))
        second.append(event(answered(seed=2), minute=2))
        assert record.events("me") == second.events("me")
        assert len(second.events("me")) == 2


def test_thousands_of_events_at_once(record: Record) -> None:
    stream = [event(answered(seed=i), minute=i) for i in range(2500)]
    record.append(*stream)
    record.append(*stream)
    assert len(record.events("me")) == 2500
    with record._engine.connect() as connection:  # more ids than a statement may have values
        assert len(_lines(connection, [*(e.id for e in stream), *map(str, range(40_000))])) == 2500


def test_an_event_of_a_type_from_later_is_read_as_it_is(record: Record) -> None:
    later = raw_event("paper.marked", {"score": 3, "deep": {"a": [1, None]}})
    with pytest.raises(UsageError, match=r"paper\.marked"):
        record.append(later)
    record.merge("me", [later], [], [])
    assert record.events("me") == [later]


def test_the_file_is_named_and_in_wal_mode(record: Record, tmp_path: Path) -> None:
    assert (tmp_path / "home" / FILE).is_file()
    with record._engine.connect() as connection:
        pragmas = {p: connection.scalar(text(f"PRAGMA {p}")) for p in ("journal_mode", "synchronous", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
