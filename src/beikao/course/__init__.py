"""What can be learnt: reads content folders into typed objects, knows the prerequisite graph, checks structure.

It runs no content code (that is `beikao.study.prove`) and knows no learner.
"""

from beikao.course.kept import course_at
from beikao.course.load import load
from beikao.course.types import (
    Cause,
    CheckUnit,
    Concept,
    Course,
    Drill,
    Fault,
    FigureUnit,
    GuideItem,
    Lab,
    Lesson,
    Question,
    QuestionText,
    Section,
    Source,
    Track,
    WrongUnit,
)

__all__ = [
    "Cause",
    "CheckUnit",
    "Concept",
    "Course",
    "Drill",
    "Fault",
    "FigureUnit",
    "GuideItem",
    "Lab",
    "Lesson",
    "Question",
    "QuestionText",
    "Section",
    "Source",
    "Track",
    "WrongUnit",
    "course_at",
    "load",
]
