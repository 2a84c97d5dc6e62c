"""Puts a freshly forked process into the sandbox, layer by layer, and reports each layer it wanted and did not get.

Order: namespaces (user, mount, pid, net, ipc, uts) -> fork (pid 1) -> a small tmpfs as root with read-only binds ->
rlimits -> setuid -> no capabilities -> Landlock -> seccomp. Works as root and as an ordinary user; without user
namespaces what is left are Landlock, rlimits, capabilities and seccomp; elsewhere rlimits alone, and that is said.
Not a wall against a fault in the kernel itself.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from beikao.grader.profiles import Profile

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
FIRST_UID = 0x70000000  # above what distributions and containers hand out
NOBODY, INNER_UID = 65534, 1000
HOST = b"localhost"
MIB = 1 << 20


@dataclass
class Layers:
    """What holds and what was wanted and failed."""

    held: list[str] = field(default_factory=list)
    degraded: list[str] = field(default_factory=list)

    def attempt(self, name: str, act: Callable[[], object]) -> bool:
        """Run one layer; note whether it holds."""
        try:
            act()
        except (OSError, KeyError, AttributeError, ValueError) as error:
            self.degraded.append(f"{name} ({error})")
            return False
        self.held.append(name)
        return True


def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def call(result: int, what: str) -> None:
    """Raise the C library's error where a call failed."""
    if result:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def enter_namespaces(c: ctypes.CDLL) -> bool:
    """New namespaces for this process and (pid) its children; whether a user namespace was needed. Raises OSError."""
    flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    mapped = not (os.geteuid() == 0 and c.unshare(flags) == 0)
    if mapped:
        _map_user(c, flags)
    call(c.sethostname(HOST, len(HOST)), "sethostname")  # the machine's own name is nobody's business
    return mapped


def _map_user(c: ctypes.CDLL, flags: int) -> None:
    """A user namespace in which this user is an ordinary one: a program that finds itself root tries to change users."""
    uid, gid = os.geteuid(), os.getegid()
    call(c.unshare(flags | NEWUSER), "unshare")
    for path, text in (("setgroups", "deny"), ("uid_map", f"{INNER_UID} {uid} 1"), ("gid_map", f"{INNER_UID} {gid} 1")):
        with open(f"/proc/self/{path}", "w") as file:  # noqa: PTH123 - no pathlib after fork, to stay small
            file.write(text)


# ---- the network


def raise_loopback() -> None:
    """Bring `lo` up in a new network namespace."""
    import fcntl
    import socket
    import struct

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(probe, 0x8914, request)  # SIOCSIFFLAGS


# ---- limits and privileges


@dataclass(frozen=True)
class Size:
    """Bytes of a warm process: its address space and its private writable memory. 0 where the kernel does not say."""

    space: int = 0
    data: int = 0


def size_now() -> Size:
    """Of this process; must be asked while /proc is there."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            pages = [int(n) for n in file.read().split()]
    except FileNotFoundError:
        return Size()
    return Size(pages[0] * resource.getpagesize(), pages[5] * resource.getpagesize())


def set_limits(have: Size, profile: Profile, memory_mib: int, seconds: float, disk_mib: int) -> None:
    """rlimits: memory above what the warm process has, CPU, file size, processes, open files, no core.

    CPU is a second net behind the judge's clock, for every core at work: a submission in time never meets it. Drivers and
    Go programs reserve address space that they never use, so there only writable memory is bounded. Every limit is
    tried; raises OSError with those that could not be set.
    """
    memory = memory_mib * MIB
    counted = resource.RLIMIT_DATA if profile.execs or profile.device else resource.RLIMIT_AS
    before = 0 if profile.execs else have.data if profile.device else have.space
    wanted = {
        counted: before + memory if have.space else resource.RLIM_INFINITY,
        resource.RLIMIT_CPU: int(seconds + 10) * (os.cpu_count() or 1),
        resource.RLIMIT_FSIZE: disk_mib * MIB,
        resource.RLIMIT_NOFILE: profile.files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: profile.processes,
    }
    refused = [f"{kind}: {error}" for kind, value in wanted.items() if (error := _limit(kind, value))]
    if refused:
        raise OSError("; ".join(refused))


def _limit(kind: int, value: int) -> str:
    """Set one limit, never above the hard one; what stood in the way, or nothing."""
    try:
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def leave_root(number_: int) -> None:
    """Become a user of this child's own (so limits and signals of children never meet), else nobody."""
    for uid in (FIRST_UID + number_, NOBODY):
        try:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
        except OSError:
            if uid == NOBODY:
                raise
        else:
            return


def drop_capabilities(c: ctypes.CDLL) -> None:
    """No capabilities, no new privileges, closed to other processes, and death with the parent."""
    for capability in range(41):
        c.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    call(c.capset(header, data), "capset")
    call(c.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    # setuid cleared the first; without it a child whose parent was killed would live on
    die_with_parent(c)
    call(c.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")


def die_with_parent(c: ctypes.CDLL) -> None:
    """SIGKILL when the parent ends. Linux only; elsewhere nothing."""
    if hasattr(c, "prctl"):
        c.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
