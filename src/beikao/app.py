"""Puts the parts together: settings, course, record, ports, clock -> one Desk. The only place that does.

Starts no process and imports no heavy library by itself: workers start when first asked, or by `warm`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from beikao.course import Course, course_at, load
from beikao.grader import Options, open_grader
from beikao.record import Record
from beikao.settings import Settings
from beikao.study.desk import Desk
from beikao.workers.poems.poet import Poet
from beikao.workers.prose import Prose
from beikao.workers.workshop import Workshop


def now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


def local_zone() -> str:
    """The machine's IANA time zone, UTC where it cannot be told."""
    if os.environ.get("TZ"):
        return os.environ["TZ"].lstrip(":")
    link = Path("/etc/localtime")
    parts = link.resolve().parts if link.is_symlink() else ()
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else "UTC"


@lru_cache(maxsize=1)
def course_of(roots: tuple[Path, ...], cache: Path | None = None) -> Course:
    """The course of these folders, read once a process; from a cache folder where it was kept."""
    return load(roots) if cache is None else course_at(roots, cache)


@contextmanager
def open_desk(settings: Settings | None = None, *, device: str = "cli") -> Iterator[Desk]:
    """A desk for the lone learner of this machine; workers are stopped and the record is closed at the end."""
    settings = settings or Settings.from_environment()
    options = Options(settings.home, settings.grader_workers, settings.grader_waiting, settings.multi_user)
    grader = open_grader(settings.grader, options)
    record = Record.open(settings.home)
    workshop, poet = Workshop(), Poet(settings.poems)
    try:
        yield Desk(
            course=course_of(settings.content, settings.cache),
            record=record,
            grader=grader,
            workshop=workshop,
            prose=Prose(),
            settings=settings,
            now=now,
            poet=poet,
            device=device,
            tz=local_zone(),
        )
    finally:
        poet.close()
        workshop.close()
        grader.close()
        record.close()
