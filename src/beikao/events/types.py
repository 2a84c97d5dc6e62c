"""The data of each type of event, as frozen dataclasses whose fields are the JSON keys.

`Data.TYPE` is the event's type. Types of features that do not exist yet are added with those features.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True)
class GoalSet(Data):
    TYPE: ClassVar[str] = "goal.set"
    track: str
    minutes_per_day: int


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
    mode: str  # lesson | practice | review
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
class CodeSubmitted(Data):
    """`tree` is path -> sha256 of a blob."""

    TYPE: ClassVar[str] = "code.submitted"
    unit: str
    rev: str
    tree: dict[str, str]
    seed: int


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
    cause: str
    right: bool


@dataclass(frozen=True)
class Corrected(Data):
    """Annuls the evidence of the named events, when a key proved wrong."""

    TYPE: ClassVar[str] = "corrected"
    events: list[str]
    reason: str
