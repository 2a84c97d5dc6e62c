"""What to do now: one step and the day's list around it, what moved, how last week went, where the learner stands in the four stages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from beikao.coach import Standing, Step, overdue, standings, week
from beikao.coach.answers import in_order
from beikao.coach.plan import Move
from beikao.coach.queue import Day, Task, today_list
from beikao.coach.weekly import WeekSummary, last_monday, midnight, summary
from beikao.course import Concept
from beikao.course.graph import study_order
from beikao.events import Event
from beikao.study.desk import Desk
from beikao.study.goal import Goal
from beikao.study.place import NO_WORK, Paused, paused
from beikao.study.plan import order_of, plan
from beikao.study.planned import calendar_of, due_in
from beikao.study.review import Backlog

ALTERNATIVES = 2
MISSED = 10  # minutes: what is less is not worth a word


@dataclass(frozen=True)
class StageProgress:
    """`known` of `total` concepts of this stage that exist so far."""

    number: int
    title: Mapping[str, str]
    goal: Mapping[str, str]
    known: int
    total: int


@dataclass(frozen=True)
class Today:
    """`step` is None only where nothing can be done now; then `waiting` concepts want one more success on a later day. `missed` minutes
    were planned and are not done; `moves` are what that moves in the plan, `moved` how many units move at all (both empty where the learner stays with
    the plan as it is); `last_week` is None where nothing was done before this week; `placing` is the placement to go on with."""

    step: Step | None
    day: Day
    alternatives: tuple[Step, ...]
    backlog: Backlog
    missed: int
    moves: tuple[Move, ...]
    moved: int
    waiting: int
    last_week: WeekSummary | None
    new_week: bool
    stages: tuple[StageProgress, ...]
    week: tuple[tuple[date, int], ...]
    started: bool
    placing: Paused | None
    goal: Goal

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The day's list, the first one included."""
        return self.day.tasks

    @property
    def spent(self) -> int:
        """Focused minutes of this day."""
        return self.day.spent


def today(desk: Desk) -> Today:
    """The Today card."""
    before = last_week(desk)  # first: what is folded up to a week ago is gone on from, not folded again
    events, now = in_order(desk.events()), desk.now()
    stand, laid = standings(desk.course, events, now), plan(desk, quick=True)
    spent = tuple(week(events, now, desk.tz))
    found = today_list(
        desk.course, events, now, budget=laid.calendar.minutes(laid.today), spent=spent[-1][1],
        due=len(overdue(desk.course, events, now)), order=order_of(desk, laid),
    )  # fmt: skip
    step = found.tasks[0].step if found.tasks else found.steps[0] if found.steps else None
    listed = {(t.step.kind, t.step.slug) for t in found.tasks} | ({(step.kind, step.slug)} if step else set())
    others = [s for s in found.steps if (s.kind, s.slug) not in listed]
    stages = tuple(
        StageProgress(s.number, s.title, s.goal, *_count(desk, stand, s.number)) for s in desk.course.stages.values()
    )
    return Today(
        step=step,
        day=found,
        alternatives=tuple(others[:ALTERNATIVES]),
        backlog=Backlog(sum(t.step.count for t in found.tasks), found.reviews_moved),
        missed=0 if laid.left or laid.missed < MISSED else laid.missed,
        moves=() if laid.left else tuple(m for m in laid.moves if m.why == "missed"),
        moved=0 if laid.left else len(laid.moves),
        waiting=sum(s.confirm_from is not None for s in stand.values()),
        last_week=before,
        new_week=laid.today.weekday() == 0,
        stages=stages,
        week=spent,
        started=any(e.type not in NO_WORK for e in events),
        placing=paused(desk),
        goal=laid.goal,
    )


def last_week(desk: Desk, back: int = 1) -> WeekSummary | None:
    """The week before this one (or `back` weeks before); None where the learner did nothing before its end."""
    events = desk.events()
    begins = last_monday(desk.now(), desk.tz) - timedelta(weeks=back - 1)
    # What comes later does not change that week: it is summed up once. The shortest beginning first: the longer ones go on from it.
    ends = [midnight(monday, desk.tz) for monday in (begins, begins + timedelta(weeks=1))]
    until = [in_order(events[: bisect_left(events, end, key=attrgetter("at"))]) for end in ends][-1]
    if not any(e.type != "profile.set" for e in until):
        return None
    return until.keep("week", (desk.course, begins, desk.tz), lambda: _sum_up(desk, until, begins))


def _sum_up(desk: Desk, until: list[Event], begins: date) -> WeekSummary:
    due = due_in(until, desk.tz, begins)
    return summary(desk.course, until, begins, desk.tz, calendar_of(until), due)


def week_lines(week: WeekSummary, title_of: Callable[[str], Mapping[str, str]]) -> list[tuple[str, str]]:
    """The summary in lines, (zh, en): only what there is to say."""

    def names(refs: Iterable[str], kind: str = "") -> tuple[str, str]:
        titles = [title_of(f"{kind}:{ref}" if kind else ref) for ref in refs]
        return "、".join(t["zh"] for t in titles), ", ".join(t["en"] for t in titles)

    lines = [
        (f"上周（{week.monday} 起）学了 {week.minutes} 分钟，排了 {week.planned} 分钟，{week.days} 天有学。",
         f"Last week (from {week.monday}): {week.minutes} of {week.planned} minutes, on {week.days} of 7 days.")
    ]  # fmt: skip
    if week.right or week.wrong:
        lines.append(
            (
                f"答对 {week.right} 题，没全对 {week.wrong} 题。",
                f"Answers: {week.right} right, {week.wrong} not fully right.",
            )
        )
    passed = [lab for lab, ok in week.katas if ok]
    failed = [lab for lab, ok in week.katas if not ok]
    for refs, kind, zh, en in (
        (week.mastered, "concept", "新掌握", "Newly mastered"), (week.lessons, "concept", "读完", "Lessons read"),
        (week.labs, "lab", "通过实验", "Labs passed"), (week.drills, "drill", "修好", "Drills mended"),
        (passed, "lab", "手撕写成", "Katas written"), (failed, "lab", "手撕没写成", "Katas not written"),
        (week.faded, "concept", "淡了，复习会带回来", "Faded, reviews bring them back"),
    ):  # fmt: skip
        if refs:
            in_zh, in_en = names(refs, kind)
            lines.append((f"{zh}：{in_zh}。", f"{en}: {in_en}."))
    if week.due:
        left = [ref for ref in week.due if ref not in week.kept]
        in_zh, in_en = names(left)
        lines.append(
            (f"计划 {len(week.due)} 项，做成 {len(week.kept)} 项；没做成：{in_zh}。", f"The plan had {len(week.due)} units, {len(week.kept)} are done; not: {in_en}.")
            if left
            else (f"计划的 {len(week.due)} 项全部做成。", f"All {len(week.due)} units of the plan are done.")
        )  # fmt: skip
    return lines


def _count(desk: Desk, stand: Mapping[str, Standing], stage: int) -> tuple[int, int]:
    slugs = [c.slug for c in desk.course.concepts.values() if c.stage == stage]
    return sum(stand[s].state == "known" for s in slugs), len(slugs)


def course_list(desk: Desk) -> tuple[tuple[Concept, Standing], ...]:
    """Every concept in order of study with the learner's standing."""
    stand = standings(desk.course, desk.events(), desk.now())
    return tuple((c, stand[c.slug]) for c in study_order(desk.course))
