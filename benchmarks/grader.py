"""How soon a verdict comes: our grader beside `python -m pytest`, nbgrader and otter-grader, in one run.

The lab is scaled-dot-product attention with six checks (`grader_lab/`): the same numbers and tolerances for all four, and
before anything is timed all four must give a right and a wrong submission the same verdict, check by check.
What our grader itself costs is measured on the no-op lab (one call of a function that returns its argument).

    python benchmarks/grader.py [--peers DIR] [--quick] [--json] [--write]

--peers   where the environment of nbgrader and otter-grader is kept (default: made and thrown away)
--json    end with one line of figures: p50_ms, p95_ms and busy_p95_ms are the no-op lab, warm, with idle and with busy
          cores; ratio_* the median of a peer over our median on the attention lab; null for a peer that is missing
--write   write docs/reference/grader-speed.md
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from grader_peers import CHECKS, LAB, NoPeer, Peer, environment, with_nbgrader, with_otter, with_pytest

from beikao.grader import CheckMeta, Grader, Job, WrongMeta
from beikao.grader.job import probe_job

PAUSE_S = 0.15  # between two submissions: shorter than any learner's, long enough for the grader to be ready again
BURNER = "while True: pass"
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "grader-speed.md"
SLEEP = "\nimport time\ntime.sleep(1.5)\n"
SLEEPY = "\n_given = sdpa\ndef sdpa(q, k, v, causal=False):\n    import time\n    if bool((v == 1).all()):\n        time.sleep(1.5)\n    return _given(q, k, v, causal)\n"
Row = tuple[str, str]


def text(name: str) -> str:
    """A file of the lab."""
    return (LAB / name).read_text()


def attention(submission: str) -> Job:
    """The lab as a job, with two known mistakes to tell apart."""
    checks = tuple(CheckMeta(c, {"zh": c, "en": c}, 1.0) for c in CHECKS)
    mistakes = {"sees-next": text("wrong.py"), "hides-itself": text("wrong.py").replace("triu(2)", "triu(0)")}
    known = tuple(WrongMeta(slug, "causal", f"attention/{slug}", {"solution.py": t}) for slug, t in mistakes.items())
    return Job("lab:attention", "1", LAB / "check.py", "solution.py", {"solution.py": submission}, {},
               {"solution.py": text("reference.py")}, checks, known)  # fmt: skip


def ours(grader: Grader) -> Peer:
    """Our grader as a peer among peers."""

    def grade(submission: str) -> tuple[float, dict[str, bool]]:
        began = time.perf_counter()
        verdict = grader.check(attention(submission))
        return time.perf_counter() - began, {c["id"]: c["passed"] for c in verdict["checks"]}

    return grade


def milliseconds(grader: Grader, job: Job, count: int, pause_s: float = PAUSE_S) -> list[float]:
    """Latencies of `count` verdicts as the caller of `Grader.check` sees them, after three that are not counted."""
    found = []
    for _ in range(count + 3):
        time.sleep(pause_s)
        began = time.perf_counter()
        verdict = grader.check(job)
        found.append(1000 * (time.perf_counter() - began))
        assert verdict["state"] in ("passed", "failed"), verdict
    return found[3:]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


@contextmanager
def busy_cores() -> Iterator[None]:
    """A process that computes for every core."""
    burners = [subprocess.Popen([sys.executable, "-c", BURNER]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def verdicts_per_s(job: Job, seconds: float) -> float:
    """Two judges with a zygote each, kept busy by three callers."""
    grader, done, until = Grader(zygotes=2), [], [0.0]

    def call() -> None:
        while time.perf_counter() < until[0]:
            grader.check(job)
            done.append(time.perf_counter())

    until[0] = time.perf_counter() + 12  # both judges start, unmeasured
    warm = [threading.Thread(target=grader.check, args=(job,)) for _ in range(2)]
    for group in (warm, [threading.Thread(target=call) for _ in range(3)]):
        began = time.perf_counter()
        until[0] = began + seconds
        for thread in group:
            thread.start()
        for thread in group:
            thread.join()
    grader.close()
    return len(done) / (done[-1] - began)


def private_mib(grader: Grader, job: Job) -> float | None:
    """Most private memory of a child while its submission sleeps; None where the kernel does not show it."""
    judging = threading.Thread(target=grader.check, args=(job,))
    judging.start()
    time.sleep(1.0)
    found = [mib for pid in _leaves() if (mib := _private(pid)) is not None]
    judging.join()
    return max(found, default=None)


def _leaves() -> list[int]:
    """The children in their sandboxes: processes four steps below this one that have no children of their own."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it ended meanwhile
    return [pid for pid in parents if _ancestor(parents, pid, 4) == os.getpid() and pid not in parents.values()]


def _ancestor(parents: dict[int, int], pid: int, steps: int) -> int:
    for _ in range(steps):
        pid = parents.get(pid, 0)
    return pid


def _private(pid: int) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def set_up_peers(work: Path, folder: Path) -> dict[str, Peer]:
    """Those that can be set up here; the others are named."""
    peers = {"pytest": with_pytest(work)}
    for name, with_it in (("nbgrader", with_nbgrader), ("otter", with_otter)):
        try:
            peers[name] = with_it(work, environment(folder))
        except (NoPeer, OSError, subprocess.SubprocessError) as reason:
            print(f"{name} is not measured, because it could not be set up: {reason}", flush=True)
    return peers


def assert_same_verdicts(graders: dict[str, Peer]) -> None:
    """A right and a wrong submission, check by check."""
    for name, want in (("right.py", set()), ("wrong.py", {"causal"})):
        for who, grade in graders.items():
            _, verdict = grade(text(name))
            failed = {check for check, passed in verdict.items() if not passed}
            assert len(verdict) == len(CHECKS) and failed == want, f"{who} on {name}: {verdict}"
    print("a right and a wrong submission get the same verdict, check by check, from " + ", ".join(graders), flush=True)


def compare(graders: dict[str, Peer], rounds: int) -> dict[str, float]:
    """Median seconds on the right submission, the graders taking turns."""
    times: dict[str, list[float]] = {name: [] for name in graders}
    for _ in range(rounds):
        for name, grade in graders.items():
            for _ in range(5 if name == "ours" else 1):
                time.sleep(PAUSE_S)
                times[name].append(grade(text("right.py"))[0])
    return {name: statistics.median(taken) for name, taken in times.items()}


def measure(peers: dict[str, Peer], quick: bool) -> dict[str, Any]:
    """Every figure, in milliseconds unless its name says otherwise."""
    count, rounds, seconds = (20, 2, 3.0) if quick else (100, 5, 10.0)
    grader, noop, right, wrong = Grader(), probe_job(), attention(text("right.py")), attention(text("wrong.py"))
    graders = {"ours": ours(grader), **peers}
    assert_same_verdicts(graders)
    found: dict[str, Any] = {"load": os.getloadavg()[0], "seconds": compare(graders, rounds)}
    jobs = {"noop": noop, "right": right, "wrong": wrong}
    found["idle"] = {name: milliseconds(grader, job, count) for name, job in jobs.items()}
    found["at_once"] = milliseconds(grader, noop, count, pause_s=0.0)
    with busy_cores():
        found["busy"] = {name: milliseconds(grader, job, count) for name, job in jobs.items()}
    sleepy = replace(noop, tree={name: code + SLEEP for name, code in noop.tree.items()})
    found["private_mib"] = {
        "noop": private_mib(grader, sleepy),
        "right": private_mib(grader, attention(text("right.py") + SLEEPY)),
    }
    grader.close()
    found["per_s"] = {name: verdicts_per_s(job, seconds) for name, job in (("noop", noop), ("right", right))}
    return found


def figures(found: dict[str, Any]) -> dict[str, float | None]:
    """The line of `--json`."""
    seconds = found["seconds"]
    ratios = {
        f"ratio_{p}": seconds[p] / seconds["ours"] if p in seconds else None for p in ("pytest", "nbgrader", "otter")
    }
    values = {
        "p50_ms": statistics.median(found["idle"]["noop"]), "p95_ms": p95(found["idle"]["noop"]),
        "busy_p95_ms": p95(found["busy"]["noop"]), **ratios, "verdicts_per_s": found["per_s"]["noop"],
        "private_mib": found["private_mib"]["noop"],
    }  # fmt: skip
    return {name: None if value is None else round(value, 2) for name, value in values.items()}


def tables(found: dict[str, Any]) -> str:
    """Both tables, as Markdown."""
    names = {
        "ours": "beikao",
        "pytest": "`python -m pytest`, cold",
        "nbgrader": "nbgrader autograde",
        "otter": "otter run",
    }
    mine = found["seconds"]["ours"]
    lines = ["| attention lab, six checks | median to verdict | of ours |", "|---|---|---|"]
    for key, name in names.items():
        s = found["seconds"].get(key)
        lines.append(
            f"| {name} | not installed | |" if s is None else f"| {name} | {s * 1000:.0f} ms | {s / mine:.1f}x |"
        )
    lines += ["", "| our grader | p50 | p95 |", "|---|---|---|"]
    labs = {"noop": "no-op lab", "right": "attention lab, passed", "wrong": "attention lab, failed and diagnosed"}
    rows = [(f"{lab}, {cores} cores", found[cores][key]) for cores in ("idle", "busy") for key, lab in labs.items()]
    for name, values in [*rows, ("no-op lab, the next submission at once", found["at_once"])]:
        lines.append(f"| {name} | {statistics.median(values):.1f} ms | {p95(values):.1f} ms |")
    memory = found["private_mib"]
    known = memory["noop"] is not None and memory["right"] is not None
    lines += [
        "", f"Two zygotes: {found['per_s']['noop']:.1f} verdicts a second on the no-op lab, "
        f"{found['per_s']['right']:.1f} on the attention lab. Private memory of a child: "
        + (f"{memory['noop']:.1f} MiB on the no-op lab, {memory['right']:.1f} near the end of the attention lab, what "
           "the submission itself holds included." if known else "not shown by this kernel."),
    ]  # fmt: skip
    return "\n".join(lines)


def page(found: dict[str, Any]) -> str:
    """docs/reference/grader-speed.md."""
    machine = (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, torch {version('torch')}"
    )
    return f"""# How soon a verdict comes

Written by `python benchmarks/grader.py --write` on {date.today().isoformat()}: {machine}; load average {found["load"]:.1f} when it began
(other work on the machine makes every figure worse). All graders ran in turns on the same machine, and gave a right and
a wrong submission the same verdict, check by check. A warm judge with its zygote is compared with what the others start
for every submission, because that is how each is used. Submissions come {PAUSE_S} s apart unless said otherwise; "busy" means
one computing process for every core. How it came to this: `docs/decisions/014-latency.md`.

{tables(found)}
"""


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path)
    for flag in ("--quick", "--json", "--write"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beikao-benchmark-") as name:
        work = Path(name)
        found = measure(set_up_peers(work, (asked.peers or work / "peers").resolve()), asked.quick)
    print(f"load average when it began: {found['load']:.1f}\n\n{tables(found)}")
    if asked.write:
        PAGE.write_text(page(found), encoding="utf-8")
    if asked.json:
        print(json.dumps(figures(found)))


if __name__ == "__main__":
    main()
