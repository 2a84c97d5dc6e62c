"""The plan on the learner's calendar: what is left of the goal, laid on days at once; taken, kept, moved, undone and redone.

The last `plan.made` event that was not undone is what the learner goes by. Every view lays what is left of it on the days from today, in its
order, so a missed day shows at once as a difference with reasons. The difference that is shown is the one that is taken; or it is left, and
the plan stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter

from beikao.coach import weeks as orders
from beikao.coach.answers import day, in_order
from beikao.coach.calendar import MOST_A_DAY, Calendar, monday
from beikao.coach.pace import Pace
from beikao.coach.plan import (
    Block,
    Cuts,
    Item,
    Move,
    Plan,
    Since,
    cuts,
    greedy,
    laid,
    lost,
    moves,
    settled,
    tidied,
    usable,
)
from beikao.coach.summary import week as minutes_by_day
from beikao.coach.weekly import midnight
from beikao.course import Course
from beikao.errors import NotFoundError, UsageError
from beikao.events import Event, PlanKept, PlanMade, UnitsDropped
from beikao.study.desk import Desk
from beikao.study.goal import Goal
from beikao.study.planned import (
    Aim,
    Base,
    aim_of,
    base_of,
    calendar_event,
    calendar_of,
    past_of,
    redo_events,
    undo_events,
    undoable,
)
from beikao.study.remaining import Narrower, missing, narrower, paces_of, remaining, wanted_refs
from beikao.study.sums import Sum, reviews_of, sums

FARTHEST = 365 * 5
MONTH = 30.44  # days
SEEN = 0.1  # of a unit's minutes: less work on it than that is not told from rounding


@dataclass(frozen=True)
class PlanView:
    """`plan` is what is left, laid from `today` on; `moves` what it changes in `base`; `counts` is kind -> (units, minutes); `missing` are
    concepts of the goal that the course does not have yet; `undo` is what undo takes back (aim, plan, first or nothing); `missed` minutes were planned
    and are not done; `left`: the learner saw the moves and stayed with the plan; `dropped` are optional units left out; `spent` minutes of today
    are gone; `sums` is what all of it adds up to, by kind, with the reviews of those days and what has no content yet."""

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
    undo: str
    redoable: bool
    missed: int
    left: bool
    dropped: tuple[str, ...]
    narrower: Narrower | None
    spent: int
    sums: tuple[Sum, ...]

    @property
    def past(self) -> bool:
        """Whether the day to be ready on is over."""
        return self.calendar.until is not None and self.calendar.until < self.today

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

    @property
    def months(self) -> float:
        """From today to the end of the plan."""
        return ((self.plan.end or self.today) - self.today).days / MONTH

    @property
    def days(self) -> list[Block]:
        """The blocks as days show them, without crumbs."""
        return tidied(self.plan.blocks, self.calendar, {self.today: self.spent})

    def blocks(self, start: date, days: int) -> list[tuple[date, list[Block]]]:
        """(day, its blocks) of each of `days` days."""
        found: dict[date, list[Block]] = {start + timedelta(days=n): [] for n in range(days)}
        for block in self.days:
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
        for block in self.days:
            mine = found.setdefault(monday(block.day), {})
            mine[block.ref] = mine.get(block.ref, 0) + block.minutes
        return [(week, [(of[ref], minutes) for ref, minutes in mine.items()]) for week, mine in sorted(found.items())]


def plan(desk: Desk, *, quick: bool = False) -> PlanView:
    """Where the plan stands today, as it would be taken. `quick`: a proposal (no plan is gone by yet) is not put into a better order."""
    stream, today = in_order(desk.events()), day(desk.now(), desk.tz)
    aim, speeds, base = aim_of(stream), paces_of(desk.course, stream), base_of(stream, desk.tz)
    ratio = {kind: pace.ratio for kind, pace in speeds.items()}
    items = remaining(desk.course, stream, aim.goal, ratio, aim.dropped)
    gone = minutes_by_day(stream, desk.now(), desk.tz, 1)[-1][1]
    laid_now = _laid(items, aim, base, today, gone, quick)
    since = _since(desk, stream, base, aim, items, ratio, gone) if base else Since()
    changed = _moves(base, laid_now, items, today, since) if base else []
    counts: dict[str, tuple[int, int]] = {}
    for item in items:
        units, minutes = counts.get(item.kind, (0, 0))
        counts[item.kind] = (units + 1, minutes + item.minutes)
    short = cuts(items, aim.calendar, today, gone)
    return PlanView(
        today, aim.goal, aim.calendar, tuple(items), laid_now, base, tuple(changed), short, counts, speeds,
        missing(desk.course, aim.goal), undoable(stream), bool(past_of(stream).redoable), since.missed, _left(base, changed),
        tuple(sorted(aim.dropped)), narrower(desk.course, aim.goal, items, short.short) if short else None, gone,
        tuple(sums(desk.course, stream, aim.goal, items, reviews_of(laid_now, aim.calendar, today))),
    )  # fmt: skip


def _laid(items: Sequence[Item], aim: Aim, base: Base | None, today: date, gone: int, quick: bool) -> Plan:
    """What is left, laid from today. Units keep the order of the plan gone by; a better one is looked for where there is none yet, or units that it
    does not have, at a price for every move."""
    calendar = aim.calendar
    if base is None:
        first = settled(items, greedy(items, calendar, today, gone), calendar, today, gone)
        return first if quick or not items else orders.improve(items, calendar, today, spent=gone, kept=first).plan
    pinned = base.pinned
    kept = laid(items, base.weeks, calendar, today, gone, last=pinned)
    kept = settled(items, kept, calendar, today, gone, last=pinned)
    if all(i.ref in base.weeks for i in items):
        return kept
    return orders.improve(items, calendar, today, spent=gone, before=base.weeks, kept=kept, pinned=pinned).plan


def _moves(base: Base, now: Plan, items: Sequence[Item], today: date, since: Since) -> list[Move]:
    here = {item.ref for item in items}
    done = [ref for ref in base.weeks if ref not in here and ref not in since.gone]
    return moves(base.weeks, now.weeks(), today=today, done=done, since=since)


def _left(base: Base | None, changed: Sequence[Move]) -> bool:
    """Whether the learner saw this difference, or a larger one, and stayed with the plan."""
    return bool(base and changed) and {m.ref: m.after for m in changed}.items() <= dict(base.kept).items()  # type: ignore[union-attr]


def _since(desk: Desk, stream: Sequence[Event], base: Base, aim: Aim, items: Sequence[Item], ratio: Mapping[str, float],
           gone: int) -> Since:  # fmt: skip
    """What happened since the plan gone by was made."""
    today, here = day(desk.now(), desk.tz), {i.ref: i.minutes for i in items}
    within, goal_changed = wanted_refs(desk.course, aim.goal), aim.goal != base.aim.goal
    out = {ref: "dropped" if ref in within else "goal" if goal_changed else "gone"
           for ref in base.weeks if ref not in here and (ref not in within or ref in aim.dropped)}  # fmt: skip
    then = {ref: _then(ref, minutes, base, ratio) for ref, minutes in here.items() if ref in base.minutes}
    due, done = _due(base, today), _done(base, then, out)
    spent_today = min(gone - (base.spent if base.made == today else 0), usable(aim.calendar.minutes(today)))
    net = due + max(0, spent_today) - done
    missed = max(0, min(net, due))
    if missed and spent_today > 0:
        missed = min(missed, max(0, due - _done_before(desk, stream, base, aim, ratio, out)))
    return Since(
        missed,
        net - missed,
        lost(base.aim.calendar, aim.calendar, today, base.weeks.values()),
        {ref: here[ref] - then[ref] for ref in then if here[ref] != then[ref]},
        {ref: (why, base.minutes.get(ref, 0)) for ref, why in out.items()},
        ("goal" if goal_changed else "new", {ref: minutes for ref, minutes in here.items() if ref not in base.weeks}),
    )


def _then(ref: str, minutes: int, base: Base, ratio: Mapping[str, float]) -> int:
    """The minutes of a unit at the pace with which the plan was made: those it had, where no work on it is seen."""
    kind = ref.partition(":")[0]
    then = minutes * base.paces.get(kind, ratio.get(kind, 1.0)) / ratio.get(kind, 1.0)
    return base.minutes[ref] if then > (1 - SEEN) * base.minutes[ref] else round(then)


def _due(base: Base, today: date) -> int:
    """Minutes that the plan had for the days before this one."""
    days = (base.made + timedelta(days=n) for n in range((today - base.made).days))
    free = [usable(base.aim.calendar.minutes(d)) for d in days]
    free[:1] = [max(0, m - base.spent) for m in free[:1]]
    return min(sum(free), sum(base.minutes.values()))


def _done(base: Base, then: Mapping[str, int], out: Mapping[str, str]) -> int:
    """Minutes of the plan that are done."""
    return sum(minutes - then.get(ref, 0) for ref, minutes in base.minutes.items() if ref not in out)


def _done_before(desk: Desk, stream: Sequence[Event], base: Base, aim: Aim, ratio: Mapping[str, float],
                 out: Mapping[str, str]) -> int:  # fmt: skip
    """The same as this day began."""
    today = day(desk.now(), desk.tz)
    before = in_order(stream[: bisect_left(stream, midnight(today, desk.tz), key=attrgetter("at"))])
    items = remaining(desk.course, before, aim.goal, ratio, aim.dropped)
    then = {i.ref: _then(i.ref, i.minutes, base, ratio) for i in items if i.ref in base.minutes}
    return _done(base, then, out)


def order_of(desk: Desk, found: PlanView | None = None) -> tuple[str, ...]:
    """The refs of the plan in the order they are done; empty where the learner has neither a plan nor a track."""
    found = found or plan(desk, quick=True)
    return tuple(dict.fromkeys(b.ref for b in found.plan.blocks)) if found.base or found.goal.track else ()


# ---- what it is laid for


def set_calendar(desk: Desk, *, week: Sequence[int] | None = None, off: Iterable[date] | None = None,
                 until: date | str | None = "keep") -> Calendar:  # fmt: skip
    """Change what is given; `until` None takes the date away. A day to be ready on that was set before may be past. Raises UsageError."""
    before = calendar_of(in_order(desk.events()))
    wanted = replace(
        before,
        week=before.week if week is None else tuple(week),
        off=before.off if off is None else frozenset(off),
        until=before.until if isinstance(until, str) else until,
    )
    _check(wanted, before, day(desk.now(), desk.tz))
    if wanted != before:
        desk.note(calendar_event(wanted))
    return wanted


def _check(wanted: Calendar, before: Calendar, today: date) -> None:
    if len(wanted.week) != 7 or any(not 0 <= m <= MOST_A_DAY for m in wanted.week):
        raise UsageError(
            f"the week is {list(wanted.week)}", where="week", hint=f"Seven numbers of minutes, each 0 to {MOST_A_DAY}.",
            zh=f"一周的时间读到 {list(wanted.week)}", hint_zh=f"要七个分钟数，每个在 0 到 {MOST_A_DAY} 之间。",
        )  # fmt: skip
    if not any(wanted.week):
        raise UsageError("no day of the week has time", where="week", hint="Give at least one day some minutes.",
                         zh="一周七天都没有时间", hint_zh="至少给一天留一点时间。")  # fmt: skip
    new = wanted.until if wanted.until != before.until else None
    if new and not today < new <= today + timedelta(days=FARTHEST):
        raise UsageError(
            f"the day to be ready on is {wanted.until}", where="until", hint="After today, and within five years.",
            zh=f"目标日期是 {wanted.until}", hint_zh="要在今天之后、五年之内。",
        )  # fmt: skip
    if len(wanted.off) > 400:
        raise UsageError(f"{len(wanted.off)} days off", where="off", hint="At most 400.",
                         zh=f"休息日有 {len(wanted.off)} 天", hint_zh="最多 400 天。")  # fmt: skip


def make(desk: Desk, *, quick: bool = False) -> PlanView:
    """Go by the plan as it is shown: the first one, and every difference that is taken. Where nothing differs, nothing is noted. `quick`: the first
    one without a look for a better order."""
    found = plan(desk, quick=quick)
    aim = aim_of(in_order(desk.events()))
    if found.base and not found.moves and not found.missed and found.base.aim == aim:
        return found
    reasons = {m.ref: m.why for m in found.moves}
    _note(desk, found, found.plan, "replanned" if found.base else "first", reasons)
    return plan(desk)


def keep(desk: Desk) -> PlanView:
    """Stay with the plan as it is: what it would move now is not offered again. Raises UsageError where nothing would."""
    found = plan(desk)
    if not found.base or not found.moves:
        raise UsageError("nothing would move", where="plan", hint="There is nothing to leave.",
                         zh="没有要改的地方", hint_zh="计划照旧。")  # fmt: skip
    desk.note(PlanKept(found.base.event, {m.ref: m.after.isoformat() if m.after else "" for m in found.moves}))
    return plan(desk)


def drop(desk: Desk, refs: Iterable[str]) -> PlanView:
    """Leave these optional units out of the plan, besides those left out before. Raises UsageError for one that is not optional, or that another
    unit needs; NotFoundError for one that is not in the plan."""
    found, names = plan(desk, quick=True), list(dict.fromkeys(refs))
    items, here = {i.ref: i for i in found.items}, set(names)
    for ref in names:
        if ref not in items:
            raise _not_planned(ref)
        waits = next((i.ref for i in found.items if ref in i.needs and i.ref not in here), None)
        if not items[ref].optional or waits:
            name, by = title_of(desk.course, ref), title_of(desk.course, waits or ref)
            raise UsageError(
                f"{name['en']} cannot be left out", where="plan",
                hint=f"{by['en']} needs it." if waits else "It is no optional unit.",
                zh=f"《{name['zh']}》不能去掉", hint_zh=f"《{by['zh']}》要用到它。" if waits else "它不是选做的。",
            )  # fmt: skip
    return _set_dropped(desk, {*found.dropped, *names})


def bring_back(desk: Desk, refs: Iterable[str]) -> PlanView:
    """Take units that were left out into the plan again."""
    return _set_dropped(desk, set(aim_of(in_order(desk.events())).dropped) - set(refs))


def _set_dropped(desk: Desk, wanted: set[str]) -> PlanView:
    if wanted != aim_of(in_order(desk.events())).dropped:
        desk.note(UnitsDropped(sorted(wanted)))
    return plan(desk, quick=True)


def _not_planned(ref: str) -> NotFoundError:
    return NotFoundError(f"{ref!r} is not in the plan", where="plan", hint="beikao plan show --json names what is.",
                         zh=f"计划里没有 {ref!r}", hint_zh="计划里有什么，看 beikao plan show --json。")  # fmt: skip


def move(desk: Desk, ref: str, by: int) -> PlanView:
    """Move a unit by whole weeks (further, where no unit ends in that week), and pin it there. Raises NotFoundError; UsageError where a unit that
    it needs or that needs it, this week or its stage stands in the way, and says which."""
    found = plan(desk)
    weeks = found.plan.weeks()
    item = next((i for i in found.items if i.ref == ref), None)
    if item is None or ref not in weeks:
        raise _not_planned(ref)
    to = weeks[ref] + timedelta(weeks=by)
    _way_is_free(desk, found, item, to)
    pinned = set(found.base.pinned if found.base else ())
    for week in _weeks_on(to, by, found, item):
        placed = _placed(found, ref, week, by, pinned)
        if not by or placed.weeks().get(ref) != weeks[ref]:
            break
    else:
        raise _stays(desk, found, item, by)
    _note(desk, found, placed, "moved", _reasons(found, placed.weeks(), ref), pinned=ref)
    return plan(desk)


def _placed(found: PlanView, ref: str, week: date, by: int, pinned: set[str]) -> Plan:
    weeks = {**found.plan.weeks(), ref: week}
    last, first = (pinned | {ref}, ()) if by > 0 else (pinned - {ref}, (ref,))
    new = laid(found.items, weeks, found.calendar, found.today, found.spent, last=last, first=first)
    return settled(found.items, new, found.calendar, found.today, found.spent, last=pinned | {ref})


def _weeks_on(to: date, by: int, found: PlanView, item: Item) -> list[date]:
    """The week asked for, then those beyond it as far as the unit may go."""
    earliest, latest = _span(found, item)
    beyond = {w for w in found.plan.weeks().values() if (to < w <= latest if by > 0 else earliest <= w < to)}
    return [to, *sorted(beyond, reverse=by < 0)]


def _span(found: PlanView, item: Item) -> tuple[date, date]:
    """The first and the last week that what it needs and what needs it leave."""
    weeks = found.plan.weeks()
    earliest = max([monday(found.today), *(weeks[n] for n in item.needs if n in weeks)])
    return earliest, min(
        [weeks[i.ref] for i in found.items if item.ref in i.needs and i.ref in weeks], default=date.max
    )


def _way_is_free(desk: Desk, found: PlanView, item: Item, to: date) -> None:
    earliest, latest = _span(found, item)
    weeks, name = found.plan.weeks(), title_of(desk.course, item.ref)
    if to < earliest:
        need = next((n for n in item.needs if weeks.get(n) == earliest), None)
        by = title_of(desk.course, need) if need else {}
        raise UsageError(
            f"{name['en']} cannot come before the week of {earliest}", where="plan",
            hint=f"It needs {by['en']}, which ends in the week of {earliest}." if need else "That is this week.",
            zh=f"《{name['zh']}》不能早于 {earliest} 那一周",
            hint_zh=f"它的先修《{by['zh']}》排在 {earliest} 那一周。" if need else "那就是本周。",
        )  # fmt: skip
    if to > latest:
        by = title_of(
            desk.course, next(i.ref for i in found.items if item.ref in i.needs and weeks.get(i.ref) == latest)
        )
        raise UsageError(
            f"{name['en']} cannot come after the week of {latest}", where="plan",
            hint=f"{by['en']} needs it and ends in the week of {latest}: move that first.",
            zh=f"《{name['zh']}》不能晚于 {latest} 那一周",
            hint_zh=f"《{by['zh']}》以它为先修，排在 {latest} 那一周：先挪那个。",
        )  # fmt: skip


def _stays(desk: Desk, found: PlanView, item: Item, by: int) -> UsageError:
    """Why it cannot go: the unit that it needs or that needs it, else the one of the stage beside its own, else the room of this week."""
    weeks, name = found.plan.weeks(), title_of(desk.course, item.ref)
    bound = _bound(found, item, by)
    other = title_of(desk.course, bound) if bound else {}
    if bound and by > 0:
        hint = f"{other['en']} (week of {weeks[bound]}) comes after it."
        hint_zh = f"《{other['zh']}》（{weeks[bound]} 那一周）要排在它后面。"
    elif bound:
        hint = f"It comes after {other['en']} (week of {weeks[bound]}) and takes {item.minutes} minutes."
        hint_zh = f"它要排在《{other['zh']}》（{weeks[bound]} 那一周）后面，自己要 {item.minutes} 分钟。"
    elif by > 0:
        hint, hint_zh = "Nothing is planned after that week.", "那一周之后没有别的内容了。"
    else:
        hint = f"It takes {item.minutes} minutes, more than the weeks before have."
        hint_zh = f"它要 {item.minutes} 分钟，前面几周放不下。"
    stays = weeks[item.ref]
    return UsageError(f"{name['en']} stays in the week of {stays}", where="plan", hint=hint,
                      zh=f"《{name['zh']}》仍在 {stays} 那一周", hint_zh=hint_zh)  # fmt: skip


def _bound(found: PlanView, item: Item, by: int) -> str | None:
    """The nearest unit that has to come before it (after it, where it is to go on): for needs, else for the stages."""
    order = list(dict.fromkeys(b.ref for b in found.plan.blocks))
    stage = orders.stage_of(found.items)
    mine, waits = stage[item.ref], {i.ref for i in found.items if item.ref in i.needs}
    if by > 0:
        return next((r for r in order if r in waits), next((r for r in order if stage[r] > mine), None))
    order.reverse()
    return next((r for r in order if r in item.needs), next((r for r in order if stage[r] < mine), None))


def undo(desk: Desk, *, first: bool = False) -> PlanView:
    """Take back the last change: what was set since the plan was made, else the plan, with the time and goal that held before it. Only with `first`
    is the only plan taken back. Redo takes it forth again. Raises UsageError."""
    stream = in_order(desk.events())
    what = undoable(stream)
    if not what:
        raise UsageError("there is no plan to take back", where="plan", hint="beikao plan replan makes one.",
                         zh="没有可以撤销的计划", hint_zh="用 beikao plan replan 排一份。")  # fmt: skip
    if what == "first" and not first:
        raise UsageError(
            "this is your first plan: nothing was changed since",
            where="plan",
            hint="beikao plan undo --first drops it; beikao plan redo brings it back.",
            zh="这是第一份计划，之后没有改动",
            hint_zh="要丢掉它，用 beikao plan undo --first；beikao plan redo 能找回来。",
        )
    desk.note(*undo_events(stream))
    return plan(desk)


def redo(desk: Desk) -> PlanView:
    """Take the last undo back. Raises UsageError where there is none, or something was changed since."""
    events = redo_events(in_order(desk.events()))
    if not events:
        raise UsageError("there is nothing to redo", where="plan", hint="Redo follows on undo.",
                         zh="没有可以恢复的改动", hint_zh="撤销之后、再改别的之前才能恢复。")  # fmt: skip
    desk.note(*events)
    return plan(desk)


def _note(desk: Desk, found: PlanView, new: Plan, why: str, reasons: Mapping[str, str], pinned: str = "") -> None:
    weeks = new.weeks()
    pins = [*(found.base.pinned if found.base else ()), *([pinned] if pinned else [])]
    desk.note(
        PlanMade(
            {ref: week.isoformat() for ref, week in sorted(weeks.items())},
            why,
            {i.ref: i.minutes for i in found.items if i.ref in weeks},
            sorted({p for p in pins if p in weeks}),
            dict(reasons) if found.base else {},
            {kind: pace.ratio for kind, pace in sorted(found.paces.items())},
        )
    )


def _reasons(found: PlanView, weeks: Mapping[str, date], moved: str) -> dict[str, str]:
    """ref -> why its week differs from the base's when a unit was moved: the learner's move, what had changed by itself, else pushed."""
    was = found.base.weeks if found.base else {}
    laid_now, why = found.plan.weeks(), {m.ref: m.why for m in found.moves}
    here = {i.ref for i in found.items}
    reasons = {ref: why[ref] for ref in why if ref not in here}
    for ref in sorted((was.keys() & here) | weeks.keys()):
        if was.get(ref) != weeks.get(ref):
            own = why.get(ref) if laid_now.get(ref) == weeks.get(ref) else None
            reasons[ref] = "moved" if ref == moved else own or "pushed"
    return reasons


def guide_months(course: Course) -> tuple[int, int] | None:
    """The fewest and the most months that the guide gives all stages together; None where a stage names none."""
    spans = [stage.months.split("-") for stage in course.stages.values()]
    if not spans or not all(part.isdecimal() for parts in spans for part in parts):
        return None
    return sum(int(parts[0]) for parts in spans), sum(int(parts[-1]) for parts in spans)


def title_of(course: Course, ref: str) -> Mapping[str, str]:
    """The title of a unit; its reference where it is gone."""
    kind, _, slug = ref.partition(":")
    units: Mapping[str, Mapping[str, object]] = {"concept": course.concepts, "lab": course.labs, "drill": course.drills}
    unit = units.get(kind, {}).get(slug)
    return unit.title if unit is not None else {"zh": ref, "en": ref}  # type: ignore[attr-defined]
