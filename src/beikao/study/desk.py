"""What every verb works on: the course, the record, the ports to processes, the clock and the learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from beikao.course import Course
from beikao.events import Data, Event, new_id
from beikao.grader import GraderPort
from beikao.record import Record
from beikao.settings import Settings
from beikao.workers.poems.poet import Poet
from beikao.workers.prose import Prose
from beikao.workers.workshop import Workshop


@dataclass
class Desk:
    """`now` gives aware UTC instants; `tz` is an IANA name; `device` says where an event came from (web, cli)."""

    course: Course
    record: Record
    grader: GraderPort
    workshop: Workshop
    prose: Prose
    settings: Settings
    now: Callable[[], datetime]
    poet: Poet
    learner: str = "me"
    device: str = "web"
    tz: str = "UTC"

    def note(self, *data: Data) -> list[Event]:
        """Append these as events of this learner, now, in one transaction; returns them."""
        at = self.now()
        events = []
        for item in data:
            events.append(Event(new_id(at), self.learner, at, self.tz, self.device, item.TYPE, item.as_dict()))
        ordered = sorted(e.id for e in events)
        events = [
            Event(i, e.learner, e.at, e.tz, e.device, e.type, e.data) for i, e in zip(ordered, events, strict=True)
        ]
        self.record.append(*events)
        return events

    def events(self) -> list[Event]:
        """This learner's whole stream, in order."""
        return self.record.events(self.learner)
