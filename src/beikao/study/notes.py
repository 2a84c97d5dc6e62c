"""A learner's own notes and highlights on lessons: set, listed, taken out as Markdown.

A note belongs to a section of a lesson (`concept:svd#why`); setting it to nothing removes it. A highlight is found again by
its words, so it survives an edit elsewhere in the lesson; one whose words are gone stays in the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from beikao.course import Concept, Course
from beikao.course.graph import study_order
from beikao.errors import NotFoundError, UsageError
from beikao.events import Event, HighlightSet, NoteSet, new_id
from beikao.study import find
from beikao.study.desk import Desk

NOTE_CHARS, QUOTE_CHARS, BEFORE_CHARS, PER_LESSON = 8000, 1000, 80, 200


@dataclass(frozen=True)
class Highlight:
    """`section` is the section's id."""

    id: str
    section: str
    language: str
    quote: str
    before: str
    text: str


@dataclass(frozen=True)
class Notes:
    """What a learner wrote on one lesson: section -> note, and the highlights in the order they were made."""

    concept: Concept
    notes: Mapping[str, str] = field(default_factory=dict)
    highlights: tuple[Highlight, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.highlights)


def notes_of(desk: Desk, slug: str) -> Notes:
    """Those of one lesson. Raises NotFoundError."""
    return _fold(find.concept(desk.course, slug), _stream(desk))


def all_notes(desk: Desk) -> list[Notes]:
    """Every lesson with something on it, in order of study."""
    stream = _stream(desk)
    return [found for c in study_order(desk.course) if (found := _fold(c, stream))]


def _stream(desk: Desk) -> list[Event]:
    return desk.record.events(desk.learner, types=(NoteSet.TYPE, HighlightSet.TYPE))


def _fold(concept: Concept, stream: Iterable[Event]) -> Notes:
    notes: dict[str, str] = {}
    marks: dict[str, Highlight] = {}
    for event in stream:
        unit, _, section = event.data["unit"].partition("#")
        if unit != concept.ref:
            continue
        if event.type == NoteSet.TYPE:
            notes[section] = event.data["text"]
        elif event.data.get("removed"):
            marks.pop(event.data["id"], None)
        else:
            d = event.data
            marks[d["id"]] = Highlight(d["id"], section, d["language"], d["quote"], d["before"], d["text"])
    return Notes(concept, {s: t for s, t in notes.items() if t}, tuple(marks.values()))


def set_note(desk: Desk, unit: str, text: str) -> None:
    """Write, change or (with nothing) remove the note of a section. Raises NotFoundError, UsageError."""
    slug, section = _place(desk.course, unit)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > NOTE_CHARS:
        raise UsageError(f"the note has {len(text)} characters", where=unit, hint=f"At most {NOTE_CHARS}.",
                         zh=f"笔记有 {len(text)} 个字符", hint_zh=f"最多 {NOTE_CHARS} 个。")  # fmt: skip
    if notes_of(desk, slug).notes.get(section, "") != text:
        desk.note(NoteSet(unit, text))


def set_highlight(desk: Desk, unit: str, language: str, quote: str, *, before: str = "", text: str = "",
                  id_: str = "") -> str:  # fmt: skip
    """Mark a passage, or change the words on a mark (`id_`). Returns its id. Raises NotFoundError, UsageError."""
    slug, _ = _place(desk.course, unit)
    quote, text = " ".join(quote.split()), text.strip()
    if not quote or len(quote) > QUOTE_CHARS or len(text) > NOTE_CHARS:
        raise UsageError("a highlight needs some words", where=unit, hint=f"Between 1 and {QUOTE_CHARS} characters.",
                         zh="划线的文字空着，或者太长", hint_zh=f"选 1 到 {QUOTE_CHARS} 个字符；附言最多 {NOTE_CHARS} 个。")  # fmt: skip
    if language not in ("zh", "en"):
        raise UsageError(f"no lesson in {language!r}", where=unit, hint="One of: zh, en.",
                         zh=f"没有语言为「{language}」的课文", hint_zh="可选：zh、en。")  # fmt: skip
    marks = notes_of(desk, slug).highlights
    if id_ and id_ not in {m.id for m in marks}:
        raise NotFoundError(f"there is no highlight {id_!r}", where=unit, zh=f"没有划线 {id_!r}")
    if len(marks) >= PER_LESSON and not id_:
        raise UsageError(f"there are {len(marks)} highlights already", where=unit, hint="Remove some first.",
                         zh=f"这篇课文已经有 {len(marks)} 处划线", hint_zh="先去掉一些。")  # fmt: skip
    made = id_ or new_id(desk.now())
    desk.note(HighlightSet(made, unit, language, quote, " ".join(before.split())[-BEFORE_CHARS:], text))
    return made


def remove_highlight(desk: Desk, slug: str, id_: str) -> None:
    """Take a mark away. Raises NotFoundError."""
    concept = find.concept(desk.course, slug)
    mark = next((m for m in notes_of(desk, slug).highlights if m.id == id_), None)
    if mark is None:
        raise NotFoundError(f"there is no highlight {id_!r}", where=concept.ref, zh=f"没有划线 {id_!r}")
    unit = f"{concept.ref}#{mark.section}"
    desk.note(HighlightSet(id_, unit, mark.language, mark.quote, mark.before, mark.text, removed=True))


def _place(course: Course, unit: str) -> tuple[str, str]:
    """(concept, section) of `concept:slug#section`. Raises NotFoundError."""
    ref, _, section = unit.partition("#")
    slug = ref.removeprefix("concept:")
    concept = find.concept(course, slug)
    known = {s.id for lesson in concept.lessons.values() for s in lesson.sections}
    if not ref.startswith("concept:") or section not in known:
        raise NotFoundError(f"there is no section {unit!r}", hint=f"{slug} has: {', '.join(sorted(known))}.",
                            zh=f"没有「{unit}」这一节", hint_zh=f"{slug} 里有：{'、'.join(sorted(known))}。")  # fmt: skip
    return slug, section


def as_markdown(found: Iterable[Notes], language: str) -> str:
    """All notes and highlights as one Markdown file."""
    lines: list[str] = []
    for one in found:
        lines.append(f"# {one.concept.title[language]}\n")
        headings = {s.id: s.heading for s in one.concept.lessons[language].sections}
        for section, heading in headings.items():
            marks = [m for m in one.highlights if m.section == section]
            if section not in one.notes and not marks:
                continue
            lines.append(f"## {heading}\n")
            for mark in marks:
                lines.append(f"> {mark.quote}\n" + (f"\n{mark.text}\n" if mark.text else ""))
            if section in one.notes:
                lines.append(one.notes[section] + "\n")
    return "\n".join(lines)
