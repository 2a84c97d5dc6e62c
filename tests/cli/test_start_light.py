"""Starting light: which heavy libraries a command may import, and how long help takes."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from beikao.study.prove_lab import slowness
from tests.running import environment

HEAVY = (
    "torch",
    "numpy",
    "scipy",
    "sympy",
    "sqlalchemy",
    "alembic",
    "fastapi",
    "uvicorn",
    "rich",
    "fsrs",
    "py_mini_racer",
)


def imported(code: str) -> set[str]:
    """Which of HEAVY are in sys.modules after running `code`."""
    probe = f"{code}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, env=environment())
    return set(done.stdout.split())


def test_help_imports_nothing_heavy() -> None:
    assert imported("import beikao.cli.main as m\nm.run(['--version'])") <= {"0.1.0"}


@pytest.mark.parametrize("module", ["beikao.app", "beikao.web", "beikao.coach", "beikao.practice"])
def test_the_server_starts_without_torch_and_numpy(module: str) -> None:
    assert imported(f"import {module}") & {"torch", "numpy", "scipy", "sympy"} == set()


def test_a_running_server_has_neither(tmp_path) -> None:
    code = (
        "from beikao.app import open_desk\nfrom beikao.web import make_app\n"
        "with open_desk() as desk:\n    make_app(desk)"
    )
    assert imported(code) & {"torch", "numpy", "scipy", "sympy"} == set()


def test_help_is_quick() -> None:
    """The bar is 300 ms on the machine of the budgets; the least of five, in CPU time: other tests run beside this one."""
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "beikao.cli.main", "--help"], capture_output=True, check=True, env=environment()
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.3 * slowness()
