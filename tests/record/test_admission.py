"""What may enter the stream, and that everything that may can be read again."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from beikao.errors import UsageError
from beikao.events import CodeJudged, Event, QuestionAnswered, canonical
from beikao.record import Record
from beikao.record.admission import TYPES, blobs_perhaps_named, check_data, instant, line_of, read_line, stamp
from tests.record.stream import EVENTS, INSTANTS, START, answered, event, raw_event


@given(EVENTS)
def test_what_is_admitted_reads_back_the_same(item: Event) -> None:
    check_data(item)
    again = read_line(line_of(item))
    assert canonical(again) == canonical(item)
    assert (again.id, again.at, again.type) == (item.id, item.at, item.type)


@given(INSTANTS)
def test_instants_are_stored_and_read(at: datetime) -> None:
    assert instant(stamp(at)) == at


@given(INSTANTS, INSTANTS)
def test_stamps_sort_as_time(one: datetime, two: datetime) -> None:
    assert (stamp(one) < stamp(two)) == (one < two)


@pytest.mark.parametrize(
    "text", ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.1Z", "", "now", "0999-01-01T00:00:00.000000Z"]
)
def test_other_forms_of_an_instant_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        instant(text)


def changed(**data: Any) -> Event:
    return raw_event("question.answered", {**answered().as_dict(), **data})


@pytest.mark.parametrize(
    "data",
    [
        {"credit": "1"},
        {"credit": True},
        {"credit": None},
        {"seed": 1.0},
        {"question": 7},
        {"misconception": 7},
        {"revealed": 1},
        {"grade": "3"},
        {"surprise": 1},
    ],
)
def test_a_wrong_field_or_type_is_refused_by_name(data: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        check_data(changed(**data))
    assert next(iter(data)) in caught.value.what
    assert caught.value.where == "question.answered"


def test_a_missing_field_is_refused_unless_it_has_a_default() -> None:
    data = answered().as_dict()
    del data["grade"]
    check_data(raw_event("question.answered", data))
    del data["credit"]
    with pytest.raises(UsageError, match="credit"):
        check_data(raw_event("question.answered", data))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("code.submitted", {"unit": "lab:x", "rev": "r", "tree": {"a": 1}, "seed": 1}),
        ("code.submitted", {"unit": "lab:x", "rev": "r", "tree": ["a"], "seed": 1}),
        ("corrected", {"events": "e1", "reason": "r"}),
        ("corrected", {"events": [1], "reason": "r"}),
        ("code.judged", {"submission": "s", "unit": "u", "verdict": None}),
        ("no.such", {}),
    ],
)
def test_wrong_shapes_are_refused(kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        check_data(raw_event(kind, data))


def test_every_type_of_event_is_known_and_its_own_data_fits() -> None:
    assert TYPES["question.answered"] is QuestionAnswered
    assert len(TYPES) == 27
    for kind in TYPES.values():
        assert dataclasses.fields(kind)


def envelope(**change: Any) -> Event:
    return dataclasses.replace(event(answered()), **change)


@pytest.mark.parametrize(
    "item",
    [
        envelope(id=""),
        envelope(id="x" * 37),
        envelope(learner="x" * 65),
        envelope(learner=""),
        envelope(learner="a\nb"),
        envelope(id="a\0"),
        envelope(version=2),
        envelope(version=True),
        envelope(at=datetime(999, 1, 1, tzinfo=timezone.utc)),  # noqa: UP017 - any UTC
        envelope(data={**answered().as_dict(), "given": float("nan")}),
        envelope(data={**answered().as_dict(), "given": object()}),
        envelope(data={**answered().as_dict(), "given": "\ud800"}),
        envelope(data={**answered().as_dict(), "given": {1: 1, "a": 2}}),
    ],
)
def test_what_could_not_be_read_again_is_refused(item: Event, tmp_path: Path) -> None:
    with Record.open(tmp_path) as record:
        with pytest.raises(UsageError):
            record.append(item)
        assert record.learners() == []


def test_an_event_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.record.admission.MAX_LINE", 300)
    with pytest.raises(UsageError, match="cannot be stored"):
        line_of(changed(given="x" * 300))


def test_any_zone_that_is_utc_will_do() -> None:
    odd = dataclasses.replace(event(answered()), at=START.astimezone(timezone(timedelta(0), "odd")))
    assert read_line(line_of(odd)) == odd


def test_digests_are_found_in_types_from_later_only() -> None:
    digest = "ab" * 32
    later = raw_event("essay.written", {"text": {"zh": [digest, "cd"]}, "n": 1})
    assert blobs_perhaps_named(later) == {digest}
    known = event(CodeJudged("s", "lab:x", {"tree": digest}))
    assert blobs_perhaps_named(known) == set()
