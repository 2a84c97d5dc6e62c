"""What a verdict says of right, wrong and broken submissions. Real judge, real children."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from beikao.grader import Grader
from beikao.grader.job import wall_s
from tests.grader.submissions import DOUBLE, Lab, first, states

Make = Callable[..., Lab]


def test_right(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("def double(x):\n    return x + x\n"), seed=5)
    assert (verdict["state"], verdict["score"], verdict["seed"]) == ("passed", 1.0, 5)
    assert verdict["schema"] == 1
    assert verdict["checks"][0]["passed"]
    assert verdict["sandbox"]["profile"] == "pure"
    assert verdict["misconception"] is None and verdict["limit"] is None
    assert verdict["ms"]["total"] > 0


def test_seeds_are_drawn_and_kept(grader: Grader, lab: Make) -> None:
    job = lab().job(DOUBLE)
    seeds = {grader.check(job)["seed"] for _ in range(3)}
    assert len(seeds) == 3
    assert all(0 <= seed < 2**48 for seed in seeds)


def test_wrong_says_what_was_called_came_and_was_expected(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("def double(x):\n    y = x * 2\n    y[1, 0] += 1e-3\n    return y\n"), seed=1)
    check = first(verdict)
    assert verdict["state"] == "failed"
    assert check["called"] == "double(ndarray[3×2])"
    assert check["where"] == "[1, 0]"
    assert check["got"].startswith("float64[3, 2] [") and check["want"].startswith("float64[3, 2] [")
    assert "1 of 6 elements differ, by up to 0.001" in check["message"]["en"]
    assert "6 个元素中有 1 个不同" in check["message"]["zh"]


def test_partial_credit(grader: Grader, lab: Make) -> None:
    two = lab("""
        @check
        def doubles(t: Trial) -> None:
            t.agree(lambda m: m.double(3))

        @check
        def halves(t: Trial) -> None:
            t.agree(lambda m: m.half(3))
    """, "def double(x):\n    return 2 * x\n\ndef half(x):\n    return x / 2\n")  # fmt: skip
    verdict = grader.check(two.job("def double(x):\n    return 2 * x\n\ndef halve(x):\n    return x / 2\n"))
    assert verdict["state"] == "failed"
    assert verdict["score"] == pytest.approx(1 / 3, abs=1e-6)
    assert first(verdict)["message"]["en"] == "half was not found. You have halve: is that it?"


@pytest.mark.parametrize(("text", "line", "word"), [
    ("def double(x):\n    return x *\n", "solution.py:2", "SyntaxError"),
    ("import numpy\nimport nothing_of_this_name\n", "solution.py:2", "ModuleNotFoundError"),
    ("x = 1\n\nraise RuntimeError('no')\n", "solution.py:3", "no"),
    ("import sys\nsys.exit(0)\n", "solution.py:2", "SystemExit"),
])  # fmt: skip
def test_import_fails(grader: Grader, lab: Make, text: str, line: str, word: str) -> None:
    verdict = grader.check(lab().job(text))
    assert verdict["state"] == "crashed"
    assert first(verdict)["where"] == line
    assert word in first(verdict)["message"]["en"]


def test_an_exception_names_its_line(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("def double(x):\n    y = x\n    return y['a'] / 0\n"))
    check = first(verdict)
    assert verdict["state"] == "failed"
    assert check["where"] == "solution.py:3"
    assert check["got"] == "IndexError"
    assert "(solution.py:3)" in check["message"]["en"]


def test_time_runs_out(grader: Grader, lab: Make) -> None:
    two = lab("""
        @check
        def doubles(t: Trial) -> None:
            t.agree(lambda m: m.double(1))

        @check
        def again(t: Trial) -> None:
            t.agree(lambda m: m.double(2))
    """)  # fmt: skip
    began = time.monotonic()
    text = "def double(x):\n    while x == 2:\n        pass\n    return 2 * x\n"
    verdict = grader.check(two.job(text, seconds=0.6))
    assert verdict["state"] == "timeout"
    assert states(verdict) == {"doubles": True, "again": False}
    assert verdict["limit"]["kind"] == "seconds"
    assert verdict["limit"]["used"] >= verdict["limit"]["limit"] == 0.6
    assert "0.6 s" in first(verdict)["message"]["en"]
    assert time.monotonic() - began < wall_s(0.6) + 5  # 0.6 s of CPU time: how long that takes is the machine's affair


def test_memory_runs_out(grader: Grader, lab: Make) -> None:
    text = "import numpy as np\ndef double(x):\n    return np.ones(10**10).sum() + x\n"
    verdict = grader.check(lab().job(text, memory_mib=256))
    assert verdict["state"] == "out_of_memory"
    assert verdict["limit"]["kind"] == "memory_mib" and verdict["limit"]["limit"] == 256
    assert verdict["limit"]["used"] <= 256


def test_memory_runs_out_in_torch_at_import(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("import torch\nx = [torch.ones(10**8) for _ in range(9)]\n", memory_mib=512))
    assert verdict["state"] == "out_of_memory"
    assert first(verdict)["where"] == "solution.py:2"


def test_a_dead_child_fails_its_check_and_the_next_gets_a_new_one(grader: Grader, lab: Make) -> None:
    three = lab("""
        @check
        def one(t: Trial) -> None:
            t.agree(lambda m: m.double(1))

        @check
        def two(t: Trial) -> None:
            t.agree(lambda m: m.double(2))

        @check
        def three(t: Trial) -> None:
            t.agree(lambda m: m.double(3))
    """)  # fmt: skip
    text = "import os, ctypes\ndef double(x):\n    if x == 2:\n        ctypes.string_at(0)\n    return 2 * x\n"
    verdict = grader.check(three.job(text))
    assert verdict["state"] == "crashed"
    assert states(verdict) == {"one": True, "two": False, "three": True}
    assert "ended" in first(verdict)["message"]["en"]


def test_output_is_kept_clean_and_bounded(grader: Grader, lab: Make) -> None:
    text = 'import sys\nprint("hello \\x1b[31m<b>\\u202e\\ud800", end="")\ndef double(x):\n    sys.stderr.write("err\\n")\n    return 2 * x\n'
    verdict = grader.check(lab().job(text))
    assert verdict["state"] == "passed"
    assert verdict["output"] == "hello [31m<b>?err\n"
    flood = "def double(x):\n    for _ in range(3000):\n        print('x' * 1000)\n    return 2 * x\n"
    verdict = grader.check(lab().job(flood))
    assert verdict["state"] == "passed"
    assert len(verdict["output"]) == 64 * 1024


def test_text_that_is_no_unicode(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("def double(x):\n    raise ValueError('\\ud800 \\x1b[2J')  # \ud800\n"))
    assert verdict["state"] == "failed"
    json.dumps(verdict, ensure_ascii=False).encode()
    assert "\x1b" not in first(verdict)["message"]["en"]


def test_handles_rig_and_steps(grader: Grader, lab: Make) -> None:
    steps = lab(
        """
        @check
        def walks(t: Trial) -> None:
            start = t.draw.normal(4, like="torch")

            def program(m):
                rig = m.rig.Bowl(start)
                opt = m.Walker(rig.params(), 0.1)
                for _ in range(20):
                    yield rig.step(opt)
            t.agree(program, rtol=1e-6)
    """,
        """
        class Walker:
            def __init__(self, params, lr):
                self.params, self.lr = params, lr

            def step(self):
                for p in self.params:
                    p.data -= self.lr * p.grad
    """,
        given={"rig.py": "import torch\n\nclass Bowl:\n    def __init__(self, x):\n        self.x = torch.nn.Parameter(x)\n"
               "    def params(self):\n        return [self.x]\n    def step(self, opt):\n        self.x.grad = None\n"
               "        loss = (self.x ** 2).sum()\n        loss.backward()\n        opt.step()\n        return loss.detach()\n"},
    )  # fmt: skip
    right = steps.reference
    assert grader.check(steps.job(right))["state"] == "passed"
    drifts = right.replace(
        "p.data -= self.lr * p.grad",
        "self.n = getattr(self, 'n', 0) + 1\n            p.data -= self.lr * p.grad * (1 if self.n < 7 else 1.1)",
    )
    verdict = grader.check(steps.job(drifts))
    assert verdict["state"] == "failed"
    assert first(verdict)["where"].startswith("第 8 步 · step 8")
    assert first(verdict)["called"] == "Bowl.step(<Walker>)"


def test_a_program_that_ends_early_fails(grader: Grader, lab: Make) -> None:
    counted = lab("""
        @check
        def counts(t: Trial) -> None:
            def program(m):
                for i in range(m.count()):
                    yield i
            t.agree(program)
    """, "def count():\n    return 3\n")  # fmt: skip
    verdict = grader.check(counted.job("def count():\n    return 0\n"))
    assert verdict["state"] == "failed"
    assert "number of steps" in first(verdict)["message"]["en"]


CALLBACK = """
@check
def minimises(t: Trial) -> None:
    target = t.draw.normal(3)
    t.agree(lambda m: m.descend(lambda x: 2 * (x - target), np.zeros(3)))
"""
DESCEND = "def descend(grad, x):\n    for _ in range(30):\n        x = x - 0.1 * grad(x)\n    return x\n"


def test_callbacks(grader: Grader, lab: Make) -> None:
    job = lab(CALLBACK, DESCEND).job
    assert grader.check(job(DESCEND))["state"] == "passed"
    verdict = grader.check(job("def descend(grad, x):\n    return grad(x, 1)\n"))
    assert verdict["state"] == "failed"
    assert first(verdict)["where"] == "solution.py:2"
    assert "CallbackFailed" in first(verdict)["message"]["en"]
    assert grader.check(job("def descend(grad, x):\n    return grad(object())\n"))["state"] == "failed"


def test_a_failure_inside_a_callback_is_the_checks_own(grader: Grader, lab: Make) -> None:
    seen = lab("""
        @check
        def first_call_is_zero(t: Trial) -> None:
            def f(x):
                t.that(x == 0, zh="应为 0。", en="It should be 0.", x=x)
                return x
            t.you.call(f)

        @check
        def still_speaks(t: Trial) -> None:
            t.agree(lambda m: m.call(lambda x: 7))
    """, "def call(f):\n    return f(0)\n")  # fmt: skip
    hides = "def call(f):\n    try:\n        return f(1)\n    except BaseException:\n        return 7\n"
    verdict = grader.check(seen.job(hides))
    assert states(verdict) == {"first-call-is-zero": False, "still-speaks": True}
    assert first(verdict)["message"]["en"] == "It should be 0."
    assert first(verdict)["facts"] == {"x": "1"}


def test_nested_callbacks_have_an_end(grader: Grader, lab: Make) -> None:
    nested = lab("""
        @check
        def nests(t: Trial) -> None:
            def f(n):
                return t.you.down(f, n - 1) if n else 0
            t.that(t.you.down(f, 3) == 0, zh="零", en="zero")
            t.raises(lambda m: m.down(f, 9), "RecursionError")
    """, "def down(f, n):\n    return f(n)\n")  # fmt: skip
    verdict = grader.check(nested.job("def down(f, n):\n    return f(n)\n"))
    assert verdict["state"] == "passed", first(verdict)


def test_raises_takes_subclasses(grader: Grader, lab: Make) -> None:
    raising = lab("""
        @check
        def refuses(t: Trial) -> None:
            t.raises(lambda m: m.f(-1), "ValueError")
    """, "def f(x):\n    raise ValueError\n")  # fmt: skip
    own = "class Mine(ValueError):\n    pass\n\ndef f(x):\n    raise Mine('no')\n"
    assert grader.check(raising.job(own))["state"] == "passed"
    verdict = grader.check(raising.job("def f(x):\n    raise KeyError(x)\n"))
    assert (first(verdict)["got"], first(verdict)["want"]) == ("KeyError", "ValueError")
    verdict = grader.check(raising.job("def f(x):\n    return x\n"))
    assert "it returned" in first(verdict)["message"]["en"]


def test_data_attributes_and_parts(grader: Grader, lab: Make) -> None:
    used = {"used_lab": ("solution.py", {"solution.py": "def triple(x):\n    return 3 * x\n"})}
    parts = lab("""
        @check
        def uses(t: Trial) -> None:
            t.that(t.you.NAME == "n", zh="名", en="name")
            t.agree(lambda m: m.nine(2))
            t.that(t.parts["used_lab"].triple(2) == 6, zh="件", en="part")
    """, "from parts import used_lab\nNAME = 'n'\ndef nine(x):\n    return used_lab.triple(used_lab.triple(x))\n", parts=used)  # fmt: skip
    assert grader.check(parts.job(parts.reference))["state"] == "passed"


def test_phases_and_progress(grader: Grader, lab: Make) -> None:
    two = lab("""
        @check
        def slow(t: Trial) -> None:
            t.agree(lambda m: m.double(1))

        @check
        def fast(t: Trial) -> None:
            t.agree(lambda m: m.double(2))
    """, phases={"slow": "long"})  # fmt: skip
    seen: list[dict[str, Any]] = []
    verdict = grader.check(two.job(DOUBLE), progress=seen.append)
    assert [e["check"] for e in seen] == ["fast", "slow"]
    assert [c["id"] for c in verdict["checks"]] == ["slow", "fast"]
    verdict = grader.check(two.job(DOUBLE), phases=("quick",))
    assert [c["id"] for c in verdict["checks"]] == ["fast"]
    assert verdict["state"] == "passed"


@pytest.mark.parametrize("text", [
    "import random\ndef double(x):\n    return random.random()\n",
    "import numpy as np\ndef double(x):\n    return np.random.default_rng().normal() * 0 + np.random.rand()\n",
    "import torch\ndef double(x):\n    return torch.rand(3)\n",
    "def double(x):\n    return list({str(i) for i in range(20)})\n",
])  # fmt: skip
def test_the_same_seed_gives_the_same_verdict(grader: Grader, lab: Make, text: str) -> None:
    job = lab("""
        @check
        def doubles(t: Trial) -> None:
            t.that(False, zh="看", en="look", came=t.you.double(t.draw.normal(2)))
    """).job(text)  # fmt: skip
    other = Grader()
    try:
        verdicts = [g.check(job, seed=9) for g in (grader, grader, other)]
    finally:
        other.close()
    for verdict in verdicts:
        verdict.pop("ms")
        for check in verdict["checks"]:
            check.pop("ms")
    assert verdicts[0] == verdicts[1] == verdicts[2]


@pytest.mark.parametrize(("checks", "reference", "word"), [
    ("@check\ndef other(t: Trial) -> None:\n    t.agree(lambda m: 1 / 0)\n", DOUBLE, "ZeroDivisionError"),
    ("@check\ndef other(t: Trial) -> None:\n    t.agree(lambda m: m.double(1))\n", "def double(x):\n    raise OSError\n", "reference failed"),
    ("@check\ndef other(t: Trial) -> None:\n    t.agree(lambda m: m.double(1))\n", "import os\ndef double(x):\n    os._exit(0)\n", "reference failed"),
    ("@check\ndef other(t: Trial) -> None:\n    t.ref.nothing(1)\n", DOUBLE, "reference failed"),
    ("@check\ndef other(t: Trial) -> None:\n    pass\n", "import nothing_at_all\n", "cannot be imported"),
    ("import nothing_at_all\n@check\ndef other(t: Trial) -> None:\n    pass\n", DOUBLE, "ModuleNotFoundError"),
])  # fmt: skip
def test_a_broken_lab_is_not_the_learners_fault(
    grader: Grader, lab: Make, checks: str, reference: str, word: str
) -> None:
    verdict = grader.check(lab(checks, reference).job(DOUBLE))
    assert verdict["state"] == "grader_error"
    assert word in first(verdict)["message"]["en"]


def test_manifest_and_checks_must_agree(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job(DOUBLE, checks=()))
    assert verdict["state"] == "grader_error"


def test_a_missing_program_is_unavailable(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job(DOUBLE, needs_programs=("no-such-program",)))
    assert verdict["state"] == "unavailable"
    assert "no-such-program" in first(verdict)["message"]["zh"]
    assert grader.check(lab().job(DOUBLE, profile="gpu"))["state"] == "unavailable"


def test_a_check_that_stumbles_over_the_learners_value(grader: Grader, lab: Make) -> None:
    stumbles = lab("""
        @check
        def adds(t: Trial) -> None:
            r = t.you.pair()
            t.that(r[0] + r[1] == 3, zh="三", en="three")
    """, "def pair():\n    return 1, 2\n")  # fmt: skip
    verdict = grader.check(stumbles.job("def pair():\n    return 1\n"))
    assert verdict["state"] == "failed"
    row = first(verdict)
    assert row["message"]["en"] == "`pair` should return a tuple of 2 integers; it returned an integer."
    assert row["message"]["zh"] == "`pair` 应当返回由 2 个整数组成的元组，返回的却是整数。"
    assert (row["got"], row["want"]) == ("1", "(1, 2)")


FORMS = """
@check
def sums(t: Trial) -> None:
    x = t.draw.normal(3)
    def program(m):
        found = m.steps(x)
        return sum(float(v.sum()) for v in found)
    t.agree(program)

@check
def ranks(t: Trial) -> None:
    t.agree(lambda m: m.best()["rank"] + 1)
"""
FORMS_REFERENCE = "def steps(x):\n    return [x, 2 * x]\n\ndef best():\n    return {'rank': 3}\n"


@pytest.mark.parametrize(("text", "zh", "en", "got"), [
    ("def steps(x):\n    [x, 2 * x]\n", "`steps` 返回了 None，应当返回由数组组成的列表。是不是漏了 `return`？",
     "`steps` returned None; a list of arrays is expected. Is a `return` missing?", "None"),
    (FORMS_REFERENCE.replace("'rank': 3", ""), "`best` 返回的字典里没有 'rank'。", "`best` returned a dict without 'rank'.", "{}"),
])  # fmt: skip
def test_the_form_of_what_was_returned(grader: Grader, lab: Make, text: str, zh: str, en: str, got: str) -> None:
    row = first(grader.check(lab(FORMS, FORMS_REFERENCE).job(text), seed=3))
    assert (row["message"]["zh"], row["message"]["en"], row["got"]) == (zh, en, got)
    assert row["want"]


def test_none_where_a_value_is_compared(grader: Grader, lab: Make) -> None:
    row = first(grader.check(lab().job("def double(x):\n    x * 2\n"), seed=3))
    assert row["message"]["en"] == "Expected ndarray, got None. Is a `return` missing?"
    assert row["message"]["zh"] == "类型应为 ndarray，得到 None。是不是漏了 `return`？"


@pytest.mark.parametrize("program", ["lambda m: m.pair(x)", "parts"])
def test_values_in_each_others_place(grader: Grader, lab: Make, program: str) -> None:
    made = lab(f"""
        @check
        def both(t: Trial) -> None:
            x = t.draw.normal(3)
            def parts(m):
                a, b = m.pair(x)
                yield b
                yield a
            t.agree({program})
    """, "def pair(x):\n    return x + 1, x * x\n")  # fmt: skip
    row = first(grader.check(made.job("def pair(x):\n    return x * x, x + 1\n"), seed=3))
    at = 2 if program != "parts" else 1
    assert f"The value wanted here stands at position {at} of yours." in row["message"]["en"]
    assert f"这里应有的值在你返回的第 {at} 项。" in row["message"]["zh"]
    neither = first(grader.check(made.job("def pair(x):\n    return x * 3, x * 4\n"), seed=3))
    assert "position" not in neither["message"]["en"]


def test_a_message_for_those_who_build_torch_is_cut(grader: Grader, lab: Make) -> None:
    text = "import torch\ndef double(x):\n    return torch.ops.aten.linalg_eigh(torch.eye(2).to_sparse())\n"
    said = first(grader.check(lab().job(text), seed=3))["message"]["en"]
    assert "NotImplementedError: Could not run" in said and "backend. (solution.py:3)" in said
    assert "Facebook" not in said


@pytest.mark.parametrize("measure", ["faster", "lighter"])
def test_a_measured_call_with_a_wrong_value(grader: Grader, lab: Make, measure: str) -> None:
    made = lab(f"@check\ndef cheap(t: Trial) -> None:\n    x = np.ones(9)\n    t.{measure}(lambda m: m.double(x))\n")
    row = first(grader.check(made.job("def double(x):\n    return x * 3\n"), seed=3))
    assert row["message"]["en"].startswith("The answer is wrong, so its cost was not judged. 9 of 9 elements differ")
    assert row["message"]["zh"].startswith("答案不对，因此没有比较用量。")


SPEED = """
@check
def fast(t: Trial) -> None:
    t.faster(lambda m: m.work(), at_most=2.0)

@check
def light(t: Trial) -> None:
    t.lighter(lambda m: m.work(), at_most=1.5)
"""
WORK = "def work(n=200_000):\n    return sum(i * i for i in range(n))\n"


def test_speed_and_memory(grader: Grader, lab: Make) -> None:
    job = lab(SPEED, "def work():\n    x = bytearray(8 << 20)\n    return sum(i * i for i in range(50_000))\n").job
    assert grader.check(job(job("").reference["solution.py"]))["state"] == "passed"
    slow = "def work():\n    x = bytearray(80 << 20)\n    return [sum(i * i for i in range(50_000)) for _ in range(4)][0]\n"
    verdict = grader.check(job(slow))
    assert states(verdict) == {"fast": False, "light": False}
    assert "times the CPU time" in first(verdict)["message"]["en"]


def test_everything_is_json_and_bounded(grader: Grader, lab: Make) -> None:
    big = "def double(x):\n    return {'k' * 5000: ['v' * 5000] * 60}\n"
    verdict = grader.check(lab().job(big))
    assert verdict["state"] == "failed"
    assert len(json.dumps(verdict)) < 8000
    verdict = grader.check(lab().job("def double(x):\n    return 10 ** 9000\n"))
    assert verdict["state"] == "failed"


def test_many_files(grader: Grader, lab: Make) -> None:
    many = lab(entry="train.py")
    many.reference = "from model import double\n"
    tree = {"train.py": "from model import double\n", "model.py": DOUBLE}
    assert grader.check(many.job(tree, reference=tree))["state"] == "passed"
    tree["model.py"] = "\n\ndef double(x):\n    return x.nothing\n"
    assert first(grader.check(many.job(tree, reference={**tree, "model.py": DOUBLE})))["where"] == "model.py:4"
