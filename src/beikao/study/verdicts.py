"""A verdict as a person reads it: checks that failed for one and the same reason are told once.

The verdict itself, what is stored and what `--json` prints, keeps every check.
"""

from __future__ import annotations

import re
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
        if self.syntax:
            shown = [row for row in shown if row[0] != "called"]  # nothing was called yet
        shown = [(k, in_language(text, language) if k == "where" else text) for k, text in shown]
        return (
            shown
            + _apart(self.check, language)
            + [(_name(str(k), language), str(v)) for k, v in (self.check.get("facts") or {}).items()]
        )

    @property
    def syntax(self) -> bool:
        """Whether the file is no Python, so that no line of it was run."""
        return self.check.get("called") == "import" and "code" in (self.check.get("facts") or {})


def state_of(verdict: Mapping[str, Any]) -> str:
    """The state in a word for people: "syntax" where a file is no Python and nothing was run, else as it was judged."""
    unread = verdict["state"] == "crashed" and any(Told(c).syntax for c in verdict["checks"])
    return "syntax" if unread else str(verdict["state"])


def _name(fact: str, language: str) -> str:
    return {"zh": "代码", "en": "code"}[language] if fact == "code" else fact


def in_language(where: str, language: str) -> str:
    """A place as `Point.label` names it in both languages, "zh · en [0,1]", in one of them; another text as it is."""
    parts = re.fullmatch(
        r"(?P<zh>[^·]*[\u4e00-\u9fff][^·]*) · (?P<en>[^\u4e00-\u9fff]*?)(?P<rest>(?: ?\[[^\]]*\])*)", where
    )
    return where if parts is None else parts[language] + parts["rest"]


def _apart(check: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """How far off a value is, in one line, and how the error grows over the steps."""
    apart, zh = check.get("apart") or {}, language == "zh"
    rows = []
    if apart.get("max_abs") is not None and apart.get("of"):
        share = f"{apart['differ']}/{apart['of']} ({apart['differ'] / apart['of']:.0%})"
        relative = (
            ""
            if apart["max_rel"] is None
            else f"{'，相对' if zh else ', relative '} {apart['max_rel']:.2g}".replace("  ", " ")
        )
        allowed = f"{apart['atol'] or 0:.2g} + {apart['rtol']:.2g}·|{'应为' if zh else 'expected'}|"
        text = f"{share}，最大 {apart['max_abs']:.3g}{relative}；容许 {allowed}" if zh else (
            f"{share}, at most {apart['max_abs']:.3g}{relative}; allowed {allowed}"
        )  # fmt: skip
        rows.append(("误差" if zh else "error", text))
    if len(growth := apart.get("growth") or []) > 1:
        ends = [growth[0], growth[len(growth) // 2], growth[-1]] if len(growth) > 2 else growth
        name = "第 {} 个值 {:.2g}" if zh else "value {} {:.2g}"
        rows.append(("误差如何变" if zh else "error goes on", " → ".join(name.format(int(n), e) for n, e in ends)))
    return rows


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
