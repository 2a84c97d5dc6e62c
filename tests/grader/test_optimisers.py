"""An optimiser costs a child nothing but its own work: torch's compiler is not imported for it, and is there when asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab, first

CHECKS = """
@check
def stays_light(t: Trial) -> None:
    t.agree(lambda m: m.loaded("SGD"))
    t.agree(lambda m: m.loaded("AdamW"))
"""
REFERENCE = "def loaded(name):\n    return [False, 0.8]\n"
STEP = """
import sys
import torch

def loaded(name):
    p = torch.nn.Parameter(torch.ones(()))
    optimiser = getattr(torch.optim, name)([p], lr=0.2, weight_decay=0.0)
    torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 5)
    p.backward()
    optimiser.step()
    return [{seen}, round(float(p), 3)]
"""


@pytest.mark.parametrize("seen", ["'torch._dynamo.symbolic_convert' in sys.modules", "'sympy.core' in sys.modules"])
def test_a_step_imports_no_compiler(grader: Grader, lab: Callable[..., Lab], seen: str) -> None:
    verdict = grader.check(lab(CHECKS, REFERENCE).job(STEP.format(seen=seen)), seed=3)
    assert verdict["state"] == "passed", first(verdict)


def test_who_asks_for_the_compiler_gets_it(grader: Grader, lab: Callable[..., Lab]) -> None:
    seen = "torch._dynamo.config.recompile_limit < 1 or 'torch._dynamo.symbolic_convert' not in sys.modules"
    verdict = grader.check(lab(CHECKS, REFERENCE, seconds=60).job(STEP.format(seen=seen)), seed=3)
    assert verdict["state"] == "passed", first(verdict)
