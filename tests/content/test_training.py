"""Only a lab that trains something is proved on few seeds; how long it may take says nothing about that."""

from __future__ import annotations

from dataclasses import replace

from beikao.course import load
from beikao.study.prove_lab import LONG, LONG_WALLED, on_many, walled_seeds
from tests.conftest import CONTENT

LABS = load([CONTENT]).labs


def test_a_long_limit_makes_no_training() -> None:
    for slug in ("attention-mha", "kv-cache-gqa", "mla", "online-softmax", "tiny-autograd"):
        assert LABS[slug].limits["seconds"] > 20
        assert walled_seeds(LABS[slug]) == LONG_WALLED and on_many(LABS[slug])


def test_a_lab_says_that_it_trains() -> None:
    assert [slug for slug, lab in LABS.items() if lab.training] == ["mlp-backprop"]
    assert walled_seeds(LABS["mlp-backprop"]) == LONG_WALLED and not on_many(LABS["mlp-backprop"])


def test_a_service_is_judged_behind_its_wall_on_all_of_them() -> None:
    lab = replace(LABS["mla"], profile="service")
    assert walled_seeds(lab) == LONG and not on_many(lab)
    training = replace(lab, training=True)
    assert walled_seeds(training) == LONG_WALLED and not on_many(training)
