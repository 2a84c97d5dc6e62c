"""Writes everything about a learner into one open file. The format: docs/reference/export.md.

A zip archive whose bytes depend on its content alone: fixed times and order, and no compression, because two builds of
zlib compress the same bytes differently. Reading one back is `beikao.record.archive`.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from beikao.errors import UsageError
from beikao.events import Event
from beikao.record.admission import blobs_named, blobs_perhaps_named, line_of, stamp
from beikao.record.blobs import digest_of, sync_folder
from beikao.record.store import Draft, Record

FORMAT = 1
EPOCH = (1980, 1, 1, 0, 0, 0)


def export_to(record: Record, learner: str, path: Path) -> None:
    """Write the archive; whole or not at all. Raises UsageError where it cannot be written."""
    stream = record.events(learner)
    digests = sorted(_digests(record, stream))
    lines = b"".join(line_of(e) + b"\n" for e in stream)
    drafts = drafts_text(record.drafts(learner))
    manifest = manifest_text(learner, len(stream), len(digests), lines, drafts)
    scratch = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with scratch.open("wb") as file:
            _write(
                file, [("manifest.json", manifest), ("events.jsonl", lines), ("drafts.json", drafts)], record, digests
            )
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise UsageError(
            f"cannot write: {error.strerror}", where=str(path), hint="Choose a folder you may write to.",
            zh=f"导出写不进去：{error.strerror}", hint_zh="换一个可写的文件夹。",
        ) from error  # fmt: skip
    finally:
        scratch.unlink(missing_ok=True)


def _digests(record: Record, stream: list[Event]) -> set[str]:
    sure = {d for e in stream for d in blobs_named(e)}
    return sure | {d for e in stream for d in blobs_perhaps_named(e) if record.has_blob(d)}


def _write(file: IO[bytes], parts: list[tuple[str, bytes]], record: Record, digests: list[str]) -> None:
    with ZipFile(file, "w") as archive:
        for name, data in parts:
            _add(archive, name, data)
        for digest in digests:
            _add(archive, f"blobs/{digest}", record.blob(digest))


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name, EPOCH)
    info.compress_type = ZIP_STORED
    info.external_attr = 0o600 << 16
    info.create_system = 3  # whatever the system: the byte is part of the archive
    archive.writestr(info, data)


def manifest_text(learner: str, events: int, blobs: int, lines: bytes, drafts: bytes) -> bytes:
    """manifest.json of these parts."""
    hashes = {"events.jsonl": digest_of(lines), "drafts.json": digest_of(drafts)}
    return json_text({"format": FORMAT, "learner": learner, "events": events, "blobs": blobs, "sha256": hashes})


def drafts_text(drafts: list[Draft]) -> bytes:
    """drafts.json of these drafts."""
    return json_text([{"unit": d.unit, "at": stamp(d.at), "tree": dict(d.tree)} for d in drafts])


def json_text(value: Any) -> bytes:
    """The one way in which a part that is no line is written."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()
