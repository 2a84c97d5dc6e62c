"""The judge process: owns checks, hidden inputs, tolerance, clock and verdict. `python -m beikao.grader.judge LAYERS`.

Reads one JSON request a line and answers on a private copy of its standard output. It imports torch (values are
compared here) but never runs a learner's code; it starts the zygote and asks it for children.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import traceback
from typing import IO, Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from beikao.grader import wire  # noqa: E402 - the limits on threads come before numpy
from beikao.grader.children import ChildDied, LearnerError, OutOfTime, Zygote, ZygoteDied  # noqa: E402
from beikao.grader.job import Job, Verdict, empty_verdict  # noqa: E402
from beikao.grader.judging import Judging, LabFault  # noqa: E402
from beikao.grader.verdict import judge, unavailable  # noqa: E402
from beikao.grader.words import clean, short  # noqa: E402
from beikao.workers.frames import receive, send  # noqa: E402

ZYGOTE = "import sys; sys.path[:0] = {paths!r}; from beikao.grader.zygote import main; main()"
# An environment of its own instead of `-I`, which would ignore the hash seed: a regrade must iterate sets alike.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}
ZYGOTE_START_S = 120


def start_zygote(layers: tuple[str, ...]) -> Zygote:
    """The warm process, with an environment that holds nothing of the learner's or ours. Raises ZygoteDied."""
    kind = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_STREAM
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    source = ZYGOTE.format(paths=[p for p in sys.path if p])

    def place() -> None:
        os.dup2(theirs.fileno(), 3)

    subprocess.Popen(  # lives as long as the control socket: it ends when the judge does
        [sys.executable, "-s", "-P", "-c", source],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
        pass_fds=(3, theirs.fileno()),
        preexec_fn=place,
    )
    theirs.close()
    ours.settimeout(ZYGOTE_START_S)
    hello = ours.recv(4096)
    if not hello:
        raise ZygoteDied("the zygote did not start")
    ours.settimeout(None)
    return Zygote(ours, layers, rooted=bool(json.loads(hello)["rooted"]))


def handle(zygote: Zygote, request: dict[str, Any], answers: IO[bytes]) -> dict[str, Any]:
    """One request: `check` or `run`. Raises ZygoteDied."""
    job, seed = Job.from_dict(request["job"]), int(request["seed"])
    missing = [p for p in job.needs_programs if shutil.which(p) is None]
    if missing:
        return unavailable(job, seed, ", ".join(missing))
    if job.profile not in ("pure", "service"):
        return unavailable(job, seed, f"the profile {job.profile}")
    try:
        if request["call"] == "run":
            return run(zygote, job, seed)
        progress = (lambda event: send(answers, {"progress": event})) if request["progress"] else None
        return judge(zygote, job, seed, request["phases"], diagnosed=request["diagnose"], progress=progress)
    except ZygoteDied:
        raise
    except LabFault as fault:
        return fault_verdict(job, seed, str(fault))
    except Exception:  # noqa: BLE001 - the worker's boundary: the learner gets grader_error, the log gets the trace
        traceback.print_exc()
        return fault_verdict(job, seed, traceback.format_exc(limit=-1).strip().splitlines()[-1])


def fault_verdict(job: Job, seed: int, what: str) -> Verdict:
    """grader_error: never the learner's fault, never counted."""
    message = {
        "zh": f"判题出错，不计入成绩：{short(what, 600)}",
        "en": f"The grader failed, nothing was counted: {short(what, 600)}",
    }
    return empty_verdict(job, seed, "grader_error", message)


def run(zygote: Zygote, job: Job, seed: int) -> dict[str, Any]:
    """Import the entry, call its `main`, return what it printed and the small files it wrote."""
    state, message, files = "passed", "", {}
    with Judging(zygote, job, seed) as judging:
        tree = judging.files(job.tree)
        child = judging.you = judging.spawn(tree, "pure")
        try:
            judging.prepare(child, tree, job.entry)
            child.ask({"op": "main"})
            files = child.ask({"op": "files"})
        except LearnerError as error:
            judging.note(error)
            state = judging.state or "crashed"
            place = f" ({error.file}:{error.line})" if error.line else ""
            message = f"\n{error.name}: {error.message}{place}\n"
        except OutOfTime:
            state, message = "timeout", f"\n… {job.seconds:g} s\n"
        except ChildDied:
            state = "crashed"
        except wire.ProtocolError:
            state = "protocol_error"
        judging.keep_output()
        ms = round((time.monotonic() - judging.began) * 1000, 2)
        sandbox = {"profile": "pure", "layers": child.layers, "degraded": child.degraded}
        plain = _readable(files) if type(files) is dict else {}
        return {"state": state, "output": judging.output + clean(message), "files": plain, "ms": ms, "sandbox": sandbox}


def _readable(files: dict[Any, Any]) -> dict[str, str]:
    """The files a program wrote that are text, clean."""
    found = {}
    for name, data in list(files.items())[:16]:
        try:
            found[short(str(name), 200)] = clean(data.decode())
        except (UnicodeDecodeError, AttributeError):
            continue
    return found


def main() -> None:
    """Serve until the client goes away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    sys.dont_write_bytecode = True  # checks are imported from the course's folders
    try:
        import torch
    except ImportError:
        send(answers, {"missing": "torch"})
        return
    import numpy as np

    torch.set_num_threads(1)
    np.seterr(all="ignore")  # a check may compute on whatever a learner hands in
    zygote = start_zygote(tuple(sys.argv[1].split(",")) if len(sys.argv) > 1 and sys.argv[1] else ())
    send(answers, {"ready": True})
    while True:
        try:
            request = receive(requests)
        except EOFError:
            return
        try:
            reply = handle(zygote, request, answers)
        except ZygoteDied:
            os._exit(3)  # the client starts a new judge and asks once more
        send(answers, {"verdict": reply})


if __name__ == "__main__":
    main()
