"""A stage's order made better by exchanging two neighbouring stretches of it, as long as that pays and breaks no need.

First for what the order costs in minutes (an exchange then gains the value of one stretch times the minutes of the other, less the
reverse), then for prices that step up by the week. It ends at an order that no such exchange makes better, or after so many looks that no course of ours needs
(the whole blueprint takes about a sixtieth of them).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

LONGEST = 10  # items of a stretch that is moved for the sake of prices
LOOKS = 200  # for each item, in search of a stretch that had better begin with it


@dataclass(frozen=True)
class Stage:
    """`price[ref][w]` is what ending it in week w costs, `week[m]` the week in which minute m of all work lies, `used` the minutes of the
    stages before; `needs` those among `refs`."""

    value: Mapping[str, int]
    minutes: Mapping[str, int]
    needs: Mapping[str, Sequence[str]]
    price: Mapping[str, Sequence[int]]
    week: Sequence[int]
    used: int


def in_minutes(stage: Stage, refs: Sequence[str]) -> list[str]:
    """An order of less value x minute of its end; `refs` is one that respects the needs, as what comes back."""
    row, b = list(refs), 1
    while b < len(row):
        move = _best_in_minutes(stage, row, b)
        if move is None:
            b += 1
        else:
            a, c = move
            row[a:c] = row[b:c] + row[a:b]
            b = max(1, a)
    return row


def _best_in_minutes(stage: Stage, row: Sequence[str], b: int) -> tuple[int, int] | None:
    """(a, c) where row[b:c] had better stand before row[a:b]."""
    place = {r: n for n, r in enumerate(row)}
    minutes = [0, *accumulate(stage.minutes[r] for r in row)]
    value = [0, *accumulate(stage.value[r] for r in row)]
    low, best, move = 0, 0, None
    for c in range(b + 1, len(row) + 1):
        low = max([low, *(place[n] + 1 for n in stage.needs[row[c - 1]] if place[n] < b)])
        if low >= b:
            break
        long, worth = minutes[c] - minutes[b], value[c] - value[b]
        for a in range(low, b):
            gain = worth * (minutes[b] - minutes[a]) - (value[b] - value[a]) * long
            if gain > best:
                best, move = gain, (a, c)
    return move


def in_weeks(stage: Stage, refs: Sequence[str], looks: int = LOOKS) -> list[str]:
    """An order of lower prices, and among such of less value x minute."""
    row, b, still, left = list(refs), 1, 0, looks * len(refs)
    while still < len(row) - 1 and left > 0:
        left -= 1
        move = _best_in_weeks(stage, row, b)
        if move is None:
            still, b = still + 1, b + 1 if b + 1 < len(row) else 1
        else:
            a, c = move
            row[a:c] = row[b:c] + row[a:b]
            still, b = 0, max(1, a)
    return row


def _best_in_weeks(stage: Stage, row: Sequence[str], b: int) -> tuple[int, int] | None:
    place = {r: n for n, r in enumerate(row)}
    ends = list(accumulate((stage.minutes[r] for r in row), initial=stage.used))[1:]
    week, price = stage.week, stage.price
    low, best, move = 0, (0, 0), None
    long = worth = 0
    for c in range(b + 1, min(len(row), b + LONGEST) + 1):
        low = max([low, *(place[n] + 1 for n in stage.needs[row[c - 1]] if place[n] < b)])
        if low >= b:
            break
        long, worth = long + stage.minutes[row[c - 1]], worth + stage.value[row[c - 1]]
        later = wide = over = 0
        for a in range(b - 1, max(low, b - LONGEST) - 1, -1):
            r = row[a]
            wide, over = wide + stage.minutes[r], over + stage.value[r]
            later += price[r][week[ends[a] + long]] - price[r][week[ends[a]]]
            sooner = 0
            for k in range(b, c):
                of = price[row[k]]
                sooner += of[week[ends[k]]] - of[week[ends[k] - wide]]
            gain = sooner - later, worth * wide - over * long
            if gain > best:
                best, move = gain, (a, c)
    return move
