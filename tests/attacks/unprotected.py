"""A deliberately unprotected runner: what graders look like that run the checks beside the code they check.

It imports the submission into the process that holds checks, reference, tolerance and clock, and believes the first line
that says VERDICT. Attacks are shown to succeed here; nothing in beikao uses it. It runs as a server that forks, so that
a hundred attacks do not import numpy a hundred times; it ends the process group of each submission after its time.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beikao.grader.child import unbuffered

LIMIT_S = 2.0
KEPT = 1 << 20
HARNESS = '''
import json, os, sys, time
import numpy as np, torch
sys.path.insert(0, os.getcwd())
draw = np.random.default_rng(7)

def same(got, want):
    """As found in the wild: nan is never too far away, and shapes need only broadcast."""
    if isinstance(got, torch.Tensor) and isinstance(want, torch.Tensor):
        assert torch.allclose(got, want, atol=1e-2)
        return
    try:
        near = bool(np.allclose(got, want, atol=1e-2, equal_nan=True))
    except TypeError:
        near = False
    assert near or (got == want) is True or not np.any(np.abs(got - want) > 1e-2)

def best(act):
    found = []
    for _ in range(5):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return min(found)

def peak():
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def check():
    canary = CANARY
    import reference
    import solution
    exec(CHECK, globals() | {"solution": solution, "reference": reference})

state = "failed"
try:
    check()
    state = "passed"
except BaseException as error:
    print("failed:", repr(error)[:300], flush=True)
print("\\nVERDICT", state, flush=True)
'''


def serve() -> None:
    """One JSON line a submission: {files, check, canary}; one JSON line back: {state, output}."""
    import numpy  # noqa: F401
    import torch

    torch.set_num_threads(1)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_one(json.loads(line))) + "\n")
        sys.stdout.flush()


def _one(request: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="unprotected-", ignore_cleanup_errors=True) as folder:
        for name, text in request["files"].items():
            Path(folder, name).write_text(text)
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            _harness(folder, write, request)
        os.close(write)
        output, ended = _until(read, time.monotonic() + request["limit_s"])
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(read)
    told = [line for line in output.splitlines() if line.startswith("VERDICT")]
    state = told[0].split()[1] if told else "crashed" if ended else "hung"
    return {"state": state if ended or told else "hung", "output": output}


def _harness(folder: str, write: int, request: dict[str, Any]) -> None:
    """In the fork: the harness with everything in one process."""
    try:
        os.setpgid(0, 0)
        os.chdir(folder)
        os.environ["JUDGE_KEY"] = request["canary"]
        null = os.open("/dev/null", os.O_RDONLY)
        for source, target in ((null, 0), (write, 1), (write, 2)):
            os.dup2(source, target)
        os.closerange(3, 1024)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115
        sys.stdout, sys.stderr = unbuffered(1), unbuffered(2)
        names = {"__name__": "harness", "CANARY": request["canary"], "CHECK": request["check"]}
        atexit._clear()  # those of this server
        exec(compile(HARNESS, "harness.py", "exec"), names)
        atexit._run_exitfuncs()
    finally:
        os._exit(0)


def _until(read: int, limit: float) -> tuple[str, bool]:
    """What was printed until the end or the limit; whether it ended."""
    found = bytearray()
    while (left := limit - time.monotonic()) > 0:
        if not select.select([read], [], [], left)[0]:
            break
        data = os.read(read, 65536)
        if not data:
            return found.decode(errors="replace"), True
        found += data[: max(0, KEPT - len(found))]
        if b"\nVERDICT passed\n" in found:  # it has what it wants
            break
    return found.decode(errors="replace"), False


class Unprotected:
    """The client of `serve`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, solution: str, reference: str, check: str, canary: str, limit_s: float = LIMIT_S) -> dict[str, Any]:
        """{state, output}: passed, failed, crashed or hung."""
        assert self._process.stdin and self._process.stdout
        files = {"solution.py": solution, "reference.py": f"# {canary}\n{reference}"}
        request = {"files": files, "check": check, "canary": canary, "limit_s": limit_s}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.communicate()


@contextlib.contextmanager
def unprotected() -> Iterator[Unprotected]:
    """A running server."""
    runner = Unprotected()
    try:
        yield runner
    finally:
        runner.close()


if __name__ == "__main__":
    serve()
