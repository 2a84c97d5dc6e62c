"""The last layer: a classic BPF filter that lets through a list of system calls and refuses the rest.

Threads may be made (`clone` with CLONE_THREAD); processes, sockets (in `pure`), exec, tracing, mounting, namespaces,
kernel interfaces and signals to others may not. Refused calls answer EPERM, unknown ones ENOSYS; so does `clone3`, and
the C library falls back to `clone`, whose flags a filter can see. A profile with a network gets sockets of the families
that live in its own network namespace, and no other (AF_VSOCK reaches the machine around it); one that forks gets
`clone` without the flags for new namespaces, signals, which end at its own process namespace, and NETLINK_ROUTE.
Source: Linux, Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from beikao.grader.profiles import Profile
from beikao.grader.syscalls import ALLOWED, AUDIT_ARCH, MACHINE, NETWORK, PROCESSES, PROGRAMS, REFUSED, number, numbers

Line = tuple[int, int, int, int]  # operation, jump if true, jump if false, operand
LD_W_ABS, JMP_JEQ, JMP_JGE, JMP_JSET, RET = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
PERMISSION, MISSING = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
NR, ARCH, ARGS = 0, 4, 16
CLONE_THREAD = 0x00010000
CLONE_SPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
PRCTL_HARMLESS = (
    3,
    15,
    16,
    21,
    23,
    39,
    0x53564D41,
)  # get dumpable, (get) name, get seccomp, bounds, get no_new_privs, name a mapping
FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6
NETLINK, NETLINK_ROUTE = 16, 0
SET_DUMPABLE = 4
SET_MODE_FILTER, ALL_THREADS = 1, 1
GIVE, REFUSE = (RET, 0, 0, ALLOW), (RET, 0, 0, PERMISSION)


def program(profile: Profile, pid: int, machine: str = MACHINE) -> bytes:
    """The filter of a machine, as an array of sock_filter. Raises KeyError on an unknown architecture."""
    code: list[Line] = [
        (LD_W_ABS, 0, 0, ARCH),
        (JMP_JEQ, 1, 0, AUDIT_ARCH[machine]),
        (RET, 0, 0, KILL),
        (LD_W_ABS, 0, 0, NR),
    ]
    if machine == "x86_64":
        code += [(JMP_JGE, 0, 1, 0x40000000), (RET, 0, 0, KILL)]  # the x32 numbers
    allowed, refused = numbers(ALLOWED, machine), numbers(REFUSED, machine)
    for table, granted in ((NETWORK, profile.network), (PROCESSES, profile.forks), (PROGRAMS, profile.execs)):
        (allowed if granted else refused).extend(numbers(table, machine))
    for call in allowed:
        code += [(JMP_JEQ, 0, 1, call), GIVE]
    code += _looked_into(profile, pid, machine)
    for call in refused:
        code += [(JMP_JEQ, 0, 1, call), REFUSE]
    code.append((RET, 0, 0, MISSING))
    return b"".join(struct.pack("<HBBI", *line) for line in code)


def _looked_into(profile: Profile, pid: int, machine: str) -> list[Line]:
    """The calls whose arguments decide."""
    reads_limit = [
        (LD_W_ABS, 0, 0, ARGS + 16),
        (JMP_JEQ, 0, 3, 0),
        (LD_W_ABS, 0, 0, ARGS + 20),
        (JMP_JEQ, 0, 1, 0),
        GIVE,
        REFUSE,
    ]
    bodies = {
        "clone": _clone(profile.forks),
        "prlimit64": reads_limit,  # new_limit is null
        "prctl": _one_of(PRCTL_HARMLESS + ((SET_DUMPABLE,) if profile.execs else ())),  # exec sets it anyway
        "tgkill": [GIVE] if profile.forks else _one_of((pid,)),  # abort() signals this process itself
        "socket": _socket(profile),
        "socketpair": _one_of((1,)),  # event loops wake themselves through a pair
    }
    return [line for name, body in bodies.items() for line in _when(number(name, machine), body)]


def _clone(forks: bool) -> list[Line]:
    """A thread, or any process that stays in the same namespaces."""
    flags = (LD_W_ABS, 0, 0, ARGS)
    if forks:
        return [flags, (JMP_JSET, 0, 1, CLONE_SPACES), REFUSE, GIVE]
    return [flags, (JMP_JSET, 0, 1, CLONE_THREAD), GIVE, REFUSE]


def _socket(profile: Profile) -> list[Line]:
    """A family that lives in the own network namespace; for gloo and Go also the list of its interfaces."""
    if not profile.forks:
        return _one_of(FAMILIES if profile.network else ())
    lists = [(JMP_JEQ, 0, 3, NETLINK), (LD_W_ABS, 0, 0, ARGS + 16), (JMP_JEQ, 0, 1, NETLINK_ROUTE), GIVE, REFUSE]
    return [*_one_of(FAMILIES)[:-1], *lists]


def _one_of(values: tuple[int, ...]) -> list[Line]:
    """Allowed where the first argument is one of these."""
    tests: list[Line] = [line for value in values for line in ((JMP_JEQ, 0, 1, value), GIVE)]
    return [(LD_W_ABS, 0, 0, ARGS), *tests, REFUSE]


def _when(call: int, body: list[Line]) -> list[Line]:
    """`body` (which always returns) for this call, else go on behind it."""
    return [(JMP_JEQ, 0, len(body), call), *body]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(libc: ctypes.CDLL, profile: Profile) -> None:
    """Put the filter on every thread of this process; no_new_privs must be set. Raises OSError, KeyError."""
    code = program(profile, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.syscall(number("seccomp"), SET_MODE_FILTER, ALL_THREADS, ctypes.byref(filter_)):
        raise OSError(ctypes.get_errno(), "seccomp")
