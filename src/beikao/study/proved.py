"""What was proved before, by hash: `proved.json` in a unit's folder. A question or a figure that is the same as then is proved again
with fewer seeds and states, a lab or a drill with one seed of what passes and one of what fails, so that the gate's time goes to what
was changed.

The file is a saving and no evidence: whoever edits it by hand only hides a fault until `beikao content check --long`, which does not
look at it. It knows nothing of changes to the engine; the seeds that are still drawn are for those.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beikao.course import Concept, Drill, FigureUnit, Lab, Question

NAME = "proved.json"
SEEDS, AGAIN = 200, 24  # seeds that make a proof; seeds of a question that has one
STATES, FEWER = 12, 3  # states of a figure, and of one that was proved


@dataclass(frozen=True)
class Proved:
    """What the file says: slug -> hash of the question's folder, of the figure's file."""

    questions: Mapping[str, str]
    figures: Mapping[str, str]

    def seeds(self, question: Question, wanted: int) -> int:
        """How many seeds it is to be proved with."""
        return min(wanted, AGAIN) if self.questions.get(question.slug) == question.rev else wanted

    def states(self, figure: FigureUnit) -> int:
        """How many states are to be drawn."""
        return FEWER if self.figures.get(figure.slug) == file_hash(figure.path) else STATES


def read(concept: Concept) -> Proved:
    """Of one concept; a missing or broken file proves nothing."""
    try:
        found: Any = json.loads((concept.folder / NAME).read_text(encoding="utf-8"))
        return Proved(dict(found["questions"]), dict(found["figures"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Proved({}, {})


def holds(unit: Lab | Drill) -> bool:
    """Whether a lab or a drill is what was proved."""
    try:
        found: Any = json.loads((unit.folder / NAME).read_text(encoding="utf-8"))
        return bool(found["rev"] == unit.rev)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write(concepts: Iterable[Concept], done: Iterable[Lab | Drill] = ()) -> None:
    """Say that these are proved, as they are now."""
    for unit in done:
        (unit.folder / NAME).write_text(json.dumps({"rev": unit.rev}) + "\n", encoding="utf-8")
    for concept in concepts:
        data = {
            "figures": {slug: file_hash(f.path) for slug, f in sorted(concept.figures.items())},
            "questions": {slug: q.rev for slug, q in sorted(concept.questions.items())},
        }
        (concept.folder / NAME).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def file_hash(path: Path) -> str:
    """16 hex digits of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
