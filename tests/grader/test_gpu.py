"""Profile `gpu`: where there is a device a lab is judged on it, where there is none that is said.

How children of this profile live is shown here with the CPU as their device (`device="cpu"`): a fresh interpreter each,
which starts the device itself, is used once and thrown away. That says nothing about CUDA; the first test does, on a
machine that has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from beikao.cli.doctor import gpu_finding
from beikao.grader import Grader
from beikao.grader.devices import IDLE
from tests.grader.submissions import DOUBLE, Lab, first
from tests.grader.test_processes import command, judge_pid, tree_of

Make = Callable[..., Lab]
HERE = "passed" if torch.cuda.is_available() else "unavailable"
ON_DEVICE = """
import torch

def double(x):
    w = torch.full((1,), 2.0, dtype=torch.float64, device=NAME, requires_grad=True)
    y = torch.as_tensor(x, device=NAME) * w
    y.sum().backward()
    assert abs(w.grad.item() - float(x.sum())) < 1e-9
    return y.detach().cpu().numpy()
"""


@pytest.fixture(scope="module")
def on_cpu() -> Iterator[Grader]:
    grader = Grader(device="cpu")
    yield grader
    grader.close()


def gpu(lab: Make, reference: str = DOUBLE) -> Lab:
    return lab(reference=reference, profile="gpu", seconds=60)


def test_a_device_or_an_honest_word(grader: Grader, lab: Make) -> None:
    verdict = grader.check(gpu(lab).job(ON_DEVICE.replace("NAME", "'cuda'")), seed=1)
    assert verdict["state"] == HERE, verdict
    if HERE == "unavailable":
        message = first(verdict)["message"]
        assert "a CUDA device" in message["en"] and "CUDA" in message["zh"]
        assert "beikao doctor" in message["en"] and "beikao doctor" in message["zh"]
        assert verdict["score"] == 0.0
        assert grader.check(lab().job(DOUBLE))["state"] == "passed"


def test_the_doctor_says_the_same(grader: Grader, on_cpu: Grader) -> None:
    here = gpu_finding(grader)
    assert here.ok is (HERE == "passed") and not here.needed
    assert here.ok or ("unavailable" in here.found and here.fix)
    assert gpu_finding(on_cpu).ok


def test_a_device_that_does_not_start(lab: Make) -> None:
    """A driver without a device, or a torch built without it: no grader_error, and no line of the learner's runs."""
    grader = Grader(device="cuda:7")
    try:
        verdict = grader.check(gpu(lab).job("print('ran')\n" + DOUBLE))
        assert verdict["state"] == "unavailable", verdict
        assert verdict["output"] == ""
    finally:
        grader.close()


def test_judged_in_the_sandbox(on_cpu: Grader, lab: Make) -> None:
    it = gpu(lab)
    verdict = on_cpu.check(it.job(ON_DEVICE.replace("NAME", "'cpu'")), seed=1)
    assert verdict["state"] == "passed", (first(verdict), verdict["output"])
    assert verdict["sandbox"]["degraded"] == []
    assert {"namespaces", "root", "landlock", "seccomp", "capabilities", "rlimits"} <= set(verdict["sandbox"]["layers"])
    assert on_cpu.check(it.job("def double(x):\n    return x\n"))["state"] == "failed"
    assert on_cpu.check(it.job("while True:\n    pass\n", seconds=4))["state"] == "timeout"
    assert on_cpu.check(it.job("import os\nos._exit(3)\n"))["state"] == "crashed"


@pytest.mark.parametrize("body", [
    "os.fork()", "socket.socket()", "open('/etc/passwd')", "open('/proc/self/maps')", "os.execv('/bin/true', ['true'])",
    "os.kill(1, 9)", "open('/dev/nvidia0')", "open(torch.__file__, 'a')",
])  # fmt: skip
def test_what_stays_shut(on_cpu: Grader, lab: Make, body: str) -> None:
    text = f"import os, socket, torch\ndef double(x):\n    try:\n        {body}\n    except OSError:\n        return x * 2\n    return x\n"
    verdict = on_cpu.check(gpu(lab).job(text))
    assert verdict["state"] == "passed", first(verdict)


def test_each_interpreter_is_used_once(on_cpu: Grader, lab: Make) -> None:
    leaves = "import torch\nassert not hasattr(torch, 'left')\ntorch.left = 1\nopen('left', 'x')\n" + DOUBLE
    it = gpu(lab)
    for _ in range(3):
        assert on_cpu.check(it.job(leaves))["state"] == "passed"


def interpreters(grader: Grader) -> int:
    """Interpreters that were started for one device child each: all zygotes but the judge's own."""
    return sum('"device": "cpu", "control"' in command(pid) for pid in tree_of(judge_pid(grader)))


def test_nothing_waits_before_a_lab_asks_and_two_wait_after(lab: Make) -> None:
    grader = Grader(device="cpu")
    try:
        assert grader.check(lab().job(DOUBLE))["state"] == "passed"
        assert interpreters(grader) == 0
        assert grader.check(gpu(lab).job(DOUBLE))["state"] == "passed"
        limit = time.monotonic() + 120
        idle = 3 * IDLE  # a zygote, its child's keeper and the child, which share a command line
        while interpreters(grader) != idle and time.monotonic() < limit:
            time.sleep(0.1)
        assert interpreters(grader) == idle
        judge = judge_pid(grader)
        everything = tree_of(judge)
    finally:
        grader.close()
    limit = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() and command(pid) for pid in everything) and time.monotonic() < limit:
        time.sleep(0.05)
    assert [pid for pid in everything if command(pid)] == []
