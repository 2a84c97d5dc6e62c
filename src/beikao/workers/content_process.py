"""The warm process that runs the course's own code: figures, question makers, oracles, a drill's edits.

It trusts content (authors are not learners) and never sees a learner's code. Started as a module by `workshop`; reads
one JSON request a line on its standard input and answers on a private copy of its standard output, so that a `print`
in content cannot corrupt an answer.
"""

from __future__ import annotations

import math
import os
import re
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from beikao.kit import Draw, Figure, Question, Rejected, Tree
from beikao.workers.content_modules import beside, load
from beikao.workers.frames import receive, send
from beikao.workers.placeholders import in_words
from beikao.workers.svg import render

MAX_ATTEMPTS = 200
WATCH_S = 2.0


def plain(value: Any) -> Any:
    """A value as JSON can carry it; numpy scalars and arrays become numbers and lists, infinities text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    raise TypeError(f"a {type(value).__name__} cannot leave content code: {value!r}"[:200])


# ---- figures


HOSTILE = (
    "",
    " ",
    "\0",
    "汉" * 999,
    "a" * 9999,
    "😀" * 99,
    "a\u0301" * 99,
    "\u202e\u2066abc",
    "\ud800",
    "<script>alert(1)</script>",
    "]]>&amp;</svg><b onload=x>",
    "'\"` {{7*7}} ${x} %s \\",
    "1e999 -0.0 NaN",
    "👨‍👩‍👧‍👦" * 9,
)  # fmt: skip - what the gate types into every line of text


def _state(module: ModuleType, unit: str, params: Mapping[str, float | str]) -> Figure:
    figure = module.figure(Draw(unit, 0), **_chosen(module, params))
    if not isinstance(figure, Figure):
        raise TypeError(f"figure() returned a {type(figure).__name__}, not a Figure")
    return figure


def _chosen(module: ModuleType, params: Mapping[str, Any]) -> dict[str, Any]:
    """Every slider at a position and every line of text cleaned, those not named at their start."""
    moved = {name: snap(slider, params.get(name, slider.start)) for name, slider in module.sliders.items()}
    return moved | {name: line.clean(params.get(name, line.start)) for name, line in _lines(module).items()}


def _lines(module: ModuleType) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(module, "texts", {})
    return found


def snap(slider: Any, value: float) -> float:
    """The nearest position of a slider."""
    positions: list[float] = slider.values()
    return min(positions, key=lambda p: abs(p - value))


def figure(path: str, unit: str, params: dict[str, float | str], language: str) -> dict[str, Any]:
    """One state, drawn."""
    module = load(path)
    made = _state(module, unit, params)
    return {
        "sliders": _sliders(module),
        "texts": _texts(module),
        "params": _chosen(module, params),
        "numbers": plain(made.numbers),
        "says": {lang: in_words(text) for lang, text in made.says.items()},
        "svg": render(made.panels(), language, in_words(made.says[language])),
    }


def controls(path: str) -> dict[str, Any]:
    """The sliders and the lines of text of a figure, without drawing it."""
    module = load(path)
    return {"sliders": _sliders(module), "texts": _texts(module)}


def _sliders(module: ModuleType) -> dict[str, Any]:
    return {
        name: {"low": s.low, "high": s.high, "step": s.step, "start": s.start,
               "label": {"zh": (s.label or (name, name))[0], "en": (s.label or (name, name))[1]}}
        for name, s in module.sliders.items()
    }  # fmt: skip


def _texts(module: ModuleType) -> dict[str, Any]:
    return {
        name: {"start": t.start, "most": t.most, "label": dict(zip(("zh", "en"), t.label or (name, name), strict=True))}
        for name, t in _lines(module).items()
    }


def numbers(path: str, unit: str, params: dict[str, float]) -> dict[str, Any]:
    """The numbers of one state."""
    module = load(path)
    unknown = sorted(set(params) - set(module.sliders))
    if unknown:
        raise ValueError(f"no slider {unknown[0]!r}; there are {', '.join(module.sliders) or 'none'}")
    return dict(plain(_state(module, unit, params).numbers))


def claims(path: str, unit: str, states: int) -> dict[str, Any]:
    """Run `claims`, draw a spread of states; the first error with its traceback, the slowest and largest state."""
    worst_ms, worst_bytes, error = 0.0, 0, None
    at_start: dict[str, Any] = {"sliders": {}, "numbers_of_start": {}}
    try:
        module = load(path)
        at_start = {"sliders": _sliders(module), "numbers_of_start": plain(_state(module, unit, {}).numbers)}
        if not hasattr(module, "claims"):
            raise AttributeError("there is no claims(at)")
        module.claims(lambda **params: _state(module, unit, _known(module, params)))
        tried: list[Mapping[str, float | str]] = [*spread(module.sliders, states)]
        tried += [{name: bad} for name in _lines(module) for bad in HOSTILE]
        for params in tried:
            fastest = math.inf
            for _ in range(2):  # the better of two, and CPU time: the machine may be busy
                began = time.process_time()
                made = _state(module, unit, params)
                drawn = [render(made.panels(), lang, made.says[lang]) for lang in ("zh", "en")]
                fastest = min(fastest, (time.process_time() - began) * 1000)
            worst_ms = max(worst_ms, fastest)
            worst_bytes = max(worst_bytes, *(len(d.encode()) for d in drawn))
            _check_state(made)
    except Exception:  # noqa: BLE001 - content code may raise anything; the author gets the traceback
        error = traceback.format_exc(limit=-3)
    return {"error": error, "worst_ms": worst_ms, "worst_bytes": worst_bytes, **at_start}


def _known(module: ModuleType, params: Mapping[str, Any]) -> Mapping[str, Any]:
    for name, value in params.items():
        if name in _lines(module):
            continue
        if name not in module.sliders:
            raise ValueError(f"no slider {name!r}")
        if min(abs(p - value) for p in module.sliders[name].values()) > 1e-9:
            raise ValueError(f"{name}={value} is no position of its slider")
    return params


def _check_state(made: Figure) -> None:
    for lang in ("zh", "en"):
        if not str(made.says.get(lang, "")).strip():
            raise ValueError(f"`says` has no text in {lang}")
        if re.search(r"(?<![\w-])nan(?![\w-])", made.says[lang]):
            raise ValueError(f"`says` speaks of nan in {lang}: {made.says[lang]}")
    lost = [name for name, value in plain(made.numbers).items() if value == "nan"]
    if lost:
        raise ValueError(f"numbers that are not a number: {', '.join(lost)}")


def spread(sliders: Mapping[str, Any], states: int) -> list[dict[str, float]]:
    """The start, each slider at its ends and some places between, the others at their start."""
    out: list[dict[str, float]] = [{}]
    each = max(2, states // max(1, len(sliders)))
    for name, slider in sliders.items():
        positions = slider.values()
        chosen = {round(i * (len(positions) - 1) / (each - 1)) for i in range(each)}
        out += [{name: positions[i]} for i in sorted(chosen)]
    if len(sliders) > 1:
        out += [{n: s.values()[end] for n, s in sliders.items()} for end in (0, -1)]
    return out


# ---- questions


def draw(path: str, unit: str, seed: int) -> dict[str, Any]:
    """The question of a seed: rejected draws go on to the next sub-stream."""
    made, attempts = _draw(load(path), unit, seed)
    return _drawn(made, attempts)


def _draw(module: ModuleType, unit: str, seed: int) -> tuple[Question, int]:
    for attempt in range(MAX_ATTEMPTS):
        try:
            made = module.make(Draw(f"{unit}#{attempt}", seed))
        except Rejected:
            continue
        if not isinstance(made, Question):
            raise TypeError(f"make() returned a {type(made).__name__}, not a Question")
        return made, attempt + 1
    raise RuntimeError(f"seed {seed}: {MAX_ATTEMPTS} draws were rejected one after another")


def _drawn(made: Question, attempts: int) -> dict[str, Any]:
    plots = None
    if made.plot is not None:
        plots = {lang: render([made.plot], lang, "") for lang in ("zh", "en")}
    return {
        "show": plain(made.show),
        "truth_kind": made.truth.kind,
        "truth": plain(made.truth.data),
        "steps": plain(made.steps),
        "wrong": plain(made.wrong),
        "plot_svg": plots,
        "attempts": attempts,
    }


def sweep(path: str, unit: str, seeds: int) -> list[dict[str, Any]]:
    """Draw many seeds and ask the second way for each; an error stands in its row."""
    module = load(path)
    return [_sweep_row(module, unit, seed) for seed in range(seeds)]


def _sweep_row(module: ModuleType, unit: str, seed: int) -> dict[str, Any]:
    try:
        began = time.process_time()
        made, attempts = _draw(module, unit, seed)
        ms = (time.process_time() - began) * 1000 / attempts
        row = {"seed": seed, "ms": ms, **_drawn(made, attempts)}
        if hasattr(module, "second_way"):
            row["second_way"] = plain(module.second_way(dict(made.show)))
    except Exception:  # noqa: BLE001 - content code may raise anything; the author gets the traceback
        return {"seed": seed, "error": traceback.format_exc(limit=-2)}
    return row


# ---- labs and drills


def oracle(path: str, reference: str, folder: str, seed: int) -> str | None:
    """Run a lab's oracle on its reference; the error's text, None where it agrees."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # what it warns of is said to no learner and no author
    try:
        with beside(Path(folder), Path(reference).parent):
            ref, judge = load(reference, fresh=True), load(path, fresh=True)
            judge.oracle(ref, Draw("oracle", seed))
    except Exception:  # noqa: BLE001 - content code may raise anything; the author gets the traceback
        return traceback.format_exc(limit=-3)
    return None


def edit_tree(script: str, function: str, unit: str, seed: int, files: dict[str, str]) -> dict[str, str]:
    """Run a drill's `break_` or `mend` on a tree."""
    tree = Tree(files)
    getattr(load(script), function)(tree, Draw(unit, seed))
    return tree.files()


HANDLERS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (controls, figure, numbers, claims, draw, sweep, oracle, edit_tree)
}


def _end_with(parent: int) -> None:
    """End when the one who started this is gone, even while content runs on and on."""
    while os.getppid() == parent:
        time.sleep(WATCH_S)
    os._exit(0)


def main() -> None:
    """Serve requests until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who started this
    answers, requests = os.fdopen(os.dup(1), "wb"), os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    while True:
        try:
            request = receive(requests)
        except EOFError:
            return
        try:
            reply = {"value": HANDLERS[request["call"]](**request["arguments"])}
        except Exception as error:  # noqa: BLE001 - this is the worker's boundary: every error goes back as text
            reply = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc(limit=-3)}
        send(answers, reply)


if __name__ == "__main__":
    main()
