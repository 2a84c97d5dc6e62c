"""The warm process: torch and numpy imported, one thread, forked for every submission. It knows no lab.

Started by the judge with an environment of its own. Each request on its control socket brings two descriptors (the wire
and the output pipe); the process that is forked enters the sandbox and serves the wire (`child`). The zygote itself
never runs a line of a learner's code.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from beikao.grader import broker, child, landlock, sandbox, seccomp, wire  # noqa: E402 - the limits on threads come before numpy

DISK_MIB = 64


def warm() -> None:
    """Import what labs use and run a few kernels, so that children find them ready."""
    import numpy as np

    np.linalg.svd(np.eye(3))
    np.random.default_rng(0).normal()
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
    x = torch.ones(8, 8, requires_grad=True)
    torch.autograd.grad(torch.softmax(x @ x.T, -1).sum(), x)
    torch.linalg.eigvalsh(torch.eye(3))
    torch.manual_seed(0)


def can_root(places: sandbox.Places) -> bool:
    """Whether this machine gives a process namespaces and a private root; tried once, in a fork."""
    pid = os.fork()
    if pid == 0:
        try:
            c = sandbox.libc()
            sandbox.enter_namespaces(c)
            sandbox.build_root(c, places, 1)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def serve(control: socket.socket) -> None:
    """Fork for each request until the judge goes away."""
    places = sandbox.readable_places()
    rooted = sys.platform == "linux" and can_root(places)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": True, "rooted": rooted}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                _keeper(Entry(json.loads(message), places), descriptors)
            finally:
                os._exit(70)
        for descriptor in descriptors:
            os.close(descriptor)


class Entry:
    """One process on its way into the sandbox: what was asked, which layers hold so far."""

    def __init__(self, request: dict[str, Any], places: sandbox.Places) -> None:
        self.request, self.places = request, places
        self.c, self.layers = sandbox.libc(), sandbox.Layers()
        self.spaces = self.mapped = self.rooted = False
        self.uid_offset = os.getpid()
        self.limits = {"memory_mib": request["memory_mib"], "seconds": request["seconds"], "disk_mib": DISK_MIB}

    def wants(self, layer: str) -> bool:
        """Whether a layer was asked for; one left out is reported too."""
        if layer in self.request["layers"]:
            return True
        self.layers.degraded.append(f"{layer} (switched off)")
        return False

    def enter_spaces(self) -> None:
        """Namespaces, before the fork that makes pid 1."""

        def act() -> None:
            self.mapped = sandbox.enter_namespaces(self.c)

        self.spaces = self.wants("namespaces") and self.layers.attempt("namespaces", act)

    def enter_root(self) -> None:
        """The private root; with a folder given, the judge already knows that there is none."""
        self.limits["have"] = sandbox.address_space()
        if self.spaces:
            self.rooted = self.layers.attempt("root", lambda: sandbox.build_root(self.c, self.places, DISK_MIB))

    def confine(self, network: bool) -> None:
        """rlimits, user, capabilities, Landlock, seccomp: after this a learner's code may run."""
        sys.setrecursionlimit(3000)
        self.layers.attempt("rlimits", lambda: sandbox.set_limits(**self.limits))
        if os.geteuid() == 0 and not self.mapped:
            self._leave_root()
        self.layers.attempt("capabilities", lambda: sandbox.drop_capabilities(self.c))
        if self.wants("landlock"):
            folder = self.request["folder"]
            read = ["/"] if self.rooted else [*self.places.open_, *([folder] if folder else [])]
            write = [sandbox.WORK] if self.rooted else []
            self.layers.attempt("landlock", lambda: landlock.restrict(self.c, read=read, write=write, network=network))
        if self.wants("seccomp"):
            self.layers.attempt("seccomp", lambda: seccomp.install(self.c, network))

    def _leave_root(self) -> None:
        closed = "" if self.rooted else self.places.closed
        if closed:  # another user could not read Python; without capabilities root is an owner like any other
            self.layers.degraded.append(f"user (other users may not enter {closed})")
            return
        self.layers.attempt("user", lambda: sandbox.leave_root(self.uid_offset))


def _keeper(entry: Entry, descriptors: list[int]) -> None:
    """Enters the namespaces, forks pid 1 of the new one, tells the judge its pid, and waits for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection = socket.socket(fileno=descriptors[0])
    sandbox.die_with_parent(entry.c)
    entry.enter_spaces()
    go_read, go_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(go_write)
            os.read(go_read, 1)
            os.close(go_read)
            _confined(entry, connection, descriptors[1])
        except BaseException as error:  # noqa: BLE001 - whatever happens, this process must end here
            os.write(2, f"sandbox: {error!r}\n".encode()[:500])
        finally:
            os._exit(71)
    connection.sendall(wire.pack({"pid": pid}, []))
    os.write(go_write, b"g")
    for descriptor in (go_read, go_write, descriptors[1]):
        os.close(descriptor)
    connection.close()
    os.waitpid(pid, 0)
    os._exit(0)


def _confined(entry: Entry, connection: socket.socket, output: int) -> None:
    """Pid 1: the rest of the layers, then the wire."""
    null = os.open("/dev/null", os.O_RDONLY)
    for source, target in ((null, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    fixed = connection.fileno()
    os.closerange(3, fixed)
    os.closerange(fixed + 1, 1024)
    sandbox.die_with_parent(entry.c)
    if not entry.spaces:
        os.setpgid(0, 0)  # the judge ends the whole group
    service = entry.request["profile"] == "service"
    if service and entry.spaces:
        entry.layers.attempt("loopback", sandbox.raise_loopback)
    entry.enter_root()
    if service:
        broker.serve(connection, entry.layers, lambda: entry.confine(True), possible=entry.rooted)
        return
    entry.confine(False)
    child.serve(connection, entry.layers, folder=sandbox.WORK if entry.rooted else entry.request["folder"])


def main() -> None:
    """Descriptor 3 is the control socket."""
    control = socket.socket(fileno=3)
    warm()
    serve(control)


if __name__ == "__main__":
    main()
