"""Judges on this machine, as child processes of the server or the command: what a lone learner needs.

Nobody is turned away and there is no bound on those who wait.
"""

from __future__ import annotations

from beikao.grader.backends import Options
from beikao.grader.client import Grader


def open_grader(options: Options) -> Grader:
    """One judge unless `workers` asks for more."""
    return Grader(zygotes=options.workers or 1, multi_user=options.multi_user)
