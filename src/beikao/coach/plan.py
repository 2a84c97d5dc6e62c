"""The plan: units of work laid on the days of a calendar, at once; what a new plan moves and why; what cannot fit and the
cheapest ways out.

Greedy and exact to the minute: units follow one another in an order that respects needs and stages, and each fills the days
that are free, less a share kept for reviews. `beikao.coach.weeks` improves the order by weeks. Pure: it
reads no event and keeps nothing.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from beikao.coach.calendar import MOST_A_DAY, Calendar, monday

REVIEWS = 0.09  # of every day: 17 minutes a concept over its life, of 190 that lesson, questions and labs take
HOUR = {"concept": 4}  # what an hour's work ended a week earlier is worth
DOING = 8  # of anything else: done early, hands-on work follows soon on the theory it needs
EXTRA = 1  # of practice of what is known already
LEAST = 10  # minutes of a block, where it is not the whole unit


@dataclass(frozen=True)
class Item:
    """A unit of work. `needs` are refs of items to be ended before it (others are ignored); `optional` may be dropped; `extra` is practice of
    what is known already, which comes last in its stage."""

    ref: str
    minutes: int
    stage: int
    needs: tuple[str, ...] = ()
    optional: bool = False
    extra: bool = False

    @property
    def kind(self) -> str:
        return self.ref.partition(":")[0]

    @property
    def value(self) -> int:
        """What having it a week earlier is worth."""
        hour = EXTRA if self.extra else HOUR.get(self.kind, DOING)
        return max(1, round(self.minutes * hour / 60))


@dataclass(frozen=True)
class Block:
    """Minutes of one item on one day."""

    day: date
    ref: str
    minutes: int


@dataclass(frozen=True)
class Plan:
    """`blocks` in the order they are done; `left` are refs that found no place within five years."""

    blocks: tuple[Block, ...]
    left: tuple[str, ...] = ()

    @property
    def ends(self) -> dict[str, date]:
        """ref -> the day it is ended on."""
        return {b.ref: b.day for b in self.blocks}

    @property
    def end(self) -> date | None:
        """The last day with work."""
        return self.blocks[-1].day if self.blocks else None

    def weeks(self) -> dict[str, date]:
        """ref -> the Monday of the week in which it is ended."""
        return {ref: monday(day) for ref, day in self.ends.items()}


def order(items: Sequence[Item], first: Mapping[str, int] | None = None) -> list[Item]:
    """Needs first; among the ready: lower stage (its own, or the highest of what it needs), then lower `first` (0 where not named), then extra
    practice last, then labs and drills before new concepts, then as given. Raises ValueError where the needs run in a circle."""
    here = {item.ref: item for item in items}
    waits = {item.ref: sum(n in here for n in item.needs) for item in items}
    opens: dict[str, list[str]] = {}
    for item in items:
        for need in item.needs:
            if need in here:
                opens.setdefault(need, []).append(item.ref)
    place = {item.ref: i for i, item in enumerate(items)}
    stage = {item.ref: item.stage for item in items}

    def key(item: Item) -> tuple[int, int, int, int, int, str]:
        own = (item.extra, item.kind == "concept", place[item.ref], item.ref)
        return stage[item.ref], (first or {}).get(item.ref, 0), *own

    ready = [key(item) for item in items if not waits[item.ref]]
    heapq.heapify(ready)
    found: list[Item] = []
    while ready:
        item = here[heapq.heappop(ready)[-1]]
        found.append(item)
        for child in opens.get(item.ref, ()):
            waits[child] -= 1
            stage[child] = max(stage[child], stage[item.ref])
            if not waits[child]:
                heapq.heappush(ready, key(here[child]))
    if len(found) < len(here):
        raise ValueError("the needs run in a circle")
    return found


def fill(ordered: Iterable[Item], calendar: Calendar, start: date, spent: int = 0) -> Plan:
    """Lay them one after another on the days from `start`; `spent` minutes of the first day are gone already."""
    days = ((day, max(0, usable(minutes) - (spent if day == start else 0))) for day, minutes in calendar.days(start))
    blocks: list[Block] = []
    left: list[str] = []
    day, free = next(days, (start, 0))
    out = not free and not calendar.between(start, start + timedelta(days=400))
    for item in ordered:
        rest = max(1, item.minutes)
        while rest and not out:
            if not free:
                following = next(days, None)
                if following is None:
                    out = True
                    break
                day, free = following
                continue
            part = min(rest, free)
            blocks.append(Block(day, item.ref, part))
            rest, free = rest - part, free - part
        if rest:
            left.append(item.ref)
    gone = set(left)
    return Plan(tuple(b for b in blocks if b.ref not in gone), tuple(left))


def usable(minutes: int) -> int:
    """Of a day's minutes, those not kept for reviews."""
    return minutes - math.ceil(minutes * REVIEWS)


def greedy(items: Sequence[Item], calendar: Calendar, start: date, spent: int = 0) -> Plan:
    """The plan at once."""
    return fill(order(items), calendar, start, spent)


def laid(items: Sequence[Item], weeks: Mapping[str, date], calendar: Calendar, start: date, spent: int = 0, *,
         last: Collection[str] = (), first: Collection[str] = ()) -> Plan:  # fmt: skip
    """The plan whose order follows the week of each item; one without a week comes last. Within their week those in `last` come after
    all others (what the learner put there stays there when something before it falls away), those in `first` before them."""
    known = sorted(set(weeks.values()))
    number = {week: n for n, week in enumerate(known)}
    keys = {
        i.ref: 3 * number.get(weeks.get(i.ref, date.max), len(known)) + (i.ref in last) - (i.ref in first)
        for i in items
    }
    return fill(order(items, keys), calendar, start, spent)


def settled(items: Sequence[Item], plan: Plan, calendar: Calendar, start: date, spent: int = 0, *,
            last: Collection[str] = ()) -> Plan:  # fmt: skip
    """The plan as every later view lays it: laying its weeks again changes none. Its items come in the same weeks or earlier ones, as a shorter
    unit may end in a week that a longer one only begins in; one that was left out and has room comes in."""
    gone = set(plan.left)
    placed = [i for i in items if i.ref not in gone]
    for _ in placed:  # ends sooner
        again = laid(placed, plan.weeks(), calendar, start, spent, last=last)
        if again.weeks() == plan.weeks():
            break
        plan = again
    plan = Plan(again.blocks if placed else plan.blocks, tuple(i.ref for i in items if i.ref in gone))
    # A short one that stood behind a long one may have room.
    more = laid(items, plan.weeks(), calendar, start, spent, last=last)
    return more if plan.weeks().items() <= more.weeks().items() else plan


def tidied(blocks: Sequence[Block], calendar: Calendar, spent: Mapping[date, int] | None = None) -> list[Block]:
    """The blocks as days show them, without crumbs: one shorter than LEAST that is not the whole unit joins its unit's block beside it,
    or grows to LEAST at its cost, where the day has the minutes (those kept for reviews among them: the other day then keeps more). Each unit keeps
    its minutes and the week it is ended in. `spent` are minutes of a day that are gone already."""
    minutes, used = [b.minutes for b in blocks], dict(spent or {})
    for b in blocks:
        used[b.day] = used.get(b.day, 0) + b.minutes
    for n, b in enumerate(blocks):
        for k in _beside(blocks, n) if minutes[n] < LEAST else ():
            more, day = LEAST - minutes[n], blocks[k].day
            if not minutes[k]:
                continue
            ends_it = k < n and monday(day) != monday(b.day)
            if not ends_it and used[day] + minutes[n] <= calendar.minutes(day):
                part = minutes[n]
            elif minutes[k] - more >= LEAST and used[b.day] + more <= calendar.minutes(b.day):
                part = -more
            else:
                continue
            minutes[n], minutes[k] = minutes[n] - part, minutes[k] + part
            used[b.day], used[day] = used[b.day] - part, used[day] + part
            break
    return [replace(b, minutes=m) for b, m in zip(blocks, minutes, strict=True) if m]


def _beside(blocks: Sequence[Block], n: int) -> list[int]:
    """Places of the blocks of the same unit after and before the n-th."""
    near = (k for k in (n + 1, n - 1) if 0 <= k < len(blocks))
    return [k for k in near if blocks[k].ref == blocks[n].ref]


# ---- what a new plan changes


@dataclass(frozen=True)
class Move:
    """An item that a new plan ends in another week; `before` or `after` is None where it was not or is no longer planned. `why` is
    missed (minutes planned and not done), today (this day's minutes went elsewhere), ahead (more was done), longer, shorter, hours, new, gone,
    goal, dropped or pushed (only the order makes room); moved (by the learner)."""

    ref: str
    before: date | None
    after: date | None
    why: str


@dataclass(frozen=True)
class Since:
    """What happened since the old plan was made, in minutes. `missed`: planned for days that are over and not done; `today`: gone today without
    what was planned (negative: more was done than planned); `lost[week]`: what the calendar has less from today to the end of that week
    (negative: more); `longer[ref]`: what it takes more than was thought (negative: less); `gone[ref]`: why it is wanted no more, and what it took;
    `fresh`: why units are new, and what each takes."""

    missed: int = 0
    today: int = 0
    lost: Mapping[date, int] = field(default_factory=dict)
    longer: Mapping[str, int] = field(default_factory=dict)
    gone: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    fresh: tuple[str, Mapping[str, int]] = field(default_factory=lambda: ("new", {}))


def moves(old: Mapping[str, date], new: Mapping[str, date], *, today: date, done: Iterable[str] = (),
          since: Since | None = None) -> list[Move]:  # fmt: skip
    """What changes between two plans by week, the earliest first. The reason of each is, of what happened `since`, that which accounts for the most
    minutes in the move's direction."""
    ended, since = set(done), since or Since()
    found = []
    for ref in sorted((old.keys() | new.keys()) - ended):
        before, after = old.get(ref), new.get(ref)
        if before != after:
            found.append(Move(ref, before, after, _why(ref, old, new, monday(today), since)))
    return sorted(found, key=lambda m: (m.after or date.max, m.ref))


def _why(ref: str, old: Mapping[str, date], new: Mapping[str, date], this: date, since: Since) -> str:
    before, after = old.get(ref), new.get(ref)
    if before is None:
        return since.fresh[0]
    if after is None:
        return since.gone.get(ref, ("gone", 0))[0]
    if before < this:
        return "missed"  # its week is over
    causes = _causes(before, after, old, new, since)
    way = 1 if after > before else -1
    why = max(causes, key=lambda name: way * causes[name])
    return {"longer": "longer" if way > 0 else "shorter"}.get(why, why) if way * causes[why] > 0 else "pushed"


def _causes(
    before: date, after: date, old: Mapping[str, date], new: Mapping[str, date], since: Since
) -> dict[str, int]:
    """name -> minutes by which it puts a unit off that goes from one week to the other (negative: brings it forward)."""
    why, fresh = since.fresh
    found = {
        "missed": since.missed,
        "today" if since.today > 0 else "ahead": since.today,
        "hours": since.lost.get(before, 0),
        "longer": sum(more for ref, more in since.longer.items() if ref in new and new[ref] <= after),
        why: sum(long for ref, long in fresh.items() if ref in new and new[ref] <= after),
    }
    for ref, (name, long) in since.gone.items():
        if ref in old and old[ref] <= before:
            found[name] = found.get(name, 0) - long
    return found


def lost(before: Calendar, now: Calendar, today: date, weeks: Iterable[date]) -> dict[date, int]:
    """week -> the minutes for units that the calendar of now has less than the one before, from today to the end of that week."""
    if (before.week, before.off) == (now.week, now.off):
        return {}
    found, total, day = {}, 0, today
    for week in sorted(set(weeks)):
        while day < week + timedelta(weeks=1):
            total, day = total + usable(before.minutes(day)) - usable(now.minutes(day)), day + timedelta(days=1)
        found[week] = total
    return found


# ---- what cannot fit


@dataclass(frozen=True)
class Cuts:
    """The cheapest ways to end by the day aimed at, each enough alone, when `short` minutes find no place: `later`, the first day on which everything
    is done (None beyond five years); `more`, the fewest minutes a week on top, spread over the week's days of study (None where no day has room);
    `drop`, optional items that no other needs, of the least value (all of them and `enough` False, where dropping does not do it)."""

    short: int
    later: date | None
    more: int | None
    drop: tuple[str, ...]
    enough: bool


def cuts(items: Sequence[Item], calendar: Calendar, start: date, spent: int = 0) -> Cuts | None:
    """None where everything fits, no day is aimed at or that day is past. Work follows on work without a gap, so it fits exactly when there are minutes enough."""
    if calendar.until is None or calendar.until < start:
        return None
    work = sum(max(1, i.minutes) for i in items)
    short = work - room(calendar, start, spent)
    if short <= 0:
        return None
    plan = greedy(items, calendar, start, spent)
    drop = _drop(items, short)
    rest = {i.ref: i.minutes for i in items}
    return Cuts(short, plan.end if not plan.left else None, _more(calendar, start, spent, work), drop,
                sum(rest[r] for r in drop) >= short)  # fmt: skip


def room(calendar: Calendar, start: date, spent: int = 0) -> int:
    """Minutes for units from `start` to the day aimed at, both counted."""
    assert calendar.until is not None
    days = (start + timedelta(days=n) for n in range((calendar.until - start).days + 1))
    free = [usable(calendar.minutes(day)) for day in days]
    return sum(free) - (min(spent, free[0]) if free else 0)


def _more(calendar: Calendar, start: date, spent: int, work: int) -> int | None:
    """By bisection: room never shrinks when minutes are added."""
    low, high = 0, MOST_A_DAY * 7
    if room(calendar.fuller(high), start, spent) < work:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if room(calendar.fuller(middle), start, spent) >= work else (middle, high)
    return high


def _drop(items: Sequence[Item], short: int) -> tuple[str, ...]:
    """Of the optional items that no item needs, those of the least value that take `short` minutes or more, and among them the fewest; all, where
    all are too few. A knapsack, by value: best[v] is (minutes, -number) that dropping items worth v in all can save at most."""
    needed = {n for i in items for n in i.needs}
    free = [i for i in items if i.optional and i.ref not in needed]
    if sum(i.minutes for i in free) <= short:
        return tuple(i.ref for i in free)
    most = sum(i.value for i in free)
    best: list[tuple[int, int]] = [(0, 0)] + [(-1, 0)] * most
    chosen: list[int] = [0] * (most + 1)  # as bits
    for n, item in enumerate(free):
        for v in range(most, item.value - 1, -1):
            saved, number = best[v - item.value]
            if saved >= 0 and (saved + item.minutes, number - 1) > best[v]:
                best[v], chosen[v] = (saved + item.minutes, number - 1), chosen[v - item.value] | 1 << n
    bits = chosen[next(v for v, (saved, _) in enumerate(best) if saved >= short)]
    return tuple(i.ref for n, i in enumerate(free) if bits >> n & 1)


def overfull(plan: Plan, calendar: Calendar) -> list[date]:
    """Days that hold more minutes than they have (none, where the plan is right)."""
    minutes: dict[date, int] = {}
    for block in plan.blocks:
        minutes[block.day] = minutes.get(block.day, 0) + block.minutes
    return [day for day, used in minutes.items() if used > usable(calendar.minutes(day))]


def broken(items: Iterable[Item], plan: Plan) -> list[tuple[str, str]]:
    """(item, need) where work on the item begins before the need is ended (none, where the plan is right)."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for n, block in enumerate(plan.blocks):
        first.setdefault(block.ref, n)
        last[block.ref] = n
    return [(i.ref, n) for i in items for n in i.needs if i.ref in first and n in last and last[n] > first[i.ref]]


def in_time_order(plan: Plan) -> bool:
    """Whether no block stands before an earlier day's."""
    return all(a.day <= b.day for a, b in pairwise(plan.blocks))
