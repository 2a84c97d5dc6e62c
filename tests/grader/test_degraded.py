"""Machines that give less: what is missing is said, and a verdict still comes."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beikao.grader import Grader
from tests.grader.submissions import DOUBLE, Lab, first

Make = Callable[..., Lab]
READS = """
def double(x):
    for name in ("/etc/passwd", "/proc/1/status", "/root/.bashrc"):
        try:
            open(name).read()
        except OSError:
            continue
        raise AssertionError(name)
    try:
        open("new.txt", "w")
    except OSError:
        return x * 2
    raise AssertionError("wrote")
"""


@pytest.fixture(scope="module")
def without_spaces() -> Iterator[Grader]:
    grader = Grader(layers=("landlock", "seccomp"))
    yield grader
    grader.close()


def test_without_namespaces(without_spaces: Grader, lab: Make) -> None:
    verdict = without_spaces.check(lab().job(READS), seed=1)
    assert verdict["state"] == "passed", first(verdict)
    assert {"landlock", "seccomp", "capabilities", "rlimits"} <= set(verdict["sandbox"]["layers"])
    assert verdict["sandbox"]["degraded"][0] == "namespaces (switched off)"
    assert "root" not in verdict["sandbox"]["layers"]


def test_without_namespaces_the_rest_works(without_spaces: Grader, lab: Make) -> None:
    make = lab()
    assert without_spaces.check(make.job("def double(x):\n    return x\n"))["state"] == "failed"
    assert without_spaces.check(make.job("while True:\n    pass\n", seconds=0.5))["state"] == "timeout"
    assert without_spaces.check(make.job("import os\nos.fork()\n"))["state"] == "crashed"
    ran = without_spaces.run(make.job("from helper import x\nprint(x)\n", given={"helper.py": "x = 3\n"}))
    assert (ran.state, ran.output) == ("passed", "3\n")


def test_a_service_needs_namespaces(without_spaces: Grader, lab: Make) -> None:
    verdict = without_spaces.check(
        lab("@check\ndef serves(t: Trial) -> None:\n    t.serve()\n").job("", profile="service")
    )
    assert verdict["state"] == "unavailable"
    assert "namespaces" in first(verdict)["message"]["en"]


def test_trusted_learner_mode(lab: Make) -> None:
    """Nothing but rlimits, as where there is no Linux: it is said, layer by layer."""
    grader = Grader(layers=())
    try:
        verdict = grader.check(lab().job(DOUBLE))
        assert verdict["state"] == "passed"
        off = {d.split(" ")[0] for d in verdict["sandbox"]["degraded"]}
        assert {"namespaces", "landlock", "seccomp"} <= off
        text = "import subprocess, time\nsubprocess.Popen(['sleep', '60'])\ndef double(x):\n    time.sleep(60)\n"
        assert grader.check(lab().job(text, seconds=0.5))["state"] == "timeout"
    finally:
        grader.close()


REFUSES = """#!{python}
import ctypes, errno, os, struct, sys
from beikao.grader.syscalls import number
libc = ctypes.CDLL(None, use_errno=True)
lines = [(0x20, 0, 0, 0), (0x15, 0, 1, number("unshare")), (0x06, 0, 0, 0x50000 | errno.EPERM), (0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *line) for line in lines), 32)
class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Program(4, ctypes.cast(code, ctypes.c_void_p))), 0, 0) == 0
os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""


def test_a_kernel_that_refuses_namespaces(lab: Make, tmp_path: Path) -> None:
    """As in a container with its usual filter: noticed at the start, and said."""
    python = tmp_path / "python"
    python.write_text(REFUSES.format(python=sys.executable))
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    grader = Grader(python=str(python))
    try:
        verdict = grader.check(lab().job(READS), seed=1)
        assert verdict["state"] == "passed", first(verdict)
        assert verdict["sandbox"]["degraded"][0].startswith("namespaces (")
        assert {"landlock", "seccomp"} <= set(verdict["sandbox"]["layers"])
    finally:
        grader.close()


def test_the_full_sandbox_here(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job(DOUBLE))
    assert verdict["sandbox"]["degraded"] == []
    wanted = {"namespaces", "root", "rlimits", "capabilities", "landlock", "seccomp"}
    assert wanted <= set(verdict["sandbox"]["layers"])
    assert ("user" in verdict["sandbox"]["layers"]) is (os.geteuid() == 0)
