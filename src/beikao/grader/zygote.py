"""The warm process: numpy imported, and torch once a submission names it; one thread, forked for every submission. It
knows no lab.

Started by the judge with an environment of its own. Each request on its control socket brings two descriptors (the wire
and the output pipe); the process that is forked enters the sandbox and serves the wire (`child`). The zygote itself
never runs a line of a learner's code. On a GPU a zygote has one child forked ahead, which has started the device, and is
thrown away with it: a device cannot be started before a fork.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from beikao.grader import dynamo, pages, root, sandbox  # noqa: E402 - the limits on threads come before numpy
from beikao.grader.entry import Entry, Warmth, keeper  # noqa: E402
from beikao.grader.profiles import BRING_TORCH, PROFILES  # noqa: E402
from beikao.grader.programs import Programs  # noqa: E402

COMMON = ("scipy.sparse", "scipy.special")  # 0.3 s of imports, which a verdict would pay in every child it forks


def warm() -> None:
    """Import what labs use and run a few kernels, so that children find them ready."""
    import numpy as np

    np.linalg.svd(np.eye(3))
    np.random.default_rng(0).normal()
    for module in COMMON:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)


def warm_torch(device: str) -> None:
    """The same for torch. No kernels where a device is to be used: autograd would start its threads, and a fork after that
    cannot use autograd."""
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
    dynamo.stand_in()
    if device:
        return
    x = torch.ones(8, 8, requires_grad=True)
    torch.autograd.grad(torch.softmax(x @ x.T, -1).sum(), x)
    torch.linalg.eigvalsh(torch.eye(3))
    torch.manual_seed(0)


def why_no_root(places: root.Places) -> str:
    """What keeps this machine from giving a process namespaces and a private root, or nothing; tried once, in a fork."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            c = sandbox.libc()
            sandbox.enter_namespaces(c)
            root.build_root(c, places, 1, root.Extra())
            os.write(write, b"+")
        except OSError as error:
            os.write(write, str(error).encode()[:500])
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return "" if said == "+" else said or "it ended without a word"


class Spares:
    """Children of this zygote. With a device one is forked ahead of its request, which starts the device and waits."""

    def __init__(self, warmth: Warmth, control: socket.socket) -> None:
        self.warmth, self.control = warmth, control
        self.waiting: socket.socket | None = None  # the end of the socket it waits on

    def fork(self, profile: str, programs: Programs, held: Sequence[int] = ()) -> socket.socket:
        """A child on its way into the sandbox; it goes on when a request comes over the returned socket. It must not
        hold what is `held` here for another."""
        kind = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_STREAM
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        if os.fork() == 0:
            try:
                for other in (ours, self.control):
                    other.close()
                for descriptor in held:
                    os.close(descriptor)
                keeper(Entry(self.warmth, PROFILES[profile], programs), theirs)
            finally:
                os._exit(70)
        theirs.close()
        return ours

    def fill(self) -> None:
        """Fork the one that starts the device."""
        if self.warmth.device:
            self.waiting = self.fork("gpu", Programs())

    def hand_over(self, message: bytes, descriptors: list[int]) -> None:
        """Give a request to the child that waits, else to a new one."""
        asked = json.loads(message)
        programs = Programs(**{key: tuple(value) for key, value in asked["programs"].items()})
        waiting, self.waiting = self.waiting, None
        if waiting is None or not _passed(waiting, message, descriptors):
            _passed(self.fork(asked["profile"], programs, descriptors), message, descriptors)


def _passed(post: socket.socket, message: bytes, descriptors: list[int]) -> bool:
    """Whether a child took the request (a spare may have been killed meanwhile)."""
    with post:
        try:
            socket.send_fds(post, [message], descriptors)
        except OSError:
            return False
    return True


def serve(control: socket.socket, warmth: Warmth) -> None:
    """A child for each request until the judge goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _settle()
    spares = Spares(warmth, control)
    spares.fill()
    ready = json.dumps({"ready": True, "rooted": not warmth.no_root}).encode()
    control.send(ready)
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        except ConnectionResetError:  # the judge was killed with an answer of ours unread
            return
        if not message:
            return
        if message == BRING_TORCH:
            warm_torch(warmth.device)
            _settle()
            control.send(ready)
            continue
        spares.hand_over(message, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        if control.type == socket.SOCK_STREAM:
            control.send(b".")  # two requests must not run together


def _settle() -> None:
    """What is imported will stay: children share it as it lies."""
    gc.collect()
    gc.freeze()
    pages.gather()


def main() -> None:
    """The only argument says what kind of zygote and where its control socket is, as JSON."""
    asked: dict[str, Any] = json.loads(sys.argv[1])
    control = socket.socket(fileno=asked["control"])
    device, platform = asked["device"], asked["platform"]
    warm()
    if device:
        warm_torch(device)
    places = root.readable_places()
    wanted = platform == "linux" and "namespaces" in asked["layers"]
    no_root = why_no_root(places) if wanted else "no namespaces"
    serve(control, Warmth(places, tuple(asked["layers"]), platform, no_root, device))


if __name__ == "__main__":
    main()
