"""Cards are what the fsrs library says of the same reviews; what is due comes most overdue first, a day's share at a time."""

from __future__ import annotations

import random
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.coach import DAILY_REVIEWS, cards, due, overdue
from beikao.coach.answers import answers
from beikao.coach.memory import grade_of
from beikao.events import AnswerUndone, Event
from tests.coach.small_course import START, STREAMS, answer, concept, course, event, small

DAY = 24 * 60


def by_the_library(grades: list[int], days: list[float]) -> fsrs.Card:
    """The same reviews, put to the library by hand."""
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = fsrs.Card(card_id=7)
    for grade, when in zip(grades, days, strict=True):
        card, _ = scheduler.review_card(card, fsrs.Rating(grade), START + timedelta(days=when))
    return card


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 40)), min_size=1, max_size=8))
def test_a_card_is_what_the_library_says(reviews: list[tuple[int, float]]) -> None:
    grades = [g for g, _ in reviews]
    gaps = [gap for _, gap in reviews]
    days = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    stream = [
        answer(minute=d * DAY, grade=g, event_id=f"{i:03}") for i, (g, d) in enumerate(zip(grades, days, strict=True))
    ]
    expected = by_the_library(grades, days)
    card = cards(small(), stream)["a/q1"]
    assert (card.due, card.stability, card.difficulty) == (expected.due, expected.stability, expected.difficulty)
    assert card.answers == len(reviews)


def test_published_facts_of_fsrs_hold() -> None:
    """First stabilities are the first four weights; right answers lengthen, a lapse shortens, no minute-long steps."""
    firsts = [cards(small(), [answer(grade=g)])["a/q1"].stability for g in (1, 2, 3, 4)]
    assert firsts == list(fsrs.Scheduler().parameters[:4])
    once = cards(small(), [answer(grade=3)])["a/q1"]
    assert once.due - START == timedelta(days=2)
    twice = cards(small(), [answer(grade=3), answer(grade=3, minute=2 * DAY)])["a/q1"]
    lapsed = cards(small(), [answer(grade=3), answer(grade=1, minute=2 * DAY)])["a/q1"]
    assert twice.stability > once.stability > lapsed.stability
    assert lapsed.difficulty > once.difficulty >= twice.difficulty
    assert lapsed.due - START >= timedelta(days=3)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"credit": 1.0}, 3),
        ({"credit": 0.6}, 2),
        ({"credit": 0.59}, 1),
        ({"credit": 1.0, "revealed": True}, 1),
        ({"credit": 1.0, "hints": 1}, 2),
        ({"credit": 1.0, "seconds": 361.0}, 2),
        ({"credit": 1.0, "seconds": 360.0}, 3),
        ({"credit": 1.0, "seconds": 40.0, "mode": "review"}, 4),
        ({"credit": 1.0, "seconds": 41.0, "mode": "review"}, 3),
        ({"credit": 1.0, "seconds": 0.0, "mode": "review"}, 3),
        ({"credit": 1.0, "seconds": 10.0, "mode": "practice"}, 3),
        ({"credit": 1.0, "seconds": 10.0, "mode": "review", "attempt": 2}, 3),
        ({"credit": 0.0, "grade": 4}, 4),
        ({"credit": 1.0, "grade": 1}, 1),
    ],
)
def test_the_grade_is_given_or_follows_from_credit_hints_and_time(fields: dict, expected: int) -> None:
    given_answer = answers([answer(**fields)])[0]
    assert grade_of(given_answer, 120.0) == expected


def test_a_question_that_left_the_course_is_never_due() -> None:
    stream = [answer("gone/q1"), answer("a/gone"), answer("a/q1")]
    later = START + timedelta(days=90)
    assert set(cards(small(), stream)) == {"gone/q1", "a/gone", "a/q1"}
    assert overdue(small(), stream, later) == ["a/q1"]


def test_any_mode_makes_a_card_and_an_answer_taken_back_does_not() -> None:
    stream = [
        answer("a/q1", mode="lesson"),
        answer("a/q2", mode="practice", event_id="e2"),
        answer("a/q3", mode="review"),
    ]
    assert set(cards(small(), stream)) == {"a/q1", "a/q2", "a/q3"}
    assert set(cards(small(), [*stream, event(AnswerUndone("e2"), minute=1)])) == {"a/q1", "a/q3"}


def test_nothing_is_due_before_its_time() -> None:
    stream = [answer(grade=3)]
    assert due(small(), stream, START + timedelta(days=1)) == []
    assert due(small(), stream, START + timedelta(days=2)) == ["a/q1"]
    assert due(small(), [], START) == []


def test_the_most_overdue_for_its_strength_comes_first() -> None:
    """Two days late weigh more on a memory of two days than on one of weeks."""
    weak, strong = answer("a/q1", grade=3), answer("a/q2", grade=4)
    now = START + timedelta(days=11)
    memory = cards(small(), [weak, strong])
    assert memory["a/q1"].stability < memory["a/q2"].stability
    assert overdue(small(), [strong, weak], now) == ["a/q1", "a/q2"]


def many(count: int) -> tuple:
    names = tuple(f"q{i:03}" for i in range(count))
    return course(concept("a", questions=names)), [
        answer(f"a/{n}", grade=1, minute=i / 60) for i, n in enumerate(names)
    ]


def test_a_day_has_a_share_and_the_rest_is_moved() -> None:
    full, stream = many(50)
    now = START + timedelta(days=3)
    assert len(overdue(full, stream, now)) == 50
    assert due(full, stream, now) == overdue(full, stream, now)[:DAILY_REVIEWS]
    minute = 3 * DAY
    done = [answer(f"a/q{i:03}", minute=minute + i, mode="review", grade=3) for i in range(5)]
    assert len(due(full, stream + done, now + timedelta(hours=1))) == DAILY_REVIEWS - 5
    assert len(due(full, stream + done, now + timedelta(days=1))) == DAILY_REVIEWS
    practised = [answer(f"a/q{i:03}", minute=minute + i, mode="practice", grade=3) for i in range(5)]
    assert len(due(full, stream + practised, now + timedelta(hours=1))) == DAILY_REVIEWS


def test_the_share_renews_at_the_learners_midnight() -> None:
    """In Shanghai 2026-03-05 begins at 16:00 UTC of the 4th."""
    full, stream = many(50)
    evening = [
        answer(f"a/q{i:03}", minute=2 * DAY + 7 * 60 + i / 60, mode="review", grade=3, tz="Asia/Shanghai")
        for i in range(20)
    ]
    before, after = START + timedelta(days=2, hours=7, minutes=59), START + timedelta(days=2, hours=8)
    assert before.astimezone(ZoneInfo("Asia/Shanghai")).day != after.astimezone(ZoneInfo("Asia/Shanghai")).day
    assert before.day == after.day
    assert due(full, stream + evening, before) == []
    assert len(due(full, stream + evening, after)) == DAILY_REVIEWS


@given(STREAMS, st.randoms(use_true_random=False))
def test_cards_do_not_depend_on_arrival(stream: list[Event], order: random.Random) -> None:
    shuffled = list(stream)
    order.shuffle(shuffled)
    assert cards(small(), shuffled) == cards(small(), stream)
    assert due(small(), shuffled, START + timedelta(days=60)) == due(small(), stream, START + timedelta(days=60))


def test_any_name_of_utc_will_do() -> None:
    plain = answer()
    odd = type(plain)(plain.id, "me", plain.at.astimezone(ZoneInfo("UTC")), "UTC", "web", plain.type, plain.data)
    assert cards(small(), [odd]) == cards(small(), [plain])
    assert cards(small(), [odd])["a/q1"].due.tzinfo == UTC
