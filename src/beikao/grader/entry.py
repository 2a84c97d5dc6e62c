"""A forked process on its way into the sandbox, from the fork to the first question.

Two processes: the keeper enters the namespaces, forks pid 1 of the new process namespace and waits for it; pid 1 builds
its root, waits for a request, takes the remaining layers and serves the wire. Both are ours until the last layer
stands.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from typing import Any

from beikao.grader import broker, child, landlock, root, sandbox, seccomp, wire
from beikao.grader.job import WORK
from beikao.grader.profiles import CUDA, SPACES, Profile
from beikao.grader.programs import Programs, loaders

DISK_MIB = 64


@dataclass(frozen=True)
class Warmth:
    """What a zygote knows: what children may read, the layers wanted, the platform, why there is no private root
    (empty: there is one), and the device that children start (empty: none)."""

    places: root.Places
    layers: tuple[str, ...]
    platform: str
    no_root: str
    device: str = ""


class Entry:
    """What is granted, and which layers hold so far. `missing`: what this machine lacks for the profile."""

    def __init__(self, warmth: Warmth, profile: Profile, programs: Programs) -> None:
        self.warmth, self.profile, self.programs = warmth, profile, programs
        self.linux = warmth.platform == "linux"
        self.c, self.layers = sandbox.libc(), sandbox.Layers()
        self.spaces = self.mapped = self.rooted = False
        self.uid_offset = os.getpid()
        self.request: dict[str, Any] = {}
        self.have = sandbox.Size()
        self.extra = root.Extra()
        self.missing = ""

    def wants(self, layer: str) -> bool:
        """Whether a layer was asked for and may be had; one left out is reported too."""
        if not self.linux:
            self.layers.degraded.append(f"{layer} (not on {self.warmth.platform})")
        elif layer not in self.warmth.layers:
            self.layers.degraded.append(f"{layer} (switched off)")
        else:
            return True
        return False

    def enter_spaces(self) -> None:
        """Namespaces, before the fork that makes pid 1."""

        def act() -> None:
            self.mapped = sandbox.enter_namespaces(self.c)

        self.spaces = self.wants("namespaces") and self.layers.attempt("namespaces", act)

    def enter_root(self) -> None:
        """The device, then the private root; where there is none the judge gives a folder."""
        profile = self.profile
        if profile.network and self.spaces:
            self.layers.attempt("loopback", sandbox.raise_loopback)
        if profile.device and not start_device(self.warmth.device):
            self.missing = CUDA
        self.have = sandbox.size_now() if self.linux else sandbox.Size()
        self.extra = root.extra_of(
            network=profile.network, forks=profile.forks, device=profile.device, programs=self.programs
        )
        if self.spaces:
            self.rooted = self.layers.attempt("root", self._build_root)
        if profile.alone and not (self.rooted and "loopback" in self.layers.held):
            self.missing = f"{SPACES} ({'; '.join(self.layers.degraded)})"

    def _build_root(self) -> None:
        """Not begun where the zygote saw it fail: half a root would hide the folder that takes its place."""
        if self.warmth.no_root:
            raise OSError(self.warmth.no_root)
        root.build_root(self.c, self.warmth.places, DISK_MIB, self.extra)

    def confine(self) -> None:
        """rlimits, user, capabilities, Landlock, seccomp: after this a learner's code may run."""
        sys.setrecursionlimit(3000)
        memory, seconds = int(self.request["memory_mib"]), float(self.request["seconds"])
        self.layers.attempt("rlimits", lambda: sandbox.set_limits(self.have, self.profile, memory, seconds, DISK_MIB))
        if os.geteuid() == 0 and not self.mapped:
            self._leave_root()
        if self.wants("capabilities"):
            self.layers.attempt("capabilities", lambda: sandbox.drop_capabilities(self.c))
        if self.wants("landlock"):
            self.layers.attempt(
                "landlock", lambda: landlock.restrict(self.c, self.paths(), network=self.profile.network)
            )
        if self.wants("seccomp"):
            self.layers.attempt("seccomp", lambda: seccomp.install(self.c, self.profile))

    def paths(self) -> landlock.Paths:
        """What Landlock lets this child touch."""
        folder, execs = self.request["folder"], self.profile.execs
        shared = ("/dev/shm",) if self.extra.shared else ()
        return landlock.Paths(
            read=["/"] if self.rooted else [*self.warmth.places.open_, *([folder] if folder else [])],
            write=[WORK, *self.extra.writable, *shared] if self.rooted else [],
            execute=[*self.programs.runs, *loaders()] if execs else [],
            devices=self.extra.devices,
        )

    def _leave_root(self) -> None:
        closed = "" if self.rooted else self.warmth.places.closed
        if closed:  # another user could not read Python; without capabilities root is an owner like any other
            self.layers.degraded.append(f"user (other users may not enter {closed})")
            return
        self.layers.attempt("user", lambda: sandbox.leave_root(self.uid_offset))


def start_device(name: str) -> bool:
    """Start the device in this process; whether it runs."""
    try:
        import torch

        return bool((torch.ones(1, device=name) + 1).item() == 2)
    except (ImportError, RuntimeError, AssertionError):  # a torch without CUDA asserts
        return False


def keeper(entry: Entry, post: socket.socket) -> None:
    """Enter the namespaces, fork pid 1 of the new one, tell it its number out here, and wait for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sandbox.die_with_parent(entry.c)
    entry.enter_spaces()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(write)
            number = int(os.read(read, 32) or b"0")
            os.close(read)
            sandbox.die_with_parent(entry.c)
            entry.enter_root()
            _serve(entry, post, number)
        except BaseException as error:  # noqa: BLE001 - whatever happens, this process must end here
            os.write(2, f"sandbox: {error!r}\n".encode()[:500])
        finally:
            os._exit(71)
    post.close()
    os.write(write, str(pid).encode())
    os.close(read)
    os.close(write)
    os.waitpid(pid, 0)
    os._exit(0)


def _serve(entry: Entry, post: socket.socket, number: int) -> None:
    """Pid 1: wait for a request, take the rest of the layers, then the wire."""
    message, descriptors, _, _ = socket.recv_fds(post, 65536, 2)
    post.close()
    if not message:
        return
    entry.request = json.loads(message)
    connection = _sit_down(*descriptors, started=entry.profile.device)
    connection.sendall(wire.pack({"pid": number}, []))
    if not entry.spaces:
        os.setpgid(0, 0)  # the judge ends the whole group
    if entry.missing:
        connection.sendall(wire.pack({**_layers(entry), "missing": entry.missing}, []))
        connection.recv(1)  # stay until the judge, which opens this process by its number, has heard
    elif entry.profile.execs or entry.profile.name == "service":
        broker.serve(connection, entry.layers, entry.confine, entry.programs)
    else:
        entry.confine()
        child.serve(connection, entry.layers, folder=WORK if entry.rooted else entry.request["folder"])


def _sit_down(connection: int, output: int, *, started: bool) -> socket.socket:
    """The output pipe on 1 and 2, and nothing else open but the wire; a device that has started keeps its files."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    if started:
        os.close(output)
    else:
        os.closerange(3, connection)
        os.closerange(connection + 1, 1024)
    return socket.socket(fileno=connection)


def _layers(entry: Entry) -> dict[str, list[str]]:
    return {"layers": entry.layers.held, "degraded": entry.layers.degraded}
