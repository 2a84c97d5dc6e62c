"""Landlock: which files may be read and written, no TCP in `pure`, no signals or abstract sockets to the outside.

Source: Linux, Documentation/userspace-api/landlock.rst. What the running kernel's ABI lacks is left out.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from dataclasses import dataclass

CREATE, ADD, RESTRICT = 444, 445, 446
EXECUTE = 1 << 0
READ = (1 << 2) | (1 << 3)  # file, directory
DEVICE = (1 << 1) | (1 << 2) | (1 << 15)  # read, write, ioctl
FILE_ONLY = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15)
RULE_PATH = 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Path(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("access", ctypes.c_uint64), ("fd", ctypes.c_int32))


def abi(libc: ctypes.CDLL) -> int:
    """The kernel's Landlock version, 0 where there is none."""
    found = libc.syscall(CREATE, None, 0, 1)
    return max(0, int(found))


@dataclass(frozen=True)
class Paths:
    """What may be read, written (never executed), executed (and read), and used as a device."""

    read: Sequence[str]
    write: Sequence[str] = ()
    execute: Sequence[str] = ()
    devices: Sequence[str] = ()


def restrict(libc: ctypes.CDLL, paths: Paths, *, network: bool) -> int:
    """Restrict this process; returns the ABI used. Raises OSError where Landlock is missing or refuses."""
    version = abi(libc)
    if version < 1:
        raise OSError("no Landlock in this kernel")
    all_fs = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1
    rules = _Ruleset(all_fs, 0 if network or version < 4 else 3, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(CREATE, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    given = (
        (paths.read, READ),
        (paths.write, all_fs & ~EXECUTE),
        (paths.execute, READ | EXECUTE),
        (paths.devices, DEVICE),
    )
    for places, access in given:
        for path in places:
            _allow(libc, ruleset, path, access & all_fs)
    if libc.syscall(RESTRICT, ruleset, 0):
        raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    os.close(ruleset)
    return version


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 - no pathlib after fork, to stay small
        access &= FILE_ONLY
    rule = _Path(access, descriptor)
    failed = libc.syscall(ADD, ruleset, RULE_PATH, ctypes.byref(rule), 0)
    os.close(descriptor)
    if failed:
        raise OSError(ctypes.get_errno(), f"landlock_add_rule {path}")
