"""Placement as the learner meets it: asked, paused, ended, objected to; what it makes of Today."""

from __future__ import annotations

from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.coach import cards, standings
from beikao.course.graph import closure
from beikao.errors import NotFoundError, UsageError
from beikao.events import LessonRead
from beikao.practice import truth_text
from beikao.study import place
from beikao.study.desk import Desk
from beikao.study.place import Scope
from beikao.study.prove_question import right_answer
from beikao.study.today import today
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
        place.object_to(desk, "svd", True)
        place.end(desk)
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
            place.start(desk, Scope(area="alchemy"))
        place.start(desk, Scope(area="math"))
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
    ended = beikao("place", "--end")
    assert ended.code == 2 and "nothing was answered" in ended.err


def test_nothing_is_tested_out_on_the_prior(home: Path) -> None:
    """Ended with no answer it keeps nothing, and the first answers speak of what they are near alone."""
    with open_desk() as desk:
        place.start(desk)
        assert not place.placement_now(desk).rows, "what is believed of anybody is no belief of this learner"
        with pytest.raises(UsageError, match="nothing was answered"):
            place.end(desk)
        assert not any(s.tested_out for s in standings(desk.course, desk.events()).values())
        near: set[str] = set()
        for _ in range(2):
            asked = place.asked_now(desk)
            assert asked is not None
            place.reply(desk, asked.question.concept, asked.question.slug, asked.seed,
                        right_answer(asked.question.kind, asked.truth), language="en")  # fmt: skip
            near |= closure(desk.course, [asked.question.concept])
        found = place.end(desk)
        assert near == {r.concept.slug for r in found.rows if r.evidence}
        out = {s for s, stand in standings(desk.course, desk.events()).items() if stand.tested_out}
        assert out and out <= near and out == {r.concept.slug for r in found.rows if r.verdict == "known"}


def test_wrong_answers_alone_test_nothing_out(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        for _ in range(2):
            asked = place.asked_now(desk)
            assert asked is not None
            place.reply(desk, asked.question.concept, asked.question.slug, asked.seed, None, language="en")
        place.end(desk)
        assert not any(s.tested_out for s in standings(desk.course, desk.events()).values())


def test_what_an_earlier_placement_found_stands_where_a_new_one_asked_nothing(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        answer_all(desk, right=True)
        before = {r.concept.slug for r in place.end(desk).rows if r.verdict == "known"}
        place.start(desk)
        place.object_to(desk, "svd", False)
        place.end(desk)
        now = {s for s, stand in standings(desk.course, desk.events()).items() if stand.tested_out}
        assert "svd" not in now and len(before - now) < len(before) / 2


def test_a_paused_placement_is_found_again(home: Path) -> None:
    with open_desk() as desk:
        assert place.paused(desk) is None
        place.start(desk)
        assert place.paused(desk) == place.Paused(Scope(), 0, 20)
        asked = place.asked_now(desk)
        assert asked is not None
        desk.note(LessonRead("svd", "r", "zh", 60.0))
        assert place.paused(desk) is None, "one that was never answered gives way to other work"
        place.reply(desk, asked.question.concept, asked.question.slug, asked.seed, None, language="en")
        assert place.paused(desk) == place.Paused(Scope(), 1, 20)
        assert today(desk).placing == place.Paused(Scope(), 1, 20)
        place.end(desk)
        assert place.paused(desk) is None


def test_today_says_that_a_placement_is_paused(home: Path) -> None:
    assert "beikao place" not in beikao("today").out
    beikao("place", stdin="\nq\n")
    shown = beikao("today")
    assert "1 of at most 20" in shown.out and "$ beikao place" in shown.out
    assert beikao("today", "--json").json()["placement"] == {"asked": 1, "most": 20}


def test_a_track_is_placed(home: Path) -> None:
    """Its targets and what they need, and nothing else."""
    with open_desk() as desk:
        track = next(t for t in desk.course.tracks.values() if closure(desk.course, t.targets))
        with pytest.raises(UsageError, match="track"):
            place.start(desk, Scope(track="alchemy"))
        place.start(desk, Scope(track=track.slug))
        inside = closure(desk.course, track.targets)
        asked = place.asked_now(desk)
        assert asked is not None and asked.question.concept in inside
        answer_all(desk, right=False)
        assert {r.concept.slug for r in place.end(desk).rows} == inside


@pytest.mark.parametrize("right", [True, False])
def test_one_concept_is_tested_out(home: Path, right: bool) -> None:
    """A few questions on it and what it needs; a pass tests them out, a miss does not touch what else was known."""
    with open_desk() as desk:
        needs = desk.course.concepts["svd"].needs
        with pytest.raises(NotFoundError):
            place.start(desk, Scope(concept="nothing"))
        place.start(desk, Scope(concept="svd"))
        seen = []
        while (asked := place.asked_now(desk)) is not None:
            seen.append(asked.question.concept)
            given = right_answer(asked.question.kind, asked.truth) if right else None
            place.reply(desk, asked.question.concept, asked.question.slug, asked.seed, given, language="en")
        assert seen == ["svd", *needs[:4], "svd"] and len(seen) == place.placement_now(desk).most
        place.end(desk)
        out = {s for s, stand in standings(desk.course, desk.events()).items() if stand.tested_out}
        assert out == (closure(desk.course, ["svd"]) if right else set())


def test_one_under_way_is_not_lost_to_another(home: Path) -> None:
    with open_desk() as desk:
        place.start(desk)
        asked = place.asked_now(desk)
        assert asked is not None
        place.reply(desk, asked.question.concept, asked.question.slug, asked.seed, None, language="en")
        with pytest.raises(UsageError, match="under way"):
            place.start(desk, Scope(concept="svd"))
        place.start(desk, Scope(concept="svd"), anew=True)
        assert place.placement_now(desk).scope == Scope(concept="svd")
