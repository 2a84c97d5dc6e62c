"""Closed sets of greatest weight, by minimum cuts, and the decomposition of work with needs into parts of falling value by the minute.

A set is closed when it holds the needs of all it holds. All weights are whole numbers, so nothing is rounded. It knows no plan and no calendar.

Sources: Picard 1976 (10.1287/mnsc.22.11.1268) for closures; Dinic 1970 for the flow; Sidney 1975 (10.1287/opre.23.2.283) for the decomposition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NEVER = 1 << 62
SOURCE, SINK = 0, 1


class _Flow:
    """A network on nodes 0 to n - 1; edge e and its reverse e ^ 1 lie side by side."""

    def __init__(self, n: int) -> None:
        self.out: list[list[int]] = [[] for _ in range(n)]
        self.to: list[int] = []
        self.room: list[int] = []

    def add(self, a: int, b: int, room: int) -> None:
        for start, end, some in ((a, b, room), (b, a, 0)):
            self.out[start].append(len(self.to))
            self.to.append(end)
            self.room.append(some)

    def levels(self) -> list[int]:
        """Edges from the source to each node over what has room; -1 where there is no way."""
        level = [-1] * len(self.out)
        level[SOURCE], row = 0, [SOURCE]
        for a in row:
            for e in self.out[a]:
                if self.room[e] and level[self.to[e]] < 0:
                    level[self.to[e]] = level[a] + 1
                    row.append(self.to[e])
        return level

    def push(self, level: Sequence[int], tried: list[int]) -> bool:
        """Send what one shortest way takes; False where none is left. `tried` is how many edges of each node are used up."""
        way: list[int] = []
        a = SOURCE
        while a != SINK:
            while tried[a] < len(self.out[a]):
                e = self.out[a][tried[a]]
                if self.room[e] and level[self.to[e]] == level[a] + 1:
                    break
                tried[a] += 1
            if tried[a] < len(self.out[a]):
                way.append(self.out[a][tried[a]])
                a = self.to[way[-1]]
            elif way:
                a = self.to[way.pop() ^ 1]
                tried[a] += 1
            else:
                return False
        some = min(self.room[e] for e in way)
        for e in way:
            self.room[e] -= some
            self.room[e ^ 1] += some
        return True


def closed(refs: Sequence[str], weight: Mapping[str, int], needs: Mapping[str, Sequence[str]]) -> set[str]:
    """The closed set of greatest weight; the smallest, where several are. Needs outside `refs` are ignored."""
    at = {r: n + 2 for n, r in enumerate(refs)}
    net = _Flow(len(refs) + 2)
    for r in refs:
        if weight[r] > 0:
            net.add(SOURCE, at[r], weight[r])
        elif weight[r] < 0:
            net.add(at[r], SINK, -weight[r])
        for n in needs[r]:
            if n in at:
                net.add(at[r], at[n], NEVER)
    level = net.levels()
    while level[SINK] >= 0:
        tried = [0] * len(net.out)
        while net.push(level, tried):
            pass
        level = net.levels()
    return {r for r in refs if level[at[r]] >= 0}


def falling(refs: Sequence[str], value: Mapping[str, int], minutes: Mapping[str, int],
            needs: Mapping[str, Sequence[str]]) -> list[list[str]]:  # fmt: skip
    """Parts, each closed together with those before it, of falling value by the minute, none of which has a closed part of more; every part in
    the order of `refs`. `minutes` are positive."""
    total, long = sum(value[r] for r in refs), sum(minutes[r] for r in refs)
    above = closed(refs, {r: value[r] * long - total * minutes[r] for r in refs}, needs)
    if not above:
        return [list(refs)] if refs else []
    parts = ([r for r in refs if r in above], [r for r in refs if r not in above])
    return [found for part in parts for found in falling(part, value, minutes, needs)]
