"""One submission at work: its children, its checks one after another, its limits. Runs in the judge process.

What comes of it is put together in `verdict`; which known mistake it resembles is found in `diagnosis`.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from beikao.grader import wire
from beikao.grader.children import Child, tree_folder
from beikao.grader.clock import Clock
from beikao.grader.failures import (
    ChildDied,
    LearnerError,
    NoSandbox,
    OutOfMemory,
    OutOfTime,
    ReferenceFailed,
    Unavailable,
)
from beikao.grader.job import Job
from beikao.grader.profiles import no_wall, walled
from beikao.grader.programs import needed
from beikao.grader.remote import Remote, module_of, told
from beikao.grader.spares import Zygote
from beikao.grader.stumbles import stumbled
from beikao.grader.trial import NOT_ALLOWED, CheckFailed, TrialOf, raised
from beikao.grader.words import clean
from beikao.kit.draw import Draw

SERVICE_START_S = 5.0
OUTPUT_CHARS = 64 * 1024
GRAVITY = ("", "crashed", "out_of_memory", "timeout", "protocol_error")
OOM_WORDS = ("can't allocate memory", "Unable to allocate", "bad_alloc", "not enough memory", "Cannot allocate memory")
CheckFunction = Callable[[Any], None]


class LabFault(Exception):
    """The lab is at fault (its check or reference): grader_error, never the learner's."""


class Judging:
    """One submission on its way to a verdict. Use as a context manager: children and folders go with it."""

    def __init__(self, zygote: Zygote, job: Job, seed: int) -> None:
        self.zygote, self.job, self.seed = zygote, job, seed
        self.profile = "program" if job.run else job.profile
        self.began = time.monotonic()
        self.deadline = self.began + job.seconds + (SERVICE_START_S if job.profile == "service" else 0)
        self.folders: list[tempfile.TemporaryDirectory[str]] = []
        self.children: list[Child] = []
        self.learners: list[Child] = []  # those of them that run the submission
        self.you: Child | None = None
        self.ref: Child | None = None
        self.lost = False  # the learner's child is gone or cannot be spoken with; the next check needs a new one
        self.parts: dict[str, Remote] = {}
        self.state = ""
        self.cpu_passed = False  # which limit was hit: CPU time, else the wall
        self.limit: dict[str, Any] | None = None
        self.output = ""
        self.spent_ms: dict[str, float] = {}  # what each check took
        self.measured: dict[str, Mapping[str, str]] = {}  # the cost that each check measured, if any
        self.sandbox: dict[str, Any] = {"profile": job.profile, "layers": [], "degraded": []}
        limit_s = self.deadline - self.began
        self.clock = Clock(limit_s, lambda: self.children, lambda: self.learners, kernel_tells=zygote.linux)
        self.more_s: Callable[[], float] = self.clock.more_s  # puts the deadline off, see `Child`

    def __enter__(self) -> Judging:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            child.close()
        for folder in self.folders:
            folder.cleanup()

    # ---- children

    def files(self, tree: Mapping[str, str]) -> dict[str, str]:
        """All that lies in a child's folder: the tree, what is given, and the used labs under `parts/`."""
        used = {
            f"parts/{name}/{path}": text for name, (_, part) in self.job.parts.items() for path, text in part.items()
        }
        return {**used, **self.job.given, **tree}

    def spawn(self, files: Mapping[str, str], profile: str = "") -> Child:
        """A child for these files, asked for but not awaited."""
        folder = None
        if not self.zygote.rooted:
            self.folders.append(tree_folder(files))
            folder = self.folders[-1].name
        child = self.zygote.child(
            profile=profile or self.profile,
            memory_mib=self.job.memory_mib,
            seconds=self.job.seconds,
            folder=folder,
            programs=needed(self.job.programs),
        )
        child.deadline, child.more_s = self.deadline, self.more_s
        self.children.append(child)
        return child

    def spawn_yours(self, files: Mapping[str, str], profile: str = "") -> Child:
        """The same, to run the submission: its CPU time counts."""
        child = self.spawn(files, profile)
        self.learners.append(child)
        return child

    def prepare(self, child: Child, files: Mapping[str, str], entry: str, *, free: bool = False) -> None:
        """Wait for its sandbox and import the entry; `free` of bans. Raises LearnerError, Unavailable, LabFault."""
        try:
            child.ready()
        except NoSandbox as error:
            raise LabFault(str(error)) from error
        if child.late_s:
            self.deadline += child.late_s
            for one in self.children:
                one.deadline = self.deadline
        if self.zygote.walled and not walled(child.layers):
            raise Unavailable("a sandbox", no_wall(child.degraded))
        if child.missing:
            raise Unavailable(child.missing)
        rooted = "root" in child.layers
        if not rooted and self.zygote.rooted:
            raise LabFault(f"a child got no root of its own: {child.degraded}")
        entries = {name: part_entry for name, (part_entry, _) in self.job.parts.items()}
        banned = () if free else self.job.banned
        run = self.job.run_command()
        try:
            child.setup(entry, files, write=rooted, seed=self._import_seed(), parts=entries, run=run, banned=banned)
        except LearnerError as error:
            if error.name == "UnknownOperator" and banned:
                raise LabFault(error.message) from error
            raise

    def _import_seed(self) -> int:
        """What generators start from at import. Never the submission's seed: every hidden input follows from that one."""
        return Draw(f"{self.job.unit}/import", self.seed).child("begin").integer(0, 2**48)

    def start(self) -> CheckFailed | None:
        """You and the reference, side by side. The failure of the submission's import, if it fails."""
        job = self.job
        yours, theirs = self.files(job.tree), self.files(job.reference)
        self.you = self.spawn_yours(yours)
        if job.profile != "service":
            self.ref = self.spawn(theirs)
            self._trusted(self.ref, theirs, job.entry)
            for name, (entry, tree) in job.parts.items():
                part = self.spawn(tree)
                self._trusted(part, tree, entry)
                self.parts[name] = module_of(part)
        try:
            self.prepare(self.you, yours, job.entry)
        except LearnerError as error:
            self.note(error)
            if error.name != NOT_ALLOWED:
                self.mark("crashed")
            return misspelt(job.tree, error) or raised(error, "import")
        except OutOfMemory as error:
            return self._lose(error)
        except (ChildDied, wire.ProtocolError):
            self.mark("crashed")
            return CheckFailed(
                "代码在导入时结束了进程。", "The code ended its process while it was imported.", "import"
            )
        finally:
            self.sandbox = {"profile": job.profile, "layers": self.you.layers, "degraded": self.you.degraded}
        return None

    def _trusted(self, child: Child, files: Mapping[str, str], entry: str) -> None:
        """A child for the reference or a part, whose import must not fail."""
        try:
            self.prepare(child, files, entry, free=True)
        except (LearnerError, ChildDied, wire.ProtocolError) as error:
            raise LabFault(f"the reference cannot be imported: {error}") from error
        child.trusted = True

    def _again(self) -> None:
        """A new child for the learner, after one died. Raises as `prepare`."""
        assert self.you is not None
        self.keep_output()
        self.you.close()
        files = self.files(self.job.tree)
        self.you = self.spawn_yours(files)
        self.prepare(self.you, files, self.job.entry)
        self.lost = False

    def keep_output(self) -> None:
        """Collect what was printed."""
        if self.you is not None:
            self.you.drain()
            printed = self.you.output.decode(errors="replace") + self._service_log()
            self.output = (self.output + clean(printed))[:OUTPUT_CHARS]
            self.you.output.clear()

    def _service_log(self) -> str:
        if not self.you or not self.you.service or self.lost or self.state == "timeout":
            return ""
        try:
            return str(self.you.ask({"op": "take_logs"}))
        except (LearnerError, ChildDied, OutOfTime, wire.ProtocolError):
            return ""

    def fresh(self, which: str) -> Child:
        """A child of its own for measuring memory."""
        files = self.files(self.job.tree if which == "you" else self.job.reference)
        child = self.spawn_yours(files) if which == "you" else self.spawn(files)
        self.prepare(child, files, self.job.entry, free=which == "ref")
        return child

    # ---- checks

    def trial(self, check_id: str, you: Child | None = None, seed: int | None = None,
              form: type[TrialOf] = TrialOf) -> TrialOf:  # fmt: skip
        """A trial of one check, on the submission or on another child. Every child starts from the same seed."""
        child = you or self.you
        assert child is not None
        child.call = ""
        draw = Draw(f"{self.job.unit}/{check_id}", self.seed if seed is None else seed)
        if not child.service:
            for one in (child, self.ref):
                if one is not None:
                    one.ask({"op": "begin", "seed": draw.child("begin").integer(0, 2**48)})
        # With the reference in the learner's place, what is measured is the reference too.
        fresh = self.fresh if child is not self.ref else lambda which: self.fresh("ref")
        trial = form(draw, child, self.ref, self.parts, fresh)
        trial.tightness = self.job.tightness
        return trial

    def run_check(self, function: CheckFunction, check_id: str) -> CheckFailed | None:
        """None where the check holds. Sets the state for what is more than a failed check. Raises LabFault, OutOfTime."""
        try:
            if self.lost:
                self._again()
            trial = self.trial(check_id)
            function(trial)
            self.measured[check_id] = trial.measured
            assert self.you is not None
            self.you.quiet()
        except CheckFailed as failure:
            if isinstance(failure.__cause__, LearnerError):
                self.note(failure.__cause__)
            self.lost = self.lost or failure.broke
            return failure
        except LearnerError as error:
            self.note(error)
            return raised(error, self.you.called() if self.you else "")
        except (ChildDied, wire.ProtocolError) as error:
            return self._lose(error)
        except ReferenceFailed as error:
            raise LabFault(f"check {check_id}: the reference failed: {error}") from error
        except (OutOfTime, Unavailable, LabFault, NoSandbox):
            raise
        except Exception as error:  # noqa: BLE001 - a check that stumbles over a value of the learner's, or is itself wrong
            return self._stumbled(error, function, check_id)
        return None

    def _lose(self, error: Exception) -> CheckFailed:
        """The child is dead, or what it says cannot be read."""
        self.lost = True
        called = self.you.called() if self.you else ""
        if isinstance(error, OutOfMemory):
            limit = self.job.memory_mib
            self.mark("out_of_memory", "memory_mib", limit, error.used_mib)
            return CheckFailed(f"进程合计用了 {error.used_mib} MiB 内存，上限 {limit} MiB。",
                               f"The processes hold {error.used_mib} MiB of memory; at most {limit} MiB.", called)  # fmt: skip
        if isinstance(error, ChildDied):
            self.mark("crashed")
            return CheckFailed("你的进程在回答途中结束了（崩溃或自行退出）。",
                               "Your process ended while it was answering (a crash or an exit).", called)  # fmt: skip
        self.mark("protocol_error")
        return CheckFailed(f"通信不合规：{error}。", f"The wire was broken: {error}.", called)

    def _stumbled(self, error: Exception, function: CheckFunction, check_id: str) -> CheckFailed:
        """A check broke on what it was given: wrong structure from the learner is theirs, anything else the lab's."""
        assert self.you is not None
        called = self.you.called()
        if self.job.profile == "service" or self._reference_passes(function, check_id):
            return stumbled(error, self.you, self.ref, called)
        raise LabFault(f"check {check_id}: {error!r}") from error

    def _reference_passes(self, function: CheckFunction, check_id: str) -> bool:
        """The same check with the reference in the learner's place; what it gives to the learner's last calls is kept."""
        assert self.ref is not None and self.you is not None
        self.ref.trusted, self.ref.returned = False, {}
        self.ref.look_for = {name: told(call) for name, call in self.you.asked.items()}
        try:
            function(self.trial(check_id, you=self.ref))
        except Exception:  # noqa: BLE001 - any failure means the check itself is broken
            return False
        finally:
            self.ref.trusted, self.ref.look_for = True, None
        return True

    # ---- state

    def note(self, error: LearnerError) -> None:
        """An exception that means more than a failed check."""
        if "MemoryError" in error.kinds or any(word in error.message for word in OOM_WORDS):
            used = 0 if self.you is None else (self.you.peak_kib() - self.you.start_kib) // 1024
            self.mark("out_of_memory", "memory_mib", self.job.memory_mib, max(used, 0))

    def mark(self, state: str, limit: str = "", value: float = 0.0, used: float = 0.0) -> None:
        """Remember the gravest state met, and the limit that was hit."""
        if GRAVITY.index(state) > GRAVITY.index(self.state):
            self.state = state
            self.limit = {"kind": limit, "limit": value, "used": used} if limit else None

    def out_of_time(self) -> None:
        """The time of all checks passed: as CPU time, or on the wall."""
        used = self.clock.used_s()
        self.cpu_passed = used >= self.clock.seconds
        shown = used if self.cpu_passed else time.monotonic() - self.began
        self.mark("timeout", "seconds", self.job.seconds, round(shown, 2))


def misspelt(tree: Mapping[str, str], error: LearnerError) -> CheckFailed | None:
    """The failure of a file that is no Python, with its line and a caret; None where Python has no objection to it."""
    if "SyntaxError" not in error.kinds or error.file not in tree:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree[error.file], error.file, "exec", dont_inherit=True)
    except SyntaxError as found:
        line = (found.text or "").rstrip("\n").replace("\t", " ")
        column = max(1, min(found.offset or 1, len(line) + 1))
        failure = raised(error, "import")
        failure.facts = {"code": f"{line}\n{' ' * (column - 1)}^"}
        return failure
    except (ValueError, MemoryError, RecursionError, OverflowError):
        pass
    return None
