"""Handles on plain data in the submission's process: what shares memory there can be seen from a check."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab, states

CHECKS = """
from beikao.kit import given, kept

@check
def own_copy(t: Trial) -> None:
    a = given(t.you, np.zeros(3))
    box = t.you.Box(a)
    a.fill(5.0)
    t.that(bool((box.values == 0).all()), zh="复制", en="Copy")
    t.that(bool((a.copy() == 5).all()), zh="同一个", en="The very array")

@check
def own_answers(t: Trial) -> None:
    box = t.you.Box(np.zeros(3))
    kept(kept(box).twice()).fill(7.0)
    kept(box).values.fill(2.0)
    t.that(box.values.tolist() == [2.0] * 3, zh="属性", en="The attribute itself")
    t.that(box.twice().tolist() == [4.0] * 3, zh="两份", en="An answer of its own")

@check
def not_held(t: Trial) -> None:
    twice = kept(t.you.Box(np.zeros(1 << 20))).twice  # 8 MiB each, forgotten when nothing here holds it
    for _ in range(100):
        twice()
"""
BOX = """
import numpy as np

class Box:
    def __init__(self, values):
        self.values = np.array(values)

    def twice(self):
        return 2 * self.values
"""
ALIASED = BOX.replace("np.array(values)", "values")


@pytest.mark.parametrize(("text", "copies"), [(BOX, True), (ALIASED, False)])
def test_what_shares_memory_is_seen(grader: Grader, lab: Callable[..., Lab], text: str, copies: bool) -> None:
    found = states(grader.check(lab(CHECKS, BOX).job(text, memory_mib=384), diagnose=False))
    assert found == {"own-copy": copies, "own-answers": True, "not-held": True}
