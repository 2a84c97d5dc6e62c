"""Working on a drill: the broken tree, a run to see the symptom, the mended tree and the cause."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beikao.coach import Step
from beikao.course import Cause, Drill
from beikao.drills import broken_tree, drill_job, editable_part
from beikao.errors import UsageError
from beikao.events import CauseNamed
from beikao.grader import RunOutput
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.submit import Files, check_tree, in_order, judge, last_verdict, save_draft


@dataclass(frozen=True)
class Bench:
    """`tree` holds the files to edit (draft or broken), `observed` the files to read."""

    drill: Drill
    seed: int
    tree: Files
    observed: Files
    verdict: Mapping[str, Any] | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Mended:
    """`score` is the mean of the verdict's score and the cause (1 or 0)."""

    verdict: Mapping[str, Any]
    cause_right: bool
    cause_text: Mapping[str, str]
    score: float
    step: Step | None


def drill_seed(desk: Desk, drill: Drill) -> int:
    """A learner's own fault of this drill: the same until they start it again, and for another learner another one."""
    text = f"{desk.learner}\0{drill.ref}\0{_round(desk, drill)}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")


def _round(desk: Desk, drill: Drill) -> int:
    """How many times this drill was mended already: each time brings another seed."""
    named = desk.record.events(desk.learner, types=(CauseNamed.TYPE,))
    verdict = last_verdict(desk, drill.ref)
    done = [e for e in named if e.data["unit"] == drill.ref and e.data["right"]]
    return len(done) if verdict and verdict["state"] == "passed" else 0


def bench(desk: Desk, slug: str) -> Bench:
    """Where the learner left this drill, or its broken tree. Raises NotFoundError."""
    drill = find.drill(desk.course, slug)
    seed = drill_seed(desk, drill)
    broken = broken_tree(drill, desk.workshop.edit_tree, seed)
    tree = in_order(desk.record.draft(desk.learner, drill.ref) or editable_part(drill, broken), drill.editable)
    observed = {name: broken[name] for name in (drill.observe or tuple(broken)) if name not in drill.editable}
    return Bench(drill, seed, tree, observed, last_verdict(desk, drill.ref), shuffled_causes(drill, seed))


def whole_tree(desk: Desk, slug: str) -> dict[str, str]:
    """Every file of the broken system, for `beikao drill start` to write into a folder."""
    drill = find.drill(desk.course, slug)
    return broken_tree(drill, desk.workshop.edit_tree, drill_seed(desk, drill))


def shuffled_causes(drill: Drill, seed: int) -> tuple[Cause, ...]:
    """The causes in an order that depends on the seed, so that the true one has no fixed place."""
    key = {c.slug: hashlib.blake2b(f"{seed}{c.slug}".encode()).digest() for c in drill.causes}
    return tuple(sorted(drill.causes, key=lambda c: key[c.slug]))


def reset_drill(desk: Desk, slug: str) -> None:
    """Drop the draft: the broken tree comes back."""
    drill = find.drill(desk.course, slug)
    desk.record.drop_draft(desk.learner, drill.ref)


def run(desk: Desk, slug: str, tree: Files) -> RunOutput:
    """Run the learner's tree in the sandbox and return what it printed. Nothing is recorded but the draft."""
    drill = find.drill(desk.course, slug)
    check_tree(tree, drill.editable, drill.ref)
    save_draft(desk, drill.ref, tree)
    return desk.grader.run(drill_job(drill, tree), seed=drill_seed(desk, drill))


def mend(desk: Desk, slug: str, tree: Files, cause: str) -> Mended:
    """Judge a mended tree and the cause named. Raises UsageError for an unknown or missing cause."""
    drill = find.drill(desk.course, slug)
    named = next((c for c in drill.causes if c.slug == cause), None)
    if named is None:
        known = ", ".join(c.slug for c in drill.causes)
        raise UsageError("name the cause first" if not cause else f"{cause!r} is no cause of this drill",
                         where="cause", hint=f"One of: {known}.")  # fmt: skip
    check_tree(tree, drill.editable, drill.ref)
    save_draft(desk, drill.ref, tree)
    desk.note(CauseNamed(drill.ref, drill.rev, cause, named.true))
    done = judge(desk, drill_job(drill, tree), tree, seed=None)
    right_text = named.text if named.true else next(c for c in drill.causes if c.true).text
    fixed = done.verdict["state"] == "passed"
    return Mended(done.verdict, named.true, right_text if fixed else named.text,
                  (float(done.verdict["score"]) + named.true) / 2, done.step)  # fmt: skip
