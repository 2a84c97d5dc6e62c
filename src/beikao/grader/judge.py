"""The judge process: owns checks, hidden inputs, tolerance, clock and verdict. `python -m beikao.grader.judge JSON`.

Reads one JSON request a line and answers on a private copy of its standard output. It imports torch where a
job names it (values are compared here) but never runs a learner's code; it starts the zygote and asks it for children.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import IO, Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from beikao.grader import wire  # noqa: E402 - the limits on threads come before numpy
from beikao.grader.children import hello  # noqa: E402
from beikao.grader.devices import Devices  # noqa: E402
from beikao.grader.failures import ChildDied, LearnerError, OutOfTime, Unavailable, ZygoteDied  # noqa: E402
from beikao.grader.job import Job, Verdict, empty_verdict  # noqa: E402
from beikao.grader.judging import Judging, LabFault  # noqa: E402
from beikao.grader.programs import find, how_to_get  # noqa: E402
from beikao.grader.spares import Zygote  # noqa: E402
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


def launch_zygote(wanted: Mapping[str, Any], device: str = "") -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start a warm process, with an environment that holds nothing of the learner's or ours; its control socket."""
    kind = socket.SOCK_SEQPACKET if wanted["platform"] == "linux" else socket.SOCK_STREAM
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    source = ZYGOTE.format(paths=[p for p in sys.path if p])
    # a zygote that sees a device starts it (autograd asks for it), and its forks could then not use autograd
    given = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]  # a pool gives each judge a device of its own
    environment = {**ENVIRONMENT, "CUDA_VISIBLE_DEVICES": given if device else ""}

    process = subprocess.Popen(  # lives as long as the control socket: it ends when the judge does
        [
            sys.executable,
            "-s",
            "-P",
            "-c",
            source,
            json.dumps({**wanted, "device": device, "control": theirs.fileno()}),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment,
        pass_fds=(theirs.fileno(),),
    )
    theirs.close()
    return ours, process


def begin_zygote(layers: Sequence[str], platform: str = sys.platform, device: str = "") -> Callable[[], Zygote]:
    """Start the warm process that is forked for every submission; what is returned waits until it is up. Raises ZygoteDied."""
    wanted = {"layers": list(layers), "platform": platform}
    control, process = launch_zygote(wanted)

    def up() -> Zygote:
        devices = Devices(lambda name: launch_zygote(wanted, name)[0], device)
        rooted = bool(hello(control)["rooted"])
        return Zygote(control, process, rooted=rooted, linux=platform == "linux", devices=devices)

    return up


def handle(zygote: Zygote, request: dict[str, Any], answers: IO[bytes]) -> dict[str, Any]:
    """One request: `check`, `run`, or `warm`, which is answered by nothing. Raises ZygoteDied."""
    if request["call"] == "warm":
        zygote.bring_torch()
        return {}
    job, seed = Job.from_dict(request["job"]), int(request["seed"])
    missing = [how_to_get(name) for name in job.needs_programs if find(name) is None]
    if missing:
        return unavailable(job, seed, Unavailable(", ".join(missing)))
    try:
        if job.names_torch:
            zygote.bring_torch()
        if request["call"] == "run":
            return run(zygote, job, seed)
        turn = request["turn"]
        progress = (lambda event: tell(answers, {"progress": event, "turn": turn})) if request["progress"] else None
        return judge(zygote, job, seed, request["phases"], diagnosed=request["diagnose"], progress=progress)
    except ZygoteDied:
        raise
    except Unavailable as lacks:
        return unavailable(job, seed, lacks)
    except LabFault as fault:
        return fault_verdict(job, seed, str(fault))
    except Exception:  # noqa: BLE001 - the worker's boundary: the learner gets grader_error, the log gets the trace
        traceback.print_exc()
        return fault_verdict(job, seed, traceback.format_exc(limit=-1).strip().splitlines()[-1])


def tell(answers: IO[bytes], value: dict[str, Any]) -> None:
    """To the client; the end of this process where there is none any more."""
    try:
        send(answers, value)
    except BrokenPipeError:
        os._exit(0)


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
        child = judging.you = judging.spawn_yours(tree, "pure")
        try:
            judging.prepare(child, tree, job.entry)
            child.ask({"op": "main"})
            files = child.ask({"op": "files"})
        except LearnerError as error:
            judging.note(error)
            state = judging.state or "crashed"
            place = f" ({error.file}:{error.line})" if error.line else ""
            message = f"\n{error.said(': ')}{place}\n"
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
            if type(name) is str and type(data) is bytes:  # anything else is no answer of ours
                found[short(name, 200)] = clean(data.decode())
        except UnicodeDecodeError:
            continue
    return found


def main() -> None:
    """Serve until the client goes away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    sys.dont_write_bytecode = True  # checks are imported from the course's folders
    asked = json.loads(sys.argv[1])
    zygote_up = begin_zygote(asked["layers"], asked["platform"] or sys.platform, asked["device"])
    if find_spec("torch") is None:
        send(answers, {"missing": "torch"})
        return
    import numpy as np

    np.seterr(all="ignore")  # a check may compute on whatever a learner hands in
    zygote = zygote_up()
    zygote.walled = bool(asked["multi_user"])
    send(answers, {"ready": True})
    while True:
        try:
            request = receive(requests)
        except EOFError:
            return
        try:
            reply = handle(zygote, request, answers)
            tell(answers, {"verdict": reply, "turn": request["turn"]})
            zygote.refill()
        except ZygoteDied:
            os._exit(3)  # the client starts a new judge and asks once more


if __name__ == "__main__":
    main()
