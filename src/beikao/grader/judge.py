"""The judge process: owns checks, hidden inputs, tolerance, clock and verdict. `python -m beikao.grader.judge LAYERS`.

Reads one JSON request a line and answers on a private copy of its standard output. It imports torch (values are
compared here) but never runs a learner's code; it starts the zygote and asks it for children.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import traceback
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from beikao.grader import wire  # noqa: E402 - the limits on threads come before numpy
from beikao.grader.children import ChildDied, LearnerError, OutOfTime, Zygote  # noqa: E402
from beikao.grader.job import Job, empty_verdict  # noqa: E402
from beikao.grader.judging import Judging, LabFault, clean, is_oom, judge, unavailable  # noqa: E402
from beikao.workers.frames import receive, send  # noqa: E402

ZYGOTE = "import sys; sys.path[:0] = {paths!r}; from beikao.grader.zygote import main; main()"


def start_zygote(layers: tuple[str, ...]) -> Zygote:
    """The warm process, with an environment that holds nothing of the learner's or ours."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    source = ZYGOTE.format(paths=[p for p in sys.path if p])

    def place() -> None:
        os.dup2(theirs.fileno(), 3)

    subprocess.Popen(  # lives as long as the control socket: it ends when the judge does
        [sys.executable, "-I", "-c", source],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/", "PYTHONDONTWRITEBYTECODE": "1"},
        pass_fds=(3, theirs.fileno()),
        preexec_fn=place,
    )
    theirs.close()
    ours.settimeout(120)
    if not ours.recv(64):
        raise RuntimeError("the zygote did not start")
    ours.settimeout(None)
    return Zygote(ours, layers)


def handle(zygote: Zygote, request: dict[str, Any], answers: Any) -> dict[str, Any]:
    """One request: `check` or `run`."""
    job, seed = Job.from_dict(request["job"]), int(request["seed"])
    missing = [p for p in job.needs_programs if shutil.which(p) is None]
    if missing:
        return unavailable(job, seed, ", ".join(missing))
    if request["call"] == "run":
        return run(zygote, job, seed)
    try:
        progress = (lambda event: send(answers, {"progress": event})) if request["progress"] else None
        return judge(zygote, job, seed, request["phases"], request["diagnose"], progress)
    except LabFault as fault:
        return fault_verdict(job, seed, str(fault))


def fault_verdict(job: Job, seed: int, what: str) -> dict[str, Any]:
    """grader_error: never the learner's fault, never counted."""
    message = {
        "zh": f"判题出错，不计入成绩：{what}"[:600],
        "en": f"The grader failed, nothing was counted: {what}"[:600],
    }
    return empty_verdict(job, seed, "grader_error", message)


def run(zygote: Zygote, job: Job, seed: int) -> dict[str, Any]:
    """Import the entry, call its `main`, return what it printed."""
    state, message, files = "passed", "", {}
    with Judging(zygote, job, seed, (), None) as judging:
        child = judging.you = judging.spawn({**job.given, **job.tree}, job.entry, profile="pure")
        try:
            judging.prepare(child, job.tree, job.entry)
            child.ask({"op": "main"})
            files = child.ask({"op": "files"})
        except LearnerError as error:
            state = "out_of_memory" if is_oom(error) else "crashed"
            place = f" ({error.file}:{error.line})" if error.line else ""
            message = f"\n{error.name}: {error.message}{place}\n"
        except OutOfTime:
            state, message = "timeout", f"\n… {job.seconds:g} s\n"
        except (ChildDied, wire.ProtocolError):
            state = "crashed"
        judging.keep_output()
        ms = round((time.monotonic() - judging.began) * 1000, 2)
        sandbox = {"profile": "pure", "layers": child.layers, "degraded": child.degraded}
        plain = {str(k)[:100]: clean(str(v)) for k, v in files.items()} if isinstance(files, dict) else {}
        return {"state": state, "output": clean(judging.output + message), "files": plain, "ms": ms, "sandbox": sandbox}


def main() -> None:
    """Serve until the client goes away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    try:
        import torch
    except ImportError:
        send(answers, {"missing": "torch"})
        return
    torch.set_num_threads(1)
    zygote = start_zygote(tuple(sys.argv[1].split(",")) if len(sys.argv) > 1 and sys.argv[1] else ())
    send(answers, {"ready": True})
    while True:
        try:
            request = receive(requests)
        except EOFError:
            return
        try:
            reply = handle(zygote, request, answers)
        except Exception:  # noqa: BLE001 - the worker's boundary: the learner gets grader_error, the log gets the trace
            traceback.print_exc()
            job = Job.from_dict(request["job"])
            reply = fault_verdict(job, int(request["seed"]), traceback.format_exc(limit=-1).strip().splitlines()[-1])
        send(answers, {"verdict": reply})


if __name__ == "__main__":
    main()
