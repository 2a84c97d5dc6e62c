"""Who has a piece of work in hand, and how often it was begun: a locked file each, which the kernel lets go of when its
process ends, however that happens.

The files say nothing about what was learnt; without them unfinished work is merely begun once more.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from beikao.errors import EnvironmentFault

FOLDER = "in-hand"


@dataclass
class Claim:
    """`begun`: how often the work was begun, this time included. Set `open` where it is left unfinished."""

    begun: int
    open: bool = False


class Claims:
    """The claims of one data folder, for threads and processes of one machine."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    @contextmanager
    def hold(self, name: str, *, wait: bool = True) -> Iterator[Claim | None]:
        """Have this work in hand for the block; None where another has it and `wait` is false.

        It is finished when the block ends, unless by an exception or marked `open`.
        """
        path = self._folder / hashlib.sha256(name.encode()).hexdigest()
        descriptor = _locked(path, wait)
        if descriptor is None:
            yield None
            return
        try:
            os.write(descriptor, b".")  # before the work: whoever comes after a crash can count
            claim = Claim(os.fstat(descriptor).st_size)
            yield claim
            if not claim.open:
                path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)

    def forget_others(self, names: set[str]) -> None:
        """Remove what is left of work that is neither among these nor in anybody's hand."""
        kept = {hashlib.sha256(name.encode()).hexdigest() for name in names}
        for path in self._folder.glob("*"):
            descriptor = _locked(path, wait=False) if path.name not in kept else None
            if descriptor is not None:
                path.unlink(missing_ok=True)
                os.close(descriptor)


def _locked(path: Path, wait: bool) -> int | None:
    """The open file with its lock, None where another holds it. Raises EnvironmentFault."""
    while True:
        descriptor = _opened(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(descriptor)
            return None
        if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
        os.close(descriptor)  # removed between opening and locking: its lock means nothing


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise EnvironmentFault(
            f"cannot write there ({error.strerror})", where=str(path.parent), hint="Free some room or allow writing.",
            zh=f"数据文件夹写不进去（{error.strerror}）", hint_zh="腾出些空间，或放开写权限。",
        ) from error  # fmt: skip
