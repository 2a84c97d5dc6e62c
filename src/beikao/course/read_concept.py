"""Reads a concept's folder and its questions. Structure only: no content code is run here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beikao.course.manifest import SLUG, Faults, Manifest
from beikao.course.texts import lesson_sections, named_parts, options, read_text
from beikao.course.types import (
    KINDS,
    LANGUAGES,
    LEVELS,
    SECTIONS,
    STIMULI,
    CheckUnit,
    Concept,
    FigureUnit,
    Lesson,
    Question,
    QuestionText,
    Source,
    WrongUnit,
)

WITH_OPTIONS = ("choice", "choices", "order")
KEPT = ("audit.json", "fair.json", "proved.json")  # what proofs leave in a unit's folder
STRAY_SUFFIXES = (".pyc", ".json", ".csv", ".npz")


def rev(folder: Path) -> str:
    """The hash of a unit's files: names and bytes, caches left out. 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.name not in KEPT:
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def check_slug(folder: Path, faults: Faults) -> None:
    if not SLUG.match(folder.name):
        faults.add(folder, 0, f"the folder {folder.name!r} is not a slug", "Lower-case words with dashes.")


def read_checks(manifest: Manifest) -> tuple[CheckUnit, ...]:
    """The tables [check.<id>]."""
    out = []
    for slug, table in manifest.tables("check").items():
        credit = table.number("credit", default=1.0)
        phase = table.text("phase", one_of=("quick", "long"), default="quick")
        out.append(CheckUnit(slug, table.words(), credit, phase))
        if credit <= 0:
            table.fault("credit", "`credit` must be above zero")
        table.done()
    return tuple(out)


def read_wrong(manifest: Manifest) -> tuple[WrongUnit, ...]:
    """The tables [wrong.<slug>]."""
    out = []
    for slug, table in manifest.tables("wrong").items():
        out.append(WrongUnit(slug, table.text("caught_by"), table.text("misconception")))
        table.done()
    return tuple(out)


def read_limits(manifest: Manifest) -> Mapping[str, float]:
    table = manifest.table("limits")
    found = {key: table.number(key) for key in ("seconds", "memory_mib") if key in table.data}
    table.done()
    return found


def read_concept(folder: Path, faults: Faults) -> Concept | None:
    """None where `concept.toml` cannot be read; other faults leave a concept that is partly empty."""
    check_slug(folder, faults)
    manifest = Manifest.read(folder / "concept.toml", faults)
    if manifest is None:
        return None
    concept = Concept(
        slug=folder.name,
        area=folder.parent.name,
        folder=folder,
        rev=rev(folder),
        title=manifest.both("title"),
        objective=manifest.both("objective"),
        needs=manifest.strings("needs", required=True),
        related=manifest.strings("related"),
        stage=manifest.integer("stage", 1, 4),
        minutes=manifest.integer("minutes", 5, 600),
        difficulty=manifest.integer("difficulty", 1, 5),
        guide=manifest.strings("guide", slugs=False),
        claims=_claims(manifest),
        sources=_sources(manifest),
        misconceptions=_misconceptions(folder, faults),
        facts=_facts(folder, faults),
        lessons=_lessons(folder, faults),
        figures=_figures(folder, faults),
        questions=_questions(folder, faults),
    )
    manifest.done()
    _check_claims(concept, manifest)
    return concept


def _claims(manifest: Manifest) -> dict[str, str]:
    table = manifest.table("claims")
    return {key: str(value) for key, value in table.data.items()}


def _check_claims(concept: Concept, manifest: Manifest) -> None:
    for item, figure in concept.claims.items():
        if figure not in concept.figures:
            manifest.fault(item, f"[claims] {item} names the figure {figure!r}, which does not exist")
        if item not in concept.guide:
            manifest.fault(item, f"[claims] {item} is not in `guide`")
    if not concept.sources:
        manifest.fault("", "no [source.<key>]", "A concept names at least one source.")


def _sources(manifest: Manifest) -> dict[str, Source]:
    out = {}
    for key, table in manifest.tables("source").items():
        out[key] = Source(key, table.text("cite"), table.text("where", default=""), table.text("url", default=""))
        table.done()
    return out


def _misconceptions(folder: Path, faults: Faults) -> dict[str, Mapping[str, str]]:
    manifest = Manifest.read(folder / "misconceptions.toml", faults)
    if manifest is None:
        return {}
    out = {}
    for slug, table in manifest.top_tables().items():
        out[slug] = table.words()
        table.done()
    return out


def _facts(folder: Path, faults: Faults) -> dict[str, Mapping[str, Any]]:
    if not (folder / "facts.toml").exists():
        return {}
    manifest = Manifest.read(folder / "facts.toml", faults)
    if manifest is None:
        return {}
    for table in manifest.top_tables().values():
        table.text("source")
    return {key: value for key, value in manifest.data.items() if isinstance(value, dict)}


def _lessons(folder: Path, faults: Faults) -> dict[str, Lesson]:
    lessons = {}
    for lang in LANGUAGES:
        path = folder / f"lesson.{lang}.md"
        text = read_text(path, faults)
        if text is None:
            continue
        lesson = Lesson(lang, path, lesson_sections(path, text, faults))
        ids = [s.id for s in lesson.sections]
        fixed = [i for i in ids if i in SECTIONS]
        if fixed != list(SECTIONS):
            faults.add(path, 1, f"sections {fixed}", f"These must be there, in this order: {' '.join(SECTIONS)}.")
        lessons[lang] = lesson
    if len(lessons) == 2:
        zh, en = ([s.id for s in lessons[lang].sections] for lang in LANGUAGES)
        if zh != en:
            faults.add(lessons["en"].path, 1, f"the two languages have different sections: {zh} and {en}")
    return lessons


def _figures(folder: Path, faults: Faults) -> dict[str, FigureUnit]:
    out = {}
    for path in sorted((folder / "figures").glob("*.py")):
        if not SLUG.match(path.stem):
            faults.add(path, 0, f"{path.stem!r} is not a slug")
        out[path.stem] = FigureUnit(folder.name, path.stem, path)
    if not out:
        faults.add(folder / "figures", 0, "no figure", "A concept has at least one, with a slider.")
    return out


def _questions(folder: Path, faults: Faults) -> dict[str, Question]:
    out = {}
    root = folder / "questions"
    for path in sorted(root.iterdir()) if root.is_dir() else []:
        if path.is_dir() and path.name != "__pycache__":
            question = read_question(path, folder.name, faults)
            if question:
                out[path.name] = question
    if len(out) < 8:
        faults.add(root, 0, f"{len(out)} questions", "A concept has at least eight.")
    return out


def read_question(folder: Path, concept: str, faults: Faults) -> Question | None:
    """None where `question.toml` cannot be read."""
    check_slug(folder, faults)
    manifest = Manifest.read(folder / "question.toml", faults)
    if manifest is None:
        return None
    kind = manifest.text("kind", one_of=KINDS)
    make = folder / "make.py" if (folder / "make.py").exists() else None
    truth, wrong = _fixed_key(manifest, kind, make is not None)
    question = Question(
        concept=concept,
        slug=folder.name,
        folder=folder,
        rev=rev(folder),
        kind=kind,
        stimulus=manifest.text("stimulus", one_of=STIMULI),
        level=manifest.text("level", one_of=LEVELS),
        minutes=manifest.number("minutes"),
        also=manifest.strings("also"),
        keep_order=manifest.flag("keep_order"),
        text={lang: _question_text(folder / f"{lang}.md", kind, faults) for lang in LANGUAGES},
        make=make,
        truth=truth,
        wrong=wrong,
        checks=read_checks(manifest),
        limits=read_limits(manifest),
    )
    manifest.done()
    _check_options(question, manifest)
    return question


def _fixed_key(manifest: Manifest, kind: str, parametric: bool) -> tuple[Any, dict[str, Any]]:
    key, wrong = manifest.table("truth"), manifest.table("wrong")
    if parametric:
        if key.data or wrong.data:
            manifest.fault(
                "truth", "[truth] and [wrong] stand beside make.py", "make.py gives them; remove the tables."
            )
        return None, {}
    if kind not in ("short", "code"):
        key.text("reason")
        if "right" not in key.data:
            key.fault("", "no `right` in [truth] and no make.py")
    elif kind == "short":
        key.text("reason", default="")
    return key.data.get("right"), dict(wrong.data)


def _question_text(path: Path, kind: str, faults: Faults) -> QuestionText:
    text = read_text(path, faults) or ""
    parts = named_parts(path, text, faults)
    needed = [
        "ask",
        "explain",
        *(["options"] if kind in WITH_OPTIONS else []),
        *(["rubric"] if kind == "short" else []),
    ]
    for name in needed:
        if text and not parts.get(name, (0, ""))[1].strip():
            faults.add(path, 1, f"`# {name}` is missing or empty")
    wrong = {}
    for name, (line, body) in parts.items():
        if name.startswith("wrong "):
            wrong[name.removeprefix("wrong ").strip()] = body.strip()
        elif name not in needed:
            faults.add(path, line, f"unknown part `# {name}`", f"Parts: {', '.join(needed)}, wrong <misconception>.")
    listed = {n: options(path, *parts[n], faults) if n in needed and n in parts else {} for n in ("options", "rubric")}
    ask, explain = (parts.get(name, (0, ""))[1].strip() for name in ("ask", "explain"))
    return QuestionText(ask, explain, listed["options"], listed["rubric"], wrong)


def _check_options(question: Question, manifest: Manifest) -> None:
    zh, en = question.text["zh"], question.text["en"]
    if set(zh.options) != set(en.options) or set(zh.rubric) != set(en.rubric):
        manifest.fault("kind", "zh.md and en.md have different options or rubric points")
    if set(zh.wrong) != set(en.wrong):
        manifest.fault("kind", "zh.md and en.md have different `# wrong` parts")
    if question.kind in WITH_OPTIONS and len(zh.options) < 2:
        manifest.fault("kind", f"{len(zh.options)} options", "Give at least two.")
    keys = [question.truth] if isinstance(question.truth, str) else list(question.truth or [])
    for value in [*keys, *question.wrong.values()]:
        for slug in [value] if isinstance(value, str) else value:
            if question.make is None and question.kind in WITH_OPTIONS and slug not in zh.options:
                manifest.fault("right", f"the key names the option {slug!r}, which is not in zh.md")
    if question.kind == "order" and question.make is None and set(keys) != set(zh.options):
        manifest.fault("right", "an order must name every option once")
