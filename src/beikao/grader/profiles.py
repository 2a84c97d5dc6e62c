"""What each profile of a lab grants a submission beyond `pure`, and what a machine must have for it. Plain values.

`pure` computes. `processes` may fork and speak TCP to itself. `service` is a Python program that listens. `program` is a
service whose manifest has `run`: an installed program (nginx) with the learner's files. `gpu` computes on a device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SPACES = "user, network and process namespaces"
CUDA = "a CUDA device"
BRING_TORCH = b"torch"  # said to a zygote in place of a request for a child


@dataclass(frozen=True)
class Profile:
    """What is granted. `alone`: only inside namespaces of its own, else it would reach the machine's processes or ports."""

    name: str
    network: bool = False  # sockets, inside its own network namespace
    forks: bool = False
    execs: bool = False  # the declared programs, nothing else
    device: bool = False
    processes: int = 128  # processes and threads
    files: int = 64  # open at once, in each process

    @property
    def alone(self) -> bool:
        return self.network or self.forks


PROFILES = {
    p.name: p
    for p in (
        Profile("pure"),
        Profile("processes", network=True, forks=True, processes=64, files=256),
        Profile("service", network=True),
        Profile("program", network=True, forks=True, execs=True, processes=64, files=512),
        Profile("gpu", device=True, processes=256, files=512),
    )
}
WALL = frozenset({"rlimits", "capabilities", "seccomp"})


def walled(layers: Sequence[str]) -> bool:
    """Whether these layers keep a submission from the machine: else only a learner who trusts their own code may run it."""
    return set(layers) >= WALL and bool({"root", "landlock"} & set(layers))


def no_wall(degraded: Sequence[str]) -> dict[str, str]:
    """Why a server with many users does not judge here."""
    what = "; ".join(degraded)
    return {
        "zh": f"多人共用的服务器必须有沙箱才能判题，这台机器缺少：{what}。请管理员运行 `beikao doctor`。",
        "en": f"A server with many users judges only inside a sandbox, and this machine lacks: {what}. "
        "Ask its administrator to run `beikao doctor`.",
    }


TRUSTED = {
    "zh": "“可信学习者”模式：这台机器没有沙箱，你的代码以你自己的权限运行。只运行你自己写的代码；`beikao doctor` 说明怎样补上沙箱。",
    "en": "Trusted learner mode: this machine has no sandbox, so your code runs with your own rights. Run only code you wrote; "
    "`beikao doctor` tells how to get a sandbox.",
}
