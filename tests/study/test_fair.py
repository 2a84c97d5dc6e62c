"""Right answers on many seeds: a check that is a little too strict is found, with the real grader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from beikao.app import open_desk
from beikao.course import Lab, load
from beikao.errors import NotFoundError
from beikao.settings import Settings
from beikao.study.desk import Desk
from beikao.study.fair import (
    ENOUGH,
    FACTOR,
    RUNS,
    SEEDS,
    Cost,
    Fair,
    Refusal,
    fair,
    fresh,
    in_portions,
    inputs,
    labs_of,
    prove_fair,
    record,
    recorded,
)
from beikao.study.prove_audit import prove_on_many
from beikao.study.submit import lab_job
from tests.course.tiny import write_root
from tests.small_units import HEAD, write_lab

OTHER = "e = np.exp(x - x.max())\n    return np.exp(x - x.max() - np.log(e.sum()))\n"
RARELY = "e = np.exp(x - x.max())\n    return e / e.sum() * (1 + 1e-2 * (x[0] > 1.5))\n"  # wrong where x[0] is large


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(Settings(home=tmp_path_factory.mktemp("home"), content=(), grader_workers=2)) as opened:
        yield opened


def lab_in(desk: Desk, root: Path, body: str) -> Lab:
    folder = write_root(root / "content") / "labs/small-lab"
    write_lab(folder, "a", "a/mixed-up")
    (folder / "right").mkdir(exist_ok=True)
    (folder / "right/by-logs.py").write_text(HEAD + body)
    desk.course, desk.settings = load([root / "content"]), Settings(desk.settings.home, (root / "content",))
    return desk.course.labs["small-lab"]


def measuring(lab: Lab) -> Lab:
    """The lab with a check that measures time."""
    check = lab.folder / "check.py"
    body = check.read_text()
    first = body.index("    t.agree")
    check.write_text(body[:first] + "    t.faster(lambda m: m.softmax(np.ones(3)), at_most=30.0)\n" + body[first:])
    return load([lab.folder.parents[1]]).labs["small-lab"]


def test_a_fair_lab_refuses_none(desk: Desk, tmp_path: Path) -> None:
    lab = lab_in(desk, tmp_path, OTHER)
    seen: list[int] = []
    found = fair(desk, lab, 40, progress=lambda _, done, of: seen.append(done))
    assert (found.judged, found.refused, found.answers) == (40, (), ("by-logs",)) and seen == list(range(1, 41))
    assert len(found.checks) == 3
    record(lab, found)
    again = load([tmp_path / "content"]).labs["small-lab"]
    assert recorded(again) == found and fresh(again, recorded(again)) and again.rev == lab.rev
    (lab.folder / "right/by-logs.py").write_text(HEAD + OTHER + "\n# changed\n")
    assert not fresh(lab, recorded(lab))


def test_what_is_refused_on_some_seeds_is_named_with_one(desk: Desk, tmp_path: Path) -> None:
    lab = lab_in(desk, tmp_path, RARELY)
    found = fair(desk, lab, 400)
    assert len(found.refused) == ENOUGH and found.judged < 400 and not found.holds
    one = found.refused[0]
    assert one.answer == "by-logs" and one.check in found.checks
    again = desk.grader.check(lab_job(desk, lab, lab.right_trees["by-logs"]), seed=one.seed, diagnose=False)
    assert again["state"] == "failed"


def test_the_long_gate_asks_for_it(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.study.fair.MOST", 0.2)  # what 30 seeds bound, for this test
    lab = lab_in(desk, tmp_path, OTHER)
    monkeypatch.setattr("beikao.study.fair.fair", partial(fair, seeds=30))
    assert [f.what for f in prove_fair(desk, lab)] == [
        "fair.json is missing, of other files or of too few seeds; 0 of 30 were refused now"
    ]
    record(lab, fair(desk, lab, 30))
    assert list(prove_fair(desk, lab)) == []
    record(lab, Fair(inputs(lab), ("by-logs",), (), 30, (Refusal(5, "by-logs", "small-logits", "too far"),)))
    assert "refused by small-logits on seed 5" in next(iter(prove_fair(desk, lab))).what


def test_what_was_judged_is_gone_on_from(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.study.fair.PORTION", 10)
    lab = lab_in(desk, tmp_path, OTHER)
    seen: list[int] = []
    steps = list(in_portions(desk, lab, 25, None, lambda _, done, of: seen.append(done)))
    assert [f.judged for f in steps] == [10, 20, 25] and seen == list(range(1, 26))
    assert [f.judged for f in in_portions(desk, lab, 30, steps[-1])] == [30]
    assert list(in_portions(desk, lab, 25, steps[-1])) == []


def test_a_cost_that_did_not_hold_is_measured_anew(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.study.fair.RUNS", 3)
    lab = lab_in(desk, tmp_path, OTHER)
    found = fair(desk, (lab := measuring(lab)), 4)
    (name,) = found.costs
    busy = replace(found, costs={name: Cost(3, 2.0, 0.5, "timed out"), "other": Cost(40, 0.2, 9.0)})
    (anew,) = in_portions(desk, lab, 4, busy)
    assert anew.costs[name].worst < 1 and anew.costs[name].said == "" and anew.judged == 4
    assert anew.costs["other"] == busy.costs["other"]  # what held stays
    held = replace(found, costs={name: Cost(3, 0.2, 9.0)})
    assert list(in_portions(desk, lab, 4, held)) == []


def test_a_reference_that_a_check_seldom_refuses(desk: Desk, tmp_path: Path) -> None:
    """A claim that one of twenty draws breaks: the long gate names the first seed, and the real grader says the same of it."""
    lab = lab_in(desk, tmp_path, OTHER)
    assert list(prove_on_many(desk, lab, range(20))) == []
    claim = '    t.that(x.max() < 2.5, zh="不大", en="not large")\n'
    check = lab.folder / "check.py"
    check.write_text(check.read_text().replace("    t.agree", f"{claim}    t.agree", 1))
    lab = load([tmp_path / "content"]).labs["small-lab"]
    (fault,) = prove_on_many(desk, lab, range(200))
    seed = int(re.findall(r"the reference is refused by small-logits on seed (\d+): .*not large", fault.what)[0])
    assert desk.grader.check(lab_job(desk, lab, lab.reference), seed=seed, diagnose=False)["state"] == "failed"


def test_how_many_seeds_prove_a_thousandth() -> None:
    assert Fair("", (), (), SEEDS, ()).holds
    assert not Fair("", (), (), 2_900, ()).holds  # 1 - .05^(1/2900) = .00103
    assert Fair("", (), (), SEEDS, ()).p_most == pytest.approx(0.000998, abs=1e-6)


def test_margins_are_enough_where_seeds_take_too_long(desk: Desk, tmp_path: Path) -> None:
    lab = lab_in(desk, tmp_path, OTHER)
    found = fair(desk, lab, 20)
    assert (found.tried, found.near) == (20, 0)
    assert Fair("", (), (), 300, (), {}, 300, 0).holds
    assert not Fair("", (), (), 290, (), {}, 290, 0).holds
    assert not Fair("", (), (), 300, (), {}, 300, 1).holds
    near = lab_in(desk, tmp_path, "e = np.exp(x - x.max())\n    return e / e.sum() * (1 + 5e-7)\n")
    found = fair(desk, near, 6)
    assert (found.judged, found.refused, found.tried, found.near) == (6, (), 6, 6)


def test_a_tail_like_one_over_x_is_a_tenth_at_ten_times() -> None:
    """What `p_margin` rests on: of the errors of a quotient by a normal number, a tenth as many lie beyond ten times the tolerance."""
    shares = 1e-3 / np.abs(np.random.default_rng(0).normal(size=2_000_000))
    assert np.mean(shares > 1) / np.mean(shares > 0.1) == pytest.approx(0.1, rel=0.05)


def test_how_far_a_limit_must_lie() -> None:
    """The factor of a one-sided tolerance interval is a quantile of the noncentral t distribution."""
    from scipy.stats import nct, norm

    exact = nct.ppf(0.95, RUNS - 1, norm.ppf(0.999) * np.sqrt(RUNS)) / np.sqrt(RUNS)
    assert exact <= FACTOR < exact + 0.01
    draws = np.random.default_rng(0).normal(size=(4_000, RUNS))
    limits = draws.mean(1) + FACTOR * draws.std(1, ddof=1)
    assert 0.93 < np.mean(norm.cdf(limits) >= 0.999) < 0.97  # so often no more than one in a thousand is refused
    steady = Cost.of([0.5, 0.5 * 1.01] * (RUNS // 2))
    assert steady.holds and steady.worst == 0.505 and steady.runs == RUNS
    assert not Cost.of([0.9, 0.6] * (RUNS // 2)).holds
    assert not Cost.of([0.5] * (RUNS - 1) + [2.0]).holds


def test_a_check_that_measures_is_measured(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = lab_in(desk, tmp_path, OTHER)
    assert fair(desk, lab, 4).costs == {}
    monkeypatch.setattr("beikao.study.fair.RUNS", 3)
    costs = fair(desk, measuring(lab), 4).costs
    assert len(costs) == 1
    [cost] = costs.values()
    assert cost.runs == 3 and 0 < cost.worst < 1


def test_what_no_lab_is_called(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="no lab is called 'nothing'"):
        labs_of(desk, ["nothing"])
