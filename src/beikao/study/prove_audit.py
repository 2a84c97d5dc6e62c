"""Proves that a unit's checks are strong: its recorded audit is of these files, and says what a rerun says.

A fresh record is believed, but for a twentieth of them; a stale or missing one is run again, held to the bar, and still
a fault, because what is published must be what is committed. Right answers in another style pass over many seeds, also
with a tenth of every tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from beikao.audit.tally import LEAST, PASSED, alike, sampled
from beikao.course import Fault, Lab
from beikao.errors import BeikaoError
from beikao.grader import Job
from beikao.grader.seeds import judged
from beikao.study.audit import Unit, audit, fresh
from beikao.study.desk import Desk
from beikao.study.fault_lines import fault
from beikao.study.submit import lab_job

TIGHT = 0.1
MODES = ("none", "stale", "all")


def prove_audit(desk: Desk, unit: Unit, mode: str) -> Iterator[Fault]:
    """Every fault of a unit's audit. `mode`: "stale" reruns stale ones and a twentieth of the others, "all" every one."""
    path = unit.folder / "audit.json"
    is_fresh = fresh(unit)
    if is_fresh:
        yield from _recorded(desk, unit)
    if is_fresh and mode != "all" and not sampled(str((unit.recorded or {})["inputs"])):
        return
    try:
        tally = audit(desk, unit)
    except BeikaoError as error:
        yield fault(desk, path, f"the audit could not be run: {error}")
        return
    for what, hint in tally.faults():
        yield fault(desk, unit.folder / "check.py", what, hint=hint)
    if not is_fresh:
        state = "is missing" if unit.recorded is None else "is of other files"
        yield fault(desk, path, f"audit.json {state}; run now the score is {tally.score:.1%}",
                    hint=f"Run `beikao content audit {unit.slug}` and commit the file.")  # fmt: skip
    elif not alike(unit.recorded or {}, tally.as_dict()):
        yield fault(desk, path, "audit.json says otherwise than a rerun of the same files",
                    hint=f"Run `beikao content audit {unit.slug}` and look at what changed.")  # fmt: skip


def _recorded(desk: Desk, unit: Unit) -> Iterator[Fault]:
    """What the record itself says, held to the bar. It is a file that anybody may have edited, so nothing is assumed."""
    found = unit.recorded or {}
    path = unit.folder / "audit.json"
    able = found.get("mutants", 0) - found.get("equivalent", 0)
    killed = found.get("killed", 0)
    if able and killed / able < LEAST:
        yield fault(desk, path, f"the checks catch {killed} of {able} mutants, at least {LEAST:.0%} is asked")
    for kind in ("wrong", "nulls"):
        for name, by in found.get(kind, {}).items():
            if by == PASSED:
                yield fault(desk, path, f"{name} ({kind}) passes every check")


def prove_right(desk: Desk, lab: Lab, seeds: Sequence[int]) -> Iterator[Fault]:
    """Right answers in another style pass on each seed; where there are many, with a tenth of each tolerance of `agree`:
    what keeps that margin over hundreds of seeds does not fail a right answer once in thousands. Many are judged without a wall, the
    answers being ours, but where a lab trains something or needs a process of its own."""
    many = len(seeds) > 1
    refusals = _without_wall if many and lab.profile == "pure" and not lab.training else _by_grader
    for slug, tree in lab.right_trees.items():
        job = replace(lab_job(desk, lab, tree), stop_at_failure=True, tightness=TIGHT if many else 1.0)
        for seed, message in refusals(desk, job, seeds):
            yield fault(desk, lab.folder / "right" / slug, f"a right answer is refused on seed {seed} with tolerances times "
                        f"{job.tightness:g}: {message}", hint="Widen the tolerance, or make the check's inputs less extreme.")  # fmt: skip
            break


def prove_on_many(desk: Desk, lab: Lab, seeds: Sequence[int]) -> Iterator[Fault]:
    """The reference by the quick checks without a wall, it being ours: a quarter of the time (`beikao.grader.unwalled`)."""
    for one in judged([("reference", lab_job(desk, lab, lab.reference), seeds)]):
        for check, said in one.failed[:1]:
            yield fault(
                desk, lab.folder / "check.py", f"the reference is refused by {check} on seed {one.seed}: {said}"
            )
            return


def _by_grader(desk: Desk, job: Job, seeds: Sequence[int]) -> Iterator[tuple[int, str]]:
    for seed in seeds:
        verdict = desk.grader.check(job, seed=seed, diagnose=False)
        if verdict["state"] != "passed":
            message = next((c["message"]["en"] for c in verdict["checks"] if not c["passed"]), "")
            yield seed, f"{verdict['state']}, {message}"


def _without_wall(desk: Desk, job: Job, seeds: Sequence[int]) -> Iterator[tuple[int, str]]:
    for one in judged([("right", replace(job, tightness=1.0), seeds)]):  # which tries a tenth first
        for check, said in (*one.near, *one.failed)[:1]:
            yield one.seed, f"{check}, {said}"
