"""Fitting memory, as a learner meets it: too few reviews, kept, refused, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.coach import cards, fitting
from beikao.coach.forgetting import WEIGHTS
from beikao.errors import UsageError
from beikao.events import QuestionAnswered
from beikao.study import fit as verb
from beikao.study.desk import Desk
from tests.coach.test_fitting import FRAIL, lived


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """Of a fresh record, half a year ago."""
    with open_desk() as desk:
        start = desk.now() - timedelta(days=180)
        desk.now = lambda: start
        yield desk


def study(desk: Desk, weights: tuple[float, ...]) -> None:
    """Reviews of a memory that forgets so."""
    start = desk.now()
    names = list(desk.course.concepts)
    for day, concept, grade in lived(weights, 30, 110, 3):
        desk.now = lambda when=start + timedelta(days=day): when
        name = f"{names[int(concept[1:]) % len(names)]}{concept}"
        desk.note(QuestionAnswered(f"{name}/q", "r", 1, "1", float(grade > 1), None, "review", 1, 60.0, grade=grade))


def test_few_reviews_fit_nothing(desk: Desk) -> None:
    found = verb.fit(desk)
    assert (found.reviews, found.needed, found.kept, dict(found.loss)) == (0, fitting.LEAST, False, {})
    assert verb.kept(desk) is None
    with pytest.raises(UsageError, match="default weights"):
        verb.unfit(desk)


def test_a_better_fit_is_kept_until_it_is_taken_back(desk: Desk) -> None:
    study(desk, FRAIL)
    before = cards(desk.course, desk.events())
    found = verb.fit(desk)
    assert found.kept
    assert found.loss["fitted"] < min(found.loss["default"], found.loss["average"])
    event = verb.kept(desk)
    assert event is not None and tuple(event.data["weights"]) != WEIGHTS
    after = cards(desk.course, desk.events())
    assert after.keys() == before.keys()
    assert all(after[c].stability != before[c].stability for c in after)
    verb.unfit(desk)
    assert verb.kept(desk) is None
    assert cards(desk.course, desk.events()) == before


def test_a_fit_that_does_not_win_leaves_everything_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    study(desk, FRAIL)
    loss = {"fitted": 0.5, "default": 0.6, "average": 0.4}
    monkeypatch.setattr(fitting, "fit", lambda seen: fitting.Fit(FRAIL, 300, 100, loss))
    assert verb.fit(desk).loss == loss
    assert verb.kept(desk) is None
