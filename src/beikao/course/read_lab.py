"""Reads a lab's or a drill's folder. Structure only: no content code is run here."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from beikao.course.manifest import Faults, Manifest
from beikao.course.operators import known
from beikao.course.read_audit import read_audit, read_equivalents
from beikao.course.read_concept import check_slug, read_checks, read_limits, read_wrong, rev
from beikao.course.texts import read_both, read_hints, read_text
from beikao.course.types import Cause, CheckUnit, Drill, Lab, WrongUnit

LAB_FILES = {
    "lab.toml",
    "check.py",
    "oracle.py",
    "rig.py",
    "equivalents.toml",
    "audit.json",
    "fair.json",
    "proved.json",
    "start",
    "reference",
    "right",
    "wrong",
}
DRILL_FILES = {
    "drill.toml",
    "break.py",
    "mend.py",
    "verify.py",
    "system",
    "wrong",
    "audit.json",
    "proved.json",
    "equivalents.toml",
}
PROGRAM = re.compile(r"[a-z0-9][a-z0-9+._-]*")
PLACEHOLDERS = {"file", "folder", "port"}
KATA_LINES, KATA_SHARE, KATA_STEP = (
    50,
    3,
    5,
)  # of a reference; of the lab's minutes one in three, in steps of five, ten at least
TEXTS = {f"{stem}.{lang}.md" for stem in ("task", "hints", "story") for lang in ("zh", "en")}


def read_lab(folder: Path, faults: Faults) -> Lab | None:
    """None where `lab.toml` cannot be read."""
    check_slug(folder, faults)
    manifest = Manifest.read(folder / "lab.toml", faults)
    if manifest is None:
        return None
    files = manifest.strings("files", required=True, slugs=False)
    wrong = read_wrong(manifest)
    checks = read_checks(manifest)
    profile = manifest.text("profile", one_of=("pure", "service", "processes", "gpu"))
    rig = read_text(folder / "rig.py", faults) if (folder / "rig.py").exists() else None
    lab = Lab(
        slug=folder.name,
        folder=folder,
        rev=rev(folder),
        title=manifest.both("title"),
        summary=manifest.both("summary"),
        concepts=manifest.strings("concepts", required=True),
        later=manifest.strings("later"),
        guide=manifest.strings("guide", slugs=False),
        minutes=manifest.integer("minutes", 5, 2000),
        files=files,
        profile=profile,
        needs_programs=manifest.strings("needs_programs", slugs=False),
        run=manifest.strings("run", slugs=False),
        uses=manifest.strings("uses"),
        limits=read_limits(manifest),
        training=manifest.flag("training"),
        checks=checks,
        wrong=wrong,
        task=read_both(folder, "task", faults),
        hints=read_hints(folder, faults),
        start=read_tree(folder, "start", files, faults),
        reference=read_tree(folder, "reference", files, faults),
        wrong_trees={w.slug: read_tree(folder / "wrong", w.slug, files, faults) for w in wrong},
        rig=rig,
        banned=_banned(manifest, profile),
        right_trees=_right(folder, files, faults),
        equivalents=read_equivalents(folder, faults),
        audit=read_audit(folder, faults),
    )
    wanted = manifest.integer("kata", 0, 120, default=-1)
    lab = replace(lab, kata=kata_minutes(lab) if wanted < 0 else wanted)
    manifest.done()
    _check_profile(lab, manifest)
    _check_wrong(folder, manifest, checks, wrong, faults, least=6)
    for name in ("check.py", "oracle.py"):
        if not (folder / name).exists():
            faults.add(folder / name, 0, f"{name} is missing")
    allowed = LAB_FILES | TEXTS | {f"{s}{Path(files[0]).suffix}" for s in ("start", "reference") if len(files) == 1}
    _check_strays(folder, allowed, faults)
    return lab


def kata_minutes(lab: Lab) -> int:
    """The clock of a lab that does not name one: what an interview may ask to be written by hand is one Python file without servers,
    processes or devices whose reference is short. 0 for any other."""
    names = [name for name in lab.files if name.endswith(".py")]
    lines = code_lines(lab.reference.get(names[0], "")) if names else 0
    if lab.profile != "pure" or len(lab.files) != 1 or not 0 < lines <= KATA_LINES:
        return 0
    return max(10, KATA_STEP * round(lab.minutes / KATA_SHARE / KATA_STEP))


def code_lines(source: str) -> int:
    """Lines that hold code: neither blank, nor comment, nor docstring. 0 for what is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return 0
    words: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            words.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    rows = enumerate(source.splitlines(), 1)
    return sum(bool(row.strip()) and not row.strip().startswith("#") and n not in words for n, row in rows)


def _banned(manifest: Manifest, profile: str) -> tuple[str, ...]:
    """What the submission may not use. A service's program runs by itself, where nothing can be refused."""
    names = manifest.strings("banned", slugs=False)
    if names and profile != "pure":
        manifest.fault("banned", f"`banned` has no effect in the profile {profile!r}",
                       'Leave it out, or let the profile be "pure".')  # fmt: skip
    for name in names:
        if not known(name):
            manifest.fault("banned", f"`banned` names {name!r}, which is no operator",
                           "A full Python name of torch, numpy or scipy, `aten::name`, or `sklearn`.")  # fmt: skip
    return names


def _check_profile(lab: Lab, manifest: Manifest) -> None:
    """`run` and `needs_programs` fit the profile and each other."""
    service = lab.profile == "service"
    for name in lab.needs_programs:
        if not PROGRAM.fullmatch(name):
            manifest.fault("needs_programs", f"{name!r} is no program's name", "Write the name alone: nginx.")
    if (lab.run or lab.needs_programs) and not service:
        key = "run" if lab.run else "needs_programs"
        manifest.fault(key, f"`{key}` is for the profile service, this one is {lab.profile}")
    if lab.run and lab.run[0] not in lab.needs_programs:
        manifest.fault("run", f"`run` starts {lab.run[0]!r}, which is not in `needs_programs`")
    for word in lab.run:
        for name in sorted(set(re.findall(r"\{(\w*)\}", word)) - PLACEHOLDERS):
            manifest.fault("run", f"`run` has {{{name}}}", "It may have {file}, {folder} and {port}.")
    if service and not lab.run and lab.files and not lab.files[0].endswith(".py"):
        manifest.fault("files", f"{lab.files[0]} is no Python", "Name the program that reads it in `run`.")


def read_tree(folder: Path, name: str, files: tuple[str, ...], faults: Faults) -> dict[str, str]:
    """`name` as a file (one file asked) or as a folder (several), as path -> text."""
    if len(files) == 1:
        path = folder / f"{name}{Path(files[0]).suffix}"
        text = read_text(path, faults)
        return {} if text is None else {files[0]: text}
    tree = {}
    for file in files:
        text = read_text(folder / name / file, faults)
        if text is not None:
            tree[file] = text
    return tree


def _right(folder: Path, files: tuple[str, ...], faults: Faults) -> dict[str, dict[str, str]]:
    """Right answers written differently from the reference: `right/<slug>`, optional."""
    slugs = sorted({p.stem if p.is_file() else p.name for p in (folder / "right").glob("*") if p.name != "__pycache__"})
    return {slug: read_tree(folder / "right", slug, files, faults) for slug in slugs}


def _check_wrong(folder: Path, manifest: Manifest, checks: tuple[CheckUnit, ...], wrong: tuple[WrongUnit, ...],
                 faults: Faults, least: int) -> None:  # fmt: skip
    if not checks:
        manifest.fault("", "no [check.<id>]")
    known = {c.id for c in checks}
    for w in wrong:
        if w.caught_by not in known:
            manifest.fault(w.slug, f"[wrong.{w.slug}] is caught by {w.caught_by!r}, which is no check of this unit")
    if len(wrong) < least:
        manifest.fault("", f"{len(wrong)} wrong answers", f"Give at least {least}, each one conceptual mistake.")
    present = {p.stem if p.is_file() else p.name for p in (folder / "wrong").glob("*") if p.name != "__pycache__"}
    for slug in sorted(present - {w.slug for w in wrong}):
        faults.add(folder / "wrong" / slug, 0, f"wrong/{slug} has no table [wrong.{slug}]")


def _check_strays(folder: Path, allowed: set[str], faults: Faults) -> None:
    for path in sorted(folder.iterdir()):
        if path.name not in allowed and path.name != "__pycache__":
            faults.add(path, 0, f"{path.name} is not part of the format", "Remove it.")


def read_drill(folder: Path, faults: Faults) -> Drill | None:
    """None where `drill.toml` cannot be read."""
    check_slug(folder, faults)
    manifest = Manifest.read(folder / "drill.toml", faults)
    if manifest is None:
        return None
    wrong, checks = read_wrong(manifest), read_checks(manifest)
    drill = Drill(
        slug=folder.name,
        folder=folder,
        rev=rev(folder),
        title=manifest.both("title"),
        summary=manifest.both("summary"),
        concepts=manifest.strings("concepts", required=True),
        later=manifest.strings("later"),
        guide=manifest.strings("guide", slugs=False),
        minutes=manifest.integer("minutes", 5, 2000),
        editable=manifest.strings("editable", required=True, slugs=False),
        run=manifest.text("run"),
        observe=manifest.strings("observe", slugs=False),
        limits=read_limits(manifest),
        causes=_causes(manifest),
        checks=checks,
        wrong=wrong,
        story=read_both(folder, "story", faults),
        hints=read_hints(folder, faults),
        system=_system(folder, faults),
    )
    manifest.done()
    _check_wrong(folder, manifest, checks, wrong, faults, least=3)
    _check_drill(drill, manifest, faults)
    return drill


def _causes(manifest: Manifest) -> tuple[Cause, ...]:
    out = []
    for slug, table in manifest.tables("cause").items():
        out.append(Cause(slug, table.words(), table.flag("true")))
        table.done()
    if len(out) < 4 or not any(c.true for c in out):
        manifest.fault("", f"{len(out)} causes, {sum(c.true for c in out)} true", "At least four, at least one true.")
    return tuple(out)


def _system(folder: Path, faults: Faults) -> Mapping[str, str]:
    root = folder / "system"
    tree = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            text = read_text(path, faults)
            if text is not None:
                tree[path.relative_to(root).as_posix()] = text
    if not tree:
        faults.add(root, 0, "system/ is empty", "It holds the healthy tree.")
    return tree


def _check_drill(drill: Drill, manifest: Manifest, faults: Faults) -> None:
    for key, names in (("editable", drill.editable), ("run", (drill.run,)), ("observe", drill.observe)):
        for name in names:
            if name and name not in drill.system:
                manifest.fault(key, f"`{key}` names {name!r}, which is not in system/")
    for name in ("break.py", "mend.py", "verify.py", *(f"wrong/{w.slug}.py" for w in drill.wrong)):
        if not (drill.folder / name).exists():
            faults.add(drill.folder / name, 0, f"{name} is missing")
    _check_strays(drill.folder, DRILL_FILES | TEXTS, faults)
