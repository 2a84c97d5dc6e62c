"""The grader as the page and the command use it: starts the judge when first asked, and is never left without a verdict.

Imports neither torch nor numpy. A judge that dies is started again and the submission judged once more; if that fails
too the verdict is `grader_error`, which never counts.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from beikao.grader.job import Job, RunOutput, Verdict, empty_verdict
from beikao.workers.frames import receive, send

ALL_LAYERS = ("namespaces", "landlock", "seccomp")
SLACK_S = 30.0  # beyond a job's own limit, before the judge counts as stuck
START_S = 180.0


class Grader:
    """Thread-safe; one submission at a time. `layers` leaves layers of the sandbox out, for tests of degraded machines."""

    def __init__(self, *, python: str = sys.executable, layers: Sequence[str] = ALL_LAYERS) -> None:
        self._python, self._layers = python, tuple(layers)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._missing = ""

    def warm(self) -> None:
        """Start judge and zygote in the background."""
        threading.Thread(target=self._warm, name="grader-warm", daemon=True).start()

    def _warm(self) -> None:
        with self._lock:
            self._started()

    def check(self, job: Job, *, seed: int | None = None, phases: Sequence[str] = ("quick", "long"), diagnose: bool = True,
              progress: Callable[[dict[str, Any]], None] | None = None) -> Verdict:  # fmt: skip
        """The verdict. The same job and seed give the same verdict."""
        seed = secrets.randbits(48) if seed is None else seed
        request = {"call": "check", "job": job.as_dict(), "seed": seed, "phases": list(phases), "diagnose": diagnose,
                   "progress": progress is not None}  # fmt: skip
        reply = self._ask(request, job.seconds + SLACK_S, progress)
        if reply is not None:
            return reply
        if self._missing:
            message = {
                "zh": f"{self._missing} 还没有装好，装完就能判。",
                "en": f"{self._missing} is not installed yet; it is needed for judging.",
            }
            return empty_verdict(job, seed, "unavailable", message)
        message = {"zh": "判题进程两次意外结束，不计入成绩。", "en": "The judge ended twice; nothing was counted."}
        return empty_verdict(job, seed, "grader_error", message)

    def run(self, job: Job, *, seed: int = 0, seconds: float | None = None) -> RunOutput:
        """Import the entry in the sandbox, call its `main()`, return what it printed."""
        from dataclasses import replace

        job = replace(job, seconds=seconds) if seconds else job
        reply = self._ask({"call": "run", "job": job.as_dict(), "seed": seed}, job.seconds + SLACK_S, None)
        if reply is None or "output" not in reply or "files" not in reply:
            state = "unavailable" if self._missing or (reply and reply["state"] == "unavailable") else "grader_error"
            text = f"{self._missing} is not installed yet" if self._missing else ""
            return RunOutput(state, text, {}, 0.0, {"profile": "pure", "layers": [], "degraded": []})
        return RunOutput(**reply)

    def close(self) -> None:
        """End the judge; its zygote and children end with it."""
        with self._lock:
            self._stop()

    # ---- the process

    def _ask(
        self, request: dict[str, Any], limit_s: float, progress: Callable[[dict[str, Any]], None] | None
    ) -> dict[str, Any] | None:
        with self._lock:
            for _ in range(2):
                process = self._started()
                if process is None:
                    return None
                alarm = threading.Timer(limit_s, process.kill)
                alarm.start()
                try:
                    assert process.stdin is not None and process.stdout is not None
                    send(process.stdin, request)
                    reply = receive(process.stdout)
                    while "progress" in reply:
                        if progress:
                            progress(reply["progress"])
                        reply = receive(process.stdout)
                    verdict: dict[str, Any] = reply["verdict"]
                    return verdict
                except (EOFError, OSError, KeyError):
                    self._stop()
                finally:
                    alarm.cancel()
        return None

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        process = subprocess.Popen(
            [self._python, "-m", "beikao.grader.judge", ",".join(self._layers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._process = process
        alarm = threading.Timer(START_S, process.kill)
        alarm.start()
        try:
            assert process.stdout is not None
            hello = receive(process.stdout)
        except EOFError:
            hello = {}
        finally:
            alarm.cancel()
        self._missing = str(hello.get("missing", ""))
        if not hello.get("ready"):
            self._stop()
            return None
        return process

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
