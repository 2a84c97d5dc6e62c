"""The tables of system calls against libseccomp's, and the filter itself, run by a small interpreter for both machines."""

from __future__ import annotations

import ctypes
import errno
import struct
from collections import Counter

import pytest

from beikao.grader import seccomp, syscalls
from beikao.grader.profiles import PROFILES
from beikao.grader.syscalls import ALLOWED, AUDIT_ARCH, NETWORK, PROCESSES, PROGRAMS, REFUSED, number

MACHINES = ("x86_64", "aarch64")
NEWER = {"fchmodat2", "map_shadow_stack", "mseal"}  # than libseccomp 2.5; above 423 both machines have the same number
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
PID = 4321
TABLES = {"ALLOWED": ALLOWED, "NETWORK": NETWORK, "PROCESSES": PROCESSES, "PROGRAMS": PROGRAMS, "REFUSED": REFUSED,
          "LOOKED_INTO": syscalls.LOOKED_INTO}  # fmt: skip


def libseccomp(name: str, machine: str) -> int:
    """The number by libseccomp, -1 where the machine has no such call (or the library does not know it)."""
    library = ctypes.CDLL("libseccomp.so.2")
    return max(-1, library.seccomp_syscall_resolve_name_arch(ctypes.c_uint32(AUDIT_ARCH[machine]), name.encode()))


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_libseccomps(machine: str) -> None:
    column = MACHINES.index(machine)
    ours = {name: row[column] for name, row in syscalls.ALL.items()}
    theirs = {name: libseccomp(name, machine) for name in ours}
    unknown = {name for name in ours if libseccomp(name, "x86_64") == libseccomp(name, "aarch64") == -1}
    assert unknown <= NEWER
    differ = {n: (ours[n], theirs[n]) for n in ours if n not in unknown and ours[n] != theirs[n]}
    assert differ == {}
    assert all(syscalls.ALL[name][0] == syscalls.ALL[name][1] >= 424 for name in unknown)


def test_no_call_stands_in_two_tables() -> None:
    counted = Counter(name for table in TABLES.values() for name in table)
    assert [name for name, count in counted.items() if count > 1] == []


def run(program: bytes, number_: int, args: tuple[int, ...] = (), arch: int = 0) -> int:
    """What a filter answers to one call: an interpreter of the five instructions it is made of."""
    full = (*args, *(0,) * (6 - len(args)))
    data = struct.pack("<iIQ6Q", number_ - (1 << 32) if number_ >= 1 << 31 else number_, arch, 0, *full)
    lines = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    accumulator, at = 0, 0
    while True:
        operation, yes, no, operand = lines[at]
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, operand)
        elif operation == 0x06:
            return int(operand)
        else:
            tests = {0x15: accumulator == operand, 0x35: accumulator >= operand, 0x45: bool(accumulator & operand)}
            at += yes if tests[operation] else no


def answers(profile: str, machine: str, name: str, *args: int) -> int:
    code = seccomp.program(PROFILES[profile], PID, machine)
    return run(code, number(name, machine), args, AUDIT_ARCH[machine])


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_call_of_every_table(profile: str, machine: str) -> None:
    granted = PROFILES[profile]
    code = seccomp.program(granted, PID, machine)
    wanted = {"ALLOWED": True, "NETWORK": granted.network, "PROCESSES": granted.forks, "PROGRAMS": granted.execs,
              "REFUSED": False}  # fmt: skip
    for table, allowed in wanted.items():
        for call in syscalls.numbers(TABLES[table], machine):
            assert run(code, call, (), AUDIT_ARCH[machine]) == (ALLOW if allowed else EPERM), (table, call)
    known = {n for table in TABLES.values() for n in syscalls.numbers(table, machine)}
    for call in set(range(600)) - known | {number("clone3", machine), 0x3FFFFFFF}:
        assert run(code, call, (), AUDIT_ARCH[machine]) == ENOSYS, call


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architecture_is_killed(machine: str) -> None:
    code = seccomp.program(PROFILES["pure"], PID, machine)
    (other,) = set(AUDIT_ARCH.values()) - {AUDIT_ARCH[machine]}
    for arch in (other, 0x40000003, 0x40000028, 0):  # the other one, i386, 32-bit ARM
        assert run(code, number("read", machine), (), arch) == KILL


def test_the_x32_numbers_are_killed() -> None:
    code = seccomp.program(PROFILES["pure"], PID, "x86_64")
    for call in (0x40000000, 0x40000000 + 41, 0xFFFFFFFF):
        assert run(code, call, (), AUDIT_ARCH["x86_64"]) == KILL


FORK, THREAD = 17, 0x3D0F00  # SIGCHLD; the flags of pthread_create
LOOKS = [  # profile, call, arguments, allowed
    ("pure", "clone", (THREAD,), True), ("pure", "clone", (FORK,), False), ("pure", "clone", (FORK | 0x4000 | 0x100,), False),
    ("processes", "clone", (FORK | 0x1200000,), True), ("processes", "clone", (THREAD,), True),
    ("processes", "clone", (FORK | 0x4100,), True),
    *(("processes", "clone", (FORK | bit,), False)
      for bit in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)),
    ("pure", "socket", (1,), False), ("pure", "socket", (2,), False), ("service", "socket", (2, 1), True),
    ("service", "socket", (16, 3, 0), False), ("processes", "socket", (16, 3, 0), True), ("processes", "socket", (16, 3, 4), False),
    ("processes", "socket", (16, 0, 9, 0, 0), False), ("processes", "socket", (40, 1), False), ("program", "socket", (17, 3), False),
    ("processes", "socket", (10, 1, 6), True), ("pure", "socketpair", (1,), True), ("pure", "socketpair", (2,), False),
    ("pure", "tgkill", (PID,), True), ("pure", "tgkill", (1,), False), ("processes", "tgkill", (1,), True),
    ("pure", "prlimit64", (0, 9, 0), True), ("pure", "prlimit64", (0, 9, 1), False), ("pure", "prlimit64", (0, 9, 1 << 32), False),
    ("pure", "prctl", (15,), True), ("pure", "prctl", (1,), False), ("pure", "prctl", (4,), False), ("program", "prctl", (4,), True),
    ("processes", "prctl", (1,), False), ("program", "prctl", (1,), False), ("pure", "prctl", (22,), False),
    ("gpu", "socket", (2,), False), ("gpu", "clone", (FORK,), False),
]  # fmt: skip


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("profile", "name", "args", "allowed"), LOOKS)
def test_arguments_decide(machine: str, profile: str, name: str, args: tuple[int, ...], allowed: bool) -> None:
    assert answers(profile, machine, name, *args) == (ALLOW if allowed else EPERM)


def test_a_filter_is_no_longer_than_the_kernel_takes() -> None:
    assert all(len(seccomp.program(p, PID, m)) // 8 <= 4096 for p in PROFILES.values() for m in MACHINES)
