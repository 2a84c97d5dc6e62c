"""The client of the process that holds the small model. Imports no torch; starts the process when first asked.

One generation at a time and none waits: who comes while one is written is told so. A line, a continuation and the time
for both are bounded.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beikao.errors import BeikaoError, EnvironmentFault
from beikao.workers.frames import receive, send

MAX_LINE = 24  # characters; of at most four tokens each, so the positions of the network suffice
MAX_MORE = 96  # tokens
LIMIT_S = 120.0  # the first time torch is imported, which takes long on a busy machine
SEEDS = 2**31
NEEDED = ("model.safetensors", "config.json", "tokens.json", "figures.json")


@dataclass(frozen=True)
class Verse:
    """A line as the model read it, and what it wrote after it."""

    line: str
    more: str


class Busy(BeikaoError):
    """Another continuation is being written."""

    status = 429


class Poet:
    """Use from any thread; `close` when done."""

    def __init__(self, folder: Path, *, python: str = sys.executable, limit_s: float = LIMIT_S) -> None:
        self.folder = folder
        self._python, self._limit_s = python, limit_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def is_there(self) -> bool:
        """Whether a model and its figures stand in the folder."""
        return all((self.folder / name).exists() for name in NEEDED)

    def can_write(self) -> bool:
        """Whether torch is there; while `start` installs it, it is not."""
        importlib.invalidate_caches()
        return importlib.util.find_spec("torch") is not None

    def continued(self, line: str, seed: int) -> Verse:
        """What the model writes after a line, the same for the same seed.

        Raises ValueError for an empty, a long or an unprintable line, Busy while another is written, EnvironmentFault without torch and
        where the process dies or takes too long.
        """
        if not line.strip() or not line.isprintable() or len(line) > MAX_LINE or not 0 <= seed < SEEDS:
            raise ValueError(f"a line of 1 to {MAX_LINE} printable characters and a seed below {SEEDS} are needed")
        if not self.can_write():
            raise EnvironmentFault("torch is not installed yet", where="verse", hint="Run ./start, or wait for it.",
                                   zh="还没有安装 torch", hint_zh="运行 ./start；正在安装的话，等它装完。")  # fmt: skip
        if not self._lock.acquire(blocking=False):
            raise Busy("another line is being continued", where="verse", hint="Try again in a moment.",
                       zh="它还在接另一句", hint_zh="稍等一下再试。")  # fmt: skip
        try:
            return Verse(**self._exchange({"line": line, "seed": seed, "count": MAX_MORE}))
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process, also one that is writing."""
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._stop()

    def _exchange(self, request: Any) -> dict[str, str]:
        process = self._started()
        alarm = threading.Timer(self._limit_s, process.kill)
        alarm.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            send(process.stdin, request)
            reply = receive(process.stdout)
        except (EOFError, OSError) as error:
            self._stop()
            raise EnvironmentFault(
                f"the small model's process ended, or took over {self._limit_s:g} s", where="verse", hint="Try again.",
                zh=f"小模型的进程中断了，或用了超过 {self._limit_s:g} 秒", hint_zh="再试一次。",
            ) from error  # fmt: skip
        finally:
            alarm.cancel()
        if "error" in reply:
            raise EnvironmentFault(reply["error"], where="verse", hint="`beikao doctor` says what is missing.",
                                   zh=f"小模型出错了：{reply['error']}", hint_zh="缺什么，看 `beikao doctor`。")  # fmt: skip
        found: dict[str, str] = reply["value"]
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [self._python, "-m", "beikao.workers.poems.process", str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue  # what was still buffered for a dead process
