"""Makes the skeleton of a unit and says what its author must still write.

A skeleton is not a unit: the gate refuses it until every empty text is filled. Nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from beikao.course import Course, Fault, load
from beikao.course.manifest import SLUG
from beikao.errors import EnvironmentFault, NotFoundError, UsageError
from beikao.study.skeletons import concept_files, drill_files, lab_files, question_files

KINDS: dict[str, Callable[[str], dict[str, str]]] = {
    "concept": concept_files,
    "lab": lab_files,
    "drill": drill_files,
}


@dataclass(frozen=True)
class Scaffold:
    """The new folder, its files, and what the gate still misses in it."""

    folder: Path
    files: tuple[str, ...]
    missing: tuple[Fault, ...]


def scaffold(course: Course, root: Path, kind: str, name: str, *, area: str = "math") -> Scaffold:
    """Write the skeleton of `name` into the content folder `root`.

    `name` is a slug, for a question `concept/slug`. Raises UsageError (bad slug, exists), NotFoundError (no such
    concept), EnvironmentFault (folder not writable).
    """
    folder, files = _plan(course, root, kind, name, area)
    if folder.exists():
        raise UsageError(f"{folder} exists already", where=name, hint="Choose another slug, or edit what is there.")
    try:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"cannot write: {error.strerror}", where=str(folder)) from error
    return Scaffold(folder, tuple(sorted(files)), missing(root, folder))


def missing(root: Path, folder: Path) -> tuple[Fault, ...]:
    """The faults of the gate that lie in this folder."""
    prefix = str(folder.relative_to(root.parent))
    return tuple(f for f in load([root]).faults if f.file == prefix or f.file.startswith(prefix + "/"))


def _plan(course: Course, root: Path, kind: str, name: str, area: str) -> tuple[Path, dict[str, str]]:
    if kind == "question":
        concept, _, slug = name.partition("/")
        _check_slug(slug, "Write it as concept/slug: `beikao content new question svd/my-question`.")
        found = course.concepts.get(concept)
        if found is None:
            raise NotFoundError(f"there is no concept called {concept!r}", hint="`beikao learn` lists the concepts.")
        return found.folder / "questions" / slug, question_files(slug)
    if kind not in KINDS:
        raise UsageError(f"{kind!r} is no kind of unit", where="kind", hint="One of: concept, question, lab, drill.")
    _check_slug(name, "Lower-case words with dashes: `low-rank-cache`.")
    _check_slug(area, "The area is a slug too: `--area math`.")
    place = {"concept": Path("concepts") / area, "lab": Path("labs"), "drill": Path("drills")}[kind]
    return root / place / name, KINDS[kind](name)


def _check_slug(slug: str, hint: str) -> None:
    if not SLUG.match(slug):
        raise UsageError(f"{slug!r} is not a slug", where="slug", hint=hint)
