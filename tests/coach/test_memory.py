"""Cards are what the fsrs library says of the same days; the queue keeps to the day's minutes; a fold grown event by event is the one
made at once, whatever came when."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import DAILY_REVIEWS, aim, cards, coming, credit, due, fold, outlook, overdue, recalled, remembered
from beikao.coach.answers import answers, day, in_order
from beikao.coach.fold import Fold, folded
from beikao.coach.forgetting import WEIGHTS, Forgetting
from beikao.coach.memory import grade_of, grade_of_event, share
from beikao.course import Course
from beikao.events import AnswerGraded, AnswerUndone, CalendarSet, Event, MemoryFitted, MemoryUnfitted
from tests.coach.small_course import IDS, MINUTES, START, STREAMS, answer, concept, course, event, question, small

DAY = 24 * 60
TODAY = START.date()
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")


def scheduler() -> fsrs.Scheduler:
    return fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def noon(when: date) -> datetime:
    """The library counts spans of 24 hours; at noon of each day they are days of the calendar."""
    return datetime.combine(when, time(12), UTC)


def by_the_library(reviews: list[tuple[int, date]]) -> fsrs.Card:
    """The same reviews, put to the library by hand."""
    card = fsrs.Card(card_id=7)
    for grade, when in reviews:
        card, _ = scheduler().review_card(card, fsrs.Rating(grade), noon(when))
    return card


def apart() -> Course:
    """Four concepts that have nothing to do with one another."""
    return course(*(concept(c) for c in "abcd"))


def set_calendar(
    week: tuple[int, ...] = (60,) * 7, off: tuple[str, ...] = (), until: str = "", *, minute: float = 0
) -> Event:
    return event(CalendarSet(list(week), list(off), until), minute=minute, event_id="calendar")


# ---- cards


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 40)), min_size=1, max_size=8))
def test_a_card_is_what_the_library_says(reviews: list[tuple[int, int]]) -> None:
    days = [sum(gap for _, gap in reviews[: i + 1]) for i in range(len(reviews))]
    stream = [
        answer(f"a/q{i % 3}", minute=d * DAY, grade=g, event_id=f"{i:03}")
        for i, ((g, _), d) in enumerate(zip(reviews, days, strict=True))
    ]
    expected = by_the_library([(g, TODAY + timedelta(days=d)) for (g, _), d in zip(reviews, days, strict=True)])
    card = cards(apart(), stream)["a"]
    assert (card.stability, card.difficulty) == pytest.approx((expected.stability, expected.difficulty), rel=1e-9)
    assert card.due.date() == expected.due.date()
    assert (card.answers, card.reviews) == (len(reviews), len(reviews))
    later = TODAY + timedelta(days=days[-1] + 17)
    want = scheduler().get_card_retrievability(expected, noon(later))
    assert remembered(apart(), stream, noon(later))["a"] == pytest.approx(want, rel=1e-9)


def test_published_facts_of_fsrs_hold() -> None:
    """First stabilities are the first four weights; right answers lengthen, a lapse shortens, no minute-long steps."""
    firsts = [cards(small(), [answer(grade=g)])["a"].stability for g in (1, 2, 3, 4)]
    assert firsts == list(fsrs.Scheduler().parameters[:4])
    once = cards(small(), [answer(grade=3)])["a"]
    assert once.due.date() - TODAY == timedelta(days=2)
    twice = cards(small(), [answer(grade=3), answer(grade=3, minute=2 * DAY)])["a"]
    lapsed = cards(small(), [answer(grade=3), answer(grade=1, minute=2 * DAY)])["a"]
    assert twice.stability > once.stability > lapsed.stability
    assert lapsed.difficulty > once.difficulty >= twice.difficulty
    assert lapsed.due.date() - TODAY >= timedelta(days=3)


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


@pytest.mark.parametrize(
    ("given_grades", "expected"),
    [
        ([3], 3),
        ([3, 3, 3, 3, 1], 2),  # one of five lost
        ([1, 1, 3], 1),
        ([3, 3, 4], 3),
        ([1, 3], 2),
    ],
)
def test_a_day_is_one_review_by_the_mean_of_its_questions(given_grades: list[int], expected: int) -> None:
    names = tuple(f"q{i}" for i in range(6))
    one = course(concept("a", questions=names))
    stream = [answer(f"a/q{i}", minute=i, grade=g) for i, g in enumerate(given_grades)]
    card = cards(one, stream)["a"]
    assert card.stability == WEIGHTS[expected - 1]
    assert card.reviews == 1
    repeated = [*stream, answer("a/q0", grade=4 if given_grades[0] < 3 else 1, minute=60)]
    assert cards(one, repeated)["a"].stability == card.stability, (
        "the same question again on the same day says nothing new"
    )


def test_days_are_the_learners() -> None:
    """08:00 and 17:00 UTC are one day in London and two in Shanghai."""
    for tz, reviews in (("Europe/London", 1), ("Asia/Shanghai", 2)):
        stream = [answer("a/q1", tz=tz), answer("a/q2", minute=9 * 60, tz=tz)]
        assert cards(small(), stream)["a"].reviews == reviews


def test_a_question_that_left_the_course_is_never_due() -> None:
    stream = [answer("gone/q1"), answer("a/gone"), answer("a/q1")]
    later = START + timedelta(days=90)
    assert set(cards(small(), stream)) == {"gone", "a"}
    assert overdue(small(), stream, later) == ["a/q2"]
    assert set(recalled(small(), stream, later)) == {"a/q1"}
    empty = course(concept("a", questions=()))
    assert overdue(empty, stream, later) == []


def test_any_mode_makes_a_card_and_an_answer_taken_back_does_not() -> None:
    stream = [
        answer("a/q1", mode="lesson"),
        answer("b/q2", mode="practice", event_id="e2"),
        answer("c/q3", mode="review"),
        answer("d/q3", mode="placement"),
    ]
    assert set(cards(small(), stream)) == {"a", "b", "c"}
    assert set(cards(small(), [*stream, event(AnswerUndone("e2"), minute=1)])) == {"a", "c"}


# ---- what waits


def test_nothing_is_due_before_its_time() -> None:
    stream = [answer(grade=3)]
    assert due(small(), stream, START + timedelta(days=1)) == []
    assert due(small(), stream, START + timedelta(days=2)) == ["a/q2"]
    assert due(small(), [], START) == []
    assert coming(small(), stream, START) == {"a": TODAY + timedelta(days=2)}
    assert coming(small(), stream, START + timedelta(days=9)) == {"a": TODAY + timedelta(days=9)}


def test_the_most_overdue_for_its_strength_comes_first() -> None:
    """Two days late weigh more on a memory of two days than on one of weeks."""
    weak, strong = answer("a/q1", grade=3), answer("d/q1", grade=4)
    now = START + timedelta(days=11)
    assert cards(small(), [weak, strong])["a"].stability < cards(small(), [weak, strong])["d"].stability
    assert overdue(small(), [strong, weak], now) == ["a/q2", "d/q2"]


def many(count: int, grade: int = 1) -> tuple[Course, list[Event]]:
    names = [f"c{i:03}" for i in range(count)]
    return course(*map(concept, names)), [answer(f"{n}/q1", grade=grade, minute=i / 60) for i, n in enumerate(names)]


def test_a_day_has_a_share_and_the_rest_is_moved() -> None:
    full, stream = many(50)
    now = START + timedelta(days=3)
    assert len(overdue(full, stream, now)) == 50
    assert due(full, stream, now) == overdue(full, stream, now)[:DAILY_REVIEWS]
    minute = 3 * DAY
    done = [answer(f"c{i:03}/q1", minute=minute + i, mode="review", grade=3) for i in range(5)]
    assert len(due(full, stream + done, now + timedelta(hours=1))) == DAILY_REVIEWS - 5
    assert len(due(full, stream + done, now + timedelta(days=1))) == DAILY_REVIEWS
    practised = [answer(f"c{i:03}/q1", minute=minute + i, mode="practice", grade=3) for i in range(5)]
    assert len(due(full, stream + practised, now + timedelta(hours=1))) == DAILY_REVIEWS
    taken_back = [event(AnswerUndone(e.id), minute=minute + 30) for e in done]
    assert len(due(full, stream + done + taken_back, now + timedelta(hours=1))) == DAILY_REVIEWS
    assert share(full, answers(stream + done), now) == due(full, stream + done, now)


def test_what_is_moved_comes_on_the_next_days() -> None:
    """Twenty a day; a day off takes none."""
    full, stream = many(50)
    now = START + timedelta(days=3)
    on = Counter(coming(full, stream, now).values())
    assert [on[now.date() + timedelta(days=n)] for n in range(4)] == [20, 20, 10, 0]
    off = set_calendar((60,) * 7, ((now + timedelta(days=1)).date().isoformat(),), minute=2)
    on = Counter(coming(full, [*stream, off], now).values())
    assert [on[now.date() + timedelta(days=n)] for n in range(4)] == [20, 0, 20, 10]


@given(STREAMS, st.integers(60, 150), st.integers(0, 260))
@settings(max_examples=30, deadline=None)
def test_the_forecast_of_today_is_what_is_due(stream: list[Event], days: int, exam: int) -> None:
    """Nothing that waits is missing from it, whether a day to be ready on is set or not."""
    now = START + timedelta(days=days, hours=3)
    until = (START + timedelta(days=exam)).date().isoformat() if exam else ""
    stream = [*stream, set_calendar((8,) * 7, until=until)]
    back = coming(small(), stream, now)
    today = day(now, folded(small(), stream).tz)
    assert {c for c, when in back.items() if when == today} == {n.partition("/")[0] for n in due(small(), stream, now)}
    assert set(back) == set(cards(small(), stream)) & small().concepts.keys()
    assert min(back.values(), default=today) >= today


@pytest.mark.parametrize(("minutes", "most"), [(60, 20), (30, 10), (150, 50), (7, 3), (0, 0)])
def test_an_easy_day_has_fewer_reviews(minutes: int, most: int) -> None:
    """By weekday, and by date for a day off. The fourth day of the stream is a Thursday."""
    full, stream = many(60)
    thursday = START + timedelta(days=3)
    week = tuple(minutes if n == 3 else 60 for n in range(7))
    assert len(due(full, [*stream, set_calendar(week, minute=2)], thursday)) == most
    off = set_calendar(week, (thursday.date().isoformat(),), minute=2)
    assert due(full, [*stream, off], thursday) == []
    assert len(overdue(full, [*stream, off], thursday)) == 60


def test_the_share_renews_at_the_learners_midnight() -> None:
    """In Shanghai 2026-03-05 begins at 16:00 UTC of the 4th."""
    full, stream = many(50)
    evening = [
        answer(f"c{i:03}/q1", minute=2 * DAY + 7 * 60 + i / 60, mode="review", grade=3, tz="Asia/Shanghai")
        for i in range(20)
    ]
    before, after = START + timedelta(days=2, hours=7, minutes=59), START + timedelta(days=2, hours=8)
    assert before.day == after.day
    assert due(full, stream + evening, before) == []
    assert len(due(full, stream + evening, after)) == DAILY_REVIEWS


def test_a_crowded_day_is_spread_over_its_neighbours_and_never_onto_a_day_off() -> None:
    full, stream = many(60, grade=4)  # an interval of 8 days, which FSRS may move to 6 to 10
    alone = cards(full, stream[:1])["c000"].due.date()
    assert alone == TODAY + timedelta(days=8)
    off = TODAY + timedelta(days=9)
    calendar = set_calendar(off=(off.isoformat(),), minute=-1)
    found = Counter(c.due.date() for c in cards(full, [calendar, *stream]).values())
    free = [TODAY + timedelta(days=n) for n in (6, 7, 8, 10)]
    assert set(found) == set(free)
    assert max(found.values()) - min(found.values()) <= 1
    shuffled = [*stream, calendar]
    random.Random(1).shuffle(shuffled)
    assert cards(full, shuffled) == cards(full, [calendar, *stream]), "no chance in it"
    few = {c.due.date() for c in cards(full, [calendar, *stream[:6]]).values()}
    assert few == {alone}, "the reviews that the plan keeps room for stay where they are"


# ---- which question


def test_a_review_asks_what_was_asked_longest_ago_in_another_kind() -> None:
    kinds = {"q1": "numeric", "q2": "numeric", "q3": "choice", "q4": "short"}
    made = concept("a", questions=tuple(kinds))
    one = course(replace(made, questions={n: replace(question("a", n), kind=k) for n, k in kinds.items()}))
    stream, asked = [answer("a/q1", grade=3)], []
    for n in range(1, 7):
        now = START + timedelta(days=400 * n)
        asked += due(one, stream, now)
        stream.append(answer(asked[-1], grade=1, mode="review", minute=400 * n * DAY))
    assert asked == ["a/q3", "a/q2", "a/q4", "a/q1", "a/q3", "a/q2"]
    before = stream[:-1]
    assert due(one, [*stream, event(AnswerUndone(stream[-1].id), minute=401 * 6 * DAY)], now) == due(one, before, now)


# ---- fractional repetition


def test_a_success_gives_a_bounded_part_of_a_review_to_what_it_rests_on() -> None:
    """`b` needs `a` and `c` needs `b`: a success at `c` is half a review of `b` and a quarter of one of `a`; a failure is none."""
    base = [answer(f"{c}/q1", grade=3, mode="lesson") for c in "abcd"]
    alone, later = cards(small(), base), 2 * DAY
    for grade in (3, 4):
        after = cards(small(), [*base, answer("c/q2", grade=grade, minute=later)])
        whole = {c: cards(small(), [*base, answer(f"{c}/q2", grade=3, minute=later)])[c] for c in "ab"}
        assert alone["b"].stability < after["b"].stability < whole["b"].stability
        assert alone["a"].stability < after["a"].stability < after["b"].stability
        assert alone["b"].due < after["b"].due <= whole["b"].due
        assert after["d"] == alone["d"]
        assert after["b"].difficulty == alone["b"].difficulty
    for grade in (1, 2):
        failed = cards(small(), [*base, answer("c/q2", grade=grade, minute=later)])
        assert {c: failed[c] for c in "abd"} == {c: alone[c] for c in "abd"}
    both = cards(small(), [*base, answer("c/q2", grade=3, minute=later), answer("b/q2", grade=3, minute=later + 1)])
    assert both["b"] == replace(cards(small(), [*base, answer("b/q2", grade=3, minute=later)])["b"])


def test_related_concepts_and_those_a_question_also_exercises_are_given_a_part() -> None:
    linked = course(replace(concept("a"), related=("b",)), concept("b"), concept("d", also=("a",)))
    assert credit.shares(linked) == {"a": {"b": 0.25}, "b": {"a": 0.25}, "d": {}}
    base = [answer(f"{c}/q1", grade=3, mode="lesson") for c in "abd"]
    alone = cards(linked, base)
    by_related = cards(linked, [*base, answer("b/q2", grade=3, minute=2 * DAY)])["a"]
    by_question = cards(linked, [*base, answer("d/q2", grade=3, minute=2 * DAY)])["a"]
    assert alone["a"].stability < by_related.stability < by_question.stability


def test_no_card_is_made_or_carried_for_ever_by_credit() -> None:
    assert set(cards(small(), [answer("c/q1", grade=3)])) == {"c"}
    stream = [answer("b/q1", grade=3), *(answer("c/q1", grade=3, minute=n * DAY) for n in range(1, 60))]
    latest = cards(small(), stream)["b"].due.date()
    assert latest == TODAY + timedelta(days=4), "twice the two days that its own review gave it"


@settings(deadline=None)
@given(st.floats(0.1, 300), st.floats(1, 10), st.integers(1, 400), st.floats(0, 1))
def test_a_part_lies_between_nothing_and_a_whole_review(
    stability: float, difficulty: float, gap: int, part: float
) -> None:
    model = Forgetting()
    whole, _ = model.after(stability, difficulty, 3, gap)
    after, last = credit.used(model, stability, difficulty, 0.0, gap, part)
    assert stability * (1 - 1e-12) <= after <= whole * (1 + 1e-12)
    assert 0.0 <= last <= gap
    assert credit.used(model, stability, difficulty, 0.0, gap, 1.0) == pytest.approx((whole, gap))
    assert credit.used(model, stability, difficulty, 0.0, gap, 0.0) == (stability, 0.0)


# ---- towards a day


def mixed(count: int = 30) -> tuple[Course, list[Event]]:
    """Concepts of every age and strength, all studied before day 40."""
    names, chance = [f"c{i:03}" for i in range(count)], random.Random(3)
    stream = [answer(f"{n}/q1", grade=chance.choice((1, 2, 3, 3)), minute=i * DAY + i) for i, n in enumerate(names)]
    return course(*map(concept, names)), stream


def test_towards_a_day_the_reviews_are_those_that_add_most_on_it() -> None:
    """Against the library: each card reviewed good and again on this day, or left, and looked at on the day."""
    full, stream = mixed()
    today, exam = TODAY + timedelta(days=40), TODAY + timedelta(days=70)
    stream = [*stream, set_calendar(until=exam.isoformat())]
    view, now = folded(full, stream), noon(today)

    def added(name: str) -> float:
        held, at = view.held[name], noon(date.fromordinal(view.held[name].own))
        card = fsrs.Card(1, fsrs.State.Review, None, held.stability, held.difficulty, at, at)
        chance = scheduler().get_card_retrievability(card, now)
        then = [
            scheduler().get_card_retrievability(scheduler().review_card(card, fsrs.Rating(g), now)[0], noon(exam))
            for g in (3, 1)
        ]
        gain = chance * then[0] + (1 - chance) * then[1] - scheduler().get_card_retrievability(card, noon(exam))
        return 2 * gain if chance < 0.8 else gain

    best = sorted(full.concepts, key=lambda n: (-round(added(n), 9), n))[:6]
    asked = [name.partition("/")[0] for name in due(full, stream, now)]
    assert asked == best, "six minutes of sixty are kept for reviews"
    assert added(best[-1]) > aim.LEAST
    on = Counter(coming(full, stream, now).values())
    assert on[today] == 6 and all(on[today + timedelta(days=n)] <= 6 for n in range(30))
    later = len(overdue(full, stream, now)) - 6
    assert 0 < later <= sum(on[today + timedelta(days=n)] for n in range(1, 1 + -(-later // 6))), (
        "what is moved is seen"
    )
    without = due(full, stream[:-1], now)
    assert [n.partition("/")[0] for n in without[:6]] != best
    assert due(full, stream, noon(exam)) == without_the_aim(full, stream, noon(exam))


def without_the_aim(full: Course, stream: list[Event], now: datetime) -> list[str]:
    """What is due by 90% on a day of an hour."""
    return due(full, [e for e in stream if e.type != CalendarSet.TYPE], now)


def test_towards_a_day_a_reviewed_card_is_not_asked_again_that_day_and_the_budget_shrinks() -> None:
    full, stream = mixed()
    minute = 40 * DAY
    stream = [*stream, set_calendar(until=(TODAY + timedelta(days=70)).isoformat())]
    first = due(full, stream, START + timedelta(days=40))
    stream.append(answer(first[0], mode="review", grade=3, minute=minute + 1))
    assert due(full, stream, START + timedelta(days=40, hours=1)) == first[1:]
    back = coming(full, stream, START + timedelta(days=40, hours=1))
    assert back[first[0].partition("/")[0]] > TODAY + timedelta(days=40)
    assert all(back[n.partition("/")[0]] == TODAY + timedelta(days=40) for n in first[1:])


def test_a_review_that_adds_next_to_nothing_on_the_day_is_not_asked_for() -> None:
    """What is known for years and was answered yesterday is there in three days: the minute is left free."""
    exam = TODAY + timedelta(days=124)
    easy = [answer(f"a/q{n % 3 + 1}", grade=4, minute=when * DAY) for n, when in enumerate((0, 30, 120))]
    stream, tomorrow = [set_calendar(until=exam.isoformat()), *easy], START + timedelta(days=121)
    held = folded(small(), stream).held["a"]
    assert 0 < aim.gain(Forgetting(), held.stability, held.difficulty, 1.0, 3.0) < aim.LEAST
    assert due(small(), stream, tomorrow) == overdue(small(), stream, tomorrow) == []
    comes = cards(small(), stream)["a"].due.date()
    assert coming(small(), stream, tomorrow) == {"a": comes}
    assert comes > exam
    seen = outlook(small(), stream, "a/q3")
    assert seen[4] == comes
    assert seen[1] < exam, "what was forgotten is worth its minute"


# ---- the learner's own grade


def test_the_outlook_is_what_each_grade_leads_to() -> None:
    stream = [
        answer("a/q1", grade=3),
        answer("a/q2", minute=2 * DAY, mode="review", event_id="last"),
        answer("b/q1", minute=3 * DAY),
    ]
    seen = outlook(small(), stream, "a/q2")
    for grade, when in seen.items():
        graded = [*stream, event(AnswerGraded("last", grade), minute=2 * DAY + 1)]
        assert cards(small(), graded)["a"].due.date() == when
        assert grade_of_event(small(), graded, "last") == grade
    assert seen[1] < seen[2] <= seen[3] < seen[4]
    assert outlook(small(), stream, "a/q3") == {}
    assert cards(small(), stream) == cards(small(), list(stream)), "looking ahead changes nothing"


# ---- the fold


OTHER_WEIGHTS = (*WEIGHTS[:2], 4.0, *WEIGHTS[3:])
CHANGES = st.builds(
    lambda i, minute, data: event(data, minute=minute, event_id=f"x{i}"),
    IDS,
    MINUTES,
    st.one_of(
        st.builds(AnswerUndone, event=IDS),
        st.builds(AnswerGraded, event=IDS, grade=st.integers(0, 5)),
        st.builds(AnswerGraded, event=IDS, grade=st.integers(1, 4)),
        st.builds(CalendarSet, week=st.lists(st.sampled_from([0, 30, 60, 150]), min_size=7, max_size=7), off=st.just([]),
                  until=st.sampled_from(["", "2026-05-01"])),
        st.builds(MemoryFitted, weights=st.sampled_from([list(OTHER_WEIGHTS), list(WEIGHTS), [1.0]]), reviews=st.just(300),
                  held_out=st.just(90), loss=st.just({})),
        st.builds(MemoryUnfitted, event=IDS.map(lambda i: f"x{i}")),
    ),
)  # fmt: skip
LIVES = st.tuples(STREAMS, st.lists(CHANGES, max_size=15, unique_by=lambda e: e.id)).map(lambda two: two[0] + two[1])


@settings(deadline=None, max_examples=150)
@given(LIVES, st.randoms(use_true_random=False), st.sampled_from(ZONES))
def test_replay_equals_live(stream: list[Event], order: random.Random, tz: str) -> None:
    """Event by event, looked at after each, in any order, some twice: the same as all at once in their order."""
    here, stream = small(), [replace(e, tz=tz) for e in stream]
    arriving = stream + stream[:3]
    order.shuffle(arriving)
    live, seen = Fold(here), dict[str, Event]()
    for item in arriving:
        live.take(item)
        seen[item.id] = item
        if order.random() < 0.5 or len(seen) == len(stream):
            again = Fold(here)
            for past in sorted(seen.values(), key=lambda e: e.order):
                again.take(past)
            then, now = live.view(), again.view()
            assert (then.held, then.tz, then.calendar, then.last_asked) == (
                now.held,
                now.tz,
                now.calendar,
                now.last_asked,
            )
            assert +Counter(then.reviewed) == +Counter(now.reviewed)
            assert +Counter(then.answers) == +Counter(now.answers)
            assert then.model.weights == now.model.weights


@settings(deadline=None, max_examples=150)
@given(LIVES, st.sampled_from(ZONES))
def test_the_fold_is_what_the_library_says_of_the_answers_that_stand(stream: list[Event], tz: str) -> None:
    """By `answers`, which knows undo, grades and corrections in its own way, and the library, on concepts that share nothing."""
    here = apart()
    stream = [replace(e, tz=tz) for e in stream if not e.type.startswith(("memory.", "calendar."))]
    days: dict[str, dict[date, dict[str, int]]] = {}
    own = {e.data["event"]: e.data["grade"] for e in in_order(stream) if e.type == AnswerGraded.TYPE}
    for given_answer in answers(stream):
        a = given_answer._replace(
            data=replace(given_answer.data, grade=own.get(given_answer.event, given_answer.data.grade))
        )
        on = days.setdefault(a.concept, {}).setdefault(day(a.at, a.tz), {})
        on.setdefault(
            a.question,
            grade_of(a, 120.0 if a.concept in here.concepts and a.slug in here.concepts[a.concept].questions else None),
        )
    found = cards(here, stream)
    assert set(found) == set(days)
    for name, on in days.items():
        expected = by_the_library([(sum(g.values()) // len(g), when) for when, g in sorted(on.items())])
        assert (found[name].stability, found[name].difficulty) == pytest.approx(
            (expected.stability, expected.difficulty), rel=1e-9
        )
        assert found[name].reviews == len(on)


@settings(deadline=None)
@given(LIVES, st.integers(0, 60), st.randoms(use_true_random=False))
def test_what_is_kept_between_calls_changes_nothing(stream: list[Event], cut: int, order: random.Random) -> None:
    here, now = small(), START + timedelta(days=60)
    for part in (stream[:cut], stream, stream[:cut] + stream[cut + 1 :]):
        due(here, part, now)
    fold._kept.clear()
    fresh = (cards(here, stream), due(here, stream, now), overdue(here, stream, now), coming(here, stream, now))
    assert (cards(here, stream), due(here, stream, now), overdue(here, stream, now), coming(here, stream, now)) == fresh
    shuffled = list(stream)
    order.shuffle(shuffled)
    assert (cards(here, shuffled), due(here, shuffled, now)) == fresh[:2]


def test_fitted_weights_are_used_until_they_are_taken_back() -> None:
    stream = [answer("a/q1", grade=3), event(MemoryFitted(list(OTHER_WEIGHTS), 300, 90, {}), minute=9, event_id="fit")]
    assert cards(small(), stream)["a"].stability == 4.0
    stream.append(event(MemoryFitted([float("nan")] * 21, 300, 90, {}), minute=10, event_id="odd"))
    assert cards(small(), stream)["a"].stability == WEIGHTS[2]
    stream.append(event(MemoryUnfitted("odd"), minute=11))
    assert cards(small(), stream)["a"].stability == 4.0
    assert cards(small(), [*stream, event(MemoryUnfitted("fit"), minute=12)])["a"].stability == WEIGHTS[2]
