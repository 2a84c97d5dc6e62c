"""Where a learner stands: what counts as evidence, what makes a concept known, what it unlocks."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.coach import Standing, standings
from beikao.coach.answers import answers
from beikao.coach.standing import KNOWN, evidence, posterior, to_go
from beikao.events import AnswerUndone, Corrected, Event
from tests.coach.small_course import (
    START,
    STREAMS,
    answer,
    concept,
    course,
    event,
    judged,
    knows,
    later_type,
    read,
    small,
)


def of(stream: list[Event], slug: str = "a") -> Standing:
    return standings(small(), stream, START)[slug]


def test_at_the_beginning() -> None:
    stand = standings(small(), [], START)
    assert {s: x.state for s, x in stand.items()} == {"a": "ready", "b": "locked", "c": "locked", "d": "ready"}
    assert {x.known for x in stand.values()} == {0.5}
    assert not any(x.read or x.answered or x.labs_passed for x in stand.values())


def test_known_needs_reading_five_answers_and_four_fifths() -> None:
    five = [answer(f"a/q{1 + i % 3}", minute=i) for i in range(5)]
    assert of(five).state == "learning"
    assert of([read("a"), *five[:4]]).state == "learning"
    assert of([read("a"), *five]).state == "known"
    wrong = [answer(credit=0.0, minute=9)]
    assert of([read("a"), *five, *wrong]).state == "learning"
    assert of([read("a"), *five]).known >= KNOWN > of([read("a"), *five, *wrong]).known


def test_what_is_known_unlocks_the_next() -> None:
    stand = standings(small(), knows("a"), START)
    assert (stand["a"].state, stand["b"].state, stand["c"].state) == ("known", "ready", "locked")


def test_a_prerequisite_that_does_not_exist_yet_locks_nothing() -> None:
    assert standings(course(concept("x", needs=("planned",))), [], START)["x"].state == "ready"


def test_by_hand() -> None:
    """Right, then wrong: right weighs 0.9, so (1 + 0.9) / (2 + 1.9)."""
    assert of([answer(minute=0), answer(credit=0.0, minute=1)]).known == pytest.approx(1.9 / 3.9, abs=1e-12)
    assert posterior([]) == 0.5
    assert posterior([(1.0, 1.0)]) == pytest.approx(2 / 3)
    assert posterior([(1.0, 0.3)]) == pytest.approx(1.3 / 2.3)


def test_recent_answers_weigh_more() -> None:
    rising = [answer(credit=c, minute=i) for i, c in enumerate((0, 0, 0, 1, 1, 1))]
    falling = [answer(credit=c, minute=i) for i, c in enumerate((1, 1, 1, 0, 0, 0))]
    assert of(rising).known > 0.5 > of(falling).known


@pytest.mark.parametrize(
    "more",
    [
        [answer(minute=5, evidence=False)],
        [answer(minute=5, event_id="x"), event(AnswerUndone("x"), minute=6)],
        [answer(minute=5, event_id="x"), event(Corrected(["x"], "the key was wrong"), minute=6)],
        [later_type({"concept": ["a"], "credit": "odd"}, minute=5)],
    ],
    ids=["marked by the learner", "taken back", "annulled", "of a later type"],
)
def test_what_is_no_evidence(more: list[Event]) -> None:
    before = [read("a"), answer(minute=1)]
    assert of(before + more) == of(before)


def test_a_revealed_answer_counts_as_wrong() -> None:
    assert of([answer(credit=1.0, revealed=True)]).known == of([answer(credit=0.0)]).known < 0.5


def test_an_answer_says_a_little_about_what_it_also_exercises() -> None:
    stand = standings(small(), [answer("b/q1")], START)
    assert 0.5 < stand["a"].known < stand["b"].known
    assert (stand["a"].answered, stand["b"].answered) == (0, 1)
    assert stand["a"].state == "ready"


def test_an_answer_that_is_no_evidence_still_begins_a_concept() -> None:
    assert of([answer(evidence=False)]).state == "learning"


def test_labs_passed() -> None:
    stream = [judged("lab:lab-b", "failed"), judged("lab:lab-b", minute=1), judged("lab:elsewhere", minute=2)]
    stand = standings(small(), stream, START)
    assert {s: x.labs_passed for s, x in stand.items()} == {"a": ("lab-b",), "b": ("lab-b",), "c": (), "d": ()}
    corrected = event(Corrected([stream[1].id], "a check was wrong"), minute=3)
    assert standings(small(), [*stream, corrected], START)["b"].labs_passed == ()


@given(STREAMS, st.randoms(use_true_random=False))
def test_a_function_of_the_set_of_events(stream: list[Event], order: random.Random) -> None:
    shuffled = stream + stream[:3]
    order.shuffle(shuffled)
    assert standings(small(), shuffled, START) == standings(small(), stream, START)


@given(STREAMS)
def test_always_in_range_and_known_only_by_its_rule(stream: list[Event]) -> None:
    for stand in standings(small(), stream, START).values():
        assert 0.0 < stand.known < 1.0
        assert (stand.state == "known") == (stand.read and stand.known >= KNOWN and stand.answered >= 5)


@given(STREAMS)
def test_so_many_right_answers_make_it_known_and_no_fewer(stream: list[Event]) -> None:
    left = to_go(evidence(small(), answers(stream)).get("a", []))
    base = [read("a"), *stream]
    more = [answer("a/q1", minute=10**6 + i, event_id=f"more-{i}") for i in range(left)]
    assert of(base + more).state == "known"
    assert left == 0 or of(base + more[:-1]).state == "learning"
