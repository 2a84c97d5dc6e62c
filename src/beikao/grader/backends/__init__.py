"""Where submissions are judged: one module per choice, found by scanning, behind one Protocol.

A new choice is one module here with a function `open_grader(options)`; its name is what BEIKAO_GRADER takes. Every one
judges with the same judge process, so the same job and seed give the same verdict. None starts a process when opened.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from beikao.grader.client import Progress
from beikao.grader.job import Job, RunOutput, Verdict


@dataclass(frozen=True)
class Options:
    """`home`: a folder for files of the back end. `workers`: judged side by side, None for what suits the machine.
    `waiting`: how many may wait in all before another is turned away. `multi_user`: nothing is judged without a wall."""

    home: Path
    workers: int | None = None
    waiting: int = 32
    multi_user: bool = False


class GraderPort(Protocol):
    """What the verbs may ask of a grader, from any thread. It always answers; it never raises for a broken worker."""

    def warm(self) -> None:
        """Start in the background what a first submission would wait for."""

    def check(self, job: Job, *, seed: int | None = None, phases: Sequence[str] = ("quick", "long"),
              diagnose: bool = True, progress: Progress | None = None, learner: str = "") -> Verdict:  # fmt: skip
        """The verdict. The same job and seed give the same verdict; `learner` is whose turn it is."""

    def run(self, job: Job, *, seed: int = 0, seconds: float | None = None, learner: str = "") -> RunOutput:
        """What the program printed."""

    def close(self) -> None:
        """End every process of its own; what is under way or waits ends with `grader_error`."""


def names() -> tuple[str, ...]:
    """The choices there are."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__)))


def open_grader(name: str, options: Options) -> GraderPort:
    """The back end of that name. Raises EnvironmentFault where this machine lacks what it needs."""
    port: GraderPort = importlib.import_module(f"{__name__}.{name}").open_grader(options)
    return port
