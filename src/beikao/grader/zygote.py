"""The warm process: torch and numpy imported, one thread, forked for every submission. It knows no lab.

Started by the judge with `python -I`. Each request on its control socket brings two descriptors (the wire and the
output pipe); the process that is forked enters the sandbox and serves the wire (`child`). The zygote itself never runs
a line of a learner's code.
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
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
    x = torch.ones(8, 8, requires_grad=True)
    torch.autograd.grad(torch.softmax(x @ x.T, -1).sum(), x)
    torch.linalg.eigvalsh(torch.eye(3))


def serve(control: socket.socket) -> None:
    """Fork for each request until the judge goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    places = sandbox.readable_places()
    gc.collect()
    gc.freeze()
    control.send(b'{"ready": true}')
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                _keeper(json.loads(message), descriptors, places)
            finally:
                os._exit(70)
        for descriptor in descriptors:
            os.close(descriptor)


def _keeper(request: dict[str, Any], descriptors: list[int], places: list[str]) -> None:
    """Enters the namespaces, forks pid 1 of the new one, tells the judge its pid, and waits for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    c, layers = sandbox.libc(), sandbox.Layers()
    connection = socket.socket(fileno=descriptors[0])
    c.prctl(sandbox.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    spaces = "namespaces" in request["layers"] and layers.attempt("namespaces", lambda: sandbox.enter_namespaces(c))
    if "namespaces" not in request["layers"]:
        layers.degraded.append("namespaces (switched off)")
    go_read, go_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(go_write)
            os.read(go_read, 1)
            os.close(go_read)
            _confined(c, request, connection, descriptors[1], layers, spaces, places)
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


def _confined(c: Any, request: dict[str, Any], connection: socket.socket, output: int, layers: sandbox.Layers, spaces: bool,
              places: list[str]) -> None:  # fmt: skip
    """Pid 1: the rest of the layers, then the wire."""
    null = os.open("/dev/null", os.O_RDONLY)
    for source, target in ((null, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    service = request["profile"] == "service"
    fixed = connection.fileno()
    os.closerange(3, fixed)
    os.closerange(fixed + 1, 1024)
    c.prctl(sandbox.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    mapped = spaces and os.geteuid() == 0 and _is_mapped()
    if service and spaces:
        layers.attempt("loopback", sandbox.raise_loopback)
    with_limits = {
        "have": sandbox.address_space(),
        "memory_mib": request["memory_mib"],
        "seconds": request["seconds"],
        "disk_mib": DISK_MIB,
    }

    def confine(network: bool) -> None:
        _restrict(c, request, layers, with_limits, network, mapped, rooted, places)

    layers.attempt("rlimits", lambda: None)
    rooted = spaces and layers.attempt("root", lambda: sandbox.build_root(c, places, DISK_MIB))
    if service:
        broker.serve(connection, layers, lambda: confine(True), spaces and rooted)
        return
    confine(False)
    child.serve(connection, layers, writable=rooted, folder=request["folder"])


def _restrict(c: Any, request: dict[str, Any], layers: sandbox.Layers, limits: dict[str, Any], network: bool, mapped: bool,
              rooted: bool, places: list[str]) -> None:  # fmt: skip
    """Landlock, rlimits, privileges, seccomp."""
    sys.setrecursionlimit(3000)
    _limit(layers, limits)
    write = [sandbox.WORK] if rooted else []
    read = ["/"] if rooted else [*places, *([request["folder"]] if request["folder"] else [])]
    layers.attempt("capabilities", lambda: sandbox.drop_privileges(c, mapped))
    if "landlock" in request["layers"]:
        layers.attempt("landlock", lambda: landlock.restrict(c, read=read, write=write, network=network))
    else:
        layers.degraded.append("landlock (switched off)")
    if "seccomp" in request["layers"]:
        layers.attempt("seccomp", lambda: seccomp.install(c, network))
    else:
        layers.degraded.append("seccomp (switched off)")


def _limit(layers: sandbox.Layers, limits: dict[str, Any]) -> None:
    try:
        sandbox.set_limits(**limits)
    except (OSError, ValueError) as error:
        layers.held.remove("rlimits")
        layers.degraded.append(f"rlimits ({error})")


def _is_mapped() -> bool:
    """Whether we are root only inside a user namespace of our own."""
    with open("/proc/self/uid_map") as file:  # noqa: PTH123
        return int(file.read().split()[2]) == 1


def main() -> None:
    """Descriptor 3 is the control socket."""
    control = socket.socket(fileno=3)
    warm()
    serve(control)


if __name__ == "__main__":
    main()
