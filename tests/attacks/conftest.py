"""One grader for all attacks of a worker: each is followed by an honest submission to the same one."""

from __future__ import annotations

from tests.grader.conftest import grader, lab

__all__ = ["grader", "lab"]
