"""What is known of a question before anyone answered it: how hard its author says it is, and how often it is guessed.

Authors' word, in logits; nothing here was fitted (`beikao.coach.proficiency` holds how uncertain it is).
"""

from __future__ import annotations

from beikao.course import Concept, Question

LEVELS = {"remember": -0.7, "understand": -0.35, "apply": 0.0, "analyse": 0.35, "create": 0.7}
STEP, MIDDLE = 0.35, 2.5  # logits a step of a concept's difficulty (1 to 5); the one that is zero
GUESS = {
    "numeric": 0.03,
    "symbolic": 0.02,
    "order": 0.05,
    "choices": 0.08,
    "code": 0.0,
}  # a choice: one over its options
OTHER = 0.2


def difficulty_of(concept: Concept, level: str = "apply") -> float:
    """Of a question of this level; a level of a later version counts as apply."""
    return STEP * (concept.difficulty - MIDDLE) + LEVELS.get(level, 0.0)


def guess_of(question: Question) -> float:
    """The chance that one who does not know it answers right."""
    if question.kind == "choice":
        return 1 / max(2, len(question.text["en"].options))
    return GUESS.get(question.kind, OTHER)
