"""What to do next, first form: what is ready and least known first; reviews when memory is about to lose them.

Pure functions of (course, events, now). Standings are a weighted share of credit; ability with its interval, readiness and the
calibration of forecasts are in `beikao.coach.readiness`.
"""

from beikao.coach.certainty import interval
from beikao.coach.memory import DAILY_REVIEWS, Card, cards, coming, due, outlook, overdue, recalled, remembered
from beikao.coach.standing import Standing, shape, standings
from beikao.coach.steps import Step, next_steps
from beikao.coach.summary import state, week

__all__ = [
    "DAILY_REVIEWS",
    "Card",
    "Standing",
    "Step",
    "cards",
    "coming",
    "due",
    "interval",
    "next_steps",
    "outlook",
    "overdue",
    "recalled",
    "remembered",
    "shape",
    "standings",
    "state",
    "week",
]
