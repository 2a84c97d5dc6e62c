"""Puts a verdict together: the checks in order, what became of each, the score, the state. Runs in the judge process."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from beikao.grader import wire
from beikao.grader.diagnosis import diagnose
from beikao.grader.failures import ChildDied, LearnerError, OutOfTime, Unavailable
from beikao.grader.job import CheckMeta, Job, Verdict, empty_verdict
from beikao.grader.judging import CheckFunction, Judging, LabFault
from beikao.grader.spares import Zygote
from beikao.grader.trial import CheckFailed
from beikao.grader.words import short

Progress = Callable[[dict[str, Any]], None]
NOT_RUN = CheckFailed("前面的检查没有通过，这一项没有运行。", "An earlier check failed; this one was not run.")
Rows = dict[str, tuple[CheckFailed | None, float]]  # check -> its failure, milliseconds


def load_checks(job: Job) -> dict[str, CheckFunction]:
    """The checks of `check.py`, in the order written; it may import files that lie beside it. Raises LabFault."""
    spec = importlib.util.spec_from_file_location("checks_of_a_unit", job.check_file)
    if spec is None or spec.loader is None:
        raise LabFault(f"{job.check_file} cannot be read")
    module = importlib.util.module_from_spec(spec)
    known = set(sys.modules)
    sys.path.insert(0, str(job.check_file.parent))
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise LabFault(f"{job.check_file.name}: {error!r}") from error
    finally:
        sys.path.pop(0)
        _forget(known, job.check_file.parent)
    return {f.__beikao_check__: f for f in vars(module).values() if hasattr(f, "__beikao_check__")}


def _forget(known: set[str], folder: Path) -> None:
    """Modules of this unit's folder, so that another unit's file of the same name is its own."""
    for name in set(sys.modules) - known:
        place = getattr(sys.modules[name], "__file__", None)
        if place and Path(place).parent == folder:
            del sys.modules[name]


def judge(zygote: Zygote, job: Job, seed: int, phases: Sequence[str], *, diagnosed: bool,
          progress: Progress | None) -> Verdict:  # fmt: skip
    """The verdict of a submission. Raises LabFault where the lab is at fault."""
    checks = load_checks(job)
    metas = {c.id: c for c in job.checks}
    if list(checks) != list(metas):
        raise LabFault(f"{job.check_file.name} has the checks {list(checks)}, the manifest names {list(metas)}")
    order = [c.id for phase in ("quick", "long") for c in job.checks if c.phase == phase and phase in phases]
    with Judging(zygote, job, seed) as judging:
        try:
            rows = _run_all(judging, checks, order, progress)
        except Unavailable as missing:
            return unavailable(job, seed, missing)
        judging.keep_output()
        verdict = _verdict(judging, rows, metas)
        if diagnosed and verdict["state"] == "failed":
            verdict["misconception"] = diagnose(judging, checks, {cid: rows[cid][0] for cid in order})
        verdict["ms"] = {"total": round((time.monotonic() - judging.began) * 1000, 2)}
        return verdict


def _run_all(judging: Judging, checks: Mapping[str, CheckFunction], order: Sequence[str],
             progress: Progress | None) -> Rows:  # fmt: skip
    """Every check in order; those that a fatal end left out fail with the reason."""
    rows: Rows = {}
    try:
        broken = judging.start()
        if broken is not None:
            return dict.fromkeys(order, (broken, 0.0))
        for cid in order:
            began = time.monotonic()
            failure = judging.run_check(checks[cid], cid)
            judging.spent_ms[cid] = (time.monotonic() - began) * 1000
            rows[cid] = (failure, judging.spent_ms[cid])
            if failure is not None:
                judging.keep_output()
            if progress:
                progress({"check": cid, "passed": failure is None, "done": len(rows), "of": len(order)})
            if failure is not None and judging.job.stop_at_failure:
                return {cid: rows.get(cid, (NOT_RUN, 0.0)) for cid in order}
    except OutOfTime:
        judging.out_of_time()
    except (ChildDied, LearnerError, wire.ProtocolError):  # a second import that fails where the first did not
        judging.mark("crashed")
    stopped = _stopped(judging)
    return {cid: rows.get(cid, (stopped, 0.0)) for cid in order}


def _stopped(judging: Judging) -> CheckFailed:
    """Why a check was not run, or not to its end."""
    called = judging.you.called() if judging.you else ""
    if judging.state == "timeout":
        return CheckFailed(*_too_late(judging), called)
    return CheckFailed("你的进程结束了，这项检查没有运行。", "Your process ended; this check was not run.")


def _too_late(judging: Judging) -> tuple[str, str]:
    """Which limit was exceeded, in both languages; where the kernel tells no CPU time, only that."""
    s, used = judging.job.seconds, judging.clock.used_s()
    if judging.cpu_passed:
        return f"没有在 {s:g} 秒的 CPU 时间内完成。", f"Not done within {s:g} s of CPU time."
    if not used:
        return f"没有在 {s:g} 秒内完成。", f"Not done within {s:g} s."
    return (f"没有在 {s:g} 秒内完成，其中只用了 {used:.1f} 秒 CPU 时间，其余在等待。",
            f"Not done within {s:g} s, of which it used {used:.1f} s of CPU time and waited for the rest.")  # fmt: skip


def _verdict(judging: Judging, rows: Rows, metas: Mapping[str, CheckMeta]) -> Verdict:
    job = judging.job
    checks = [_row(metas[cid], *rows[cid], judging.measured.get(cid, {})) for cid in metas if cid in rows]
    total = sum(c["credit"] for c in checks)
    score = sum(c["credit"] for c in checks if c["passed"]) / total if total else 0.0
    state = judging.state or ("passed" if checks and all(c["passed"] for c in checks) else "failed")
    return {
        "schema": 1, "unit": job.unit, "rev": job.rev, "seed": judging.seed, "state": state, "score": round(score, 6),
        "checks": checks, "misconception": None, "limit": judging.limit, "output": judging.output,
        "sandbox": judging.sandbox, "ms": {},
    }  # fmt: skip


def _row(meta: CheckMeta, failure: CheckFailed | None, ms: float, measured: Mapping[str, str]) -> dict[str, Any]:
    """One check of the verdict, every text clean and bounded. `measured`: the facts of a check that held."""
    f = failure or CheckFailed("", "", facts=measured)
    facts = dict(list((f.facts or {}).items())[:20])
    return {
        "id": meta.id, "passed": failure is None, "credit": meta.credit, "title": meta.title,
        "message": {"zh": short(f.zh, 1000), "en": short(f.en, 1000)}, "called": short(f.called, 400),
        "got": short(f.got, 600), "want": short(f.want, 600), "where": short(f.where, 200),
        "facts": {short(k, 60): short(v, 400) for k, v in facts.items()}, "apart": f.apart, "ms": round(ms, 2),
    }  # fmt: skip


def unavailable(job: Job, seed: int, lacks: Unavailable) -> Verdict:
    """This machine lacks something; what, and how to get it."""
    message = {
        "zh": f"这台机器暂时判不了：缺少 {lacks}。运行 `beikao doctor` 看怎么补上。",
        "en": f"This machine cannot judge it: it lacks {lacks}. `beikao doctor` tells how to get it.",
    }
    return empty_verdict(job, seed, "unavailable", dict(lacks.said or message))
