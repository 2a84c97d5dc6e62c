"""Idle processes that have started the GPU, one learner's and one reference's ready for the next submission.

A device cannot be started before a fork, so these are fresh interpreters (`zygote` with a device), each used for one child
and thrown away. Nothing is started where there is no device, nor before the first submission that wants one: an idle
process holds some of the device's memory.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

from beikao.grader.root import gpu_devices

IDLE = 2


class Devices:
    """`launch()` starts such a process and returns its control socket at once. `forced` names another device (`cpu`), for
    machines without one."""

    def __init__(self, launch: Callable[[str], socket.socket], forced: str = "") -> None:
        self._launch, self._forced = launch, forced
        self._idle: list[socket.socket] = []
        self._wanted = False

    @property
    def present(self) -> bool:
        """Whether there is a device and a torch that can use it."""
        import torch

        return bool(self._forced) or (torch.version.cuda is not None and bool(gpu_devices()))

    def take(self) -> socket.socket:
        """A process for one child."""
        self._wanted = True
        return self._idle.pop(0) if self._idle else self._launch(self._forced or "cuda")

    def refill(self) -> None:
        """Start what is missing, for the next submission; they come up while nobody waits."""
        while self._wanted and len(self._idle) < IDLE:
            self._idle.append(self._launch(self._forced or "cuda"))
