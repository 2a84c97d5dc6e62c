"""How strong a lab's checks are: its reference's mutants, its wrong answers and the nulls, each judged by the grader.

A mutant is judged on one seed and stopped at the first check that fails; one that passes gets three seeds more before it
counts as a survivor. One that runs out of a short limit is judged again with the lab's whole limit or ten times what the
reference takes at that moment, whichever is more: on a busy machine slowness alone must not count as a kill.
A verdict that is the grader's own failure is never a kill: it ends the audit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from beikao.audit.mutants import Mutant, mutants_of
from beikao.audit.nulls import changed_nothing, nulls_of
from beikao.audit.tally import NOT_APPLICABLE, PASSED, Tally, inputs_hash, written
from beikao.course import Course, Lab, Question
from beikao.course.manifest import Faults
from beikao.course.read_audit import read_audit, read_equivalents
from beikao.errors import EnvironmentFault, NotFoundError
from beikao.grader import Job
from beikao.study.answer import question_job
from beikao.study.desk import Desk
from beikao.study.submit import lab_job

SEEDS = (11, 12, 13, 14)
AT_ONCE = 2
SHORT_FACTOR, SHORT_LEAST_S, PATIENCE = 4.0, 3.0, 10.0
SURE = 3  # times that a mutant said to live is caught on one seed before it counts: a busy machine's hiccup is no proof
BUSY = 10.0  # the reference itself gets that many times its limit
Progress = Callable[[str, int, int], None]  # unit, done, of how many


@dataclass(frozen=True)
class Unit:
    """What is audited: a lab or a question of kind `code`. `wrong` maps a slug to its files."""

    ref: str
    folder: Path
    job: Job
    wrong: Mapping[str, Mapping[str, str]]
    equivalents: Mapping[str, str]
    recorded: Mapping[str, Any] | None

    @property
    def slug(self) -> str:
        return self.ref.partition(":")[2]


def units_of(desk: Desk, only: Iterable[str] = ()) -> list[Unit]:
    """The labs and code questions of the course, or those named. Raises NotFoundError for a name nothing has."""
    found = {lab.slug: of_lab(desk, lab) for lab in desk.course.labs.values() if lab.reference}
    for question in code_questions(desk.course):
        found[f"{question.concept}/{question.slug}"] = of_question(question)
    for slug in only:
        if slug not in found:
            raise NotFoundError(f"no lab is called {slug!r}", hint=f"One of: {', '.join(sorted(found))}.")
    return [found[slug] for slug in (only or found)]


def code_questions(course: Course) -> list[Question]:
    """Questions answered by code whose reference is there."""
    every = (q for c in course.concepts.values() for q in c.questions.values())
    return [q for q in every if q.kind == "code" and (q.folder / "reference.py").exists()]


def of_lab(desk: Desk, lab: Lab) -> Unit:
    """A lab as a unit of audit."""
    return Unit(lab.ref, lab.folder, lab_job(desk, lab, lab.reference), lab.wrong_trees, lab.equivalents, lab.audit)


def of_question(question: Question) -> Unit:
    """A code question as a unit of audit; faults of its files are the reader's matter."""
    text = (question.folder / "reference.py").read_text(encoding="utf-8")
    faults = Faults(question.folder)
    return Unit(question.ref, question.folder, question_job(question, text), {},
                read_equivalents(question.folder, faults), read_audit(question.folder, faults))  # fmt: skip


def hash_of(unit: Unit) -> str:
    """The hash that audit.json must carry to be fresh."""
    job = unit.job
    plain = {
        "reference": dict(job.reference), "given": dict(job.given), "checks": [[c.id, c.phase] for c in job.checks],
        "wrong": {k: dict(v) for k, v in unit.wrong.items()}, "caught": {w.slug: w.caught_by for w in job.wrong},
        "parts": {k: [entry, dict(tree)] for k, (entry, tree) in job.parts.items()}, "profile": job.profile,
        "equivalents": dict(unit.equivalents), "memory_mib": job.memory_mib,
    }  # fmt: skip
    plain |= {key: list(value) for key, value in (("banned", job.banned), ("run", job.run)) if value}
    return inputs_hash(plain, unit.folder, mutants_of(job.reference))


def fresh(unit: Unit) -> bool:
    """Whether the recorded audit is of the files that lie there now."""
    return unit.recorded is not None and unit.recorded.get("inputs") == hash_of(unit)


def audit(desk: Desk, unit: Unit, *, progress: Progress | None = None) -> Tally:
    """Judge everything of one unit. Raises EnvironmentFault where this machine cannot judge it, or the reference fails."""
    bench = Bench(desk, unit)
    mutants = mutants_of(unit.job.reference)
    nulls = nulls_of(unit.job.profile, unit.job.reference, unit.job.entry)
    tasks: list[Callable[[], Any]] = [lambda t=t: bench.caught(t) for t in unit.wrong.values()]  # type: ignore[misc]
    tasks += [lambda t=t: bench.null(t) for t in nulls.values()]  # type: ignore[misc]
    tasks += [lambda m=m: bench.mutant(m) for m in mutants]  # type: ignore[misc]
    outcomes = _all(tasks, unit.slug, progress)
    first, second = len(unit.wrong), len(unit.wrong) + len(nulls)
    wrong, spoilt = dict(zip(unit.wrong, outcomes, strict=False)), dict(zip(nulls, outcomes[first:], strict=False))
    return _tally(unit, mutants, outcomes[second:], wrong, spoilt)


def _all(tasks: list[Callable[[], Any]], name: str, progress: Progress | None) -> list[Any]:
    """Their results in order, two at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(task) for task in tasks]
        found = []
        try:
            for number, one in enumerate(running, 1):
                found.append(one.result())
                if progress:
                    progress(name, number, len(tasks))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _tally(unit: Unit, mutants: list[Mutant], fates: list[str], wrong: Mapping[str, str],
           nulls: Mapping[str, str]) -> Tally:  # fmt: skip
    fate = {m.change: by for m, by in zip(mutants, fates, strict=True)}
    lived = [change for change, by in fate.items() if by == PASSED]
    counts = Counter(by for by in fates if by != PASSED)
    return Tally(
        unit=unit.ref,
        inputs=hash_of(unit),
        killed_by={c.id: counts[c.id] for c in unit.job.checks},
        mutants=len(mutants),
        equivalent=sum(change in unit.equivalents for change in lived),
        survivors=tuple(change for change in lived if change not in unit.equivalents),
        wrong=wrong,
        nulls=nulls,
        stale=tuple(change for change in unit.equivalents if change not in fate),
        false=tuple(change for change in unit.equivalents if fate.get(change, PASSED) != PASSED),
    )


class Bench:
    """Judges variants of one unit. The reference is judged first: a mutant's first limit follows from its time."""

    def __init__(self, desk: Desk, unit: Unit) -> None:
        self.grader = desk.grader
        self.job = replace(unit.job, wrong=(), stop_at_failure=True)
        self.thought_alive = {*unit.equivalents, *(unit.recorded or {}).get("survivors", ())}
        self.short_s = max(SHORT_LEAST_S, SHORT_FACTOR * self.reference_s())

    def reference_s(self) -> float:
        """What the reference takes now, in seconds. Raises EnvironmentFault where it does not pass."""
        verdict = self._judged(replace(self.job, seconds=BUSY * self.job.seconds), SEEDS[0])
        if verdict["state"] != "passed":
            raise EnvironmentFault(f"the reference gets {verdict['state']!r}", where=self.job.unit,
                                   hint="Run `beikao content check` first.")  # fmt: skip
        return float(verdict["ms"]["total"]) / 1000

    def mutant(self, mutant: Mutant) -> str:
        """The check that caught it, or PASSED."""
        times = SURE if mutant.change in self.thought_alive else 1
        return next((by for by in (self._surely(mutant.tree, s, times) for s in SEEDS) if by != PASSED), PASSED)

    def _surely(self, tree: Mapping[str, str], seed: int, times: int) -> str:
        """The check that caught it each time, or PASSED."""
        by = PASSED
        for _ in range(times):
            by = self.one(tree, seed)[0]
            if by == PASSED:
                break
        return by

    def caught(self, tree: Mapping[str, str]) -> str:
        """The check that caught a wrong answer, or PASSED."""
        return self.one(tree, SEEDS[0])[0]

    def null(self, tree: Mapping[str, str]) -> str:
        """The check that caught a null, PASSED, or why it says nothing."""
        by, output = self.one(tree, SEEDS[0])
        if by == PASSED and self.job.profile != "service" and changed_nothing(output):
            return f"{NOT_APPLICABLE}in the whole run it met no value that it would change"
        return by

    def one(self, tree: Mapping[str, str], seed: int) -> tuple[str, str]:
        """(the check that failed first or PASSED, what was printed)."""
        verdict = self._judged(replace(self.job, tree=dict(tree), seconds=self.short_s), seed)
        if verdict["state"] == "timeout":
            limit = max(self.job.seconds, PATIENCE * self.reference_s())
            verdict = self._judged(replace(self.job, tree=dict(tree), seconds=limit), seed)
        failed = next((c["id"] for c in verdict["checks"] if not c["passed"]), None)
        return str(failed or PASSED), str(verdict["output"])

    def _judged(self, job: Job, seed: int) -> Mapping[str, Any]:
        verdict = self.grader.check(job, seed=seed, diagnose=False)
        if verdict["state"] in ("grader_error", "unavailable"):
            said = verdict["checks"][0]["message"]["en"] if verdict["checks"] else ""
            raise EnvironmentFault(said or verdict["state"], where=job.unit, hint="Nothing was audited.")
        return verdict


def record(unit: Unit, tally: Tally) -> Path:
    """Write audit.json into the unit's folder."""
    path = unit.folder / "audit.json"
    path.write_text(written(tally.as_dict()), encoding="utf-8")
    return path


def living(unit: Unit, tally: Tally) -> list[dict[str, Any]]:
    """The survivors for a person who mends the checks: file, line, what stands there, what a mutant has instead."""
    lived = set(tally.survivors)
    return [{"file": m.file, "line": m.line, "operator": m.operator, "before": m.before, "after": m.after,
             "change": m.change} for m in mutants_of(unit.job.reference) if m.change in lived]  # fmt: skip


def recorded(unit: Unit) -> Tally:
    """What a fresh audit.json says."""
    found = unit.recorded or {}
    return Tally(unit.ref, found["inputs"], found["killed_by"], found["mutants"], found["equivalent"],
                 tuple(found["survivors"]), found["wrong"], found["nulls"])  # fmt: skip


def told(unit: Unit, tally: Tally, seconds: float | None) -> list[str]:
    """The outcome as lines for a terminal: figures, every survivor with its place and its name, every fault."""
    lines = [f"{tally.unit}: {tally.score:.1%}, {tally.mutants} mutants, {tally.killed} caught, "
             f"{tally.equivalent} equivalent, {len(tally.survivors)} survive; "
             + ("audit.json is fresh" if seconds is None else f"{seconds:.0f} s")]  # fmt: skip
    for one in living(unit, tally):
        lines.append(f"  survives: {one['file']}:{one['line']}: {one['before']} -> {one['after']}")
        lines.append(f"    change = {quoted(one['change'])}")
    lines += [f"  {name}: {by}" for name, by in tally.nulls.items() if by.startswith(NOT_APPLICABLE)]
    return lines + [f"  FAULT {what}" + (f"\n    → {hint}" if hint else "") for what, hint in tally.faults()]


def quoted(text: str) -> str:
    """As a string of TOML that can be put into equivalents.toml as it is."""
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)
