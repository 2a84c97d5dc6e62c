"""Everything about a learner in one open file, and back. The format: docs/reference/export.md.

A zip archive whose bytes depend on its content alone (fixed times, order and compression), so export, import into an
empty home and export again gives the same bytes. An archive is hostile until every part of it was checked; then it is
imported in one go, or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from beikao.errors import BeikaoError, NotFoundError, UsageError
from beikao.events import CodeSubmitted, Event, canonical
from beikao.record.blobs import DIGEST
from beikao.record.store import TYPES, Record, check_data

FORMAT = 1
EPOCH = (1980, 1, 1, 0, 0, 0)
MAX_MEMBERS, MAX_MEMBER, MAX_TOTAL = 200_000, 64 * 2**20, 2 * 2**30


@dataclass(frozen=True)
class ImportReport:
    """What an import brought."""

    learner: str
    events: int
    new_events: int
    blobs: int
    drafts: int

    def __str__(self) -> str:
        return f"{self.events} events ({self.new_events} new), {self.blobs} files of code, {self.drafts} drafts"


def export_to(record: Record, learner: str, path: Path) -> None:
    """Write the archive; whole or not at all."""
    stream = record.events(learner)
    lines = b"".join(canonical(e) + b"\n" for e in stream)
    digests = sorted({d for e in stream if e.type == CodeSubmitted.TYPE for d in e.data["tree"].values()})
    drafts = _json(record.drafts(learner))
    manifest = {"format": FORMAT, "learner": learner, "events": len(stream), "blobs": len(digests),
                "sha256": {"events.jsonl": _sha(lines), "drafts.json": _sha(drafts)}}  # fmt: skip
    scratch = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with zipfile.ZipFile(scratch, "w") as archive:
            for name, data in (("manifest.json", _json(manifest)), ("events.jsonl", lines), ("drafts.json", drafts)):
                _add(archive, name, data)
            for digest in digests:
                _add(archive, f"blobs/{digest}", record.blob(digest))
        os.replace(scratch, path)  # noqa: PTH105 - same as Path.replace, kept beside the unlink
    except OSError as error:
        raise UsageError(
            f"cannot write: {error.strerror}", where=str(path), hint="Choose a folder you may write to."
        ) from error
    finally:
        scratch.unlink(missing_ok=True)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    archive.writestr(info, data, compresslevel=6)


def import_from(record: Record, path: Path) -> ImportReport:
    """Read an archive into the record: a union by event id. Raises UsageError or NotFoundError and changes nothing."""
    if not path.is_file():
        raise NotFoundError(f"there is no file {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _read(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"this is no export: {error}", where=str(path)) from error
    manifest, stream, drafts, blobs = _check(parts, str(path))
    known = {e.id for e in record.events(manifest["learner"])}
    for data in blobs:
        record.put_blob(data)
    record._insert(stream)
    here = {d["unit"]: d["at"] for d in record.drafts(manifest["learner"])}
    for draft in drafts:
        if draft["at"] > here.get(draft["unit"], ""):
            at = datetime.strptime(draft["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            record.save_draft(manifest["learner"], draft["unit"], draft["tree"], at)
    new = sum(e.id not in known for e in stream)
    return ImportReport(manifest["learner"], len(stream), new, len(blobs), len(drafts))


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """All members, each with a plain expected name and within the limits."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_TOTAL:
        raise UsageError("this archive is larger than any export", where="import")
    parts: dict[str, bytes] = {}
    for member in members:
        plain = member.filename in ("manifest.json", "events.jsonl", "drafts.json")
        blob = member.filename.startswith("blobs/") and DIGEST.match(member.filename[6:])
        if not (plain or blob) or member.filename in parts:
            raise UsageError(
                f"unexpected part {member.filename[:80]!r}",
                where="import",
                hint="Use a file that `beikao export` wrote.",
            )
        limit = MAX_TOTAL if member.filename == "events.jsonl" else MAX_MEMBER
        with archive.open(member) as file:
            data = file.read(min(limit, member.file_size) + 1)
        if len(data) != member.file_size:
            raise UsageError(f"{member.filename} is not as large as it says", where="import")
        parts[member.filename] = data
    return parts


def _check(
    parts: dict[str, bytes], where: str
) -> tuple[dict[str, Any], list[Event], list[dict[str, Any]], list[bytes]]:
    try:
        manifest = json.loads(parts["manifest.json"])
        if manifest["format"] != FORMAT:
            raise UsageError(f"format {manifest['format']!r} is not known", where=where, hint="Update beikao.")
        for name in ("events.jsonl", "drafts.json"):
            if _sha(parts[name]) != manifest["sha256"][name]:
                raise UsageError(f"{name} was changed or damaged", where=where)
        stream = [
            _event(line, number, manifest["learner"])
            for number, line in enumerate(parts["events.jsonl"].splitlines(), 1)
        ]
        drafts = json.loads(parts["drafts.json"])
        good = all(
            isinstance(d["unit"], str) and all(isinstance(v, str) for v in d["tree"].values()) and _instant(d["at"])
            for d in drafts
        )
        if not good or not isinstance(manifest["learner"], str):
            raise ValueError("drafts")
    except BeikaoError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"this is no export: {error!r}"[:200], where=where) from error
    blobs = []
    for name, data in parts.items():
        if name.startswith("blobs/"):
            if _sha(data) != name[6:]:
                raise UsageError(f"{name} was changed or damaged", where=where)
            blobs.append(data)
    return manifest, stream, drafts, blobs


def _instant(text: str) -> bool:
    return bool(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ"))


def _event(line: bytes, number: int, learner: str) -> Event:
    """One line. A type of a newer version is kept as it is."""
    event = Event.from_dict(json.loads(line))
    if event.learner != learner:
        raise UsageError(f"line {number} belongs to another learner", where="events.jsonl")
    if canonical(event) != line:
        raise UsageError(f"line {number} is not in canonical form", where="events.jsonl")
    if event.type in TYPES:
        check_data(event)
    return event
