"""What can happen, as plain types. An event is never changed and never deleted; all else is computed from events.

Stores nothing, reads no clock: `at`, `id` and the learner are given. Events carry outcomes, so a corrected unit never
rewrites history.
"""

from beikao.events.envelope import Event, canonical, new_id
from beikao.events.types import (
    AnswerUndone,
    CauseNamed,
    CodeJudged,
    CodeSubmitted,
    Corrected,
    Data,
    GoalSet,
    HintTaken,
    LessonRead,
    NoteSet,
    ProfileSet,
    QuestionAnswered,
    ReferenceRevealed,
)

__all__ = [
    "AnswerUndone",
    "CauseNamed",
    "CodeJudged",
    "CodeSubmitted",
    "Corrected",
    "Data",
    "Event",
    "GoalSet",
    "HintTaken",
    "LessonRead",
    "NoteSet",
    "ProfileSet",
    "QuestionAnswered",
    "ReferenceRevealed",
    "canonical",
    "new_id",
]
