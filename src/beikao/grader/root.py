"""The private root of a child: a small tmpfs with read-only binds, entered by pivot_root; and what may be read in it.

Beyond `pure` a root holds what its profile needs and no more: `/dev/null` and its like, shared memory, a name for
127.0.0.1, the declared programs, the device files of a GPU. Never `/proc`, `/etc` or a home.
"""

from __future__ import annotations

import ctypes
import glob
import os
import sys
from dataclasses import dataclass

from beikao.grader.job import LOG, WORK
from beikao.grader.programs import WRITABLE, Programs
from beikao.grader.sandbox import call
from beikao.grader.syscalls import number

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    1, 2, 4, 8, 32, 4096, 16384, 1 << 18,
)  # fmt: skip
MNT_DETACH = 2
LIBRARIES = ("numpy", "torch")  # a folder of sys.path is needed if it holds one of them
PLAIN_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
GPU_DEVICES = ("/dev/nvidia[0-9]*", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-caps")
STATE_MIB, SHARED_MIB = 32, 64
HOSTS = "127.0.0.1 localhost\n::1 localhost\n"
NAMES = "hosts: files\n"  # no DNS


@dataclass(frozen=True)
class Extra:
    """What a root holds beyond Python. `writable` are small tmpfs folders, `shared` asks for /dev/shm."""

    files: tuple[str, ...] = ()  # files and folders, bound read-only
    devices: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # folders made inside the writable ones
    writable: tuple[str, ...] = ()
    shared: bool = False
    named: bool = False  # localhost has a name


def extra_of(*, network: bool, forks: bool, device: bool, programs: Programs) -> Extra:
    """What a profile's grants and programs need."""
    return Extra(
        files=(*programs.runs, *programs.reads),
        devices=(PLAIN_DEVICES if forks or device else ()) + (gpu_devices() if device else ()),
        states=programs.states,
        writable=WRITABLE if programs.runs else (),
        shared=forks or device,
        named=network,
    )


def gpu_devices() -> tuple[str, ...]:
    """The device files of NVIDIA GPUs on this machine; none where there is no driver."""
    return tuple(sorted(path for pattern in GPU_DEVICES for path in glob.glob(pattern)))  # noqa: PTH207


@dataclass(frozen=True)
class Places:
    """What a child may read: `bound` into its root, `hidden` there; `open_` is the same as a list without exceptions.

    `closed` is a folder on the way that other users may not enter (a Python under /root), or empty.
    """

    bound: tuple[str, ...]
    hidden: tuple[str, ...]
    open_: tuple[str, ...]
    closed: str


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
    call(c.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]), f"mount {target}")


def build_root(c: ctypes.CDLL, places: Places, disk_mib: int, extra: Extra) -> None:
    """A tmpfs as root, `places` and `extra` bound read-only, one writable folder. Only inside a mount namespace."""
    _mount(c, None, "/", None, MS_REC | MS_PRIVATE)
    _mount(c, "tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    os.mkdir("/tmp/old")  # noqa: PTH102
    os.chdir("/tmp")
    call(c.syscall(number("pivot_root"), b".", b"old"), "pivot_root")
    os.chdir("/")
    for place in places.bound:
        _bind(c, place, MS_RDONLY | MS_NOSUID)
    for place in places.hidden:
        _mount(c, "tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY, "size=4k,mode=755")
    for name in ("lib", "lib64"):
        if os.path.islink(f"/old/{name}") and not os.path.exists(f"/{name}"):  # noqa: PTH110, PTH114
            os.symlink(os.readlink(f"/old/{name}"), f"/{name}")  # noqa: PTH115, PTH211
    if extra != Extra():
        _furnish(c, extra, places)
    _scratch(c, WORK, disk_mib, 2048)
    call(c.umount2(b"/old", MNT_DETACH), "umount")
    os.rmdir("/old")  # noqa: PTH106
    _mount(c, None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _bind(c: ctypes.CDLL, path: str, flags: int) -> None:
    """The same file or folder of the old root, with these flags."""
    if os.path.isdir("/old" + path):  # noqa: PTH112
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY | os.O_CLOEXEC, 0o444))
    _mount(c, "/old" + path, path, None, MS_BIND | MS_REC)
    _mount(c, None, path, None, MS_REMOUNT | MS_BIND | flags)


def _scratch(c: ctypes.CDLL, path: str, size_mib: int, files: int) -> None:
    """An empty folder that everyone may write to."""
    os.makedirs(path, exist_ok=True)  # noqa: PTH103
    _mount(c, "tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, f"size={size_mib}m,mode=777,nr_inodes={files}")


def _furnish(c: ctypes.CDLL, extra: Extra, places: Places) -> None:
    """What a profile needs beyond Python."""
    for path in extra.files:
        if not any(_inside(path, place) for place in places.bound):
            _bind(c, path, MS_RDONLY | MS_NOSUID | MS_NODEV)
    for path in extra.devices:
        _bind(c, path, MS_NOSUID | MS_NOEXEC)
    for path in extra.writable:
        _scratch(c, path, STATE_MIB, 512)
    if extra.writable:
        for name in ("stdout", "stderr"):  # without /proc: the file that the broker gave as both
            os.symlink(f"{WORK}/{LOG}", f"/dev/{name}")  # noqa: PTH211
    make_states(extra.states)
    if extra.shared:
        _scratch(c, "/dev/shm", SHARED_MIB, 512)
    if extra.named:
        os.makedirs("/etc", exist_ok=True)  # noqa: PTH103
        for name, text in (("hosts", HOSTS), ("nsswitch.conf", NAMES)):
            with open(f"/etc/{name}", "w") as file:  # noqa: PTH123 - no pathlib after fork, to stay small
                file.write(text)


def make_states(states: tuple[str, ...]) -> None:
    """A program's own folders, open to the user it runs as."""
    mask = os.umask(0)
    for path in states:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
    os.umask(mask)
