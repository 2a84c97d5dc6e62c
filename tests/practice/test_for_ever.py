"""The same seed gives the same question for ever: in another process, with another hash seed, and as pinned here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from beikao.course import Question, load
from beikao.practice.posing import pose
from beikao.workers.workshop import Workshop
from tests.conftest import CONTENT, PACK

SEEDS = (0, 1, 2**47 + 5)
PINNED = {
    "question:tiny-http/lost-writes": "f0d57d708fc357fa",
    "question:tiny-http/requests-saved": "8eb5b046fe4287a4",
    "question:tiny-http/total-time": "b84005d88d123474",
    "question:tiny-http/transfer-time": "70ac8f1c32873010",
    "question:tiny-http/utf8-length": "c55f4ea31ff4d2aa",
    "question:tiny-http/which-status": "c8535447b89fa7d5",
}


@pytest.fixture
def workshops(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Workshop]]:
    """Two content processes that hash texts differently."""
    found = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        found.append(Workshop())
        found[-1].warm()
    yield found
    for workshop in found:
        workshop.close()


def every_question(root: Path) -> list[Question]:
    """The drawn questions of a content folder."""
    course = load([root])
    found = [q for concept in course.concepts.values() for q in concept.questions.values() if q.make is not None]
    return sorted(found, key=lambda q: q.ref)


def as_text(workshop: Workshop, question: Question) -> str:
    """Everything a learner would see of it, for all seeds."""
    posed = [pose(question, workshop.draw(question, seed), seed) for seed in SEEDS]
    plain = [[p.ask, p.explain, p.options, p.truth, p.wrong] for p in posed]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def test_questions_of_the_pack_are_pinned(workshops: list[Workshop]) -> None:
    """Drawn once; a change here would change a question that somebody answered."""
    texts = {q.ref: as_text(workshops[0], q) for q in every_question(PACK)}
    assert {ref: hashlib.sha256(text.encode()).hexdigest()[:16] for ref, text in texts.items()} == PINNED


def test_another_process_draws_the_same(workshops: list[Workshop]) -> None:
    questions = every_question(CONTENT)
    assert len(questions) >= 40
    for question in questions:
        for seed in SEEDS:
            first, second = (w.draw(question, seed) for w in workshops)
            assert first == second, (question.ref, seed)
