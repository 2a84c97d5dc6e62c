"""Machines that give less: what is missing is said, and a verdict still comes."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beikao.cli.doctor import FIXES, fix_of
from beikao.grader import Grader, walled
from tests.grader.submissions import DOUBLE, DOUBLE_CHECK, Lab, first, states
from tests.grader.test_forking import AGREE, AVERAGES
from tests.grader.test_programs import CONF, NGINX, PROXIES

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
    grader = Grader(layers=("capabilities", "landlock", "seccomp"))
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
    """Nothing but rlimits: it is said, layer by layer."""
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


def test_another_system(lab: Make) -> None:
    """The way of macOS: no namespaces, prctl, pidfd, clock of another process, /proc, SEQPACKET. Judging works."""
    checks = """
        @check
        def doubles(t: Trial) -> None:
            x = t.draw.normal(3, 2)
            t.agree(lambda m: m.double(x))

        @check
        def quick(t: Trial) -> None:
            t.faster(lambda m: m.double(3.0), at_most=20)

        @check
        def light(t: Trial) -> None:
            t.lighter(lambda m: m.double(3.0), at_most=2)
    """
    grader = Grader(platform="darwin")
    try:
        make = lab(checks, DOUBLE)
        verdict = grader.check(make.job(DOUBLE))
        assert verdict["state"] == "passed", first(verdict)
        assert set(verdict["sandbox"]["layers"]) <= {"rlimits", "user"}
        off = {f"{n} (not on darwin)" for n in ("namespaces", "capabilities", "landlock", "seccomp")}
        assert off <= set(verdict["sandbox"]["degraded"])
        assert not walled(verdict["sandbox"]["layers"])
        big = "def double(x):\n    kept = bytearray(400 << 20)\n    kept[::4096] = b'x' * len(kept[::4096])\n    return x * 2\n"
        assert states(grader.check(make.job(big, seconds=60)))["light"] is False
        assert grader.check(make.job("while True:\n    pass\n", seconds=0.5))["state"] == "timeout"
        assert grader.check(make.job("import os\nos._exit(3)\n"))["state"] == "crashed"
    finally:
        grader.close()


@pytest.mark.parametrize(("more", "state"), [
    ({"layers": ()}, "unavailable"),
    ({"platform": "darwin"}, "unavailable"),
    ({"layers": ("namespaces", "capabilities", "landlock")}, "unavailable"),
    ({"layers": ("capabilities", "landlock", "seccomp")}, "passed"),
    ({}, "passed"),
])  # fmt: skip
def test_many_users_are_judged_only_behind_a_wall(lab: Make, more: dict[str, Any], state: str) -> None:
    grader = Grader(multi_user=True, **more)
    try:
        verdict = grader.check(lab().job("open('/tmp/beikao-ran', 'w')\n" + DOUBLE if state != "passed" else DOUBLE))
        assert verdict["state"] == state, first(verdict)
        if state == "unavailable":
            assert "seccomp" in first(verdict)["message"]["en"]
            assert "多人" in first(verdict)["message"]["zh"]
            assert not Path("/tmp/beikao-ran").exists()
            assert grader.run(lab().job("print(1)\n")).state == "unavailable"
    finally:
        grader.close()


REFUSES = """#!{python}
import ctypes, errno, os, struct, sys
from beikao.grader.syscalls import number
libc = ctypes.CDLL(None, use_errno=True)
lines = [(0x20, 0, 0, 0), (0x15, 0, 1, number({call!r})), (0x06, 0, 0, 0x50000 | errno.EPERM), (0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *line) for line in lines), 32)
class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Program(4, ctypes.cast(code, ctypes.c_void_p))), 0, 0) == 0
os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""


def refusing(folder: Path, call: str) -> str:
    """A Python on a kernel that answers EPERM to one system call."""
    python = folder / "python"
    python.write_text(REFUSES.format(python=sys.executable, call=call))
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return str(python)


@pytest.mark.parametrize(("call", "layer"), [
    ("unshare", "namespaces"), ("landlock_create_ruleset", "landlock"), ("landlock_restrict_self", "landlock"),
    ("seccomp", "seccomp"), ("capset", "capabilities"), ("pivot_root", "root"),
])  # fmt: skip
def test_a_kernel_that_refuses_a_layer(lab: Make, tmp_path: Path, call: str, layer: str) -> None:
    """As in a container with its usual filter, or on an old kernel: noticed, said, and the rest holds."""
    grader = Grader(python=refusing(tmp_path, call))
    try:
        verdict = grader.check(lab().job(READS if layer in ("namespaces", "root") else DOUBLE), seed=1)
        assert verdict["state"] == "passed", first(verdict)
        held, lost = verdict["sandbox"]["layers"], [d.split(" ")[0] for d in verdict["sandbox"]["degraded"]]
        assert layer in lost and layer not in held
        gone = {layer, "user"} | ({"root"} if layer == "namespaces" else set())
        assert {"namespaces", "root", "rlimits", "capabilities", "landlock", "seccomp"} - gone <= set(held)
        assert fix_of(verdict["sandbox"]["degraded"][0]) in FIXES.values()
    finally:
        grader.close()


# An ordinary user may not enter a folder like /root: where Python lives in one, it is shown in a namespace of its own.
ORDINARY = """#!{python}
import ctypes, os, sys, tempfile
from beikao.grader.root import readable_places
places, uid = readable_places(), 54321
if places.closed:
    c = ctypes.CDLL(None, use_errno=True)
    def mount(source, target, kind, flags, data=None):
        assert c.mount(source, target, kind, ctypes.c_ulong(flags), data) == 0, (target, ctypes.get_errno())
    assert c.unshare(0x20000) == 0
    mount(None, b"/", None, 16384 | (1 << 18))
    inside = [p for p in places.bound if p.startswith(places.closed + "/")]
    kept = [tempfile.mkdtemp() for _ in inside]
    for place, folder in zip(inside, kept):
        mount(place.encode(), folder.encode(), None, 4096)
    mount(b"tmpfs", places.closed.encode(), b"tmpfs", 0, b"mode=755")
    for place, folder in zip(inside, kept):
        os.makedirs(place)
        mount(folder.encode(), place.encode(), None, 4096)
        c.umount2(folder.encode(), 2)
        os.rmdir(folder)
os.chdir("/")
os.setgroups([])
os.setresgid(uid, uid, uid)
os.setresuid(uid, uid, uid)
os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that every user may read (pytest's own are closed)."""
    with tempfile.TemporaryDirectory(prefix="beikao-open-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def ordinary(open_folder: Path) -> str:
    """A Python that runs as an ordinary user."""
    if os.geteuid() != 0:
        return sys.executable
    python = open_folder / "python"
    python.write_text(ORDINARY.format(python=sys.executable))
    python.chmod(0o755)
    return str(python)


@pytest.mark.parametrize(
    "layers", [("namespaces", "capabilities", "landlock", "seccomp"), ("capabilities", "landlock", "seccomp"), ()]
)
def test_as_an_ordinary_user(ordinary: str, open_folder: Path, layers: tuple[str, ...]) -> None:
    folder = open_folder / f"lab{len(layers)}"
    folder.mkdir()
    make = Lab(folder, DOUBLE_CHECK, DOUBLE)
    grader = Grader(python=ordinary, layers=layers)
    try:
        verdict = grader.check(
            make.job(READS if "landlock" in layers and "namespaces" not in layers else DOUBLE), seed=1
        )
        assert verdict["state"] == "passed", first(verdict)
        assert "user" not in verdict["sandbox"]["layers"]
        assert set(layers) <= set(verdict["sandbox"]["layers"])
        assert len(verdict["sandbox"]["degraded"]) == 4 - len(layers)
        assert ("root" in verdict["sandbox"]["layers"]) is ("namespaces" in layers)
        assert grader.check(make.job("while True:\n    pass\n", seconds=0.5))["state"] == "timeout"
    finally:
        grader.close()


def test_programs_and_processes_as_an_ordinary_user(ordinary: str, open_folder: Path) -> None:
    folder = open_folder / "programs"
    folder.mkdir()
    grader = Grader(python=ordinary)
    try:
        more = {"profile": "service", "entry": "nginx.conf", "needs_programs": ("nginx",), "run": NGINX}
        make = Lab(folder, PROXIES, CONF, **more)
        verdict = grader.check(make.job(CONF))
        assert verdict["state"] == "passed", (first(verdict), verdict["output"])
        make = Lab(folder, AGREE, AVERAGES, profile="processes", seconds=60)
        verdict = grader.check(make.job(AVERAGES))
        assert verdict["state"] == "passed", (first(verdict), verdict["output"])
    finally:
        grader.close()


def test_the_full_sandbox_here(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job(DOUBLE))
    assert verdict["sandbox"]["degraded"] == []
    wanted = {"namespaces", "root", "rlimits", "capabilities", "landlock", "seccomp"}
    assert wanted <= set(verdict["sandbox"]["layers"])
    assert ("user" in verdict["sandbox"]["layers"]) is (os.geteuid() == 0)
