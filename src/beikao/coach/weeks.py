"""A better order of the plan's weeks, and a bound that no order can beat. Pure Python, no solver.

What is minimised: the week in which each item is ended, times its value (an hour of hands-on work counts twice an hour of theory,
so a lab comes soon after the concepts it needs), plus a price for every week by which an item of an earlier plan is moved. Work follows
on work without a gap, so a stage is one machine whose jobs have needs and a cost that steps up by the week; neighbouring stretches change
places as long as that pays (`beikao.coach.exchange`). Stages stay one after another.

The bound: let every item end in parts, and let what is ended by a week lie anywhere among the minutes up to it. Then each week is a
knapsack of closed sets, whose answer is read off the stage's parts of falling value by the minute (`beikao.coach.closure`), and the sum over
weeks is a bound. It is the linear relaxation of the model by steps "ended by week w" that decision 044 gave to CP-SAT, in closed form.
The price of moves does not enter it.

Source: Lawler 1978 (10.1016/S0167-5060(08)70323-6) for one machine with needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from beikao.coach.calendar import Calendar, monday
from beikao.coach.closure import falling
from beikao.coach.exchange import Stage, in_minutes, in_weeks
from beikao.coach.plan import Item, Plan, fill, greedy, order, settled, usable

CHURN = 3  # the price of a week by which an item of an earlier plan is moved
PINNED = 10_000  # of one whose week the learner chose


@dataclass(frozen=True)
class Improved:
    """`cost` is the plan's, `kept` that of the plan it started from; `bound` is not above the cost of any plan that keeps the stages apart."""

    plan: Plan
    cost: int
    bound: float
    kept: int

    @property
    def gap(self) -> float:
        """How far above its bound the cost is, as a share of it."""
        return self.cost / self.bound - 1 if self.bound > 0 else 0.0


def improve(items: Sequence[Item], calendar: Calendar, start: date, *, spent: int = 0, before: Mapping[str, date] | None = None,
            kept: Plan | None = None, pinned: Collection[str] = ()) -> Improved:  # fmt: skip
    """A plan that costs no more than `kept` (the greedy one, where none is given), which comes back itself where nothing better is found.
    `before` is ref -> the week that a move is counted from; those `pinned` are not moved for the sake of others."""
    first = kept or greedy(items, calendar, start, spent)
    work = Work.of([i for i in items if i.ref not in set(first.left)], first, calendar, start, spent, before, pinned)
    best, least = first, work.cost(first)
    here = {i.ref: i for i in work.items}
    for refs in work.orders():
        found = fill([here[r] for r in refs], calendar, start, spent)
        plan = Plan(settled(work.items, found, calendar, start, spent, last=pinned).blocks, first.left)
        if (cost := work.cost(plan)) < least:
            best, least = plan, cost
    return Improved(best, least, work.bound(), work.cost(first))


@dataclass(frozen=True)
class Work:
    """What is to be ordered: `groups` are the stages in the first plan's order; `until[w]` the minutes up to the end of week w from `monday`,
    `week[m]` the week of minute m; `was` the weeks that moves are counted from, `stay` the price of a week of a move."""

    items: tuple[Item, ...]
    groups: tuple[tuple[str, ...], ...]
    monday: date
    until: tuple[int, ...]
    week: tuple[int, ...]
    was: Mapping[str, int]
    stay: Mapping[str, int]

    @staticmethod
    def of(items: Sequence[Item], first: Plan, calendar: Calendar, start: date, spent: int = 0,
           before: Mapping[str, date] | None = None, pinned: Collection[str] = ()) -> Work:  # fmt: skip
        """`first` holds each of the items."""
        begin, stage = monday(start), stage_of(items)
        until, week = _room(calendar, start, spent, first.end or start)
        own = sorted(dict.fromkeys(b.ref for b in first.blocks), key=stage.__getitem__)  # stable
        was = {r: (monday(day) - begin).days // 7 for r, day in (before or {}).items() if r in stage}
        groups = tuple(tuple(refs) for _, refs in groupby(own, key=stage.__getitem__))
        return Work(tuple(items), groups, begin, until, week, was, {r: PINNED if r in pinned else CHURN for r in was})

    def price(self, item: Item, week: int) -> int:
        """What ending it in that week costs."""
        away = self.stay[item.ref] * abs(week - self.was[item.ref]) if item.ref in self.was else 0
        return item.value * week + away

    def cost(self, plan: Plan) -> int:
        """The sum of the prices."""
        at = plan.weeks()
        return sum(self.price(i, (at[i.ref] - self.monday).days // 7) for i in self.items)

    def stages(self) -> Iterator[tuple[tuple[str, ...], Stage]]:
        """The refs of each stage in the first order, and what exchanging them needs."""
        used = 0
        for refs in self.groups:
            mine = [i for i in self.items if i.ref in set(refs)]
            minutes = {i.ref: max(1, i.minutes) for i in mine}
            yield (
                refs,
                Stage(
                    {i.ref: i.value for i in mine},
                    minutes,
                    {i.ref: [n for n in i.needs if n in minutes] for i in mine},
                    {i.ref: [self.price(i, w) for w in range(len(self.until))] for i in mine},
                    self.week,
                    used,
                ),
            )
            used += sum(minutes.values())

    def orders(self) -> Iterator[list[str]]:
        """The first plan's order made better; and where moves cost nothing, also the order of the parts of falling value."""
        if self.was:
            yield [r for refs, stage in self.stages() for r in in_weeks(stage, refs)]
            return
        yield [r for refs, stage in self.stages() for r in in_weeks(stage, in_minutes(stage, refs))]
        yield [r for refs, stage in self.stages() for r in in_weeks(stage, in_minutes(stage, _flat(stage, refs)))]

    def bound(self) -> float:
        """Of all orders that keep the stages apart."""
        return sum(_bound(stage, refs, self.until) for refs, stage in self.stages())

    def by_stage(self, plan: Plan) -> list[tuple[int, float]]:
        """(cost, bound) of each stage of a plan of the same items."""
        at = {r: (week - self.monday).days // 7 for r, week in plan.weeks().items()}
        return [
            (sum(stage.price[r][at[r]] for r in refs), _bound(stage, refs, self.until)) for refs, stage in self.stages()
        ]


def stage_of(items: Sequence[Item]) -> dict[str, int]:
    """ref -> its stage, or the highest of those it needs."""
    found: dict[str, int] = {}
    for item in order(items):
        found[item.ref] = max([item.stage, *(found[n] for n in item.needs if n in found)])
    return found


def _room(calendar: Calendar, start: date, spent: int, end: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(minutes up to the end of each week, the week of each minute from 0) as `fill` lays them, up to the week of `end`."""
    total, until, week = -min(spent, usable(calendar.minutes(start))), list[int](), [0]
    for n in range((monday(end) - monday(start)).days // 7 + 1):
        days = (monday(start) + timedelta(days=7 * n + d) for d in range(7))
        total += sum(usable(calendar.minutes(day)) for day in days if day >= start)
        until.append(total)
        week += [n] * (total + 1 - len(week))
    return tuple(until), tuple(week)


def _flat(stage: Stage, refs: Sequence[str]) -> list[str]:
    return [r for part in falling(refs, stage.value, stage.minutes, stage.needs) for r in part]


def _bound(stage: Stage, refs: Sequence[str], until: Sequence[int]) -> float:
    """Sum over the weeks of the least value that is not ended by then."""
    parts = [(sum(stage.value[r] for r in p), sum(stage.minutes[r] for r in p))
             for p in falling(refs, stage.value, stage.minutes, stage.needs)]  # fmt: skip
    found, all_ = 0.0, sum(value for value, _ in parts)
    for minutes in until:
        free, left = max(0, minutes - stage.used), float(all_)
        for value, long in parts:
            part = min(free, long)
            left -= value * part / long
            free -= part
        found += left
    return found
