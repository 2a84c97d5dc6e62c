"""Every lab or every drill by stage, each with how far the learner got."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beikao.course import Concept, Drill, Lab
from beikao.course.types import Stage
from beikao.events import CodeJudged
from beikao.study.desk import Desk


@dataclass(frozen=True)
class Practised:
    """`state` is "passed", "tried" (judged, never passed) or "new"; `concepts` are those of its lessons that are there."""

    unit: Lab | Drill
    state: str
    concepts: tuple[Concept, ...]


def labs(desk: Desk) -> list[tuple[Stage | None, list[Practised]]]:
    """All labs, in the order of the course."""
    return _by_stage(desk, desk.course.labs.values())


def drills(desk: Desk) -> list[tuple[Stage | None, list[Practised]]]:
    """All drills, in the order of the course."""
    return _by_stage(desk, desk.course.drills.values())


def _by_stage(desk: Desk, units: Iterable[Lab | Drill]) -> list[tuple[Stage | None, list[Practised]]]:
    """A unit stands in the latest stage of its concepts; None for a stage that the course does not name."""
    states = _states(desk)
    rows: dict[int, list[Practised]] = {}
    for unit in units:
        concepts = tuple(desk.course.concepts[c] for c in unit.concepts if c in desk.course.concepts)
        stage = max((c.stage for c in concepts), default=0)
        rows.setdefault(stage, []).append(Practised(unit, states.get(unit.ref, "new"), concepts))
    return [(desk.course.stages.get(stage), rows[stage]) for stage in sorted(rows)]


def _states(desk: Desk) -> dict[str, str]:
    found: dict[str, str] = {}
    for event in desk.record.events(desk.learner, types=(CodeJudged.TYPE,)):
        unit, good = event.data["unit"], event.data["verdict"]["state"] == "passed"
        found[unit] = "passed" if good or found.get(unit) == "passed" else "tried"
    return found
