"""Events: canonical bytes, order, ids after RFC 9562."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.events import Event, QuestionAnswered, canonical, new_id

instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(instants, st.text(), st.dictionaries(st.text(), json_values, max_size=4))
def test_bytes_round_trip(at: datetime, learner: str, data: dict[str, object]) -> None:
    import json

    event = Event(new_id(at), learner, at, "Asia/Shanghai", "web", "note.set", data)
    try:
        line = canonical(event)
    except UnicodeEncodeError:
        return  # a lone surrogate is no text
    assert b"\n" not in line
    assert canonical(Event.from_dict(json.loads(line))) == line


@given(instants)
def test_ids_are_uuid7_and_sort_by_time(at: datetime) -> None:
    first, later = uuid.UUID(new_id(at)), uuid.UUID(new_id(at + timedelta(milliseconds=2)))
    assert first.version == 7
    assert first.variant == uuid.RFC_4122
    assert first < later


def test_naive_and_foreign_times_are_refused() -> None:
    for at in (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8)))):
        with pytest.raises(ValueError, match="UTC"):
            Event("i", "me", at, "UTC", "web", "note.set", {})


def test_fields_are_the_keys() -> None:
    data = QuestionAnswered("svd/a", "r", 1, "2", 1.0, None, "lesson", 1, 3.0)
    assert data.as_dict()["question"] == "svd/a"
    assert data.TYPE == "question.answered"
