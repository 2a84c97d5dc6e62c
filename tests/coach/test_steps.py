"""The next step: its order, and reasons that are true."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from beikao.coach import Step, due, next_steps, standings
from beikao.course import Course
from beikao.course.graph import find_cycle, gates
from beikao.events import Event, ReferenceRevealed
from tests.coach.small_course import (
    START,
    STREAMS,
    answer,
    concept,
    course,
    drill,
    event,
    judged,
    knows,
    lab,
    later_type,
    masters,
    read,
    small,
)

DAY = 24 * 60


def steps(stream: list[Event], *, on: Course | None = None, days: float = 0.1, limit: int = 99,
          order: tuple[str, ...] = ()) -> list[Step]:  # fmt: skip
    return next_steps(on or small(), stream, START + timedelta(days=days), limit, order)


def names(found: list[Step]) -> list[tuple[str, str]]:
    return [(s.kind, s.slug) for s in found]


def test_a_beginner_gets_what_needs_nothing_the_shorter_first() -> None:
    assert names(steps([])) == [("lesson", "d"), ("lesson", "a")]


def test_the_least_known_of_the_ready_comes_first() -> None:
    """Wrong answers to b's questions, which exercise `a` too, make `a` the less known one."""
    assert names(steps([answer("b/q1", credit=0.0)]))[0] == ("lesson", "a")


def test_equal_minutes_go_by_the_order_of_study() -> None:
    both = course(concept("z"), concept("m"), concept("k", needs=("m",)))
    assert names(steps([], on=both)) == [("lesson", "m"), ("lesson", "z")]


def test_a_lesson_begun_is_ended_first() -> None:
    found = steps([answer("d/q1"), answer("a/q1", minute=1), answer("d/q2", minute=2)])
    assert names(found)[:2] == [("lesson", "d"), ("lesson", "a")]
    assert found[0].why == {
        "zh": "你已经做了它的 2 题，课还没有读完。",
        "en": "You answered 2 of its questions; the lesson is not read yet.",
    }


def test_after_reading_come_its_questions_until_it_is_shown() -> None:
    found = steps([read("a")])
    assert names(found) == [("questions", "a"), ("lesson", "d")]
    assert "2 right unaided" in found[0].why["en"]
    assert found[0].minutes == 4
    found = steps([read("a"), answer(credit=0.0, minute=1)])
    assert names(found)[0] == ("questions", "a")
    assert found[0].why["zh"] == "做过 1 题，独立做对 0 题；再做对 2 题就能往下学。"


def test_choices_alone_ask_for_one_that_is_worked_out() -> None:
    kinds = course(concept("x", kinds=("choice", "choice", "numeric")))
    found = steps([read("x"), answer("x/q1", minute=1), answer("x/q2", minute=2)], on=kinds)
    assert names(found) == [("questions", "x")] and "1 more that you work out" in found[0].why["en"]
    assert found[0].minutes == 2


def test_on_the_first_day_one_goes_on() -> None:
    """Three hours of one day: what is shown opens the next, and its lab, the same day; nothing asks for what only time can give."""
    assert names(steps(knows("a"))) == [("lesson", "d"), ("lesson", "b"), ("drill", "mend-a")]
    both = knows("a") + knows("b", minute=20)
    assert names(steps(both)) == [("lab", "lab-b"), ("lesson", "d"), ("drill", "mend-a")]
    done = [*both, judged("lab:lab-b", minute=50), judged("drill:mend-a", minute=51)]
    assert names(steps(done)) == [("lesson", "d"), ("lesson", "c")]
    assert names(steps([*both, judged("lab:lab-b", "failed", minute=50)]))[0] == ("lab", "lab-b")
    assert steps([*done, *knows("d", minute=60), *knows("c", minute=70)]) == []


def test_a_day_later_one_more_success_is_asked_for() -> None:
    stream = knows("a")
    assert ("questions", "a") not in names(steps(stream, days=1.0))
    found = steps(stream, days=1.01)
    assert names(found)[0] == ("questions", "a") and "24" in found[0].why["zh"] and "mastered" in found[0].why["en"]
    assert ("questions", "a") not in names(steps([*stream, answer("a/q1", minute=DAY + 2)], days=1.01))
    assert ("questions", "a") not in names(steps(stream, days=30)), "its reviews are due and bring it"
    lab_left = [*masters("a"), *knows("b", minute=20)]
    assert "only its lab" in next(s for s in steps(lab_left, days=1.05) if s.slug == "b").why["en"]


def test_a_lab_seen_first_comes_again_a_day_later() -> None:
    base = [*masters("a"), *masters("b", minute=20)]
    seen = [event(ReferenceRevealed("lab:lab-b", "r"), minute=100), judged("lab:lab-b", minute=101)]
    assert ("lab", "lab-b") not in names(steps([*base, *seen], days=1.05))
    found = next(s for s in steps([*base, *seen], days=1.08) if s.kind == "lab")
    assert "reference open" in found.why["en"] and "1 concept waits" in found.why["en"]
    assert "lab" not in {s.kind for s in steps([*base, *seen, judged("lab:lab-b", minute=DAY + 101)], days=1.2)}


def test_new_work_goes_by_the_plan() -> None:
    assert names(steps([], order=("concept:a", "concept:d"))) == [("lesson", "a"), ("lesson", "d")]
    assert names(steps([], order=("concept:b", "concept:d", "concept:a"))) == [("lesson", "d"), ("lesson", "a")]
    plan = ("drill:mend-a", "lab:lab-b", "concept:b")
    assert names(steps(knows("a"), order=plan)) == [("drill", "mend-a"), ("lesson", "b"), ("lesson", "d")]
    assert names(steps([read("a")], order=("concept:d",)))[0] == ("questions", "a"), "what is begun is ended first"


def test_reviews_come_before_anything_new_when_enough_are_due() -> None:
    here = course(*(concept(f"c{n}") for n in range(6)), concept("new"))
    stream = [e for n in range(6) for e in masters(f"c{n}", minute=20 * n)]
    found = steps(stream, on=here, days=60)
    assert names(found)[0] == ("review", "")
    assert found[0].title == {"zh": "复习 6 题", "en": "Review 6 questions"}, "one of each concept that is due"
    assert found[0].minutes == 6
    few = steps(masters("c0") + masters("c1", minute=20), on=here, days=60)
    assert names(few)[1] == ("review", "")
    assert few[1].title["en"] == "Review 2 questions"


def test_a_review_says_what_has_faded() -> None:
    assert (
        "1 mastered concept has faded" in next(s for s in steps(masters("a"), days=300) if s.kind == "review").why["en"]
    )
    assert "faded" not in next(s for s in steps(masters("a"), days=15) if s.kind == "review").why["en"]


def test_a_lesson_begun_comes_before_reviews() -> None:
    stream = masters("a") + masters("b", minute=20)
    begun = [*stream, answer("d/q1", minute=60 * DAY - 10)]
    assert names(steps(begun, days=60))[:2] == [("lesson", "d"), ("review", "")]


def test_what_was_begun_ahead_of_its_prerequisites_comes_last() -> None:
    assert names(steps([read("c"), answer("b/q1", minute=1)]))[-2:] == [("lesson", "b"), ("questions", "c")]


def test_a_concept_without_questions_offers_none() -> None:
    assert steps([read("x")], on=course(concept("x", questions=()))) == []


def test_all_known_and_nothing_due_is_empty() -> None:
    one = course(concept("a"))
    assert steps(knows("a"), on=one) == []
    assert names(steps(knows("a"), on=one, days=60)) == [("review", "")]


def test_limit_and_events_of_later_types() -> None:
    odd = later_type({"concept": ["a"], "question": {}, "seconds": "x"})
    assert steps([odd]) == steps([])
    assert len(steps(knows("a"), limit=1)) == 1
    assert len(next_steps(small(), knows("a"), START + timedelta(hours=2))) == 3


@pytest.mark.parametrize(
    ("stream", "kind", "en"),
    [
        ([], "lesson", "It needs nothing before it; it takes about 45 minutes."),
        (knows("a") + knows("d", minute=20), "lesson", "1 prerequisite is done, and 1 concept builds on it."),
        (knows("a") + knows("b", minute=20), "lab", "2 concepts that it uses are done; 4 checks wait for your code."),
        (knows("a"), "drill", "1 concept that it uses is done; use it where something is broken."),
        (
            [read("a"), answer(minute=1, hints=1), answer(minute=2)],
            "questions",
            "Of 2 answers 1 was right unaided; 1 more opens what follows.",
        ),
    ],
)
def test_reasons_in_words(stream: list[Event], kind: str, en: str) -> None:
    assert next(s for s in steps(stream) if s.kind == kind).why["en"] == en


@given(STREAMS)
def test_any_history_gives_true_steps_in_both_languages(stream: list[Event]) -> None:
    now = START + timedelta(days=91)
    stand = standings(small(), stream, now)
    found = steps(stream, days=91)
    assert len(set(names(found))) == len(found)
    for step in found:
        assert set(step.title) == set(step.why) == {"zh", "en"}
        assert step.minutes >= 1
        numbers = [re.findall(r"\d+", step.why[lang]) for lang in ("zh", "en")]
        assert numbers[0], step.why
        assert sorted(numbers[0]) == sorted(numbers[1])
        if step.kind == "lesson":
            assert not stand[step.slug].read
        if step.kind == "questions":
            assert stand[step.slug].state == "learning"
            assert not stand[step.slug].shown or (stand[step.slug].confirm_from or now) <= now
        if step.kind == "lab":
            assert all(stand[c].state == "known" or stand[c].shown for c in small().labs[step.slug].concepts)
        if step.kind == "drill":
            assert all(stand[c].opens for c in small().drills[step.slug].concepts)
    stuck = {s for s, x in stand.items() if x.state in ("ready", "learning")}
    assert found or all(stand[s].confirm_from is not None or stand[s].shown for s in stuck)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Up to seven concepts, needs pointing back, kinds at random (one at least is produced), up to three labs."""
    names_ = "abcdefg"[: draw(st.integers(1, 7))]
    kinds = st.lists(st.sampled_from(["numeric", "choice", "order", "symbolic"]), min_size=2, max_size=2)
    concepts = [
        concept(n, needs=tuple(sorted(draw(st.sets(st.sampled_from(names_[:i]), max_size=3)))) if i else (),
                kinds=("numeric", *draw(kinds)))
        for i, n in enumerate(names_)
    ]  # fmt: skip
    groups = draw(st.lists(st.sets(st.sampled_from(names_), min_size=1, max_size=3), max_size=3))
    return course(*concepts, labs=tuple(lab(f"lab-{i}", *sorted(g)) for i, g in enumerate(groups)))


@given(courses())
@settings(max_examples=15, deadline=None)
def test_whoever_does_what_comes_first_masters_everything(here: Course) -> None:
    """Day by day, an hour between steps, each first step done by a learner who is always right; unless labs wait for one another."""
    waits = {u.ref: {f"concept:{c}" for c in u.concepts} for u in here.labs.values()}
    gate = gates(here)
    for c in here.concepts.values():
        waits[c.ref] = {r for n in c.needs for r in (f"concept:{n}", *(f"lab:{g}" for g in gate.get(n, ())[:1]))}
    assume(not find_cycle(waits) and all(len(g) == 1 for g in gate.values()))
    stream: list[Event] = []
    minute = 0.0
    for _ in range(150):
        minute += 60
        found = next_steps(here, stream, START + timedelta(minutes=minute), 1)
        stand = standings(here, stream, START + timedelta(minutes=minute))
        if all(s.state == "known" for s in stand.values()):
            return
        if not found:
            continue
        step = found[0]
        if step.kind == "lesson":
            stream.append(read(step.slug, minute=minute))
        elif step.kind == "questions":
            stream += [answer(f"{step.slug}/q{1 + n}", minute=minute + n, seed=int(minute) + n) for n in range(2)]
        elif step.kind == "lab":
            stream.append(judged(step.ref, minute=minute, submission=f"s{minute}"))
        else:
            stream += [
                answer(q, minute=minute + n, mode="review")
                for n, q in enumerate(due(here, stream, START + timedelta(minutes=minute)))
            ]
    raise AssertionError([s for s in stand.values() if s.state != "known"])


def test_a_unit_whose_concept_does_not_exist_waits() -> None:
    odd = course(concept("a"), labs=(lab("l", "planned"),), drills=(drill("d", "planned"),))
    assert names(steps([], on=odd)) == [("lesson", "a")]
