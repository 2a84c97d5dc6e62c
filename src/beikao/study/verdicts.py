"""A verdict as a person reads it: checks that failed for one and the same reason are told once.

The verdict itself, what is stored and what `--json` prints, keeps every check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SAME = ("message", "called", "got", "want", "where")


@dataclass
class Told:
    """A check, and the titles of those right after it that failed in exactly the same way."""

    check: Mapping[str, Any]
    also: list[Mapping[str, str]] = field(default_factory=list)

    def rows(self, language: str) -> list[tuple[str, str]]:
        """(name, text) of what the check saw, without what its message already says."""
        message = self.check["message"].get(language) or ""
        shown = [(k, str(self.check[k])) for k in SAME[1:] if self.check.get(k) and str(self.check[k]) not in message]
        return shown + [(str(k), str(v)) for k, v in (self.check.get("facts") or {}).items()]


def told(verdict: Mapping[str, Any]) -> list[Told]:
    """The checks of a verdict in order, equal failures in a row folded into the first."""
    out: list[Told] = []
    for check in verdict["checks"]:
        last = out[-1].check if out else None
        if last and not check["passed"] and not last["passed"] and all(last.get(k) == check.get(k) for k in SAME):
            out[-1].also.append(check["title"])
        else:
            out.append(Told(check))
    return out
