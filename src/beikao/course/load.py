"""Reads content folders into one `Course`, the course's own first and a school's packs after it.

Never raises for bad content: every fault is kept, with file and line, and what can be read is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from beikao.course.manifest import Faults
from beikao.course.read_concept import read_concept
from beikao.course.read_lab import read_drill, read_lab
from beikao.course.read_plan import read_glossary, read_guide, read_planned, read_stages, read_tracks
from beikao.course.structure import check_structure
from beikao.course.types import Course

U = TypeVar("U")


def load(roots: Sequence[Path]) -> Course:
    """The course of these folders, in order; a slug that stands twice is a fault and the first one counts."""
    logs = [Faults(root.parent) for root in roots]
    pairs = list(zip(roots, logs, strict=True))
    course = Course(
        concepts=_units(pairs, lambda r: sorted((r / "concepts").glob("*/*/")), read_concept),
        labs=_units(pairs, lambda r: sorted((r / "labs").glob("*/")), read_lab),
        drills=_units(pairs, lambda r: sorted((r / "drills").glob("*/")), read_drill),
        stages=_merge(pairs, read_stages),
        tracks=_merge(pairs, read_tracks),
        guide=_merge(pairs, read_guide),
        planned=_planned(pairs),
        glossary=_merge(pairs, read_glossary),
        faults=(),
    )
    main = Faults(roots[0].parent) if roots else Faults(Path())
    check_structure(course, main)
    faults = sorted(chain(main.items, *(log.items for log in logs)))
    return _with_faults(course, faults)


def _with_faults(course: Course, faults: Iterable[Any]) -> Course:
    from dataclasses import replace

    return replace(course, faults=tuple(faults))


def _units(pairs: list[tuple[Path, Faults]], folders: Callable[[Path], list[Path]],
           read: Callable[[Path, Faults], U | None]) -> dict[str, U]:  # fmt: skip
    out: dict[str, U] = {}
    for root, faults in pairs:
        for folder in folders(root):
            if folder.name == "__pycache__":
                continue
            if folder.name in out:
                faults.add(folder, 0, f"a unit called {folder.name} exists already", "Choose another slug.")
                continue
            unit = read(folder, faults)
            if unit is not None:
                out[folder.name] = unit
    return out


def _merge(pairs: list[tuple[Path, Faults]], read: Callable[[Path, Faults], Mapping[Any, U]]) -> dict[Any, U]:
    out: dict[Any, U] = {}
    for root, faults in pairs:
        for key, value in read(root, faults).items():
            out.setdefault(key, value)
    return out


def _planned(pairs: list[tuple[Path, Faults]]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for root, faults in pairs:
        for kind, slugs in read_planned(root, faults).items():
            out[kind] = out.get(kind, frozenset()) | slugs
    return out
