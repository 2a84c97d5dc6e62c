"""Judging after every save: what is shown at once, and what becomes part of the record.

A save is no submission: people save half a thought. What is recorded (code.submitted and code.judged, as `submit` does)
is a tree that was judged to its end and is not the one recorded last, so a file that is touched, or judged again, tells
the coach nothing twice. A judgement that a newer save overtook leaves nothing; neither does one of the quick checks
alone, whose score would not be the lab's, nor one that is not the learner's fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from beikao.coach import Step, next_steps
from beikao.course import Lab
from beikao.events import CodeJudged, CodeSubmitted
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.plan import order_of
from beikao.study.submit import Files, check_tree, first_notice, lab_job, save_draft

NOT_THEIRS = ("unavailable", "grader_error")


@dataclass(frozen=True)
class Attempt:
    """`step` is what to do next, where the lab was passed; `recorded` says whether this one went into the record;
    `notice` is said once: that this machine has no sandbox."""

    verdict: Mapping[str, Any]
    recorded: bool
    step: Step | None
    notice: Mapping[str, str] | None = None


def quick(desk: Desk, slug: str, tree: Files, seed: int) -> Mapping[str, Any]:
    """The verdict of the quick checks alone; nothing is recorded but the draft. Raises UsageError."""
    lab = _accepted(desk, slug, tree)
    return desk.grader.check(lab_job(desk, lab, tree), seed=seed, phases=("quick",))


def attempt(desk: Desk, slug: str, tree: Files, seed: int, *, wanted: Callable[[], bool],
            progress: Callable[[dict[str, Any]], None] | None = None) -> Attempt | None:  # fmt: skip
    """The verdict of all checks, the same as `submit` gives; None where nobody wants it any more. Raises UsageError."""
    lab = _accepted(desk, slug, tree)
    verdict = desk.grader.check(lab_job(desk, lab, tree), seed=seed, progress=progress)
    if not wanted():
        return None
    notice = first_notice(desk, verdict)
    recorded = verdict["state"] not in NOT_THEIRS and _record(desk, lab, tree, seed, verdict)
    steps = []
    if verdict["state"] == "passed":
        steps = next_steps(desk.course, desk.events(), desk.now(), limit=1, order=order_of(desk))
    return Attempt(verdict, recorded, steps[0] if steps else None, notice)


def _accepted(desk: Desk, slug: str, tree: Files) -> Lab:
    lab = find.lab(desk.course, slug)
    check_tree(tree, lab.files, lab.ref)
    save_draft(desk, lab.ref, tree)
    return lab


def _record(desk: Desk, lab: Lab, tree: Files, seed: int, verdict: Mapping[str, Any]) -> bool:
    digests = {name: desk.record.put_blob(text.encode()) for name, text in sorted(tree.items())}
    if _recorded_last(desk, lab) == (lab.rev, digests):
        return False
    submitted = desk.note(CodeSubmitted(lab.ref, lab.rev, digests, seed))[0]
    desk.note(CodeJudged(submitted.id, lab.ref, dict(verdict)))
    return True


def _recorded_last(desk: Desk, lab: Lab) -> tuple[str, Mapping[str, str]] | None:
    """Revision and digests of the newest submission of this lab whose verdict counts."""
    events = desk.record.events(desk.learner, types=(CodeSubmitted.TYPE, CodeJudged.TYPE))
    counted = {e.data["submission"] for e in events
               if e.type == CodeJudged.TYPE and e.data["verdict"]["state"] not in NOT_THEIRS}  # fmt: skip
    own = [e for e in events if e.id in counted and e.data["unit"] == lab.ref]
    return (own[-1].data["rev"], own[-1].data["tree"]) if own else None
