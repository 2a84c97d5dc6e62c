"""Lends the keyboard and the size of a terminal, and gives the terminal back as it was found.

Single keys without echo (`cbreak`: Ctrl+C and Ctrl+Z keep their meaning), wake-ups for keys, signals and other threads
through one `select`. After Ctrl+Z and `fg` the mode is entered again, since shells put back their own.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Waker:
    """A pipe that ends a wait from another thread or from a signal."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(self.writer, False)

    def wake(self) -> None:
        """From any thread."""
        try:
            os.write(self.writer, b".")
        except (BlockingIOError, OSError):
            return  # full: it is awake already; closed: nobody waits

    def wait(self, seconds: float, *others: int) -> list[int]:
        """Which of the other descriptors can be read; ends early when woken."""
        ready, _, _ = select.select([self.reader, *others], [], [], seconds)
        if self.reader in ready:
            os.read(self.reader, 4096)
        return [r for r in ready if r != self.reader]

    def close(self) -> None:
        os.close(self.reader)
        os.close(self.writer)


class Keyboard:
    """Keys of a terminal's standard input; without one there are no keys."""

    def __init__(self, descriptor: int | None) -> None:
        self.descriptor = descriptor
        self._before: list[Any] | None = termios.tcgetattr(descriptor) if descriptor is not None else None

    def enter(self) -> None:
        """Single keys, no echo."""
        if self.descriptor is not None:
            tty.setcbreak(self.descriptor, termios.TCSADRAIN)

    def leave(self) -> None:
        """As it was found."""
        if self.descriptor is not None and self._before is not None:
            termios.tcsetattr(self.descriptor, termios.TCSADRAIN, self._before)

    def read(self) -> str:
        """The keys pressed, lower case; arrows and other sequences are dropped."""
        if self.descriptor is None:
            return ""
        data = os.read(self.descriptor, 256)
        if not data:  # the terminal is gone
            self.descriptor = None
        return "" if data.startswith(b"\x1b") else data.decode("ascii", "ignore").lower()


def keyboard() -> Keyboard:
    """That of standard input, if it is a terminal."""
    return Keyboard(sys.stdin.fileno() if sys.stdin is not None and sys.stdin.isatty() else None)


def size() -> tuple[int, int]:
    """Columns and rows of the terminal on standard output; where it says 0, of COLUMNS and LINES, else 80 by 24."""
    try:
        found = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        found = os.terminal_size((0, 0))
    given = shutil.get_terminal_size()
    return max(found.columns or given.columns, 10), max(found.lines or given.lines, 4)


class Signals:
    """What signals said since it was last asked."""

    def __init__(self) -> None:
        self.resized = self.resumed = False

    def on_resize(self, number: int, frame: FrameType | None) -> None:
        self.resized = True

    def on_resume(self, number: int, frame: FrameType | None) -> None:
        self.resized = self.resumed = True

    def on_end(self, number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)  # through `finally`, so that the terminal is given back


@contextmanager
def listening(keys: Keyboard, waker: Waker) -> Iterator[Signals]:
    """Keys and signals for the time of the block; all as it was found afterwards, however the block ends."""
    heard = Signals()
    wanted = {signal.SIGWINCH: heard.on_resize, signal.SIGCONT: heard.on_resume, signal.SIGTERM: heard.on_end,
              signal.SIGHUP: heard.on_end}  # fmt: skip
    before = {number: signal.signal(number, act) for number, act in wanted.items()}
    woken_before = signal.set_wakeup_fd(waker.writer, warn_on_full_buffer=False)
    try:
        keys.enter()
        yield heard
    finally:
        keys.leave()
        signal.set_wakeup_fd(woken_before)
        for number, act in before.items():
            signal.signal(number, act)
