"""A package that is banned whole is refused by whatever road, and the libraries that only look for it still work."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab

CHECKS = """
@check
def area(t: Trial) -> None:
    y, s = np.array([0, 1, 0, 1]), t.draw.normal(4)
    t.agree(lambda m: m.auc(y, s))
"""
BY_HAND = """
def auc(y, s):
    return float(((s[y == 1][:, None] > s[y == 0]) + 0.5 * (s[y == 1][:, None] == s[y == 0])).mean())
"""
ROADS = {
    "import": "from sklearn.metrics import roc_auc_score as f\n    return float(f(y, s))",
    "importlib": "import importlib\n    return float(importlib.import_module('sklearn.metrics').roc_auc_score(y, s))",
    "source": "import sys\n    p = next(p for p in sys.path if 'site-packages' in p)\n"
    "    return open(p + '/sklearn/metrics/_ranking.py').read() and 0.0",
}


@pytest.mark.parametrize("road", ROADS)
def test_no_road_leads_there(grader: Grader, lab: Callable[..., Lab], road: str) -> None:
    job = lab(CHECKS, BY_HAND, banned=("sklearn",)).job(f"def auc(y, s):\n    {ROADS[road]}\n", seconds=60.0)
    (found,) = grader.check(job, diagnose=False)["checks"]
    assert not found["passed"]
    assert "sklearn" in found["message"]["en"]
    assert "not allowed here" in found["message"]["en"]


def test_others_work(grader: Grader, lab: Callable[..., Lab]) -> None:
    honest = f"import scipy.stats, json\n{BY_HAND}"
    assert grader.check(lab(CHECKS, BY_HAND, banned=("sklearn",)).job(honest, seconds=60.0))["state"] == "passed"
