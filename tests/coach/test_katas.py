"""Katas: which come back and when, how the clock grades them, and that the schedule is the fsrs library's own."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.coach.katas import AGAIN, EASY, FIRST, GOOD, HARD, RETENTION, Kata, grade_of, katas
from beikao.course import load
from beikao.course.read_lab import code_lines
from beikao.events import (
    CodeJudged,
    CodeSubmitted,
    Corrected,
    Event,
    HintTaken,
    KataGivenUp,
    KataStarted,
    ReferenceRevealed,
)
from tests.coach.small_course import START, concept, course, event, judged, lab
from tests.course.tiny import write_concept, write_root
from tests.small_units import write_lab

COURSE = course(concept("a"), labs=(lab("quick", "a", kata=20), lab("long", "a")))
DAY = 24 * 60


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def only(stream: list[Event], days: float = 90) -> Kata:
    (found,) = katas(COURSE, stream, at(days))
    return found


def started(minute: float, event_id: str = "k1") -> Event:
    return event(KataStarted("kata:quick", "r", 20), minute=minute, event_id=event_id)


def written(minute: float, state: str = "passed", n: int = 1) -> list[Event]:
    """Handed in at that minute, judged three minutes later."""
    handed = event(CodeSubmitted("kata:quick", "r", {}, n), minute=minute, event_id=f"handed-{n}")
    return [
        handed,
        event(CodeJudged(f"handed-{n}", "kata:quick", {"state": state}), minute=minute + 3, event_id=f"judged-{n}"),
    ]


PASSED = judged("lab:quick")


def test_only_labs_that_were_passed_and_are_short() -> None:
    assert katas(COURSE, [], at(99)) == []
    assert katas(COURSE, [judged("lab:quick", "failed"), judged("lab:long")], at(99)) == []
    assert [k.lab for k in katas(COURSE, [PASSED, judged("lab:long")], at(99))] == ["quick"]
    gone = event(Corrected([PASSED.id], "a check was wrong"), minute=5)
    assert katas(COURSE, [PASSED, gone], at(99)) == []


def test_the_first_comes_weeks_later_sooner_after_help() -> None:
    hint = event(HintTaken("lab:quick", 1), minute=-5)
    seen = event(ReferenceRevealed("lab:quick", "r"), minute=-5)
    alone, hinted, shown = only([PASSED]), only([hint, PASSED]), only([seen, PASSED])
    assert at(21) < alone.due < at(35)
    assert alone.due > hinted.due >= shown.due == START + FIRST
    later = [PASSED, event(HintTaken("lab:quick", 1), minute=5), event(ReferenceRevealed("lab:quick", "r"), minute=6)]
    assert only(later).due == alone.due, "help after the pass changes nothing"


@pytest.mark.parametrize(
    ("seconds", "grade"),
    [(1, EASY), (600, EASY), (601, GOOD), (1200, GOOD), (1201, HARD), (1800, HARD), (1801, AGAIN), (None, AGAIN)],
)
def test_grades_by_the_clock(seconds: float | None, grade: int) -> None:
    assert grade_of(seconds, 20) == grade


def test_the_time_is_that_of_handing_in_not_of_judging() -> None:
    found = only([PASSED, started(30 * DAY), *written(30 * DAY + 9.5)])
    assert found.began is None and found.tries[0].seconds == pytest.approx(570) and found.tries[0].grade == EASY


def test_a_failed_verdict_leaves_the_clock_running() -> None:
    found = only([PASSED, started(30 * DAY), *written(30 * DAY + 5, "failed")], days=30.01)
    assert (found.began, found.event, found.tries) == (at(30), "k1", ())
    both = [PASSED, started(30 * DAY), *written(30 * DAY + 5, "failed"), *written(30 * DAY + 25, n=2)]
    assert [t.grade for t in only(both).tries] == [HARD]


def test_given_up_left_or_begun_anew_is_not_written() -> None:
    begun = [PASSED, started(30 * DAY)]
    stopped = only([*begun, event(KataGivenUp("kata:quick", "k1"), minute=30 * DAY + 8)])
    assert (stopped.tries[0].seconds, stopped.tries[0].ended) == (None, at(30) + timedelta(minutes=8))
    assert only(begun, days=30.9).began == at(30)
    left = only(begun, days=31.1)
    assert (left.began, left.tries[0].seconds, left.last) == (None, None, at(31))
    late = only([*begun, *written(31 * DAY + 60)], days=32)
    assert late.tries[0].seconds is None, "a pass a day after the clock began is none"
    anew = only([*begun, started(30 * DAY + 100, "k2"), *written(30 * DAY + 110)])
    assert [t.seconds for t in anew.tries] == [None, 600]


def test_a_pass_of_the_lab_itself_is_no_kata() -> None:
    assert only([PASSED, started(30 * DAY), judged("lab:quick", minute=30 * DAY + 5)], days=30.1).began == at(30)


@given(st.lists(st.sampled_from([300, 1000, 1500, 4000, None]), max_size=6))
def test_the_schedule_is_the_librarys(times: list[float | None]) -> None:
    """Each kata begun when it is due; the same reviews given to the library by hand."""
    stream, now = [PASSED], START
    scheduler = fsrs.Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=90
    )
    card, _ = scheduler.review_card(fsrs.Card(card_id=1, due=START), fsrs.Rating.Easy, START)
    for n, seconds in enumerate(times):
        found = katas(COURSE, stream, at(9999))[0]
        want = max(card.due, START + FIRST) if not n else card.due
        assert abs(found.due - want) < timedelta(seconds=1)
        assert found.due - found.last <= timedelta(days=90)
        now = found.due
        minute = (now - START).total_seconds() / 60
        stream.append(started(minute, f"k{n}"))
        if seconds is None:
            stream.append(event(KataGivenUp("kata:quick", f"k{n}"), minute=minute + 2, event_id=f"up-{n}"))
        else:
            stream += written(minute + seconds / 60, n=100 + n)
        ended = now + timedelta(seconds=seconds if seconds is not None else 120)
        grade = {300: 4, 1000: 3, 1500: 2}.get(seconds or 0, 1)
        card, _ = scheduler.review_card(card, fsrs.Rating(grade), ended.astimezone(UTC))
    assert len(katas(COURSE, stream, at(9999))[0].tries) == len(times)


@given(
    st.lists(st.tuples(st.sampled_from(["start", "pass", "fail", "up", "lab"]), st.integers(0, 90 * DAY)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_any_record_in_any_order(acts: list[tuple[str, int]], order: random.Random) -> None:
    """The same from the events in whatever order they come; one clock at most runs, and only within a day."""
    stream: list[Event] = []
    for n, (act, minute) in enumerate(acts):
        if act == "start":
            stream.append(started(minute, f"k{n}"))
        elif act == "up":
            stream.append(event(KataGivenUp("kata:quick", f"k{n - 1}"), minute=minute, event_id=f"up-{n}"))
        elif act == "lab":
            stream.append(judged("lab:quick", minute=minute))
        else:
            stream += written(minute, "passed" if act == "pass" else "failed", n=n)
    found = katas(COURSE, stream, at(60))
    shuffled = [*stream, *stream[:2]]
    order.shuffle(shuffled)
    assert katas(COURSE, shuffled, at(60)) == found
    for kata in found:
        assert kata.began is None or at(60) - kata.began <= timedelta(days=1) or kata.began > at(60)
        assert all(t.began <= t.ended <= t.began + timedelta(days=1) for t in kata.tries)
        assert all(t.seconds is None or 0 <= t.seconds <= 86400 for t in kata.tries)


def test_lines_of_code() -> None:
    assert (
        code_lines(
            '"""Doc.\n\nMore."""\n\n# note\nimport math\n\n\ndef f(x):\n    """One."""\n    return (\n        x\n    )\n'
        )
        == 5
    )
    assert code_lines("def f(:\n") == 0


def test_the_manifest_has_the_last_word(tmp_path: Path) -> None:
    """Short, pure and of one file: a third of 20 minutes is ten on the clock; `kata` says otherwise; long or of two files: none."""
    root = write_root(tmp_path / "content")
    write_concept(root, "aa")
    write_lab(root / "labs/small-lab", "aa", "aa/mixed-up")
    manifest, reference = root / "labs/small-lab/lab.toml", root / "labs/small-lab/reference.py"
    plain, short = manifest.read_text(), reference.read_text()

    def minutes(text: str, code: str = short) -> int:
        manifest.write_text(text)
        reference.write_text(code)
        found = load([root])
        assert not [f for f in found.faults if "kata" in f.what]
        return found.labs["small-lab"].kata

    assert minutes(plain) == 10
    assert minutes(plain.replace("minutes = 20", "minutes = 100")) == 35
    assert minutes(plain.replace("minutes = 20", "minutes = 20\nkata = 45")) == 45
    assert minutes(plain.replace("minutes = 20", "minutes = 20\nkata = 0")) == 0
    long = short + "\n".join(f"A{n} = {n}" for n in range(60)) + "\n"
    assert minutes(plain, long) == 0 and minutes(plain.replace("minutes = 20", "minutes = 20\nkata = 45"), long) == 45
    assert minutes(plain, short + "# note\n" * 60) == 10
    manifest.write_text(plain.replace("minutes = 20", "minutes = 20\nkata = 500"))
    assert any("`kata` must be a whole number from 0 to 120" in f.what for f in load([root]).faults)
