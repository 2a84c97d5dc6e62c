"""Placement as the learner meets it: asked, paused, ended, objected to; what it makes of Today."""

from __future__ import annotations

from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.coach import cards, standings
from beikao.errors import NotFoundError, UsageError
from beikao.practice import truth_text
from beikao.study import place
from beikao.study.desk import Desk
from beikao.study.prove_question import right_answer
from tests.running import beikao


def answer_all(desk: Desk, *, right: bool) -> int:
    """Answer until it may stop; returns how many."""
    count = 0
    while (asked := place.asked_now(desk)) is not None:
        given = right_answer(asked.question.kind, asked.truth) if right else None
        place.reply(desk, asked.question.concept, asked.question.slug, asked.seed, given, language="en")
        count += 1
    return count


def test_one_who_knows_everything_is_believed(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        assert 3 <= answer_all(desk, right=True) <= 20
        found = place.end(desk)
        assert found.right == found.asked and found.count("known") > 0.7 * len(found.rows)
        stand = standings(desk.course, desk.events())
        assert sum(s.state == "known" for s in stand.values()) == found.count("known")
        assert not cards(desk.course, desk.events()), "a placement leaves nothing to review"


def test_one_who_knows_nothing_begins_at_the_beginning(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        answer_all(desk, right=False)
        found = place.end(desk)
        assert found.count("known") == 0
        assert {s.state for s in standings(desk.course, desk.events()).values()} == {"locked", "ready"}


def test_it_is_paused_and_goes_on_with_the_same_question(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        first = place.asked_now(desk)
        assert first is not None
        place.reply(desk, first.question.concept, first.question.slug, first.seed, None, language="en")
        second = place.asked_now(desk)
    with open_desk() as desk:
        again = place.asked_now(desk)
        assert second is not None and again is not None
        assert (second.question.ref, second.seed, truth_text(second)) == (
            again.question.ref,
            again.seed,
            truth_text(again),
        )
        with pytest.raises(NotFoundError):
            place.reply(desk, first.question.concept, first.question.slug, first.seed, None, language="en")


def test_an_unreadable_answer_is_asked_again(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        asked = place.asked_now(desk)
        assert asked is not None
        bad = "no number" if asked.question.kind in ("numeric", "symbolic") else ["nothing"]
        with pytest.raises(UsageError):
            place.reply(desk, asked.question.concept, asked.question.slug, asked.seed, bad, language="en")
        assert place.placement_now(desk).asked == 0


def test_the_learner_has_the_last_word(home: Path) -> None:
    with open_desk() as desk:
        with pytest.raises(UsageError):
            place.object_to(desk, "svd", True)
        place.start(desk)
        place.end(desk)
        place.object_to(desk, "svd", True)
        place.object_to(desk, "matrix-ops", False)
        rows = {r.concept.slug: r for r in place.placement_now(desk).rows}
        assert rows["svd"].verdict == "known" and rows["svd"].objected is True
        assert rows["matrix-ops"].verdict == "unknown"
        assert standings(desk.course, desk.events())["svd"].tested_out
        with pytest.raises(NotFoundError):
            place.object_to(desk, "nothing", True)


def test_one_area_alone(home: Path) -> None:
    with open_desk() as desk:
        with pytest.raises(UsageError, match="area"):
            place.start(desk, "alchemy")
        place.start(desk, "math")
        answer_all(desk, right=False)
        assert {r.concept.area for r in place.end(desk).rows} == {"math"}


def test_the_command(home: Path) -> None:
    assert beikao("place", "--json").json()["state"] == "none"
    done = beikao("place", stdin="\n" * 40)
    assert done.code == 0
    found = beikao("place", "--json").json()
    assert found["state"] == "ended" and found["asked"] <= 20
    assert beikao("place", "--know", "svd").code == 0
    assert next(c for c in beikao("place", "--json").json()["concepts"] if c["slug"] == "svd")["verdict"] == "known"
    assert beikao("place", "--again", stdin="q\n").code == 0
    assert beikao("place", "--json").json()["state"] == "open"
