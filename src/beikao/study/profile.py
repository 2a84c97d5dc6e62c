"""A learner's language and appearance: the last word of each `profile.set` event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beikao.errors import UsageError
from beikao.events import Event, ProfileSet
from beikao.study.desk import Desk

LANGUAGES = ("zh", "en")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Profile:
    """`language` is None until the learner has chosen one."""

    language: str | None = None
    theme: str = "auto"


def fold(events: Iterable[Event]) -> Profile:
    """The profile after these events."""
    language, theme = None, "auto"
    for event in events:
        if event.type == ProfileSet.TYPE:
            language = event.data.get("language") or language
            theme = event.data.get("theme") or theme
    return Profile(language, theme)


def profile(desk: Desk) -> Profile:
    """The profile now."""
    return fold(desk.record.events(desk.learner, types=(ProfileSet.TYPE,)))


def set_profile(desk: Desk, *, language: str | None = None, theme: str | None = None) -> Profile:
    """Change what is given. Raises UsageError on a value that is none of the known ones."""
    for name, value, known in (("language", language, LANGUAGES), ("theme", theme, THEMES)):
        if value is not None and value not in known:
            raise UsageError(f"{name} is {value!r}", where=name, hint=f"One of: {', '.join(known)}.")
    before = profile(desk)
    wanted = Profile(language or before.language, theme or before.theme)
    if wanted != before:
        desk.note(ProfileSet(language=language, theme=theme))
    return wanted
