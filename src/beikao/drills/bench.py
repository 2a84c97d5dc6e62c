"""The trees of a drill (healthy, broken, mended, wrongly mended) and the job that judges one.

Only the files named in `editable` may differ between these trees, so the rest is always taken from the healthy tree
and a submission cannot shrink the workload by editing what it was not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from beikao.course import Drill
from beikao.errors import ContentError, UsageError
from beikao.grader import CheckMeta, Job, WrongMeta

Files = Mapping[str, str]


class TreeEditor(Protocol):
    """Runs a drill's `break_` or `mend` on a tree in the content process."""

    def __call__(self, script: Path, function: str, unit: str, seed: int, files: Files) -> dict[str, str]: ...


def _edit(drill: Drill, edit: TreeEditor, script: str, function: str, seed: int, files: Files) -> dict[str, str]:
    out = edit(drill.folder / script, function, f"{drill.ref}/{function}", seed, files)
    touched = {name for name in {*out, *files} if out.get(name) != files.get(name)}
    if stray := sorted(touched - set(drill.editable)):
        raise ContentError(
            f"{script} changes {', '.join(stray)}", where=drill.ref, hint="It may change only what `editable` names."
        )
    return out


def broken_tree(drill: Drill, edit: TreeEditor, seed: int) -> dict[str, str]:
    """The tree with the fault of this seed planted."""
    out = _edit(drill, edit, "break.py", "break_", seed, drill.system)
    if out == dict(drill.system):
        raise ContentError("break.py changes nothing", where=drill.ref)
    return out


def mended_tree(drill: Drill, edit: TreeEditor, seed: int) -> dict[str, str]:
    """The broken tree after the drill's own repair."""
    return _edit(drill, edit, "mend.py", "mend", seed, broken_tree(drill, edit, seed))


def wrong_tree(drill: Drill, edit: TreeEditor, slug: str, seed: int) -> dict[str, str]:
    """The broken tree after a tempting repair of the symptom."""
    return _edit(drill, edit, f"wrong/{slug}.py", "mend", seed, broken_tree(drill, edit, seed))


def editable_part(drill: Drill, tree: Files) -> dict[str, str]:
    """Only the files a learner may change. Raises UsageError where one is missing or a stranger is given."""
    if stray := sorted(set(tree) - set(drill.system)):
        raise UsageError(f"unknown file {stray[0]}", where=drill.ref, hint=f"Editable: {', '.join(drill.editable)}.",
                         zh=f"多出了文件 {stray[0]}", hint_zh=f"能改的是：{'、'.join(drill.editable)}。")  # fmt: skip
    missing = [name for name in drill.editable if name not in tree]
    if missing:
        raise UsageError(f"the file {missing[0]} is missing", where=drill.ref, hint="`drill start` writes it again.",
                         zh=f"缺少文件 {missing[0]}", hint_zh="`beikao drill start` 会重新写出它。")  # fmt: skip
    return {name: tree[name] for name in drill.editable}


def drill_job(drill: Drill, tree: Files) -> Job:
    """The job that judges (or runs) this tree: the learner's editable files among the healthy rest."""
    given = {name: text for name, text in drill.system.items() if name not in drill.editable}
    return Job(
        unit=drill.ref,
        rev=drill.rev,
        check_file=drill.folder / "verify.py",
        entry=drill.run,
        tree=editable_part(drill, tree),
        given=given,
        reference={name: drill.system[name] for name in drill.editable},
        checks=tuple(CheckMeta(c.id, dict(c.title), c.credit, c.phase) for c in drill.checks),
        wrong=tuple[WrongMeta, ...](),
        seconds=drill.limits.get("seconds", 30.0),
        memory_mib=int(drill.limits.get("memory_mib", 1024)),
    )
