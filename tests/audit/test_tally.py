"""The figures of an audit, and what refuses a lab."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from beikao.audit.mutants import mutants_of
from beikao.audit.tally import SAMPLE_ONE_IN, Tally, alike, inputs_hash, sampled, written

GOOD = Tally(
    unit="lab:small", inputs="00", killed_by={"a": 60, "b": 34}, mutants=100, equivalent=3, survivors=("x", "y", "z"),
    wrong={"w": "a"}, nulls={"zeros": "a", "nan": "not-applicable: no floats"},
)  # fmt: skip


def test_the_score() -> None:
    assert (GOOD.killed, GOOD.score) == (94, 94 / 97)
    assert GOOD.faults() == []
    assert replace(GOOD, killed_by={}, mutants=0, equivalent=0, survivors=()).score == 1.0


def test_what_is_written() -> None:
    found = json.loads(written(GOOD.as_dict()))
    assert {"lab", "mutants", "killed", "equivalent", "score", "wrong", "nulls"} <= set(found)
    assert found["lab"] == "small" and found["score"] == round(94 / 97, 4)
    assert found["mutants"] == found["killed"] + found["equivalent"] + len(found["survivors"])


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (replace(GOOD, killed_by={"a": 92}, survivors=tuple("vwxyz")), "catch 94.8% of 97 mutants"),
        (replace(GOOD, nulls={"zeros": "passed"}), "the null 'zeros' passes"),
        (replace(GOOD, wrong={"w": "passed"}), "the wrong answer w passes"),
        (replace(GOOD, stale=("s",)), "names a change that no mutant makes: s"),
        (replace(GOOD, false=("f",)), "excuses a mutant that is caught: f"),
    ],
)
def test_what_refuses(bad: Tally, words: str) -> None:
    (fault,) = bad.faults()
    assert words in fault[0]


def test_a_rerun_may_name_another_check_and_nothing_else() -> None:
    record = GOOD.as_dict()
    assert alike(record, replace(GOOD, wrong={"w": "b"}).as_dict())
    assert not alike(record, replace(GOOD, wrong={"w": "passed"}).as_dict())
    assert not alike(record, replace(GOOD, survivors=("x", "y", "q")).as_dict())


def test_one_in_twenty_is_run_again() -> None:
    share = sum(sampled(f"{n * 2654435761 % 2**32:08x}") for n in range(20_000)) / 20_000
    assert share == pytest.approx(1 / SAMPLE_ONE_IN, rel=0.1)


def test_the_hash_sees_each_file(tmp_path: Path) -> None:
    tree = {"solution.py": "def g(a):\n    return a + 1\n"}

    def now() -> str:
        return inputs_hash({"reference": tree}, tmp_path, mutants_of(tree))

    (tmp_path / "check.py").write_text("1\n")
    before = now()
    (tmp_path / "oracle.py").write_text("1\n")
    assert now() == before, "the oracle judges no learner"
    (tmp_path / "check.py").write_text("2\n")
    assert now() != before
