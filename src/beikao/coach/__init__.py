"""What to do next, first form: what is ready and least known first; reviews when memory is about to lose them.

Pure functions of (course, events, now). Ability is a weighted share of credit, not a measurement model; the plan on a
calendar, placement and forecasts are not here yet.
"""

from beikao.coach.memory import DAILY_REVIEWS, Card, cards, due, overdue
from beikao.coach.standing import Standing, standings
from beikao.coach.steps import Step, next_steps
from beikao.coach.summary import state, week

__all__ = [
    "DAILY_REVIEWS",
    "Card",
    "Standing",
    "Step",
    "cards",
    "due",
    "next_steps",
    "overdue",
    "standings",
    "state",
    "week",
]
