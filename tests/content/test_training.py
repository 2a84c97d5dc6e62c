"""Only a lab that trains something is proved on few seeds; how long it may take says nothing about that."""

from __future__ import annotations

from dataclasses import replace

from beikao.course import load
from beikao.study.prove_lab import LONG, LONG_TRAINING, long_seeds
from tests.conftest import CONTENT

LABS = load([CONTENT]).labs


def test_a_long_limit_makes_no_training() -> None:
    for slug in ("attention-mha", "kv-cache-gqa", "mla", "online-softmax", "tiny-autograd"):
        assert LABS[slug].limits["seconds"] > 20
        assert len(long_seeds(LABS[slug])) == LONG


def test_a_lab_says_that_it_trains() -> None:
    assert [slug for slug, lab in LABS.items() if lab.training] == ["mlp-backprop"]
    assert len(long_seeds(LABS["mlp-backprop"])) == LONG_TRAINING
    assert len(long_seeds(replace(LABS["mlp-backprop"], training=False))) == LONG
