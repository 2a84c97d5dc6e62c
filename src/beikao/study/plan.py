"""The plan on the learner's calendar: what is left of the goal, laid on days at once; kept in the best order found, moved, undone.

The last `plan.made` event that was not undone is what the learner goes by. Every view lays what is left of it on the days from today,
so a missed day shows at once as a difference with reasons; it is taken or left by the learner. What is taken has the reason of each move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from beikao.coach import standings
from beikao.coach import weeks as orders
from beikao.coach.answers import day, in_order, passed
from beikao.coach.calendar import MOST_A_DAY, Calendar, monday
from beikao.coach.pace import Pace, paces, spent
from beikao.coach.plan import Block, Cuts, Item, Move, Plan, cuts, greedy, laid, moves, settled, usable
from beikao.coach.standing import SUCCESSES, to_go
from beikao.coach.summary import week as minutes_by_day
from beikao.course import Course
from beikao.course.graph import closure, find_cycle, gates, study_order
from beikao.errors import NotFoundError, UsageError
from beikao.events import CalendarSet, Event, GoalSet, PlanMade, PlanUndone
from beikao.study.desk import Desk
from beikao.study.goal import Goal, goal

LESSON = 0.5  # of a concept's minutes; its questions are the rest
FARTHEST = 365 * 5


@dataclass(frozen=True)
class Base:
    """The plan the learner goes by. `before` is the one before it, and `reasons` why a unit moved between them; `..._changed` say whether
    the calendar, the goal were set after it."""

    event: str
    made: date
    weeks: Mapping[str, date]
    minutes: Mapping[str, int]
    pinned: tuple[str, ...]
    why: str
    before: Mapping[str, date]
    reasons: Mapping[str, str]
    calendar_changed: bool
    goal_changed: bool


@dataclass(frozen=True)
class PlanView:
    """`plan` is what is left, laid from `today` on; `moves` what it changes in `base`; `counts` is kind -> (units, minutes); `missing` are
    concepts of the goal that the course does not have yet."""

    today: date
    goal: Goal
    calendar: Calendar
    items: tuple[Item, ...]
    plan: Plan
    base: Base | None
    moves: tuple[Move, ...]
    cuts: Cuts | None
    counts: Mapping[str, tuple[int, int]]
    paces: Mapping[str, Pace]
    missing: tuple[str, ...]
    undoable: bool

    @property
    def taken(self) -> list[Move]:
        """What the plan gone by changed in the one before it, the earliest first."""
        if self.base is None:
            return []
        found = [Move(r, self.base.before.get(r), self.base.weeks.get(r), why) for r, why in self.base.reasons.items()]
        return sorted(found, key=lambda m: (m.after or date.max, m.ref))

    @property
    def stages(self) -> list[tuple[int, date, date, int]]:
        """(stage, first day, last day, minutes) of what is left."""
        of = {item.ref: item.stage for item in self.items}
        found: dict[int, tuple[date, date, int]] = {}
        for b in self.plan.blocks:
            first, _, minutes = found.get(of[b.ref], (b.day, b.day, 0))
            found[of[b.ref]] = (first, b.day, minutes + b.minutes)
        return [(stage, *row) for stage, row in sorted(found.items())]

    def blocks(self, start: date, days: int) -> list[tuple[date, list[Block]]]:
        """(day, its blocks) of each of `days` days."""
        found: dict[date, list[Block]] = {start + timedelta(days=n): [] for n in range(days)}
        for block in self.plan.blocks:
            if block.day in found:
                found[block.day].append(block)
        return sorted(found.items())

    def room(self, week: date) -> int:
        """Minutes for units in the week of this Monday, from today on."""
        days = (week + timedelta(days=n) for n in range(7))
        return sum(usable(self.calendar.minutes(d)) for d in days if d >= self.today)

    def by_week(self) -> list[tuple[date, list[tuple[Item, int]]]]:
        """(Monday, its items with their minutes in that week)."""
        of = {item.ref: item for item in self.items}
        found: dict[date, dict[str, int]] = {}
        for block in self.plan.blocks:
            mine = found.setdefault(monday(block.day), {})
            mine[block.ref] = mine.get(block.ref, 0) + block.minutes
        return [(week, [(of[ref], minutes) for ref, minutes in mine.items()]) for week, mine in sorted(found.items())]


def plan(desk: Desk) -> PlanView:
    """Where the plan stands today."""
    stream, today = in_order(desk.events()), day(desk.now(), desk.tz)
    wanted, calendar = goal(desk), calendar_of(stream)
    speeds = _paces(desk.course, stream)
    items = remaining(desk.course, stream, wanted, {kind: pace.ratio for kind, pace in speeds.items()})
    gone = minutes_by_day(stream, desk.now(), desk.tz, 1)[-1][1]
    base = base_of(stream, desk.tz)
    now = (
        laid(items, base.weeks, calendar, today, gone, last=base.pinned)
        if base
        else greedy(items, calendar, today, gone)
    )
    changed = _moves(base, now, items, today) if base else ()
    counts: dict[str, tuple[int, int]] = {}
    for item in items:
        units, minutes = counts.get(item.kind, (0, 0))
        counts[item.kind] = (units + 1, minutes + item.minutes)
    return PlanView(today, wanted, calendar, tuple(items), now, base, tuple(changed), cuts(items, calendar, today, gone), counts, speeds,
                    missing(desk.course, wanted), base is not None)  # fmt: skip


def order_of(desk: Desk, found: PlanView | None = None) -> tuple[str, ...]:
    """The refs of the plan in the order they are done; empty where the learner has neither a plan nor a track."""
    found = found or plan(desk)
    return tuple(dict.fromkeys(b.ref for b in found.plan.blocks)) if found.base or found.goal.track else ()


def remaining(course: Course, stream: Sequence[Event], wanted: Goal, ratio: Mapping[str, float]) -> list[Item]:
    """What is left of the goal, in order of study, with minutes as this learner takes them. A concept that is shown is left out: the
    success of a later day is a review, and reviews have their share of every day."""
    stand, done = standings(course, stream), passed(stream)
    chosen, proved_by = concepts_of(course, wanted), gates(course)
    items = []
    for concept in study_order(course):
        mine = stand[concept.slug]
        if concept.slug in chosen and mine.state != "known" and not mine.shown:
            part = LESSON * (not mine.read) + (1 - LESSON) * min(1.0, to_go(mine) / SUCCESSES)
            minutes = max(5, round(concept.minutes * part * ratio.get("concept", 1.0)))
            needs = tuple(
                r for n in concept.needs for r in (f"concept:{n}", *(f"lab:{g}" for g in proved_by.get(n, ())[:1]))
            )
            items.append(Item(concept.ref, minutes, concept.stage, needs))
    for kind, units in (("lab", course.labs), ("drill", course.drills)):
        for unit in units.values():
            if chosen.issuperset(unit.concepts) and unit.ref not in done:
                stage = max(course.concepts[c].stage for c in unit.concepts)
                minutes = max(5, round(unit.minutes * ratio.get(kind, 1.0)))
                needs = tuple(f"concept:{c}" for c in unit.concepts)
                alone = any(labs == (unit.slug,) for labs in proved_by.values())
                items.append(Item(unit.ref, minutes, stage, needs, optional=kind == "drill" or not alone))
    return items if not find_cycle({i.ref: i.needs for i in items}) else [replace(i, needs=_theory(i)) for i in items]


def _theory(item: Item) -> tuple[str, ...]:
    """Its needs without labs: for a course whose labs wait for one another."""
    return tuple(n for n in item.needs if n.startswith("concept:"))


def concepts_of(course: Course, wanted: Goal) -> frozenset[str]:
    """The concepts of the goal that exist."""
    if not wanted.track:
        return frozenset(course.concepts)
    targets = [
        t for name in (wanted.track, *wanted.branches) if name in course.tracks for t in course.tracks[name].targets
    ]
    return closure(course, targets)


def missing(course: Course, wanted: Goal) -> tuple[str, ...]:
    """Targets of the goal that are planned but not written yet."""
    if not wanted.track:
        return tuple(sorted(course.planned.get("concepts", frozenset()) - course.concepts.keys()))
    names = [
        t for name in (wanted.track, *wanted.branches) if name in course.tracks for t in course.tracks[name].targets
    ]
    return tuple(dict.fromkeys(t for t in names if t not in course.concepts))


def _paces(course: Course, stream: Sequence[Event]) -> dict[str, Pace]:
    stand, done = standings(course, stream), passed(stream)
    guesses = {u.ref: u.minutes for kind in (course.concepts, course.labs, course.drills) for u in kind.values()}
    ended = [f"concept:{slug}" for slug, s in stand.items() if (s.shown or s.state == "known") and s.read] + sorted(
        done
    )
    return paces(spent(stream), guesses, ended)


def _moves(base: Base, now: Plan, items: Iterable[Item], today: date) -> list[Move]:
    here = {item.ref: item.minutes for item in items}
    done = [ref for ref in base.weeks if ref not in here]
    longer = {ref: minutes / base.minutes[ref] for ref, minutes in here.items() if base.minutes.get(ref)}
    return moves(
        base.weeks,
        now.weeks(),
        today=today,
        done=done,
        longer=longer,
        hours=base.calendar_changed,
        goal=base.goal_changed,
    )


# ---- the record


def calendar_of(stream: Iterable[Event]) -> Calendar:
    """The last calendar set, else ten hours a week."""
    found = Calendar()
    for event in stream:
        if event.type == CalendarSet.TYPE:
            found = Calendar.of(event.data)
    return found


def base_of(stream: Sequence[Event], tz: str) -> Base | None:
    """The last plan made that was not undone."""
    undone = {e.data["event"] for e in stream if e.type == PlanUndone.TYPE}
    made = [i for i, e in enumerate(stream) if e.type == PlanMade.TYPE and e.id not in undone]
    if not made:
        return None
    event, after = stream[made[-1]], stream[made[-1] + 1 :]
    return Base(
        event.id,
        day(event.at, event.tz or tz),
        _dates(event.data["weeks"]),
        event.data["minutes"],
        tuple(event.data["pinned"]),
        str(event.data["why"]),
        _dates(stream[made[-2]].data["weeks"]) if len(made) > 1 else {},
        event.data.get("reasons", {}),  # plans kept before there were reasons have none
        any(e.type == CalendarSet.TYPE for e in after),
        any(e.type == GoalSet.TYPE for e in after),
    )


def _dates(weeks: Mapping[str, str]) -> dict[str, date]:
    return {ref: date.fromisoformat(week) for ref, week in weeks.items()}


def due_in(stream: Sequence[Event], tz: str, week: date) -> tuple[str, ...]:
    """What the plan had for the week that begins on this Monday: the plan gone by when it began, else the first one made in it."""
    before = [e for e in stream if day(e.at, e.tz or tz) < week]
    base = base_of(before, tz)
    if base is None:
        made = [n for n, e in enumerate(stream) if e.type == PlanMade.TYPE and monday(day(e.at, e.tz or tz)) == week]
        base = base_of(stream[: made[0] + 1], tz) if made else None
    return tuple(ref for ref, when in base.weeks.items() if when == week) if base else ()


def minutes_of(stream: Sequence[Event], wanted: Goal, calendar: Calendar, when: date) -> int:
    """Minutes of study on a day: the calendar's; where none was ever set but a goal was, the goal's."""
    kinds = {e.type for e in stream}
    return wanted.minutes_per_day if GoalSet.TYPE in kinds and CalendarSet.TYPE not in kinds else calendar.minutes(when)


def set_calendar(desk: Desk, *, week: Sequence[int] | None = None, off: Iterable[date] | None = None,
                 until: date | str | None = "keep") -> Calendar:  # fmt: skip
    """Change what is given; `until` None takes the date away. Raises UsageError."""
    before = calendar_of(desk.events())
    wanted = replace(
        before,
        week=before.week if week is None else tuple(week),
        off=before.off if off is None else frozenset(off),
        until=before.until if isinstance(until, str) else until,
    )
    _check(wanted, day(desk.now(), desk.tz))
    if wanted != before:
        desk.note(
            CalendarSet(
                list(wanted.week),
                sorted(d.isoformat() for d in wanted.off),
                wanted.until.isoformat() if wanted.until else "",
            )
        )
    return wanted


def _check(wanted: Calendar, today: date) -> None:
    if len(wanted.week) != 7 or any(not 0 <= m <= MOST_A_DAY for m in wanted.week):
        raise UsageError(
            f"the week is {list(wanted.week)}", where="week", hint=f"Seven numbers of minutes, each 0 to {MOST_A_DAY}.",
            zh=f"一周的时间读到 {list(wanted.week)}", hint_zh=f"要七个分钟数，每个在 0 到 {MOST_A_DAY} 之间。",
        )  # fmt: skip
    if not any(wanted.week):
        raise UsageError("no day of the week has time", where="week", hint="Give at least one day some minutes.",
                         zh="一周七天都没有时间", hint_zh="至少给一天留一点时间。")  # fmt: skip
    if wanted.until and not today < wanted.until <= today + timedelta(days=FARTHEST):
        raise UsageError(
            f"the day to be ready on is {wanted.until}", where="until", hint="After today, and within five years.",
            zh=f"目标日期是 {wanted.until}", hint_zh="要在今天之后、五年之内。",
        )  # fmt: skip
    if len(wanted.off) > 400:
        raise UsageError(f"{len(wanted.off)} days off", where="off", hint="At most 400.",
                         zh=f"休息日有 {len(wanted.off)} 天", hint_zh="最多 400 天。")  # fmt: skip


def make(desk: Desk, *, quick: bool = False) -> PlanView:
    """Go by the plan as it is laid now, in a better order of weeks where one is found: the first plan, and every difference that is taken.
    `quick` looks for none. A first plan is ordered freely, a later one at a price for every move."""
    found = plan(desk)
    gone = minutes_by_day(desk.events(), desk.now(), desk.tz, 1)[-1][1]
    pinned = found.base.pinned if found.base else ()
    new = settled(found.items, found.plan, found.calendar, found.today, gone, last=pinned)
    if not quick and found.items:
        before = found.base.weeks if found.base else None
        new = orders.improve(found.items, found.calendar, found.today, spent=gone, before=before, kept=new,
                             pinned=pinned).plan  # fmt: skip
    _keep(desk, new, found, "replanned" if found.base else "first")
    return plan(desk)


def move(desk: Desk, ref: str, by: int) -> PlanView:
    """Move a unit by whole weeks, and pin it there. Raises NotFoundError, and UsageError before what it needs or before this week."""
    found = plan(desk)
    weeks = {**found.plan.weeks()}
    item = next((i for i in found.items if i.ref == ref), None)
    if item is None or ref not in weeks:
        raise NotFoundError(f"{ref!r} is not in the plan", where="plan", hint="beikao plan show lists what is.",
                            zh=f"计划里没有 {ref!r}", hint_zh="计划里有什么，看 beikao plan show。")  # fmt: skip
    name, to = title_of(desk.course, ref), weeks[ref] + timedelta(weeks=by)
    earliest = max([monday(found.today), *(weeks[n] for n in item.needs if n in weeks)])
    latest = min([weeks[i.ref] for i in found.items if ref in i.needs and i.ref in weeks], default=to)
    if to < earliest:
        raise UsageError(
            f"{name['en']} cannot come before the week of {earliest}", where="plan", hint="What it needs comes first.",
            zh=f"《{name['zh']}》不能早于 {earliest} 那一周", hint_zh="先修要排在它前面。",
        )  # fmt: skip
    if to > latest:
        raise UsageError(
            f"{name['en']} cannot come after the week of {latest}",
            where="plan",
            hint="What needs it would have to move first.",
            zh=f"《{name['zh']}》不能晚于 {latest} 那一周",
            hint_zh="要先把以它为先修的往后挪。",
        )
    weeks[ref] = to
    stream = in_order(desk.events())
    gone = minutes_by_day(stream, desk.now(), desk.tz, 1)[-1][1]
    pinned = set(found.base.pinned if found.base else ())
    last, first = (pinned | {ref}, ()) if by > 0 else (pinned - {ref}, (ref,))
    new = laid(found.items, weeks, found.calendar, found.today, gone, last=last, first=first)
    placed = settled(found.items, new, found.calendar, found.today, gone, last=pinned | {ref})
    stays = found.plan.weeks()[ref]
    if by and placed.weeks().get(ref) == stays:
        raise UsageError(
            f"{name['en']} stays in the week of {stays}",
            where="plan",
            hint="Its stage ends there; the next stage comes after it.",
            zh=f"《{name['zh']}》仍在 {stays} 那一周",
            hint_zh="它所在的阶段到那周为止，下一阶段排在它之后。",
        )
    _keep(desk, placed, found, "moved", pinned=ref)
    return plan(desk)


def undo(desk: Desk) -> PlanView:
    """Take the last plan back, to the one before it. Raises UsageError where there is none."""
    base = base_of(in_order(desk.events()), desk.tz)
    if base is None:
        raise UsageError("there is no plan to take back", where="plan", hint="beikao plan replan makes one.",
                         zh="没有可以撤销的计划", hint_zh="用 beikao plan replan 排一份。")  # fmt: skip
    desk.note(PlanUndone(base.event))
    return plan(desk)


def _keep(desk: Desk, new: Plan, found: PlanView, why: str, pinned: str = "") -> None:
    weeks = new.weeks()
    pins = [*(found.base.pinned if found.base else ()), *([pinned] if pinned else [])]
    desk.note(
        PlanMade(
            {ref: week.isoformat() for ref, week in sorted(weeks.items())},
            why,
            {i.ref: i.minutes for i in found.items if i.ref in weeks},
            sorted({p for p in pins if p in weeks}),
            _reasons(found, weeks, pinned) if found.base else {},
        )
    )


def _reasons(found: PlanView, weeks: Mapping[str, date], moved: str) -> dict[str, str]:
    """ref -> why its week differs from the base's: the learner's move, what had changed by itself, else a better order (or, of what else a
    move shifts, pushed)."""
    assert found.base is not None
    laid_now, why = found.plan.weeks(), {m.ref: m.why for m in found.moves}
    here = {i.ref for i in found.items}
    reasons = {}
    for ref in sorted((found.base.weeks.keys() & here) | weeks.keys() | why.keys()):
        if found.base.weeks.get(ref) == weeks.get(ref):
            continue
        if ref == moved:
            reasons[ref] = "moved"
        elif laid_now.get(ref) == weeks.get(ref) and ref in why:
            reasons[ref] = why[ref]
        else:
            reasons[ref] = "pushed" if moved else "better"
    return reasons


def ics(desk: Desk, language: str) -> bytes:
    """The plan as an iCalendar file: one event of a whole day for each block of the next eight weeks."""
    from icalendar import Calendar as File
    from icalendar import Event as Entry

    found = plan(desk)
    out = File()
    out.add("prodid", "-//beikao//plan//")
    out.add("version", "2.0")
    for when, blocks in found.blocks(found.today, 56):
        for block in blocks:
            entry = Entry()
            entry.add("uid", f"{block.ref}.{when.isoformat()}@beikao")
            entry.add("dtstamp", desk.now())
            entry.add("dtstart", when)
            entry.add("dtend", when + timedelta(days=1))
            unit = f"{block.minutes} 分钟" if language == "zh" else f"{block.minutes} min"
            entry.add("summary", f"{title_of(desk.course, block.ref)[language]} · {unit}")
            entry.add("transp", "TRANSPARENT")
            out.add_component(entry)
    return bytes(out.to_ical())


def title_of(course: Course, ref: str) -> Mapping[str, str]:
    """The title of a unit; its reference where it is gone."""
    kind, _, slug = ref.partition(":")
    units: Mapping[str, Mapping[str, object]] = {"concept": course.concepts, "lab": course.labs, "drill": course.drills}
    unit = units.get(kind, {}).get(slug)
    return unit.title if unit is not None else {"zh": ref, "en": ref}  # type: ignore[attr-defined]
