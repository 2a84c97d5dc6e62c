"""All that content code may import from the engine: seeds, answers, checks, drawing.

No torch inside: torch is imported only where a draw is asked for `like="torch"`.
"""

from beikao.kit.draw import Draw, Rejected
from beikao.kit.drill import Tree
from beikao.kit.figure import Figure, Plot, Slider, Text
from beikao.kit.lab import Module, Trial, check, given, kept
from beikao.kit.poems import SmallModel, small_model
from beikao.kit.point import at
from beikao.kit.question import (
    Question,
    choice,
    choices,
    code,
    numeric,
    order,
    short,
    symbolic,
)

__all__ = [
    "Draw",
    "Figure",
    "Module",
    "Plot",
    "Question",
    "Rejected",
    "Slider",
    "SmallModel",
    "Text",
    "Tree",
    "Trial",
    "at",
    "check",
    "choice",
    "choices",
    "code",
    "given",
    "kept",
    "numeric",
    "order",
    "short",
    "small_model",
    "symbolic",
]
