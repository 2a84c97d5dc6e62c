"""The plan as an iCalendar file: whole days, since a plan does not know at what hour its learner studies.

An entry's identity is its unit and the place of its block counted from the unit's last one, so that a file read in later moves entries that
are there instead of adding others beside them; what is already done keeps the days it had.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from beikao.coach.plan import Block
from beikao.study.desk import Desk
from beikao.study.plan import plan, title_of

if TYPE_CHECKING:
    from icalendar import Event as Entry

WEEKS = 8
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
PATHS = {"concept": "learn", "lab": "lab", "drill": "drill"}
COMMANDS = {"concept": "beikao learn {}", "lab": "beikao lab get {}", "drill": "beikao drill start {}"}


def ics(desk: Desk, language: str, address: str = "") -> bytes:
    """An entry of a whole day for each block of the next WEEKS weeks, and one for the day to be ready on. `address` is the server's, for links."""
    from icalendar import Calendar as File

    found = plan(desk)
    out = File()
    out.add("prodid", "-//beikao//plan//")
    out.add("version", "2.0")
    out.add("method", "PUBLISH")
    out.add("x-wr-calname", "备考计划" if language == "zh" else "beikao plan")
    left: dict[str, int] = {}
    numbers = dict[Block, int]()
    for block in reversed(found.days):
        left[block.ref] = left.get(block.ref, 0) + 1
        numbers[block] = left[block.ref]
    for _, blocks in found.blocks(found.today, 7 * WEEKS):
        for block in blocks:
            out.add_component(_block(desk, block, numbers[block], language, address))
    if found.calendar.until and not found.past:
        entry = _entry(desk, "until", found.calendar.until)
        entry.add("summary", "要准备好的日子" if language == "zh" else "To be ready on this day")
        out.add_component(entry)
    return bytes(out.to_ical())


def _block(desk: Desk, block: Block, number: int, language: str, address: str) -> Entry:
    kind, _, slug = block.ref.partition(":")
    entry = _entry(desk, f"{block.ref}.{number}", block.day)
    unit = f"{block.minutes} 分钟" if language == "zh" else f"{block.minutes} min"
    entry.add("summary", f"{title_of(desk.course, block.ref)[language]} · {unit}")
    entry.add("description", COMMANDS[kind].format(slug) if kind in COMMANDS else block.ref)
    if address and kind in PATHS:
        entry.add("url", f"{address.rstrip('/')}/{PATHS[kind]}/{slug}")
    return entry


def _entry(desk: Desk, name: str, when: date) -> Entry:
    """A whole day; its sequence is the minute it was written in, so that the later of two files is the one that counts."""
    from icalendar import Event as Entry

    now, entry = desk.now(), Entry()
    entry.add("uid", f"{name}@beikao")
    entry.add("dtstamp", now)
    entry.add("last-modified", now)
    entry.add("sequence", int((now - EPOCH) / timedelta(minutes=1)))
    entry.add("dtstart", when)
    entry.add("dtend", when + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    return entry
