"""Working on a drill: the broken tree, a run to see the symptom, the mended tree and the causes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
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
    """`score` is the mean of the verdict's score and `cause_credit`. `notice` as in `Submitted`."""

    verdict: Mapping[str, Any]
    cause_right: bool
    cause_text: Mapping[str, str]
    score: float
    step: Step | None
    notice: Mapping[str, str] | None = None


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
    return desk.grader.run(drill_job(drill, tree), seed=drill_seed(desk, drill), learner=desk.learner)


def mend(desk: Desk, slug: str, tree: Files, causes: Sequence[str], *, seconds: float | None = None) -> Mended:
    """Judge a mended tree and the causes named. Raises UsageError where none is named and for an unknown one."""
    drill = find.drill(desk.course, slug)
    named = _named(drill, causes)
    true = tuple(c for c in drill.causes if c.true)
    check_tree(tree, drill.editable, drill.ref)
    save_draft(desk, drill.ref, tree)
    desk.note(CauseNamed(drill.ref, drill.rev, " ".join(c.slug for c in named), named == true))
    done = judge(desk, drill_job(drill, tree), tree, seed=None, seconds=seconds)
    fixed = done.verdict["state"] == "passed"
    return Mended(done.verdict, named == true, _in_words(true if fixed or named == true else named),
                  (float(done.verdict["score"]) + cause_credit(named, true)) / 2, done.step, done.notice)  # fmt: skip


def cause_credit(named: Sequence[Cause], true: Sequence[Cause]) -> float:
    """0 to 1: the share of the true causes that were named, a false one taking away what a true one brings."""
    right = sum(c.true for c in named)
    return max(0.0, (2 * right - len(named)) / len(true))


def several(drill: Drill) -> bool:
    """Whether more than one cause has to be named."""
    return sum(c.true for c in drill.causes) > 1


def _named(drill: Drill, causes: Sequence[str]) -> tuple[Cause, ...]:
    """The causes of these slugs, in the order of the drill."""
    known = [c.slug for c in drill.causes]
    hint = f"One of: {', '.join(known)}." if not several(drill) else f"Name all of them; from: {', '.join(known)}."
    hint_zh = f"{'不止一个，全部选出来' if several(drill) else '可选'}：{'、'.join(known)}。"
    if strange := [slug for slug in causes if slug not in known]:
        raise UsageError(f"{strange[0]!r} is no cause of this drill", where="cause", hint=hint,
                         zh=f"病因里没有「{strange[0]}」", hint_zh=hint_zh)  # fmt: skip
    if not causes:
        raise UsageError("name the cause first", where="cause", hint=hint, zh="先选病因", hint_zh=hint_zh)
    return tuple(c for c in drill.causes if c.slug in causes)


def _in_words(causes: Sequence[Cause]) -> dict[str, str]:
    return {lang: mark.join(c.text[lang] for c in causes) for lang, mark in (("zh", "；"), ("en", "; "))}
