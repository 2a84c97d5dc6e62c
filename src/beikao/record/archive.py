"""Reads an export and believes nothing: every part is checked before the record sees any of it.

The format: docs/reference/export.md. Parts lie uncompressed, so an archive cannot unfold into more than its own size;
names are compared with the few expected ones and never used as paths. It writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from beikao.errors import UsageError
from beikao.events import Event, canonical
from beikao.record.admission import TYPES, blobs_named, blobs_perhaps_named, check_data, instant, line_of
from beikao.record.blobs import MAX_BLOB, digest_of
from beikao.record.export import FORMAT, drafts_text, manifest_text
from beikao.record.store import Draft, check_draft

PARTS = ("manifest.json", "events.jsonl", "drafts.json")
BLOB = re.compile(r"blobs/([0-9a-f]{64})\Z")
MAX_TEXTS = 512 * 2**20  # manifest, events and drafts are held in memory
HINT = "Use a file that `beikao export` wrote."
HINT_ZH = "要用 `beikao export` 写出的文件。"


@dataclass(frozen=True)
class Archive:
    """A checked export. `blobs` reads them again from the file, one at a time."""

    path: Path
    learner: str
    events: tuple[Event, ...]
    drafts: tuple[Draft, ...]
    digests: tuple[str, ...]

    def blobs(self) -> Iterator[bytes]:
        """The bytes of each digest, in order."""
        with reading(self.path) as archive:
            for digest in self.digests:
                yield blob(archive, archive.getinfo(f"blobs/{digest}"))


def read(path: Path) -> Archive:
    """Check everything. Raises UsageError that says which part is wrong."""
    with reading(path) as archive:
        members = _members(archive, path.stat().st_size)
        texts = {name: archive.read(members[name]) for name in PARTS}
        manifest = _manifest(texts["manifest.json"])
        stream = _events(texts["events.jsonl"], manifest["learner"])
        drafts = _drafts(texts["drafts.json"])
        digests = tuple(sorted(name[6:] for name in members if name not in PARTS))
        _check_named(stream, set(digests))
        for digest in digests:
            blob(archive, members[f"blobs/{digest}"])
    said = manifest_text(manifest["learner"], len(stream), len(digests), texts["events.jsonl"], texts["drafts.json"])
    if said != texts["manifest.json"]:
        raise UsageError("it does not fit the other parts: one was changed or lost", where="manifest.json", hint=HINT,
                         zh="里面的几部分对不上：有一份被改过，或丢了", hint_zh=HINT_ZH)  # fmt: skip
    return Archive(path, manifest["learner"], stream, drafts, digests)


@contextmanager
def reading(path: Path) -> Iterator[ZipFile]:
    """The archive, whatever is wrong with its zip structure said as a UsageError."""
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError) as error:
        # zipfile's own words for a broken directory, an encrypted part, an unknown method, a bad name
        raise UsageError(f"this is no export: {error}"[:300], where=str(path), hint=HINT,
                         zh=f"这不是导出文件：{error}"[:300], hint_zh=HINT_ZH) from error  # fmt: skip
    except OSError as error:
        raise UsageError(f"cannot read: {error.strerror or error}", where=str(path), hint=HINT,
                         zh=f"文件读不了：{error.strerror or error}", hint_zh=HINT_ZH) from error  # fmt: skip


def blob(archive: ZipFile, member: ZipInfo) -> bytes:
    """The bytes of a blob, which are what its name says."""
    data = archive.read(member)
    if digest_of(data) != member.filename[6:]:
        raise UsageError("it was changed or damaged", where=member.filename, hint=HINT,
                         zh=f"{member.filename} 被改过，或已损坏", hint_zh=HINT_ZH)  # fmt: skip
    return data


def _members(archive: ZipFile, size: int) -> dict[str, ZipInfo]:
    """The parts by name: the three texts, blobs, each once, uncompressed, together no more than the file."""
    out: dict[str, ZipInfo] = {}
    for member in archive.infolist():
        name = member.filename
        if (name not in PARTS and not BLOB.match(name)) or name in out:
            raise UsageError(f"unexpected part {name[:80]!r}", where="archive", hint=HINT,
                             zh=f"里面多出了 {name[:80]!r}", hint_zh=HINT_ZH)  # fmt: skip
        if member.compress_type != ZIP_STORED or member.file_size != member.compress_size or member.flag_bits & 1:
            raise UsageError("it is compressed or encrypted, which no export is", where=name, hint=HINT,
                             zh="里面有压缩或加密的部分，导出的文件不会这样", hint_zh=HINT_ZH)  # fmt: skip
        if BLOB.match(name) and member.file_size > MAX_BLOB:
            raise UsageError(f"it is larger than {MAX_BLOB} bytes", where=name, hint=HINT,
                             zh=f"里面有一份文件超过 {MAX_BLOB} 字节", hint_zh=HINT_ZH)  # fmt: skip
        out[name] = member
    lost = [name for name in PARTS if name not in out]
    if lost:
        raise UsageError(f"{lost[0]} is missing", where="archive", hint=HINT,
                         zh=f"里面缺少 {lost[0]}", hint_zh=HINT_ZH)  # fmt: skip
    texts = sum(out[name].file_size for name in PARTS)
    if sum(m.file_size for m in out.values()) > size or texts > MAX_TEXTS:
        raise UsageError("its parts are larger than the file or than any export", where="archive", hint=HINT,
                         zh="里面的各部分加起来比文件本身还大，或比任何导出都大", hint_zh=HINT_ZH)  # fmt: skip
    return out


@contextmanager
def _plain(where: str) -> Iterator[None]:
    """What Python says about data of the wrong shape, with its place."""
    try:
        yield
    except UsageError as error:
        place = f"{where}, {error.where}" if error.where else where
        raise UsageError(error.what, where=place, hint=error.hint or HINT,
                         zh=error.zh, hint_zh=error.hint_zh or HINT_ZH) from error  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise UsageError(f"it cannot be read: {error!r}"[:300], where=where, hint=HINT,
                         zh=f"{where} 读不出来：{error!r}"[:300], hint_zh=HINT_ZH) from error  # fmt: skip


def _manifest(text: bytes) -> dict[str, Any]:
    with _plain("manifest.json"):
        manifest = json.loads(text)
        if not isinstance(manifest, dict) or manifest["format"] != FORMAT:
            found = manifest["format"] if isinstance(manifest, dict) else manifest
            raise UsageError(f"format {found!r} is not known"[:200], hint="Update beikao.",
                             zh=f"不认识格式 {found!r}"[:200], hint_zh="更新 beikao。")  # fmt: skip
        if not isinstance(manifest["learner"], str):
            raise UsageError("the learner has no name", zh="没有写明是谁的学习记录")
        return manifest


def _events(text: bytes, learner: str) -> tuple[Event, ...]:
    """Each line canonical, all of one learner, in strict order; a type of a newer version is kept as it is."""
    *lines, rest = text.split(b"\n")
    if rest:
        raise UsageError("the last line does not end", where="events.jsonl", hint=HINT,
                         zh="events.jsonl 的最后一行不完整", hint_zh=HINT_ZH)  # fmt: skip
    out: list[Event] = []
    for number, line in enumerate(lines, 1):
        with _plain(f"events.jsonl line {number}"):
            event = Event.from_dict(json.loads(line))
            if canonical(event) != line or line_of(event) != line:
                raise UsageError("it is not in canonical form", zh="这一条的写法不合导出的规范")
            if event.learner != learner:
                raise UsageError(f"it belongs to {event.learner!r}, not to {learner!r}",
                                 zh=f"有一条属于 {event.learner!r}，不属于 {learner!r}")  # fmt: skip
            if out and event.order <= out[-1].order:
                raise UsageError("it comes before the line above it", zh="有一条排在了上一条之前，顺序乱了")
            if event.type in TYPES:
                check_data(event)
            out.append(event)
    return tuple(out)


def _drafts(text: bytes) -> tuple[Draft, ...]:
    with _plain("drafts.json"):
        drafts = [check_draft(Draft(d["unit"], instant(d["at"]), d["tree"])) for d in json.loads(text)]
        units = [d.unit for d in drafts]
        if units != sorted(set(units)) or drafts_text(drafts) != text:
            raise UsageError("it is not in canonical form", zh="草稿的写法不合导出的规范")
        return tuple(drafts)


def _check_named(stream: tuple[Event, ...], digests: set[str]) -> None:
    named = {d for e in stream for d in blobs_named(e)}
    known = named | {d for e in stream for d in blobs_perhaps_named(e)}
    for lost in sorted(named - digests)[:1]:
        raise UsageError("an event names it, but it is missing", where=f"blobs/{lost}"[:80], hint=HINT,
                         zh="有一条记录用到的文件不在里面", hint_zh=HINT_ZH)  # fmt: skip
    for stray in sorted(digests - known)[:1]:
        raise UsageError("no event names it", where=f"blobs/{stray}", hint=HINT,
                         zh="里面有一份文件，没有哪条记录用到它", hint_zh=HINT_ZH)  # fmt: skip
