"""Where learner and reference part, under which name, by how much, and how it goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from beikao.grader import Grader
from beikao.kit import at
from beikao.study.verdicts import told
from tests.grader.submissions import Lab, first

Make = Callable[..., Lab]
LAYERS = """
from beikao.kit import at

@check
def layers(t: Trial) -> None:
    x = t.draw.normal(4)

    def program(m):
        h = x
        for i in range(1, 6):
            h = m.layer(h, i)
            yield at((f"第 {i} 层", f"layer {i}"), {"h": [h]})
        yield at("loss", float((h * h).sum()))
    t.agree(program)
"""
REFERENCE = "def layer(h, i):\n    return h + 1.0\n"


def failed(grader: Grader, made: Lab, text: str, seed: int = 3) -> dict[str, Any]:
    return first(grader.check(made.job(text), seed=seed))


def test_a_named_point(grader: Grader, lab: Make) -> None:
    row = failed(grader, lab(LAYERS, REFERENCE), "def layer(h, i):\n    return h + (1.0 if i != 3 else 1.5)\n")
    assert row["where"] == '第 3 层 · layer 3 ["h"][0][0]'
    assert row["apart"]["max_abs"] == 0.5
    assert (row["apart"]["differ"], row["apart"]["of"], row["apart"]["pattern"]) == (4, 4, "offset")
    assert row["message"]["en"].endswith("Every value is 0.5 above what it should be.")
    assert [n for n, _ in row["apart"]["growth"]][:2] == [3, 4]
    assert failed(grader, lab(LAYERS, REFERENCE), "def layer(h, i):\n    return h + (1.0 if i != 5 else 0.0)\n")[
        "where"
    ].startswith("第 5 层")


def test_a_point_is_no_data(grader: Grader, lab: Make) -> None:
    """A submission that returns what looks like a named value returns something else."""
    for text in ("('layer 1', h + 1.0)", "{'name': 'layer 1', 'value': h + 1.0}", "Point(('a', 'a'), h + 1.0)"):
        source = f"class Point:\n    def __init__(self, *a):\n        self.name, self.value = a\n\ndef layer(h, i):\n    return {text}\n"
        row = failed(grader, lab(LAYERS, REFERENCE), source)
        assert row["where"].startswith("第 1 层"), row
    assert at("a", 1).label() == "a"


def test_points_that_part(grader: Grader, lab: Make) -> None:
    made = lab("""
        from beikao.kit import at

        @check
        def names(t: Trial) -> None:
            def program(m):
                for n in m.names():
                    yield at(n, 1)
            t.agree(program)
    """, "def names():\n    return ['a', 'b']\n")  # fmt: skip
    row = failed(grader, made, "def names():\n    return ['a', '\\x1b[2J<b>' + 'c' * 100000]\n")
    assert row["message"]["en"] == "Here b should come."
    assert "\x1b" not in json.dumps(row) and len(json.dumps(row)) < 3000


def test_growth_is_told_and_drawn(grader: Grader, lab: Make) -> None:
    made = lab("""
        @check
        def path(t: Trial) -> None:
            def program(m):
                w = np.ones(3)
                for _ in range(30):
                    w = m.move(w)
                    yield w
            t.agree(program)
    """, "def move(w):\n    return w * 1.5\n")  # fmt: skip
    text = "n = 0\ndef move(w):\n    global n\n    n += 1\n    return w * (1.5 if n < 4 else 1.6)\n"
    verdict = grader.check(made.job(text), seed=3)
    growth = first(verdict)["apart"]["growth"]
    assert first(verdict)["where"] == "第 4 步 · step 4 [0]"
    assert growth[0][0] == 4
    assert all(a[1] < b[1] for a, b in pairwise(growth))
    rows = dict(told(verdict)[0].rows("en"))
    assert rows["error"].startswith("3/3 (100%), at most")
    assert "误差" in dict(told(verdict)[0].rows("zh"))


def test_values_that_are_no_steps_have_no_growth(grader: Grader, lab: Make) -> None:
    for outputs in (
        "yield at('c', m.twice(x))\n        yield at('h', m.twice(x) + 1)",
        "yield m.twice(x)\n        yield m.twice(x)",
    ):
        made = lab(f"""
from beikao.kit import at

@check
def parts(t: Trial) -> None:
    x = t.draw.normal(3)
    def program(m):
        {outputs}
    t.agree(program)
""", "def twice(x):\n    return 2 * x\n")  # fmt: skip
        row = failed(grader, made, "def twice(x):\n    return 3 * x\n")
        assert len(row["apart"]["growth"]) == 1, row


@pytest.mark.parametrize("text", [
    "def layer(h, i):\n    if i > 3:\n        raise ValueError('late')\n    return h\n",
    "def layer(h, i):\n    return h if i < 3 else None\n",
    "def layer(h, i):\n    return h * float('nan')\n", "def layer(h, i):\n    return h * 1e308 * 1e308\n", "def layer(h, i):\n    return h[:2]\n",
])  # fmt: skip
def test_what_comes_after_the_divergence_hides_nothing(grader: Grader, lab: Make, text: str) -> None:
    row = failed(grader, lab(LAYERS, REFERENCE), text)
    assert row["where"].startswith("第 1 层")
    json.dumps(row, allow_nan=False)


@pytest.mark.parametrize("later", ["os._exit(0)", "raise SystemExit", "while True:\n            pass", "return object()", "return 10 ** 400",
                                   "os.write(1, b'x' * 10**6)"])  # fmt: skip
def test_a_program_that_breaks_afterwards_has_diverged_before(grader: Grader, lab: Make, later: str) -> None:
    """The verdict is that of the first layer, and the next check is asked of a child that works."""
    made = lab(
        LAYERS + "\n@check\ndef one(t: Trial) -> None:\n    t.agree(lambda m: m.one())\n",
        REFERENCE + "def one():\n    return 1\n",
    )
    text = f"import os\ndef one():\n    return 1\n\ndef layer(h, i):\n    if i > 1:\n        {later}\n    return h\n"
    verdict = grader.check(made.job(text), seed=3)
    assert verdict["state"] == "failed"
    assert [c["passed"] for c in verdict["checks"]] == [False, True], verdict["checks"]
    assert first(verdict)["where"].startswith("第 1 层 · layer 1")


def test_a_claim_that_fails_afterwards_is_not_told(grader: Grader, lab: Make) -> None:
    made = lab("""
        @check
        def claims(t: Trial) -> None:
            def program(m):
                for _ in range(3):
                    x = m.next()
                    yield x
                    t.that(x == 1.0, zh="后来", en="later")
            t.agree(program)
    """, "def next():\n    return 1.0\n")  # fmt: skip
    row = failed(grader, made, "def next():\n    return 2.0\n")
    assert row["message"]["en"].startswith("Expected 1.0, got 2.0") or row["message"]["en"].startswith(
        "Expected 1, got 2"
    )


def test_learner_text_in_new_places_is_clean(grader: Grader, lab: Make) -> None:
    made = lab(
        "@check\ndef keys(t: Trial) -> None:\n    t.agree(lambda m: m.keys())\n", "def keys():\n    return {'a': 1.0}\n"
    )
    text = "def keys():\n    return {'a': '\\x1b[31m\\u202e<script>' * 9000}\n"
    shown = json.dumps(failed(grader, made, text), ensure_ascii=False)
    assert "\x1b" not in shown and "\u202e" not in shown and len(shown) < 4000
