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
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from beikao.grader.syscalls import number

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
FIRST_UID = 0x70000000  # above what distributions and containers hand out
NOBODY = 65534
WORK = "/submission"
MIB = 1 << 20
NPROC, NOFILE = 128, 64
LIBRARIES = ("numpy", "torch")  # a folder of sys.path is needed if it holds one of them


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


@dataclass(frozen=True)
class Places:
    """What a child may read: `bound` into its root, `hidden` there; `open_` is the same as a list without exceptions.

    `closed` is a folder on the way that other users may not enter (a Python under /root), or empty.
    """

    bound: tuple[str, ...]
    hidden: tuple[str, ...]
    open_: tuple[str, ...]
    closed: str


def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def _call(result: int, what: str) -> None:
    if result:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def enter_namespaces(c: ctypes.CDLL) -> bool:
    """New namespaces for this process and (pid) its children; whether a user namespace was needed. Raises OSError."""
    flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    if os.geteuid() == 0 and c.unshare(flags) == 0:
        return False
    uid, gid = os.geteuid(), os.getegid()
    _call(c.unshare(flags | NEWUSER), "unshare")
    for path, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with open(f"/proc/self/{path}", "w") as file:  # noqa: PTH123 - no pathlib after fork, to stay small
            file.write(text)
    return True


# ---- what may be read


def readable_places() -> Places:
    """What Python and its libraries need: the interpreter, its packages, shared libraries, time zones.

    The course is kept out where it lies among the packages: it holds references and checks.
    """
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    wanted = [sys.base_prefix, sys.prefix, "/usr/lib", "/lib", "/lib64", "/usr/share/zoneinfo"]
    wanted += [p for p in sys.path if any(os.path.isdir(os.path.join(p, name)) for name in LIBRARIES)]  # noqa: PTH112, PTH118
    bound: list[str] = []
    for path in sorted({os.path.realpath(p) for p in wanted if os.path.exists(p)}, key=len):  # noqa: PTH110
        if path != "/" and not any(_inside(path, found) for found in bound):
            bound.append(path)
    hidden = [h for h in (f"{package}/_content",) if os.path.isdir(h) and any(_inside(h, b) for b in bound)]  # noqa: PTH112
    open_ = [path for place in bound for path in _without(place, hidden)]
    return Places(tuple(bound), tuple(hidden), tuple(open_), _closed(bound))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def _without(place: str, hidden: list[str]) -> list[str]:
    """`place`, or its entries where something in it is hidden."""
    if place in hidden:
        return []
    if not any(_inside(h, place) for h in hidden):
        return [place]
    return [path for name in sorted(os.listdir(place)) for path in _without(f"{place}/{name}", hidden)]  # noqa: PTH208


def _closed(places: list[str]) -> str:
    """The first folder on the way to one of these that others may not enter."""
    for place in places:
        parts = place.split("/")
        for depth in range(2, len(parts) + 1):
            folder = "/".join(parts[:depth])
            if not os.stat(folder).st_mode & 0o001:  # noqa: PTH116
                return folder
    return ""


# ---- the root


def _mount(
    c: ctypes.CDLL, source: str | None, target: str, kind: str | None, flags: int, data: str | None = None
) -> None:
    texts = [None if x is None else x.encode() for x in (source, target, kind, data)]
    _call(c.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]), f"mount {target}")


def build_root(c: ctypes.CDLL, places: Places, disk_mib: int) -> None:
    """A tmpfs as root, `places` bound read-only, one writable folder. Only inside a mount namespace."""
    _mount(c, None, "/", None, MS_REC | MS_PRIVATE)
    _mount(c, "tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    os.mkdir("/tmp/old")  # noqa: PTH102
    os.chdir("/tmp")
    _call(c.syscall(number("pivot_root"), b".", b"old"), "pivot_root")
    os.chdir("/")
    for place in places.bound:
        os.makedirs(place, exist_ok=True)  # noqa: PTH103
        _mount(c, "/old" + place, place, None, MS_BIND | MS_REC)
        _mount(c, None, place, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)
    for place in places.hidden:
        _mount(c, "tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY, "size=4k,mode=755")
    for name in ("lib", "lib64"):
        if os.path.islink(f"/old/{name}") and not os.path.exists(f"/{name}"):  # noqa: PTH110, PTH114
            os.symlink(os.readlink(f"/old/{name}"), f"/{name}")  # noqa: PTH115, PTH211
    os.mkdir(WORK)  # noqa: PTH102
    _mount(c, "tmpfs", WORK, "tmpfs", MS_NOSUID | MS_NODEV, f"size={disk_mib}m,mode=777,nr_inodes=2048")
    _call(c.umount2(b"/old", MNT_DETACH), "umount")
    os.rmdir("/old")  # noqa: PTH106
    _mount(c, None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def raise_loopback() -> None:
    """Bring `lo` up in a new network namespace."""
    import fcntl
    import socket
    import struct

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(probe, 0x8914, request)  # SIOCSIFFLAGS


# ---- limits and privileges


def address_space() -> int:
    """Bytes of address space this process has now; must be asked while /proc is there. 0 where there is none."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def set_limits(have: int, memory_mib: int, seconds: float, disk_mib: int) -> None:
    """rlimits: memory above the `have` of the warm process, CPU, file size, processes, open files, no core.

    CPU is a second net behind the judge's clock, for every core at work: a submission in time never meets it.
    """
    cpu = int(seconds + 10) * (os.cpu_count() or 1)
    for kind, value in (
        (resource.RLIMIT_AS, have + memory_mib * MIB if have else resource.RLIM_INFINITY),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, disk_mib * MIB),
        (resource.RLIMIT_NOFILE, NOFILE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, NPROC),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


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
    _call(c.capset(header, data), "capset")
    _call(c.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    # setuid cleared the first; without it a child whose parent was killed would live on
    die_with_parent(c)
    _call(c.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")


def die_with_parent(c: ctypes.CDLL) -> None:
    """SIGKILL when the parent ends. Linux only; elsewhere nothing."""
    if hasattr(c, "prctl"):
        c.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
