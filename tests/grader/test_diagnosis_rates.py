"""How often a known mistake in another style is recognised, and that an unrelated bug never is.

`rewritten/<lab>/<slug>.py` makes the mistake of the lab's `wrong/<slug>` in another style; `unrelated/<lab>/*.py` makes
another one. Neither is known to the grader.

A verdict with a diagnosis takes seconds and there are hundreds, so `diagnosed.json` keeps what was found by the hash of what decides it:
the lab, its rewritten and its unrelated bugs. A lab that is the same as then is tried with one of each. All are tried where anything of
it changed, and by `./check --long`, because the record knows nothing of changes to the grader. To write the record:

    BEIKAO_WRITE_DIAGNOSED=1 python -m pytest tests/grader/test_diagnosis_rates.py
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from beikao.course import Lab, load
from beikao.grader import Grader
from beikao.study.desk import Desk
from beikao.study.submit import lab_job
from tests.conftest import CONTENT, PACK

HERE = Path(__file__).parent
RECORD = HERE / "diagnosed.json"
WRITE = bool(os.environ.get("BEIKAO_WRITE_DIAGNOSED"))
AGAIN = 1  # of the rewritten and of the unrelated of a lab that is as it was recorded
SEEDS = (11, 12)
SEED = SEEDS[0]
LABS = tuple(
    sorted(
        path.parent.name
        for root in (CONTENT, PACK)
        for path in (root / "labs").glob("*/lab.toml")
        if (path.parent / "wrong").is_dir()
    )
)
SAME_TO_A_KILL = {"memory-only", "saves-at-exit"}  # two misconceptions that no check of the lab can tell apart
NO_PROOF = {  # caught by what they cost or by what they raise, which proves no misconception
    "materialises-hessian",
    "copies-the-weights",
    "outer-product-first",
    "pair-by-pair",
    "view-on-strided-memory",
    "inverts-the-gram",
    "cuts-a-finished-table",
    "concatenates",
    "expands-anyway",
}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """With five seconds for a diagnosis: whether it is right is asked here; whether it comes in time, in `test_diagnosis_in_time.py`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEIKAO_DIAGNOSIS_S", "5")
        grader = Grader()
        yield grader
        grader.close()


CASES = [(lab, path) for lab in LABS for path in sorted((HERE / "rewritten" / lab).glob("*.py"))]
STRANGERS = [(lab, path) for lab in LABS for path in sorted((HERE / "unrelated" / lab).glob("*.py"))]


@cache
def labs() -> dict[str, Lab]:
    return {**load([CONTENT]).labs, **load([PACK]).labs}


Verdict = dict[str, Any]


def recorded() -> dict[str, dict[str, Any]]:
    """lab -> {"inputs": hash, "silent": the rewritten ones of which nothing was said}."""
    return dict(json.loads(RECORD.read_text())) if RECORD.exists() else {}


def inputs(slug: str) -> str:
    """A hash of all that the figures of a lab depend on, but for the grader."""
    parts = [labs()[slug].rev]
    parts += [f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()}" for n, p in CASES + STRANGERS if n == slug]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def fresh(slug: str) -> bool:
    """Whether the record is of this lab as it is now."""
    return not WRITE and recorded().get(slug, {}).get("inputs") == inputs(slug)


def some(paths: list[Path], slug: str) -> list[Path]:
    """As many as are tried again, others for each state of the lab."""
    return sorted(paths, key=lambda p: hashlib.sha256(f"{inputs(slug)} {p.name}".encode()).hexdigest())[:AGAIN]


def of(cases: list[tuple[str, Path]], slug: str) -> list[Path]:
    return [path for name, path in cases if name == slug]


def verdict(grader: Grader, lab: Lab, text: str, seed: int = SEED, *, diagnose: bool = True) -> Verdict:
    desk = cast(Desk, SimpleNamespace(course=SimpleNamespace(labs=labs())))
    return dict(grader.check(lab_job(desk, lab, {lab.files[0]: text}), seed=seed, diagnose=diagnose))


def wanted(lab: Lab, slug: str) -> str:
    return next(w.misconception for w in lab.wrong if w.slug == slug)


def silent_of(grader: Grader, slug: str, paths: list[Path]) -> set[str]:
    """The rewritten mistakes of which nothing was said; fails where one passes or is called by another's name."""
    silent, lab = set(), labs()[slug]
    for path in paths:
        said = verdict(grader, lab, path.read_text())
        assert said["state"] == "failed", (path, said)
        assert said["misconception"] in (None, wanted(lab, path.stem)), (path, said["misconception"])
        if said["misconception"] is None:
            silent.add(path.stem)
    return silent


def told_of(grader: Grader, slug: str, paths: list[Path], seed: int) -> dict[str, str]:
    """The unrelated bugs that were told a misconception."""
    said = {path.stem: verdict(grader, labs()[slug], path.read_text(), seed) for path in paths}
    assert all(v["state"] == "failed" for v in said.values()), said
    return {name: v["misconception"] for name, v in said.items() if v["misconception"] is not None}


def test_every_wrong_answer_is_rewritten_once() -> None:
    for slug in LABS:  # every lab with wrong answers: a new one fails here until its mistakes are rewritten
        assert {p.stem for p in of(CASES, slug)} == {w.slug for w in labs()[slug].wrong}
        assert len(of(STRANGERS, slug)) >= 4
    assert len(STRANGERS) >= 50


def test_the_record_is_of_these_labs() -> None:
    stale = [] if WRITE else [slug for slug in LABS if not fresh(slug)]
    assert not stale, f"{stale} changed: see the head of this file for how to write the record anew"


def rates(grader: Grader, slug: str) -> None:
    """All of a lab: most are recognised, no unrelated one is."""
    silent = silent_of(grader, slug, of(CASES, slug))
    for seed in SEEDS:
        assert not told_of(grader, slug, of(STRANGERS, slug), seed)
    proving = {p.stem for p in of(CASES, slug)} - NO_PROOF
    assert len(silent & proving) <= 0.3 * len(proving), silent
    if WRITE:
        mine = {slug: {"inputs": inputs(slug), "silent": sorted(silent)}}
        kept = {name: row for name, row in recorded().items() if name in LABS}
        RECORD.write_text(json.dumps(dict(sorted({**kept, **mine}.items())), indent=1) + "\n")
    else:
        assert silent == set(recorded()[slug]["silent"])


@pytest.mark.parametrize("slug", LABS)
def test_some_mistakes_are_recognised_and_unrelated_bugs_are_not(grader: Grader, slug: str) -> None:
    if not fresh(slug):
        rates(grader, slug)
        return
    paths = some(of(CASES, slug), slug)
    assert silent_of(grader, slug, paths) <= {p.stem for p in paths} & set(recorded()[slug]["silent"])
    assert not told_of(grader, slug, some(of(STRANGERS, slug), slug), SEED)


@pytest.mark.long
@pytest.mark.parametrize("slug", LABS)
def test_all_mistakes_are_recognised_and_unrelated_bugs_are_not(grader: Grader, slug: str) -> None:
    rates(grader, slug)


def test_four_in_five_of_all_are_recognised() -> None:
    """The bar of all labs together, of the record."""
    of_all = sum(len(of(CASES, slug)) for slug in LABS)
    silent = sum(len(row["silent"]) for row in recorded().values())
    assert 1 - silent / of_all >= 0.8
