"""A first taste: the small model goes on from a line; which labs build each of its parts; how good it is, measured."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from beikao.course import Lab
from beikao.errors import EnvironmentFault
from beikao.study.desk import Desk
from beikao.workers import poems
from beikao.workers.poems.poet import MAX_LINE, SEEDS, Busy

FOLDER = Path(poems.__file__).parent


@dataclass(frozen=True)
class Part:
    """A part of the model and the labs of this course that build it."""

    name: Mapping[str, str]
    labs: tuple[Lab, ...]


@dataclass(frozen=True)
class Taste:
    """`line` as it was sent; `read` as the model read it and `more` what it wrote; `problem` where it wrote nothing:
    empty, long, no-torch, busy or failed. `status` is that of an HTTP answer."""

    line: str = ""
    seed: int = 0
    read: str = ""
    more: str = ""
    problem: str = ""
    status: int = 200

    @property
    def next_seed(self) -> int:
        """For another continuation of the same line."""
        return (self.seed + 1) % SEEDS

    @property
    def verses(self) -> tuple[str, ...]:
        """The line and its continuation, broken after each full stop."""
        return tuple(v for v in (self.read + self.more).replace("。", "。\n").split("\n") if v)


def taste(desk: Desk, line: str, seed: int) -> Taste:
    """What the model writes after a line; a problem is told, not raised."""
    line, seed = "".join(c for c in " ".join(line.split()) if c.isprintable()), seed % SEEDS
    if not line or len(line) > MAX_LINE:
        return Taste(line[: 2 * MAX_LINE], seed, problem="long" if line else "empty", status=422)
    if not desk.poet.can_write():
        return Taste(line, seed, problem="no-torch", status=503)
    try:
        verse = desk.poet.continued(line, seed)
    except Busy as busy:
        return Taste(line, seed, problem="busy", status=busy.status)
    except EnvironmentFault as fault:
        return Taste(line, seed, problem="failed", status=fault.status)
    return Taste(line, seed, verse.line, verse.more)


def parts(desk: Desk) -> tuple[Part, ...]:
    """The parts that a lab of this course builds, in the order of the model."""
    listed = [
        Part(p["name"], tuple(desk.course.labs[s] for s in p["labs"] if s in desk.course.labs)) for p in _listed()
    ]
    return tuple(part for part in listed if part.labs)


@cache
def _listed() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))["part"]
    return found


@dataclass(frozen=True)
class Figures:
    """What `scripts/poems/evaluate.py` measured: (key of the words, perplexity per character) of each model; how large
    the network that ships is, and on how many tokens it was trained."""

    rows: tuple[tuple[str, float], ...]
    parameters: int
    tokens: int
    machine: str


def _key(row: Mapping[str, Any]) -> str:
    """The key of the words for a row: unigram, kn, kn-same, gpt2 or ours."""
    if row["name"] in ("gpt2", "ours"):
        return str(row["name"])
    name = "unigram" if row["name"] == "unigram" else "kn"
    return name if row["all"] else f"{name}-same"


ORDER = ("unigram", "kn-same", "kn", "gpt2", "ours")


@cache
def figures(folder: Path) -> Figures:
    """The measured figures of the model in a folder, the seeds of a network averaged."""
    kept = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    found = {key: [r["perplexity"] for r in kept["rows"] if _key(r) == key] for key in ORDER}
    rows = [(key, sum(values) / len(values)) for key, values in found.items() if values]
    own = next(r for r in kept["rows"] if r.get("as_shipped") == kept["shipped"])
    return Figures((*rows, ("shipped", kept["shipped"])), own["parameters"], own["tokens"], kept["machine"])
