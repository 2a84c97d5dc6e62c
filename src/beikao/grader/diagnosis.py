"""Which known mistake a failed submission shows: each `wrong` of the failed check is put in the learner's place.

One misconception is told, and only where its wrong answer

1. fails the first check that failed at the same judgement and in the same way, on the same seed;
2. is judged alike there, judgement by judgement, when the check is replayed under a second seed and does not stop at
   its first failure, and no other misconception's wrong answer is;
3. passes the other checks that the submission passed and fails those it failed, the same way, as far as the time goes
   (cheapest first). A submission may have a second mistake, or not be written to its end: a failure that the wrong answer
   does not share is let pass where the submission raised, or where 1 and 2 rest on real numbers (a vector that agrees in
   four digits is no accident; a rank of 5 may be one).

What costs time or memory only, or merely raises, proves no misconception. All of it takes two seconds of CPU time at most
(`Budget`), so what is said does not hang on how busy the machine is; where that is not enough for 1 and 2, nothing is
said rather than guessed. A machine on which too little is said may be given more (BEIKAO_DIAGNOSIS_S).
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from beikao.grader import wire
from beikao.grader.asked import Asked
from beikao.grader.children import Child
from beikao.grader.compare import as_numpy
from beikao.grader.failures import ChildDied, LearnerError, OutOfTime
from beikao.grader.job import WrongMeta, a_few_seconds
from beikao.grader.judging import CheckFunction, Judging
from beikao.grader.stumbles import stumbled
from beikao.grader.trial import CheckFailed, Program, TrialOf, raised
from beikao.kit.draw import Draw
from beikao.kit.point import Point

# Of judge and children together; for what sleeps, and for a machine that is busy.
CPU_S, WALL_S = a_few_seconds(os.environ.get("BEIKAO_DIAGNOSIS_S", "2")) or 2.0, 15.0
LEAST_S = 0.005
ENOUGH = 40  # judgements noted after the first that failed
PROOFS = ("value", "told")
SLOW_S = 0.2  # CPU time; from then on a check that has failed is replayed no further


@dataclass
class Notes:
    """The judgements of a check in order; `whole` unless the rest was left out."""

    items: list[CheckFailed | None] = field(default_factory=list)
    whole: bool = True

    def failures(self) -> list[CheckFailed]:
        """Those that count as evidence."""
        return [n for n in self.items if n is not None and n.kind in PROOFS]


def diagnose(
    judging: Judging, checks: Mapping[str, CheckFunction], failures: Mapping[str, CheckFailed | None]
) -> str | None:
    """The one misconception that explains the first failure, or None. `failures` in the order the checks ran."""
    first = next((cid for cid, failure in failures.items() if failure is not None), None)
    known = [w for w in judging.job.wrong if w.caught_by == first]
    if first is None or not known:
        return None
    Budget(judging)
    return _told(judging, checks, failures, first, known)


def _told(judging: Judging, checks: Mapping[str, CheckFunction], failures: Mapping[str, CheckFailed | None], first: str,
          known: Sequence[WrongMeta]) -> str | None:  # fmt: skip
    mine, check = failures[first], checks[first]
    if mine is None or mine.kind not in PROOFS:
        return None
    replays = [(w, Replay(judging, w.tree)) for w in known]
    try:
        alike = [(w, r) for w, r in replays if _like(r.first_failure(check, first), mine)]
        if not alike:
            return None
        notes, seed = _evidence(judging, check, first)
        alike = [(w, r) for w, r in alike if r.follows(check, first, notes, seed)]
    except OutOfTime:
        return None  # not all were tried, so none is known to be the only one
    if len({w.misconception for w, _ in alike}) != 1 or not notes.failures():
        return None
    firm = any(_has_fractions(n.evidence) for n in [mine, *notes.failures()] if n.kind == "value")
    others = {cid: failure for cid, failure in failures.items() if cid != first}
    return next((w.misconception for w, r in alike if _rest_agrees(r, checks, others, firm=firm)), None)


def _evidence(judging: Judging, check: CheckFunction, check_id: str) -> tuple[Notes, int]:
    """How the submission fares under a second seed; where that shows no failure, under the first."""
    you = Replay(judging, judging.job.tree)
    seed = Draw("diagnosis", judging.seed).integer(0, 2**48)
    notes = you.notes(check, check_id, seed)
    if notes.failures():
        return notes, seed
    return you.notes(check, check_id, judging.seed), judging.seed


def _has_fractions(value: Any) -> bool:
    """Whether there are numbers in it that are not whole."""
    if isinstance(value, Point):
        return _has_fractions(value.value)
    if isinstance(value, dict):
        return any(map(_has_fractions, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_fractions, value))
    if isinstance(value, float):
        return not value.is_integer()
    if type(value).__module__ not in ("torch", "numpy"):
        return False
    array = as_numpy(value)
    return array.dtype.kind in "fc" and bool(np.any(np.isfinite(array) & (array != np.round(array))))


def _like(one: CheckFailed | None, two: CheckFailed | None) -> bool:
    return one is two if one is None or two is None else one.like(two)


def _rest_agrees(replay: Replay, checks: Mapping[str, CheckFunction], others: Mapping[str, CheckFailed | None],
                 *, firm: bool) -> bool:  # fmt: skip
    """No other check tells the wrong answer from the submission. Time that runs out leaves the rest untried."""
    try:
        for cid in sorted(others, key=lambda c: replay.judging.spent_ms.get(c, 0.0)):
            yours = others[cid]
            if yours is not None and (firm or yours.kind == "raised"):
                continue
            if not _like(replay.first_failure(checks[cid], cid), yours):
                return False
    except OutOfTime:
        return True
    return True


class Budget:
    """What the diagnosis may cost: CPU time of the judge and of every child it asks, not the time that passes.

    A deadline is put off for as long as there is CPU time left, at most to WALL_S. A program that a child has started
    (a service) counts by that alone.
    """

    def __init__(self, judging: Judging) -> None:
        self.judging = judging
        self.ends = time.monotonic() + WALL_S
        self.began_s = time.process_time()
        self.before = {id(c): _cpu_s(c) for c in filter(Child.lives, judging.children)}
        self.seen = dict(self.before)
        judging.deadline = time.monotonic() + CPU_S
        judging.more_s = self.left_s
        for child in judging.children:
            child.deadline, child.more_s = judging.deadline, self.left_s

    def left_s(self) -> float:
        """Seconds that may still pass before it is asked again."""
        for child in filter(Child.lives, self.judging.children):
            self.seen[id(child)] = max(_cpu_s(child), self.seen.get(id(child), 0.0))
        children_s = sum(s - self.before.get(one, 0.0) for one, s in self.seen.items())
        left = min(CPU_S - (time.process_time() - self.began_s) - children_s, self.ends - time.monotonic())
        return left if left > LEAST_S else 0.0


def _cpu_s(child: Asked) -> float:
    """Its CPU time; 0 of one that has not started or is gone."""
    try:
        return child.cpu_seconds() if isinstance(child, Child) and child.pid else 0.0
    except ChildDied:
        return 0.0


class Parted(Exception):
    """A replay has shown something else than what it was to follow."""


class Enough(Exception):
    """The evidence suffices; the rest of the check is left out."""


class ReplayTrial(TrialOf):
    """A trial that ends at its first failure and looks no further."""

    follows = False


class NotingTrial(ReplayTrial):
    """A trial that notes each judgement and goes on. `expected`: what it is to follow; it stops where it parts."""

    expected: Notes | None = None

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.notes = Notes()
        self.began_s = self._cpu_s()

    def _cpu_s(self) -> float:
        return time.process_time() + sum(_cpu_s(child) for child in (self._you, self._ref) if child is not None)

    def _judge(self, failure: CheckFailed | None) -> None:
        items = self.notes.items
        at = len(items)
        items.append(failure)
        if self.expected is not None:
            if at >= len(self.expected.items) or not _like(failure, self.expected.items[at]):
                raise Parted
            enough = not self.expected.whole and len(items) == len(self.expected.items)
        else:
            first = next((i for i, n in enumerate(items) if n is not None), at)
            late = items[first] is not None and self._cpu_s() - self.began_s > SLOW_S
            enough = at - first >= ENOUGH or late
        if enough:
            self.notes.whole = False
            raise Enough

    def faster(self, program: Program, *, at_most: float = 2.0) -> None:
        """A cost proves nothing, and measuring it takes long."""

    def lighter(self, program: Program, *, at_most: float = 0.5) -> None:
        """The same."""


class Replay:
    """Somebody's files at work in a child of their own; a child that dies is replaced."""

    def __init__(self, judging: Judging, tree: Mapping[str, str]) -> None:
        self.judging = judging
        self.files = judging.files(tree)
        self.child: Child | None = judging.spawn(self.files)  # asked for, not awaited
        self.ready = False

    def notes(
        self, check: CheckFunction, check_id: str, seed: int | None = None, expected: Notes | None = None
    ) -> Notes:
        """Every judgement of a check, the end of one that broke off among them. Raises OutOfTime, Parted."""
        try:
            trial = self.judging.trial(check_id, self._child(), seed, NotingTrial)
        except CheckFailed as failure:
            return Notes([failure])
        assert isinstance(trial, NotingTrial)
        trial.expected = expected
        try:
            ended = self._run(check, trial)
            if ended is not None:
                trial._judge(ended)
        except Enough:
            self._drop()  # it may stand in the middle of a question, as after Parted
        return trial.notes

    def follows(self, check: CheckFunction, check_id: str, expected: Notes, seed: int | None = None) -> bool:
        """Whether a check judges it, from beginning to end, as it judged another. Raises OutOfTime."""
        try:
            return len(self.notes(check, check_id, seed, expected).items) == len(expected.items)
        except Parted:
            self._drop()
            return False

    def first_failure(self, check: CheckFunction, check_id: str) -> CheckFailed | None:
        """How it fails a check, or None. Raises OutOfTime."""
        try:
            return self._run(check, self.judging.trial(check_id, self._child(), form=ReplayTrial))
        except CheckFailed as failure:
            return failure

    def _run(self, check: CheckFunction, trial: TrialOf) -> CheckFailed | None:
        """How a check ended, where it did not end well."""
        assert self.child is not None
        child, called = self.child, self.child.called
        try:
            check(trial)
        except (OutOfTime, Parted, Enough):
            raise
        except CheckFailed as failure:
            return failure
        except LearnerError as error:
            return raised(error, called())
        except (ChildDied, wire.ProtocolError) as error:
            self._drop()
            return CheckFailed("", type(error).__name__, kind="raised", evidence=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - a check that stumbles over the form of a value
            return stumbled(error, child, self.judging.ref, called())
        return None

    def _child(self) -> Child:
        """The child, its entry imported. Raises CheckFailed where that fails."""
        if self.child is None:
            self.child, self.ready = self.judging.spawn(self.files), False
        if not self.ready:
            try:
                self.judging.prepare(self.child, self.files, self.judging.job.entry)
            except LearnerError as error:
                raise raised(error, "import") from error
            except (ChildDied, wire.ProtocolError) as error:
                raise CheckFailed("", "import", kind="raised", evidence="import") from error
            self.ready = True
        return self.child

    def _drop(self) -> None:
        if self.child is not None:
            self.judging.more_s()  # its time is counted before it goes
            self.child.close()
        self.child = None
