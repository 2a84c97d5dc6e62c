"""Judges one submission: children, checks in order, limits, diagnosis, verdict. Runs in the judge process."""

from __future__ import annotations

import importlib.util
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beikao.grader import wire
from beikao.grader.children import Child, ChildDied, LearnerError, OutOfTime, Unavailable, Zygote, tree_folder
from beikao.grader.job import CheckMeta, Job, Verdict, WrongMeta, empty_verdict
from beikao.grader.trial import CheckFailed, ReferenceFailed, TrialOf, raised
from beikao.kit.draw import Draw

DIAGNOSIS_S = 1.5
SERVICE_START_S = 5.0
Progress = Callable[[dict[str, Any]], None]
OOM_WORDS = ("MemoryError", "can't allocate memory", "Unable to allocate", "bad_alloc", "not enough memory")


class LabFault(Exception):
    """The lab is at fault (its check or reference): grader_error, never the learner's."""


def load_checks(job: Job) -> dict[str, Callable[[Any], None]]:
    """The checks of `check.py`, in the order written. Raises LabFault."""
    spec = importlib.util.spec_from_file_location("checks_" + job.rev, job.check_file)
    if spec is None or spec.loader is None:
        raise LabFault(f"{job.check_file} cannot be read")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise LabFault(f"{job.check_file.name}: {error!r}") from error
    found = {f.__beikao_check__: f for f in vars(module).values() if hasattr(f, "__beikao_check__")}
    if not found:
        raise LabFault(f"{job.check_file.name} has no check")
    return found


class Judging:
    """One submission on its way to a verdict. Use as a context manager: children and folders go with it."""

    def __init__(self, zygote: Zygote, job: Job, seed: int, phases: Sequence[str], progress: Progress | None) -> None:
        self.zygote, self.job, self.seed, self.phases, self.progress = zygote, job, seed, phases, progress
        self.began = time.monotonic()
        self.deadline = self.began + job.seconds + (SERVICE_START_S if job.profile == "service" else 0)
        self.folders: list[tempfile.TemporaryDirectory[str]] = []
        self.children: list[Child] = []
        self.you: Child | None = None
        self.ref: Child | None = None
        self.parts: dict[str, Any] = {}
        self.state = ""
        self.limit: dict[str, Any] | None = None
        self.output = ""
        self.sandbox: dict[str, Any] = {"profile": job.profile, "layers": [], "degraded": []}

    def __enter__(self) -> Judging:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            child.close()
        for folder in self.folders:
            folder.cleanup()

    # ---- children

    def spawn(self, tree: Mapping[str, str], entry: str, *, profile: str | None = None) -> Child:
        """A child for these files, asked for but not awaited."""
        folder = None
        if "namespaces" not in self.zygote.layers:
            self.folders.append(tree_folder(tree))
            folder = self.folders[-1].name
        child = self.zygote.child(
            profile=profile or self.job.profile, memory_mib=self.job.memory_mib, seconds=self.job.seconds, folder=folder
        )
        child.deadline = self.deadline
        self.children.append(child)
        return child

    def prepare(self, child: Child, tree: Mapping[str, str], entry: str) -> None:
        """Wait for its sandbox and import the entry. Raises LearnerError."""
        child.ready()
        rooted = "root" in child.layers
        if not rooted and not any(f for f in self.folders) and "namespaces" in self.zygote.layers:
            raise LabFault("this machine refuses a private root; the judge must be started without namespaces")
        child.setup(entry, {**self.job.given, **tree}, write=rooted)

    def start(self) -> CheckFailed | None:
        """You and the reference, side by side. The failure of the submission's import, if it fails."""
        job = self.job
        yours = {**job.given, **job.tree}
        self.you = self.spawn(yours, job.entry)
        theirs = {**job.given, **job.reference}
        if job.profile != "service":
            self.ref = self.spawn(theirs, job.entry)
            try:
                self.prepare(self.ref, job.reference, job.entry)
            except LearnerError as error:
                raise LabFault(f"the reference cannot be imported: {error}") from error
            for name, (entry, tree) in job.parts.items():
                part = self.spawn(tree, entry)
                part.ready()
                part.setup(entry, tree, write="root" in part.layers)
                self.parts[name] = part.module()
        try:
            self.prepare(self.you, job.tree, job.entry)
        except LearnerError as error:
            self.state = "out_of_memory" if is_oom(error) else "crashed"
            return raised(error, "import")
        finally:
            self.sandbox = {"profile": job.profile, "layers": self.you.layers, "degraded": self.you.degraded}
        return None

    def again(self) -> None:
        """A new child for the learner, after one died."""
        assert self.you is not None
        self.keep_output()
        self.you.close()
        self.you = self.spawn({**self.job.given, **self.job.tree}, self.job.entry)
        self.prepare(self.you, self.job.tree, self.job.entry)

    def keep_output(self) -> None:
        """Collect what was printed."""
        if self.you is not None:
            self.you._drain()
            self.output = clean(self.output + self.you.output.decode(errors="replace"))[: 64 * 1024]
            self.you.output.clear()

    def fresh(self, which: str) -> Child:
        """A child of its own for measuring memory."""
        tree = self.job.tree if which == "you" else self.job.reference
        child = self.spawn({**self.job.given, **tree}, self.job.entry)
        self.prepare(child, tree, self.job.entry)
        return child

    # ---- checks

    def trial(self, check_id: str, you: Child | None = None) -> TrialOf:
        """A trial of one check, on the submission or on another child."""
        child = you or self.you
        assert child is not None
        child.log = []
        return TrialOf(Draw(f"{self.job.unit}/{check_id}", self.seed), child, self.ref, self.parts, self.fresh)

    def run_check(self, function: Callable[[Any], None], check_id: str) -> CheckFailed | None:
        """None where the check holds. Sets the state for what is more than a failed check. Raises LabFault, OutOfTime."""
        try:
            function(self.trial(check_id))
        except CheckFailed as failure:
            cause = failure.__cause__
            if isinstance(cause, LearnerError) and is_oom(cause):
                self.mark("out_of_memory", "memory_mib", self.job.memory_mib)
            return failure
        except LearnerError as error:
            if is_oom(error):
                self.mark("out_of_memory", "memory_mib", self.job.memory_mib)
            return raised(error, self.you.log[-1] if self.you and self.you.log else "")
        except ChildDied:
            self.mark("crashed")
            return CheckFailed(
                "你的进程在回答途中结束了（崩溃或自行退出）。",
                "Your process ended while it was answering (a crash or an exit).",
            )
        except wire.ProtocolError as error:
            self.mark("protocol_error")
            return CheckFailed(f"通信不合规：{error}。", f"The wire was broken: {error}.")
        except ReferenceFailed as error:
            raise LabFault(f"check {check_id}: the reference failed: {error}") from error
        except (OutOfTime, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - a check that stumbles over a value of the learner's, or is itself wrong
            return self._stumbled(error, check_id)
        return None

    def _stumbled(self, error: Exception, check_id: str) -> CheckFailed:
        """A check broke on what it was given: wrong structure from the learner is theirs, anything else the lab's."""
        assert self.you is not None
        if self.job.profile != "service" and self.ref is not None and self._reference_passes(check_id):
            return CheckFailed(
                f"返回的东西不是任务要求的样子：{type(error).__name__}：{error}",
                f"What came back is not what the task asks for: {type(error).__name__}: {error}",
                self.you.log[-1] if self.you.log else "",
            )
        if self.job.profile == "service":
            return CheckFailed(f"回答不是任务要求的样子：{error}", f"The answer is not what the task asks for: {error}")
        raise LabFault(f"check {check_id}: {error!r}") from error

    def _reference_passes(self, check_id: str) -> bool:
        """The same check with the reference in the learner's place."""
        assert self.ref is not None
        try:
            load_checks(self.job)[check_id](self.trial(check_id, you=self.ref))
        except Exception:  # noqa: BLE001 - any failure means the check itself is broken
            return False
        return True

    def mark(self, state: str, limit: str = "", value: float = 0.0) -> None:
        """Remember the gravest state met."""
        order = ("", "crashed", "out_of_memory", "timeout", "protocol_error")
        if order.index(state) > order.index(self.state):
            self.state = state
            self.limit = {"kind": limit, "limit": value, "used": None} if limit else None


def is_oom(error: LearnerError) -> bool:
    """Whether an exception means that memory ran out."""
    return error.name == "MemoryError" or any(word in error.message for word in OOM_WORDS)


def clean(text: str) -> str:
    """Printed text without control characters other than newline and tab."""
    return "".join(
        c
        for c in text
        if c in "\n\t" or (ord(c) >= 32 and not 127 <= ord(c) < 160 and c not in "\u202e\u202d\u2066\u2067\u2068\u2069")
    )


def judge(
    zygote: Zygote, job: Job, seed: int, phases: Sequence[str], diagnose: bool, progress: Progress | None
) -> Verdict:
    """The verdict of a submission. Raises LabFault where the lab is at fault."""
    checks = load_checks(job)
    metas = {c.id: c for c in job.checks}
    if list(checks) != list(metas):
        raise LabFault(f"check.py has {list(checks)}, the manifest names {list(metas)}")
    with Judging(zygote, job, seed, phases, progress) as judging:
        try:
            rows = _run_all(judging, checks, metas)
        except Unavailable as missing:
            return unavailable(job, seed, str(missing))
        judging.keep_output()
        verdict = _verdict(judging, rows)
        if diagnose and verdict["state"] != "passed":
            failed = next(((f, cid) for cid, (f, _) in rows.items() if f is not None), None)
            verdict["misconception"] = _diagnose(judging, checks, failed) if failed else None
        verdict["ms"] = {"total": round((time.monotonic() - judging.began) * 1000, 2)}
        return verdict


Rows = dict[str, tuple[CheckFailed | None, float]]


def _run_all(judging: Judging, checks: Mapping[str, Callable[[Any], None]], metas: Mapping[str, CheckMeta]) -> Rows:
    """Quick checks first, then long ones, each in the order written."""
    rows: Rows = {}
    try:
        broken = judging.start()
        if broken is not None:
            return dict.fromkeys(checks, (broken, 0.0))
        order = [
            cid
            for phase in ("quick", "long")
            for cid in checks
            if metas[cid].phase == phase and phase in judging.phases
        ]
        for cid in order:
            began = time.monotonic()
            before = judging.state
            rows[cid] = (judging.run_check(checks[cid], cid), 0.0)
            rows[cid] = (rows[cid][0], (time.monotonic() - began) * 1000)
            if judging.progress:
                judging.progress({"check": cid, "passed": rows[cid][0] is None, "done": len(rows), "of": len(order)})
            if (
                judging.state in ("crashed", "protocol_error")
                and rows[cid][0] is not None
                and (before != judging.state or _dead(judging))
            ):
                judging.again()
    except (OutOfTime, ChildDied, LearnerError) as error:
        if isinstance(error, OutOfTime):
            judging.mark("timeout", "seconds", judging.job.seconds)
            judging.limit = {
                "kind": "seconds",
                "limit": judging.job.seconds,
                "used": round(time.monotonic() - judging.began, 2),
            }
        else:
            judging.mark("crashed")
        zh, en = _stopped(judging)
        for cid in checks:
            if cid not in rows and metas[cid].phase in judging.phases:
                rows[cid] = (CheckFailed(zh, en), 0.0)
    return {cid: rows[cid] for cid in checks if cid in rows}


def _dead(judging: Judging) -> bool:
    from beikao.grader.children import ChildDied as Died

    try:
        assert judging.you is not None
        judging.you._quiet()
    except (Died, wire.ProtocolError):
        return True
    return False


def _stopped(judging: Judging) -> tuple[str, str]:
    if judging.state == "timeout":
        s = judging.job.seconds
        return f"没有在 {s:g} 秒内完成。", f"Not done within {s:g} s."
    return "你的进程结束了，这项检查没有运行。", "Your process ended; this check was not run."


def _verdict(judging: Judging, rows: Rows) -> Verdict:
    job = judging.job
    checks: list[dict[str, Any]] = []
    for meta in job.checks:
        if meta.id not in rows:
            continue
        failure, ms = rows[meta.id]
        f = failure or CheckFailed("", "")
        checks.append({
            "id": meta.id, "passed": failure is None, "credit": meta.credit, "title": meta.title,
            "message": {"zh": clean(f.zh)[:1000], "en": clean(f.en)[:1000]}, "called": clean(f.called)[:400],
            "got": clean(f.got)[:600], "want": clean(f.want)[:600], "where": clean(f.where)[:200],
            "facts": {k: clean(str(v))[:200] for k, v in (f.facts or {}).items()}, "ms": round(ms, 2),
        })  # fmt: skip
    total = sum(c["credit"] for c in checks)
    score = sum(c["credit"] for c in checks if c["passed"]) / total if total else 0.0
    state = judging.state or ("passed" if checks and all(c["passed"] for c in checks) else "failed")
    return {
        "schema": 1, "unit": job.unit, "rev": job.rev, "seed": judging.seed, "state": state, "score": round(score, 6),
        "checks": checks, "misconception": None, "limit": judging.limit, "output": judging.output, "sandbox": judging.sandbox,
        "ms": {},
    }  # fmt: skip


def _diagnose(
    judging: Judging, checks: Mapping[str, Callable[[Any], None]], failed: tuple[CheckFailed, str]
) -> str | None:
    """The misconception of the one known wrong answer that fails the same check in the same way."""
    failure, cid = failed
    candidates = [w for w in judging.job.wrong if w.caught_by == cid]
    until = time.monotonic() + DIAGNOSIS_S
    judging.deadline = until
    matches = []
    for wrong in candidates:
        if time.monotonic() > until:
            break
        if _replay(judging, checks[cid], cid, wrong) == failure.signature():
            matches.append(wrong.misconception)
    return matches[0] if len(set(matches)) == 1 else None


def _replay(judging: Judging, check: Callable[[Any], None], cid: str, wrong: WrongMeta) -> tuple[str, ...] | None:
    if judging.job.profile == "service" or judging.ref is None:
        return None
    judging.ref.deadline = judging.deadline
    child = judging.spawn({**judging.job.given, **wrong.tree}, judging.job.entry)
    try:
        judging.prepare(child, wrong.tree, judging.job.entry)
        check(judging.trial(cid, you=child))
    except CheckFailed as failure:
        return failure.signature()
    except Exception:  # noqa: BLE001 - a replay that breaks tells nothing
        return None
    finally:
        child.close()
    return None


def unavailable(job: Job, seed: int, what: str) -> Verdict:
    """This machine lacks something; what, and how to get it."""
    message = {
        "zh": f"这台机器暂时判不了：缺少 {what}。运行 `beikao doctor` 看怎么补上。",
        "en": f"This machine cannot judge it: it lacks {what}. `beikao doctor` tells how to get it.",
    }
    return empty_verdict(job, seed, "unavailable", message)
