"""Seconds of work: nothing twice, no more than went by, and a stream that grows says what it says when read at once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import standings
from beikao.coach.answers import annulled, answers, in_order, of_type
from beikao.coach.focus import HALF_HOUR, KATA_S, worked
from beikao.coach.pace import spent
from beikao.coach.summary import state
from beikao.events import CauseNamed, CodeSubmitted, Corrected, Event, HintTaken, KataStarted
from tests.coach.small_course import START, STREAMS, answer, event, judged, read, small


def submitted(minute: float, seconds: float | None = None, unit: str = "lab:lab-b") -> Event:
    return event(CodeSubmitted(unit, "r", {}, 1, seconds), minute=minute)


def test_what_two_events_say_is_counted_once() -> None:
    """A lesson's clock runs while its questions are answered."""
    stream = [read("b", minute=0, seconds=5), answer("a/q1", minute=10, seconds=600.0, mode="lesson"),
              answer("a/q2", minute=12, seconds=720.0, mode="lesson"), read("a", minute=25, seconds=1500)]  # fmt: skip
    assert [w.seconds for w in worked(stream)] == [5, 600, 120, 780]
    assert spent(stream)["concept:a"] == 25.0


def test_the_page_counts_the_lab_the_command_line_is_guessed() -> None:
    first, page, blind = submitted(0, 40.0), submitted(90, 80 * 60.0), submitted(190)
    assert [w.seconds for w in worked([first, page, blind])] == [40, 80 * 60, HALF_HOUR]
    helped = [first, event(HintTaken("lab:lab-b", 1), minute=20), submitted(30, 9 * 60.0)]
    assert [w.seconds for w in worked(helped)] == [40, 1200, 540]
    named = [first, event(CauseNamed("drill:d", "r", "x", True), minute=50), submitted(50.001, 45 * 60.0, "drill:d")]
    assert [w.seconds for w in worked(named)] == [40, 45 * 60], (
        "the cause comes with the submission and takes nothing from it"
    )
    kata = [
        event(KataStarted("kata:l", "r", 20), minute=0),
        submitted(18, None, "kata:l"),
        submitted(300, None, "kata:l"),
    ]
    assert [w.seconds for w in worked(kata)] == [18 * 60, KATA_S]
    assert spent(named)["drill:d"] == 45.0
    assert worked([judged("lab:lab-b")]) == []


@given(STREAMS)
@settings(max_examples=50, deadline=None)
def test_no_more_than_went_by(stream: list[Event]) -> None:
    ordered = in_order(stream)
    total = sum(w.seconds for w in worked(stream)[1:])
    assert total <= sum((b.at - a.at).total_seconds() for a, b in pairwise(ordered)) + 1e-6 if ordered else True


@given(STREAMS, st.lists(st.integers(0, 40), max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_stream_that_grows_says_the_same(stream: list[Event], cuts: list[int]) -> None:
    """What is kept of its beginnings and grown is what is made from the whole, whatever comes later, also what takes away."""
    whole = sorted({e.id: e for e in stream}.values(), key=lambda e: e.order)
    for cut in sorted(cuts):
        begun = whole[:cut]
        worked(begun)
        state(small(), begun, START)
    grown = (answers(whole), worked(whole), state(small(), whole, START), standings(small(), whole, START))
    fresh = [Event(**vars_of(e)) for e in whole]  # other objects: nothing kept fits them
    assert grown == (answers(fresh), [w._replace(event=e) for w, e in zip(worked(fresh), (x.event for x in grown[1]), strict=True)],
                     state(small(), fresh, START), standings(small(), fresh, START))  # fmt: skip


def vars_of(e: Event) -> dict:
    return {name: getattr(e, name) for name in ("id", "learner", "at", "tz", "device", "type", "data", "version")}


def test_what_takes_away_takes_away_from_what_was_kept() -> None:
    stream = [answer("a/q1", minute=0), answer("a/q2", minute=1), judged("lab:lab-b", minute=2)]
    assert len(answers(stream)) == 2
    longer = [*stream, event(Corrected([stream[0].id], "wrong"), minute=3)]
    assert in_order(longer).begun is in_order(stream), "else this test tells nothing"
    assert [a.event for a in answers(longer)] == [stream[1].id]
    assert annulled(longer) == {stream[0].id}


@pytest.mark.parametrize("kept", [True, False])
def test_of_type_is_in_order(kept: bool) -> None:
    stream = [judged("lab:lab-b", minute=1), answer("a/q1", minute=2), judged("lab:lab-b", minute=3)]
    events = in_order(stream) if kept else stream
    assert of_type(events, "code.judged", "question.answered") == stream
    assert of_type(events, "question.answered") == [stream[1]]
    assert of_type(events, "none") == []
