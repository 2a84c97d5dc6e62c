"""Sees that a file was saved, by looking at it twenty times a second.

Polling and not inotify: the files are few (a `stat` costs microseconds), nothing has to be installed, and it also works
where no event ever comes: network and container mounts, WSL, a folder that is replaced as a whole. What an editor does
to a file (write a second one and rename it, make a backup first, cut it to nothing and fill it) is one save here: it
counts when the file has been the same for two looks.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

POLL_S = 0.05
SETTLE_S = 0.04  # unchanged for so long: the editor is done
GRACE_S = 0.4  # a file that is missing or empty for less is being replaced
Mark = tuple[int, ...] | None


@dataclass(frozen=True)
class Saved:
    """The files settled in a new state; `missing` are those that are not there."""

    missing: tuple[Path, ...]


class Saves:
    """Of these files. `poll` wants a clock that never goes back."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = tuple(files)
        self._told: tuple[Mark, ...] | None = None
        self._now: tuple[Mark, ...] | None = None
        self._since = 0.0

    def poll(self, now_s: float) -> Saved | None:
        """What was saved since the last answer; the first answer tells what is there."""
        marks = tuple(mark(file) for file in self.files)
        if marks != self._now:
            self._now, self._since = marks, now_s
        if marks == self._told:
            return None
        replaced = any(m is None or m[0] == 0 for m in marks)
        if now_s - self._since < (GRACE_S if replaced else SETTLE_S):
            return None
        self._told = marks
        return Saved(tuple(f for f, m in zip(self.files, marks, strict=True) if m is None))


def mark(file: Path) -> Mark:
    """Size, times and inode of a file: another mark is another save. None where there is no file."""
    try:
        found = file.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
