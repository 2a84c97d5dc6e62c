"""What a child uses, read from outside by the judge: CPU time, peak memory, the memory of all it started.

Linux only; elsewhere the kernel does not tell one process about another, and the numbers are the best there is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, by its clock in the kernel. Raises OSError where it has ended."""
    return time.clock_gettime((~pid << 3) | 2)  # the kernel's clock id of a process


def status_kib(pid: int, *fields: str) -> int:
    """The sum of fields of /proc/PID/status, 0 where the kernel does not say."""
    wanted = tuple(f"{name}:" for name in fields)
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(wanted))


def waits_for_processor(pid: int) -> bool:
    """Whether a process runs, or would if it got a processor; False where the kernel does not say."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except (OSError, IndexError):
        return False


def tree_kib(pid: int, shared_kib: int) -> int:
    """Memory of a process and of all it started: what each holds beyond the `shared_kib` it was forked with."""
    return sum(max(0, status_kib(p, "RssAnon") - shared_kib) + status_kib(p, "RssShmem") for p in tree(pid))


def tree(pid: int) -> Iterator[int]:
    """A process and its descendants; in a process namespace nobody leaves this tree."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))
    except OSError:
        return  # it ended meanwhile
