"""The course as it stands: what the issue of the first journey promised about its content."""

from __future__ import annotations

import re

import pytest

from beikao.course import Concept, load
from beikao.course.structure import embedded
from tests.conftest import CONTENT

COURSE = load([CONTENT])
FIRST = ("matrix-ops", "matrix-calculus", "eigendecomposition", "svd", "convexity", "gradient-descent",
         "hessian-stability", "adam")  # fmt: skip


def test_structure_has_no_fault() -> None:
    assert COURSE.faults == ()


def test_what_must_be_there() -> None:
    assert set(FIRST) <= set(COURSE.concepts)
    assert {"svd-compress", "gd-edge", "sgd-momentum-adam"} <= set(COURSE.labs)
    assert "lr-schedules" in COURSE.drills["lr-past-edge"].later
    assert {"pca", "low-rank-compression"} <= set(COURSE.labs["svd-compress"].later)
    assert len(COURSE.guide) == 243


@pytest.mark.parametrize("slug", FIRST)
def test_each_concept_moves_asks_and_cites(slug: str) -> None:
    concept: Concept = COURSE.concepts[slug]
    sliders = [f for f in concept.figures.values() if re.search(r"Slider\(", f.path.read_text())]
    assert sliders, "no figure with a slider"
    kinds = [kind for kind, _, _ in embedded(concept.lessons["zh"])]
    assert kinds.count("question") >= 3
    assert len(concept.sources) >= 3
    assert len(concept.misconceptions) >= 4


def test_guide_claims_are_shown() -> None:
    assert COURSE.concepts["svd"].claims.get("s1.1.1-09")
    assert COURSE.concepts["hessian-stability"].claims.get("s1.1.3-06")


@pytest.mark.parametrize("slug", FIRST)
def test_chinese_keeps_to_the_glossary(slug: str) -> None:
    """Words the glossary tells to avoid stand nowhere in the Chinese text."""
    texts = [p.read_text() for p in COURSE.concepts[slug].folder.rglob("*zh.md")]
    for term in COURSE.glossary.values():
        for avoided in term["avoid_zh"]:
            assert not any(avoided in text for text in texts), f"{avoided}: write {term['zh']}"


@pytest.mark.parametrize("slug", FIRST)
def test_chinese_punctuation(slug: str) -> None:
    """No half-width comma or full stop between two Chinese characters."""
    for path in COURSE.concepts[slug].folder.rglob("*zh.md"):
        found = re.search(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", path.read_text())
        assert not found, f"{path}: {found and found[0]}"
