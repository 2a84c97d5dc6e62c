"""Whether a lab's quick checks ever refuse a right answer: thousands of fresh seeds, `fair.json` in the lab's folder.

A seed is judged with one of the lab's `right/` answers, in turn (with the reference where there is none), with the tolerances that learners
meet. None refused of 3,000 says that fewer than one in a thousand is, with a confidence of 95% (1 - 0.05^(1/n), Clopper and Pearson 1934).
It says nothing of a right answer whose style nobody thought of, nor of long checks: a training run is judged on a few seeds by
`beikao content check --long`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from typing import Any

from beikao.course import Fault, Lab
from beikao.errors import EnvironmentFault, NotFoundError
from beikao.study.audit import AT_ONCE
from beikao.study.desk import Desk
from beikao.study.fault_lines import fault
from beikao.study.prove_lab import first_failed, first_message, fresh_seeds
from beikao.study.submit import lab_job

NAME, SEEDS, SURE = "fair.json", 3_000, 0.95
MOST = 1e-3  # of right answers may be refused
ENOUGH = 5  # refusals after which a lab is not judged on
PORTION = 200  # seeds after which what was found is kept
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Refusal:
    """A right answer that was not passed."""

    seed: int
    answer: str
    check: str
    said: str


@dataclass(frozen=True)
class Fair:
    """How often the right answers named were judged, and what was refused. `inputs`: the hash of what was judged."""

    inputs: str
    answers: tuple[str, ...]
    checks: tuple[str, ...]
    judged: int
    refused: tuple[Refusal, ...]

    @property
    def p_most(self) -> float:
        """The upper bound of the share refused, at 95%; 1 where any was: that is mended, not counted."""
        return 1.0 if self.refused or not self.judged else 1 - (1 - SURE) ** (1 / self.judged)

    def and_(self, more: Fair) -> Fair:
        """Both together; they must be of the same files."""
        return replace(self, judged=self.judged + more.judged, refused=(*self.refused, *more.refused))

    @property
    def holds(self) -> bool:
        return self.p_most <= MOST


def in_portions(
    desk: Desk, lab: Lab, seeds: int, found: Fair | None, progress: Progress | None = None
) -> Iterator[Fair]:
    """`found` (of the same files) with a portion more each time, up to so many seeds: hours on a slow lab, so each may be kept."""
    while (found.judged if found else 0) < seeds and len(found.refused if found else ()) < ENOUGH:
        done = found.judged if found else 0
        told = progress and (lambda name, n, _, done=done: progress(name, done + n, seeds))  # type: ignore[misc]
        part = fair(desk, lab, min(PORTION, seeds - done), progress=told)
        found = found.and_(part) if found else part
        yield found


def labs_of(desk: Desk, only: Iterable[str] = ()) -> list[Lab]:
    """The labs of the course that have a reference, or those named. Raises NotFoundError for a name no lab has."""
    labs = {slug: lab for slug, lab in sorted(desk.course.labs.items()) if lab.reference}
    for slug in only:
        if slug not in labs:
            raise NotFoundError(f"no lab is called {slug!r}", hint=f"One of: {', '.join(labs)}.")
    return [labs[slug] for slug in (only or labs)]


def fair(desk: Desk, lab: Lab, seeds: int = SEEDS, *, progress: Progress | None = None) -> Fair:
    """Judge right answers on so many seeds. Raises EnvironmentFault where this machine cannot judge the lab."""
    trees = dict(lab.right_trees) or {"reference": lab.reference}
    tasks = list(zip(fresh_seeds(seeds), cycle(trees), strict=False))
    refused: list[Refusal] = []
    judged = 0
    for judged, found in enumerate(_judged(desk, lab, trees, tasks), 1):
        refused += [found] if found else []
        if progress:
            progress(lab.slug, judged, seeds)
        if len(refused) == ENOUGH:
            break
    return Fair(inputs(lab), tuple(trees), _quick(lab), judged, tuple(refused))


def _judged(desk: Desk, lab: Lab, trees: Mapping[str, Mapping[str, str]], tasks: list[tuple[int, str]]
            ) -> Iterator[Refusal | None]:  # fmt: skip
    jobs = {name: replace(lab_job(desk, lab, tree), stop_at_failure=True) for name, tree in trees.items()}

    def one(task: tuple[int, str]) -> Refusal | None:
        seed, name = task
        verdict = desk.grader.check(jobs[name], seed=seed, phases=("quick",), diagnose=False)
        if verdict["state"] in ("grader_error", "unavailable"):
            raise EnvironmentFault(
                f"the answer {name} gets {verdict['state']!r}", where=lab.ref, hint=first_message(verdict)
            )
        passed = verdict["state"] == "passed"
        return None if passed else Refusal(seed, name, first_failed(verdict), first_message(verdict))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            yield from pool.map(one, tasks)
        finally:
            pool.shutdown(cancel_futures=True)


def _quick(lab: Lab) -> tuple[str, ...]:
    return tuple(c.id for c in lab.checks if c.phase == "quick")


def inputs(lab: Lab) -> str:
    """The hash of what decides: the lab's own Python files but for start, wrong answers and oracle, each check's phase, limits and bans."""
    rules = [[[c.id, c.phase] for c in lab.checks], dict(lab.limits), list(lab.banned)]
    digest = hashlib.sha256(json.dumps(rules, sort_keys=True).encode())
    for path in sorted(lab.folder.rglob("*.py")):
        parts = path.relative_to(lab.folder).parts
        if not {"wrong", "start", "start.py", "oracle.py", "__pycache__"} & set(parts):
            digest.update(f"\0{'/'.join(parts)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def fresh(lab: Lab, found: Fair | None) -> bool:
    """Whether that record is of the files that lie there now."""
    return found is not None and found.inputs == inputs(lab)


def prove_fair(desk: Desk, lab: Lab) -> Iterator[Fault]:
    """The long gate: a fresh fair.json of as many seeds is believed; else the right answers are judged now, and what is missing is said too."""
    found = recorded(lab)
    known = found is not None and fresh(lab, found) and found.judged >= SEEDS
    now = found if found is not None and known else fair(desk, lab)
    for one in now.refused:
        yield fault(desk, lab.folder / "right" / one.answer, f"a right answer is refused by {one.check} on seed {one.seed}: {one.said}",
                    hint="Widen the tolerance, or make the check's inputs less extreme.")  # fmt: skip
    if not known:
        yield fault(desk, lab.folder / NAME, f"{NAME} is missing, of other files or of too few seeds; {len(now.refused)} of {now.judged} were refused now",
                    hint=f"Run `beikao content fair {lab.slug}` and commit the file.")  # fmt: skip


def record(lab: Lab, found: Fair) -> None:
    """Write fair.json into the lab's folder."""
    (lab.folder / NAME).write_text(json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def recorded(lab: Lab) -> Fair | None:
    """What was written there; None where nothing or nothing readable is."""
    try:
        raw: Any = json.loads((lab.folder / NAME).read_text(encoding="utf-8"))
        refused = tuple(Refusal(**one) for one in raw["refused"])
        return Fair(str(raw["inputs"]), tuple(raw["answers"]), tuple(raw["checks"]), int(raw["judged"]), refused)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def told(lab: Lab, found: Fair, seconds: float | None) -> list[str]:
    """The outcome as lines for a terminal."""
    how = "fair.json is fresh" if seconds is None else f"{seconds:.0f} s"
    lines = [f"{lab.ref}: {found.judged} seeds, {len(found.refused)} right answers refused ({', '.join(found.answers)}; "
             f"{len(found.checks)} quick checks); {how}"]  # fmt: skip
    return lines + [f"  REFUSED {r.answer} on seed {r.seed} by {r.check}: {r.said}" for r in found.refused]
