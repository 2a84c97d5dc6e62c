"""Working on a lab: its workspace and drafts, submission and verdict, hints, the reference at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beikao.coach import Step, next_steps
from beikao.course import Drill, Lab
from beikao.errors import UsageError
from beikao.events import CodeJudged, CodeSubmitted, HintTaken, ReferenceRevealed
from beikao.grader import TRUSTED, CheckMeta, Job, WrongMeta, walled
from beikao.practice import new_seed
from beikao.record import Claims
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.plan import order_of

Files = Mapping[str, str]
MAX_FILE_BYTES = 256 * 1024
LOOK = timedelta(hours=1)


@dataclass(frozen=True)
class Workspace:
    """`tree` is the learner's draft, or the start; `verdict` the last one of this unit."""

    lab: Lab
    tree: Files
    verdict: Mapping[str, Any] | None
    hints_taken: int
    revealed: bool


@dataclass(frozen=True)
class Submitted:
    """`submission` is the id of the code.submitted event; `step` is what to do next; `notice` is said once: that this
    machine has no sandbox."""

    verdict: Mapping[str, Any]
    submission: str
    step: Step | None
    notice: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Hint:
    number: int
    total: int
    markdown: str


def workspace(desk: Desk, slug: str) -> Workspace:
    """Where the learner left this lab. Raises NotFoundError."""
    lab = find.lab(desk.course, slug)
    tree = in_order(desk.record.draft(desk.learner, lab.ref) or lab.start, lab.files)
    return Workspace(lab, tree, last_verdict(desk, lab.ref), hints_taken(desk, lab.ref), revealed(desk, lab.ref))


def in_order(tree: Files, names: tuple[str, ...]) -> Files:
    """The files as their unit lists them, whatever order they were stored in."""
    return {name: tree[name] for name in (*(n for n in names if n in tree), *(n for n in tree if n not in names))}


def save_draft(desk: Desk, ref: str, tree: Files) -> datetime:
    """Keep what is being typed. Raises UsageError for a file that is not the unit's, or too large."""
    unit = find.practice_unit(desk.course, ref)
    allowed = unit.files if isinstance(unit, Lab) else unit.editable
    check_tree(tree, allowed, ref, whole=False)
    at = desk.now()
    desk.record.save_draft(desk.learner, ref, dict(tree), at)
    return at


def reset(desk: Desk, slug: str) -> Files:
    """Drop the draft of a lab; returns its start."""
    lab = find.lab(desk.course, slug)
    desk.record.drop_draft(desk.learner, lab.ref)
    return lab.start


def submit(desk: Desk, slug: str, tree: Files, *, progress: Callable[[dict[str, Any]], None] | None = None,
           phases: tuple[str, ...] = ("quick", "long"), seconds: float | None = None) -> Submitted:  # fmt: skip
    """Judge a lab. The code is stored before it is judged, the verdict before it is shown. `seconds`: worked on it since the page
    was opened."""
    lab = find.lab(desk.course, slug)
    check_tree(tree, lab.files, lab.ref)
    save_draft(desk, lab.ref, tree)
    return judge(desk, lab_job(desk, lab, tree), tree, progress=progress, phases=phases, seconds=seconds)


def judge(desk: Desk, job: Job, tree: Files, *, seed: int | None = None, phases: tuple[str, ...] = ("quick", "long"),
          progress: Callable[[dict[str, Any]], None] | None = None, unit: str = "",
          seconds: float | None = None) -> Submitted:  # fmt: skip
    """Store a submission, judge it, store the verdict. `unit`: under which it is recorded, where that is not the job's own."""
    unit = unit or job.unit
    seed = new_seed() if seed is None else seed
    digests = {name: desk.record.put_blob(text.encode()) for name, text in sorted(tree.items())}
    with Claims(desk.record.home).hold(claim_name(desk.learner, unit, seed)):  # before it can be seen as left over
        submitted = desk.note(CodeSubmitted(unit, job.rev, digests, seed, seconds))[0]
        verdict = desk.grader.check(job, seed=seed, phases=phases, progress=progress, learner=desk.learner)
        notice = first_notice(desk, verdict)
        desk.note(CodeJudged(submitted.id, unit, dict(verdict)))
    return Submitted(verdict, submitted.id, _step(desk), notice)


def judged(desk: Desk, ref: str, submission: str) -> Submitted | None:
    """What `submit` returned, as long as it is the last of its unit: for a page that is opened after it."""
    every = desk.record.events(desk.learner, types=(CodeJudged.TYPE,))
    found = [e for e in every if e.data["unit"] == ref]
    if not found or found[-1].data["submission"] != submission:
        return None
    verdict: Mapping[str, Any] = found[-1].data["verdict"]
    first = next((e.id for e in every if _unwalled(e.data["verdict"])), "")
    return Submitted(verdict, submission, _step(desk), TRUSTED if first == found[-1].id else None)


def _step(desk: Desk) -> Step | None:
    steps = next_steps(desk.course, desk.events(), desk.now(), limit=1, order=order_of(desk))
    return steps[0] if steps else None


def first_notice(desk: Desk, verdict: Mapping[str, Any]) -> Mapping[str, str] | None:
    """What is said once: that this verdict, not recorded yet, came without a sandbox, and no earlier one did."""
    return TRUSTED if _unwalled(verdict) and not _told(desk) else None


def _unwalled(verdict: Mapping[str, Any]) -> bool:
    """Whether code ran, and without a sandbox."""
    layers = verdict["sandbox"].get("layers", [])
    return bool(layers) and not walled(layers)


def _told(desk: Desk) -> bool:
    """Whether an earlier verdict came without a sandbox too."""
    return any(_unwalled(e.data["verdict"]) for e in desk.record.events(desk.learner, types=(CodeJudged.TYPE,)))


def claim_name(learner: str, unit: str, seed: int) -> str:
    """Under which a submission is in somebody's hand; known before it is stored."""
    return f"{learner}\0{unit}\0{seed}"


def check_tree(tree: Files, allowed: tuple[str, ...], ref: str, *, whole: bool = True) -> None:
    """Raises UsageError for a stranger, a missing file (if `whole`), or one that is too large or binary."""
    for name, text in tree.items():
        if name not in allowed:
            raise UsageError(f"unknown file {name!r}", where=ref, hint=f"This unit asks for {', '.join(allowed)}.",
                             zh=f"多出了文件「{name}」", hint_zh=f"要交的是 {'、'.join(allowed)}。")  # fmt: skip
        if len(text.encode()) > MAX_FILE_BYTES:
            raise UsageError(f"{name} is larger than {MAX_FILE_BYTES // 1024} KiB", where=ref,
                             zh=f"{name} 超过 {MAX_FILE_BYTES // 1024} KiB")  # fmt: skip
        if "\0" in text:
            raise UsageError(f"{name} is not a text", where=ref, hint="Save it as UTF-8 text.",
                             zh=f"{name} 不是文本", hint_zh="用 UTF-8 编码另存为文本。")  # fmt: skip
    for name in allowed if whole else ():
        if name not in tree:
            raise UsageError(f"the file {name} is missing", where=ref, hint=f"Give {', '.join(allowed)}.",
                             zh=f"缺少文件 {name}", hint_zh=f"要交的是 {'、'.join(allowed)}。")  # fmt: skip


def lab_job(desk: Desk, lab: Lab, tree: Files) -> Job:
    """The grader's job for a lab. `uses` arrive as the used labs' references."""
    rig = {"rig.py": lab.rig} if lab.rig is not None else {}
    used = {slug: desk.course.labs[slug] for slug in lab.uses}
    return Job(
        unit=lab.ref,
        rev=lab.rev,
        check_file=lab.folder / "check.py",
        entry=lab.files[0],
        tree=dict(tree),
        given=rig,
        reference=lab.reference,
        checks=tuple(CheckMeta(c.id, dict(c.title), c.credit, c.phase) for c in lab.checks),
        wrong=tuple(WrongMeta(w.slug, w.caught_by, w.misconception, lab.wrong_trees[w.slug]) for w in lab.wrong),
        profile=lab.profile,
        needs_programs=lab.needs_programs,
        run=lab.run,
        seconds=lab.limits.get("seconds", 10.0),
        memory_mib=int(lab.limits.get("memory_mib", 1024)),
        banned=lab.banned,
        parts={slug.replace("-", "_"): (part.files[0], part.reference) for slug, part in used.items()},
    )


def last_verdict(desk: Desk, ref: str) -> Mapping[str, Any] | None:
    """The newest verdict of a unit."""
    found = [e for e in desk.record.events(desk.learner, types=(CodeJudged.TYPE,)) if e.data["unit"] == ref]
    verdict: Mapping[str, Any] | None = found[-1].data["verdict"] if found else None
    return verdict


def passed(desk: Desk, ref: str) -> bool:
    """Whether any verdict of this unit passed."""
    judged = desk.record.events(desk.learner, types=(CodeJudged.TYPE,))
    return any(e.data["unit"] == ref and e.data["verdict"]["state"] == "passed" for e in judged)


def hints_taken(desk: Desk, ref: str) -> int:
    """How many hints of a unit were opened."""
    taken = desk.record.events(desk.learner, types=(HintTaken.TYPE,))
    return max((e.data["number"] for e in taken if e.data["unit"] == ref), default=0)


def hints(desk: Desk, ref: str, language: str) -> tuple[Hint, ...]:
    """The hints opened so far."""
    unit = find.practice_unit(desk.course, ref)
    every = unit.hints[language]
    return tuple(Hint(i + 1, len(every), every[i]) for i in range(min(hints_taken(desk, ref), len(every))))


def hint(desk: Desk, ref: str, language: str) -> Hint:
    """Open the next hint; after the last one, the last one again (nothing more is recorded)."""
    unit: Lab | Drill = find.practice_unit(desk.course, ref)
    every = unit.hints[language]
    number = min(hints_taken(desk, ref) + 1, len(every))
    if number > hints_taken(desk, ref):
        desk.note(HintTaken(ref, number))
    return Hint(number, len(every), every[number - 1])


def revealed(desk: Desk, ref: str) -> bool:
    """Whether the reference of a unit was opened."""
    return any(e.data["unit"] == ref for e in desk.record.events(desk.learner, types=(ReferenceRevealed.TYPE,)))


def hint_ahead(desk: Desk, ref: str, language: str) -> tuple[int, int] | None:
    """(number, how many there are) of the hint that would be opened next; None after the last."""
    taken, every = hints_taken(desk, ref), len(find.practice_unit(desk.course, ref).hints[language])
    return (taken + 1, every) if taken < every else None


def shown(desk: Desk, slug: str) -> Files | None:
    """The reference of a lab while the last look at it lasts, an hour: reading on, or in the other language, is no new look."""
    lab = find.lab(desk.course, slug)
    looks = [
        e.at for e in desk.record.events(desk.learner, types=(ReferenceRevealed.TYPE,)) if e.data["unit"] == lab.ref
    ]
    return lab.reference if looks and desk.now() - max(looks) < LOOK else None


def reveal(desk: Desk, slug: str) -> Files:
    """The reference of a lab. Every look is recorded: a pass within a day of the last one proves nothing."""
    lab = find.lab(desk.course, slug)
    desk.note(ReferenceRevealed(lab.ref, lab.rev))
    return lab.reference
