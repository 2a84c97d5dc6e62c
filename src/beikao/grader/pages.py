"""Gathers the memory of the warm process into large pages, so that forking it and ending the forks take half the time.

A fork copies one table entry a page, 36,000 of them with torch imported; a large page needs one for 512. What a child
writes is still copied in pages of 4 KiB. Only a matter of speed: where the kernel is older than Linux 6.1 or has no
large page left, nothing changes.
"""

from __future__ import annotations

import ctypes

LARGE = 2 << 20
MADV_COLLAPSE = 25  # since Linux 6.1


def gather() -> int:
    """Ask for large pages behind all private memory that is no file's; how many of them there are now."""
    try:
        with open("/proc/self/maps") as file:  # noqa: PTH123 - a kernel file
            lines = file.read().splitlines()
        c = ctypes.CDLL(None)
        c.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    except (OSError, AttributeError):
        return 0
    wholes = [at for line in lines for at in _wholes(line)]
    return sum(c.madvise(at, LARGE, MADV_COLLAPSE) == 0 for at in wholes)


def _wholes(line: str) -> range:
    """Where the large pages lie that fit into one mapping; none for a file's or one that cannot be written."""
    words = line.split()  # place, rights, offset, device, inode, and a name if there is one
    if words[1] != "rw-p" or words[5:] not in ([], ["[heap]"]):
        return range(0)
    first, end = (int(x, 16) for x in words[0].split("-"))
    return range(-(-first // LARGE) * LARGE, end // LARGE * LARGE, LARGE)
