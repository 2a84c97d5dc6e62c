"""Search over the course for a page or a command: hits in groups, lessons first. The index is kept in the home's cache."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from beikao.course import Course
from beikao.course.search import Found, SearchIndex, open_index
from beikao.study.desk import Desk

KINDS = ("lesson", "lab", "drill", "question")
PER_KIND = 8


def search(desk: Desk, text: str, language: str) -> Mapping[str, list[Found]]:
    """kind -> its best hits, the reader's language first; an empty mapping where nothing is found."""
    hits = _index(desk).search(text, language, limit=200)
    groups = {kind: [h for h in hits if h.kind == kind] for kind in KINDS}
    return {kind: _one_language(found, language)[:PER_KIND] for kind, found in groups.items() if found}


def _one_language(found: list[Found], language: str) -> list[Found]:
    """Hits in the reader's language where there are any, else those in the other."""
    own = [h for h in found if h.language == language]
    return own or found


def _index(desk: Desk) -> SearchIndex:
    return _opened(_Key(desk.course), desk.settings.cache)


class _Key:
    """A course by identity: it never changes while a process runs."""

    def __init__(self, course: Course) -> None:
        self.course = course

    def __hash__(self) -> int:
        return id(self.course)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.course is self.course


@lru_cache(maxsize=2)
def _opened(key: _Key, folder: Path) -> SearchIndex:
    return open_index(key.course, folder)
