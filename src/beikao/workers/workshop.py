"""The client of the content process. Starts it when first asked, restarts it when it died, and never waits for ever.

Imports neither numpy nor torch. One request at a time; figures and drawn questions are cached.
"""

from __future__ import annotations

import hashlib
import json
import math
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
from beikao.kit import Slider, Text
from beikao.workers.content_modules import stamp
from beikao.workers.frames import receive, send

QUICK_S, LONG_S = 20.0, 300.0
CACHE = 1024


@dataclass(frozen=True)
class FigureState:
    """One state of a figure, drawn in one language."""

    concept: str
    slug: str
    sliders: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, Mapping[str, Any]]
    params: Mapping[str, float | str]
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

    def __init__(self, *, python: str = sys.executable, quick_s: float = QUICK_S) -> None:
        self._python, self._quick_s = python, quick_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # one request at a time
        self._cache_lock = threading.Lock()  # never held while waiting, so what is known is answered at once
        self._cache: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def warm(self) -> None:
        """Start the process without waiting for it."""
        with self._lock:
            self._started()

    def figure(self, unit: FigureUnit, params: Mapping[str, float | str] | None, language: str) -> FigureState:
        """A state; positions are moved to the nearest of their slider, texts cut to their length.

        Raises UsageError for an unknown name and for a position that is no number.
        """
        path, changed = str(unit.path), stamp(unit.path)
        controls = self._cached(("controls", path, changed), "controls", path=path)
        at = _settled(controls, params or {}, unit.id)
        key = ("figure", path, changed, tuple(sorted(at.items())), language)
        found = self._cached(key, "figure", path=path, unit=unit.id, params=at, language=language)
        return FigureState(concept=unit.concept, slug=unit.slug, **found)

    def numbers(self, unit: FigureUnit, params: Mapping[str, float]) -> Mapping[str, Any]:
        """The numbers of a state."""
        key = ("numbers", str(unit.path), stamp(unit.path), tuple(sorted(params.items())))
        found: Mapping[str, Any] = self._cached(key, "numbers", path=str(unit.path), unit=unit.id, params=dict(params))
        return found

    def draw(self, question: Question, seed: int) -> Drawn:
        """The question of a seed: the same for ever. A fixed question's key comes from its manifest."""
        if question.make is None:
            return fixed(question)
        key = ("draw", str(question.make), stamp(question.make), seed)
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
        tree = hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()
        key = ("edit", str(script), stamp(script), function, unit, seed, tree)
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
        with self._cache_lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        value = self._ask(call, self._quick_s, **arguments)
        with self._cache_lock:
            self._cache[key] = value
            while len(self._cache) > CACHE:
                self._cache.popitem(last=False)
        return value

    def _ask(self, call: str, limit_s: float, **arguments: Any) -> Any:
        where = str(arguments.get("unit") or arguments.get("path"))
        with self._lock:
            reply = self._exchange({"call": call, "arguments": arguments}, limit_s, where)
        if "error" in reply:
            raise ContentError(f"{reply['error']}\n{reply['trace']}".strip(), where=where)
        return reply["value"]

    def _exchange(self, request: Any, limit_s: float, where: str) -> Any:
        """One request and its reply; a process that dies or takes too long is ended, the next request gets a new one."""
        process, late = self._started(), threading.Event()

        def expire() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(limit_s, expire)
        alarm.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            send(process.stdin, request)
            return receive(process.stdout)
        except (EOFError, OSError) as error:
            self._stop()
            what = f"this took more than {limit_s:g} s" if late.is_set() else "this ended the content process"
            raise ContentError(what, where=where, hint="Run the file by itself to see why.") from error
        finally:
            alarm.cancel()

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


def _settled(
    controls: Mapping[str, Mapping[str, Mapping[str, Any]]], params: Mapping[str, float | str], where: str
) -> dict[str, float | str]:
    """The wanted positions, each the nearest of its slider, so that there are no more states than positions; texts cleaned."""
    sliders, texts = controls["sliders"], controls["texts"]
    unknown = sorted(set(params) - set(sliders) - set(texts))
    if unknown:
        there = (*sliders, *texts)
        raise UsageError(f"no slider {unknown[0]!r}", where=where, hint=f"There are: {', '.join(there) or 'none'}.",
                         zh=f"没有滑块「{unknown[0]}」",
                         hint_zh=f"有的是：{'、'.join(there)}。" if there else "这幅图没有滑块。")  # fmt: skip
    return {
        name: Text("", texts[name]["most"]).clean(str(value))
        if name in texts
        else _position(sliders[name], value, name)
        for name, value in params.items()
    }


def _position(slider: Mapping[str, Any], value: float | str, name: str) -> float:
    try:
        wanted = float(value)
    except ValueError:
        wanted = math.nan
    if not math.isfinite(wanted):
        raise UsageError(f"{value!r} is no position", where=name, hint="Move the slider or type a number.",
                         zh=f"{name} 不能取「{value}」", hint_zh="拖动滑块，或填一个数。")  # fmt: skip
    positions = Slider(slider["low"], slider["high"], slider["step"], slider["start"]).values()
    return min(positions, key=lambda p: abs(p - wanted))


def fixed(question: Question) -> Drawn:
    """A fixed question's key as drawn data."""
    truth: dict[str, Any] = {}
    if question.truth is not None:
        many = question.kind in ("choices", "order")
        truth = {"right": list(question.truth) if many else question.truth}
        if question.kind == "choices":
            truth["right"] = sorted(truth["right"])
    return Drawn(show={}, truth_kind=question.kind, truth=truth, wrong=dict(question.wrong))
