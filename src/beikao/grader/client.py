"""The grader as the page and the command use it: starts judges when first asked, and is never left without a verdict.

Imports neither torch nor numpy. A judge that dies is started again and the submission judged once more; if that fails
too the verdict is `grader_error`, which never counts.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, Any, Protocol

from beikao.grader.job import Job, RunOutput, Verdict, empty_verdict, wall_s
from beikao.grader.turns import Closed, Full, Turns
from beikao.workers.frames import receive, send

ALL_LAYERS = ("namespaces", "capabilities", "landlock", "seccomp")
SLACK_S = 90.0  # beyond a job's own limit, before the judge counts as stuck; torch may have to be imported first
START_S = 180.0
DEVICE_START_S = 120.0  # interpreters with a device: seconds, more on a busy machine
NOTHING = {"profile": "pure", "layers": [], "degraded": []}
Progress = Callable[[dict[str, Any]], None]


class Link(Protocol):
    """The way to one judge, wherever it runs; used by one thread at a time, but for `stop`."""

    missing: str

    def ask(self, request: dict[str, Any], limit_s: float, progress: Progress | None) -> dict[str, Any] | None:
        """The answer, or None where the judge could not be started or ended twice."""

    def started(self) -> Any:
        """Something where the judge is up, None where it does not come up (`missing` may say why)."""

    def stop(self) -> None:
        """End the judge, also while it is asked."""


def for_judge(
    *, layers: Sequence[str] = ALL_LAYERS, multi_user: bool = False, platform: str = "", device: str = ""
) -> str:
    """The argument of a judge process. `multi_user`: nothing is judged where the sandbox is no wall. For tests of lesser
    machines `layers` leaves layers out, `platform` names another system, `device` another device for the profile `gpu`."""
    return json.dumps({"layers": list(layers), "multi_user": multi_user, "platform": platform, "device": device})


class JudgeLink:
    """One judge process and the pipe to it; used by one thread at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = 0  # of the last request: an answer says which one it is for
        self._ended = 0  # how often it was told to stop: a submission under way is then given up, not begun again
        self.missing = ""

    def ask(self, request: dict[str, Any], limit_s: float, progress: Progress | None, *,
            attempts: int = 2) -> dict[str, Any] | None:  # fmt: skip
        """The answer, or None where the judge could not be started or ended that often."""
        ended = self._ended
        for _ in range(attempts):
            process = self.started() if ended == self._ended else None
            if process is None:
                return None
            try:
                with _limited(process, limit_s):
                    return self._exchange(process, request, progress)
            except (EOFError, OSError, KeyError, ValueError):
                self._stop()
            except (
                BaseException
            ):  # whatever broke in here (a progress that raises, Ctrl+C): the answer still to come is nobody's
                self._stop()
                raise
        return None

    def _exchange(
        self, process: subprocess.Popen[bytes], request: dict[str, Any], progress: Progress | None
    ) -> dict[str, Any]:
        assert process.stdin is not None and process.stdout is not None
        self._turn += 1
        send(process.stdin, {**request, "turn": self._turn})
        reply = self._reply(process.stdout)
        while "progress" in reply:
            if progress:
                progress(reply["progress"])
            reply = self._reply(process.stdout)
        verdict: dict[str, Any] = reply["verdict"]
        return verdict

    def _reply(self, stream: IO[bytes]) -> dict[str, Any]:
        """The next answer. Raises ValueError for one to another request: nobody is ever told another's verdict."""
        reply: dict[str, Any] = receive(stream)
        if reply["turn"] != self._turn:
            raise ValueError(f"an answer to request {reply['turn']}, this is {self._turn}")
        return reply

    def started(self) -> subprocess.Popen[bytes] | None:
        """The process, started if need be; None where it does not come up (`missing` may say why)."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        # a group of its own: Ctrl+C in a terminal is for the command, which then ends the judge in good order
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0)
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
    """Thread-safe. `zygotes` submissions are judged side by side, the others wait. What its judges are told is in `for_judge`.

    A back end may bring `links` of its own and bounds on those who wait (`Turns`); `closing` is called at the end.
    """

    def __init__(self, *, python: str = sys.executable, zygotes: int = 1, layers: Sequence[str] = ALL_LAYERS,
                 multi_user: bool = False, platform: str = "", device: str = "",
                 links: Sequence[Link] = (), gpu_links: Sequence[Link] = (), waiting: int | None = None,
                 each: int | None = None, closing: Callable[[], None] | None = None) -> None:  # fmt: skip
        asked = for_judge(layers=layers, multi_user=multi_user, platform=platform, device=device)
        command = [python, "-P", "-m", "beikao.grader.judge", asked]
        own = links or [JudgeLink(command) for _ in range(max(1, zygotes))]
        self._links: list[Link] = [*own, *gpu_links]
        self._turns = Turns(reversed(own), waiting=waiting, each=each)
        self._gpu_turns = Turns(gpu_links, waiting=waiting, each=each) if gpu_links else self._turns
        self._closing = closing

    def warm(self) -> None:
        """Start judges and zygotes in the background, with torch; where they are up nothing happens."""
        for _ in self._links:
            threading.Thread(target=self._warm, name="grader-warm", daemon=True).start()

    def _warm(self) -> None:
        with self._turns.idle() as link:
            if link is not None:
                link.ask({"call": "warm"}, START_S, None)

    def _ask(self, request: dict[str, Any], job: Job, progress: Progress | None,
             learner: str) -> tuple[dict[str, Any] | None, str]:  # fmt: skip
        """(answer, what is missing). Raises Full."""
        turns = self._gpu_turns if job.profile == "gpu" else self._turns
        try:
            with turns.lend(learner) as link:
                return link.ask(
                    request, wall_s(job.seconds) + SLACK_S + (DEVICE_START_S if job.profile == "gpu" else 0), progress
                ), link.missing
        except Closed:
            return None, ""

    def check(self, job: Job, *, seed: int | None = None, phases: Sequence[str] = ("quick", "long"), diagnose: bool = True,
              progress: Progress | None = None, learner: str = "") -> Verdict:  # fmt: skip
        """The verdict. The same job and seed give the same verdict; `learner` is whose turn it is."""
        seed = secrets.randbits(48) if seed is None else seed
        request = {"call": "check", "job": job.as_dict(), "seed": seed, "phases": list(phases), "diagnose": diagnose,
                   "progress": progress is not None}  # fmt: skip
        try:
            reply, missing = self._ask(request, job, progress, learner)
        except Full as full:
            return empty_verdict(job, seed, "unavailable", turned_away(full))
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

    def run(self, job: Job, *, seed: int = 0, seconds: float | None = None, learner: str = "") -> RunOutput:
        """Import the entry in the sandbox, call its `main()`, return what it printed."""
        job = replace(job, seconds=seconds) if seconds else job
        try:
            reply, missing = self._ask({"call": "run", "job": job.as_dict(), "seed": seed}, job, None, learner)
        except Full as full:
            return RunOutput("unavailable", "\n".join(turned_away(full).values()), {}, 0.0, NOTHING)
        if reply is None:
            text = f"{missing} is not installed yet" if missing else ""
            return RunOutput("unavailable" if missing else "grader_error", text, {}, 0.0, NOTHING)
        if "files" not in reply:  # a verdict: unavailable or grader_error
            text = reply["checks"][0]["message"]["en"] if reply["checks"] else ""
            return RunOutput(reply["state"], text, {}, 0.0, NOTHING)
        return RunOutput(**reply)

    def close(self) -> None:
        """End the judges, also in the middle of a submission (its verdict is then `grader_error`)."""
        self._turns.close()
        self._gpu_turns.close()
        for link in self._links:
            link.stop()
        if self._closing is not None:
            self._closing()


def turned_away(full: Full) -> dict[str, str]:
    """What is said to a learner who cannot wait here now. The code itself is kept by whoever asked."""
    if full.own:
        return {
            "zh": f"你已有 {full.bound} 份提交在判或在等。等其中一份出了结果再交；这次没有判，不计入成绩。",
            "en": f"{full.bound} of your submissions are being judged or waiting. Wait for one of them, then hand this "
            "in again; it was not judged and nothing was counted.",
        }
    return {
        "zh": f"判题的人太多，已有 {full.bound} 份在等。请过一分钟再交；这次没有判，不计入成绩。",
        "en": f"The grader is busy: {full.bound} submissions are waiting. Hand this in again in a minute; it was not "
        "judged and nothing was counted.",
    }
