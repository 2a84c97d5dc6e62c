"""A real pseudo-terminal with a program in it, its screen kept by a terminal emulator that others wrote (pyte)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

from tests.running import environment


class Terminal:
    """`beikao ...` on a terminal of this size. Use as a context manager: the program is ended at the end."""

    def __init__(self, *arguments: str, cwd: Path, columns: int = 100, rows: int = 30,
                 env: Mapping[str, str] | None = None) -> None:  # fmt: skip
        self.screen = pyte.HistoryScreen(columns, rows, history=1000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.ours, self.theirs = pty.openpty()
        self._set_size(columns, rows)
        self.before = termios.tcgetattr(self.theirs)
        variables = {**environment(env), "TERM": "xterm-256color"}
        variables.pop("COLUMNS")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "beikao.cli.main", *arguments],
            cwd=cwd, env=variables, stdin=self.theirs, stdout=self.theirs, stderr=self.theirs,
            preexec_fn=self._own, start_new_session=True,
        )  # fmt: skip

    def _own(self) -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """As a person drags a corner: the kernel tells the program."""
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)

    def press(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def pump(self, seconds: float = 0.02) -> None:
        """Take in what the program wrote."""
        ready, _, _ = select.select([self.ours], [], [], seconds)
        if ready:
            data = os.read(self.ours, 65536)
            self.raw += data
            self.stream.feed(data)

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    def text(self) -> str:
        return "\n".join(self.lines()).rstrip()

    def until(self, there: str | Callable[[str], bool], seconds: float = 60.0) -> float:
        """Wait for words on the screen; returns the seconds it took."""
        began = time.monotonic()
        seen = there if callable(there) else lambda text: there in text
        while not seen(self.text()):
            assert time.monotonic() - began < seconds, f"{there!r} never came; the screen is\n{self.text()}"
            self.pump()
        return time.monotonic() - began

    def settle(self, seconds: float) -> None:
        """Take in what comes in this time."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            self.pump()

    def ended(self, seconds: float = 20.0) -> int:
        """The exit code."""
        limit = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < limit, f"it does not end; the screen is\n{self.text()}"
            self.pump()
        self.settle(0.1)
        return self.process.returncode

    def as_found(self) -> bool:
        """Whether the modes of the terminal are those from before."""
        return termios.tcgetattr(self.theirs) == self.before

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
