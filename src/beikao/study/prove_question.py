"""Proves one question over many seeds: the truth scores full, each tempting wrong answer does not, texts fill."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beikao.course import Fault, Question
from beikao.course.types import LANGUAGES
from beikao.errors import BeikaoError
from beikao.practice import Asked, mark, pose
from beikao.study.answer import question_job
from beikao.study.desk import Desk
from beikao.study.fault_lines import fault
from beikao.workers.prose import placeholders
from beikao.workers.workshop import Drawn

MAX_MAKE_MS = 5.0
APART = 3.0  # tolerances between the truth and a wrong answer
TYPESET_SEEDS = 3
BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "一": 1, "两": 2, "三": 3, "四": 4, "五": 5}
DECIMALS = re.compile(r"(one|two|three|four|five) decimals?|([一两三四五])位小数")
DIGITS = re.compile(r"(one|two|three|four|five) significant|([一两三四五])位有效")
WITHIN = re.compile(r"within ([\d.]+)(%?)|误差(?:不超过)? ?([\d.]+)(%?)")


def prove_question(desk: Desk, question: Question, seeds: int) -> Iterator[Fault]:
    """Every fault of a question."""
    yield from _placeholders_agree(desk, question)
    try:
        rows = desk.workshop.sweep(question, seeds if question.make else 1)
    except BeikaoError as error:
        yield fault(desk, question.make or question.folder, str(error))
        return
    broken = [row for row in rows if row.get("error")]
    for row in broken[:1]:
        yield fault(desk, question.make or question.folder, f"seed {row['seed']}: {row['error']} ({len(broken)} seeds)")
    if broken:
        return
    yield from _sweep_faults(desk, question, rows)
    yield from _seed_faults(desk, question, rows)
    if question.kind == "code":
        yield from _prove_code(desk, question)


def _placeholders_agree(desk: Desk, question: Question) -> Iterator[Fault]:
    names = [{expression for _, expression, _ in placeholders(question.text[lang].ask)} for lang in LANGUAGES]
    if names[0] != names[1]:
        yield fault(desk, question.folder / "en.md", f"`# ask` inserts {names[1]}, zh.md inserts {names[0]}", line=1)


def _sweep_faults(desk: Desk, question: Question, rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    if question.make is None:
        return
    attempts = sum(row["attempts"] for row in rows)
    if attempts > 2 * len(rows):
        share = 1 - len(rows) / attempts
        yield fault(desk, question.make, f"draw.reject() in {share:.0%} of the draws", hint="At most half.")
    ms = statistics.median(row["ms"] for row in rows)
    if ms > MAX_MAKE_MS:
        yield fault(desk, question.make, f"make takes {ms:.1f} ms", hint=f"At most {MAX_MAKE_MS:g} ms.")
    distinct = {repr(sorted(row["show"].items())) for row in rows}
    if len(distinct) < min(5, len(rows)):
        yield fault(desk, question.make, f"only {len(distinct)} different questions in {len(rows)} seeds")


def _seed_faults(desk: Desk, question: Question, rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """The first fault of each sort; one line is enough to mend it."""
    seen: set[str] = set()
    for number, row in enumerate(rows):
        for sort, what in _row_faults(desk, question, row, typeset=number < TYPESET_SEEDS):
            if sort not in seen:
                seen.add(sort)
                yield fault(desk, question.make or question.folder / "question.toml", f"seed {row['seed']}: {what}")


def _row_faults(desk: Desk, question: Question, row: Mapping[str, Any], *, typeset: bool) -> Iterator[tuple[str, str]]:
    try:
        asked = pose(question, _drawn(row), row["seed"])
    except BeikaoError as error:
        yield "pose", str(error)
        return
    try:
        yield from _key_faults(asked, row)
    except BeikaoError as error:  # a key that no learner could type, such as a formula too long to be read
        yield "key", str(error)
    for lang in LANGUAGES if typeset else ():
        for name, text in _texts(asked, lang):
            if "{{" in text or ("}}" in text and "{" not in text):
                yield "left", f"{lang} `# {name}` keeps a placeholder: {text[:80]}"
            for _, message in desk.prose.faults(text):
                yield f"tex {lang} {name}", f"{lang} `# {name}`: {message}"


def _drawn(row: Mapping[str, Any]) -> Drawn:
    return Drawn(**{name: row[name] for name in Drawn.__dataclass_fields__ if name in row})


def _texts(asked: Asked, lang: str) -> Iterator[tuple[str, str]]:
    yield "ask", asked.ask[lang]
    yield "explain", asked.explain[lang]
    for slug, text in asked.options:
        yield f"option {slug}", text[lang]


def _key_faults(asked: Asked, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = asked.question.kind
    if kind in ("short", "code"):
        return
    right = right_answer(kind, row["truth"])
    unknown = list(_option_faults(asked, row))
    yield from unknown
    if unknown:
        return
    if mark(asked, right).credit < 1:
        yield "truth", f"the truth {right!r} does not score 1"
    if kind == "numeric":
        yield from _promise_faults(asked, float(row["truth"]["value"]))
    wrong = row["wrong"]
    for name, value in wrong.items():
        given = as_given(kind, value)
        if mark(asked, given).credit >= 1:
            yield f"wrong {name}", f"the wrong answer {given!r} of {name} scores 1"
        if kind == "numeric" and abs(value - row["truth"]["value"]) <= APART * tolerance(row["truth"]):
            yield f"near {name}", f"{name} leads to {value!r}, within {APART:g} tolerances of the truth"
    values = [as_given(kind, v) for v in wrong.values()]
    if len({repr(v) for v in values}) < len(values):
        yield "same", f"two misconceptions lead to the same answer: {wrong}"
    if asked.question.make is not None:
        yield from _second_way_faults(asked, row)


def _promise_faults(asked: Asked, value: float) -> Iterator[tuple[str, str]]:
    """The learner who does what the words say (`two decimals`, `误差 1% 以内`) has to be right."""
    for lang in LANGUAGES:
        for said, given in as_promised(asked.ask[lang], value):
            if mark(asked, repr(given)).credit < 1:
                yield f"promise {lang}", f"{lang} says {said!r}; {given!r} for {value!r} is marked wrong"


def as_promised(ask: str, value: float) -> list[tuple[str, float]]:
    """(words, an answer that they allow): what the bracketed words of a question say of rounding and tolerance."""
    found = []
    for bracket in BRACKET.findall(ask):
        if match := DECIMALS.search(bracket):
            found.append((match[0], round(value, COUNTED[match[1] or match[2]])))
        if match := DIGITS.search(bracket):
            found.append((match[0], float(f"{value:.{COUNTED[match[1] or match[2]] - 1}e}")))
        if match := WITHIN.search(bracket):
            off = float(match[1] or match[3])
            step = abs(value) * off / 100 if (match[2] or match[4]) else off
            found += [(match[0], value + 0.98 * step), (match[0], value - 0.98 * step)]
    return found


def _option_faults(asked: Asked, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if asked.question.kind not in ("choice", "choices", "order"):
        return
    known = {slug for slug, _ in asked.options}
    keys = [*_listed(row["truth"]["right"]), *(s for v in row["wrong"].values() for s in _listed(v))]
    for slug in keys:
        if slug not in known:
            yield "option", f"the key names the option {slug!r}, which is not in the texts"


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _second_way_faults(asked: Asked, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    second = row.get("second_way")
    if second is None:
        yield "no second way", "there is no second_way(show)"
        return
    given = as_given(asked.question.kind, second)
    if mark(asked, given).credit < 1:
        yield "second way", f"second_way gives {second!r}, the truth is {row['truth']}"


def right_answer(kind: str, truth: Mapping[str, Any]) -> str | list[str]:
    """The truth as a learner would type it."""
    if kind == "numeric":
        return repr(truth["value"])
    if kind == "symbolic":
        return str(truth["expression"])
    return as_given(kind, truth["right"])


def as_given(kind: str, value: Any) -> str | list[str]:
    """A key or a wrong answer as a learner would type it."""
    if kind == "numeric":
        return repr(float(value))
    return str(value) if kind in ("choice", "symbolic") else [str(v) for v in _listed(value)]


def tolerance(truth: Mapping[str, Any]) -> float:
    """Absolute tolerance of a numeric truth."""
    return float(max(truth["rel"] * abs(truth["value"]), truth["abs"]))


def _prove_code(desk: Desk, question: Question) -> Iterator[Fault]:
    start, reference = question.folder / "start.py", question.folder / "reference.py"
    for path, should_pass in ((start, False), (reference, True)):
        if not path.exists():
            yield fault(desk, path, f"{path.name} is missing")
            continue
        verdict = desk.grader.check(question_job(question, path.read_text(encoding="utf-8")), seed=1)
        if (verdict["state"] == "passed") is not should_pass:
            yield fault(desk, path, f"{path.name} gets {verdict['state']!r}")
