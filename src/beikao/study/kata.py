"""Katas (手撕代码): a passed lab written again from its start, with a clock; the same grader gives the verdict.

A kata has a draft of its own (`kata:<slug>`), so the passed solution stays where it is. When it comes back is
`beikao.coach.katas`; hints and the reference have no place here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beikao.coach.katas import Kata, katas
from beikao.course import Lab
from beikao.errors import UsageError
from beikao.events import CodeJudged, KataGivenUp, KataStarted
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.submit import Files, Submitted, check_tree, in_order, judge, lab_job, save_draft


class NoKata(UsageError):
    """This lab cannot be written as a kata now."""


@dataclass(frozen=True)
class Bench:
    """`tree` is the draft of this kata, or the start; `verdict` the last one since its clock began; `seconds` on the clock."""

    lab: Lab
    kata: Kata
    tree: Files
    verdict: Mapping[str, Any] | None
    seconds: float


def every(desk: Desk) -> list[Kata]:
    """The katas of all labs passed, the running one first, then the most overdue."""
    return katas(desk.course, desk.events(), desk.now())


def kata(desk: Desk, slug: str) -> Kata:
    """One of them. Raises NotFoundError, NoKata where the lab is none or was not passed."""
    lab = find.lab(desk.course, slug)
    found = next((k for k in every(desk) if k.lab == slug), None)
    if found is None:
        why = "was not passed yet" if lab.kata else "is too long to be written by hand in an interview"
        why_zh = "还没有通过" if lab.kata else "太长，面试里写不完"
        raise NoKata(f"{slug} {why}, so it is no kata", where="kata", hint="beikao kata list shows those that are.",
                     zh=f"{slug} 现在不能手撕：{why_zh}", hint_zh="能手撕的有哪些，看 beikao kata list。")  # fmt: skip
    return found


def bench(desk: Desk, slug: str) -> Bench:
    """The kata as it stands; where no clock runs, the start. Raises as `kata` does."""
    lab, now = find.lab(desk.course, slug), kata(desk, slug)
    if now.began is None:
        return Bench(lab, now, lab.start, None, 0.0)
    tree = in_order(desk.record.draft(desk.learner, _ref(slug)) or lab.start, lab.files)
    seconds = (desk.now() - now.began).total_seconds()
    return Bench(lab, now, tree, _verdict(desk, slug, now.began), seconds)


def start(desk: Desk, slug: str) -> Bench:
    """Begin the clock on a fresh start; one that runs goes on. Raises as `kata` does."""
    lab, now = find.lab(desk.course, slug), kata(desk, slug)
    if now.began is None:
        desk.record.drop_draft(desk.learner, _ref(slug))
        desk.note(KataStarted(_ref(slug), lab.rev, lab.kata))
    return bench(desk, slug)


def save(desk: Desk, slug: str, tree: Files) -> datetime:
    """Keep what is being typed. Raises UsageError."""
    return save_draft(desk, _ref(slug), tree)


def check(desk: Desk, slug: str, tree: Files, *, seconds: float | None = None) -> tuple[Submitted, Kata]:
    """Judge what was written; a pass stops the clock. Raises NoKata where no clock runs."""
    lab = find.lab(desk.course, slug)
    _running(desk, slug)
    check_tree(tree, lab.files, lab.ref)
    save(desk, slug, tree)
    return judge(desk, lab_job(desk, lab, tree), tree, unit=_ref(slug), seconds=seconds), kata(desk, slug)


def give_up(desk: Desk, slug: str) -> Kata:
    """Stop the clock without a pass; it comes back soon. Raises NoKata where no clock runs."""
    desk.note(KataGivenUp(_ref(slug), _running(desk, slug).event))
    return kata(desk, slug)


def _running(desk: Desk, slug: str) -> Kata:
    found = kata(desk, slug)
    if found.began is None:
        raise NoKata(f"the clock of {slug} is not running", where="kata", hint=f"beikao kata start {slug}",
                     zh=f"{slug} 还没有开始计时", hint_zh=f"beikao kata start {slug}")  # fmt: skip
    return found


def _ref(slug: str) -> str:
    return f"kata:{slug}"


def _verdict(desk: Desk, slug: str, began: datetime) -> Mapping[str, Any] | None:
    judged = desk.record.events(desk.learner, types=(CodeJudged.TYPE,))
    mine: list[Mapping[str, Any]] = [
        e.data["verdict"] for e in judged if e.data["unit"] == _ref(slug) and e.at >= began
    ]
    return mine[-1] if mine else None
