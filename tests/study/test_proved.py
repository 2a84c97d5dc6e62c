"""What was proved is proved again with fewer seeds, until it changes; a hand on the file hides nothing from `--again`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beikao.course import load
from beikao.study import proved
from beikao.study.prove_question import as_promised
from tests.course.tiny import write_root


def test_a_proof_holds_until_the_unit_changes(tmp_path: Path) -> None:
    root = write_root(tmp_path / "content")
    concept = load([root]).concepts["a"]
    question, figure = next(iter(concept.questions.values())), next(iter(concept.figures.values()))
    assert (proved.read(concept).seeds(question, 200), proved.read(concept).states(figure)) == (200, proved.STATES)
    proved.write([concept])
    again = load([root]).concepts["a"]
    assert again.rev == concept.rev, "the record of a proof is no part of what is proved"
    found = proved.read(again)
    assert (found.seeds(question, 200), found.states(figure)) == (proved.AGAIN, proved.FEWER)
    assert found.seeds(question, 5) == 5
    (question.folder / "zh.md").write_text((question.folder / "zh.md").read_text() + "\n")
    figure.path.write_text(figure.path.read_text() + "\n")
    changed = load([root]).concepts["a"]
    assert found.seeds(changed.questions[question.slug], 200) == 200
    assert found.states(changed.figures[figure.slug]) == proved.STATES


@pytest.mark.parametrize(
    "text", ["", "[]", "{", json.dumps({"questions": 1, "figures": {}}), json.dumps({"questions": {}})]
)
def test_a_broken_file_proves_nothing(tmp_path: Path, text: str) -> None:
    concept = load([write_root(tmp_path / "content")]).concepts["a"]
    (concept.folder / proved.NAME).write_text(text)
    assert proved.read(concept) == proved.Proved({}, {})


@pytest.mark.parametrize(
    ("ask", "value", "allowed"),
    [
        ("What? (two decimals)", -0.315789, [-0.32]),
        ("多少？（三位小数）", 1.23456, [1.235]),
        ("How much? (within 2%)", 50.0, [50.98, 49.02]),
        ("多少？（误差 0.3 以内）", 2.0, [2.294, 1.706]),
        ("How many? (two significant digits)", 403.4, [400.0]),
        ("No promise (of the second kind)", 1.0, []),
    ],
)
def test_what_the_words_promise(ask: str, value: float, allowed: list[float]) -> None:
    assert [given for _, given in as_promised(ask, value)] == pytest.approx(allowed)
