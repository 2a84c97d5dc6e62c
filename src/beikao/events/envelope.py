"""The envelope of an event and its canonical bytes.

Total order is (at, id). `canonical` gives the one byte string of an event, used for export and for hashes.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from beikao.events.types import QuestionAnswered

VERSION = 1


class Answer(NamedTuple):
    """An answer to a question. `credit` is 0 to 1, and 0 where the answer was revealed; `event` is its id."""

    at: datetime
    tz: str
    concept: str
    slug: str
    credit: float
    data: QuestionAnswered
    event: str

    @property
    def question(self) -> str:
        return self.data.question


@dataclass(frozen=True)
class Event:
    """`at` is aware and in UTC; `tz` is the learner's IANA time zone then; `data` is JSON-serialisable."""

    id: str
    learner: str
    at: datetime
    tz: str
    device: str
    type: str
    data: Mapping[str, Any]
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.at.utcoffset() != UTC.utcoffset(None):
            raise ValueError(f"event {self.id}: `at` must be in UTC, got {self.at!r}")

    @property
    def order(self) -> tuple[datetime, str]:
        return (self.at, self.id)

    @cached_property
    def answer(self) -> Answer:
        """What a question.answered says, made once. Raises TypeError for another type."""
        data = QuestionAnswered(**self.data)
        concept, _, slug = data.question.partition("/")
        credit = 0.0 if data.revealed else min(max(float(data.credit), 0.0), 1.0)
        return Answer(self.at, self.tz, concept, slug, credit, data, self.id)

    def as_dict(self) -> dict[str, Any]:
        at = self.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.at.microsecond:06d}Z"
        return {"version": self.version, "id": self.id, "learner": self.learner, "at": at, "tz": self.tz,
                "device": self.device, "type": self.type, "data": dict(self.data)}  # fmt: skip

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Event:
        """Raises KeyError or ValueError on a record that is no event."""
        at = datetime.strptime(raw["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        return cls(id=str(raw["id"]), learner=str(raw["learner"]), at=at, tz=str(raw["tz"]), device=str(raw["device"]),
                   type=str(raw["type"]), data=dict(raw["data"]), version=int(raw["version"]))  # fmt: skip


def canonical(event: Event) -> bytes:
    """One line of JSON: sorted keys, no spaces, UTF-8, without the newline."""
    text = json.dumps(event.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def new_id(at: datetime) -> str:
    """A UUID version 7 (RFC 9562, section 5.7) for the instant `at`: milliseconds first, then 74 random bits."""
    ms = int(at.timestamp() * 1000)
    raw = (ms << 80) | secrets.randbits(80)
    raw = (raw & ~(0xF << 76)) | (0x7 << 76)
    raw = (raw & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=raw))
