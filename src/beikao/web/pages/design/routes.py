"""`/design`: every part in every state. It stands in no menu, writes nothing, and shows the real templates."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.errors import UsageError
from beikao.study.answer import ask
from beikao.web.site import Here

router = APIRouter()
COLOURS = ("paper", "card", "ink", "ink-2", "ink-3", "rule", "accent", "jade", "indigo", "gold",
           "accent-soft", "jade-soft", "gold-soft", "indigo-soft", "heat-1")  # fmt: skip
SIZES = ("h1", "h2", "h3", "read", "body", "small", "tiny")
STATES = (
    "passed",
    "failed",
    "timeout",
    "out_of_memory",
    "crashed",
    "protocol_error",
    "refused",
    "unavailable",
    "grader_error",
)


@router.get("/design")
def show(visit: Here) -> Any:
    """The sheet, with one question of each kind that the course has."""
    kinds: dict[str, Any] = {}
    for concept in visit.desk.course.concepts.values():
        for slug, question in concept.questions.items():
            if question.kind not in kinds:
                kinds[question.kind] = ask(visit.desk, concept.slug, slug, seed=1)
    return visit.page("design/page.html", colours=COLOURS, sizes=SIZES, verdicts=[verdict(s) for s in STATES], kinds=kinds,
                      problem=UsageError("12,5,7 is no number", hint="Write it as 12.5 or 12,500.",
                                         zh="「12,5,7」读不成一个数", hint_zh="写成 12.5 或 12,500。"))  # fmt: skip


def verdict(state: str) -> dict[str, Any]:
    """A verdict in that state, with a check that passed and one that did not."""
    good = state == "passed"
    check = {
        "id": "shape",
        "title": {"zh": "形状正确", "en": "The shape is right"},
        "passed": True,
        "credit": 1.0,
        "message": {"zh": "", "en": ""},
    }
    bad = {**check, "id": "value", "title": {"zh": "数值正确", "en": "The values are right"}, "passed": good,
           "message": {"zh": "第一处不同在 (2, 3)。", "en": "The first difference is at (2, 3)."},
           "called": "softmax(x, axis=0)", "got": "0.1192", "want": "0.8808", "where": "(2, 3)", "facts": {"max |err|": "0.7616"}}  # fmt: skip
    limit = {"timeout": {"kind": "seconds", "limit": 10.0, "used": 10.02},
             "out_of_memory": {"kind": "memory_mib", "limit": 1024, "used": 0.0}}.get(state)  # fmt: skip
    return {"state": state, "score": 1.0 if good else 0.5, "ms": {"total": 43.0}, "limit": limit, "checks": [check, bad],
            "output": "" if good else "step 1\nstep 2\n", "sandbox": {"degraded": []}}  # fmt: skip
