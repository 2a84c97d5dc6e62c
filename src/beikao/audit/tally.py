"""What an audit found, as values: the score, what each wrong answer and each null was caught by, which mutants lived.

`inputs_hash` tells whether a recorded audit still speaks of the files that lie there: reference, checks, rig, wrong
answers, equivalents, the mutants that the operators make of this reference, and the nulls. Not the grader or the kit,
whose draws never change: else a word in a docstring would ask for every lab's audit again. The gate's sample sees to those.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beikao.audit.mutants import Mutant
from beikao.audit.nulls import nonsense_text

LEAST = 0.95  # the score below which a unit is refused
SAMPLE_ONE_IN = 20
NOT_APPLICABLE = "not-applicable: "
PASSED = "passed"  # what stands in place of a check where nothing caught it
COMPARED = ("mutants", "killed", "equivalent", "survivors")


@dataclass(frozen=True)
class Tally:
    """The outcome for one unit. `wrong` and `nulls` map a name to the check that caught it, PASSED, or why a null does
    not apply; `survivors` are the changes that no check noticed and nobody excused; `stale` and `false` are entries of
    equivalents.toml that name no mutant, or one that is caught."""

    unit: str
    inputs: str
    killed_by: Mapping[str, int]
    mutants: int
    equivalent: int
    survivors: tuple[str, ...]
    wrong: Mapping[str, str]
    nulls: Mapping[str, str]
    stale: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    @property
    def killed(self) -> int:
        return sum(self.killed_by.values())

    @property
    def score(self) -> float:
        """Killed of those that can be killed, 0 to 1; 1 where there is nothing to mutate."""
        able = self.mutants - self.equivalent
        return self.killed / able if able else 1.0

    def as_dict(self) -> dict[str, Any]:
        """The content of audit.json: no date, no time, the same on every run."""
        return {
            "schema": 1, "unit": self.unit, "lab": self.unit.partition(":")[2], "inputs": self.inputs, "mutants": self.mutants, "killed": self.killed,
            "equivalent": self.equivalent, "score": round(self.score, 4), "killed_by": dict(self.killed_by),
            "wrong": dict(self.wrong), "nulls": dict(self.nulls), "survivors": list(self.survivors),
        }  # fmt: skip

    def faults(self) -> list[tuple[str, str]]:
        """(what, hint) of everything that refuses the unit."""
        found = []
        if self.score < LEAST:
            shown = "; ".join(self.survivors[:5])
            found.append((f"the checks catch {self.score:.1%} of {self.mutants - self.equivalent} mutants, at least "
                          f"{LEAST:.0%} is asked; among those that live: {shown}",
                          "Strengthen check.py; `beikao content audit` lists every survivor."))  # fmt: skip
        found += [(f"the null {name!r} passes every check", "Compare more values, or compare them more closely.")
                  for name, by in self.nulls.items() if by == PASSED]  # fmt: skip
        found += [
            (f"the wrong answer {name} passes every check", "") for name, by in self.wrong.items() if by == PASSED
        ]
        found += [
            (f"equivalents.toml names a change that no mutant makes: {change}", "Remove it.") for change in self.stale
        ]
        found += [(f"equivalents.toml excuses a mutant that is caught: {change}", "It is not equivalent; remove it.")
                  for change in self.false]  # fmt: skip
        return found


def written(result: Mapping[str, Any]) -> str:
    """The text of audit.json."""
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def alike(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    """Whether a rerun says the same: counts, survivors, and what passes. By which check may differ where two are near."""
    verdicts = [{name: by == PASSED for key in ("wrong", "nulls") for name, by in one.get(key, {}).items()}
                for one in (recorded, again)]  # fmt: skip
    return verdicts[0] == verdicts[1] and all(recorded.get(k) == again.get(k) for k in COMPARED)


def sampled(inputs: str) -> bool:
    """Whether a fresh audit belongs to the twentieth that is run again anyway; a matter of its hash alone."""
    return int(inputs[:8], 16) % SAMPLE_ONE_IN == 0


def inputs_hash(unit: Mapping[str, Any], folder: Path, mutants: list[Mutant]) -> str:
    """`unit` holds the plain data that a verdict depends on beside the files of `folder` that checks may import."""
    digest = hashlib.sha256(json.dumps(unit, sort_keys=True, ensure_ascii=False).encode())
    for path in sorted(p for p in folder.glob("*.py") if p.name != "oracle.py"):
        digest.update(f"\0{path.name}\0{path.read_text(encoding='utf-8')}".encode())
    digest.update("\n".join(m.change for m in mutants).encode() + nonsense_text().encode())
    return digest.hexdigest()[:16]
