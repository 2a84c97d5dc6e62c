"""Random stories of one learner, kept in a real record: undo restores exactly, and all of it is a function of the events, in whatever
order two devices delivered them; the calendar file has the learner's own days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import icalendar
import pytest

from beikao.coach import state
from beikao.coach.answers import day
from beikao.coach.calendar import monday
from beikao.errors import UsageError
from beikao.events import AnswerUndone, CodeJudged, CodeSubmitted, Corrected, LessonRead, QuestionAnswered
from beikao.record import Record, state_hash
from beikao.study import plan
from beikao.study.calendar_file import ics
from beikao.study.desk import Desk
from beikao.study.planned import calendar_of
from tests.coach.small_course import concept, course, drill, lab

COURSE = course(
    concept("a"), concept("b", needs=("a",)), concept("c", needs=("b",), minutes=240), concept("d", minutes=45),
    concept("e", needs=("d", "a"), minutes=300), concept("f", minutes=500), concept("g", needs=("f",)),
    labs=(lab("lab-b", "b", "a"), lab("lab-e", "e"), lab("lab-f", "f")), drills=(drill("mend-a", "a"), drill("mend-g", "g")),
)  # fmt: skip
ZONES = ("Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati", "Australia/Lord_Howe", "UTC")


class Teller:
    """A learner whose clock goes on only when told, and a chance to act by."""

    def __init__(self, record: Record, seed: int, start: datetime) -> None:
        self.chance, self.at = random.Random(seed), start
        self.desk = Desk(
            COURSE,
            record,
            *cast(Any, (None,) * 4),
            now=self.tick,
            poet=cast(Any, None),
            learner=f"me-{seed}",
            tz=self.chance.choice(ZONES),
        )

    def tick(self) -> datetime:
        self.at += timedelta(milliseconds=2)
        return self.at

    def view(self) -> dict[str, Any]:
        """All that a page would show of the plan, and the derived state, as values."""
        found = plan.plan(self.desk)
        shown = {name: getattr(found, name) for name in vars(found)} | {"taken": found.taken, "stages": found.stages}
        return shown | {"state": state_hash(state(COURSE, self.desk.events(), self.at.replace(microsecond=0)))}

    def act(self) -> str:
        """One thing that a learner does, and its name; one that is refused leaves no trace."""
        name = self.chance.choice(
            (
                "wait",
                "wait",
                "study",
                "study",
                "correct",
                "make",
                "make",
                "move",
                "move",
                "undo",
                "redo",
                "keep",
                "drop",
                "hours",
                "travel",
            )
        )
        before = len(self.desk.events())
        try:
            getattr(self, name)()
        except UsageError:
            assert len(self.desk.events()) == before
        return name

    def wait(self) -> None:
        self.at += timedelta(hours=self.chance.choice((1, 23, 25, 24 * 9)))

    def travel(self) -> None:
        self.desk.tz = self.chance.choice(ZONES)

    def study(self) -> None:
        slug = self.chance.choice(list(COURSE.concepts))
        self.desk.note(LessonRead(slug, "r", "zh", 900.0))
        for q in COURSE.concepts[slug].questions:
            credit = self.chance.choice((0.0, 1.0, 1.0))
            self.desk.note(QuestionAnswered(f"{slug}/{q}", "r", 1, "1", credit, None, "practice", 1, 60.0))
        if self.chance.random() < 0.4:
            ref = self.chance.choice([u.ref for u in (*COURSE.labs.values(), *COURSE.drills.values())])
            sent = self.desk.note(CodeSubmitted(ref, "r", {}, 1))[0]
            self.desk.note(CodeJudged(sent.id, ref, {"state": self.chance.choice(("passed", "failed"))}))

    def correct(self) -> None:
        events = [e.id for e in self.desk.events() if e.type in (QuestionAnswered.TYPE, CodeJudged.TYPE)]
        if events:
            one = self.chance.choice(events)
            self.desk.note(AnswerUndone(one) if self.chance.random() < 0.5 else Corrected([one], "the key was wrong"))

    def make(self) -> None:
        plan.make(self.desk, quick=self.chance.random() < 0.3)

    def move(self) -> None:
        items = plan.plan(self.desk).items
        if items:
            plan.move(self.desk, self.chance.choice(items).ref, self.chance.choice((-2, -1, 1, 2)))

    def undo(self) -> None:
        plan.undo(self.desk, first=self.chance.random() < 0.5)

    def redo(self) -> None:
        plan.redo(self.desk)

    def keep(self) -> None:
        plan.keep(self.desk)

    def drop(self) -> None:
        found = plan.plan(self.desk)
        some = [i.ref for i in found.items if i.optional and not any(i.ref in o.needs for o in found.items)]
        if found.dropped and self.chance.random() < 0.5:
            plan.bring_back(self.desk, found.dropped[:1])
        elif some:
            plan.drop(self.desk, [self.chance.choice(some)])

    def hours(self) -> None:
        today = day(self.at, self.desk.tz)
        week = [self.chance.choice((0, 30, 60, 200)) for _ in range(7)]
        off = [today + timedelta(days=self.chance.randint(0, 30)) for _ in range(3)]
        until = None if self.chance.random() < 0.5 else today + timedelta(days=self.chance.randint(1, 60))
        plan.set_calendar(self.desk, week=week, off=off, until=until)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[tuple[Record, Record]]:
    with Record.open(tmp_path / "one") as one, Record.open(tmp_path / "two") as two:
        yield one, two


STARTS = (
    datetime(2026, 10, 23, 20, tzinfo=UTC),
    datetime(2028, 2, 27, 20, tzinfo=UTC),
    datetime(2026, 12, 30, 9, tzinfo=UTC),
)


@pytest.mark.parametrize("seed", range(12))
def test_undo_restores_exactly(records: tuple[Record, Record], seed: int) -> None:
    """After any story: take or move, then undo, and everything shown is what was shown before, time and goal being those that the plan was made
    with; redo, and it is what was taken."""
    teller = Teller(records[0], seed, STARTS[seed % 3])
    teller.make()
    for _ in range(12):
        teller.act()
        before, made = teller.view(), len(teller.desk.events())
        with suppress(UsageError):
            (teller.make if teller.chance.random() < 0.5 else teller.move)()
        if len(teller.desk.events()) == made:
            assert teller.view() == before
            continue
        assert len(teller.desk.events()) == made + 1
        taken = teller.view()
        for _ in range(2):
            plan.undo(teller.desk, first=True)
            back = teller.view()
            if before["undo"] == "aim":
                assert back["base"] == before["base"] and back["undo"] != "aim"
                assert (back["calendar"], set(back["dropped"])) == (
                    before["base"].aim.calendar,
                    before["base"].aim.dropped,
                )
            else:
                assert back == before | {"redoable": True}
            plan.redo(teller.desk)
            assert teller.view() == taken
        plan.undo(teller.desk, first=True)


@pytest.mark.parametrize("seed", range(12))
def test_all_is_a_function_of_the_events(records: tuple[Record, Record], seed: int) -> None:
    """What was seen live after every act, a second device sees that got the same events in another order, some twice, in other portions."""
    teller = Teller(records[0], seed, STARTS[seed % 3])
    acts = [teller.act() for _ in range(25)]
    live, stream = teller.view(), teller.desk.events()
    assert stream, acts
    arrived = stream + teller.chance.sample(stream, len(stream) // 3)
    teller.chance.shuffle(arrived)
    while arrived:
        some = teller.chance.randint(1, 6)
        records[1].append(*arrived[:some])
        arrived = arrived[some:]
    assert records[1].events(teller.desk.learner) == stream
    other = Teller(records[1], seed, teller.at)
    other.at, other.desk.tz = teller.at, teller.desk.tz
    assert other.view() == live
    shuffled = list(stream)
    teller.chance.shuffle(shuffled)
    now = teller.at.replace(microsecond=0)
    assert state(COURSE, shuffled + stream[:3], now) == state(COURSE, stream, now)
    assert calendar_of(sorted(shuffled, key=lambda e: e.order)) == live["calendar"]


@pytest.mark.parametrize("seed", range(12))
def test_what_was_taken_is_what_is_shown_next(records: tuple[Record, Record], seed: int) -> None:
    """What is taken is what was shown: the same weeks, the same reasons. A plan just taken moves nothing and holds to the calendar."""
    teller = Teller(records[0], seed, STARTS[seed % 3])
    for _ in range(8):
        teller.act()
        before = plan.plan(teller.desk)
        found = plan.make(teller.desk)
        assert found.moves == ()
        days = {b.day: 0 for b in found.plan.blocks}
        assert all(d >= found.today and found.calendar.minutes(d) for d in days)
        assert found.plan == before.plan and found.missed == 0
        if before.base is not None and found.base != before.base:
            assert found.taken == list(before.moves)
            old, new = before.base.weeks, found.plan.weeks()
            here = {i.ref for i in found.items}
            assert {m.ref for m in found.taken if m.ref in here} == {r for r in here if old.get(r) != new.get(r)}


@pytest.mark.parametrize("tz", ZONES)
def test_the_calendar_file_has_the_learners_days(records: tuple[Record, Record], tz: str) -> None:
    """Over the weeks in which the clocks change: whole days, without a zone, so that no program moves them."""
    for n, start in enumerate((datetime(2026, 10, 10, 23, 30, tzinfo=UTC), datetime(2027, 3, 10, 23, 30, tzinfo=UTC))):
        teller = Teller(records[n], 99, start)
        teller.desk.tz = tz
        teller.make()
        found, file = plan.plan(teller.desk), icalendar.Calendar.from_ical(ics(teller.desk, "en"))
        entries = list(file.walk("VEVENT"))
        assert not file.errors and not any(e.errors for e in entries) and len(entries) > 5
        assert file["VERSION"] == "2.0" and file["PRODID"]
        today = start.astimezone(ZoneInfo(tz)).date()
        assert entries[0]["DTSTART"].dt >= today == found.today
        for entry, block in zip(entries, found.days, strict=False):
            assert type(entry["DTSTART"].dt) is date and entry["DTSTART"].params["VALUE"] == "DATE"
            assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (block.day, block.day + timedelta(days=1))
            assert entry["DTSTAMP"].dt.utcoffset() == timedelta(0), "RFC 5545: in UTC"
            assert str(block.minutes) in str(entry["SUMMARY"])
        assert len({str(e["UID"]) for e in entries}) == len(entries)
        assert monday(entries[0]["DTSTART"].dt).weekday() == 0
