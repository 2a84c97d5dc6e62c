"""The same attacks where layers are missing, and where the grader is an ordinary user.

Without namespaces the child sees the real file system and the real process table; Landlock, seccomp, rlimits and
another user are what is left. As an ordinary user there is no other user to become.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.attack import Attack, attacks
from tests.attacks.stage import Canaries, Stage, staged, withstands
from tests.conftest import ROOT

ALL = attacks()
# Left out where namespaces are missing: slow ones that meet rlimits and the clock alone, and what meets only the reader of the
# wire in the judge. Both are the same with namespaces and without.
LIMITS = ("memory", "threads", "a fork bomb of", "an int", "a list that", "callbacks without", "recursion", "timers",
          "a hundred", "a loop", "sleep", "an alarm", "output of")  # fmt: skip
WIRE = ("a header of", "buffers larger", "a negative", "a shape that", "a dtype of", "an error frame", "a frame of",
        "a dict of", "a list nested", "a list that holds", "a callback", "a handle")  # fmt: skip
FEWER = [(f, a) for f, a in ALL if f in ("forging", "reaching", "hogs") and not a.name.startswith((*LIMITS, *WIRE))]
AS_OTHER = [(f, a) for f, a in ALL if f == "reaching"]
WITHOUT = ("capabilities", "landlock", "seccomp")
NOBODY = 65534


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with staged(WITHOUT) as stage:
        yield stage


def command() -> str:
    """A command that runs Python as an ordinary user; empty where no other user may read a Python with torch (one under
    /root, and none of the same version in /usr)."""
    if os.geteuid() != 0:
        return f'exec {sys.executable} "$@"'
    path = ":".join(p for p in (str(ROOT / "src"), *sys.path) if (p and "site-packages" in p) or p.endswith("src"))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}"):
        start = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups env PYTHONPATH={path} {python}"
        if subprocess.run(["/bin/sh", "-c", f"{start} -c 'import torch, beikao'"], capture_output=True).returncode == 0:
            return f'exec {start} "$@"'
    return ""


@pytest.fixture(scope="module")
def other() -> Iterator[Stage]:
    """A grader of an ordinary user."""
    with Canaries() as canaries:
        script = canaries.place / "python"
        script.write_text(f"#!/bin/sh\n{command()}\n")
        script.chmod(0o755)
        stage = Stage(canaries, python=str(script))
        try:
            assert Path(f"/proc/{stage.judge}").stat().st_uid != 0
            yield stage
        finally:
            stage.close()


@pytest.mark.parametrize("attack", [pytest.param(a, id=f"{family}: {a.name}") for family, a in FEWER])
def test_it_withstands_without_namespaces(stage: Stage, attack: Attack) -> None:
    verdict = stage.honest()
    assert "namespaces (switched off)" in verdict["sandbox"]["degraded"]
    withstands(stage, attack)


if command():

    @pytest.mark.parametrize("attack", [pytest.param(a, id=f"{family}: {a.name}") for family, a in AS_OTHER])
    def test_it_withstands_as_an_ordinary_user(other: Stage, attack: Attack) -> None:
        withstands(other, attack)
