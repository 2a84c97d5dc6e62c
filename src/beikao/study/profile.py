"""A learner's language and appearance: the last word of each `profile.set` event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from beikao.errors import UsageError
from beikao.events import Event, ProfileSet
from beikao.study.desk import Desk

LANGUAGES = ("zh", "en")
THEMES = ("auto", "light", "dark")
RESERVED = ("/", "?")  # keys of every page


# What keys do while reviewing, as Anki has them. An empty key switches an act's key off.
REVIEW_KEYS = {"reveal": " ", "again": "1", "hard": "2", "good": "3", "easy": "4", "undo": "u"}


@dataclass(frozen=True)
class Profile:
    """`language` is None until the learner has chosen one; `keys` are those of the reviews, act -> key; `single_keys`:
    whether keys without Ctrl or Alt act on any page."""

    language: str | None = None
    theme: str = "auto"
    keys: Mapping[str, str] = field(default_factory=lambda: dict(REVIEW_KEYS))
    single_keys: bool = True


def fold(events: Iterable[Event]) -> Profile:
    """The profile after these events."""
    language, theme, keys, single = None, "auto", dict(REVIEW_KEYS), True
    for event in events:
        if event.type == ProfileSet.TYPE:
            language = event.data.get("language") or language
            theme = event.data.get("theme") or theme
            keys.update({act: key for act, key in (event.data.get("keys") or {}).items() if act in REVIEW_KEYS})
            if (said := event.data.get("single_keys")) is not None:
                single = bool(said)
    return Profile(language, theme, keys, single)


def profile(desk: Desk) -> Profile:
    """The profile now."""
    return fold(desk.record.events(desk.learner, types=(ProfileSet.TYPE,)))


def set_profile(desk: Desk, *, language: str | None = None, theme: str | None = None,
                keys: Mapping[str, str] | None = None, single_keys: bool | None = None) -> Profile:  # fmt: skip
    """Change what is given. Raises UsageError on a value that is none of the known ones, or a key used twice."""
    for name, value, known in (("language", language, LANGUAGES), ("theme", theme, THEMES)):
        if value is not None and value not in known:
            named = {"language": "语言", "theme": "外观"}[name]
            raise UsageError(f"{name} is {value!r}", where=name, hint=f"One of: {', '.join(known)}.",
                             zh=f"{named}填的是「{value}」", hint_zh=f"可选：{'、'.join(known)}。")  # fmt: skip
    before = profile(desk)
    chosen = {**before.keys, **checked_keys(keys or {})}
    if len(used := [k for k in chosen.values() if k]) != len(set(used)):
        raise UsageError("one key is given to two acts", where="keys", hint="Give each act a key of its own, or none.",
                         zh="同一个键给了两个操作", hint_zh="每个操作用不同的键，也可以不设。")  # fmt: skip
    single = before.single_keys if single_keys is None else single_keys
    wanted = Profile(language or before.language, theme or before.theme, chosen, single)
    if wanted != before:
        desk.note(ProfileSet(language=language, theme=theme, keys=chosen if keys else None, single_keys=single_keys))
    return wanted


def checked_keys(keys: Mapping[str, str]) -> dict[str, str]:
    """Act -> one character in lower case, or nothing. "space" means a space. Raises UsageError."""
    out = {}
    for act, key in keys.items():
        if act not in REVIEW_KEYS:
            raise UsageError(f"there is no act {act!r}", where="keys", hint=f"One of: {', '.join(REVIEW_KEYS)}.",
                             zh=f"没有操作「{act}」", hint_zh=f"可选：{'、'.join(REVIEW_KEYS)}。")  # fmt: skip
        plain = " " if key == " " or key.strip().lower() in ("space", "空格") else key.strip().lower()
        if len(plain) > 1 or (plain and not plain.isprintable()) or plain in RESERVED:
            raise UsageError(f"{key!r} cannot be the key of {act}", where="keys", hint="One character, not / or ?.",
                             zh=f"{key!r} 不能作 {act} 的键", hint_zh="写一个字符，不能是 / 和 ?。")  # fmt: skip
        out[act] = plain
    return out
