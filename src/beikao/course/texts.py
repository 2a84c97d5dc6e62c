"""Splits the Markdown files of content into their sections. It renders nothing."""

from __future__ import annotations

import re
from pathlib import Path

from beikao.course.manifest import Faults
from beikao.course.types import LANGUAGES, Section

HEADING = re.compile(r"^## +(?P<heading>.+?) *\{#(?P<id>[a-z0-9-]+)\} *$")
PART = re.compile(r"^# +(?P<name>.+?) *$")
OPTION = re.compile(r"^- (?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*): (?P<text>.*)$")
FENCE = re.compile(r"^ {0,3}(```|~~~)")


def read_text(path: Path, faults: Faults) -> str | None:
    """The file's text; None and a fault where it is missing, empty or not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.add(path, 0, f"{path.name} is missing")
        return None
    except UnicodeDecodeError as error:
        faults.add(path, 1, f"not UTF-8: {error.reason}", "Save the file as UTF-8.")
        return None
    if not text.strip():
        faults.add(path, 1, f"{path.name} is empty")
        return None
    return text


def split(text: str, heading: re.Pattern[str]) -> list[tuple[re.Match[str] | None, int, str]]:
    """(match of the heading line or None for what stands before the first, its line, the text under it)."""
    parts: list[tuple[re.Match[str] | None, int, list[str]]] = [(None, 1, [])]
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= bool(FENCE.match(line))
        found = None if fenced else heading.match(line)
        if found:
            parts.append((found, number, []))
        else:
            parts[-1][2].append(line)
    return [(match, line, "\n".join(lines).rstrip("\n")) for match, line, lines in parts]


def lesson_sections(path: Path, text: str, faults: Faults) -> tuple[Section, ...]:
    """The sections `## Heading {#id}` of a lesson."""
    before, *rest = split(text, HEADING)
    if before[2].strip():
        faults.add(path, 1, "text before the first section", "Begin with `## Heading {#why}`.")
    for number, raw in enumerate(text.splitlines(), 1):
        if re.match(r"^## ", raw) and not HEADING.match(raw):
            faults.add(path, number, "a section heading without an id", "Write `## Heading {#id}`.")
    sections = []
    for match, line, body in rest:
        assert match is not None
        sections.append(Section(match["id"], match["heading"], body, line))
    seen: set[str] = set()
    for section in sections:
        if section.id in seen:
            faults.add(path, section.line, f"section `{section.id}` stands twice")
        if not section.markdown.strip() and section.id != "sources":
            faults.add(path, section.line, f"section `{section.id}` is empty")
        seen.add(section.id)
    return tuple(sections)


def named_parts(path: Path, text: str, faults: Faults) -> dict[str, tuple[int, str]]:
    """The parts `# name` of a question's text: name -> (line, text)."""
    before, *rest = split(text, PART)
    if before[2].strip():
        faults.add(path, 1, "text before the first `# ask`")
    parts: dict[str, tuple[int, str]] = {}
    for match, line, body in rest:
        assert match is not None
        if match["name"] in parts:
            faults.add(path, line, f"`# {match['name']}` stands twice")
        parts[match["name"]] = (line, body)
    return parts


def options(path: Path, line: int, text: str, faults: Faults) -> dict[str, str]:
    """The lines `- slug: text`; a line that follows indented belongs to the option above it."""
    found: dict[str, str] = {}
    last = ""
    for offset, raw in enumerate(text.splitlines(), line + 1):
        match = OPTION.match(raw)
        if match:
            last = match["slug"]
            if last in found:
                faults.add(path, offset, f"option `{last}` stands twice")
            found[last] = match["text"]
        elif raw.strip() and raw.startswith("  ") and last:
            found[last] += "\n" + raw.strip()
        elif raw.strip():
            faults.add(path, offset, "not an option", "Write `- slug: text`.")
    return found


def read_both(folder: Path, stem: str, faults: Faults) -> dict[str, str]:
    """`<stem>.zh.md` and `<stem>.en.md`."""
    return {lang: read_text(folder / f"{stem}.{lang}.md", faults) or "" for lang in LANGUAGES}


def read_hints(folder: Path, faults: Faults) -> dict[str, tuple[str, ...]]:
    """The sections `## 1`, `## 2`, ... of hints.zh.md and hints.en.md; the same count, at least three."""
    out: dict[str, tuple[str, ...]] = {}
    for lang, text in read_both(folder, "hints", faults).items():
        path = folder / f"hints.{lang}.md"
        parts = split(text, re.compile(r"^## +(?P<n>\d+) *$"))[1:]
        numbers = [int(m["n"]) for m, _, _ in parts if m]
        if text and (numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 3):
            faults.add(path, 1, f"hints are numbered {numbers}", "Write `## 1`, `## 2`, `## 3`, ... (at least three).")
        out[lang] = tuple(body.strip() for _, _, body in parts)
    if len({len(h) for h in out.values()}) > 1:
        faults.add(folder / "hints.en.md", 1, "the two languages have a different number of hints")
    return out
