"""Brings an export into a record: a union by event id, all of it or nothing.

What is in the archive is checked by `beikao.record.archive`; what the record already has wins nothing and loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from beikao.errors import NotFoundError
from beikao.record.archive import read
from beikao.record.store import Record


@dataclass(frozen=True)
class ImportReport:
    """What an archive held, and how many of its events were new here."""

    learner: str
    events: int
    new_events: int
    blobs: int
    drafts: int

    def __str__(self) -> str:
        return f"{self.events} events ({self.new_events} new), {self.blobs} files of code, {self.drafts} drafts"


def import_from(record: Record, path: Path) -> ImportReport:
    """Read an archive into the record; importing it again changes nothing.

    Raises NotFoundError for no file, UsageError for a hostile or damaged one and for an event whose id the record has
    with other content; then nothing is changed.
    """
    if not path.is_file():
        raise NotFoundError(f"there is no file {path}", where="import", hint="Name a file that `beikao export` wrote.",
                            zh=f"没有文件 {path}", hint_zh="要选 `beikao export` 写出的文件。")  # fmt: skip
    archive = read(path)
    new = record.merge(archive.learner, archive.events, archive.drafts, archive.blobs())
    return ImportReport(archive.learner, len(archive.events), new, len(archive.digests), len(archive.drafts))
