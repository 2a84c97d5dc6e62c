"""The whole course as planned (139 concepts, 82 labs, 36 drills), as terrain and as units of work."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from beikao.coach.plan import Item
from beikao.coach.terrain import Terrain, arranged

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "blueprint" / "graph.json"


@cache
def graph() -> dict[str, Any]:
    """The file."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def land() -> Terrain:
    """Its concepts."""
    return arranged([(c["slug"], tuple(c["needs"]), c["area"], c["stage"]) for c in graph()["concepts"]])


def units(chosen: Collection[str] = ()) -> list[Item]:
    """Concepts, and the labs and drills all of whose concepts are chosen; everything where none is named."""
    concepts = {c["slug"]: c for c in graph()["concepts"] if not chosen or c["slug"] in chosen}
    items = [
        Item(f"concept:{slug}", c["minutes"], c["stage"], tuple(f"concept:{n}" for n in c["needs"]))
        for slug, c in concepts.items()
    ]
    for kind in ("lab", "drill"):
        for unit in graph()[f"{kind}s"]:
            if concepts.keys() >= set(unit["concepts"]):
                stage = max(concepts[c]["stage"] for c in unit["concepts"])
                needs = tuple(f"concept:{c}" for c in unit["concepts"])
                items.append(Item(f"{kind}:{unit['slug']}", unit["minutes"], stage, needs, optional=kind == "drill"))
    return items


def track(slug: str) -> frozenset[str]:
    """The concepts of a track."""
    return frozenset(next(t["concepts"] for t in graph()["tracks"] if t["slug"] == slug))
