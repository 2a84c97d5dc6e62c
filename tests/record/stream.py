"""Events for tests of the record: fixed ones by hand, arbitrary ones by hypothesis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from beikao.events import (
    AnswerGraded,
    AnswerUndone,
    CodeSubmitted,
    Corrected,
    Data,
    Event,
    HighlightSet,
    LessonRead,
    NoteSet,
    ProfileSet,
    QuestionAnswered,
    new_id,
)
from beikao.record import Record

START = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)


def answered(question: str = "svd/ratio", *, seed: int = 1, credit: float = 1.0) -> QuestionAnswered:
    return QuestionAnswered(question, "r1", seed, "1.5", credit, None, "practice", 1, 30.0)


def event(data: Data, *, minute: float = 0, learner: str = "me", event_id: str = "") -> Event:
    at = START + timedelta(minutes=minute)
    return Event(event_id or new_id(at), learner, at, "Asia/Shanghai", "cli", data.TYPE, data.as_dict())


def raw_event(kind: str, data: Mapping[str, Any], *, minute: float = 0, learner: str = "me") -> Event:
    at = START + timedelta(minutes=minute)
    return Event(new_id(at), learner, at, "UTC", "web", kind, data)


def submitted(record: Record, *codes: bytes, minute: float = 0, learner: str = "me") -> Event:
    """An event whose blobs are already in the record."""
    tree = {f"f{i}.py": record.put_blob(code) for i, code in enumerate(codes)}
    return event(CodeSubmitted("lab:svd-compress", "r1", tree, 7), minute=minute, learner=learner)


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
INSTANTS = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))
ANSWERS = st.builds(
    QuestionAnswered,
    question=TEXT, rev=TEXT, seed=st.integers(), given=PLAIN, credit=st.floats(0, 1), misconception=st.none() | TEXT,
    mode=TEXT, attempt=st.integers(1, 9), seconds=st.floats(0, 1e6), grade=st.none() | st.integers(1, 4),
)  # fmt: skip
DATA = st.one_of(
    ANSWERS,
    st.builds(ProfileSet, language=st.none() | TEXT, theme=st.none() | TEXT, name=st.none() | TEXT),
    st.builds(LessonRead, concept=TEXT, rev=TEXT, language=TEXT, seconds=st.floats(0, 1e6)),
    st.builds(NoteSet, unit=TEXT, text=TEXT),
    st.builds(AnswerUndone, event=TEXT),
    st.builds(AnswerGraded, event=TEXT, grade=st.integers(1, 4)),
    st.builds(
        HighlightSet, id=TEXT, unit=TEXT, language=TEXT, quote=TEXT, before=TEXT, text=TEXT, removed=st.booleans()
    ),
    st.builds(Corrected, events=st.lists(TEXT, max_size=3), reason=TEXT),
)
LABEL = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=20)
EVENTS = st.builds(
    lambda number, at, tz, device, data: Event(
        f"{number:08x}", "me", at, tz, device, data.TYPE, data.as_dict()
    ),
    st.integers(0, 2**32 - 1), INSTANTS, LABEL, LABEL, DATA,
)  # fmt: skip
STREAMS = st.lists(EVENTS, max_size=12, unique_by=lambda e: e.id)
TREES = st.dictionaries(TEXT, TEXT, max_size=3)
