"""The graders that ours is compared with, each set up for the lab of `grader_lab/` and timed as its users start it.

`python -m pytest` runs in this environment without its plugins; nbgrader and otter-grader live in a throw-away
environment made here (`requirements-peers.txt`), which borrows torch from this one through a path file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
LAB = HERE / "grader_lab"
CHECKS = ("plain", "causal", "wide-heads", "large-scores", "other-lengths", "rows-sum-to-one")
BESIDE = ("cases.py", "reference.py", "peer_checks.py")
LIMIT_S = 600
Verdict = dict[str, bool]  # check -> passed
Peer = Callable[[str], tuple[float, Verdict]]  # the submission's text -> seconds, verdict

NOTEBOOK = """
import sys, json, nbformat
from nbformat.v4 import new_code_cell, new_notebook
asked = json.load(sys.stdin)
def cell(text, name, points):
    graded = points > 0
    tag = {"grade": graded, "solution": not graded, "locked": graded, "grade_id": name, "schema_version": 3,
           "cell_type": "code"} | ({"points": points} if graded else {})
    return new_code_cell(text, id=name, metadata={"nbgrader": tag})
cells = [cell(asked["text"], "solution", 0)]
for name in asked["checks"]:
    cells.append(cell(f"from peer_checks import holds\\nholds({name!r}, sdpa)", name, 1))
kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
nbformat.write(new_notebook(cells=cells, metadata=kernel), asked["path"])
"""
SCORES = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    found = book.find_submission("attention", "learner")
    print(json.dumps({g.name: g.auto_score == g.max_score for n in found.notebooks for g in n.grades}))
"""
OTTER_TEST = """OK_FORMAT = False
from otter.test_files import test_case

name = "{name}"
points = 1


@test_case()
def test_{function}(env):
    from peer_checks import holds

    holds("{name}", env["sdpa"])
"""


class NoPeer(Exception):
    """A peer that cannot be installed or set up here, and why."""


def _run(command: Sequence[str | Path], folder: Path, *, good: Sequence[int] = (0,), text: str | None = None,
         more: Mapping[str, str] | None = None) -> str:  # fmt: skip
    path = f"{Path(command[0]).parent}:{os.environ['PATH']}"  # nbgrader starts alembic by its name
    done = subprocess.run(
        [str(word) for word in command], cwd=folder, input=text, capture_output=True, text=True, timeout=LIMIT_S,
        env={**os.environ, "PATH": path, **(more or {})}, check=False,
    )  # fmt: skip
    if done.returncode not in good:
        raise NoPeer(f"{Path(command[0]).name} {command[1]}: {(done.stdout + done.stderr).strip()[-600:]}")
    return done.stdout


def _lay_out(folder: Path, names: Sequence[str] = BESIDE) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy(LAB / name, folder)
    return folder


def with_pytest(work: Path) -> Peer:
    """A process of its own for every submission, no plugins, no cache."""
    folder = _lay_out(work / "pytest", (*BESIDE, "test_attention.py"))
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        "--rootdir",
        ".",
    ]

    def grade(text: str) -> tuple[float, Verdict]:
        (folder / "solution.py").write_text(text)
        began = time.perf_counter()
        out = _run([*command, "test_attention.py"], folder, good=(0, 1), more={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
        taken = time.perf_counter() - began
        return taken, {name: end == "PASSED" for name, end in re.findall(r"\[([a-z-]+)\] (PASSED|FAILED)", out)}

    return grade


def environment(folder: Path) -> Path:
    """The environment of the other two, made once; its `bin`. Raises NoPeer."""
    programs = folder / "bin"
    if not (programs / "otter").exists() or not (programs / "nbgrader").exists():
        venv.create(folder, with_pip=True, clear=True)
        pins = folder / "torch-stays.txt"
        pins.write_text("torch==0\n")  # no such version: whoever asks for torch fails instead of downloading it
        _run([programs / "pip", "install", "-q", "-r", HERE / "requirements-peers.txt", "-c", pins], folder)
    ours = sysconfig.get_path("purelib")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (folder / "lib" / version / "site-packages" / "torch_of_beikao.pth").write_text(ours + "\n")
    _run([programs / "python", "-c", "import torch"], folder)
    return programs


def _notebook(programs: Path, text: str, path: Path) -> None:
    asked = json.dumps({"text": text, "checks": CHECKS, "path": str(path)})
    _run([programs / "python", "-c", NOTEBOOK], path.parent, text=asked)


def with_nbgrader(work: Path, programs: Path) -> Peer:
    """An assignment of one notebook: the solution's cell and six graded cells. `nbgrader autograde` is timed."""
    course = work / "nbgrader"
    source, handed = _lay_out(course / "source" / "attention"), _lay_out(course / "submitted" / "learner" / "attention")
    (course / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "benchmark"\n')
    _notebook(programs, (LAB / "reference.py").read_text(), source / "attention.ipynb")
    _run([programs / "nbgrader", "db", "assignment", "add", "attention"], course)
    _run([programs / "nbgrader", "db", "student", "add", "learner"], course)
    _run([programs / "nbgrader", "generate_assignment", "attention", "--create", "--force"], course)

    def grade(text: str) -> tuple[float, Verdict]:
        _notebook(programs, text, handed / "attention.ipynb")
        began = time.perf_counter()
        _run([programs / "nbgrader", "autograde", "attention", "--student", "learner", "--force"], course)
        taken = time.perf_counter() - began
        return taken, json.loads(_run([programs / "python", "-c", SCORES], course))

    return grade


def with_otter(work: Path, programs: Path) -> Peer:
    """Six test files in an autograder's archive. `otter run` on a notebook is timed."""
    folder = _lay_out(work / "otter")
    (folder / "tests").mkdir()
    for name in CHECKS:
        function = name.replace("-", "_")
        (folder / "tests" / f"{name}.py").write_text(OTTER_TEST.format(name=name, function=function))
    bare = ("--no-requirements", "--no-environment", "--no-config")
    _run([programs / "otter", "generate", "-t", "tests", "-o", "autograder.zip", *bare, *BESIDE], folder)

    def grade(text: str) -> tuple[float, Verdict]:
        _notebook(programs, text, folder / "attention.ipynb")
        began = time.perf_counter()
        _run([programs / "otter", "run", "attention.ipynb", "-a", "autograder.zip", "--no-logo"], folder)
        taken = time.perf_counter() - began
        found = json.loads((folder / "results.json").read_text())["tests"]
        return taken, {t["name"]: t["score"] == t["max_score"] for t in found if t["name"] in CHECKS}

    return grade
