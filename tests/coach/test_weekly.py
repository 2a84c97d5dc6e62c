"""The week's summary: what fell into it by the learner's own days, what became mastered or faded between its ends, the plan kept or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import standings
from beikao.coach.calendar import Calendar
from beikao.coach.weekly import WeekSummary, last_monday, midnight, summary
from beikao.events import CodeSubmitted, Corrected, Event, KataStarted
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
    masters,
    read,
    small,
)

MONDAY = START.date()  # 2026-03-02 is one
DAY = 24 * 60
TEN = Calendar()


def of(stream: list[Event], monday: date = MONDAY, due: tuple[str, ...] = ()) -> WeekSummary:
    return summary(small(), stream, monday, "UTC", TEN, due)


def test_a_first_week() -> None:
    stream = [*masters("a"), *knows("b", minute=30), answer("b/q1", 0.0, minute=40), answer("b/q2", 0.5, minute=41, evidence=False),
              judged("lab:lab-b", "failed", minute=60), judged("lab:lab-b", minute=61), judged("drill:mend-a", minute=62)]  # fmt: skip
    found = of(stream, due=("concept:a", "concept:b", "lab:lab-b", "concept:c", "drill:mend-a", "concept:gone"))
    assert (found.lessons, found.labs, found.drills, found.katas) == (("a", "b"), ("lab-b",), ("mend-a",), ())
    assert (found.right, found.wrong) == (13, 1), "what the learner marked without a key is no evidence"
    assert (found.mastered, found.faded) == (("a",), ())
    assert found.kept == ("concept:a", "concept:b", "lab:lab-b", "drill:mend-a") and len(found.due) == 6
    assert (found.planned, found.days, found.empty) == (600, 2, False)


def test_the_week_after_sees_only_what_is_new() -> None:
    stream = [*masters("a"), *knows("b", minute=30), judged("lab:lab-b", minute=60), judged("lab:lab-b", minute=8 * DAY),
              answer("b/q1", minute=8 * DAY + 5)]  # fmt: skip
    found = of(stream, MONDAY + timedelta(weeks=1), ("lab:lab-b",))
    assert (found.mastered, found.labs, found.lessons, found.right) == (("b",), (), (), 1)
    assert found.kept == ("lab:lab-b",), "done earlier is kept"
    assert of(stream).labs == ("lab-b",)


def test_what_faded() -> None:
    stream = masters("a")
    weeks = [of(stream, MONDAY + timedelta(weeks=n)).faded for n in range(8)]
    assert weeks.count(("a",)) == 1 and weeks.count(()) == 7, "said once, in the week in which it happened"
    n = weeks.index(("a",))
    end = midnight(MONDAY + timedelta(weeks=n + 1), "UTC")
    assert (
        standings(small(), stream, end)["a"].faded
        and not standings(small(), stream, end - timedelta(weeks=1))["a"].faded
    )


def test_what_was_mastered_and_faded_in_one_week_is_said_once() -> None:
    """Two successes make it mastered; two other questions, wrong when last asked, make it faded at once."""
    lost = [answer(f"a/{q}", 0.0, minute=3 * DAY + n) for n, q in enumerate(("q2", "q3"))]
    stream = [read("a"), answer("a/q1", minute=5), answer("a/q1", minute=2 * DAY), *lost]
    assert standings(small(), stream, midnight(MONDAY + timedelta(weeks=1), "UTC"))["a"].faded
    found = of(stream)
    assert (found.mastered, found.faded) == ((), ("a",))


def test_katas_and_annulled_passes() -> None:
    here = course(concept("a"), labs=(lab("l", "a", kata=20),), drills=(drill("d", "a"),))
    kata = [judged("lab:l"), event(KataStarted("kata:l", "r", 20), minute=3 * DAY, event_id="k"),
            event(CodeSubmitted("kata:l", "r", {}, 1), minute=3 * DAY + 9, event_id="h"),
            judged("kata:l", minute=3 * DAY + 10, submission="h")]  # fmt: skip
    found = summary(here, kata, MONDAY, "UTC", TEN)
    assert (found.katas, found.labs) == ((("l", True),), ("l",))
    assert found.minutes == 9, "on the kata's clock"
    left = summary(here, kata[:2], MONDAY, "UTC", TEN)
    assert left.katas == (("l", False),)
    gone = summary(here, [kata[0], event(Corrected([kata[0].id], "wrong"), minute=5)], MONDAY, "UTC", TEN)
    assert gone.labs == ()


def test_days_are_the_learners() -> None:
    """Sunday 17:00 UTC is Monday in Shanghai."""
    late = read("a", minute=6 * DAY + 9 * 60)
    assert summary(small(), [late], MONDAY, "UTC", TEN).lessons == ("a",)
    assert summary(small(), [late], MONDAY, "Asia/Shanghai", TEN).lessons == ()
    assert summary(small(), [late], MONDAY + timedelta(weeks=1), "Asia/Shanghai", TEN).lessons == ("a",)
    assert midnight(date(2026, 3, 2), "Asia/Shanghai") == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert last_monday(datetime(2026, 3, 8, 15, tzinfo=UTC), "Asia/Shanghai") == date(2026, 2, 23)
    assert last_monday(datetime(2026, 3, 8, 16, tzinfo=UTC), "Asia/Shanghai") == date(2026, 3, 2)
    assert midnight(date(2026, 3, 29), "Europe/Berlin") == datetime(2026, 3, 28, 23, tzinfo=UTC), (
        "the day of summer time"
    )
    assert midnight(date(2026, 3, 30), "Europe/Berlin") == datetime(2026, 3, 29, 22, tzinfo=UTC)


@given(STREAMS, st.integers(-1, 14))
@settings(max_examples=10, deadline=None)
def test_weeks_add_up(stream: list[Event], n: int) -> None:
    """Counted week by week, answers, first passes and masteries are those of the whole record: nothing twice, nothing lost."""
    weeks = [of(stream, MONDAY + timedelta(weeks=k)) for k in range(15)]
    ids = [e for w in weeks for e in w.labs]
    assert len(ids) == len(set(ids))
    end = midnight(MONDAY + timedelta(weeks=15), "UTC")
    last = standings(small(), stream, end)
    whole = summary(small(), stream, MONDAY, "UTC", TEN)
    assert whole == weeks[0]
    assert {s for s, x in last.items() if x.state == "known"} <= {s for w in weeks for s in w.mastered + w.faded}
    assert not any(set(w.mastered) & set(w.faded) for w in weeks), "one thing is said of a concept"
    if 0 <= n < 15:
        assert set(weeks[n].kept) <= set(weeks[n].due)
        assert weeks[n].empty == (weeks[n].minutes == 0 and not (weeks[n].lessons or weeks[n].right or weeks[n].wrong
                                  or weeks[n].labs or weeks[n].drills or weeks[n].katas))  # fmt: skip
