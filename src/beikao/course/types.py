"""The course as typed objects: what a reader of `content/` gets. Nothing here reads a file or runs content code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
SECTIONS = ("why", "idea", "example", "in-llm", "mistakes", "interview", "sources")
KINDS = ("numeric", "choice", "choices", "order", "symbolic", "short", "code")
STIMULI = ("text", "code", "log", "plot")
LEVELS = ("remember", "understand", "apply", "analyse", "create")

Both = Mapping[str, str]  # {"zh": ..., "en": ...}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in the content: where, what, and what to do. `line` is 1-based, 0 where no line fits."""

    file: str
    line: int
    what: str
    hint: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"file": self.file, "line": self.line, "what": self.what, "hint": self.hint}


@dataclass(frozen=True)
class Source:
    key: str
    cite: str
    where: str = ""
    url: str = ""


@dataclass(frozen=True)
class Section:
    """A section of a lesson: its id, its heading as written, its Markdown, and the line where it starts."""

    id: str
    heading: str
    markdown: str
    line: int


@dataclass(frozen=True)
class Lesson:
    language: str
    path: Path
    sections: tuple[Section, ...]

    def section(self, section_id: str) -> Section | None:
        return next((s for s in self.sections if s.id == section_id), None)


@dataclass(frozen=True)
class FigureUnit:
    """A figure's file; `id` is `concept-slug/figures/slug`."""

    concept: str
    slug: str
    path: Path

    @property
    def id(self) -> str:
        return f"{self.concept}/figures/{self.slug}"


@dataclass(frozen=True)
class CheckUnit:
    id: str
    title: Both
    credit: float
    phase: str


@dataclass(frozen=True)
class WrongUnit:
    slug: str
    caught_by: str
    misconception: str


@dataclass(frozen=True)
class QuestionText:
    """One language of a question: raw Markdown with `{{placeholders}}`."""

    ask: str
    explain: str
    options: Mapping[str, str]  # option slug -> text (choice, choices, order)
    rubric: Mapping[str, str]  # point slug -> text (short)
    wrong: Mapping[str, str]  # misconception -> feedback


@dataclass(frozen=True)
class Question:
    """A question unit. `make` is the path of make.py, None for a fixed one (then `truth` and `wrong` hold its key)."""

    concept: str
    slug: str
    folder: Path
    rev: str
    kind: str
    stimulus: str
    level: str
    minutes: float
    also: tuple[str, ...]
    keep_order: bool
    text: Mapping[str, QuestionText]
    make: Path | None
    truth: Any = None
    wrong: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[CheckUnit, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return f"question:{self.concept}/{self.slug}"


@dataclass(frozen=True)
class Concept:
    slug: str
    area: str
    folder: Path
    rev: str
    title: Both
    objective: Both
    needs: tuple[str, ...]
    related: tuple[str, ...]
    stage: int
    minutes: int
    difficulty: int
    guide: tuple[str, ...]
    claims: Mapping[str, str]
    sources: Mapping[str, Source]
    misconceptions: Mapping[str, Both]  # slug without the concept's prefix
    facts: Mapping[str, Mapping[str, Any]]
    lessons: Mapping[str, Lesson]
    figures: Mapping[str, FigureUnit]
    questions: Mapping[str, Question]

    @property
    def ref(self) -> str:
        return f"concept:{self.slug}"


@dataclass(frozen=True)
class Lab:
    """A lab unit. Trees are path -> text; `wrong_trees` has one tree per slug of `wrong`."""

    slug: str
    folder: Path
    rev: str
    title: Both
    summary: Both
    concepts: tuple[str, ...]
    later: tuple[str, ...]
    guide: tuple[str, ...]
    minutes: int
    files: tuple[str, ...]
    profile: str
    needs_programs: tuple[str, ...]
    run: tuple[str, ...]  # the command of an installed program; empty: `python <file> <port>`
    uses: tuple[str, ...]
    limits: Mapping[str, float]
    checks: tuple[CheckUnit, ...]
    wrong: tuple[WrongUnit, ...]
    task: Both  # Markdown
    hints: Mapping[str, tuple[str, ...]]  # language -> hints in order
    start: Mapping[str, str]
    reference: Mapping[str, str]
    wrong_trees: Mapping[str, Mapping[str, str]]
    rig: str | None
    banned: tuple[str, ...] = ()  # operators the submission may not use
    right_trees: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # right answers in another style
    equivalents: Mapping[str, str] = field(default_factory=dict)  # change -> why it alters nothing
    audit: Mapping[str, Any] | None = None  # audit.json as it lies there
    training: bool = False  # some check trains a model: dearer to prove, so on fewer seeds
    kata: int = 0  # minutes on the clock when it is written again from nothing; 0: never asked for

    @property
    def ref(self) -> str:
        return f"lab:{self.slug}"


@dataclass(frozen=True)
class Cause:
    slug: str
    text: Both
    true: bool


@dataclass(frozen=True)
class Drill:
    """A drill unit; `system` is the healthy tree (path -> text)."""

    slug: str
    folder: Path
    rev: str
    title: Both
    summary: Both
    concepts: tuple[str, ...]
    later: tuple[str, ...]
    guide: tuple[str, ...]
    minutes: int
    editable: tuple[str, ...]
    run: str
    observe: tuple[str, ...]
    limits: Mapping[str, float]
    causes: tuple[Cause, ...]
    checks: tuple[CheckUnit, ...]
    wrong: tuple[WrongUnit, ...]
    story: Both
    hints: Mapping[str, tuple[str, ...]]
    system: Mapping[str, str]

    @property
    def ref(self) -> str:
        return f"drill:{self.slug}"


@dataclass(frozen=True)
class Stage:
    number: int
    title: Both
    months: str
    goal: Both


@dataclass(frozen=True)
class Track:
    slug: str
    title: Both
    targets: tuple[str, ...]


@dataclass(frozen=True)
class GuideItem:
    id: str
    section: str
    kind: str
    text: Both
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Course:
    """All units by slug, and the faults met while reading. A unit with a fault may be missing from the maps."""

    concepts: Mapping[str, Concept]
    labs: Mapping[str, Lab]
    drills: Mapping[str, Drill]
    stages: Mapping[int, Stage]
    tracks: Mapping[str, Track]
    guide: Mapping[str, GuideItem]
    planned: Mapping[str, frozenset[str]]  # kind -> slugs
    glossary: Mapping[str, Mapping[str, Any]]
    faults: tuple[Fault, ...]

    def question(self, concept: str, slug: str) -> Question:
        """Raises KeyError where there is none."""
        return self.concepts[concept].questions[slug]

    def misconception(self, ref: str) -> Both | None:
        """The words of `concept-slug/misconception-slug`, None where unknown."""
        concept, _, slug = ref.partition("/")
        unit = self.concepts.get(concept)
        return unit.misconceptions.get(slug) if unit else None
