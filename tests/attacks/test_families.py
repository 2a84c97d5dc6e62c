"""Every family of attacks that the grader must withstand is tried: which attack belongs to which, and how many there are."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.attacks.attack import ESCAPED, FOOLED, HUNG, LEFT, attacks

ALL = attacks()
NAMES = [a.name for _, a in ALL]
# what must be tried -> attacks that try it, by name
FAMILIES: dict[str, tuple[str, ...]] = {
    "fork": ("a fork bomb", "a fork bomb of raw calls"),
    "thread": ("threads without end", "threads that burn every core"),
    "pid": ("signals to every number", "a process by posix_spawn"),
    "memory: heap": ("memory on the heap", "memory in small pieces", "a list that doubles"),
    "memory: torch": ("memory by torch",),
    "memory: mmap": ("memory by mmap",),
    "memory: memfd": ("memory shared, in a file without a name",),
    "disk": ("a full disk", "files by the ten thousand", "folders within folders"),
    "sparse file": ("a sparse file",),
    "loops in Python": ("a loop in Python", "a loop at import"),
    "loops in C": ("a loop in C", "a loop in machine code", "a loop that holds the lock"),
    "ignored signals": ("every signal ignored", "every signal blocked"),
    "huge output": ("output without end", "output of one endless line to stderr"),
    "deep recursion": ("recursion in Python", "recursion in C"),
    "forged verdict streams": ("a verdict line, then an exit", "a JSON verdict printed"),
    "forged frames": ("a right answer framed ahead of the question", "an answer and a verdict in one frame"),
    "closed descriptors": ("every descriptor closed", "the wire closed in a call"),
    "half frames": ("half a frame", "a promised buffer that never comes"),
    "exits in import": ("an exit of zero at import",),
    "exits in a call": ("a verdict line in a call, then an exit", "SystemExit in a call"),
    "exits in atexit": ("a verdict line at exit",),
    "pickles": ("a pickle that runs code where it is read", "a dtype of objects, as in a pickle"),
    "terminal injection": ("terminal sequences",),
    "HTML injection": ("markup of a page",),
    "overridden __eq__": ("an object equal to everything", "an array equal to everything"),
    "tensor subclasses": ("a tensor subclass that agrees",),
    "lazy tensors": ("a tensor whose values are worked out when looked at", "a parameter without a shape yet"),
    "sparse tensors": ("a sparse tensor",),
    "meta tensors": ("a meta tensor",),
    "wrong dtype": ("float32 where float64 is asked", "complex numbers", "objects in an array"),
    "wrong shape": ("an empty array", "a list instead of an array"),
    "wrong broadcast": ("a broadcast shape", "zero strides"),
    "NaN as wildcard": ("NaN as a wildcard", "one NaN among right numbers"),
    "cached answers": ("a slow answer remembered", "worked out between the questions"),
    "replayed answers": ("the answers of an earlier run", "right the first time, then that answer again"),
    "right, then wrong": ("right the first time, then that answer again", "right when small, nothing when timed"),
    "patched clocks": ("a clock that stands still",),
    "patched allclose": ("allclose says yes", "torch.allclose says yes"),
    "patched RNG": ("the generator always draws zero", "the submission's seed in a frame, inputs foretold"),
    "patched reference": ("the reference is replaced", "an import hook for the reference"),
    "threads filling late": ("wrong while it is asked, right in the end", "a memory map that changes"),
    "frames": ("a canary in a frame of the judge", "the answer from the caller's frame"),
    "gc": ("a canary found by the collector", "the answer from the collector"),
    "/proc": ("its own memory, searched", "the command lines of others", "the same by the root of others"),
    "environment": ("the judge's key from the environment", "the environment of the judge"),
    "home": ("a file left in the home",),
    "parent memory": ("the memory of the judge", "the memory of the judge by system call"),
    "hidden files": ("a hidden file of answers",),
    "symlinks": ("the same through a link", "a link left for the next learner"),
    "unicode names": ("unicode names that fold to it",),
    "TCP": ("a connection on loopback", "a listener left behind"),
    "UDP": ("a datagram",),
    "abstract sockets": ("an abstract socket", "an abstract socket by a pair"),
    "DNS": ("a name to be resolved",),
    "ptrace": ("ptrace of the judge", "ptrace of the zygote"),
    "signals to the zygote": ("a signal to the zygote",),
    "daemons": ("a daemon", "a life after the judge's"),
    "exec": ("exec of itself", "exec of a file without a name"),
    "raw syscalls": ("raw numbers, all of them", "numbers of another architecture"),
    "io_uring": ("io_uring, which would go round the filter",),
    "leftover processes": ("a child left behind", "a process by vfork and exec"),
    "leftover files": ("a file left for the next learner", "a file left in shared memory"),
    "another learner's data": ("another learner's data", "another learner's data, overwritten"),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_tried(family: str) -> None:
    assert FAMILIES[family]
    assert [name for name in FAMILIES[family] if name not in NAMES] == []


def test_how_many_there_are() -> None:
    per_module = Counter(module for module, _ in ALL)
    assert len(NAMES) == len(set(NAMES)), [name for name, n in Counter(NAMES).items() if n > 1]
    assert len({a.source for _, a in ALL}) == len(ALL)
    assert len(ALL) >= 60
    assert all(n >= 20 for n in per_module.values()), per_module


def test_an_attack_may_not_pass_with_a_wrong_answer() -> None:
    """`passed` is a state only of those that answer rightly and reach for something else."""
    assert all(
        "passed" not in a.states
        for _, a in ALL
        if a.alone in (FOOLED, HUNG) and not a.source.endswith("\n    return x * 2\n")
    )
    assert {a.alone for _, a in ALL} == {FOOLED, ESCAPED, HUNG, LEFT}
