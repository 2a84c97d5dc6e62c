"""The course as it was read last time, kept in a cache folder: reading 3,000 files takes a second, this a twelfth of it.

What is kept counts only while every file of the content and of this package is the one it was read from: by name, size,
time of change and number. It is Python's own pickle, so it is read only from a file that belongs to whoever runs this
and that nobody else may write.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from beikao.course.load import load
from beikao.course.types import Course

SETTLED_S = 2.0  # a file written twice within a tick of the file system's clock could look the same


def course_at(roots: Sequence[Path], folder: Path) -> Course:
    """The course of these content folders, from `folder` where nothing has changed since, else read and kept there."""
    file = folder / f"course-{hashlib.sha256(repr([str(root) for root in roots]).encode()).hexdigest()[:16]}.pickle"
    stamp, newest = _stamp(roots)
    kept = _read(file, stamp)
    if kept is not None:
        return kept
    course = load(roots)
    if newest < time.time() - SETTLED_S and _stamp(roots)[0] == stamp:
        _write(file, stamp, course)
    return course


def _stamp(roots: Sequence[Path]) -> tuple[bytes, float]:
    """(what tells these files from others, when the newest of them changed, in seconds since 1970)."""
    rows = sorted(row for root in (*roots, Path(__file__).parent) for row in _files(str(root)))
    digest = hashlib.sha256(repr((sys.version, [str(root) for root in roots], rows)).encode()).digest()
    return digest, max((row[2] for row in rows), default=0) / 1e9


def _files(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """(path, bytes, nanoseconds since 1970 of the last change, inode) of every file below; caches left out."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                with suppress(OSError):
                    found = entry.stat()
                    yield entry.path, found.st_size, max(found.st_mtime_ns, found.st_ctime_ns), found.st_ino


def _read(file: Path, stamp: bytes) -> Course | None:
    """None where there is none, it is of other files, it is damaged, or somebody else could have written it."""
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is made here is garbage
    try:
        with file.open("rb") as stream:
            found = os.fstat(stream.fileno())
            if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return None
            if stream.read(len(stamp)) != stamp:
                return None
            course = pickle.load(stream)
            return course if isinstance(course, Course) else None
    except Exception:  # noqa: BLE001 - damaged in any way: it is read anew
        return None
    finally:
        if collecting:
            gc.enable()


def _write(file: Path, stamp: bytes, course: Course) -> None:
    """Kept where it can be: a folder that cannot be written or a full disk costs time, not the command."""
    new = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(stamp + pickle.dumps(course, 5))
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
