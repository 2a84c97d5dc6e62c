"""Checks that hold between units: references exist, the graph has no cycle, lessons agree in both languages.

Checks inside one unit stand where that unit is read; checks that run content stand in `beikao.study.prove`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from beikao.course.graph import find_cycle, gates
from beikao.course.manifest import Faults
from beikao.course.types import Concept, Course, Drill, Lab, Lesson, Question

DIRECTIVE = re.compile(r"^:::(?P<kind>[a-z]+)(?: +(?P<rest>.*))?$")
CITE = re.compile(r"\[@(?P<key>[a-z0-9-]+)\]")
LINK = re.compile(r"\]\((?P<kind>concept|lab|drill):(?P<slug>[a-z0-9-]+)\)")
EMBEDDED = ("figure", "question", "lab")
OPENING = ("fold", "note")
# "The first three hold": said of options that the learner sees in another order.
PLACES = {
    "zh": re.compile(r"[前后][两二三四五](?:个|项|种|条)|第[一二三四五六](?:项|种|条)|最后[一两](?:项|种|条)"),
    "en": re.compile(
        r"\b[Tt]he (?:first|last) (?:two|three|four|five)\b(?! (?:axes|columns|days|digits|layers|rows|steps|tokens))"
    ),
}
MIN_PARAMETRIC, MIN_KINDS, MIN_LEVELS = 5, 4, 3
CHARACTERS_PER_MINUTE = (40, 70)  # of lesson and questions, which the budgeted minutes cover
# Characters as Chinese word counts have them: full-width punctuation included, formulas and Latin words not.
CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def check_structure(course: Course, faults: Faults) -> None:
    """Adds every fault found between units."""
    _check_graph(course, faults)
    for concept in course.concepts.values():
        _check_concept(course, concept, faults)
    for lab in course.labs.values():
        _check_practice(course, lab, lab.folder / "lab.toml", faults)
        for used in lab.uses:
            if used not in course.labs:
                faults.add(lab.folder / "lab.toml", 0, f"`uses` names the lab {used!r}, which does not exist")
    for drill in course.drills.values():
        _check_practice(course, drill, drill.folder / "drill.toml", faults)
    for track in course.tracks.values():
        _check_exist(track.targets, _known(course, "concepts"), "targets", Path(f"tracks/{track.slug}.toml"), faults)


def _known(course: Course, kind: str) -> set[str]:
    present: dict[str, Iterable[str]] = {"concepts": course.concepts, "labs": course.labs, "drills": course.drills}
    return set(present[kind]) | course.planned.get(kind, frozenset())


def _check_exist(slugs: Iterable[str], known: Iterable[str], key: str, path: Path, faults: Faults) -> None:
    for slug in slugs:
        if slug not in known:
            faults.add(path, 0, f"`{key}` names {slug!r}, which neither exists nor is planned")


def _check_graph(course: Course, faults: Faults) -> None:
    cycle = find_cycle({slug: concept.needs for slug, concept in course.concepts.items()})
    if cycle:
        path = course.concepts[cycle[0]].folder / "concept.toml" if cycle[0] in course.concepts else Path("concepts")
        faults.add(path, 0, "the prerequisites run in a circle: " + " -> ".join(cycle), "Drop one of these `needs`.")
    elif cycle := find_cycle(_waits(course)):
        path = next(Path(f"labs/{ref[4:]}/lab.toml") for ref in cycle if ref.startswith("lab:"))
        faults.add(path, 0, "labs wait for one another: " + " -> ".join(cycle),
                   "A lab gates those of its concepts on which none of its others depends. Give one of these labs fewer concepts.")  # fmt: skip


def _waits(course: Course) -> dict[str, set[str]]:
    """What has to be done before a unit: a concept's needs with the lab that gates each alone, a lab's concepts."""
    gate = gates(course)
    found = {lab.ref: {f"concept:{c}" for c in lab.concepts if c in course.concepts} for lab in course.labs.values()}
    for concept in course.concepts.values():
        needs = [n for n in concept.needs if n in course.concepts]
        alone = {f"lab:{labs[0]}" for n in needs if len(labs := gate.get(n, ())) == 1}
        found[concept.ref] = {f"concept:{n}" for n in needs} | alone
    return found


def _check_concept(course: Course, concept: Concept, faults: Faults) -> None:
    path = concept.folder / "concept.toml"
    for need in concept.needs:
        if need not in course.concepts:
            faults.add(path, 0, f"`needs` names {need!r}, which does not exist", "Write that concept first.")
        elif course.concepts[need].stage > concept.stage:
            faults.add(path, 0, f"`needs` names {need!r} of a later stage")
    _check_exist(concept.related, _known(course, "concepts"), "related", path, faults)
    _check_exist(concept.guide, course.guide or concept.guide, "guide", path, faults)
    if course.stages and concept.stage not in course.stages:
        faults.add(path, 0, f"stage {concept.stage} is not in stages.toml")
    _check_mix(concept, faults)
    _check_questions(course, concept, faults)
    if len(concept.lessons) == 2:
        _check_lessons(course, concept, faults)


def _check_mix(concept: Concept, faults: Faults) -> None:
    questions = list(concept.questions.values())
    parametric = sum(q.make is not None for q in questions)
    kinds, levels = {q.kind for q in questions}, {q.level for q in questions}
    for have, least, name in (
        (parametric, MIN_PARAMETRIC, "parametric questions"),
        (len(kinds), MIN_KINDS, "kinds of question"),
        (len(levels), MIN_LEVELS, "levels of question"),
    ):
        if have < least:
            faults.add(concept.folder / "questions", 0, f"{have} {name}", f"At least {least}.")


def _check_questions(course: Course, concept: Concept, faults: Faults) -> None:
    for question in concept.questions.values():
        path = question.folder / "question.toml"
        _check_exist(question.also, _known(course, "concepts"), "also", path, faults)
        for ref in {*question.wrong, *question.text["zh"].wrong}:
            if course.misconception(ref) is None:
                faults.add(path, 0, f"the misconception {ref!r} does not exist", "Add it to misconceptions.toml.")
        if question.kind in ("choice", "choices") and not question.keep_order:
            _check_places(question, faults)


def _check_places(question: Question, faults: Faults) -> None:
    """Options are shuffled, so no text may speak of them by their place."""
    for language, text in question.text.items():
        for said in (text.explain, *text.wrong.values()):
            if found := PLACES[language].search(said):
                path = question.folder / f"{language}.md"
                faults.add(
                    path, 0, f"{found[0]!r} is said of options that are shuffled", "Name them, or `keep_order = true`."
                )


def embedded(lesson: Lesson) -> list[tuple[str, str, int]]:
    """(kind, slug, line) of every figure, question and lab in a lesson, in order."""
    out = []
    for section in lesson.sections:
        for offset, line in enumerate(section.markdown.splitlines(), section.line + 1):
            match = DIRECTIVE.match(line.strip())
            if match and match["kind"] in EMBEDDED and match["rest"]:
                out.append((match["kind"], match["rest"].split()[0], offset))
    return out


def _check_lessons(course: Course, concept: Concept, faults: Faults) -> None:
    zh, en = concept.lessons["zh"], concept.lessons["en"]
    lists = [[(kind, slug) for kind, slug, _ in embedded(lesson)] for lesson in (zh, en)]
    if lists[0] != lists[1]:
        only = sorted(set(lists[0]) ^ set(lists[1])) or "the order"
        faults.add(en.path, 1, f"the two languages embed different figures, questions or labs: {only}")
    for lesson in (zh, en):
        _check_lesson(course, concept, lesson, faults)
    _check_length(concept, zh, faults)


def _check_length(concept: Concept, lesson: Lesson, faults: Faults) -> None:
    texts = [section.markdown for section in lesson.sections]
    for question in concept.questions.values():
        words = question.text[lesson.language]
        texts += [words.ask, words.explain, *words.options.values(), *words.rubric.values()]
    characters = sum(len(CJK.findall(text)) for text in texts)
    low, high = (rate * concept.minutes for rate in CHARACTERS_PER_MINUTE)
    if not low <= characters <= high:
        faults.add(lesson.path, 1, f"{characters} Chinese characters in lesson and questions for {concept.minutes} minutes",
                   f"Between {low} and {high}: minutes feed the plan, so they must be true.")  # fmt: skip


def _check_lesson(course: Course, concept: Concept, lesson: Lesson, faults: Faults) -> None:
    known = {"figure": concept.figures, "question": concept.questions, "lab": _known(course, "labs")}
    for kind, slug, line in embedded(lesson):
        if slug not in known[kind]:
            faults.add(lesson.path, line, f"no {kind} called {slug!r}")
    counts = Counter(slug for kind, slug, _ in embedded(lesson) if kind == "figure")
    if not counts:
        faults.add(lesson.path, 1, "the lesson shows no figure")
    for section in lesson.sections:
        depth = 0
        for number, text in enumerate(section.markdown.splitlines(), section.line + 1):
            depth += _check_line(course, concept, lesson, text, number, depth, faults)
        if depth:
            faults.add(lesson.path, section.line, f"section `{section.id}`: a :::fold or :::note without :::end")


def _check_line(course: Course, concept: Concept, lesson: Lesson, line: str, number: int, depth: int,
                faults: Faults) -> int:  # fmt: skip
    """Checks one line; returns the change of nesting depth."""
    for match in CITE.finditer(line):
        if match["key"] not in concept.sources:
            faults.add(lesson.path, number, f"[@{match['key']}] is not a source of concept.toml")
    for match in LINK.finditer(line):
        if match["slug"] not in _known(course, f"{match['kind']}s"):
            faults.add(
                lesson.path, number, f"a link to {match['kind']}:{match['slug']}, which neither exists nor is planned"
            )
    found = DIRECTIVE.match(line.strip())
    if not found:
        return 0
    kind, rest = found["kind"], found["rest"] or ""
    if kind in OPENING:
        return 1
    if kind == "end":
        if depth == 0:
            faults.add(lesson.path, number, ":::end without a beginning")
            return 0
        return -1
    if kind not in EMBEDDED or not rest:
        faults.add(lesson.path, number, f"unknown directive {line.strip()!r}",
                   ":::figure, :::question, :::lab with a slug, :::fold, :::note, :::end.")  # fmt: skip
    return 0


def _check_practice(course: Course, unit: Lab | Drill, path: Path, faults: Faults) -> None:
    for concept in unit.concepts:
        if concept not in course.concepts:
            faults.add(path, 0, f"`concepts` names {concept!r}, which does not exist")
    _check_exist(unit.later, _known(course, "concepts"), "later", path, faults)
    _check_exist(unit.guide, course.guide or unit.guide, "guide", path, faults)
    for wrong in unit.wrong:
        if course.misconception(wrong.misconception) is None:
            faults.add(path, 0, f"[wrong.{wrong.slug}]: no misconception {wrong.misconception!r}")
