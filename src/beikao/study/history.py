"""What a learner handed in for a lab or a drill: every submission with its verdict, its code, and how two differ."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beikao.course import Lab
from beikao.errors import NotFoundError
from beikao.events import CodeJudged, CodeSubmitted, HintTaken, ReferenceRevealed
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.submit import Files, save_draft

CONTEXT_LINES = 3


@dataclass(frozen=True)
class Submission:
    """`number` counts from 1 within its unit; `verdict` is None where the judge was lost; `tree` is path -> digest."""

    id: str
    number: int
    at: datetime
    seed: int
    tree: Mapping[str, str]
    verdict: Mapping[str, Any] | None

    @property
    def state(self) -> str:
        return str(self.verdict["state"]) if self.verdict else "unavailable"


def submissions(desk: Desk, ref: str) -> tuple[Submission, ...]:
    """All of a unit, oldest first, each with its last verdict."""
    stream = desk.record.events(desk.learner, types=(CodeSubmitted.TYPE, CodeJudged.TYPE))
    verdicts = {e.data["submission"]: e.data["verdict"] for e in stream if e.type == CodeJudged.TYPE}
    handed = [e for e in stream if e.type == CodeSubmitted.TYPE and e.data["unit"] == ref]
    return tuple(
        Submission(e.id, n, e.at, e.data["seed"], e.data["tree"], verdicts.get(e.id)) for n, e in enumerate(handed, 1)
    )


def submission(desk: Desk, ref: str, number: int) -> Submission:
    """One of them. Raises NotFoundError."""
    every = submissions(desk, ref)
    if not 1 <= number <= len(every):
        raise NotFoundError(f"there is no submission {number}", where=ref, hint=f"There are {len(every)}.",
                            zh=f"没有第 {number} 次提交", hint_zh=f"一共 {len(every)} 次。")  # fmt: skip
    return every[number - 1]


def code(desk: Desk, handed: Submission) -> Files:
    """Its files."""
    return {name: desk.record.blob(digest).decode("utf-8", "replace") for name, digest in handed.tree.items()}


def before(desk: Desk, ref: str, handed: Submission) -> Files:
    """What it is compared with: the submission before it, for the first one the start."""
    if handed.number > 1:
        return code(desk, submission(desk, ref, handed.number - 1))
    unit = find.practice_unit(desk.course, ref)
    return unit.start if isinstance(unit, Lab) else {name: unit.system[name] for name in unit.editable}


def difference(old: Files, new: Files) -> str:
    """A unified diff over all files; empty where nothing changed."""
    lines: list[str] = []
    for name in sorted({*old, *new}):
        left, right = old.get(name, "").splitlines(), new.get(name, "").splitlines()
        lines += difflib.unified_diff(left, right, fromfile=name, tofile=name, n=CONTEXT_LINES, lineterm="")
    return "\n".join(lines)


def take_up(desk: Desk, ref: str, number: int) -> None:
    """Put an old submission's files back into the editor. Raises NotFoundError."""
    unit = find.practice_unit(desk.course, ref)
    allowed = unit.files if isinstance(unit, Lab) else unit.editable
    files = code(desk, submission(desk, ref, number))
    save_draft(desk, ref, {name: text for name, text in files.items() if name in allowed})


def independence(desk: Desk, lab: Lab) -> float:
    """How much a pass of this lab says: 1 unaided, less by an equal share for every hint opened before the first pass,
    0 where the reference was opened before it."""
    stream = desk.record.events(desk.learner, types=(HintTaken.TYPE, ReferenceRevealed.TYPE, CodeJudged.TYPE))
    taken = 0
    for event in (e for e in stream if e.data["unit"] == lab.ref):
        if event.type == ReferenceRevealed.TYPE:
            return 0.0
        if event.type == CodeJudged.TYPE and event.data["verdict"]["state"] == "passed":
            break
        taken += event.type == HintTaken.TYPE
    return 1.0 - cost(lab) * taken


def cost(lab: Lab) -> float:
    """What one hint takes from it: with all hints open a pass still says as much as one hint is worth."""
    return 1.0 / (max(len(h) for h in lab.hints.values()) + 1) if lab.hints else 0.0
