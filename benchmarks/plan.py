"""The plan: how long a first plan and an improved one take, and how far they are from a bound, beside OR-Tools CP-SAT.

    python benchmarks/plan.py [--runs 5] [--peer 5.0] [--json]

Units of the blueprint's tracks at ten hours a week; all sides in one run. The peer (`benchmarks/requirements-peers.txt`) solves each stage after the
other as booleans "ended by week w", hinted with the greedy plan, two threads, `--peer` seconds of its own deterministic time in all (about CPU seconds, so that a busy machine does not starve it); 0 leaves it out. Its import is not timed.
Times are medians of the runs, wall and CPU: on a busy machine only the second means something. `gap` is how far the cost (the week of each unit's end
times its value) is above the bound of `beikao.coach.weeks`, for all stages and for the worst stage alone. `--json` ends with one line
{"greedy_ms", "gap", "worst_gap", "seconds", "cpu_s", "better", "replan_s", "replan_cpu_s", "peer_cost", "peer_cpu_s"} of the spine with a branch;
`peer_cost` is the peer's cost over ours.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from beikao.coach import weeks
from beikao.coach.calendar import Calendar, monday
from beikao.coach.plan import Item, Plan, greedy, laid, settled, usable

FILE = Path(__file__).resolve().parent / "blueprint" / "graph.json"
START = date(2026, 11, 28)


def units(tracks: list[str]) -> list[Item]:
    """Concepts of the tracks with the labs and drills all of whose concepts are among them."""
    graph = json.loads(FILE.read_text(encoding="utf-8"))
    chosen = {c for t in graph["tracks"] if t["slug"] in tracks for c in t["concepts"]}
    concepts = {c["slug"]: c for c in graph["concepts"] if c["slug"] in chosen or not tracks}
    items = [
        Item(f"concept:{s}", c["minutes"], c["stage"], tuple(f"concept:{n}" for n in c["needs"]))
        for s, c in concepts.items()
    ]
    for kind in ("lab", "drill"):
        for unit in graph[f"{kind}s"]:
            if concepts.keys() >= set(unit["concepts"]):
                stage = max(concepts[c]["stage"] for c in unit["concepts"])
                items.append(
                    Item(
                        f"{kind}:{unit['slug']}",
                        unit["minutes"],
                        stage,
                        tuple(f"concept:{c}" for c in unit["concepts"]),
                    )
                )
    return items


def timed(act: Callable[[], Any], runs: int) -> tuple[float, float, Any]:
    """(median wall seconds, median CPU seconds, what the last run gave)."""
    walls, cpus, found = [], [], None
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        found = act()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return median(walls), median(cpus), found


def replanned(items: Sequence[Item], base: Plan) -> weeks.Improved:
    """After three days missed: what a learner waits for who takes the difference."""
    later = START + timedelta(days=3)
    kept = settled(items, laid(items, base.weeks(), Calendar(), later), Calendar(), later)
    return weeks.improve(items, Calendar(), later, before=base.weeks(), kept=kept)


def worst_gap(items: Sequence[Item], plan: Plan) -> float:
    """Of a stage's own cost above its own bound."""
    work = weeks.Work.of(items, plan, Calendar(), START)
    return max(cost / bound - 1 for cost, bound in work.by_stage(plan) if bound > 0)


def peer(items: Sequence[Item], first: Plan, limit_s: float) -> int:
    """The cost of the plan that CP-SAT finds."""
    room, minutes = [], 0
    while minutes <= sum(i.minutes for i in items) or len(room) < 3:
        week = (monday(START) + timedelta(days=7 * len(room) + d) for d in range(7))
        minutes += sum(usable(Calendar().minutes(day)) for day in week if day >= START)
        room.append(minutes)
    at = {r: (w - monday(START)).days // 7 for r, w in first.weeks().items()}
    chosen: dict[str, int] = {}
    stages = sorted({i.stage for i in items})
    for stage in stages:
        used = sum(i.minutes for i in items if i.ref in chosen)
        chosen |= peer_stage([i for i in items if i.stage == stage], at, chosen, room, used, limit_s / len(stages))
    plan = laid(items, {r: monday(START) + timedelta(weeks=w) for r, w in chosen.items()}, Calendar(), START)
    return sum(i.value * (plan.weeks()[i.ref] - monday(START)).days // 7 for i in items)


def peer_stage(items: Sequence[Item], at: dict[str, int], chosen: dict[str, int], room: Sequence[int], used: int,
               limit_s: float) -> dict[str, int]:  # fmt: skip
    """ref -> week."""
    from ortools.sat.python import cp_model

    low = next(w for w, minutes in enumerate(room) if minutes > used)
    span = range(low, min(len(room), max(at[i.ref] for i in items) + 2))
    model = cp_model.CpModel()
    by = {i.ref: {w: model.new_bool_var("") for w in span} for i in items}  # ended by week w
    for item in items:
        model.add(by[item.ref][span[-1]] == 1)
        for w in span:
            model.add_hint(by[item.ref][w], at[item.ref] <= w)
            if w + 1 in span:
                model.add_implication(by[item.ref][w], by[item.ref][w + 1])
            for need in item.needs:
                if need in by:
                    model.add_implication(by[item.ref][w], by[need][w])
                elif w < chosen.get(need, low):
                    model.add(by[item.ref][w] == 0)
    for w in span:
        model.add(sum(i.minutes * by[i.ref][w] for i in items) <= room[w] - used)
    model.minimize(sum(i.value * (1 - by[i.ref][w]) for i in items for w in span))
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time, solver.parameters.num_workers = limit_s, 2
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {i.ref: at[i.ref] for i in items}
    return {i.ref: next(w for w in span if solver.value(by[i.ref][w])) for i in items}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer", type=float, default=5.0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.peer:
        import ortools.sat.python.cp_model  # noqa: F401 - its import is not part of what is timed
    for name, tracks in (("spine", ["spine"]), ("everything", []), ("spine+inference", ["spine", "inference"])):
        items = units(tracks)
        wall, _, base = timed(lambda items=items: greedy(items, Calendar(), START), 9)
        took, cpu, found = timed(lambda items=items: weeks.improve(items, Calendar(), START), args.runs)
        again, again_cpu, _ = timed(lambda items=items, base=base: replanned(items, base), args.runs)
        line = {"greedy_ms": round(1000 * wall, 2), "gap": round(found.gap, 4), "worst_gap": round(worst_gap(items, found.plan), 4),
                "seconds": round(took, 3), "cpu_s": round(cpu, 3), "better": round(found.kept / found.cost - 1, 4),
                "replan_s": round(again, 3), "replan_cpu_s": round(again_cpu, 3)}  # fmt: skip
        if args.peer:
            _, peer_cpu, cost = timed(lambda items=items, base=base: peer(items, base, args.peer), 1)
            line |= {"peer_cost": round(cost / found.cost, 4), "peer_cpu_s": round(peer_cpu, 2)}
        print(f"{name:16} {len(items):4} units  " + "  ".join(f"{k} {v}" for k, v in line.items()), flush=True)
    if args.json:
        print(json.dumps(line))


if __name__ == "__main__":
    sys.exit(main())
