"""Review: what is due and why, and one step back, which reaches no further than this day of the learner's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from beikao.app import open_desk
from beikao.events import AnswerUndone, QuestionAnswered
from beikao.study.desk import Desk
from beikao.study.review import last_reviewed, undo_last, waiting
from tests.running import beikao

NOW = datetime(2026, 4, 7, 1, 30, tzinfo=UTC)  # half past nine in Shanghai


def reviewed(desk: Desk, at: datetime, seed: int, concept: str = "svd") -> str:
    desk.now = lambda: at
    question = next(q for q in desk.course.concepts[concept].questions.values() if q.kind == "numeric")
    data = QuestionAnswered(f"{concept}/{question.slug}", question.rev, seed, "1", 1.0, None, "review", 1, 60.0)
    found = desk.note(data)[0].id
    desk.now = lambda: NOW
    return found


def test_one_step_back_stays_within_the_learners_day(home: Path) -> None:
    """An answer of an earlier day stands, however often one presses; the day is the learner's, not that of UTC."""
    with open_desk() as desk:
        desk.tz = "Asia/Shanghai"
        reviewed(desk, NOW - timedelta(days=10), 1)
        reviewed(desk, NOW - timedelta(hours=10), 2)  # the evening before, there
        assert last_reviewed(desk) is None and undo_last(desk) is None
        early = reviewed(desk, NOW - timedelta(hours=9), 3)  # the same day there, the day before by UTC
        undone = undo_last(desk)
        assert undone is not None and undone.event.id == early
        assert undone.asked is not None and undone.asked.seed == 3
        assert undo_last(desk) is None and undo_last(desk) is None
        assert [e.data["event"] for e in desk.events() if e.type == AnswerUndone.TYPE] == [early]


def test_what_is_due_is_listed_with_a_reason(home: Path) -> None:
    with open_desk() as desk:
        for n, concept in enumerate(("svd", "matrix-ops")):
            question = next(iter(desk.course.concepts[concept].questions.values()))
            desk.now = lambda n=n: datetime.now(UTC) - timedelta(days=30 + 10 * n)  # type: ignore[misc]
            desk.note(
                QuestionAnswered(f"{concept}/{question.slug}", question.rev, 1, "1", 1.0, None, "practice", 1, 60.0)
            )
        desk.now = lambda: datetime.now(UTC)
        rows = waiting(desk)
        assert {r.concept.slug for r in rows} == {"svd", "matrix-ops"}
        for row in rows:
            assert 0 < row.recall < 0.9 and row.answers == 1
            assert str(row.last) in row.why["zh"] and f"{100 * row.recall:.0f}%" in row.why["en"]
    found = beikao("review", "--json").json()
    assert found["due"] == len(found["questions"]) == 2
    assert [q["concept"] for q in found["questions"]] == [r.concept.slug for r in rows]
    assert all(q["question"] and q["why"]["zh"] for q in found["questions"])
