"""Derived state is a function of the set of events, and the week is counted in the learner's days."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beikao.coach import state, week
from beikao.events import Event
from beikao.record import state_hash
from tests.coach.small_course import START, STREAMS, answer, course, judged, knows, later_type, read, small


@given(STREAMS, st.randoms(use_true_random=False))
def test_state_is_the_same_for_any_arrival_and_after_json(stream: list[Event], order: random.Random) -> None:
    base = state(small(), stream, START)
    shuffled = stream + stream[:5]
    order.shuffle(shuffled)
    other = course(
        *reversed(small().concepts.values()), labs=tuple(small().labs.values()), drills=tuple(small().drills.values())
    )
    assert state_hash(state(other, shuffled, START)) == state_hash(base)
    assert state_hash(json.loads(json.dumps(base))) == state_hash(base)


@given(STREAMS, st.integers(0, 40))
def test_event_by_event_is_from_scratch(stream: list[Event], cut: int) -> None:
    """Early and late halves, joined in either order, as two devices would deliver them."""
    one, two = stream[:cut], stream[cut:]
    assert state(small(), two + one, START) == state(small(), one + two, START)


def test_state_holds_standings_and_cards() -> None:
    found = state(small(), knows("a"), START)
    assert set(found) == {"standings", "cards"}
    assert found["standings"]["a"]["state"] == "learning"
    assert set(found["cards"]) == {"a"}
    assert datetime.fromisoformat(found["cards"]["a"]["due"]) > START
    assert state_hash(found) != state_hash(state(small(), knows("d"), START))


def test_a_week_of_focused_minutes() -> None:
    now = START + timedelta(days=6)
    stream = [
        answer(seconds=90.0),
        answer(minute=4, seconds=9999.0),  # no more than went by since
        read("a", minute=24 * 60, seconds=1500),  # a whole lesson counts
        judged("lab:lab-b", minute=3 * 24 * 60),
        later_type({"seconds": "many"}, minute=4 * 24 * 60),
        answer(minute=-24 * 60, seconds=300.0),  # eight days ago
        answer(minute=7 * 24 * 60, seconds=300.0),  # tomorrow, by another device's clock
    ]
    found = week([*stream, stream[0]], now, "UTC")
    assert found == [
        (date(2026, 3, 2), 6), (date(2026, 3, 3), 25), (date(2026, 3, 4), 0), (date(2026, 3, 5), 0),
        (date(2026, 3, 6), 0), (date(2026, 3, 7), 0), (date(2026, 3, 8), 0),
    ]  # fmt: skip


def test_days_are_the_learners() -> None:
    late = answer(minute=9 * 60, seconds=300.0)  # 17:00 UTC: past midnight in Shanghai
    now = datetime(2026, 3, 3, 1, tzinfo=UTC)
    assert dict(week([late], now, "Asia/Shanghai"))[date(2026, 3, 3)] == 5
    assert dict(week([late], now, "UTC"))[date(2026, 3, 2)] == 5
    assert week([late], now, "No/Where") == week([late], now, "UTC")
