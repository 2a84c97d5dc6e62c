"""Blobs by their SHA-256, as files beside the database: written whole, synced, then named.

It knows no events: who names a blob, and when one may go, is the store's business.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from beikao.errors import EnvironmentFault, NotFoundError, UsageError

DIGEST = re.compile(r"[0-9a-f]{64}\Z")
MAX_BLOB = 64 * 2**20


class Blobs:
    """A folder of files `ab/abcdef...`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where a blob lies. Raises NotFoundError for what is no digest."""
        if not DIGEST.match(digest):
            raise NotFoundError(f"{digest[:80]!r} is no blob", zh=f"没有编号为 {digest[:80]!r} 的文件")
        return self._folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether it is here."""
        return bool(DIGEST.match(digest)) and self.path(digest).is_file()

    def put(self, data: bytes) -> str:
        """Store and return the digest; on disk when it returns. Raises UsageError for one that is too large."""
        if len(data) > MAX_BLOB:
            raise UsageError(f"{len(data)} bytes are more than one blob may have ({MAX_BLOB})", where="record",
                             zh=f"文件有 {len(data)} 字节，最多 {MAX_BLOB} 字节")  # fmt: skip
        digest = digest_of(data)
        path = self.path(digest)
        # A file of the right name may still be the remains of a failing disk: then it is written again.
        if not (path.is_file() and path.read_bytes() == data):
            try:
                self._write(path, data)
            except OSError as error:
                raise EnvironmentFault(
                    f"cannot keep a file: {error.strerror}",
                    where=str(self._folder),
                    hint="Is the folder writable and the disk not full?",
                    zh=f"文件存不下来：{error.strerror}",
                    hint_zh="看看文件夹能不能写、磁盘满了没有。",
                ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """Raises NotFoundError; EnvironmentFault where the bytes are no longer those that were stored."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"the blob {digest} is missing", hint="Import your last export.",
                                zh=f"存下的文件 {digest} 不见了", hint_zh="导入你最近一次的导出。") from None  # fmt: skip
        if digest_of(data) != digest:
            raise EnvironmentFault(
                f"the blob {digest} is damaged",
                where=str(self.path(digest)),
                hint="Import your last export, or copy this file from a backup.",
                zh=f"存下的文件 {digest} 已损坏",
                hint_zh="导入你最近一次的导出，或从备份里拷回这个文件。",
            )
        return data

    def remove(self, digest: str) -> None:
        """Let it go; nothing happens where it is not here."""
        self.path(digest).unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        new = [p for p in (path.parent, self._folder) if not p.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f".{path.name[:16]}-{secrets.token_hex(4)}")
        try:
            with scratch.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        for folder in (path.parent, *(p.parent for p in new)):
            sync_folder(folder)


def digest_of(data: bytes) -> str:
    """The name of a blob: its SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def sync_folder(folder: Path) -> None:
    """The names in a folder are on disk when this returns, not only the bytes of its files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
