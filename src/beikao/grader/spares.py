"""The judge's side of the zygote: asks it for children, and keeps two waiting for the next submission."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from dataclasses import asdict
from typing import Any

from beikao.grader.children import Child, hello
from beikao.grader.devices import Devices
from beikao.grader.failures import Unavailable, ZygoteDied
from beikao.grader.profiles import BRING_TORCH, CUDA
from beikao.grader.programs import Programs

SPARES = 2  # the learner's and its twin
NONE = Programs()


class Zygote:
    """Asks the zygote process for children. `rooted`: they get a root of their own. `linux`: the kernel tells the judge
    about them. `devices`: where children with a GPU come from.

    Two more of the last kind wait for the next submission: in their sandbox, with nothing of any lab, each used once.
    """

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes], *, rooted: bool, linux: bool = True,
                 devices: Devices | None = None) -> None:  # fmt: skip
        self.control, self.process, self.rooted, self.linux, self.devices = control, process, rooted, linux, devices
        self.torch = False  # whether it has imported torch, and this process too
        self.walled = False  # many users: nothing is judged without a wall between them
        self._kind: tuple[str, int, float] | None = None  # profile, memory, seconds of the last child
        self.spares: list[Child] = []

    def child(
        self, *, profile: str, memory_mib: int, seconds: float, folder: str | None, programs: Programs = NONE
    ) -> Child:
        """A child; a new one may still be entering its sandbox. Raises ZygoteDied, Unavailable."""
        kind = (profile, memory_mib, seconds)
        if kind != self._kind:
            self.discard()
        self._kind = kind if folder is None else None
        while self.spares:
            spare = self.spares.pop()
            if spare.waits():
                return spare
            spare.close()
        return self._ask(*kind, folder, programs)

    def bring_torch(self) -> None:
        """Import torch there and here, side by side, unless it was. Raises ZygoteDied."""
        if self.torch:
            return
        self.discard()
        try:
            self.control.sendall(BRING_TORCH)
        except OSError as error:
            raise ZygoteDied from error
        try:
            import torch

            torch.set_num_threads(1)
        finally:
            hello(self.control)
        self.torch = True

    def refill(self) -> None:
        """Ask for the spare children of the next submission. Raises ZygoteDied."""
        if self.devices:
            self.devices.refill()
        if self._kind is None or self._kind[0] != "pure":
            return
        self.spares += [self._ask(*self._kind, None, NONE) for _ in range(SPARES - len(self.spares))]

    def discard(self) -> None:
        """End the spare children."""
        while self.spares:
            self.spares.pop().close()

    def _ask(self, profile: str, memory_mib: int, seconds: float, folder: str | None, programs: Programs) -> Child:
        if profile == "gpu" and (self.devices is None or not self.devices.present):
            raise Unavailable(CUDA)
        control = self.devices.take() if profile == "gpu" and self.devices else self.control
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        os.set_blocking(read, False)
        request = {"profile": profile, "memory_mib": memory_mib, "seconds": seconds, "folder": folder,
                   "programs": asdict(programs)}  # fmt: skip
        try:
            _sent(control, request, [theirs.fileno(), write])
        finally:
            theirs.close()
            os.close(write)
        return Child(ours, read, profile, memory_mib=memory_mib, linux=self.linux, control=control,
                     alone=control is not self.control)  # fmt: skip


def _sent(control: socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
    """Send a request for a child. Raises ZygoteDied."""
    try:
        socket.send_fds(control, [json.dumps(request).encode()], descriptors)
        if control.type == socket.SOCK_STREAM and not control.recv(1):
            raise ZygoteDied
    except OSError as error:
        raise ZygoteDied from error
