"""Forecasts: a function of the events in any order, intervals against draws, calibration against counting, weights of evidence."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from beikao.coach import cards, recalled
from beikao.coach.answers import answers
from beikao.coach.items import difficulty_of, guess_of
from beikao.coach.readiness import SHRINK, USUAL, calibrated, history, readiness, recalls, replay, weight
from beikao.events import AnswerUndone
from tests.coach.small_course import START, STREAMS, answer, event, read, small

LATER = timedelta(days=200)


def ready(events, when=START, names=None):
    course = small()
    return readiness(course, replay(course, events), recalled(course, events, when), names)


@given(STREAMS, st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_same_events_say_the_same_in_whatever_order_they_came(events, seed: int) -> None:
    mixed = events + events[: len(events) // 2]
    random.Random(seed).shuffle(mixed)
    one, other = replay(small(), events), replay(small(), mixed)
    assert one == other
    assert ready(events, START + LATER) == ready(mixed, START + LATER)


@given(STREAMS)
@settings(max_examples=30, deadline=None)
def test_what_is_said_of_the_past_is_what_was_said_then(events) -> None:
    """Each forecast is that of the stream up to there: nothing later changes it (what was taken back later never was)."""
    plain = [e for e in events if e.type in ("question.answered", "lesson.read")]
    plain.sort(key=lambda e: e.order)
    whole = replay(small(), plain)
    for cut in range(len(plain)):
        part = replay(small(), plain[:cut])
        assert part.said == whole.said[: len(part.said)] and part.came == whole.came[: len(part.came)]


def test_a_forecast_is_made_before_the_answer_is_seen() -> None:
    events = [read("a"), *(answer("a/q1", minute=i) for i in range(1, 5))]
    right, wrong = ([*events, answer("a/q2", credit=c, minute=9)] for c in (1.0, 0.0))
    assert replay(small(), right).said == replay(small(), wrong).said
    assert replay(small(), right).came[-1] != replay(small(), wrong).came[-1]


def test_what_was_taken_back_says_nothing() -> None:
    kept, gone = answer("a/q1", minute=1, event_id="e1"), answer("a/q1", minute=2, event_id="e2")
    assert replay(small(), [kept, gone, event(AnswerUndone("e2"), minute=3)]) == replay(small(), [kept])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, 1.0),
        ({"hints": 1}, 0.5),
        ({"hints": 3}, 0.25),
        ({"hints": 3, "credit": 0.0}, 1.0),
        ({"revealed": True}, 0.5),
        ({"attempt": 2, "evidence": False}, 0.2),
        ({"attempt": 2, "evidence": False, "revealed": True}, 0.0),
        ({"evidence": False}, 0.0),
    ],
)
def test_help_lowers_what_an_answer_is_worth(data, expected: float) -> None:
    assert weight(answers([answer(**data)])[0]) == pytest.approx(expected)


def test_what_is_marked_by_oneself_says_nothing_at_the_second_try_either() -> None:
    course = small()
    a = course.concepts["a"]
    own = replace(a, questions={**a.questions, "q1": replace(a.questions["q1"], kind="short")})
    told = replace(course, concepts={**course.concepts, "a": own})
    tries = [answer("a/q1", minute=1, evidence=False), answer("a/q1", minute=2, attempt=2, evidence=False)]
    assert replay(told, tries).learner == replay(told, []).learner
    assert replay(course, tries).learner != replay(course, []).learner


def test_a_placement_is_evidence_but_no_memory() -> None:
    placed = [answer("a/q1", minute=1, mode="placement")]
    found = ready(placed)
    assert found.concepts["a"].answers == 1 and found.concepts["a"].share.share > ready([]).concepts["a"].share.share
    assert found.concepts["a"].recall == 1.0 and cards(small(), placed) == {}


def test_recall_before_each_answer_is_that_of_the_memory() -> None:
    course = small()
    events = [answer(f"a/q{1 + i % 3}", credit=float(i % 4 != 0), minute=i * i * 900) for i in range(9)]
    found = recalls(course, events, answers(events))
    assert found[0] == 1.0
    for i in range(1, len(events)):
        held = recalled(course, events[:i], events[i].at)
        assert found[i] == pytest.approx(max(held.values()))


def test_time_takes_away_what_is_below_the_usual_recall() -> None:
    events = [read("a"), *(answer(f"a/q{1 + i % 3}", minute=i) for i in range(1, 10))]
    soon, late = ready(events, START + timedelta(days=1)), ready(events, START + LATER)
    assert late.concepts["a"].recall < USUAL
    expected = late.concepts["a"].recall / USUAL
    guess = guess_of(small().concepts["a"].questions["q1"])
    floor = lambda x: (x - guess) / (1 - guess)  # noqa: E731
    assert floor(late.concepts["a"].share.share) == pytest.approx(expected * floor(soon.concepts["a"].share.share))
    assert late.whole and soon.whole and late.whole.share < soon.whole.share
    assert late.concepts["d"] == soon.concepts["d"]


def test_the_intervals_hold_what_is_drawn_from_the_posterior() -> None:
    """Draws of the general ability and of each concept's departure from it, against the intervals of a concept and of the mean of all."""
    course = small()
    events = [
        read("a"),
        read("b", minute=1),
        *(answer(f"{c}/q{1 + i % 3}", credit=float(i % 3 > 0), minute=2 + i) for i, c in enumerate("aabbabab" * 3)),
    ]
    seen = replay(course, events)
    found, rng = readiness(course, seen, {}), np.random.default_rng(0)
    mean, variance = seen.learner.general
    general, size = rng.normal(mean, variance**0.5, 40_000), 40_000
    shares = []
    for i, (slug, concept) in enumerate(course.concepts.items()):
        load, own = seen.learner.loading(i)
        able = seen.learner.ability(i)[0] + load * (general - mean) + rng.normal(0, own**0.5, size)
        hard, guess = difficulty_of(concept), guess_of(concept.questions["q1"])
        drawn = guess + (1 - guess) / (1 + np.exp((hard - able) / np.sqrt(1 + SHRINK * seen.learner.prior.item)))
        e = found.concepts[slug].share
        assert (e.low, e.high) == pytest.approx(np.quantile(drawn, [0.05, 0.95]), abs=0.01)
        assert e.share == pytest.approx(drawn.mean(), abs=0.012)
        shares.append(drawn)
    whole = np.mean(shares, axis=0)
    assert found.whole is not None
    assert (found.whole.low, found.whole.high) == pytest.approx(np.quantile(whole, [0.05, 0.95]), abs=0.03)


def test_groups_are_those_of_the_course_and_of_the_goal() -> None:
    found = ready([], names=["a", "d"])
    assert set(found.concepts) == {"a", "d"} and set(found.areas) == {"math"} and set(found.stages) == {1}
    assert found.whole and found.whole.share == pytest.approx(np.mean([f.share.share for f in found.concepts.values()]))
    assert ready([], names=["a"]).whole == ready([]).concepts["a"].share
    assert ready([], names=[]).whole is None


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0])), max_size=300))
@settings(max_examples=40, deadline=None)
def test_calibration_is_counting(rows) -> None:
    said, came = [p for p, _ in rows], [c for _, c in rows]
    found = calibrated(said, came)
    assert found.answers == len(rows) == sum(b.answers for b in found.bins)
    edges = np.minimum((np.array(said) * 10).astype(int), 9) if rows else np.zeros(0, int)
    off = 0.0
    for b in found.bins:
        there = edges == round(10 * b.low)
        assert b.answers == there.sum() and b.right == pytest.approx(np.array(came)[there].mean())
        off += abs(np.array(came)[there].sum() - np.array(said)[there].sum())
        right = b.right * b.answers
        want = beta.ppf([0.05, 0.95], 1 + right, 1 + b.answers - right)
        assert (b.least, b.most) == pytest.approx(want, abs=1e-3)
    assert (found.error is None) == (not rows)
    if rows:
        assert found.error == pytest.approx(off / len(rows))


def test_thousands_of_answers_in_one_bin() -> None:
    found = calibrated([0.95] * 30_000, [1.0] * 28_000 + [0.0] * 2_000)
    assert (found.bins[0].least, found.bins[0].most) == pytest.approx(beta.ppf([0.05, 0.95], 28_001, 2_001), abs=1e-3)


def test_history_is_in_order_and_knows_only_what_the_course_has() -> None:
    events = [answer("gone/q1", minute=1), read("a", minute=3), answer("a/gone", minute=2), answer("a/q1", minute=4)]
    steps = history(small(), events)
    assert [s if isinstance(s, str) else s[0].slug for s in steps] == ["gone", "a", "q1"]
