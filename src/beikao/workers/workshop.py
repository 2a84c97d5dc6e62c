"""The client of the content process. Starts it when first asked, restarts it when it died, and never waits for ever.

Imports neither numpy nor torch. One request at a time; figures and drawn questions are cached.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beikao.course import FigureUnit, Lab, Question
from beikao.errors import ContentError, UsageError
from beikao.workers.frames import receive, send

QUICK_S, LONG_S = 20.0, 300.0
CACHE = 4096


@dataclass(frozen=True)
class FigureState:
    """One state of a figure, drawn in one language."""

    concept: str
    slug: str
    sliders: Mapping[str, Mapping[str, Any]]
    params: Mapping[str, float]
    numbers: Mapping[str, Any]
    says: Mapping[str, str]
    svg: str


@dataclass(frozen=True)
class Drawn:
    """A question drawn from a seed, as plain data."""

    show: Mapping[str, Any]
    truth_kind: str
    truth: Mapping[str, Any]
    steps: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, Any] = field(default_factory=dict)
    plot_svg: Mapping[str, str] | None = None
    attempts: int = 1


class Workshop:
    """Use from any thread; `close` when done."""

    def __init__(self, *, python: str = sys.executable) -> None:
        self._python = python
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def warm(self) -> None:
        """Start the process without waiting for it."""
        with self._lock:
            self._started()

    def figure(self, unit: FigureUnit, params: Mapping[str, float] | None, language: str) -> FigureState:
        """A state; positions are moved to the nearest of their slider. Raises UsageError for an unknown slider."""
        wanted = dict(params or {})
        key = ("figure", str(unit.path), _changed(unit.path), tuple(sorted(wanted.items())), language)
        found = self._cached(key, "figure", path=str(unit.path), unit=unit.id, params=wanted, language=language)
        unknown = sorted(set(wanted) - set(found["sliders"]))
        if unknown:
            raise UsageError(
                f"no slider {unknown[0]!r}", where=unit.id, hint=f"There are: {', '.join(found['sliders'])}."
            )
        return FigureState(concept=unit.concept, slug=unit.slug, **found)

    def numbers(self, unit: FigureUnit, params: Mapping[str, float]) -> Mapping[str, Any]:
        """The numbers of a state."""
        key = ("numbers", str(unit.path), _changed(unit.path), tuple(sorted(params.items())))
        found: Mapping[str, Any] = self._cached(key, "numbers", path=str(unit.path), unit=unit.id, params=dict(params))
        return found

    def draw(self, question: Question, seed: int) -> Drawn:
        """The question of a seed: the same for ever. A fixed question's key comes from its manifest."""
        if question.make is None:
            return fixed(question)
        key = ("draw", str(question.make), _changed(question.make), seed)
        found = self._cached(
            key, "draw", path=str(question.make), unit=f"{question.concept}/{question.slug}", seed=seed
        )
        return Drawn(**found)

    def sweep(self, question: Question, seeds: int) -> list[dict[str, Any]]:
        """For the gate: every seed's draw with attempts, milliseconds and the second way, or its error."""
        if question.make is None:
            drawn = fixed(question)
            return [{"seed": 0, "ms": 0.0, **vars(drawn)}]
        unit = f"{question.concept}/{question.slug}"
        rows: list[dict[str, Any]] = self._ask("sweep", LONG_S, path=str(question.make), unit=unit, seeds=seeds)
        return rows

    def claims(self, unit: FigureUnit, states: int = 12) -> dict[str, Any]:
        """For the gate: {"error", "worst_ms", "worst_bytes"}."""
        found: dict[str, Any] = self._ask("claims", LONG_S, path=str(unit.path), unit=unit.id, states=states)
        return found

    def oracle(self, lab: Lab, seed: int) -> str | None:
        """For the gate: what the oracle objects to, None where it agrees."""
        single = lab.folder / f"reference{Path(lab.files[0]).suffix}"
        reference = single if single.exists() else lab.folder / "reference" / lab.files[0]
        found: str | None = self._ask(
            "oracle",
            LONG_S,
            path=str(lab.folder / "oracle.py"),
            reference=str(reference),
            folder=str(lab.folder),
            seed=seed,
        )
        return found

    def edit_tree(self, script: Path, function: str, unit: str, seed: int, files: Mapping[str, str]) -> dict[str, str]:
        """Run a drill's `break_` or `mend`."""
        key = ("edit", str(script), _changed(script), function, unit, seed, tuple(sorted(files.items())))
        found: dict[str, str] = self._cached(
            key, "edit_tree", script=str(script), function=function, unit=unit, seed=seed, files=dict(files)
        )
        return dict(found)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    # ---- the process

    def _cached(self, key: tuple[Any, ...], call: str, **arguments: Any) -> Any:
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        value = self._ask(call, QUICK_S, **arguments)
        with self._lock:
            self._cache[key] = value
            while len(self._cache) > CACHE:
                self._cache.popitem(last=False)
        return value

    def _ask(self, call: str, limit_s: float, **arguments: Any) -> Any:
        where = str(arguments.get("unit") or arguments.get("path"))
        with self._lock:
            process = self._started()
            alarm = threading.Timer(limit_s, process.kill)
            alarm.start()
            try:
                assert process.stdin is not None and process.stdout is not None
                send(process.stdin, {"call": call, "arguments": arguments})
                reply = receive(process.stdout)
            except (EOFError, OSError) as error:
                self._stop()
                raise ContentError(f"the content process ended or took over {limit_s:g} s", where=where) from error
            finally:
                alarm.cancel()
        if "error" in reply:
            raise ContentError(f"{reply['error']}\n{reply['trace']}".strip(), where=where)
        return reply["value"]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [self._python, "-m", "beikao.workers.content_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue  # what was still buffered for a dead process


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns


def fixed(question: Question) -> Drawn:
    """A fixed question's key as drawn data."""
    truth: dict[str, Any] = {}
    if question.truth is not None:
        many = question.kind in ("choices", "order")
        truth = {"right": list(question.truth) if many else question.truth}
        if question.kind == "choices":
            truth["right"] = sorted(truth["right"])
    return Drawn(show={}, truth_kind=question.kind, truth=truth, wrong=dict(question.wrong))
