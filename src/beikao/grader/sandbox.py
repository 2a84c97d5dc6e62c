"""Puts a freshly forked process into the sandbox, layer by layer, and reports each layer it wanted and did not get.

Order: namespaces (user, mount, pid, net, ipc, uts) -> fork (pid 1) -> a small tmpfs as root with read-only binds ->
Landlock -> rlimits -> setuid -> no capabilities -> seccomp. Works as root and as an ordinary user; without user
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

NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
NOBODY = 65534
WORK = "/submission"
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


def _call(result: int, what: str) -> None:
    if result:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def enter_namespaces(c: ctypes.CDLL) -> None:
    """New namespaces for this process and (pid) its children. Raises OSError where the kernel refuses."""
    flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    if os.geteuid() == 0 and c.unshare(flags) == 0:
        return
    uid, gid = os.geteuid(), os.getegid()
    _call(c.unshare(flags | NEWUSER), "unshare")
    for path, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with open(f"/proc/self/{path}", "w") as file:  # noqa: PTH123 - no pathlib after fork, to stay small
            file.write(text)


def readable_places() -> list[str]:
    """What Python and its libraries need to read: the interpreter, its packages, shared libraries, time zones."""
    wanted = [sys.base_prefix, sys.prefix, "/usr/lib", "/lib", "/lib64", "/usr/share/zoneinfo"]
    wanted += [p for p in sys.path if p]
    found: list[str] = []
    for path in sorted({os.path.realpath(p) for p in wanted if os.path.exists(p)}, key=len):  # noqa: PTH110
        if path != "/" and not any(path == f or path.startswith(f + "/") for f in found):
            found.append(path)
    return found


def _mount_point(places: list[str]) -> str:
    """A folder that may be covered in our own mount namespace: no place to be bound lies under it."""
    for folder in ("/tmp", "/mnt", "/var/tmp", "/srv", "/media", "/home"):
        if os.path.isdir(folder) and not any((p + "/").startswith(folder + "/") for p in places):  # noqa: PTH112
            return folder
    raise OSError("no folder to build a private root on")


def build_root(c: ctypes.CDLL, places: list[str], disk_mib: int) -> None:
    """A tmpfs as root, `places` bound read-only, one writable folder. Only inside a mount namespace."""

    def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
        encoded = [None if x is None else x.encode() for x in (source, target, kind, data)]
        _call(c.mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3]), f"mount {target}")

    mount(None, "/", None, MS_REC | MS_PRIVATE)
    root = _mount_point(places)
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    for place in places:
        target = root + place
        os.makedirs(target, exist_ok=True)  # noqa: PTH103
        mount(place, target, None, MS_BIND | MS_REC)
        mount(None, target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)
    for name in ("lib", "lib64"):
        if os.path.islink("/" + name) and not os.path.exists(f"{root}/{name}"):  # noqa: PTH110, PTH114
            os.symlink(os.readlink("/" + name), f"{root}/{name}")  # noqa: PTH115, PTH211
    os.makedirs(root + WORK, exist_ok=True)  # noqa: PTH103
    mount("tmpfs", root + WORK, "tmpfs", MS_NOSUID | MS_NODEV, f"size={disk_mib}m,mode=777,nr_inodes=2048")
    os.makedirs(root + "/old", exist_ok=True)  # noqa: PTH103
    os.chdir(root)
    _call(c.syscall(number("pivot_root"), b".", b"old"), "pivot_root")
    os.chdir("/")
    _call(c.umount2(b"/old", MNT_DETACH), "umount")
    os.rmdir("/old")  # noqa: PTH106
    mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def raise_loopback() -> None:
    """Bring `lo` up in a new network namespace."""
    import fcntl
    import socket
    import struct

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(probe, 0x8914, request)  # SIOCSIFFLAGS


def address_space() -> int:
    """Bytes of address space this process has now; must be asked while /proc is there."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * resource.getpagesize()


def set_limits(have: int, memory_mib: int, seconds: float, disk_mib: int) -> None:
    """rlimits: memory above the `have` of the warm process, CPU, file size, processes, open files, no core."""
    cpu = int(seconds) + 2
    for kind, value in (
        (resource.RLIMIT_AS, have + memory_mib * MIB),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, disk_mib * MIB),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 256),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def drop_privileges(c: ctypes.CDLL, mapped: bool) -> None:
    """To nobody where we are root; in any case no capabilities, no new ones, and death with the parent."""
    if os.geteuid() == 0 and not mapped:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    for capability in range(41):
        c.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    _call(c.capset(header, data), "capset")
    _call(c.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    # setuid cleared the first; without it a child whose parent was killed would live on
    _call(c.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "pdeathsig")
    _call(c.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
