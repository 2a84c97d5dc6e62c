"""What there is to tell while a lab is watched, as one plain value; how it looks is `frame`'s and `plain`'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beikao.cli.watch.syntax import SyntaxProblem
from beikao.cli.watch.worker import Passing, Quick, Told
from beikao.coach import Step
from beikao.errors import BeikaoError


@dataclass
class View:
    """The state of one watch. `verdict` and the like stay while a newer tree is judged; `busy` tells that one is."""

    lang: str
    title: str
    names: tuple[str, ...]
    at: str = ""  # the clock at the last news
    busy: bool = True
    long: bool = True
    has_long: bool = False
    whole: bool = False  # every detail, not the first alone
    page: int = 0
    missing: tuple[str, ...] = ()
    unchanged: bool = False
    passing: Passing | None = None
    problem: SyntaxProblem | None = None
    error: BeikaoError | None = None
    verdict: Mapping[str, Any] | None = None
    misconception: str | None = None
    quick_only: bool = False  # `verdict` is of the quick checks alone
    recorded: bool = False
    step: Step | None = None
    hint: str = ""
    notice: Mapping[str, str] | None = None  # said once: no sandbox here; kept to the end

    def saved(self, missing: tuple[str, ...]) -> None:
        """A new state of the files."""
        self.missing, self.unchanged = missing, False

    def take(self, told: Told, misconception: str | None) -> None:
        """News of the worker's."""
        if isinstance(told, Passing):
            self.passing = told
            return
        self.problem = self.error = self.passing = self.step = None
        self.page, self.busy = 0, False
        if isinstance(told, SyntaxProblem):
            self.problem = told
        elif isinstance(told, BeikaoError):
            self.error = told
        else:
            self.verdict, self.misconception = told.verdict, misconception
            self.quick_only = isinstance(told, Quick)
            self.busy = isinstance(told, Quick) and told.more
            self.recorded = not isinstance(told, Quick) and told.recorded
            self.step = None if isinstance(told, Quick) else told.step
            self.notice = self.notice or (None if isinstance(told, Quick) else told.notice)
