"""The data of each type of event, as frozen dataclasses whose fields are the JSON keys.

`Data.TYPE` is the event's type. Types of features that do not exist yet are added with those features.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Data:
    """Base of all event data."""

    TYPE: ClassVar[str] = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class ProfileSet(Data):
    """Language and appearance; a key that is None is left as it was."""

    TYPE: ClassVar[str] = "profile.set"
    language: str | None = None  # zh | en
    theme: str | None = None  # auto | light | dark
    name: str | None = None
    keys: dict[str, str] | None = None  # act -> key; an empty key switches the act's key off
    single_keys: bool | None = None  # whether keys of one character, and Enter on Today, act at all


@dataclass(frozen=True)
class GoalSet(Data):
    """`track` is empty for the whole course; `branches` are further tracks, wanted after it. `minutes_per_day` is kept from before there were
    calendars: it counts only where none was ever set."""

    TYPE: ClassVar[str] = "goal.set"
    track: str
    minutes_per_day: int
    branches: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CalendarSet(Data):
    """`week` is minutes from Monday to Sunday, `off` days without study, `until` the day to be ready on or nothing."""

    TYPE: ClassVar[str] = "calendar.set"
    week: list[int]
    off: list[str]
    until: str = ""


@dataclass(frozen=True)
class UnitsDropped(Data):
    """The optional units that the learner leaves out of the plan: all of them, so that an empty list brings every one back."""

    TYPE: ClassVar[str] = "plan.dropped"
    refs: list[str]


@dataclass(frozen=True)
class PlanMade(Data):
    """A plan the learner goes by: ref -> the Monday of the week in which it is to be ended. `why` is first, replanned or moved;
    `pinned` are refs whose week the learner chose; `reasons` is ref -> why its week is not that of the plan before; `paces` is
    kind -> the ratio of real to guessed minutes that `minutes` were reckoned with."""

    TYPE: ClassVar[str] = "plan.made"
    weeks: dict[str, str]
    why: str
    minutes: dict[str, int]
    pinned: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    paces: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanUndone(Data):
    """Takes back the plan made by `event`; with none, only what was set since. What held before (calendar, goal, units left out) follows in
    the same transaction as events of its own."""

    TYPE: ClassVar[str] = "plan.undone"
    event: str


@dataclass(frozen=True)
class PlanRedone(Data):
    """Takes back the `plan.undone` of this id; what held before it follows in the same transaction."""

    TYPE: ClassVar[str] = "plan.redone"
    event: str


@dataclass(frozen=True)
class PlanKept(Data):
    """The learner stays with the plan made by `event` although the days say otherwise. `weeks` is the difference that was shown and left: ref -> the week
    it would go to, empty for none; it is not offered again while it holds nothing more."""

    TYPE: ClassVar[str] = "plan.kept"
    event: str
    weeks: dict[str, str]


@dataclass(frozen=True)
class PlacementStarted(Data):
    """Of the whole course, or of one area, one track with all it needs, or one concept with all it needs; `seed` decides the questions."""

    TYPE: ClassVar[str] = "placement.started"
    seed: int
    area: str = ""
    track: str = ""
    concept: str = ""


@dataclass(frozen=True)
class PlacementObjected(Data):
    """The learner says of a concept that it is known, or not, whatever was believed."""

    TYPE: ClassVar[str] = "placement.objected"
    concept: str
    knows: bool


@dataclass(frozen=True)
class PlacementEnded(Data):
    """`known` is concept -> chance of mastery at the end, of the concepts that the answers say something of; `error` the expected share of
    misjudged concepts."""

    TYPE: ClassVar[str] = "placement.ended"
    known: dict[str, float]
    error: float
    asked: int


@dataclass(frozen=True)
class LessonRead(Data):
    TYPE: ClassVar[str] = "lesson.read"
    concept: str
    rev: str
    language: str
    seconds: float


@dataclass(frozen=True)
class NoteSet(Data):
    TYPE: ClassVar[str] = "note.set"
    unit: str
    text: str


@dataclass(frozen=True)
class HighlightSet(Data):
    """A passage of a lesson the learner marked. `quote` is its text, `before` what stands before it (to tell two alike
    apart), `text` the learner's own words on it. The last event of an `id` counts; `removed` takes the mark away."""

    TYPE: ClassVar[str] = "highlight.set"
    id: str
    unit: str  # concept:slug#section
    language: str
    quote: str
    before: str
    text: str
    removed: bool = False


@dataclass(frozen=True)
class HintTaken(Data):
    TYPE: ClassVar[str] = "hint.taken"
    unit: str
    number: int


@dataclass(frozen=True)
class ReferenceRevealed(Data):
    TYPE: ClassVar[str] = "reference.revealed"
    unit: str
    rev: str


@dataclass(frozen=True)
class QuestionAnswered(Data):
    """`question` is `concept/slug`; `evidence` is False for self-marked answers; `grade` is 1-4 in reviews."""

    TYPE: ClassVar[str] = "question.answered"
    question: str
    rev: str
    seed: int
    given: Any
    credit: float
    misconception: str | None
    mode: str  # lesson | practice | review | placement
    attempt: int
    seconds: float
    hints: int = 0
    revealed: bool = False
    grade: int | None = None
    evidence: bool = True


@dataclass(frozen=True)
class AnswerUndone(Data):
    TYPE: ClassVar[str] = "answer.undone"
    event: str


@dataclass(frozen=True)
class AnswerGraded(Data):
    """How well the learner says they remembered an answer of theirs: 1 again, 2 hard, 3 good, 4 easy. The last one counts."""

    TYPE: ClassVar[str] = "answer.graded"
    event: str
    grade: int


@dataclass(frozen=True)
class MemoryFitted(Data):
    """Weights of FSRS-6 that were fitted to the learner's own reviews and said those held out better than both others did.
    `loss` is fitted, default, average -> log loss a review (nats) of the `held_out` latest; the weights come from the `reviews` before."""

    TYPE: ClassVar[str] = "memory.fitted"
    weights: list[float]
    reviews: int
    held_out: int
    loss: dict[str, float]


@dataclass(frozen=True)
class MemoryUnfitted(Data):
    """Takes back the weights of a `memory.fitted` event; those before it hold again."""

    TYPE: ClassVar[str] = "memory.unfitted"
    event: str


@dataclass(frozen=True)
class CodeSubmitted(Data):
    """`tree` is path -> sha256 of a blob; `seconds` were worked since the page was opened, None where nobody counted."""

    TYPE: ClassVar[str] = "code.submitted"
    unit: str
    rev: str
    tree: dict[str, str]
    seed: int
    seconds: float | None = None


@dataclass(frozen=True)
class CodeJudged(Data):
    """`submission` is the id of the code.submitted event; `verdict` is the whole verdict."""

    TYPE: ClassVar[str] = "code.judged"
    submission: str
    unit: str
    verdict: dict[str, Any]


@dataclass(frozen=True)
class CauseNamed(Data):
    TYPE: ClassVar[str] = "cause.named"
    unit: str
    rev: str
    cause: str  # slugs, with a space between
    right: bool


@dataclass(frozen=True)
class KataStarted(Data):
    """The clock of a kata began: a passed lab written again from its start. `unit` is kata:slug, `minutes` those on the clock. What is
    handed in follows as code.submitted and code.judged of that unit; a verdict passed ends it."""

    TYPE: ClassVar[str] = "kata.started"
    unit: str
    rev: str
    minutes: int


@dataclass(frozen=True)
class KataGivenUp(Data):
    """The learner ended a kata without a pass. `event` is the id of its kata.started."""

    TYPE: ClassVar[str] = "kata.given-up"
    unit: str
    event: str


@dataclass(frozen=True)
class Corrected(Data):
    """Annuls the evidence of the named events, when a key proved wrong."""

    TYPE: ClassVar[str] = "corrected"
    events: list[str]
    reason: str
