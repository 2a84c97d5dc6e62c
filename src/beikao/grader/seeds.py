"""Processes of `unwalled` that judge right answers of the course's own side by side, a line as each seed is done."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from beikao.errors import EnvironmentFault
from beikao.grader.job import Job

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


Running = tuple[subprocess.Popen[str], threading.Thread]  # with the one who reads what it says


@dataclass(frozen=True)
class Seed:
    """What came of it: the checks that failed, each with its message, those that hold with the whole of a tolerance and not with a tenth, and
    those that were left to the real grader."""

    seed: int
    answer: str
    failed: tuple[tuple[str, str], ...]
    left: frozenset[str] = frozenset()
    near: tuple[tuple[str, str], ...] = ()


def judged(shares: Sequence[tuple[str, Job, Sequence[int]]]) -> Iterator[Seed]:
    """Judge every (name, answer, seeds) in a process of its own. Raises EnvironmentFault where one ends before its time."""
    lines: queue.SimpleQueue[Seed | EnvironmentFault | None] = queue.SimpleQueue()
    running = [_start(*share, lines) for share in shares]
    try:
        for _ in range(sum(1 + len(seeds) for _, _, seeds in shares)):
            line = lines.get()
            if isinstance(line, EnvironmentFault):
                raise line
            if line is not None:
                yield line
    finally:
        for process, reader in running:
            process.kill()
            process.wait()
            reader.join()


def _start(name: str, job: Job, seeds: Sequence[int], lines: queue.SimpleQueue[Any]) -> Running:
    errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed by the reader
    process = subprocess.Popen(
        [sys.executable, "-m", "beikao.grader.unwalled"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=os.environ | ONE_THREAD,
        encoding="utf-8",
    )

    def read() -> None:
        assert process.stdin is not None and process.stdout is not None
        done = 0
        try:
            with process.stdin as request:
                print(json.dumps({"job": job.as_dict(), "seeds": list(seeds)}), file=request)
            with process.stdout as answers:
                for line in answers:
                    found = json.loads(line)
                    failed = tuple(map(tuple, found["failed"]))
                    lines.put(
                        Seed(found["seed"], name, failed, frozenset(found["left"]), tuple(map(tuple, found["near"])))
                    )
                    done += 1
        except (OSError, ValueError):
            pass  # it ended; what it said is told below
        with errors:
            errors.seek(0)
            said = errors.read().strip().splitlines()[-1:]
        lines.put(_not_judged(name, job.unit, " ".join(said)) if done < len(seeds) else None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    return process, reader


def _not_judged(name: str, unit: str, said: str) -> EnvironmentFault:
    """That a process ended before its time, with the last line of what it said."""
    return EnvironmentFault(
        f"the answer {name} could not be judged",
        where=unit,
        hint=said,
        zh=f"没能判完答案 {name}",
        hint_zh=said,
    )
