"""`beikao doctor`: what this machine has, what is missing, and how to get it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli.screen import console, print_json

if TYPE_CHECKING:
    from beikao.grader import GraderPort


@dataclass(frozen=True)
class Finding:
    """`needed`: without it beikao does not work here; else only the named part is missing."""

    name: str
    ok: bool
    found: str
    fix: str = ""
    needed: bool = True


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Look at this machine; exit code 4 when something needed is missing."""
    checks: list[Callable[[], Finding]] = [_python, _torch, _content, _home, _disk]
    findings = [*(check() for check in checks), *_judging(), *_programs()]
    ok = all(f.ok for f in findings if f.needed)
    if as_json:
        print_json({"schema": 1, "ok": ok, "findings": [asdict(f) for f in findings]})
    else:
        for f in findings:
            mark = "[green]✓[/]" if f.ok else ("[red]✗[/]" if f.needed else "[yellow]·[/]")
            console().print(f"{mark} {f.name}: {f.found}" + (f"\n    → {f.fix}" if f.fix and not f.ok else ""))
    raise typer.Exit(0 if ok else 4)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")


def _torch() -> Finding:
    import importlib.metadata
    import importlib.util

    if importlib.util.find_spec("torch") is None:
        return Finding("torch", False, "not installed (yet)", "Run ./start again; the reading part works without it.")
    return Finding("torch", True, importlib.metadata.version("torch"))


def _content() -> Finding:
    from beikao.app import course_of
    from beikao.settings import Settings

    course = course_of(Settings.from_environment().content)
    found = f"{len(course.concepts)} concepts, {len(course.labs)} labs, {len(course.drills)} drills"
    return Finding("content", not course.faults, found + (f", {len(course.faults)} faults" if course.faults else ""),
                   "`beikao content check` names them.")  # fmt: skip


def _home() -> Finding:
    from beikao.errors import BeikaoError
    from beikao.record import Record
    from beikao.settings import Settings

    home = Settings.from_environment().home
    try:
        Record.open(home).close()
    except BeikaoError as error:
        return Finding("data folder", False, f"{home}: {error.what}", error.hint)
    return Finding("data folder", True, str(home))


# A missing layer, by the word it is reported with -> how to get it.
FIXES = {
    "namespaces": "Allow user namespaces: sudo sysctl kernel.unprivileged_userns_clone=1 (Debian), "
    "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu); in Docker: --security-opt seccomp=unconfined.",
    "root": "Allow mounting inside a user namespace (in Docker: --security-opt apparmor=unconfined).",
    "landlock": "Use Linux 5.13 or newer, started with lsm=landlock,... (cat /sys/kernel/security/lsm shows it).",
    "seccomp": "Use a kernel with CONFIG_SECCOMP_FILTER, on x86-64 or aarch64.",
    "capabilities": "Run beikao as an ordinary user, or let root drop its capabilities (capset).",
    "rlimits": "Raise the hard limits of this session (ulimit -H -a shows them).",
    "user": "Install Python where every user may enter, for example /usr/bin/python3, not under /root.",
    "loopback": "Allow the loopback interface to be brought up in a new network namespace.",
}
NO_GPU = "Nothing, unless a lab asks for one; then use a machine with an NVIDIA device."
GPU_START_S = 60.0  # a fresh interpreter, torch and the device
ELSEWHERE = (
    "Only Linux has this layer: run beikao in a Linux virtual machine or container (Docker Desktop, WSL 2, Lima)."
)


def _judging() -> list[Finding]:
    """The sandbox and the GPU, as a submission finds them."""
    import importlib.util

    from beikao.grader import Grader, probe_job
    from beikao.settings import Settings

    if importlib.util.find_spec("torch") is None:
        return [Finding(name, False, "needs torch first", needed=False) for name in ("sandbox", "GPU")]
    grader = Grader()
    try:
        verdict, gpu = grader.check(probe_job(), seed=1), gpu_finding(grader)
    finally:
        grader.close()
    if verdict["state"] != "passed":
        said = f"the probe gets {verdict['state']}"
        return [Finding("sandbox", False, said, "Report this with `beikao doctor --json`."), gpu]
    layers, degraded = verdict["sandbox"].get("layers", []), verdict["sandbox"].get("degraded", [])
    return [*sandbox_findings(layers, degraded, multi_user=Settings.from_environment().multi_user), gpu]


def sandbox_findings(layers: list[str], degraded: list[str], *, multi_user: bool) -> list[Finding]:
    """What holds, whether it is a wall, and each missing layer with the way to get it."""
    from beikao.grader import walled

    wall = walled(layers)
    what = ", ".join(layers) + ("" if wall else "; no wall: trusted learner mode")
    refused = "BEIKAO_MULTI_USER=1: nothing is judged until the missing layers are there." if multi_user else ""
    return [
        Finding("sandbox", wall, what, refused or "Run only code you wrote yourself.", needed=multi_user),
        *(Finding(f"sandbox: {name.split(' ')[0]}", False, name, fix_of(name), needed=False) for name in degraded),
    ]


def fix_of(missing: str) -> str:
    """How to get a layer that is reported missing."""
    return (
        ELSEWHERE
        if " (not on " in missing
        else FIXES.get(missing.split(" ")[0], "Report this with `beikao doctor --json`.")
    )


def _programs() -> list[Finding]:
    """The programs that labs of this course run."""
    from beikao.app import course_of
    from beikao.grader.programs import find
    from beikao.settings import Settings

    course = course_of(Settings.from_environment().content)
    names = sorted({name for lab in course.labs.values() for name in lab.needs_programs})
    return [
        Finding(name, find(name) is not None, find(name) or "not installed", f"sudo apt install {name}", needed=False)
        for name in names
    ]


def gpu_finding(grader: GraderPort) -> Finding:
    """Whether a lab of profile `gpu` can be judged: one is, where there is a device."""
    from beikao.grader import probe_job
    from beikao.grader.root import gpu_devices

    verdict = grader.check(replace(probe_job(), profile="gpu", seconds=GPU_START_S), seed=1)
    if verdict["state"] == "passed":
        return Finding("GPU", True, "a device computes: labs of profile gpu are judged", needed=False)
    there = ", ".join(gpu_devices())
    what = f"{there} but no CUDA in the sandbox" if there else "no NVIDIA device"
    fix = "Install a torch built for CUDA (nvidia-smi shows the driver's version)." if there else NO_GPU
    return Finding("GPU", False, f"{what}: labs of profile gpu are unavailable, all others run", fix, needed=False)


def _disk() -> Finding:
    from beikao.settings import Settings

    place = Settings.from_environment().home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 2**30
    return Finding("disk", free > 1, f"{free:.1f} GiB free", "Free at least 1 GiB.")
