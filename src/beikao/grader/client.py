"""The grader as the page and the command use it: starts judges when first asked, and is never left without a verdict.

Imports neither torch nor numpy. A judge that dies is started again and the submission judged once more; if that fails
too the verdict is `grader_error`, which never counts.
"""

from __future__ import annotations

import queue
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from beikao.grader.job import Job, RunOutput, Verdict, empty_verdict
from beikao.workers.frames import receive, send

ALL_LAYERS = ("namespaces", "landlock", "seccomp")
SLACK_S = 30.0  # beyond a job's own limit, before the judge counts as stuck
START_S = 180.0
NOTHING = {"profile": "pure", "layers": [], "degraded": []}
Progress = Callable[[dict[str, Any]], None]


class JudgeLink:
    """One judge process and the pipe to it; used by one thread at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = 0  # how often it was told to stop: a submission under way is then given up, not begun again
        self.missing = ""

    def ask(self, request: dict[str, Any], limit_s: float, progress: Progress | None) -> dict[str, Any] | None:
        """The answer, or None where the judge could not be started or ended twice."""
        ended = self._ended
        for _ in range(2):
            process = self.started() if ended == self._ended else None
            if process is None:
                return None
            try:
                with _limited(process, limit_s):
                    return self._exchange(process, request, progress)
            except (EOFError, OSError, KeyError, ValueError):
                self._stop()
        return None

    def _exchange(
        self, process: subprocess.Popen[bytes], request: dict[str, Any], progress: Progress | None
    ) -> dict[str, Any]:
        assert process.stdin is not None and process.stdout is not None
        send(process.stdin, request)
        reply = receive(process.stdout)
        while "progress" in reply:
            if progress:
                progress(reply["progress"])
            reply = receive(process.stdout)
        verdict: dict[str, Any] = reply["verdict"]
        return verdict

    def started(self) -> subprocess.Popen[bytes] | None:
        """The process, started if need be; None where it does not come up (`missing` may say why)."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._process = process
        assert process.stdout is not None
        try:
            with _limited(process, START_S):
                hello = receive(process.stdout)
        except (EOFError, ValueError):
            hello = {}
        self.missing = str(hello.get("missing", ""))
        if not hello.get("ready"):
            self._stop()
            return None
        return process

    def stop(self) -> None:
        """End the process; its zygote and children end with it."""
        self._ended += 1
        self._stop()

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


@contextmanager
def _limited(process: subprocess.Popen[bytes], limit_s: float) -> Iterator[None]:
    """Kill the process where the block takes longer."""
    alarm = threading.Timer(limit_s, process.kill)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


class Grader:
    """Thread-safe. `zygotes` submissions are judged side by side, the others wait. `layers` leaves layers of the sandbox
    out, for tests of degraded machines."""

    def __init__(self, *, python: str = sys.executable, zygotes: int = 1, layers: Sequence[str] = ALL_LAYERS) -> None:
        command = [python, "-P", "-m", "beikao.grader.judge", ",".join(layers)]
        self._links = [JudgeLink(command) for _ in range(max(1, zygotes))]
        self._free: queue.LifoQueue[JudgeLink] = queue.LifoQueue()
        for link in reversed(self._links):
            self._free.put(link)

    def warm(self) -> None:
        """Start judge and zygote in the background; where they are up nothing happens."""
        threading.Thread(target=self._warm, name="grader-warm", daemon=True).start()

    def _warm(self) -> None:
        with self._borrowed() as link:
            link.started()

    @contextmanager
    def _borrowed(self) -> Iterator[JudgeLink]:
        link = self._free.get()
        try:
            yield link
        finally:
            self._free.put(link)

    def check(self, job: Job, *, seed: int | None = None, phases: Sequence[str] = ("quick", "long"), diagnose: bool = True,
              progress: Progress | None = None) -> Verdict:  # fmt: skip
        """The verdict. The same job and seed give the same verdict."""
        seed = secrets.randbits(48) if seed is None else seed
        request = {"call": "check", "job": job.as_dict(), "seed": seed, "phases": list(phases), "diagnose": diagnose,
                   "progress": progress is not None}  # fmt: skip
        with self._borrowed() as link:
            reply, missing = link.ask(request, job.seconds + SLACK_S, progress), link.missing
        if reply is not None:
            return reply
        if missing:
            message = {
                "zh": f"{missing} 还没有装好，装完就能判。",
                "en": f"{missing} is not installed yet; it is needed for judging.",
            }
            return empty_verdict(job, seed, "unavailable", message)
        message = {"zh": "判题进程两次意外结束，不计入成绩。", "en": "The judge ended twice; nothing was counted."}
        return empty_verdict(job, seed, "grader_error", message)

    def run(self, job: Job, *, seed: int = 0, seconds: float | None = None) -> RunOutput:
        """Import the entry in the sandbox, call its `main()`, return what it printed."""
        job = replace(job, seconds=seconds) if seconds else job
        with self._borrowed() as link:
            reply = link.ask({"call": "run", "job": job.as_dict(), "seed": seed}, job.seconds + SLACK_S, None)
            missing = link.missing
        if reply is None:
            text = f"{missing} is not installed yet" if missing else ""
            return RunOutput("unavailable" if missing else "grader_error", text, {}, 0.0, NOTHING)
        if "files" not in reply:  # a verdict: unavailable or grader_error
            text = reply["checks"][0]["message"]["en"] if reply["checks"] else ""
            return RunOutput(reply["state"], text, {}, 0.0, NOTHING)
        return RunOutput(**reply)

    def close(self) -> None:
        """End the judges, also in the middle of a submission (its verdict is then `grader_error`)."""
        for link in self._links:
            link.stop()
