"""A place that a check names in two languages is told in the reader's."""

from __future__ import annotations

import pytest

from beikao.kit import at
from beikao.study.verdicts import Told, in_language

STEP = at(("第 0 步（4 个新词元）", "step 0 (4 new tokens)"), 1).label()


@pytest.mark.parametrize(
    ("where", "zh", "en"),
    [
        (f"{STEP} [0,0,1,0]", "第 0 步（4 个新词元） [0,0,1,0]", "step 0 (4 new tokens) [0,0,1,0]"),
        (STEP, "第 0 步（4 个新词元）", "step 0 (4 new tokens)"),
        ("[3,1]", "[3,1]", "[3,1]"), ("layer 3 [0]", "layer 3 [0]", "layer 3 [0]"), ("solution.py:8", "solution.py:8", "solution.py:8"),
    ],
)  # fmt: skip
def test_a_place_in_one_language(where: str, zh: str, en: str) -> None:
    assert (in_language(where, "zh"), in_language(where, "en")) == (zh, en)
    check = {"message": {"zh": "", "en": ""}, "where": where}
    assert Told(check).rows("en") == [("where", en)] and Told(check).rows("zh") == [("where", zh)]
