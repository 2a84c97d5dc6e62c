"""Blobs by their SHA-256, as files beside the database: written whole, synced, then named."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from beikao.errors import NotFoundError

DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Blobs:
    """A folder of files `ab/abcdef...`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where a blob lies. Raises NotFoundError for what is no digest."""
        if not DIGEST.match(digest):
            raise NotFoundError(f"{digest[:80]!r} is no blob")
        return self._folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Store and return the digest; on disk when it returns."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f".{digest[:16]}-{secrets.token_hex(4)}")
        with scratch.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
        self._sync(path.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """Raises NotFoundError."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"the blob {digest} is missing", hint="Import your last export.") from None

    def _sync(self, folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
