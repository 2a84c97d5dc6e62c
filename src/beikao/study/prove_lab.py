"""Proves labs and drills by judging what their authors wrote: start, reference, oracle, wrong answers, repairs."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from beikao.course import Drill, Fault, Lab
from beikao.drills import broken_tree, drill_job, editable_part, mended_tree, wrong_tree
from beikao.errors import BeikaoError
from beikao.study.desk import Desk
from beikao.study.fault_lines import fault
from beikao.study.prove_audit import prove_on_many, prove_right
from beikao.study.submit import lab_job

REFERENCE_SEEDS = (1, 2, 3)
RIGHT_SEEDS = (1,)
BUDGET_MS = {"pure": 3_000, "service": 20_000}
TRAINING_MS = 60_000
LOOP_MS = 60.0  # a million additions, on the two cores on which the budgets were set
AGAIN = 5  # how often a reference that seems too slow is tried again: a busy machine is slow for a while
LONG, LONG_RIGHT, LONG_WALLED = 200, 20, 20  # seeds of ./check --long; right answers have thousands in `fair`


def prove_lab(desk: Desk, lab: Lab, *, long: bool = False, before: bool = False) -> Iterator[Fault]:
    """Every fault of a lab that running it shows. `long`: the reference and other right answers on many seeds; `before`: it was
    proved as it is, so the reference on a seed of its own, the start and one wrong answer are enough."""
    manifest = lab.folder / "lab.toml"
    if not lab.reference or not lab.start:
        return
    many = fresh_seeds(walled_seeds(lab)) if long else fresh_seeds(1) if before else REFERENCE_SEEDS
    yield from _prove_reference(desk, lab, many)
    if long and on_many(lab):
        yield from prove_on_many(desk, lab, fresh_seeds(LONG))
    if not before:
        yield from prove_right(desk, lab, fresh_seeds(LONG_RIGHT) if long else RIGHT_SEEDS)
    start = desk.grader.check(lab_job(desk, lab, lab.start), seed=1, diagnose=False)
    if start["state"] == "passed" or start["score"] > 0:
        yield fault(desk, manifest, f"the start gets {start['state']!r} with a score of {start['score']:.2f}", line=1,
                    hint="Every check must fail on what the learner begins with.")  # fmt: skip
    for wrong in secrets.SystemRandom().sample(lab.wrong, min(1, len(lab.wrong))) if before else lab.wrong:
        tree = lab.wrong_trees[wrong.slug]
        if tree:
            verdict = desk.grader.check(lab_job(desk, lab, tree), seed=1, diagnose=False)
            yield from _caught(desk, lab.folder / "wrong" / wrong.slug, wrong.caught_by, verdict)
    if before:
        return
    try:
        error = desk.workshop.oracle(lab, 1)
    except BeikaoError as problem:
        error = str(problem)
    if error:
        yield fault(desk, lab.folder / "oracle.py", error)


def walled_seeds(lab: Lab) -> int:
    """On how many the long gate has the reference judged by the real grader: few where it trains something, and where its quick
    checks are tried on many in one process."""
    return LONG_WALLED if lab.training or on_many(lab) else LONG


def on_many(lab: Lab) -> bool:
    """Whether they are."""
    return lab.profile == "pure" and not lab.training


def fresh_seeds(number: int) -> list[int]:
    """Seeds that no run before had: over the years the gate walks on. A fault names its seed."""
    return [secrets.randbelow(2**48) for _ in range(number)]


def _prove_reference(desk: Desk, lab: Lab, seeds: Sequence[int]) -> Iterator[Fault]:
    path = next(iter(sorted(lab.folder.glob("reference*"))), lab.folder)
    budget: float = TRAINING_MS if lab.training else BUDGET_MS.get(lab.profile, TRAINING_MS)
    budget = max(budget, 1000 * lab.limits.get("seconds", 0.0) / 3)  # a learner's code may be three times as slow
    quickest = math.inf  # of all seeds: one slow run may be the machine's
    for seed in seeds:
        verdict = desk.grader.check(lab_job(desk, lab, lab.reference), seed=seed, diagnose=False)
        if verdict["state"] != "passed":
            yield fault(desk, path, f"the reference gets {verdict['state']!r} on seed {seed}: {first_message(verdict)}")
            return
        named, judged = [c.id for c in lab.checks], [c["id"] for c in verdict["checks"]]
        if named != judged:
            yield fault(desk, lab.folder / "lab.toml", f"lab.toml names the checks {named}, check.py has {judged}")
            return
        quickest = min(quickest, verdict["ms"].get("total", 0))
    budget *= slowness()
    for _ in range(AGAIN):
        if quickest <= budget:
            return
        verdict = desk.grader.check(lab_job(desk, lab, lab.reference), seed=seeds[0], diagnose=False)
        quickest = min(quickest, verdict["ms"].get("total", 0))
    if quickest > budget:
        yield fault(
            desk, path, f"the reference takes {quickest:.0f} ms", hint=f"At most {budget:.0f} ms on this machine."
        )


@cache
def slowness() -> float:
    """How much longer than on the machine of the budgets (LOOP_MS for the loop) everything takes here and now; at least 1."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        total = 0
        for i in range(1_000_000):
            total += i
        took.append(1000 * (time.perf_counter() - began))
    return max(1.0, median(took) / LOOP_MS)


def first_failed(verdict: Mapping[str, Any]) -> str:
    """The id of the first check that failed, or the state where none did."""
    return str(next((c["id"] for c in verdict["checks"] if not c["passed"]), verdict["state"]))


def first_message(verdict: Mapping[str, Any]) -> str:
    """The English message of the first check that failed."""
    return str(next((c["message"]["en"] for c in verdict["checks"] if not c["passed"]), verdict["state"]))


def _caught(desk: Desk, path: Path, check: str, verdict: Mapping[str, Any]) -> Iterator[Fault]:
    by = first_failed(verdict)
    if verdict["state"] == "passed":
        yield fault(desk, path, f"the wrong answer {path.name} passes", hint=f"It should be caught by {check}.")
    elif by != check:
        yield fault(desk, path, f"{path.name} is first caught by {by}, not by {check}: {first_message(verdict)}")


def prove_drill(desk: Desk, drill: Drill, seeds: int, *, before: bool = False) -> Iterator[Fault]:
    """Every fault of a drill: healthy passes, broken fails, mended passes, wrong repairs fail, over several seeds. `before`: it was
    proved as it is, so one seed and one wrong repair are enough."""
    for seed in fresh_seeds(1) if before else range(seeds):
        found = list(_prove_drill_seed(desk, drill, seed, before=before))
        yield from found
        if found:
            return


def _prove_drill_seed(desk: Desk, drill: Drill, seed: int, *, before: bool) -> Iterator[Fault]:
    edit, folder = desk.workshop.edit_tree, drill.folder
    repairs = secrets.SystemRandom().sample(drill.wrong, min(1, len(drill.wrong))) if before else drill.wrong
    try:
        trees = {"healthy": dict(drill.system), "broken": broken_tree(drill, edit, seed),
                 "mended": mended_tree(drill, edit, seed)}  # fmt: skip
        wrong = {w.slug: wrong_tree(drill, edit, w.slug, seed) for w in repairs}
    except BeikaoError as error:
        yield fault(desk, folder / "break.py", f"seed {seed}: {error}")
        return
    files = {"healthy": "system", "broken": "break.py", "mended": "mend.py"}
    for name, tree in trees.items():
        verdict = _judge(desk, drill, tree, seed)
        if (verdict["state"] == "passed") is (name == "broken"):
            yield fault(
                desk,
                folder / files[name],
                f"seed {seed}: the {name} tree gets {verdict['state']!r}: {first_message(verdict)}",
            )
    for w in repairs:
        verdict = _judge(desk, drill, wrong[w.slug], seed)
        yield from _caught(desk, folder / "wrong" / f"{w.slug}.py", w.caught_by, verdict)


def _judge(desk: Desk, drill: Drill, tree: Mapping[str, str], seed: int) -> dict[str, Any]:
    return desk.grader.check(drill_job(drill, editable_part(drill, tree)), seed=seed, diagnose=False)
