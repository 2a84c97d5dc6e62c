"""`beikao doctor`: what this machine has, what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from beikao.cli.screen import console, print_json


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
    checks: list[Callable[[], Finding]] = [_python, _torch, _content, _home, _sandbox, _gpu, _disk]
    findings = [check() for check in checks]
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


def _sandbox() -> Finding:
    import importlib.util

    from beikao.grader import Grader, probe_job

    if importlib.util.find_spec("torch") is None:
        return Finding("sandbox", False, "needs torch first", needed=False)
    grader = Grader()
    try:
        verdict = grader.check(probe_job(), seed=1)
    finally:
        grader.close()
    layers, degraded = verdict["sandbox"].get("layers", []), verdict["sandbox"].get("degraded", [])
    if verdict["state"] != "passed":
        return Finding(
            "sandbox", False, f"the probe gets {verdict['state']}", "Report this with `beikao doctor --json`."
        )
    fix = "Allow unprivileged user namespaces, or use a kernel with Landlock." if degraded else ""
    found = ", ".join(layers) + (f"; missing: {', '.join(degraded)}" if degraded else "")
    return Finding("sandbox", not degraded, found, fix, needed=False)


def _gpu() -> Finding:
    if shutil.which("nvidia-smi") is None and not os.path.exists("/dev/nvidia0"):  # noqa: PTH110 - a device node
        return Finding("GPU", False, "no NVIDIA device (labs run on the CPU)", needed=False)
    return Finding("GPU", True, "an NVIDIA device is present", needed=False)


def _disk() -> Finding:
    from beikao.settings import Settings

    place = Settings.from_environment().home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 2**30
    return Finding("disk", free > 1, f"{free:.1f} GiB free", "Free at least 1 GiB.")
