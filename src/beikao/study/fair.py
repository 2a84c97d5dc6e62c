"""Whether a lab's quick checks ever refuse a right answer: thousands of fresh seeds, `fair.json` in the lab's folder.

A seed is judged with one of the lab's `right/` answers, in turn (with the reference where there is none), with the tolerances that learners
meet. None refused of 3,000 says that fewer than one in a thousand is, with a confidence of 95% (1 - 0.05^(1/n), Clopper and Pearson 1934).

Each seed is also judged with a tenth of every tolerance of `agree`. Where none of 300 comes that near, fewer than 1% do (95%), and fewer than a tenth
of those, one in a thousand, beyond the whole tolerance, if the tail of what is used of a tolerance falls at least like 1/x. That is an analysis of
margins, enough where 3,000 seeds take too long; it says less of a claim that is no tolerance (`that`): fewer than 1%.

A check that measures time or memory depends on the machine more than on the seed, and takes seconds: it is measured RUNS times by the real
grader, and its limit must lie above 99.9% of all runs with the same confidence (an upper tolerance limit for the normal distribution of the
logarithm: Hahn and Meeker 1991, chapter 4).

It says nothing of a right answer whose style nobody thought of, nor of long checks: a training run is judged on a few seeds by
`beikao content check --long`.
"""

from __future__ import annotations

import hashlib
import json
import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from itertools import cycle
from typing import Any

from beikao.course import Fault, Lab
from beikao.errors import EnvironmentFault, NotFoundError
from beikao.grader import seeds as seed_by_seed
from beikao.study.audit import AT_ONCE
from beikao.study.desk import Desk
from beikao.study.fault_lines import fault
from beikao.study.prove_lab import first_failed, first_message, fresh_seeds
from beikao.study.submit import lab_job

NAME, SEEDS, SURE = "fair.json", 3_000, 0.95
MOST = 1e-3  # of right answers may be refused
ENOUGH = 5  # refusals after which a lab is not judged on
PORTION = 200  # seeds after which what was found is kept
RUNS, FACTOR = 40, 3.87  # standard deviations over the mean of 40 runs: 99.9% of all lie below, with 95% (noncentral t)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Refusal:
    """A right answer that was not passed."""

    seed: int
    answer: str
    check: str
    said: str


@dataclass(frozen=True)
class Cost:
    """What a check measured of right answers: the largest share of its limit, and how many standard deviations of the
    logarithm the limit lies above the mean; `said` what a run was told that did not hold."""

    runs: int
    worst: float
    deviations: float
    said: str = ""

    @property
    def holds(self) -> bool:
        return self.worst <= 1 and self.deviations >= FACTOR

    @classmethod
    def of(cls, shares: Sequence[float]) -> Cost:
        """From the shares of the limit that were used, each above 0."""
        logs = [math.log(share) for share in shares]
        spread = statistics.stdev(logs) if len(logs) > 1 else math.inf
        return cls(len(logs), round(max(shares), 4), round(-statistics.fmean(logs) / max(spread, 1e-3), 2))


@dataclass(frozen=True)
class Fair:
    """How often the right answers named were judged, and what was refused. `inputs`: the hash of what was judged. `costs`: the
    checks that measure, which are not among what was judged `judged` times. `tried` of them were judged with a tenth of the tolerances too, of which
    `near` did not hold."""

    inputs: str
    answers: tuple[str, ...]
    checks: tuple[str, ...]
    judged: int
    refused: tuple[Refusal, ...]
    costs: Mapping[str, Cost] = field(default_factory=dict)
    tried: int = 0
    near: int = 0

    @property
    def p_most(self) -> float:
        """The upper bound of the share refused, at 95%; 1 where any was: that is mended, not counted."""
        return 1.0 if self.refused or not self.judged else none_of(self.judged)

    @property
    def p_margin(self) -> float:
        """The same by the margins: a tenth of the bound of the share that comes near; 1 where any did."""
        return 1.0 if self.refused or self.near or not self.tried else none_of(self.tried) / 10

    def and_(self, more: Fair) -> Fair:
        """Both together; they must be of the same files."""
        return replace(self, judged=self.judged + more.judged, refused=(*self.refused, *more.refused),
                       tried=self.tried + more.tried, near=self.near + more.near)  # fmt: skip

    @property
    def holds(self) -> bool:
        return min(self.p_most, self.p_margin) <= MOST and all(cost.holds for cost in self.costs.values())


def none_of(n: int) -> float:
    """The upper bound of a share of which none was seen in n: Clopper and Pearson's."""
    return float(1 - (1 - SURE) ** (1 / n))


def in_portions(
    desk: Desk, lab: Lab, seeds: int, found: Fair | None, progress: Progress | None = None
) -> Iterator[Fair]:
    """`found` (of the same files) with a portion more each time, up to so many seeds: an hour on a slow lab, so each may be kept.
    Where the seeds are enough, what did not hold of the costs is measured anew: the machine may have been busy."""
    before = found or Fair(inputs(lab), tuple(_answers(lab)), _quick(lab), 0, ())
    if len(before.refused) >= ENOUGH:
        return
    if before.judged >= seeds:
        if over := [check for check, cost in before.costs.items() if not cost.holds]:
            yield replace(before, costs={**before.costs, **_costs(desk, lab, over)})
        return
    now, left = before, frozenset[str]()
    for now, measuring in _walk(desk, lab, seeds - before.judged, before):
        left |= measuring
        if progress:
            progress(lab.slug, now.judged, seeds)
        if (now.judged - before.judged) % PORTION == 0 and now.judged < seeds:
            yield now
    yield replace(now, costs=_costs(desk, lab, left) if not now.refused else {})


def _walk(desk: Desk, lab: Lab, seeds: int, now: Fair) -> Iterator[tuple[Fair, frozenset[str]]]:
    """What is known after each seed more, and the checks that it left to be measured."""
    for one in _judged(desk, lab, seeds):
        failed = tuple(Refusal(one.seed, one.answer, check, said) for check, said in one.failed[:1])
        tried = int(lab.profile == "pure")
        now = now.and_(replace(now, judged=1, refused=failed, tried=tried, near=int(bool(one.near))))
        yield now, one.left
        if len(now.refused) >= ENOUGH:
            return


def labs_of(desk: Desk, only: Iterable[str] = ()) -> list[Lab]:
    """The labs of the course that have a reference, or those named. Raises NotFoundError for a name no lab has."""
    labs = {slug: lab for slug, lab in sorted(desk.course.labs.items()) if lab.reference}
    for slug in only:
        if slug not in labs:
            raise NotFoundError(f"no lab is called {slug!r}", hint=f"One of: {', '.join(labs)}.")
    return [labs[slug] for slug in (only or labs)]


def fair(desk: Desk, lab: Lab, seeds: int = SEEDS, *, progress: Progress | None = None) -> Fair:
    """Judge right answers on so many seeds. Raises EnvironmentFault where this machine cannot judge the lab."""
    *_, last = in_portions(desk, lab, seeds, None, progress)
    return last


def _answers(lab: Lab) -> Mapping[str, Mapping[str, str]]:
    return dict(lab.right_trees) or {"reference": lab.reference}


def _judged(desk: Desk, lab: Lab, seeds: int) -> Iterator[seed_by_seed.Seed]:
    """Each seed as it is done: without a wall where the lab needs no process of its own, the answers being ours."""
    trees = _answers(lab)
    tasks = list(zip(fresh_seeds(seeds), cycle(trees), strict=False))
    if lab.profile != "pure":
        yield from _by_grader(desk, lab, tasks)
        return
    shares: list[tuple[str, list[int]]] = []
    for name in trees:
        mine = [seed for seed, answer in tasks if answer == name]
        many = max(1, AT_ONCE // len(trees))
        shares += [(name, mine[i::many]) for i in range(many)]
    yield from seed_by_seed.judged([(name, lab_job(desk, lab, trees[name]), mine) for name, mine in shares if mine])


def _by_grader(desk: Desk, lab: Lab, tasks: Sequence[tuple[int, str]]) -> Iterator[seed_by_seed.Seed]:
    trees = _answers(lab)
    for (seed, name), verdict in zip(tasks, _verdicts(desk, lab, tasks, trees), strict=True):
        failed = () if verdict["state"] == "passed" else ((first_failed(verdict), first_message(verdict)),)
        yield seed_by_seed.Seed(seed, name, failed, frozenset())


def _verdicts(desk: Desk, lab: Lab, tasks: Sequence[tuple[int, str]], trees: Mapping[str, Mapping[str, str]],
              only: Iterable[str] = ()) -> Iterator[Mapping[str, Any]]:  # fmt: skip
    """What the real grader says of each, of all quick checks or of those named. Raises EnvironmentFault where it cannot."""
    jobs = {name: replace(lab_job(desk, lab, tree), stop_at_failure=True) for name, tree in trees.items()}
    if only:
        wanted = set(only)
        jobs = {n: replace(j, checks=tuple(replace(c, phase="quick" if c.id in wanted else "not now") for c in j.checks))
                for n, j in jobs.items()}  # fmt: skip

    def one(task: tuple[int, str]) -> Mapping[str, Any]:
        seed, name = task
        verdict = desk.grader.check(jobs[name], seed=seed, phases=("quick",), diagnose=False)
        if verdict["state"] in ("grader_error", "unavailable"):
            raise EnvironmentFault(
                f"the answer {name} gets {verdict['state']!r}", where=lab.ref, hint=first_message(verdict)
            )
        return verdict

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            yield from pool.map(one, tasks)
        finally:
            pool.shutdown(cancel_futures=True)


def _costs(desk: Desk, lab: Lab, left: Iterable[str]) -> dict[str, Cost]:
    """What the checks named measure of right answers, by the real grader."""
    if not left:
        return {}
    trees = _answers(lab)
    tasks = list(zip(fresh_seeds(RUNS), cycle(trees), strict=False))
    shares: dict[str, list[float]] = {check: [] for check in sorted(left)}
    said: dict[str, str] = {}
    for verdict in _verdicts(desk, lab, tasks, trees, left):
        for row in verdict["checks"]:
            facts = row["facts"]
            if row["id"] in shares:
                shares[row["id"]].append(float(facts["ratio"]) / float(facts["at most"]) if row["passed"] else 2.0)
                if not row["passed"]:
                    said[row["id"]] = f"{verdict['state']}: {row['message']['en']}"
    return {check: replace(Cost.of(found), said=said.get(check, "")) for check, found in shares.items()}


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
    known = found is not None and fresh(lab, found) and (found.refused or min(found.p_most, found.p_margin) <= MOST)
    now = found if found is not None and known else fair(desk, lab)
    for one in now.refused:
        yield fault(desk, lab.folder / "right" / one.answer, f"a right answer is refused by {one.check} on seed {one.seed}: {one.said}",
                    hint="Widen the tolerance, or make the check's inputs less extreme.")  # fmt: skip
    for check, cost in now.costs.items():
        if not cost.holds:
            yield fault(desk, lab.folder / "check.py", f"{check} measures right answers at {cost.worst:.0%} of its limit, which lies only "
                        f"{cost.deviations:.1f} standard deviations over the mean of {cost.runs} runs",
                        hint="Widen the limit, or measure something larger.")  # fmt: skip
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
        costs = {str(check): Cost(**cost) for check, cost in raw["costs"].items()}
        return Fair(str(raw["inputs"]), tuple(raw["answers"]), tuple(raw["checks"]), int(raw["judged"]), refused, costs,
                    int(raw.get("tried", 0)), int(raw.get("near", 0)))  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def told(lab: Lab, found: Fair, seconds: float | None) -> list[str]:
    """The outcome as lines for a terminal."""
    how = "fair.json is fresh" if seconds is None else f"{seconds:.0f} s"
    lines = [f"{lab.ref}: {found.judged} seeds, {len(found.refused)} right answers refused ({', '.join(found.answers)}; "
             f"{len(found.checks)} quick checks); {how}"]  # fmt: skip
    if found.tried:
        lines += [f"  {found.near} of {found.tried} did not hold with a tenth of every tolerance"]
    lines += [f"  {check}: at most {cost.worst:.0%} of its limit in {cost.runs} runs; the limit lies {cost.deviations:.1f} standard "
              f"deviations over the mean, {FACTOR} are asked for{'; ' + cost.said if cost.said else ''}" for check, cost in found.costs.items()]  # fmt: skip
    return lines + [f"  REFUSED {r.answer} on seed {r.seed} by {r.check}: {r.said}" for r in found.refused]
