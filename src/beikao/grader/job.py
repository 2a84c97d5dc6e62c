"""What the grader is asked and what it answers, as plain values. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

Verdict = dict[str, Any]
Tree = Mapping[str, str]  # path -> text


WORK, PORT = "/submission", 8080  # where a submission lies, and where its program listens
LOG = "program.log"  # in that folder: what the program printed


def wall_s(seconds: float) -> float:
    """What may pass on the wall of a busy machine before a job that may compute for so many seconds is ended."""
    return 4 * seconds + 30


def _filled(word: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(name, value)
    return word


@dataclass(frozen=True)
class CheckMeta:
    """A check as its unit's manifest describes it; `phase` is quick or long."""

    id: str
    title: dict[str, str]
    credit: float
    phase: str = "quick"


@dataclass(frozen=True)
class WrongMeta:
    """A known wrong answer: replayed to tell which misconception a failing submission shows."""

    slug: str
    caught_by: str
    misconception: str
    tree: Tree


@dataclass(frozen=True)
class Job:
    """One submission to be judged.

    `tree` is the learner's, `given` stands beside it and beside the reference, `entry` is the module imported (or the
    program run), `parts` maps a name to (entry, tree) of a used lab. `seconds` bounds all checks: see `clock`. `banned` are
    operators that the submission may not use and the reference may.

    For audits: `stop_at_failure` leaves the checks after the first failed one unrun; `tightness` multiplies every
    tolerance of `agree` (a tenth shows the margin that a right answer has).
    """

    unit: str
    rev: str
    check_file: Path
    entry: str
    tree: Tree
    given: Tree
    reference: Tree
    checks: tuple[CheckMeta, ...]
    wrong: tuple[WrongMeta, ...] = ()
    profile: str = "pure"
    needs_programs: tuple[str, ...] = ()
    run: tuple[str, ...] = ()  # service: the command of an installed program, with {file}, {folder}, {port}
    seconds: float = 10.0
    memory_mib: int = 1024
    parts: Mapping[str, tuple[str, Tree]] = field(default_factory=dict)
    banned: tuple[str, ...] = ()
    stop_at_failure: bool = False
    tightness: float = 1.0

    @property
    def programs(self) -> tuple[str, ...]:
        """What may be executed: the program that is run."""
        return self.run[:1]

    def run_command(self) -> list[str]:
        """`run` with its placeholders filled in; empty for a Python program."""
        values = {"{file}": f"{WORK}/{self.entry}", "{folder}": WORK, "{port}": str(PORT)}
        return [_filled(word, values) for word in self.run]

    @property
    def names_torch(self) -> bool:
        """Whether torch is named in what will run: its import takes seconds, and half of the labs never ask for it."""
        trees = [self.tree, self.given, self.reference, *(tree for _, tree in self.parts.values())]
        texts = chain(self.banned, *(tree.values() for tree in [*trees, *(w.tree for w in self.wrong)]))
        beside = (p for p in self.check_file.parent.glob("*.py") if p.name != "oracle.py")
        return any("torch" in text for text in texts) or any("torch" in p.read_text("utf-8", "replace") for p in beside)

    def as_dict(self) -> dict[str, Any]:
        """JSON values, for the pipe to the judge. Text that is no Unicode (a lone surrogate) is replaced."""
        tree = {name: text.encode("utf-8", "replace").decode() for name, text in self.tree.items()}
        return {**asdict(self), "tree": tree, "check_file": str(self.check_file)}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Job:
        """The reverse of `as_dict`."""
        return cls(**{
            **raw,
            "check_file": Path(raw["check_file"]),
            "checks": tuple(CheckMeta(**c) for c in raw["checks"]),
            "wrong": tuple(WrongMeta(**w) for w in raw["wrong"]),
            "needs_programs": tuple(raw["needs_programs"]),
            "banned": tuple(raw.get("banned", ())),
            "run": tuple(raw["run"]),
            "parts": {name: (entry, tree) for name, (entry, tree) in raw["parts"].items()},
        })  # fmt: skip


@dataclass(frozen=True)
class RunOutput:
    """What a program printed. `state` is passed, crashed, timeout, out_of_memory, unavailable or grader_error."""

    state: str
    output: str
    files: Mapping[str, str]
    ms: float
    sandbox: Mapping[str, Any]


def probe_job() -> Job:
    """A job that any working grader passes; its verdict tells the layers of the sandbox."""
    source = {"solution.py": "def same(x):\n    return x\n"}
    check = CheckMeta("same-answer", {"zh": "原样返回", "en": "Returns what it gets"}, 1.0)
    return Job(
        "lab:probe", "0", Path(__file__).with_name("probe_check.py"), "solution.py", source, {}, source, (check,)
    )


def empty_verdict(job: Job, seed: int, state: str, message: dict[str, str]) -> Verdict:
    """A verdict without a judgement: every check failed for the same reason, which is said."""
    checks = [
        {"id": c.id, "passed": False, "credit": c.credit, "title": c.title, "message": message, "called": "", "got": "",
         "want": "", "where": "", "facts": {}, "apart": None, "ms": 0.0}
        for c in job.checks
    ]  # fmt: skip
    return {
        "schema": 1, "unit": job.unit, "rev": job.rev, "seed": seed, "state": state, "score": 0.0, "checks": checks,
        "misconception": None, "limit": None, "output": "",
        "sandbox": {"profile": job.profile, "layers": [], "degraded": []}, "ms": {"total": 0.0},
    }  # fmt: skip


def a_few_seconds(word: str) -> float | None:
    """A number of seconds above 0 and up to 10, as a setting has it; None for anything else."""
    try:
        found = float(word)
    except ValueError:
        return None
    return found if 0 < found <= 10 else None
