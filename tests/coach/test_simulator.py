"""The simulator: each mechanism against its formula, by counting or by scipy; the same seed gives the same learner."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from beikao.coach.simulator import CURVES, Graph, Learner, graph, graph_of
from beikao.coach.terrain import Prior, crowd
from tests.coach import blueprint
from tests.coach.small_course import course

PAIR = graph([("b", ("a",), "x", 2, 30), ("a", (), "x", 1, 60), ("c", ("nowhere",), "y", 1, 45)])


def one(seed: int = 0, land: Graph = PAIR, **parameters: Any) -> Learner:
    return Learner(land, np.random.default_rng(seed), **parameters)


def knowing(seed: int = 0, **parameters: Any) -> Learner:
    """Knows everything at the start."""
    return one(seed, ability=50.0, ability_spread=0.0, **parameters)


def whole() -> Graph:
    return graph((c["slug"], c["needs"], c["area"], c["stage"], c["minutes"]) for c in blueprint.graph()["concepts"])


def chance_is(count: int, of: int, p: float) -> bool:
    """Whether a count agrees with a chance: an exact binomial test that errs once in 10,000."""
    return bool(stats.binomtest(count, of, p).pvalue > 1e-4)


def test_the_graph_is_put_in_order_and_strangers_are_left_out() -> None:
    assert set(PAIR.names) == {"a", "b", "c"} and PAIR.place["a"] < PAIR.place["b"]
    assert PAIR.needs[PAIR.place["b"]] == (PAIR.place["a"],) and PAIR.needs[PAIR.place["c"]] == ()
    assert PAIR.minutes[PAIR.place["c"]] == 45
    with pytest.raises(ValueError):
        graph([("a", ("b",), "x", 1, 1), ("b", ("a",), "x", 1, 1)])


def test_any_course_and_the_whole_blueprint() -> None:
    assert set(graph_of(course()).names) == set(course().concepts)
    land = whole()
    assert len(land) == 139 and all(need < c for c, needs in enumerate(land.needs) for need in needs)
    assert land.difficulty == pytest.approx([blueprint.land().hardness[blueprint.land().place[n]] for n in land.names])


def story(seed: int) -> list[Any]:
    learner = one(seed, whole())
    out: list[Any] = []
    for day in range(40):
        if learner.studies(day):
            for concept in whole().names[day : day + 3]:
                out.append(
                    (learner.minutes(60, day), learner.read(concept, day + 0.01), learner.review(concept, day + 0.02))
                )
                out.append(learner.answer(concept, "apply", day + 0.03))
        out.append(learner.recall(whole().names[day], day + 0.5))
    return out


def test_the_same_seed_gives_the_same_learner() -> None:
    assert story(3) == story(3) and story(3) != story(4)


def test_what_one_does_changes_neither_the_start_nor_the_days_missed() -> None:
    busy, idle = one(5, whole()), one(5, whole())
    start = [busy.mastered(n) for n in whole().names]
    for n in whole().names:
        busy.answer(n, "apply", 1.0)
        busy.minutes(10, 1.0)
    assert start == [idle.mastered(n) for n in whole().names]
    assert [busy.studies(d) for d in range(50)] == [idle.studies(d) for d in range(50)]
    assert idle.studies(20) == busy.studies(20), "asked twice, the same"


@pytest.mark.parametrize(("slip", "guess"), [(0.1, 0.15), (0.2, 0.25), (0.0, 0.0)])
def test_slips_and_guesses_are_as_often_as_said(slip: float, guess: float) -> None:
    with_it: dict[str, Any] = {"slip": slip, "slip_spread": 0.0, "guess": guess, "discrimination": 0.0}
    knows, ignorant = knowing(1, **with_it), one(1, known=False, **with_it)
    n = 4000
    right = sum(knows.answer("a", "apply", 0.0, feedback=False) for _ in range(n))
    lucky = sum(ignorant.answer("a", "apply", 0.0, feedback=False) for _ in range(n))
    assert chance_is(right, n, 1 - slip) and chance_is(lucky, n, guess)


def test_the_guess_of_a_question_can_be_given() -> None:
    ignorant = one(known=False)
    assert not any(ignorant.answer("a", "apply", 0.0, guess=0.0, feedback=False) for _ in range(200))


def test_a_right_answer_follows_the_four_parameter_curve() -> None:
    """P = g + (1 - s - g) x logistic, with the slip where ability and item meet; half of it by counting."""
    for level, shift in (("remember", -0.7), ("apply", 0.0), ("create", 0.7)):
        learner = knowing(2, slip=0.1, slip_spread=0.0, discrimination=0.8)
        learner.ability = 0.4  # set after the start, so that everything is known
        item = PAIR.difficulty[PAIR.place["b"]] + shift
        expected = stats.logistic.cdf(stats.logistic.ppf(0.9) + 0.8 * (0.4 - item))
        assert learner.chance("b", level, 0.0) == pytest.approx(expected)
        n = 3000
        assert chance_is(sum(learner.answer("b", level, 0.0, feedback=False) for _ in range(n)), n, expected)


def test_forgetting_is_a_power_law_or_an_exponential() -> None:
    """Recall is 90% after `old` days under both; the power law is straight in log-log, the exponential in log."""
    power, exponential = (knowing(3, curve=curve, old=20.0) for curve in CURVES)
    for learner in (power, exponential):
        assert learner.recall("a", 0.0) == 1.0 and learner.recall("a", 20.0) == pytest.approx(0.9)
    t = np.array([5.0, 40.0, 200.0, 1000.0])
    b = 0.9 ** (-1 / power.decay) - 1
    slope = stats.linregress(np.log1p(b * t / 20), np.log([power.recall("a", x) for x in t]))
    assert slope.slope == pytest.approx(-power.decay) and slope.rvalue == pytest.approx(-1.0)
    slope = stats.linregress(t, np.log([exponential.recall("a", x) for x in t]))
    assert slope.slope == pytest.approx(math.log(0.9) / 20)
    assert one(known=False).recall("a", 0.0) == 0.0
    with pytest.raises(ValueError, match="curve"):
        one(curve="linear")


def test_answers_fail_as_often_as_it_is_forgotten() -> None:
    n, learner = 4000, knowing(4, slip=0.0, guess=0.0)
    recall = learner.recall("a", 300.0)
    assert 0.2 < recall < 0.8
    assert chance_is(sum(learner.answer("a", "apply", 300.0, feedback=False) for _ in range(n)), n, recall)


def test_a_success_strengthens_more_the_longer_it_was_away() -> None:
    grown: list[float] = []
    for gap in (0.0, 1.0, 10.0, 30.0):
        learner = knowing(5, slip=0.0, old=30.0, carry=0.0)
        while not learner.review("c", gap):
            learner = knowing(int(gap) + 100, slip=0.0, old=30.0, carry=0.0)
        trace = learner._memory[PAIR.place["c"]]
        grown.append(trace.days / 30.0)
        assert learner.recall("c", gap) == 1.0
    assert grown[0] == 1.0 and grown == sorted(grown) and grown[-1] > 1.5


def test_lessons_and_questions_teach_and_missing_needs_hinder() -> None:
    n = 1500
    odds: dict[str, Any] = {"lesson": 0.5, "question": -1.0, "ability": 0.0, "ability_spread": 0.0, "known": False}
    bare = graph([("a", (), "x", 1, 1), ("b", ("a",), "x", 1, 1)], difficulty={"a": 0.0, "b": 0.0})
    read = sum(one(i, bare, **odds).read("a", 0.0) for i in range(n))
    assert chance_is(read, n, float(stats.logistic.cdf(0.5)))
    asked = [one(i, bare, **odds) for i in range(n)]
    for learner in asked:
        learner.answer("a", "apply", 0.0)
    assert chance_is(sum(x.mastered("a") for x in asked), n, float(stats.logistic.cdf(-1.0)))
    unready = sum(one(i, bare, **odds).read("b", 0.0) for i in range(n))
    assert chance_is(unready, n, 0.15 * float(stats.logistic.cdf(0.5)))


def test_without_feedback_nothing_changes() -> None:
    learner = one(6, whole())
    before = [(learner.mastered(n), learner.recall(n, 9.0)) for n in whole().names]
    for n in whole().names:
        learner.answer(n, "apply", 4.0, feedback=False)
    assert before == [(learner.mastered(n), learner.recall(n, 9.0)) for n in whole().names]


def test_a_lab_needs_all_of_its_concepts_and_no_guess_passes_it() -> None:
    n = 1000
    sure: dict[str, Any] = {"slip": 0.2, "slip_spread": 0.0, "discrimination": 0.0}
    assert chance_is(sum(knowing(i, **sure).build(["a", "c"], 0.0) for i in range(n)), n, 0.8 * 0.8)
    assert not any(one(i, known=False, lesson=-50.0, question=-50.0).build(["a"], 0.0) for i in range(200))


def test_long_sessions_tire_and_a_rest_helps() -> None:
    learner = knowing(7, fatigue=0.6, fresh=45.0, noise=0.0, pace_spread=0.0)
    learner.ability = -1.0
    fresh = learner.chance("a", "apply", 0.0)
    now = 0.0
    for _ in range(7):
        now += learner.minutes(15, now) / (24 * 60)
    assert learner.tired(now) == pytest.approx(0.6 * (105 - 45) / 60)
    assert learner.chance("a", "apply", now) < fresh
    assert learner.tired(now + 1 / 24) == 0.0


def test_minutes_are_log_normal_with_a_pace_of_ones_own() -> None:
    learner = one(8, noise=0.3)
    took = np.log([learner.minutes(40, 0.0) / 40 for _ in range(2000)])
    assert stats.kstest((took - math.log(learner.pace)) / 0.3, "norm").pvalue > 1e-4
    paces = np.log([one(i, pace_spread=0.35).pace for i in range(1500)])
    assert stats.kstest(paces / 0.35, "norm").pvalue > 1e-4


@pytest.mark.parametrize(("missed", "run"), [(0.15, 2.0), (0.4, 3.0), (0.8, 1.0), (0.0, 2.0), (1.0, 2.0)])
def test_days_are_missed_in_runs(missed: float, run: float) -> None:
    learner = one(9, missed=missed, run=run)
    days = [learner.studies(d) for d in range(20000)]
    assert 1 - np.mean(days) == pytest.approx(missed, abs=0.03)
    if 0 < missed < 0.5:
        runs = "".join("." if d else "x" for d in days).split(".")
        assert np.mean([len(r) for r in runs if r]) == pytest.approx(run, abs=0.15)


def test_knowledge_at_the_start_is_correlated_along_the_graph() -> None:
    land = whole()
    edges = [(c, need) for c, needs in enumerate(land.needs) for need in needs if len(needs) == 1]
    rng, far = np.random.default_rng(0), []
    flat: dict[str, Any] = {"ability_spread": 0.0, "leaning": 0.0, "ability": 0.0, "patchy": 1.0, "along": 0.6}
    skill = np.array([Learner(land, np.random.default_rng(i), **flat).skill for i in range(1500)])
    assert skill.std(0) == pytest.approx(np.ones(len(land)), abs=0.1)
    near = [np.corrcoef(skill[:, c], skill[:, need])[0, 1] for c, need in edges]
    assert near == pytest.approx([0.6] * len(near), abs=0.09)
    roots = [c for c, needs in enumerate(land.needs) if not needs]
    for _ in range(20):
        a, b = rng.choice(roots, 2, replace=False) if len(roots) > 2 else roots[:2]
        far.append(np.corrcoef(skill[:, a], skill[:, b])[0, 1])
    assert np.abs(far).max() < 0.12


def test_with_the_priors_numbers_it_draws_the_priors_learners() -> None:
    """The share that knows each concept, against the crowd that the placement believes in, drawn by other code."""
    p, land = Prior(), whole()
    same = {
        "ability": p.mean,
        "ability_spread": p.spread,
        "leaning": p.leaning,
        "steep": p.steep,
        "leak": p.leak,
        "patchy": 0.0,
    }
    people = [Learner(land, np.random.default_rng(i), **same) for i in range(2500)]
    ours = np.mean([[x.mastered(n) for n in land.names] for x in people], 0)
    theirs = crowd(blueprint.land(), p, 20000, np.random.default_rng(1)).mastered.mean(1)
    theirs = theirs[[blueprint.land().place[n] for n in land.names]]
    assert np.abs(ours - theirs).max() < 0.05
    counts = np.sum([[x.mastered(n) for n in land.names] for x in people], 1)
    crowd_counts = crowd(blueprint.land(), p, 5000, np.random.default_rng(2)).mastered.sum(0)
    assert stats.ks_2samp(counts, crowd_counts).pvalue > 1e-4
