"""torch, seconds of import, comes into judge and zygote with the first submission that names it, and not before."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from beikao.grader import Grader, Job
from tests.grader.submissions import DOUBLE, Lab, first, wrong
from tests.grader.test_processes import command, judge_pid, tree_of

Make = Callable[..., Lab]
TENSORS = """
@check
def doubles(t: Trial) -> None:
    x = t.draw.normal(3, like="torch")
    t.agree(lambda m: m.double(x))
"""
HIDDEN = "def double(x):\n    t = __import__('to' + 'rch')\n    return t.from_numpy(x * 2)\n"


@pytest.fixture
def own() -> Iterator[Grader]:
    """A grader that has judged nothing."""
    grader = Grader()
    yield grader
    grader.close()


def have_torch(grader: Grader) -> list[bool]:
    """Of the judge and its zygote, by what the kernel has mapped into each."""
    judge = judge_pid(grader)
    (zygote,) = [pid for pid in tree_of(judge) if "beikao.grader.zygote" in command(pid) and _parent(pid) == judge]
    return ["libtorch" in Path(f"/proc/{pid}/maps").read_text() for pid in (judge, zygote)]


def _parent(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("PPid:")).split()[1])


def test_not_for_a_lab_without_it_then_for_one_with(own: Grader, lab: Make) -> None:
    arrays, tensors = lab(), lab(TENSORS)
    assert own.check(arrays.job(DOUBLE))["state"] == "passed"
    assert have_torch(own) == [False, False]
    assert own.check(tensors.job(DOUBLE))["state"] == "passed"
    assert have_torch(own) == [True, True]
    assert own.check(arrays.job(DOUBLE))["state"] == "passed"


def test_a_submission_may_name_it_too(own: Grader, lab: Make) -> None:
    code = "import torch\ndef double(x):\n    return (torch.from_numpy(x) * 2).numpy()\n"
    assert own.check(lab().job(code))["state"] == "passed"
    assert have_torch(own) == [True, True]


def test_a_name_that_is_put_together(own: Grader, lab: Make) -> None:
    """Nothing foretold it; the learner is told what to write."""
    verdict = own.check(lab().job(HIDDEN))
    assert verdict["state"] == "failed" and "write `import torch`" in first(verdict)["message"]["en"]
    assert own.check(lab().job("import torch\n" + HIDDEN))["state"] == "failed"  # a tensor where an array is asked for
    assert "Tensor" in first(own.check(lab().job("import torch\n" + HIDDEN)))["message"]["en"]


def test_a_tensor_on_the_wire_that_nothing_foretold() -> None:
    """It is read all the same."""
    code = (
        "import sys\nfrom beikao.grader import wire\n"
        "got = wire.Decoder([b'\\0\\0\\x80?'], None)(['t', 'float32', [1], 0])\n"
        "print(got.tolist(), 'torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[1.0] True\n"


def test_a_page_that_warms_the_grader_brings_it(own: Grader) -> None:
    own._warm()  # what `warm` does in the background
    assert have_torch(own) == [True, True]


def test_where_it_is_looked_for(lab: Make) -> None:
    plain = lab().job(DOUBLE)
    names = "import torch\n"

    def with_(**more: object) -> Job:
        return replace(plain, **more)  # type: ignore[arg-type]

    assert not plain.names_torch
    assert lab(TENSORS).job(DOUBLE).names_torch
    for more in (
        {"tree": {"a.py": names}}, {"given": {"rig.py": names}}, {"reference": {"a.py": names}}, {"banned": ("torch.add",)},
        {"parts": {"other": ("a.py", {"a.py": names})}}, {"wrong": (wrong("a", "doubles", names),)},
    ):  # fmt: skip
        assert with_(**more).names_torch, more
    beside = plain.check_file.parent
    (beside / "oracle.py").write_text(names)  # it runs elsewhere
    assert not plain.names_torch
    (beside / "helper.py").write_text(names)
    assert plain.names_torch
