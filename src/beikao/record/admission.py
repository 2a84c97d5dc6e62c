"""What may enter the stream: an event whose envelope can be stored and whose data has exactly its type's shape.

It reads no store; whether an id is new is decided there.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from beikao import events as event_types
from beikao.errors import UsageError
from beikao.events import CodeSubmitted, Data, Event, canonical
from beikao.events.envelope import VERSION
from beikao.record.blobs import DIGEST

TYPES: dict[str, type[Data]] = {
    t.TYPE: t for t in vars(event_types).values() if isinstance(t, type) and issubclass(t, Data) and t.TYPE
}
LENGTHS = {"id": 36, "learner": 64, "type": 64, "tz": 64, "device": 64}
MAX_LINE = 16 * 2**20
STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


def stamp(at: datetime) -> str:
    """An instant as it is stored: UTC, microseconds, sorts as text."""
    return at.astimezone(UTC).strftime(STAMP)


def instant(text: str) -> datetime:
    """The instant of a stamp. Raises ValueError or TypeError for any other text."""
    at = datetime.strptime(text, STAMP).replace(tzinfo=UTC)
    if stamp(at) != text:
        raise ValueError(f"{text!r} is not an instant as it is stored")
    return at


def read_line(line: bytes) -> Event:
    """The event of a stored line, which was checked when it came in."""
    raw = json.loads(line)
    raw["at"] = datetime.fromisoformat(raw["at"])
    return Event(**raw)


def line_of(event: Event) -> bytes:
    """The canonical bytes, once it is sure that they read back as the same event. Raises UsageError."""
    where = f"event {str(event.id)[:36]}"
    for name, most in LENGTHS.items():
        value = getattr(event, name)
        if not isinstance(value, str) or not 1 <= len(value) <= most or not value.isprintable():
            raise UsageError(f"{name} is {str(value)[:80]!r}: it must be 1 to {most} printable characters", where=where,
                             zh=f"{name} 是 {str(value)[:80]!r}，应为 1 到 {most} 个可见字符")  # fmt: skip
    if type(event.version) is not int or not 1 <= event.version <= VERSION:
        raise UsageError(f"version {event.version!r} is not known", where=where, hint="Update beikao.",
                         zh=f"不认识版本 {event.version!r}", hint_zh="更新 beikao。")  # fmt: skip
    try:
        line = canonical(event)
        # A year below 1000, for one, is written in three digits and could not be read again.
        same = canonical(Event.from_dict(json.loads(line))) == line
    except (ValueError, TypeError, RecursionError) as error:
        raise UsageError(f"{event.type} cannot be stored: {error}"[:300], where=where,
                         zh=f"{event.type} 存不下来：{error}"[:300]) from error  # fmt: skip
    if not same or len(line) > MAX_LINE:
        raise UsageError(f"{event.type} cannot be stored: it would not read back the same", where=where,
                         zh=f"{event.type} 存不下来：存了再读就不是原样了")  # fmt: skip
    return line


def check_data(event: Event) -> None:
    """Raises UsageError unless the event's type is known and its data has that type's fields, of their types."""
    if event.type not in TYPES:
        raise UsageError(f"unknown type of event {event.type!r}", where="record", hint=f"One of: {', '.join(TYPES)}.",
                         zh=f"不认识事件类型 {event.type!r}", hint_zh=f"可选：{'、'.join(TYPES)}。")  # fmt: skip
    hints, optional = _fields(event.type)
    wrong = sorted(str(name) for name in set(event.data) ^ set(hints) if name not in optional)
    if wrong:
        raise UsageError(
            f"missing or unknown: {', '.join(wrong)}", where=event.type, zh=f"缺少或多出：{'、'.join(wrong)}"
        )
    for name, value in event.data.items():
        if not _fits(value, hints[name]):
            raise UsageError(f"{name} is {value!r}"[:200] + f", not {_say(hints[name])}", where=event.type,
                             zh=f"{name} 是 {value!r}"[:200] + f"，类型应为 {_say(hints[name])}")  # fmt: skip


@cache
def _fields(type_name: str) -> tuple[dict[str, Any], frozenset[str]]:
    """(field -> type, the fields that have a default: a record of an older version may lack them)."""
    kind = TYPES[type_name]
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    return {f.name: hints[f.name] for f in fields}, frozenset(
        f.name for f in fields if f.default is not dataclasses.MISSING or f.default_factory is not dataclasses.MISSING
    )


def _fits(value: Any, hint: Any) -> bool:
    """Whether a JSON value is of the annotated type; only the forms that event data uses."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return True
    if origin in (types.UnionType, typing.Union):
        return any(_fits(value, one) for one in inside)
    if origin is list:
        return isinstance(value, list | tuple) and all(_fits(v, inside[0]) for v in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(k, inside[0]) and _fits(v, inside[1]) for k, v in value.items())
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is hint


def _say(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint)


def blobs_named(event: Event) -> set[str]:
    """The digests of the blobs that must be here with this event."""
    return set(event.data["tree"].values()) if event.type == CodeSubmitted.TYPE else set()


def blobs_perhaps_named(event: Event) -> set[str]:
    """Those of a type that this version does not know: every text in its data that looks like a digest."""
    return set(_digests(event.data)) if event.type not in TYPES else set()


def _digests(value: Any) -> Iterator[str]:
    if isinstance(value, str) and DIGEST.match(value):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _digests(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _digests(inner)
