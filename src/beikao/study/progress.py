"""Progress: ability and how surely, readiness by area and stage, how past forecasts came true, memory, time; and the record, newest first.

Everything is computed from the events of the learner; nothing is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from beikao.coach import Standing, coming, recalled, remembered, standings, week
from beikao.coach.answers import answers, day, passed, zone
from beikao.coach.readiness import Calibration, Estimate, Forecast, Readiness, calibrated, readiness, replay
from beikao.course import Concept
from beikao.course.graph import study_order
from beikao.errors import NotFoundError
from beikao.events import (
    AnswerGraded,
    AnswerUndone,
    CauseNamed,
    CodeJudged,
    Event,
    HighlightSet,
    HintTaken,
    KataGivenUp,
    KataStarted,
    LessonRead,
    NoteSet,
    ProfileSet,
    QuestionAnswered,
    ReferenceRevealed,
)
from beikao.study.desk import Desk
from beikao.study.goal import goal
from beikao.study.planned import calendar_of
from beikao.study.remaining import concepts_of

TIME_DAYS, AHEAD_DAYS, PAGE = 84, 14, 40
ENOUGH = 50  # answers from which the calibration of forecasts says something
UNIT = {QuestionAnswered.TYPE: "question", LessonRead.TYPE: "concept", CodeJudged.TYPE: "unit", NoteSet.TYPE: "unit",
        HighlightSet.TYPE: "unit", HintTaken.TYPE: "unit", ReferenceRevealed.TYPE: "unit", CauseNamed.TYPE: "unit",
        KataStarted.TYPE: "unit", KataGivenUp.TYPE: "unit"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One begun concept, its standing and what is forecast of it."""

    concept: Concept
    standing: Standing
    forecast: Forecast


@dataclass(frozen=True)
class Outlook:
    """Readiness of a group of the goal's concepts: an area's name, a stage's number as text, or `whole`; `then` on the day to be ready
    on, if nothing were studied until then, None where no day is set."""

    name: str
    concepts: int
    now: Estimate
    then: Estimate | None


@dataclass(frozen=True)
class Line:
    """One event of the record for a reader: `unit` is a reference (`concept:svd`, `lab:gd-edge`, `question:svd/rank`)
    or empty, `outcome` a credit from 0 to 1 or a state's name or empty."""

    event: Event
    unit: str
    outcome: float | str


@dataclass(frozen=True)
class Progress:
    """`faded` of the concepts counted as known are fading; `time` is (day, focused minutes) oldest first; `ahead` (day, concepts whose review comes on it), the first day with
    those already due; `recall` the mean chance that a learned concept is recalled today, None before the first; `until` the day to
    be ready on."""

    counts: Mapping[str, int]
    faded: int
    rows: tuple[Row, ...]
    whole: Outlook | None
    areas: tuple[Outlook, ...]
    stages: tuple[Outlook, ...]
    until: date | None
    past: Calibration
    answered: int
    labs: tuple[str, ...]
    drills: tuple[str, ...]
    recall: float | None
    cards: int
    ahead: tuple[tuple[date, int], ...]
    time: tuple[tuple[date, int], ...]

    @property
    def minutes(self) -> int:
        return sum(m for _, m in self.time)


def progress(desk: Desk) -> Progress:
    """Where the learner stands now."""
    events, now = desk.events(), desk.now()
    stand = standings(desk.course, events, now)
    given = answers(events)
    held, asked = remembered(desk.course, events, now), recalled(desk.course, events, now)
    done = passed(events)
    wanted = concepts_of(desk.course, goal(desk))
    seen = replay(desk.course, events)
    until = calendar_of(events).until
    until = until if until and until > day(now, desk.tz) else None
    then = recalled(desk.course, events, _morning(until, desk.tz)) if until else None
    return Progress(
        counts=Counter(s.state for s in stand.values()),
        faded=sum(s.faded for s in stand.values()),
        rows=_rows(desk, stand, readiness(desk.course, seen, asked)),
        **_outlooks(
            desk,
            readiness(desk.course, seen, asked, wanted),
            None if then is None else readiness(desk.course, seen, then, wanted),
        ),
        until=until,
        past=calibrated(seen.said, seen.came),
        answered=len(given),
        labs=tuple(s for s, lab in desk.course.labs.items() if lab.ref in done),
        drills=tuple(s for s, drill in desk.course.drills.items() if drill.ref in done),
        recall=sum(held.values()) / len(held) if held else None,
        cards=len(held),
        ahead=_ahead(desk, events),
        time=tuple(week(events, now, desk.tz, TIME_DAYS)),
    )


def _morning(when: date, tz: str) -> datetime:
    """Eight o'clock of that day where the learner is, in UTC."""
    return datetime.combine(when, time(8), zone(tz)).astimezone(UTC)


def _outlooks(desk: Desk, now: Readiness, then: Readiness | None) -> dict[str, Any]:
    """`whole`, `areas` and `stages` of a Progress."""
    of = [desk.course.concepts[slug] for slug in now.concepts]
    areas = tuple(
        Outlook(area, sum(c.area == area for c in of), share, then.areas[area] if then else None)
        for area, share in now.areas.items()
    )
    stages = tuple(
        Outlook(str(n), sum(c.stage == n for c in of), share, then.stages[n] if then else None)
        for n, share in now.stages.items()
    )
    whole = Outlook("whole", len(of), now.whole, then.whole if then else None) if now.whole else None
    return {"whole": whole, "areas": areas, "stages": stages}


def _rows(desk: Desk, stand: Mapping[str, Standing], ready: Readiness) -> tuple[Row, ...]:
    """The begun concepts, in order of study."""
    begun = [c for c in study_order(desk.course) if stand[c.slug].state not in ("locked", "ready")]
    return tuple(Row(c, stand[c.slug], ready.concepts[c.slug]) for c in begun)


def _ahead(desk: Desk, events: Iterable[Event]) -> tuple[tuple[date, int], ...]:
    today = day(desk.now(), desk.tz)
    due = Counter(coming(desk.course, events, desk.now()).values())
    return tuple((when, due[when]) for when in (today + timedelta(days=n) for n in range(AHEAD_DAYS)))


def history(desk: Desk, before: str = "") -> tuple[tuple[Line, ...], str]:
    """A page of the record, newest first, and the id to go on from ("" at its end). Raises NotFoundError."""
    shown = [e for e in reversed(desk.events()) if e.type in UNIT or e.type in (ProfileSet.TYPE, AnswerGraded.TYPE, AnswerUndone.TYPE)]  # fmt: skip
    at = next((i + 1 for i, e in enumerate(shown) if e.id == before), 0)
    if before and not at:
        raise NotFoundError(f"there is no event {before!r}", where="progress", zh=f"学习记录里没有 {before!r} 这一条")
    page = shown[at : at + PAGE]
    return tuple(_line(e) for e in page), page[-1].id if len(shown) > at + PAGE else ""


def _line(event: Event) -> Line:
    unit = str(event.data.get(UNIT.get(event.type, ""), ""))
    if event.type == QuestionAnswered.TYPE:
        return Line(event, f"question:{unit}", float(event.data["credit"]))
    if event.type == LessonRead.TYPE:
        return Line(event, f"concept:{unit}", "")
    outcome = event.data["verdict"].get("state", "") if event.type == CodeJudged.TYPE else ""
    return Line(event, unit.partition("#")[0], str(outcome))
