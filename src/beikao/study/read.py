"""Reading a lesson: its sections with every inserted number resolved, its figures, and the mark that it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from beikao.coach import Standing, standings
from beikao.course import Concept, Section
from beikao.course.graph import dependants, study_order
from beikao.errors import ContentError, UsageError
from beikao.events import LessonRead
from beikao.study import find
from beikao.study.blocks import Block, parse
from beikao.study.desk import Desk
from beikao.workers.placeholders import FigureInsert, parse_insert, substitute
from beikao.workers.workshop import FigureState

LONGEST_S = 3 * 3600.0  # of one reading


@dataclass(frozen=True)
class SectionView:
    """One section, ready to be typeset: Markdown in its blocks has no placeholder left."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class LessonView:
    concept: Concept
    language: str
    sections: tuple[SectionView, ...]
    standing: Standing
    previous: Concept | None
    next: Concept | None
    needs: tuple[Concept, ...] = ()  # read before it
    opens: tuple[Concept, ...] = ()  # what it is read for

    @property
    def read(self) -> bool:
        return self.standing.read

    @property
    def may_skip(self) -> bool:
        """Whether there is something to test out of."""
        return self.standing.state != "known" and bool(self.concept.questions)


def lesson(desk: Desk, slug: str, language: str, *, linked: bool = False) -> LessonView:
    """The lesson of a concept; `linked`: each number of a figure is a link `run:` to its run. Raises NotFoundError (no concept), UsageError (no such language)."""
    concept = find.concept(desk.course, slug)
    if language not in concept.lessons:
        raise UsageError(f"no lesson in {language!r}", where=concept.ref, hint="One of: zh, en.",
                         zh=f"没有语言为「{language}」的课文", hint_zh="可选：zh、en。")  # fmt: skip
    order = study_order(desk.course)
    place = [c.slug for c in order].index(slug)
    now = standings(desk.course, desk.events(), desk.now())
    return LessonView(
        concept=concept,
        language=language,
        sections=tuple(view(desk, concept, s, linked=linked) for s in concept.lessons[language].sections),
        standing=now[slug],
        previous=order[place - 1] if place else None,
        next=order[place + 1] if place + 1 < len(order) else None,
        needs=tuple(desk.course.concepts[n] for n in concept.needs if n in desk.course.concepts),
        opens=tuple(desk.course.concepts[n] for n in dependants(desk.course, slug)),
    )


def view(desk: Desk, concept: Concept, section: Section, *, linked: bool = False) -> SectionView:
    """One section with its inserts resolved; the section `sources` ends with the concept's sources."""
    blocks = parse(resolve(desk, concept, section.markdown, linked=linked))
    if section.id == "sources":
        blocks = (*blocks, Block("sources", sources=tuple(concept.sources.values())))
    return SectionView(section.id, section.heading, blocks)


def resolve(desk: Desk, concept: Concept, markdown: str, *, linked: bool = False) -> str:
    """The Markdown with every `{{...}}` replaced. Raises ContentError naming the insert that cannot be resolved."""
    link = (lambda expression, text: run_link(concept, expression, text)) if linked else None
    return substitute(markdown, lambda expression: insert_value(desk, concept, expression), link)


def run_link(concept: Concept, expression: str, text: str) -> str:
    """A figure's number as a Markdown link to the run that it comes from; a fact, which has a source instead, as it is."""
    insert = parse_insert(expression)
    if not isinstance(insert, FigureInsert) or set(text) & set("[]|<>*_`"):
        return text
    at = "&".join(f"{name}={value:g}" for name, value in insert.params.items())
    return f"[{text}](run:{concept.slug}/{insert.slug}{'?' if at else ''}{at})"


def insert_value(desk: Desk, concept: Concept, expression: str) -> Any:
    """The value of one insert: a figure's number or a fact."""
    insert = parse_insert(expression)
    if isinstance(insert, FigureInsert):
        if insert.slug not in concept.figures:
            raise ContentError(f"{{{{{expression}}}}}: no figure {insert.slug!r}", where=concept.ref)
        numbers = desk.workshop.numbers(concept.figures[insert.slug], insert.params)
        return _pick(numbers, insert.key, expression, concept)
    if insert.name not in concept.facts:
        raise ContentError(f"{{{{{expression}}}}}: no fact {insert.name!r}", where=concept.ref)
    return _pick(concept.facts[insert.name], insert.key, expression, concept)


def _pick(values: Mapping[str, Any], key: str, expression: str, concept: Concept) -> Any:
    if key not in values:
        raise ContentError(
            f"{{{{{expression}}}}}: no value {key!r}", where=concept.ref, hint=f"There are: {', '.join(values)}."
        )
    return values[key]


def mark_read(desk: Desk, slug: str, language: str, seconds: float) -> None:
    """Record that the lesson was read to its end. Seconds below zero or above three hours are cut to that range."""
    concept = find.concept(desk.course, slug)
    desk.note(LessonRead(concept.slug, concept.rev, language, min(max(seconds, 0.0), LONGEST_S)))


def figure(desk: Desk, slug: str, figure_slug: str, params: Mapping[str, str], language: str) -> FigureState:
    """One state of a figure; a parameter is the position of a slider or what was typed. Raises NotFoundError, UsageError."""
    return desk.workshop.figure(find.figure(desk.course, slug, figure_slug), dict(params), language)


def numbers_of(params: Mapping[str, str]) -> dict[str, float]:
    """Slider values as numbers. Raises UsageError."""
    out = {}
    for name, text in params.items():
        try:
            out[name] = float(text)
        except ValueError:
            raise UsageError(f"{text!r} is no number", where=name, hint="Move the slider or type a number.",
                             zh=f"「{text}」不是数", hint_zh="拖动滑块，或填一个数。") from None  # fmt: skip
    return out


def figure_source(desk: Desk, slug: str, figure_slug: str) -> str:
    """The Python that makes a figure, for the learner to read. Raises NotFoundError."""
    return find.figure(desk.course, slug, figure_slug).path.read_text(encoding="utf-8")


def without_folds(view_: SectionView) -> SectionView:
    """The same section with folds opened, for a terminal."""
    flat: list[Block] = []
    for block in view_.blocks:
        flat.extend(block.blocks if block.kind in ("fold", "note") else (block,))
    return replace(view_, blocks=tuple(flat))
