"""Proves lessons and figures: inserts resolve, formulas typeset, code blocks run, claims hold, states stay small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

from beikao.course import Concept, Fault, FigureUnit, Lesson
from beikao.course.structure import DIRECTIVE, EMBEDDED
from beikao.errors import BeikaoError
from beikao.study.desk import Desk
from beikao.study.fault_lines import fault
from beikao.study.read import insert_value, numbers_of
from beikao.workers.prose import format_value, placeholders

MAX_STATE_MS, MAX_STATE_BYTES = 300.0, 30 * 1024
CODE_BLOCK = re.compile(r"^```python *\n(?P<code>.*?)^``` *$", re.MULTILINE | re.DOTALL)
CODE_TIMEOUT_S = 60
_passed: set[str] = set()  # code that ran through in this process


def prove_figure(desk: Desk, figure: FigureUnit, states: int = 12) -> Iterator[Fault]:
    """Every fault of a figure; its claims, and so many states drawn."""
    try:
        seen = desk.workshop.claims(figure, states)
    except BeikaoError as error:
        yield fault(desk, figure.path, str(error))
        return
    if seen["error"]:
        yield fault(desk, figure.path, seen["error"])
    if seen["worst_ms"] > MAX_STATE_MS:
        yield fault(desk, figure.path, f"a state takes {seen['worst_ms']:.0f} ms", hint=f"At most {MAX_STATE_MS:g} ms.")
    if seen["worst_bytes"] > MAX_STATE_BYTES:
        yield fault(desk, figure.path, f"a state has {seen['worst_bytes']} bytes", hint=f"At most {MAX_STATE_BYTES}.")


def prove_lesson(desk: Desk, concept: Concept, lesson: Lesson) -> Iterator[Fault]:
    """Every fault of one language of a lesson."""
    for section in lesson.sections:
        text, first = section.markdown, section.line
        for number, expression, spec in placeholders(text):
            try:
                format_value(insert_value(desk, concept, expression), spec, expression)
            except (BeikaoError, ValueError) as error:
                yield fault(desk, lesson.path, str(error), line=first + number)
        for number, message in desk.prose.faults(_without_inserts(text)):
            yield fault(desk, lesson.path, message, line=first + number)
        yield from _start_states(desk, concept, lesson, text, first)
    yield from _run_code(desk, lesson)


def _without_inserts(text: str) -> str:
    return re.sub(r"\{\{[^{}]*\}\}", "1", text)


def _start_states(desk: Desk, concept: Concept, lesson: Lesson, text: str, first: int) -> Iterator[Fault]:
    """`:::figure slug k=8` names sliders that exist."""
    for number, line in enumerate(text.splitlines(), 1):
        match = DIRECTIVE.match(line.strip())
        if not match or match["kind"] not in EMBEDDED or match["kind"] != "figure":
            continue
        slug, *settings = (match["rest"] or "").split()
        if slug in concept.figures:
            try:
                params = numbers_of(dict(s.split("=", 1) for s in settings))
                desk.workshop.numbers(concept.figures[slug], params)
            except (BeikaoError, ValueError) as error:
                yield fault(desk, lesson.path, str(error), line=first + number)


def _run_code(desk: Desk, lesson: Lesson) -> Iterator[Fault]:
    """The lesson's python blocks, in order, in one fresh process; a lesson's code is the author's, hence trusted."""
    text = lesson.path.read_text(encoding="utf-8")
    blocks = [(text[: m.start()].count("\n") + 2, m["code"]) for m in CODE_BLOCK.finditer(text)]
    if not blocks:
        return
    padded = ""
    for line, code in blocks:
        padded += "\n" * (line - 1 - padded.count("\n")) + code
    said = _without_comments(padded)
    if said in _passed:
        return
    command = [sys.executable, "-W", "error", "-c", padded]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=CODE_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        yield fault(desk, lesson.path, f"the code of the lesson runs longer than {CODE_TIMEOUT_S} s", line=blocks[0][0])
        return
    if done.returncode:
        lines = re.findall(r'File "<string>", line (\d+)', done.stderr)
        yield fault(desk, lesson.path, f"the code fails: {done.stderr.strip().splitlines()[-1]}",
                    line=int(lines[-1]) if lines else blocks[0][0])  # fmt: skip
        return
    _passed.add(said)


def _without_comments(code: str) -> str:
    """What code does: the two languages of a lesson mostly differ in comments alone. Code that does not parse is itself."""
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:
        return code
