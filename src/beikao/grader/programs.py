"""Installed programs that a service lab may run: where they are, how to get them, what they read and where they write.

Nothing of the machine's own configuration is shown to them (`/etc/nginx` may hold a school's keys): only the public
tables named here. No shell scripts: a program is an ELF file.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

SYSTEM = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin")  # no learner's PATH has sbin
LOADERS = ("/lib64/ld-linux*.so*", "/lib/ld-linux*.so*", "/lib/*/ld-linux*.so*", "/lib/ld-musl*.so*")
TABLES = {
    "nginx": ("/etc/nginx/mime.types", "/etc/nginx/proxy_params", "/etc/nginx/fastcgi_params", "/usr/share/nginx"),
    "prometheus": ("/usr/share/prometheus", "/etc/prometheus/consoles", "/etc/prometheus/console_libraries"),
}
WRITABLE = ("/run", "/tmp", "/var")  # small and empty, for a program's own state


@dataclass(frozen=True)
class Programs:
    """The programs of a lab on this machine: `runs` may be executed, `reads` are read, `states` are folders to be made."""

    runs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


def find(name: str) -> str | None:
    """The path of an installed program, or None."""
    if "/" in name:
        return None
    return shutil.which(name, path=os.pathsep.join((*SYSTEM, *os.environ.get("PATH", "").split(os.pathsep))))


def how_to_get(name: str) -> str:
    """The name of a missing program with the line that installs it."""
    return f"{name} (Debian, Ubuntu: sudo apt install {name})"


def needed(names: Sequence[str]) -> Programs:
    """What these programs need in a private root. Those that are not installed are left out."""
    found = {name: path for name in names if (path := find(name))}
    reads = [path for name in found for path in TABLES.get(name, ()) if os.path.exists(path)]  # noqa: PTH110
    states = [f"/var/{kind}/{stem}" for name in found for stem in stems(name) for kind in ("lib", "log", "cache")]
    return Programs(tuple(os.path.realpath(p) for p in found.values()), tuple(reads), tuple(states))


def stems(name: str) -> list[str]:
    """The names under which a program keeps its state: redis-server also redis."""
    short = name.removesuffix("-server")
    return [name] if short == name else [name, short]


def loaders() -> tuple[str, ...]:
    """The dynamic loaders, which the kernel executes on behalf of a program."""
    return tuple(sorted({os.path.realpath(p) for pattern in LOADERS for p in glob.glob(pattern)}))  # noqa: PTH207
