"""The last layer: a classic BPF filter that lets through a list of system calls and refuses the rest.

Threads may be made (`clone` with CLONE_THREAD); processes, sockets (in `pure`), exec, tracing, mounting, namespaces,
kernel interfaces and signals to others may not. Refused calls answer EPERM, unknown ones ENOSYS; so does `clone3`, and
the C library falls back to `clone`, whose flags a filter can see. A service gets sockets of the families that live in
its own network namespace, and no other (AF_VSOCK reaches the machine around it).
Source: Linux, Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from beikao.grader.syscalls import ALLOWED, AUDIT_ARCH, MACHINE, NETWORK, REFUSED, number, numbers

Line = tuple[int, int, int, int]  # operation, jump if true, jump if false, operand
LD_W_ABS, JMP_JEQ, JMP_JGE, JMP_JSET, RET = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
PERMISSION, MISSING = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
NR, ARCH, ARGS = 0, 4, 16
CLONE_THREAD = 0x00010000
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
PR_SET_SECCOMP, MODE_FILTER = 22, 2
GIVE, REFUSE = (RET, 0, 0, ALLOW), (RET, 0, 0, PERMISSION)


def program(network: bool, pid: int) -> bytes:
    """The filter for this machine, as an array of sock_filter. Raises KeyError on an unknown architecture."""
    code: list[Line] = [
        (LD_W_ABS, 0, 0, ARCH),
        (JMP_JEQ, 1, 0, AUDIT_ARCH[MACHINE]),
        (RET, 0, 0, KILL),
        (LD_W_ABS, 0, 0, NR),
    ]
    if MACHINE == "x86_64":
        code += [(JMP_JGE, 0, 1, 0x40000000), (RET, 0, 0, KILL)]  # the x32 numbers
    allowed = numbers(ALLOWED) + (numbers(NETWORK) if network else [])
    for call in allowed:
        code += [(JMP_JEQ, 0, 1, call), GIVE]
    code += _looked_into(network, pid)
    for call in numbers(REFUSED) + ([] if network else numbers(NETWORK)):
        code += [(JMP_JEQ, 0, 1, call), REFUSE]
    code.append((RET, 0, 0, MISSING))
    return b"".join(struct.pack("<HBBI", *line) for line in code)


def _looked_into(network: bool, pid: int) -> list[Line]:
    """The calls whose arguments decide."""
    families = FAMILIES if network else ()
    thread = [(LD_W_ABS, 0, 0, ARGS), (JMP_JSET, 0, 1, CLONE_THREAD), GIVE, REFUSE]
    reads_limit = [
        (LD_W_ABS, 0, 0, ARGS + 16),
        (JMP_JEQ, 0, 3, 0),
        (LD_W_ABS, 0, 0, ARGS + 20),
        (JMP_JEQ, 0, 1, 0),
        GIVE,
        REFUSE,
    ]
    return [
        *_when("clone", thread),
        *_when("prlimit64", reads_limit),  # new_limit is null
        *_when("prctl", _one_of(PRCTL_HARMLESS)),
        *_when("tgkill", _one_of((pid,))),  # abort() signals this process itself
        *_when("socket", _one_of(families)),
        *_when("socketpair", _one_of((1,))),  # event loops wake themselves through a pair
    ]  # fmt: skip


def _one_of(values: tuple[int, ...]) -> list[Line]:
    """Allowed where the first argument is one of these."""
    tests: list[Line] = [line for value in values for line in ((JMP_JEQ, 0, 1, value), GIVE)]
    return [(LD_W_ABS, 0, 0, ARGS), *tests, REFUSE]


def _when(name: str, body: list[Line]) -> list[Line]:
    """`body` (which always returns) for this call, else go on behind it."""
    return [(JMP_JEQ, 0, len(body), number(name)), *body]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(libc: ctypes.CDLL, network: bool) -> None:
    """Put the filter on this process; no_new_privs must be set. Raises OSError, KeyError."""
    code = program(network, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(filter_), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
