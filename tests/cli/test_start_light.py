"""Starting light: which heavy libraries a command may import, and how long help takes."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import Any

import pytest
from typer.main import get_command

from beikao.cli import main, manual
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


def help_of(tree: Any, path: list[str]) -> str:
    command, context = tree, tree.make_context("beikao", [], resilient_parsing=True)
    for word in path:
        command = command.commands[word]
        context = command.make_context(word, [], parent=context, resilient_parsing=True)
    return str(command.get_help(context))


def test_what_is_built_for_a_line_has_the_help_of_the_whole() -> None:
    whole = get_command(main.app)
    paths = [path.split() for path, _ in manual.walk(whole)]
    assert len(paths) > 50
    for path in paths:
        assert help_of(get_command(main.needed(path)), path) == help_of(whole, path), path


def test_little_is_built() -> None:
    assert len(list(manual.walk(get_command(main.needed(["lab", "check"]))))) < 12
    assert set(get_command(main.needed(["tody"])).commands) == set(get_command(main.app).commands)
