"""The last layer: a classic BPF filter that answers EPERM to system calls a submission has no business making.

Threads may be made (`clone` with CLONE_THREAD); processes, sockets (in `pure`), exec, tracing, mounting, new
namespaces, kernel interfaces and signals to others may not. `clone3` answers ENOSYS, so the C library falls back to
`clone`, whose flags a filter can see. Source: Linux, Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import struct

from beikao.grader.syscalls import AUDIT_ARCH, MACHINE, TABLE, number

LD_W_ABS, JMP_JEQ, JMP_JGE, JMP_JSET, RET = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
NR, ARCH, ARGS = 0, 4, 16
CLONE_THREAD = 0x00010000
NETWORK = ("socket", "connect", "bind", "listen", "accept", "accept4")
SPECIAL = ("clone", "clone3", "prlimit64")
PR_SET_SECCOMP, MODE_FILTER = 22, 2


def denied(network: bool) -> list[str]:
    """Calls that get EPERM whatever their arguments."""
    allowed = {*SPECIAL, *(NETWORK if network else ())}
    return [name for name in TABLE if name not in allowed]


def program(network: bool) -> bytes:
    """The filter for this machine, as an array of sock_filter. Raises KeyError on an unknown architecture."""
    code: list[tuple[int, int, int, int]] = [
        (LD_W_ABS, 0, 0, ARCH),
        (JMP_JEQ, 1, 0, AUDIT_ARCH[MACHINE]),
        (RET, 0, 0, KILL),
        (LD_W_ABS, 0, 0, NR),
    ]
    if MACHINE == "x86_64":
        code += [(JMP_JGE, 0, 1, 0x40000000), (RET, 0, 0, KILL)]  # the x32 numbers
    for name in denied(network):
        if number(name) >= 0:
            code += [(JMP_JEQ, 0, 1, number(name)), (RET, 0, 0, ERRNO | errno.EPERM)]
    code += [(JMP_JEQ, 0, 1, number("clone3")), (RET, 0, 0, ERRNO | errno.ENOSYS)]
    code += [(JMP_JEQ, 0, 4, number("clone")), (LD_W_ABS, 0, 0, ARGS), (JMP_JSET, 1, 0, CLONE_THREAD),
             (RET, 0, 0, ERRNO | errno.EPERM), (RET, 0, 0, ALLOW)]  # fmt: skip
    # prlimit64 may read limits (new_limit is null) and set none
    code += [(JMP_JEQ, 0, 6, number("prlimit64")), (LD_W_ABS, 0, 0, ARGS + 16), (JMP_JEQ, 0, 3, 0),
             (LD_W_ABS, 0, 0, ARGS + 20), (JMP_JEQ, 0, 1, 0), (RET, 0, 0, ALLOW), (RET, 0, 0, ERRNO | errno.EPERM)]  # fmt: skip
    code.append((RET, 0, 0, ALLOW))
    return b"".join(struct.pack("<HBBI", *line) for line in code)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(libc: ctypes.CDLL, network: bool) -> None:
    """Put the filter on this process; no_new_privs must be set. Raises OSError, KeyError."""
    code = program(network)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(filter_), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
