"""What the grader is asked and what it answers, as plain values. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Verdict = dict[str, Any]
Tree = Mapping[str, str]  # path -> text


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
    program run), `parts` maps a name to (entry, tree) of a used lab. `seconds` bounds all checks, wall time.
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
    seconds: float = 10.0
    memory_mib: int = 1024
    parts: Mapping[str, tuple[str, Tree]] = field(default_factory=dict)

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
         "want": "", "where": "", "facts": {}, "ms": 0.0}
        for c in job.checks
    ]  # fmt: skip
    return {
        "schema": 1, "unit": job.unit, "rev": job.rev, "seed": seed, "state": state, "score": 0.0, "checks": checks,
        "misconception": None, "limit": None, "output": "",
        "sandbox": {"profile": job.profile, "layers": [], "degraded": []}, "ms": {"total": 0.0},
    }  # fmt: skip
