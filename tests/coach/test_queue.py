"""Today's list: within the day's minutes whatever happened, reviews mixed in, the plan followed, the first one the one to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import due, next_steps, overdue
from beikao.coach.answers import answers
from beikao.coach.queue import PORTION, Day, today_list
from beikao.course import Course
from beikao.events import Event
from tests.coach.small_course import START, STREAMS, answer, concept, course, judged, knows, lab, masters, read, small

DAY = 24 * 60


def day_of(stream: list[Event], budget: int = 60, spent: int = 0, *, on: Course | None = None, days: float = 0.1,
           order: tuple[str, ...] = ()) -> Day:  # fmt: skip
    here, now = on or small(), START + timedelta(days=days)
    return today_list(here, stream, now, budget=budget, spent=spent, due=len(overdue(here, stream, now)), order=order)


def rows(found: Day) -> list[tuple[str, str, int, bool]]:
    return [(t.step.kind, t.step.slug, t.minutes, t.whole) for t in found.tasks]


def test_a_beginners_hour_and_a_short_day() -> None:
    assert rows(day_of([], 60)) == [("lesson", "d", 45, True)], "15 minutes are too few for a third of the other"
    assert rows(day_of([], 70)) == [("lesson", "d", 45, True), ("lesson", "a", 25, False)]
    assert rows(day_of([], 105)) == [("lesson", "d", 45, True), ("lesson", "a", 60, True)]
    assert rows(day_of([], 20)) == [("lesson", "d", 20, False)]
    assert rows(day_of([], 60, 40)) == [("lesson", "d", 20, False)], "what is spent is gone"
    for budget, spent in ((0, 0), (60, 60), (60, 90), (60, 57)):
        found = day_of([], budget, spent)
        assert found.tasks == () and found.steps[0].slug == "d" and found.left == max(0, budget - spent)


def test_the_plan_decides_what_is_new() -> None:
    assert rows(day_of([], 105, order=("concept:a", "concept:d"))) == [
        ("lesson", "a", 60, True),
        ("lesson", "d", 45, True),
    ]


def many(days_ago: int, concepts: int = 8) -> tuple[Course, list[Event]]:
    """A course of so many mastered concepts with three questions each and one new one."""
    here = course(
        *(concept(f"c{n}") for n in range(concepts)), concept("new", minutes=30), concept("other", minutes=20)
    )
    stream = [e for n in range(concepts) for e in masters(f"c{n}", minute=30 * n)]
    return here, stream


def test_after_a_missed_week_the_reviews_stay_within_the_day() -> None:
    here, stream = many(60)
    now = START + timedelta(days=60)
    today, waiting = len(due(here, stream, now)), len(overdue(here, stream, now))
    assert waiting >= 8 and today >= 8
    for budget in (6, 10, 15, 30, 60, 150):
        found = day_of(stream, budget, on=here, days=60)
        shown = sum(t.step.count for t in found.tasks)
        assert found.minutes <= budget
        assert shown == min(today, budget // 2), "half of the day at most, and no more than a day's share"
        assert found.reviews_moved == waiting - shown
    alone = course(*(c for c in here.concepts.values() if c.slug.startswith("c")))
    assert sum(t.step.count for t in day_of(stream, 6, on=alone, days=60).tasks) == 6, (
        "nothing else to do: the whole day"
    )


def test_reviews_come_in_two_portions_with_new_work_between() -> None:
    here, stream = many(60, concepts=20)
    count = len(due(here, stream, START + timedelta(days=60)))
    assert count > PORTION
    found = rows(day_of(stream, 110, on=here, days=60))
    assert [(kind, slug) for kind, slug, _, _ in found] == [
        ("review", ""),
        ("lesson", "other"),
        ("review", ""),
        ("lesson", "new"),
    ]
    assert (found[0][2], found[2][2]) == ((count + 1) // 2, count // 2)
    few = [e for e in stream if str(e.data.get("question", e.data.get("concept"))).partition("/")[0] in ("c0", "c1")]
    known = course(*(c for c in here.concepts.values() if c.slug in ("c0", "c1", "new")))
    assert [r[0] for r in rows(day_of(few, 60, on=known, days=60))] in (["review", "lesson"], ["lesson", "review"])


def test_units_of_one_area_are_kept_apart() -> None:
    from dataclasses import replace

    a, b, c = (
        replace(concept(s, minutes=m), area=area)
        for s, m, area in (("p", 10, "math"), ("q", 11, "math"), ("r", 12, "code"))
    )
    assert [r[1] for r in rows(day_of([], 60, on=course(a, b, c)))] == ["p", "r", "q"]


def test_what_was_begun_comes_first() -> None:
    stream = [*knows("a"), read("b", minute=50)]
    assert rows(day_of(stream, 60))[0][:2] == ("questions", "b")


def test_a_kata_fits_whole_or_stands_alone() -> None:
    here = course(concept("a"), concept("d", minutes=10), labs=(lab("l", "a", kata=25),))
    stream = [
        *masters("a"),
        judged("lab:l", minute=9),
        *(answer(f"a/q{n}", minute=49 * DAY, mode="review", grade=4) for n in (1, 2, 3)),
    ]
    assert rows(day_of(stream, 60, on=here, days=49.2)) == [("kata", "l", 25, True), ("lesson", "d", 10, True)]
    assert rows(day_of(stream, 20, on=here, days=49.2)) == [("kata", "l", 20, False)]


@given(
    STREAMS,
    st.integers(0, 240),
    st.integers(0, 240),
    st.integers(0, 120),
    st.permutations(["concept:a", "concept:b", "concept:c", "concept:d", "lab:lab-b", "drill:mend-a"]),
)
@settings(max_examples=40, deadline=None)
def test_any_history_on_any_day(stream: list[Event], budget: int, spent: int, days: int, order: list[str]) -> None:
    found = day_of(stream, budget, spent, days=days, order=tuple(order))
    assert found.minutes <= max(0, budget - spent)
    assert all(t.minutes >= 1 for t in found.tasks)
    assert [t.whole for t in found.tasks[:-1]] == [True] * len(found.tasks[:-1]), "only the last may be left unfinished"
    new = [(t.step.kind, t.step.slug) for t in found.tasks if t.step.kind != "review"]
    assert len(new) == len(set(new))
    reviews = sum(t.step.count for t in found.tasks)
    assert reviews + found.reviews_moved == len(overdue(small(), stream, START + timedelta(days=days)))
    if found.left >= 5 and found.steps:
        assert found.tasks, "a day with minutes and something to do is not empty"
    possible = {(s.kind, s.slug) for s in next_steps(small(), stream, START + timedelta(days=days), 99, order)}
    assert {(t.step.kind, t.step.slug) for t in found.tasks if not t.step.after} <= possible
    for n, task in enumerate(found.tasks):
        assert {t.step.ref for t in found.tasks[:n] if t.whole}.issuperset(task.step.after)


def test_ten_thousand_events() -> None:
    """The day's list of a long record, once it was read and after one more answer: `benchmarks/review_queue.py` has the figures, this
    keeps it from growing tenfold."""
    import time

    here, _ = many(60, concepts=100)
    stream = [answer(f"c{n % 100}/q{1 + n % 3}", minute=20.0 * n, event_id=f"e{n:05d}") for n in range(10_000)]
    now: datetime = START + timedelta(days=140)
    assert len(answers(stream)) == 10_000
    today_list(here, stream, now, budget=60, spent=0, due=0)
    stream.append(answer("c1/q1", minute=20.0 * 10_000, event_id="e10000"))
    began = time.process_time()
    today_list(here, stream, now, budget=60, spent=0, due=0)
    assert time.process_time() - began < 0.5


if __name__ == "__main__":
    pytest.main([__file__])


CHAIN = course(
    concept("x", minutes=30),
    concept("y", needs=("x",), minutes=20),
    concept("z", minutes=40),
    labs=(replace(lab("l", "y"), minutes=25),),
)
PLANNED = ("concept:x", "concept:y", "lab:l", "concept:z")


def test_what_opens_today_is_listed_behind_what_opens_it() -> None:
    found = day_of([], 75, on=CHAIN, order=PLANNED)
    assert rows(found) == [("lesson", "x", 30, True), ("lesson", "y", 20, True), ("lab", "l", 25, True)]
    assert [t.step.after for t in found.tasks] == [(), ("concept:x",), ("concept:y",)]
    assert (
        found.tasks[1].step.why["zh"].startswith("接在「")
        and "begin it when that is done" in found.tasks[1].step.why["en"]
    )
    assert {s.slug for s in found.steps} == {"x", "z"}, "what can be begun now is told apart"


def test_without_a_plan_nothing_is_listed_that_cannot_be_begun() -> None:
    assert {t.step.slug for t in day_of([], 300, on=CHAIN).tasks} == {"x", "z"}


def test_what_is_not_ended_today_opens_nothing_today() -> None:
    assert rows(day_of([], 25, on=CHAIN, order=PLANNED)) == [("lesson", "x", 25, False)]
    assert rows(day_of([], 40, on=CHAIN, order=("concept:z", "concept:x", "concept:y"))) == [("lesson", "z", 40, True)]


def test_interleaving_keeps_what_opens_before_what_it_opens() -> None:
    other = replace(concept("r", needs=("q",), minutes=20), area="ml")
    apart = course(concept("p", minutes=20), concept("q", minutes=20), other)
    found = [t.step.slug for t in day_of([], 60, on=apart, order=("concept:p", "concept:q", "concept:r")).tasks]
    assert found == ["p", "q", "r"]
